/**
 * @fileoverview Layouts for while an edge is dragged: boxes too narrow to be seen are not opened, so that a layout costs as
 * much as there is to see, whatever the number of nodes. All figures in it are exact.
 */

import {ints} from '../format/arrays.js';
import {Arranged, Sums} from './layout.js';
import {Tree} from './shape.js';

/**
 * Children of box b: list[starts[b]] to list[starts[b + 1]], in the order of the shape.
 *
 * @typedef {{
 *   starts: !Int32Array,
 *   list: !Int32Array
 * }}
 */
export let Kids;

/**
 * @param {{count: number, parent: !Int32Array}} shape
 * @return {!Kids}
 */
export function kidsOf({count, parent}) {
  const starts = ints(count + 1);
  for (let box = 1; box < count; box++) {
    starts[parent[box]]++;
  }
  let end = 0;
  for (let box = 0; box <= count; box++) {
    end += starts[box];
    starts[box] = end;
  }
  const list = ints(count - 1);
  for (let box = count - 1; box > 0; box--) {
    list[--starts[parent[box]]] = box;
  }
  return {starts, list};
}

/**
 * @param {!Tree} shape
 * @param {!Kids} kids
 * @param {!Sums} totals by box
 * @param {{byCount: boolean, share: number, zoom: !Array<number>}} options `share`: boxes narrower than this part of the whole,
 *     or below the zoomed box of that, are not opened; `zoom`: frames on the way to the zoomed box
 * @return {!Arranged}
 */
export function arrangeDraft(shape, kids, totals, {byCount, share, zoom}) {
  const {bytes, counts} = totals;
  const measure = byCount ? counts : bytes;
  const origin = [0];
  const x = [0];
  const first = [];
  /** How much of the way to the zoomed box a box has, -1 off it. */
  const matched = [0];
  const levelStart = [0];
  const least = measure[0] * share;
  let leastInside = zoom.length === 0 ? least : 0;
  for (let begin = 0; begin < origin.length; ) {
    const end = origin.length;
    for (let at = begin; at < end; at++) {
      const box = origin[at];
      const way = matched[at];
      const inside = way === zoom.length;
      first.push(origin.length);
      if (inside && leastInside === 0) {
        leastInside = measure[box] * share;
      }
      if (way < 0 ? measure[box] < least : inside && measure[box] < leastInside) {
        continue;
      }
      let left = x[at];
      for (let place = kids.starts[box]; place < kids.starts[box + 1]; place++) {
        const kid = kids.list[place];
        if (bytes[kid] !== 0 || counts[kid] !== 0) {
          origin.push(kid);
          x.push(left);
          matched.push(inside ? way : way >= 0 && zoom[way] === shape.frame[kid] ? way + 1 : -1);
          left += measure[kid];
        }
      }
    }
    levelStart.push(end);
    begin = end;
  }
  first.push(origin.length);
  const by = (/** !Float64Array */ sums) => Float64Array.from(origin, (box) => sums[box]);
  return {
    layout: {
      count: origin.length,
      levelStart: Int32Array.from(levelStart),
      first: Int32Array.from(first),
      frame: Int32Array.from(origin, (box) => shape.frame[box]),
      x: Float64Array.from(x),
      bytes: by(bytes),
      counts: by(counts),
      cut: null,
      group: null,
      kept: true,
      draft: true,
      differs: false,
      side: '',
    },
    origin: Int32Array.from(origin),
  };
}
