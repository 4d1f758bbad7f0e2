/**
 * @fileoverview From the tree of the report to the tree that is shown: hidden frames give their children to their
 * parent, and siblings that become equal by that are merged into one box.
 */

import {ints, makeRoom, octets, Room} from '../format/arrays.js';

/** Rule for a frame: shown. */
export const SHOW = 0;
/** Rule for a frame: left out; its children move up to its parent. */
export const LIFT = 1;
/** Rule for a frame: left out with everything below it; the memory stays with its parent. */
export const SWALLOW = 2;

/**
 * A tree whose parents have smaller numbers than their children.
 *
 * @typedef {{
 *   count: number,
 *   parent: !Int32Array,
 *   frame: !Int32Array
 * }}
 */
export let Tree;

/**
 * `boxOf` says which box a node of the underlying tree is part of, null where boxes and nodes are the same, -1 where it is
 * part of none.
 *
 * @typedef {{
 *   count: number,
 *   parent: !Int32Array,
 *   frame: !Int32Array,
 *   boxOf: ?Int32Array
 * }}
 */
export let Shape;

/**
 * @param {!Tree} tree
 * @param {!Uint8Array} rules by frame
 * @param {Room=} room for the columns
 * @return {!Shape}
 */
export function buildShape(tree, rules, room = makeRoom()) {
  const {count, parent, frame} = tree;
  if (!touches(tree, rules)) {
    return {count, parent, frame, boxOf: null};
  }
  const boxes = makeBoxes(count, room);
  const boxOf = /** @type {!Int32Array} */ (room('boxOf', ints, count));
  // Siblings of the report are distinct, so as long as all children of a box come from children of one node (here its number
  // + 1; -1 for several), none can be equal and none is looked up.
  const source = /** @type {!Int32Array} */ (room('source', ints, count));
  const swallowed = /** @type {!Uint8Array} */ (room('swallowed', octets, count));
  for (let node = 1; node < count; node++) {
    const up = parent[node];
    const box = boxOf[up];
    const rule = swallowed[up] ? SWALLOW : rules[frame[node]];
    if (rule !== SHOW) {
      boxOf[node] = box;
      swallowed[node] = rule === SWALLOW ? 1 : 0;
    } else if (source[box] === 0 || source[box] === up + 1) {
      source[box] = up + 1;
      boxOf[node] = boxes.add(box, frame[node]);
    } else {
      source[box] = -1;
      boxOf[node] = boxes.find(box, frame[node]);
    }
  }
  return boxes.finish(boxOf);
}

/**
 * The same with recursion collapsed: where a function is entered again below itself, its box is used again, so that no
 * function comes twice on the way from the root to a box.
 *
 * @param {{count: number, parent: !Int32Array, frame: !Int32Array, depth: !Int32Array}} tree in depth-first preorder
 * @param {!Uint8Array} rules by frame
 * @param {{count: number, of: !Int32Array}} functions
 * @return {!Shape}
 */
export function collapseShape(tree, rules, functions) {
  const {count, parent, frame, depth} = tree;
  let deepest = 0;
  for (let node = 0; node < count; node++) {
    deepest = Math.max(deepest, depth[node]);
  }
  const boxes = makeBoxes(count);
  const boxOf = ints(count);
  const swallowed = octets(count);
  // The functions on the way to the current node, with their boxes; at each depth, what it has made active (or -1).
  const active = ints(functions.count).fill(-1);
  const entered = ints(deepest + 1).fill(-1);
  let top = 0;
  for (let node = 1; node < count; node++) {
    for (; top >= depth[node]; top--) {
      if (entered[top] >= 0) {
        active[entered[top]] = -1;
      }
      entered[top] = -1;
    }
    top = depth[node];
    const up = parent[node];
    const rule = swallowed[up] ? SWALLOW : rules[frame[node]];
    if (rule !== SHOW) {
      boxOf[node] = boxOf[up];
      swallowed[node] = rule === SWALLOW ? 1 : 0;
      continue;
    }
    const of = functions.of[frame[node]];
    if (active[of] >= 0) {
      boxOf[node] = active[of];
    } else {
      boxOf[node] = boxes.find(boxOf[up], frame[node]);
      active[of] = boxOf[node];
      entered[top] = of;
    }
  }
  return boxes.finish(boxOf);
}

/**
 * The callees of chosen nodes as one tree: the outermost chosen nodes together are its root.
 *
 * @param {!Tree} tree
 * @param {!Uint8Array} chosen by node
 * @param {number} rootFrame
 * @return {!Shape}
 */
export function buildBelow(tree, chosen, rootFrame) {
  const {count, parent, frame} = tree;
  const boxes = makeBoxes(count);
  const boxOf = ints(count).fill(-1);
  for (let node = 1; node < count; node++) {
    const up = boxOf[parent[node]];
    boxOf[node] = up >= 0 ? boxes.find(up, frame[node]) : chosen[node] ? 0 : -1;
  }
  const shape = boxes.finish(boxOf);
  shape.frame[0] = rootFrame;
  return shape;
}

/**
 * @param {{count: number, frame: !Int32Array}} tree
 * @param {!Uint8Array} rules
 * @return {boolean} whether any node is hidden
 */
function touches(tree, rules) {
  for (let node = 1; node < tree.count; node++) {
    if (rules[tree.frame[node]] !== SHOW) {
      return true;
    }
  }
  return false;
}

/** Children from which on a box has a map of them. */
const WIDE = 16;

/**
 * Boxes under construction: `add` makes one of a parent and a frame, `find` too unless it is there.
 *
 * @typedef {{
 *   add: function(number, number): number,
 *   find: function(number, number): number,
 *   finish: function(?Int32Array): !Shape
 * }}
 */
export let Boxes;

/**
 * Growing columns of boxes, box 0 being the root, with a look-up by (parent, frame).
 *
 * @param {number} limit boxes at most
 * @param {Room=} room
 * @return {!Boxes}
 */
function makeBoxes(limit, room = makeRoom()) {
  const parent = /** @type {!Int32Array} */ (room('parent', ints, limit));
  const frame = /** @type {!Int32Array} */ (room('frame', ints, limit));
  parent[0] = -1;
  let count = 1;
  // Children of each box as a list, the last made first: they were met shortly before, so this stays in the cache, where a
  // table of all boxes does not (three times as fast at 5 M nodes). Boxes with many children have them in a map too.
  const youngest = /** @type {!Int32Array} */ (room('youngest', ints, limit));
  const older = /** @type {!Int32Array} */ (room('older', ints, limit));
  /** @type {!Map<number, !Map<number, number>>} */
  const wide = new Map();
  const add = (/** number */ up, /** number */ of) => {
    parent[count] = up;
    frame[count] = of;
    older[count] = youngest[up];
    youngest[up] = count;
    return count++;
  };
  return {
    add,
    find: (/** number */ up, /** number */ of) => {
      let hops = 0;
      for (let box = youngest[up]; box !== 0 && hops < WIDE; box = older[box]) {
        if (frame[box] === of) {
          return box;
        }
        hops++;
      }
      let known;
      if (hops === WIDE) {
        known = wide.get(up);
        if (known === undefined) {
          known = new Map();
          for (let box = youngest[up]; box !== 0; box = older[box]) {
            known.set(frame[box], box);
          }
          wide.set(up, known);
        }
        const box = known.get(of);
        if (box !== undefined) {
          return box;
        }
        known.set(of, count);
      }
      return add(up, of);
    },
    /** @return {!Shape} */
    finish: (/** ?Int32Array */ boxOf) => ({
      count,
      parent: parent.subarray(0, count),
      frame: frame.subarray(0, count),
      boxOf,
    }),
  };
}
