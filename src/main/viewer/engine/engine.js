/**
 * @fileoverview Answers the page's questions about a report. Runs in a worker for large reports and in the page for small
 * ones; knows no DOM. Requests and replies are plain objects of texts, numbers and typed arrays.
 */

import {floats, ints, lookUp, octets} from '../format/arrays.js';
import {DIFFERENCES, MANY, TIME} from '../format/features.js';
import {Report} from '../format/types.js';
import {addEntry, deriveCallers, Entries, makeEntries, outermost} from '../model/callers.js';
import {arrangeDraft} from '../model/draft.js';
import {sumFunctions} from '../model/functions.js';
import {eachGroup, Groups, groupBoxes, largestFirst} from '../model/groups.js';
import {
  Arranged,
  Arranger,
  FigureColumns,
  Layout,
  makeArranger,
  measureOf,
  Sums,
  sumOwn,
  sumUp,
} from '../model/layout.js';
import {sumFigures} from '../model/selected.js';
import {buildBelow, Shape} from '../model/shape.js';
import {Request, Settings} from '../model/state.js';
import {makeWorkings, Workings} from './workings.js';

/**
 * Boxes narrower than this part of the view are not opened in callers; a 4 K window is 3840 pixels wide.
 */
const LEAST_SHARE = 1 / 4000;

/**
 * `answer` is given by the request's kind; `reuse` takes back the memory of a layout that the page does not show any more.
 *
 * @typedef {{
 *   answer: function(!Request): !Object,
 *   reuse: function(!ArrayBuffer): void
 * }}
 */
export let Engine;

/**
 * @param {!Report} report
 * @return {!Engine}
 */
export function makeEngine(report) {
  const work = makeWorkings(report);
  const main = makeArranger(report.nodes.count, work.room);
  /** By box of the last flame graph, its box of the shape. */
  let origin = ints(0);
  /** @type {!Object<string, function(!Request): !Object>} */
  const answers = {
    'callees': (request) =>
      answerGraph(work, request, (groups) => {
        const {settings} = request;
        const {shape, places} = work.leftFor(settings);
        if (TIME && request.draft && settings.selection && !groups) {
          const {byCount} = settings;
          const options = {byCount, share: LEAST_SHARE, zoom: request.zoom || []};
          const draft = arrangeDraft(shape, work.kidsFor(settings), work.totalsFor(settings), options);
          draft.layout.differs = isDifference(work, settings);
          origin = draft.origin;
          return draft.layout;
        }
        const arranged = arrangeCallees(work, main, shape, places, work.totalsFor(settings), settings, groups);
        origin = arranged.origin;
        return arranged.layout;
      }),
    'callers': (request) => answerGraph(work, request, (groups) => arrangeAllCallers(work, request, groups)),
    'sandwich': (request) => answerSandwich(work, request),
    'functions': (request) => answerFunctions(work, request),
    'callersOf': (request) => answerCallersOf(work, request),
    'details': (request) => answerDetails(work, request, origin),
  };
  return {
    answer: (request) => {
      work.take(request);
      return answers[request.kind](request);
    },
    reuse: main.reuse,
  };
}

/**
 * A flame graph with what the page shows around it.
 *
 * @param {!Workings} work
 * @param {!Request} request
 * @param {function(?Groups): !Layout} arrange given the groups that colour it, if any do
 * @return {!Object}
 */
function answerGraph(work, request, arrange) {
  const {files, frames, own, threads} = work.report;
  const {settings} = request;
  const {shape, places, left} = work.leftFor(settings);
  const metric = work.metricFor(settings);
  const groups = work.groupsFor(request);
  const selected = {
    selection: settings.selection,
    whole: wholeOf(work, settings),
    groups: groups && {ids: groups.ids, bytes: groups.bytes, counts: groups.counts},
  };
  if (request.draft) {
    return {layout: arrange(groups), byThread: null, byFile: null, ...selected};
  }
  const column = work.room('fileOf', ints, own.count);
  const fileOf = lookUp(column, lookUp(column, places, shape.frame), frames.file);
  return {
    layout: arrange(groups),
    ...selected,
    // whatever threads are chosen
    byThread: sumOwn(threads.length, own.thread, work.figuresFor(settings), left),
    byFile: sumOwn(files.name.length, fileOf, metric, work.chosenFor(settings)),
  };
}

/**
 * @param {!Workings} work
 * @param {!Settings} settings
 * @return {boolean} whether figures are those of a difference
 */
function isDifference(work, settings) {
  return DIFFERENCES && Boolean(work.selectedFor(settings)?.before);
}

/**
 * @param {!Settings} settings
 * @return {string} the side of a comparison that is shown alone, else ""
 */
function sideOf({side}) {
  return MANY && side && side !== 'change' ? side : '';
}

/**
 * What a selection counts in all, whatever the filters leave; of a difference the change, and the larger of both.
 *
 * @param {!Workings} work
 * @param {!Settings} settings
 * @return {?{bytes: number, counts: number, larger: {bytes: number, counts: number}, before: {bytes: number, counts: number},
 *     after: {bytes: number, counts: number}}} null where a view is shown; both sides are the same where nothing is compared
 */
function wholeOf(work, settings) {
  const selected = work.selectedFor(settings);
  if (!DIFFERENCES || !selected) {
    return null;
  }
  const {before, after} = selected;
  if (!before || !after) {
    const sums = sumFigures(selected.figures());
    return {bytes: sums.bytes, counts: sums.counts, larger: sums, before: sums, after: sums};
  }
  const [was, is] = [sumFigures(before), sumFigures(after)];
  return {
    bytes: is.bytes - was.bytes,
    counts: is.counts - was.counts,
    larger: largerOf(was, is),
    before: was,
    after: is,
  };
}

/**
 * @param {{bytes: number, counts: number}} one
 * @param {{bytes: number, counts: number}} other
 * @return {{bytes: number, counts: number}}
 */
function largerOf(one, other) {
  return {bytes: Math.max(one.bytes, other.bytes), counts: Math.max(one.counts, other.counts)};
}

/**
 * Boxes by callees; where groups colour them, `group` says by box which.
 *
 * @param {!Workings} work
 * @param {!Arranger} arranger
 * @param {!Shape} shape
 * @param {!Int32Array} places
 * @param {!Sums} totals
 * @param {!Settings} settings
 * @param {?Groups} groups
 * @return {!Arranged}
 */
function arrangeCallees(work, arranger, shape, places, totals, settings, groups) {
  const kept = Boolean(settings.selection || settings.side);
  const arranged = arranger.arrange(shape, totals, settings.byCount, kept, isDifference(work, settings));
  const {layout, origin} = arranged;
  layout.side = sideOf(settings);
  if (groups) {
    const metric = work.metricFor(settings);
    const groupOf = groupBoxes(shape, places, settings.byCount ? metric.count : metric.bytes, groups);
    layout.group = octets(layout.count).map((_, box) => groupOf[origin[box]]);
  }
  return arranged;
}

/**
 * Boxes by callers.
 *
 * @param {!Workings} work
 * @param {!Request} request
 * @param {?Groups} groups
 * @param {number} limit entries of a group at most
 * @param {number} rootFrame
 * @param {function(!Entries, ?Uint8Array, number): void} add adds entries for what chosen own values hold, in a slot
 * @return {!Layout}
 */
function arrangeCallers(work, request, groups, limit, rootFrame, add) {
  const {settings} = request;
  const slots = !groups ? 0 : groups.size;
  const entries = makeEntries(limit * Math.max(slots, 1));
  if (!groups) {
    add(entries, work.chosenFor(settings), 0);
  } else {
    eachGroup(groups, (chosen, slot) => add(entries, chosen, slot));
  }
  const layout = deriveCallers(work.leftFor(settings).shape, entries, {
    byCount: settings.byCount,
    rootFrame,
    frameCount: work.report.frames.count,
    share: LEAST_SHARE,
    zoom: request.zoom || [],
    sight: request.sight || null,
    slots,
    kept: Boolean(settings.selection || settings.side),
    differs: isDifference(work, settings),
  });
  layout.side = sideOf(settings);
  return layout;
}

/**
 * @param {!Workings} work
 * @param {!Request} request
 * @param {?Groups} groups
 * @return {!Layout} the flame graph by callers
 */
function arrangeAllCallers(work, request, groups) {
  const {shape, places} = work.leftFor(request.settings);
  const metric = work.metricFor(request.settings);
  const limit = Math.min(shape.count, work.report.own.count);
  return arrangeCallers(work, request, groups, limit, 0, (entries, chosen, slot) => {
    const {bytes, counts} = sumOwn(shape.count, places, metric, chosen);
    for (let box = 0; box < shape.count; box++) {
      addEntry(entries, box, bytes[box], counts[box], slot);
    }
  });
}

/**
 * Callers and callees of one function.
 *
 * @param {!Workings} work
 * @param {!Request} request
 * @return {!Object}
 */
function answerSandwich(work, request) {
  const {settings} = request;
  const functionId = /** @type {number} */ (request.functionId);
  const {of, frame: frameOf} = work.functions;
  const {shape, places} = work.leftFor(settings);
  const metric = work.metricFor(settings);
  const totals = work.totalsFor(settings);
  const groups = work.groupsFor(request);
  const frame = frameOf[functionId];
  const inside = octets(shape.count).map((_, box) => (of[shape.frame[box]] === functionId ? 1 : 0));
  const outer = outermost(shape, inside);
  const above = arrangeCallers(work, request, groups, outer.length, frame, (entries, chosen, slot) => {
    const {bytes, counts} = !groups ? totals : sumUp(shape, places, metric, chosen);
    for (const box of outer) {
      addEntry(entries, shape.parent[box], bytes[box], counts[box], slot);
    }
  });
  const below = buildBelow(shape, inside, frame);
  const placesBelow = places.map((box) => below.boxOf[box]);
  const totalsBelow = sumUp(below, placesBelow, metric, work.chosenFor(settings));
  const arranger = makeArranger(below.count);
  return {
    above,
    below: arrangeCallees(work, arranger, below, placesBelow, totalsBelow, settings, groups).layout,
    total: {bytes: totals.bytes[0], counts: totals.counts[0]},
  };
}

/**
 * Sums by function, or by what else the request groups by.
 *
 * @param {!Workings} work
 * @param {!Request} request
 * @return {!Object}
 */
function answerFunctions(work, request) {
  const {settings} = request;
  const {nodes, own} = work.report;
  const {shape, places} = work.leftFor(settings);
  const metric = work.figuresFor(settings);
  const chosen = work.chosenFor(settings);
  const totals = sumUp(nodes, own.node, metric, chosen);
  const held = sumOwn(shape.count, places, metric, chosen);
  const total = {bytes: totals.bytes[0], counts: totals.counts[0]};
  const {before, after} = work.selectedFor(settings) || {};
  const sumsOf = (/** !FigureColumns */ side) =>
    sumFunctions(
      nodes,
      shape,
      sumOwn(shape.count, places, side, chosen),
      sumUp(nodes, own.node, side, chosen),
      work.groupingFor(request),
    );
  return {
    sums: sumFunctions(nodes, shape, held, totals, work.groupingFor(request)),
    sides: before && after && settings.side === 'change' ? {before: sumsOf(before), after: sumsOf(after)} : null,
    total,
    differs: Boolean(before) && sideOf(settings) === '',
    larger: before && after ? largerOf(sumFigures(before, chosen), sumFigures(after, chosen)) : total,
  };
}

/**
 * Who called a function (or file, or module), and how much came through each of them: its own total, in parts.
 *
 * @param {!Workings} work
 * @param {!Request} request
 * @return {!Object} `ids` largest first, 0 for none; `bytes` and `counts` by place in them
 */
function answerCallersOf(work, request) {
  const {settings, functionId} = request;
  const {count, of} = work.groupingFor(request);
  const {shape, places} = work.leftFor(settings);
  const totals = sumUp(shape, places, work.figuresFor(settings), work.chosenFor(settings));
  const inside = octets(shape.count).map((_, box) => (of[shape.frame[box]] === functionId ? 1 : 0));
  const sums = {bytes: floats(count), counts: floats(count)};
  for (const box of outermost(shape, inside)) {
    const caller = of[shape.frame[shape.parent[box]]];
    sums.bytes[caller] += totals.bytes[box];
    sums.counts[caller] += totals.counts[box];
  }
  const ids = largestFirst(measureOf(settings.byCount, sums)).filter(
    (id) => sums.bytes[id] !== 0 || sums.counts[id] !== 0,
  );
  return {ids, bytes: ids.map((id) => sums.bytes[id]), counts: ids.map((id) => sums.counts[id])};
}

/**
 * Allocators and threads of one box of the last flame graph, or of those at the end of a path.
 *
 * @param {!Workings} work
 * @param {!Request} request
 * @param {!Int32Array} origin by box of that flame graph, its box of the shape
 * @return {!Object}
 */
function answerDetails(work, {settings, path, box}, origin) {
  const {own, threads} = work.report;
  const {shape, places} = work.leftFor(settings);
  const inside = !path ? boxesBelow(shape, origin[/** @type {number} */ (box)]) : boxesWithCallers(shape, path);
  const metric = work.metricFor(settings);
  const all = work.chosenFor(settings);
  const chosen = octets(own.count).map((_, at) => (!all || all[at] ? inside[places[at]] : 0));
  const {before, after} = work.selectedFor(settings) || {};
  return {
    extremes: MANY && !path ? extremesOf(work, settings, shape, origin[/** @type {number} */ (box)]) : null,
    before: before ? sumFigures(before, chosen) : null,
    after: after ? sumFigures(after, chosen) : null,
    allocators: sumOwn(256, own.allocator, metric, chosen),
    byThread: sumOwn(threads.length, own.thread, metric, chosen),
  };
}

/**
 * What single captures hold of a box, its callees included.
 *
 * @param {!Workings} work
 * @param {!Settings} settings
 * @param {!Shape} shape
 * @param {number} box of the shape
 * @return {?{count: number, exact: boolean, bytes: number, capture: string}} how many captures have it, the most that one of them
 *     has, and which. Where several nodes of the report are one box, both can be more: not `exact`. Null where the report does
 *     not tell, and where filters leave only a part of the box.
 */
function extremesOf(work, settings, shape, box) {
  const {extremes, nodes} = work.report;
  const view = extremes?.views[settings.metric];
  if (!view || work.leftFor(settings).left || settings.threads) {
    return null;
  }
  const {boxOf} = shape;
  const totals = work.nodeTotalsFor(settings);
  const found = {count: 0, exact: true, bytes: 0, capture: ''};
  let parts = 0;
  for (let node = boxOf ? 0 : box; node < (boxOf ? nodes.count : box + 1); node++) {
    // of nodes that are one box with their callers, these have it all
    if (!boxOf || (boxOf[node] === box && (node === 0 || boxOf[nodes.parent[node]] !== box))) {
      const bytes = totals[node] - view.below[node];
      parts++;
      found.exact = parts === 1 && extremes.count[node] > 0;
      found.count = Math.max(found.count, extremes.count[node]);
      if (extremes.count[node] > 0 && bytes >= found.bytes) {
        found.bytes = bytes;
        found.capture = extremes.captures[view.owner[node]];
      }
    }
  }
  return found.count > 0 ? found : null;
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
