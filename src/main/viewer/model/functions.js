/**
 * @fileoverview Functions: frames with the same function and file, whatever their line.
 */

import {floats, ints} from '../format/arrays.js';

/**
 * @typedef {{
 *   count: number,
 *   of: !Int32Array,
 *   frame: !Int32Array
 * }}
 */
export let Functions;

/**
 * Numbers the functions of a report. Function 0 is the root.
 *
 * @param {!Object} frames
 * @param {number} fileCount
 * @return {!Functions} `of` by frame; `frame` by function: one of its frames
 */
export function numberFunctions(frames, fileCount) {
  const of = ints(frames.function.length);
  const known = new Map();
  const first = [];
  for (let frame = 0; frame < of.length; frame++) {
    // frame 0 stands alone, even where a function has its name
    const key = frame === 0 ? -1 : frames.function[frame] * fileCount + frames.file[frame];
    let id = known.get(key);
    if (id === undefined) {
      id = first.length;
      known.set(key, id);
      first.push(frame);
    }
    of[frame] = id;
  }
  return {count: first.length, of, frame: Int32Array.from(first)};
}

/**
 * What each function holds itself, and with all it called: a stack that passes through a function twice is counted once.
 *
 * @param {!Object} layout boxes by level (layout.js)
 * @param {!Functions} functions
 * @return {{selfBytes: !Float64Array, selfCount: !Float64Array, totalBytes: !Float64Array, totalCount: !Float64Array}}
 */
export function sumFunctions(layout, functions) {
  const {frame, first, bytes, counts} = layout;
  const of = functions.of;
  const selfBytes = floats(functions.count);
  const selfCount = floats(functions.count);
  const totalBytes = floats(functions.count);
  const totalCount = floats(functions.count);
  // open[d]: the box at depth d of the walk; cursor[d]: its next child
  const levels = layout.levelStart.length;
  const open = ints(levels);
  const cursor = ints(levels);
  const active = ints(functions.count);
  let depth = -1;
  const enter = (/** number */ box) => {
    const id = of[frame[box]];
    let ownBytes = bytes[box];
    let ownCount = counts[box];
    for (let child = first[box]; child < first[box + 1]; child++) {
      ownBytes -= bytes[child];
      ownCount -= counts[child];
    }
    selfBytes[id] += ownBytes;
    selfCount[id] += ownCount;
    if (active[id]++ === 0) {
      totalBytes[id] += bytes[box];
      totalCount[id] += counts[box];
    }
    depth++;
    open[depth] = box;
    cursor[depth] = first[box];
  };
  if (layout.count > 0) {
    enter(0);
  }
  while (depth >= 0) {
    const box = open[depth];
    if (cursor[depth] < first[box + 1]) {
      enter(cursor[depth]++);
    } else {
      active[of[frame[box]]]--;
      depth--;
    }
  }
  return {selfBytes, selfCount, totalBytes, totalCount};
}
