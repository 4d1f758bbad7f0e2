/**
 * @fileoverview Which thread or allocator holds most in each box, so that boxes can be coloured by it.
 */

import {floats, octets} from '../format/arrays.js';
import {sumUp} from './layout.js';

/** Groups told apart: as many as there are hues. All others are one. */
const LIMIT = 12;

/**
 * `ids` are numbers of threads or allocators, largest first, with what they hold; `of` is the place in `ids` of the group
 * that holds most of a box, ids.length for any other.
 *
 * @typedef {{
 *   ids: !Array<number>,
 *   bytes: !Float64Array,
 *   counts: !Float64Array,
 *   of: !Uint8Array
 * }}
 */
export let Groups;

/**
 * @param {?} shape
 * @param {!Object} layout made from that shape: by callees where boxes have an origin, else by callers
 * @param {!Object} own
 * @param {!Object} metric
 * @param {?Uint8Array} threads which count, by thread; null for all
 * @param {?Uint8Array} kept which nodes count; null for all
 * @param {boolean} byCount
 * @param {!Int32Array|!Uint8Array} groupOf by own value
 * @return {!Groups}
 */
export function groupBoxes(shape, layout, own, metric, threads, kept, byCount, groupOf) {
  const size = groupOf.reduce((most, group) => Math.max(most, group), 0) + 1;
  const bytes = floats(size);
  const counts = floats(size);
  const measure = byCount ? counts : bytes;
  for (let at = 0; at < own.count; at++) {
    if ((threads === null || threads[own.thread[at]]) && (kept === null || kept[own.node[at]])) {
      bytes[groupOf[at]] += metric.bytes[at];
      counts[groupOf[at]] += metric.count[at];
    }
  }
  const ids = Array.from(measure.keys()).filter((id) => measure[id] > 0)
      .sort((a, b) => measure[b] - measure[a] || a - b).slice(0, LIMIT);
  const of = octets(layout.count).fill(ids.length);
  // a group that is not told apart has what the others leave
  const most = floats(layout.count);
  const rest = Float64Array.from(byCount ? layout.counts : layout.bytes);
  const chosen = octets(own.count);
  const sum = layout.cut === null ? sumByCallees : sumByCallers(shape, layout);
  ids.forEach((id, place) => {
    for (let at = 0; at < own.count; at++) {
      chosen[at] = groupOf[at] === id && (threads === null || threads[own.thread[at]]) ? 1 : 0;
    }
    const amounts = sum(shape, layout, own, byCount ? metric.count : metric.bytes, chosen, kept);
    for (let box = 0; box < layout.count; box++) {
      rest[box] -= amounts[box];
      if (amounts[box] > most[box]) {
        most[box] = amounts[box];
        of[box] = place;
      }
    }
  });
  for (let box = 0; box < layout.count; box++) {
    if (rest[box] > most[box]) {
      of[box] = ids.length;
    }
  }
  return {ids, bytes, counts, of};
}

/**
 * @param {{count: number, parent: !Int32Array, boxOf: ?Int32Array}} shape
 * @param {!Object} layout
 * @param {!Object} own
 * @param {!Float64Array} amounts by own value
 * @param {!Uint8Array} chosen by own value
 * @param {?Uint8Array} kept
 * @return {!Float64Array} by box of the layout
 */
function sumByCallees(shape, layout, own, amounts, chosen, kept) {
  const values = {count: own.count, node: own.node, thread: own.thread};
  const column = {bytes: amounts.map((amount, at) => chosen[at] * amount), count: amounts};
  const sums = sumUp(shape, values, column, null, kept).bytes;
  return Float64Array.from(layout.origin, (box) => sums[box]);
}

/**
 * @param {!Object} shape
 * @param {!Object} layout
 * @return {function(?, !Object, !Object, !Float64Array, !Uint8Array, ?Uint8Array): !Float64Array} as sumByCallees
 */
function sumByCallers(shape, layout) {
  const frames = shape.frame.reduce((most, frame) => Math.max(most, frame), 0) + 1;
  const known = new Map();
  for (let box = 1; box < layout.count; box++) {
    known.set(layout.parent[box] * frames + layout.frame[box], box);
  }
  return (shape, layout, own, amounts, chosen, kept) => {
    const sums = floats(layout.count);
    for (let at = 0; at < own.count; at++) {
      const node = own.node[at];
      if (chosen[at] && (kept === null || kept[node])) {
        let box = 0;
        let up = shape.boxOf === null ? node : shape.boxOf[node];
        while (box !== undefined) {
          sums[box] += amounts[at];
          box = up > 0 ? known.get(box * frames + shape.frame[up]) : undefined;
          up = shape.parent[up];
        }
      }
    }
    return sums;
  };
}
