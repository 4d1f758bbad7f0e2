/**
 * @fileoverview Answers the page's questions about a report. Runs in a worker for large reports and in the page for small
 * ones; knows no DOM. Requests and replies are plain objects of texts, numbers and typed arrays.
 */

import {ints, makeRoom, octets} from '../format/arrays.js';
import {Report} from '../format/types.js';
import {addEntry, deriveCallers, makeEntries, outermost} from '../model/callers.js';
import {Functions, numberFunctions, sumFunctions} from '../model/functions.js';
import {eachGroup, groupBoxes, rankGroups} from '../model/groups.js';
import {hashFrames} from '../model/hashes.js';
import {makeArranger, sumOwn, sumUp} from '../model/layout.js';
import {IMPORT_SYSTEM, NON_RELEVANT} from '../model/names.js';
import {compileQuery, matchFrames} from '../model/search.js';
import {buildBelow, buildShape, collapseShape, LIFT, SHOW, SWALLOW} from '../model/shape.js';
import {Settings} from '../model/state.js';
import {applySteps, belowFrames} from '../model/steps.js';

/**
 * Boxes narrower than this part of the view are not opened in callers; a 4 K window is 3840 pixels wide.
 */
const LEAST_SHARE = 1 / 4000;

/** @typedef {{functions: !Functions, answer: function(!Object): !Object, reuse: function(!ArrayBuffer): void}} */
export let Engine;

/**
 * @param {!Report} report
 * @return {!Engine}
 */
export function makeEngine(report) {
  const {nodes, frames, files, own, threads} = report;
  const functions = numberFunctions(frames, files.name.length);
  const frameCount = frames.function.length;
  /** @type {?{low: !Int32Array, high: !Int32Array}} */
  let frameHashes = null;
  const room = makeRoom();
  const main = makeArranger(nodes.count, room);
  /** By box of the last flame graph, its box of the shape. */
  let origin = ints(0);
  /**
   * What was worked out last, by name, with the settings that it holds for.
   *
   * @type {!Object<string, {key: string, value: ?}>}
   */
  const kept = {};
  const keep = (/** string */ name, /** !Array<?> */ settings, /** function(): ? */ make) => {
    const key = JSON.stringify(settings);
    if (kept[name] === undefined || kept[name].key !== key) {
      // the old one goes first: both at once would be too much
      kept[name] = {key: '', value: null};
      kept[name] = {key, value: make()};
    }
    return kept[name].value;
  };

  const metricOf = (/** !Settings */ settings) =>
    own.metrics.find((metric) => metric.kind === settings.metric) || own.metrics[0];

  /** The shape, the box of each own value, and which own values steps and search leave (null: all). */
  const shapeFor = (/** !Settings */ settings) =>
    keep('shape', [settings.nonRelevant, settings.hideImport, settings.steps, settings.only], () => {
      frameHashes = frameHashes || hashFrames(report);
      const {rules, kept, collapse} = applySteps(report, functions, frameHashes, settings.steps);
      for (let frame = 1; frame < frameCount; frame++) {
        if (settings.hideImport && (frames.flags[frame] & IMPORT_SYSTEM) !== 0) {
          rules[frame] = SWALLOW;
        } else if (!settings.nonRelevant && (frames.flags[frame] & NON_RELEVANT) !== 0 && rules[frame] === SHOW) {
          rules[frame] = LIFT;
        }
      }
      const test = !settings.only ? null : compileQuery(settings.only).test;
      const matching = !test ? null : belowFrames(nodes, matchFrames(report, test));
      const left =
        !kept && !matching
          ? null
          : octets(own.count).map((_, at) => {
              const node = own.node[at];
              return (!kept || kept[node]) && (!matching || matching[node]) ? 1 : 0;
            });
      const shape = collapse ? collapseShape(nodes, rules, functions) : buildShape(nodes, rules, room);
      const {boxOf} = shape;
      return {shape, left, places: !boxOf ? own.node : own.node.map((node) => boxOf[node])};
    });

  /** Which own values count; null for all. */
  const chosenFor = (/** !Settings */ settings) => {
    const {left} = shapeFor(settings);
    if (!settings.threads) {
      return left;
    }
    const mask = octets(threads.length);
    for (const index of settings.threads) {
      mask[index] = 1;
    }
    return octets(own.count).map((_, at) => (!left || left[at] ? mask[own.thread[at]] : 0));
  };

  const totalsFor = (/** !Settings */ settings) => {
    const {shape, places} = shapeFor(settings);
    // all of the settings but the measure, which does not matter here
    return keep('totals', [{...settings, byCount: false}], () =>
      sumUp(shape, places, metricOf(settings), chosenFor(settings), room),
    );
  };

  /** A flame graph with what the page shows around it. `arrange` makes it, given the groups that colour it, if any do. */
  const graphReply = (/** !Object */ request, /** function(?Object): !Object */ arrange) => {
    const {settings} = request;
    const {shape, places, left} = shapeFor(settings);
    const metric = metricOf(settings);
    const groups = groupsFor(request);
    const fileOf = places.map((box) => frames.file[shape.frame[box]]);
    return {
      layout: arrange(groups),
      groups: groups && {ids: groups.ids, bytes: groups.bytes, counts: groups.counts},
      // whatever threads are chosen
      byThread: sumOwn(threads.length, own.thread, metric, left),
      byFile: sumOwn(files.name.length, fileOf, metric, chosenFor(settings)),
    };
  };

  const groupsFor = (/** !Object */ {colour, settings}) => {
    const groupOf = colour === 'thread' ? own.thread : colour === 'allocator' ? own.allocator : null;
    return groupOf && rankGroups(groupOf, metricOf(settings), chosenFor(settings), settings.byCount);
  };

  /** Boxes by callees; where groups colour them, `group` says by box which. */
  const arrangeCallees = (
    /** !Object */ arranger,
    /** !Object */ shape,
    /** !Int32Array */ places,
    /** !Object */ totals,
    /** !Settings */ settings,
    /** ?Object */ groups,
  ) => {
    const arranged = arranger.arrange(shape, totals, settings.byCount);
    const {layout} = arranged;
    if (groups) {
      const metric = metricOf(settings);
      const groupOf = groupBoxes(shape, places, settings.byCount ? metric.count : metric.bytes, groups);
      layout.group = octets(layout.count).map((_, box) => groupOf[arranged.origin[box]]);
    }
    return arranged;
  };

  /** Boxes by callers, where `add` adds entries for what `chosen` own values hold. */
  const arrangeCallers = (
    /** !Object */ request,
    /** ?Object */ groups,
    /** number */ limit,
    /** number */ rootFrame,
    /** function(!Object, ?Uint8Array, number): void */ add,
  ) => {
    const {settings} = request;
    const slots = !groups ? 0 : groups.size;
    const entries = makeEntries(limit * Math.max(slots, 1));
    if (!groups) {
      add(entries, chosenFor(settings), 0);
    } else {
      eachGroup(groups, (chosen, slot) => add(entries, chosen, slot));
    }
    return deriveCallers(shapeFor(settings).shape, entries, {
      byCount: settings.byCount,
      rootFrame,
      frameCount,
      share: LEAST_SHARE,
      zoom: request.zoom || [],
      sight: request.sight || null,
      slots,
    });
  };

  const answers = {
    /** The flame graph, by callees. */
    'callees': (/** !Object */ request) =>
      graphReply(request, (groups) => {
        const {settings} = request;
        const {shape, places} = shapeFor(settings);
        const arranged = arrangeCallees(main, shape, places, totalsFor(settings), settings, groups);
        origin = arranged.origin;
        return arranged.layout;
      }),
    /** The flame graph, by callers. */
    'callers': (/** !Object */ request) =>
      graphReply(request, (groups) => {
        const {shape, places} = shapeFor(request.settings);
        const limit = Math.min(shape.count, own.count);
        return arrangeCallers(request, groups, limit, 0, (entries, chosen, slot) => {
          const {bytes, counts} = sumOwn(shape.count, places, metricOf(request.settings), chosen);
          for (let box = 0; box < shape.count; box++) {
            addEntry(entries, box, bytes[box], counts[box], slot);
          }
        });
      }),
    /** Callers and callees of one function. */
    'sandwich': (/** !Object */ request) => {
      const {settings, functionId} = request;
      const {shape, places} = shapeFor(settings);
      const metric = metricOf(settings);
      const totals = totalsFor(settings);
      const groups = groupsFor(request);
      const frame = functions.frame[functionId];
      const inside = octets(shape.count).map((_, box) => (functions.of[shape.frame[box]] === functionId ? 1 : 0));
      const outer = outermost(shape, inside);
      const above = arrangeCallers(request, groups, outer.length, frame, (entries, chosen, slot) => {
        const {bytes, counts} = !groups ? totals : sumUp(shape, places, metric, chosen);
        for (const box of outer) {
          addEntry(entries, shape.parent[box], bytes[box], counts[box], slot);
        }
      });
      const below = buildBelow(shape, inside, frame);
      const placesBelow = places.map((box) => below.boxOf[box]);
      const totalsBelow = sumUp(below, placesBelow, metric, chosenFor(settings));
      return {
        above,
        below: arrangeCallees(makeArranger(below.count), below, placesBelow, totalsBelow, settings, groups).layout,
        total: {bytes: totals.bytes[0], counts: totals.counts[0]},
      };
    },
    /** Sums by function. */
    'functions': ({settings}) => {
      const {shape, places} = shapeFor(settings);
      const metric = metricOf(settings);
      const chosen = chosenFor(settings);
      const totals = sumUp(nodes, own.node, metric, chosen);
      return {
        sums: sumFunctions(nodes, shape, sumOwn(shape.count, places, metric, chosen), totals, functions),
        total: {bytes: totals.bytes[0], counts: totals.counts[0]},
      };
    },
    /** Allocators and threads of one box of the last flame graph, or of those at the end of `path`, frames from the leaf up. */
    'details': ({settings, path, box}) => {
      const {shape, places} = shapeFor(settings);
      const inside = !path ? boxesBelow(shape, origin[box]) : boxesWithCallers(shape, path);
      const metric = metricOf(settings);
      const all = chosenFor(settings);
      const chosen = octets(own.count).map((_, at) => (!all || all[at] ? inside[places[at]] : 0));
      return {
        allocators: sumOwn(256, own.allocator, metric, chosen),
        byThread: sumOwn(threads.length, own.thread, metric, chosen),
      };
    },
  };

  return {
    functions,
    /**
     * @param {!Object} request `kind` names one of the answers
     * @return {!Object}
     */
    answer: (request) => answers[request.kind](request),
    /** Takes back a layout that the page does not show any more. */
    reuse: main.reuse,
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
    } else if (next && typeof next === 'object') {
      open.push(...Object.values(/** @type {!Object} */ (next)));
    }
  }
  return [...found];
}
