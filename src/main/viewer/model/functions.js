/**
 * @fileoverview Functions: frames with the same function and file, whatever their line.
 */

import {floats, ints, octets} from '../format/arrays.js';
import {Files, Frames} from '../format/types.js';

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
  return numberFrames(frames, (frame) => frames.function[frame] * fileCount + frames.file[frame]);
}

/**
 * Numbers what the rows of the table are, as numberFunctions does functions.
 *
 * @param {{files: !Files, frames: !Frames}} report
 * @param {string} by of GROUPINGS (state.js)
 * @return {!Functions}
 */
export function groupFrames({files, frames}, by) {
  if (by === 'file' || by === 'module') {
    return numberFrames(frames, (frame) => (by === 'file' ? frames.file[frame] : files.module[frames.file[frame]]));
  }
  const functions = numberFunctions(frames, files.name.length);
  // lines take 31 bits at most
  return by === 'line'
    ? numberFrames(frames, (frame) => functions.of[frame] * 2 ** 31 + frames.line[frame])
    : functions;
}

/**
 * @param {!Object} frames
 * @param {function(number): number} keyOf frame
 * @return {!Functions}
 */
function numberFrames(frames, keyOf) {
  const of = ints(frames.function.length);
  const known = new Map();
  const first = [];
  for (let frame = 0; frame < of.length; frame++) {
    // frame 0 stands alone, even where a function has its name
    const key = frame === 0 ? -1 : keyOf(frame);
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
 * How links and steps name a function.
 *
 * @param {{strings: !Array<string>, files: !Files, frames: !Frames}} report
 * @param {number} frame one of its frames
 * @return {{name: string, file: string}}
 */
export function calleeOf({strings, files, frames}, frame) {
  return {name: strings[frames.function[frame]], file: strings[files.name[frames.file[frame]]]};
}

/**
 * What each function holds itself, and with all it called.
 *
 * @typedef {{
 *   selfBytes: !Float64Array,
 *   selfCount: !Float64Array,
 *   totalBytes: !Float64Array,
 *   totalCount: !Float64Array
 * }}
 */
export let FunctionSums;

/**
 * What each function holds itself, and with all it called: a stack that passes through a function twice is counted once.
 *
 * @param {{count: number, parent: !Int32Array, frame: !Int32Array, depth: !Int32Array}} nodes in depth-first preorder
 * @param {{frame: !Int32Array, boxOf: ?Int32Array}} shape
 * @param {{bytes: !Float64Array, counts: !Float64Array}} own by box
 * @param {{bytes: !Float64Array, counts: !Float64Array}} totals by node
 * @param {!Functions} functions
 * @return {!FunctionSums}
 */
export function sumFunctions(nodes, shape, own, totals, functions) {
  const {count, of} = functions;
  const selfBytes = floats(count);
  const selfCount = floats(count);
  const totalBytes = floats(count);
  const totalCount = floats(count);
  for (let box = 0; box < own.bytes.length; box++) {
    const id = of[shape.frame[box]];
    selfBytes[id] += own.bytes[box];
    selfCount[id] += own.counts[box];
  }
  // The functions on the way to the current node, and which of them each depth has made active.
  const active = octets(count);
  const entered = [0];
  const {depth, frame, parent} = nodes;
  const {boxOf} = shape;
  let top = 0;
  for (let node = 1; node < nodes.count; node++) {
    for (; top >= depth[node]; top--) {
      active[entered[top]] = 0;
    }
    top = depth[node];
    entered[top] = 0;
    // a node that is not shown is part of the box below it
    const id = !boxOf || boxOf[node] !== boxOf[parent[node]] ? of[frame[node]] : 0;
    if (id !== 0 && active[id] === 0) {
      active[id] = 1;
      entered[top] = id;
      totalBytes[id] += totals.bytes[node];
      totalCount[id] += totals.counts[node];
    }
  }
  totalBytes[0] = totals.bytes[0];
  totalCount[0] = totals.counts[0];
  return {selfBytes, selfCount, totalBytes, totalCount};
}
