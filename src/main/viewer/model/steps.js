/**
 * @fileoverview What a reader has done to the tree, as a list of steps that can be taken back one by one: hide a function,
 * a file or a module; look at one function or box only; take a function or a box away; collapse recursion. Steps name
 * things by their text or path hash, so they stay valid in links and when the report is made again.
 */

import {octets} from '../format/arrays.js';
import {Report} from '../format/types.js';
import {Functions} from './functions.js';
import {FrameHashes, findBoxes} from './hashes.js';
import {buildShape, collapseShape, LIFT} from './shape.js';

/**
 * `type` is a key of STEP_TYPES; `name` the function, file, module or path hash; `file` the function's file; `label`
 * what a reader calls a box.
 *
 * @typedef {{
 *   type: string,
 *   name: string,
 *   file: string,
 *   label: string
 * }}
 */
export let Step;

/** Types with the words a reader sees. */
export const STEP_TYPES = {
  'hf': 'Hidden function',
  'hi': 'Hidden file',
  'hm': 'Hidden module',
  'ff': 'Only through',
  'fp': 'Only this box',
  'df': 'Without function',
  'dp': 'Without box',
  'cr': 'Recursion collapsed',
};

/**
 * What the steps come to.
 *
 * @param {!Report} report
 * @param {!Functions} functions
 * @param {!FrameHashes} frameHashes
 * @param {!Array<!Step>} steps
 * @return {{rules: !Uint8Array, kept: ?Uint8Array, collapse: boolean}} rules by frame; which nodes' own values count; null
 *     for all
 */
export function applySteps(report, functions, frameHashes, steps) {
  const {nodes, frames} = report;
  const rules = octets(frames.function.length);
  /** @type {?Uint8Array} */
  let kept = null;
  let collapse = false;
  for (const step of steps) {
    if (step.type === 'cr') {
      collapse = true;
    } else if (step.type[0] === 'h') {
      hideFrames(report, step, rules);
    } else {
      const chosen =
        step.type[1] === 'f'
          ? belowFunction(report, step)
          : belowPath(report, functions, frameHashes, step.name, rules, collapse);
      const wanted = step.type[0] === 'f' ? 1 : 0;
      if (!kept) {
        kept = octets(nodes.count).fill(1);
      }
      for (let node = 0; node < nodes.count; node++) {
        if (chosen[node] !== wanted) {
          kept[node] = 0;
        }
      }
    }
  }
  return {rules, kept, collapse};
}

/**
 * @param {!Report} report
 * @param {!Step} step
 * @param {!Uint8Array} rules written
 */
function hideFrames(report, step, rules) {
  const {strings, files, frames} = report;
  for (let frame = 1; frame < rules.length; frame++) {
    const file = frames.file[frame];
    const hit =
      step.type === 'hm'
        ? strings[files.module[file]] === step.name
        : step.type === 'hi'
          ? strings[files.name[file]] === step.name
          : isFunction(report, frame, step);
    if (hit) {
      rules[frame] = LIFT;
    }
  }
}

/**
 * @param {!Report} report
 * @param {number} frame
 * @param {!Step} step
 * @return {boolean}
 */
function isFunction(report, frame, step) {
  const {strings, files, frames} = report;
  return strings[frames.function[frame]] === step.name && strings[files.name[frames.file[frame]]] === step.file;
}

/**
 * @param {!Report} report
 * @param {!Step} step
 * @return {!Uint8Array} 1 for nodes of the function and all below them
 */
function belowFunction(report, step) {
  const {nodes, frames} = report;
  const hit = octets(frames.function.length);
  for (let frame = 1; frame < hit.length; frame++) {
    hit[frame] = isFunction(report, frame, step) ? 1 : 0;
  }
  return belowFrames(nodes, hit);
}

/**
 * @param {{count: number, parent: !Int32Array, frame: !Int32Array}} nodes
 * @param {!Uint8Array} hit by frame
 * @return {!Uint8Array} 1 for nodes with such a frame and all below them
 */
export function belowFrames(nodes, hit) {
  const {count, parent, frame} = nodes;
  const below = octets(count);
  below[0] = hit[0];
  for (let node = 1; node < count; node++) {
    below[node] = below[parent[node]] | hit[frame[node]];
  }
  return below;
}

/**
 * @param {!Report} report
 * @param {!Functions} functions
 * @param {!FrameHashes} frameHashes
 * @param {string} hash of the path of a box in the tree as the steps before left it
 * @param {!Uint8Array} rules of those steps
 * @param {boolean} collapse
 * @return {!Uint8Array} 1 for nodes of that box and below
 */
function belowPath(report, functions, frameHashes, hash, rules, collapse) {
  const {nodes, frames} = report;
  const shape = collapse ? collapseShape(nodes, rules, functions) : buildShape(nodes, rules);
  const inside = octets(shape.count);
  for (const box of findBoxes(shape, hash, frameHashes, frames.flags)) {
    inside[box] = 1;
  }
  for (let box = 1; box < shape.count; box++) {
    inside[box] |= inside[shape.parent[box]];
  }
  if (!shape.boxOf) {
    return inside;
  }
  const below = octets(nodes.count);
  for (let node = 0; node < nodes.count; node++) {
    below[node] = inside[shape.boxOf[node]];
  }
  return below;
}

/**
 * @param {!Array<!Step>} steps
 * @return {boolean} whether one of them collapses recursion
 */
export function hasRecursionStep(steps) {
  return steps.some((step) => step.type === 'cr');
}
