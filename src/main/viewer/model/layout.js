/**
 * @fileoverview Boxes by level, ready to be drawn: level l is the boxes levelStart[l] to levelStart[l + 1], from left to
 * right; the children of box b are first[b] to first[b + 1]. Box 0 is the root.
 */

import {floats, ints} from '../format/arrays.js';

/**
 * `x` is where a box begins and `width` how wide it is, both in units of the measure (bytes or allocations); `width` is
 * the same array as `bytes` or `counts`. `origin` is the box of the shape that a box was made from. `cut` marks boxes
 * whose children were not derived (callers only), null where there are none.
 *
 * @typedef {{
 *   count: number,
 *   levelStart: !Int32Array,
 *   first: !Int32Array,
 *   parent: !Int32Array,
 *   frame: !Int32Array,
 *   x: !Float64Array,
 *   bytes: !Float64Array,
 *   counts: !Float64Array,
 *   origin: !Int32Array,
 *   cut: ?Uint8Array
 * }}
 */
export let Layout;

/**
 * Own values of a shape's boxes, summed up to the root.
 *
 * @param {{count: number, parent: !Int32Array, boxOf: ?Int32Array}} shape
 * @param {{count: number, node: !Int32Array, thread: !Int32Array}} own
 * @param {{bytes: !Float64Array, count: !Float64Array}} metric
 * @param {?Uint8Array} threads which count, by thread; null for all
 * @param {?Uint8Array} kept which nodes count; null for all
 * @return {{bytes: !Float64Array, counts: !Float64Array}} totals by box
 */
export function sumUp(shape, own, metric, threads, kept) {
  const totals = sumOwn(shape, own, metric, threads, kept);
  const {bytes, counts} = totals;
  const parent = shape.parent;
  for (let box = shape.count - 1; box > 0; box--) {
    bytes[parent[box]] += bytes[box];
    counts[parent[box]] += counts[box];
  }
  return totals;
}

/**
 * What each box of a shape holds itself; parameters as for sumUp.
 *
 * @param {{count: number, boxOf: ?Int32Array}} shape
 * @param {{count: number, node: !Int32Array, thread: !Int32Array}} own
 * @param {{bytes: !Float64Array, count: !Float64Array}} metric
 * @param {?Uint8Array} threads
 * @param {?Uint8Array} kept
 * @return {{bytes: !Float64Array, counts: !Float64Array}}
 */
export function sumOwn(shape, own, metric, threads, kept) {
  const bytes = floats(shape.count);
  const counts = floats(shape.count);
  const boxOf = shape.boxOf;
  for (let at = 0; at < own.count; at++) {
    const node = own.node[at];
    if ((threads !== null && !threads[own.thread[at]]) || (kept !== null && !kept[node])) {
      continue;
    }
    const box = boxOf === null ? node : boxOf[node];
    if (box >= 0) {
      bytes[box] += metric.bytes[at];
      counts[box] += metric.count[at];
    }
  }
  return {bytes, counts};
}

/**
 * Arranges the boxes that hold anything: siblings by falling measure, equal ones in the order of the report.
 *
 * @param {{count: number, parent: !Int32Array, frame: !Int32Array}} shape
 * @param {{bytes: !Float64Array, counts: !Float64Array}} totals
 * @param {boolean} byCount measure: allocations instead of bytes
 * @return {!Layout}
 */
export function arrange(shape, totals, byCount) {
  const {parent, frame} = shape;
  const measure = byCount ? totals.counts : totals.bytes;
  const kids = childrenOf(shape, totals, measure);
  const count = kids.kept;
  const layout = {
    count,
    levelStart: ints(0),
    first: ints(count + 1),
    parent: ints(count),
    frame: ints(count),
    x: floats(count),
    bytes: floats(count),
    counts: floats(count),
    origin: ints(count),
    cut: null,
  };
  const {first, origin, x} = layout;
  const levels = [0];
  layout.parent[0] = -1;
  layout.frame[0] = frame[0];
  layout.bytes[0] = totals.bytes[0];
  layout.counts[0] = totals.counts[0];
  let tail = 1;
  let levelEnd = 1;
  for (let box = 0; box < count; box++) {
    if (box === levelEnd) {
      levels.push(box);
      levelEnd = tail;
    }
    first[box] = tail;
    let left = x[box];
    const from = origin[box];
    for (let at = kids.start[from]; at < kids.start[from + 1]; at++) {
      const child = kids.list[at];
      origin[tail] = child;
      layout.parent[tail] = box;
      layout.frame[tail] = frame[child];
      layout.bytes[tail] = totals.bytes[child];
      layout.counts[tail] = totals.counts[child];
      x[tail] = left;
      left += measure[child];
      tail++;
    }
  }
  first[count] = tail;
  levels.push(count);
  layout.levelStart = Int32Array.from(levels);
  return layout;
}

/**
 * Children of each box, sorted; boxes that hold nothing are left out (and then nothing below them holds anything).
 *
 * @param {{count: number, parent: !Int32Array}} shape
 * @param {{bytes: !Float64Array, counts: !Float64Array}} totals
 * @param {!Float64Array} measure
 * @return {{start: !Int32Array, list: !Int32Array, kept: number}}
 */
function childrenOf(shape, totals, measure) {
  const {count, parent} = shape;
  const {bytes, counts} = totals;
  const start = ints(count + 2);
  let kept = 1;
  for (let box = 1; box < count; box++) {
    if (bytes[box] !== 0 || counts[box] !== 0) {
      start[parent[box] + 2]++;
      kept++;
    }
  }
  for (let box = 2; box < count + 2; box++) {
    start[box] += start[box - 1];
  }
  // start[p + 1] is now where the children of p begin, and moves to where they end
  const list = ints(kept - 1);
  for (let box = 1; box < count; box++) {
    if (bytes[box] !== 0 || counts[box] !== 0) {
      list[start[parent[box] + 1]++] = box;
    }
  }
  for (let box = 0; box < count; box++) {
    if (start[box + 1] - start[box] > 1) {
      sortFalling(list, start[box], start[box + 1], measure);
    }
  }
  return {start, list, kept};
}

/**
 * Sorts part of a list of boxes by falling measure, ties by rising number.
 *
 * @param {!Int32Array} list
 * @param {number} from
 * @param {number} to
 * @param {!Float64Array} measure
 */
export function sortFalling(list, from, to, measure) {
  let at = from + 1;
  while (at < to && inOrder(measure, list[at - 1], list[at])) {
    at++;
  }
  if (at >= to) {
    return;
  }
  if (to - from > 24) {
    list.subarray(from, to).sort((a, b) => measure[b] - measure[a] || a - b);
    return;
  }
  for (; at < to; at++) {
    const moved = list[at];
    let hole = at;
    for (; hole > from && !inOrder(measure, list[hole - 1], moved); hole--) {
      list[hole] = list[hole - 1];
    }
    list[hole] = moved;
  }
}

/**
 * @param {!Float64Array} measure
 * @param {number} a
 * @param {number} b
 * @return {boolean} whether a may stand before b
 */
function inOrder(measure, a, b) {
  return measure[a] > measure[b] || (measure[a] === measure[b] && a < b);
}

/**
 * @param {!Object} layout
 * @param {number} box
 * @return {boolean} whether callers below a box were not derived
 */
export function hasCut(layout, box) {
  let from = box;
  let to = box + 1;
  while (from < to) {
    for (let at = from; at < to; at++) {
      if (layout.cut[at] !== 0) {
        return true;
      }
    }
    [from, to] = [layout.first[from], layout.first[to]];
  }
  return false;
}
