/**
 * @fileoverview Hashes of frames and of paths of frames. They name a box in a link, and stay the same when the report is
 * made again: they depend on function, file and line alone. Frames that a switch can hide (non-relevant, import system)
 * do not count on the way to a box, so a link survives the switches.
 */

import {ints} from '../format/arrays.js';
import {Files, Frames} from '../format/types.js';
import {framesTo, Layout, parentsOf} from './layout.js';
import {IMPORT_SYSTEM, NON_RELEVANT} from './names.js';

/**
 * Two 32-bit hashes of each frame.
 *
 * @typedef {{
 *   low: !Int32Array,
 *   high: !Int32Array
 * }}
 */
export let FrameHashes;

const SKIPPABLE = NON_RELEVANT | IMPORT_SYSTEM;

/**
 * Hash of a text (FNV-1a over UTF-16 units, then mixed).
 *
 * @param {string} text
 * @param {number} seed
 * @return {number} 32 bits
 */
export function hashText(text, seed) {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/**
 * Two 32-bit hashes of each frame.
 *
 * @param {{strings: !Array<string>, files: !Files, frames: !Frames}} report
 * @return {!FrameHashes}
 */
export function hashFrames(report) {
  const {strings, files, frames} = report;
  const count = frames.function.length;
  const low = ints(count);
  const high = ints(count);
  const stringLow = ints(strings.length);
  const stringHigh = ints(strings.length);
  for (let id = 0; id < strings.length; id++) {
    stringLow[id] = hashText(strings[id], 0);
    stringHigh[id] = hashText(strings[id], 0x5bd1e995);
  }
  for (let frame = 0; frame < count; frame++) {
    const name = frames.function[frame];
    const file = files.name[frames.file[frame]];
    low[frame] = step(step(stringLow[name], stringLow[file]), frames.line[frame]);
    high[frame] = step(step(stringHigh[name], stringHigh[file]), frames.line[frame] + 0x3c6ef372);
  }
  return {low, high};
}

/**
 * @param {number} hash
 * @param {number} next
 * @return {number} the hash of a sequence from the hash of all but its last
 */
function step(hash, next) {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) + next;
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * The boxes with a path hash, in a tree whose parents come before their children.
 *
 * @param {{count: number, parent: !Int32Array, frame: !Int32Array}} tree
 * @param {string} text 16 hexadecimal digits
 * @param {!FrameHashes} hashes of the frames
 * @param {!Uint8Array} flags of the frames
 * @return {!Array<number>}
 */
export function findBoxes(tree, text, hashes, flags) {
  const wantHigh = parseInt(text.slice(0, 8), 16) | 0;
  const wantLow = parseInt(text.slice(8), 16) | 0;
  const {count, parent, frame} = tree;
  // what a box hands on to its children: for a skippable frame, its parent's
  const onLow = ints(count);
  const onHigh = ints(count);
  const found = [];
  for (let box = 1; box < count; box++) {
    const up = parent[box];
    const of = frame[box];
    const low = step(onLow[up], hashes.low[of]);
    const high = step(onHigh[up], hashes.high[of]);
    const skip = (flags[of] & SKIPPABLE) !== 0;
    onLow[box] = skip ? onLow[up] : low;
    onHigh[box] = skip ? onHigh[up] : high;
    if (low === wantLow && high === wantHigh) {
      found.push(box);
    }
  }
  return found;
}

/**
 * Path hash of one box, as text.
 *
 * @param {!Layout} layout
 * @param {number} box
 * @param {!FrameHashes} hashes of the frames
 * @param {!Uint8Array} flags of the frames
 * @return {string} 16 hexadecimal digits; "" for the root
 */
export function pathHash(layout, box, hashes, flags) {
  if (box === 0) {
    return '';
  }
  const path = framesTo(layout, box);
  let low = 0;
  let high = 0;
  path.forEach((frame, at) => {
    if (at === path.length - 1 || (flags[frame] & SKIPPABLE) === 0) {
      low = step(low, hashes.low[frame]);
      high = step(high, hashes.high[frame]);
    }
  });
  return hex(high) + hex(low);
}

/**
 * @param {number} word
 * @return {string}
 */
function hex(word) {
  return (word >>> 0).toString(16).padStart(8, '0');
}

/**
 * The box with a path hash.
 *
 * @param {!Layout} layout
 * @param {string} text 16 hexadecimal digits
 * @param {!FrameHashes} hashes of the frames
 * @param {!Uint8Array} flags of the frames
 * @return {number} 0 (the root) where there is none
 */
export function findPath(layout, text, hashes, flags) {
  const {count, frame} = layout;
  return text === '' ? 0 : findBoxes({count, parent: parentsOf(layout), frame}, text, hashes, flags)[0] || 0;
}

/**
 * The box of another tree at the end of the same path, or its nearest ancestor that is there. Skippable frames may come
 * in between or be missing.
 *
 * @param {!Array<number>} path frames from below the root down
 * @param {{first: !Int32Array, frame: !Int32Array}} layout children of box b are first[b] to first[b + 1]
 * @param {!Uint8Array} flags of the frames
 * @return {number} 0 (the root) where nothing of it is there
 */
export function followPath(path, layout, flags) {
  let at = 0;
  let next = 0;
  while (next < path.length) {
    const found = findBelow(layout, at, path[next], flags);
    if (found >= 0) {
      at = found;
    } else if ((flags[path[next]] & SKIPPABLE) === 0) {
      return at;
    }
    next++;
  }
  return at;
}

/**
 * The nearest box below a box with a frame, where only skippable frames lie in between.
 *
 * @param {{first: !Int32Array, frame: !Int32Array}} layout
 * @param {number} from
 * @param {number} wanted
 * @param {!Uint8Array} flags
 * @return {number} -1 where there is none
 */
function findBelow(layout, from, wanted, flags) {
  const {first, frame} = layout;
  const open = [from];
  // a bound on the search, for trees where most frames are skippable
  let budget = 200000;
  for (let next = 0; next < open.length && budget > 0; next++) {
    const box = open[next];
    for (let child = first[box]; child < first[box + 1]; child++) {
      budget--;
      if (frame[child] === wanted) {
        return child;
      }
      if ((flags[frame[child]] & SKIPPABLE) !== 0) {
        open.push(child);
      }
    }
  }
  return -1;
}
