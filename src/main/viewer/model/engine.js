/**
 * @fileoverview Answers the page's questions about a report. Runs in a worker for large reports and in the page for small
 * ones; knows no DOM. Requests and replies are plain objects of texts, numbers and typed arrays.
 */

import {floats, ints, octets} from '../format/arrays.js';
import {callerEntries, deriveCallers, ownEntries} from './callers.js';
import {numberFunctions, sumFunctions} from './functions.js';
import {hashFrames} from './hashes.js';
import {groupBoxes} from './groups.js';
import {arrange, sumOwn, sumUp} from './layout.js';
import {IMPORT_SYSTEM, NON_RELEVANT} from './names.js';
import {compileQuery, matchFrames, Query} from './search.js';
import {buildBelow, buildShape, collapseShape, LIFT, SHOW, SWALLOW} from './shape.js';
import {applySteps, belowFrames} from './steps.js';

/**
 * Boxes narrower than this part of the view are not opened in callers; a 4 K window is 3840 pixels wide.
 */
const LEAST_SHARE = 1 / 4000;

/**
 * What is shown: `threads` are indexes, null for all; `only` keeps stacks that match the query.
 *
 * @typedef {{
 *   metric: string,
 *   byCount: boolean,
 *   threads: ?Array<number>,
 *   nonRelevant: boolean,
 *   hideImport: boolean,
 *   steps: !Array<!Object>,
 *   only: ?Query
 * }}
 */
export let Settings;

/**
 * @param {!Object} report
 */
export function makeEngine(report) {
  const {nodes, frames, files, own, threads} = report;
  const functions = numberFunctions(frames, files.name.length);
  const frameCount = frames.function.length;
  /** @type {?{low: !Int32Array, high: !Int32Array}} */
  let frameHashes = null;
  /** @type {{key: string, shape: ?Object, kept: ?Uint8Array}} */
  let shaped = {key: '', shape: null, kept: null};
  /** @type {{key: string, totals: ?Object}} */
  let summed = {key: '', totals: null};

  const metricOf = (/** string */ kind) => own.metrics.find((metric) => metric.kind === kind) || own.metrics[0];

  const threadMask = (/** ?Array<number> */ chosen) => {
    if (chosen === null) {
      return null;
    }
    const mask = octets(threads.length);
    for (const index of chosen) {
      mask[index] = 1;
    }
    return mask;
  };

  const shapeFor = (/** !Settings */ settings) => {
    const key = JSON.stringify([settings.nonRelevant, settings.hideImport, settings.steps, settings.only]);
    if (shaped.key === key) {
      return shaped;
    }
    shaped = {key: '', shape: null, kept: null};
    summed = {key: '', totals: null};
    frameHashes = frameHashes || hashFrames(report);
    const {rules, kept, collapse} = applySteps(report, functions, frameHashes, settings.steps);
    for (let frame = 1; frame < frameCount; frame++) {
      if (settings.hideImport && (frames.flags[frame] & IMPORT_SYSTEM) !== 0) {
        rules[frame] = SWALLOW;
      } else if (!settings.nonRelevant && (frames.flags[frame] & NON_RELEVANT) !== 0 && rules[frame] === SHOW) {
        rules[frame] = LIFT;
      }
    }
    let keep = kept;
    if (settings.only !== null) {
      const test = compileQuery(settings.only).test;
      if (test !== null) {
        const matching = belowFrames(nodes, matchFrames(report, test));
        if (keep !== null) {
          for (let node = 0; node < nodes.count; node++) {
            matching[node] &= keep[node];
          }
        }
        keep = matching;
      }
    }
    const shape = collapse ? collapseShape(nodes, rules, functions) : buildShape(nodes, rules);
    shaped = {key, shape, kept: keep};
    return shaped;
  };

  const totalsFor = (/** !Settings */ settings) => {
    const {key, shape, kept} = shapeFor(settings);
    const sumKey = key + JSON.stringify([settings.metric, settings.threads]);
    if (summed.key !== sumKey) {
      summed = {
        key: sumKey,
        totals: sumUp(shape, own, metricOf(settings.metric), threadMask(settings.threads), kept),
      };
    }
    return summed.totals;
  };

  const ownFor = (/** !Settings */ settings) => {
    const {shape, kept} = shapeFor(settings);
    return sumOwn(shape, own, metricOf(settings.metric), threadMask(settings.threads), kept);
  };

  /** Bytes and counts by thread, whatever threads are chosen. */
  const sumThreads = (/** !Settings */ settings) => {
    const {kept} = shapeFor(settings);
    const metric = metricOf(settings.metric);
    const bytes = floats(threads.length);
    const counts = floats(threads.length);
    for (let at = 0; at < own.count; at++) {
      if (kept === null || kept[own.node[at]]) {
        bytes[own.thread[at]] += metric.bytes[at];
        counts[own.thread[at]] += metric.count[at];
      }
    }
    return {bytes, counts};
  };

  /** Own bytes and counts by file of the innermost shown frame. */
  const sumFiles = (/** !Settings */ settings) => {
    const {shape, kept} = shapeFor(settings);
    const metric = metricOf(settings.metric);
    const mask = threadMask(settings.threads);
    const bytes = floats(files.name.length);
    const counts = floats(files.name.length);
    for (let at = 0; at < own.count; at++) {
      const node = own.node[at];
      if ((kept === null || kept[node]) && (mask === null || mask[own.thread[at]])) {
        const box = shape.boxOf === null ? node : shape.boxOf[node];
        const file = frames.file[shape.frame[box]];
        bytes[file] += metric.bytes[at];
        counts[file] += metric.count[at];
      }
    }
    return {bytes, counts};
  };

  /** Groups of a layout's boxes, where they are coloured by one. */
  const groupsOf = (/** !Object */ request, /** !Object */ layout) => {
    const {settings, colour} = request;
    const {shape, kept} = shapeFor(settings);
    const groupOf = colour === 'thread' ? own.thread : colour === 'allocator' ? own.allocator : null;
    return groupOf === null ? null : groupBoxes(shape, layout, own, metricOf(settings.metric), threadMask(settings.threads),
        kept, settings.byCount, groupOf);
  };

  /** A flame graph with what the page shows around it. */
  const graphReply = (/** !Object */ request, /** !Object */ layout) => ({
    layout,
    groups: groupsOf(request, layout),
    byThread: sumThreads(request.settings),
    byFile: sumFiles(request.settings),
  });

  const chooseFunction = (/** !Object */ shape, /** number */ id) => {
    const chosen = octets(shape.count);
    for (let box = 0; box < shape.count; box++) {
      chosen[box] = functions.of[shape.frame[box]] === id ? 1 : 0;
    }
    return chosen;
  };

  const callerOptions = (/** !Object */ request, /** number */ rootFrame) => ({
    byCount: request.settings.byCount,
    rootFrame,
    frameCount,
    share: LEAST_SHARE,
    zoom: request.zoom || [],
  });

  const answers = {
    /** The flame graph, by callees. */
    'callees': (/** !Object */ request) => {
      const {shape} = shapeFor(request.settings);
      const totals = totalsFor(request.settings);
      return graphReply(request, arrange(shape, totals, request.settings.byCount));
    },
    /** The flame graph, by callers. */
    'callers': (/** !Object */ request) => {
      const {shape} = shapeFor(request.settings);
      const entries = ownEntries(ownFor(request.settings));
      return graphReply(request, deriveCallers(shape, entries, callerOptions(request, 0)));
    },
    /** Callers and callees of one function. */
    'sandwich': (/** !Object */ request) => {
      const {settings, functionId} = request;
      const {shape, kept} = shapeFor(settings);
      const totals = totalsFor(settings);
      const frame = functions.frame[functionId];
      const chosen = chooseFunction(shape, functionId);
      const above = deriveCallers(shape, callerEntries(shape, chosen, totals), callerOptions(request, frame));
      const lower = buildBelow(shape, chosen, frame);
      const boxOf = lower.boxOf;
      const composed = ints(nodes.count);
      for (let node = 0; node < nodes.count; node++) {
        composed[node] = boxOf[shape.boxOf === null ? node : shape.boxOf[node]];
      }
      const below = {count: lower.count, parent: lower.parent, frame: lower.frame, boxOf: composed};
      const belowTotals = sumUp(below, own, metricOf(settings.metric), threadMask(settings.threads), kept);
      return {
        above,
        below: arrange(below, belowTotals, settings.byCount),
        total: {bytes: totals.bytes[0], counts: totals.counts[0]},
      };
    },
    /** Sums by function. */
    'functions': (/** !Object */ request) => {
      const {shape} = shapeFor(request.settings);
      const totals = totalsFor(request.settings);
      const layout = arrange(shape, totals, request.settings.byCount);
      return {sums: sumFunctions(layout, functions), total: {bytes: totals.bytes[0], counts: totals.counts[0]}};
    },
    /** Allocators and threads of one box: `origin` is its box of the shape, or `path` the frames from the leaf up. */
    'details': (/** !Object */ request) => {
      const {shape, kept} = shapeFor(request.settings);
      const inside = request.path ? boxesWithCallers(shape, request.path) : boxesBelow(shape, request.origin);
      const metric = metricOf(request.settings.metric);
      const mask = threadMask(request.settings.threads);
      const allocators = {bytes: floats(256), counts: floats(256)};
      const byThread = {bytes: floats(threads.length), counts: floats(threads.length)};
      for (let at = 0; at < own.count; at++) {
        const node = own.node[at];
        const box = shape.boxOf === null ? node : shape.boxOf[node];
        if (inside[box] && (kept === null || kept[node]) && (mask === null || mask[own.thread[at]])) {
          allocators.bytes[own.allocator[at]] += metric.bytes[at];
          allocators.counts[own.allocator[at]] += metric.count[at];
          byThread.bytes[own.thread[at]] += metric.bytes[at];
          byThread.counts[own.thread[at]] += metric.count[at];
        }
      }
      return {allocators, byThread};
    },
  };

  return {
    functions,
    /**
     * @param {!Object} request `kind` names one of the answers
     * @return {!Object}
     */
    answer: (request) => answers[request.kind](request),
  };
}

/**
 * @param {{count: number, parent: !Int32Array}} shape
 * @param {number} top
 * @return {!Uint8Array} 1 for a box and all below it
 */
function boxesBelow(shape, top) {
  const inside = octets(shape.count);
  inside[top] = 1;
  for (let box = top + 1; box < shape.count; box++) {
    inside[box] = inside[shape.parent[box]];
  }
  return inside;
}

/**
 * @param {{count: number, parent: !Int32Array, frame: !Int32Array}} shape
 * @param {!Array<number>} path frames, innermost first
 * @return {!Uint8Array} 1 for boxes whose stack ends in these frames
 */
function boxesWithCallers(shape, path) {
  const inside = octets(shape.count);
  for (let box = 0; box < shape.count; box++) {
    let at = box;
    let next = 0;
    while (next < path.length && at > 0 && shape.frame[at] === path[next]) {
      at = shape.parent[at];
      next++;
    }
    inside[box] = next === path.length ? 1 : 0;
  }
  return inside;
}

/**
 * The buffers of all typed arrays in a reply, to be handed over without a copy.
 *
 * @param {*} reply
 * @return {!Array<!ArrayBuffer>}
 */
export function buffersOf(reply) {
  const found = new Set();
  const open = [reply];
  while (open.length > 0) {
    const next = open.pop();
    if (ArrayBuffer.isView(next)) {
      found.add(next.buffer);
    } else if (next !== null && typeof next === 'object') {
      open.push(...Object.values(/** @type {!Object} */ (next)));
    }
  }
  return [...found];
}
