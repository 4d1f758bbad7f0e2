/**
 * @fileoverview Which boxes of a comparison are worth a look: what is new, what vanished, and where more or less is held than
 * before.
 */

import {changeOf, markOf, strengthOf} from './difference.js';
import {Layout, parentOf} from './layout.js';

/** What can be jumped to, in the order in which it is offered. */
export const JUMPS = ['new', 'gone', 'grown', 'shrunk'];

/**
 * Boxes by what they are, the largest change first. Of what is on one side alone these are the outermost boxes: all that they
 * hold is as they are. What grew and shrank are boxes of both sides whose own change, without that of the boxes that they hold, has
 * a colour: inclusive changes would name all callers of one place.
 *
 * @param {!Layout} layout of changes
 * @param {boolean} byCount
 * @param {number} whole the larger of both wholes
 * @return {!Object<string, !Array<number>>} by the names of JUMPS
 */
export function findJumps(layout, byCount, whole) {
  const changes = changeOf(layout, byCount);
  /** @type {!Array<!Array<number>>} */
  const found = JUMPS.map(() => []);
  /** @type {!Map<number, number>} */
  const sizes = new Map();
  for (let box = 0; box < layout.count; box++) {
    const mark = markOf(layout, box, byCount);
    let own = changes[box];
    if (mark === 0) {
      for (let child = layout.first[box]; child < layout.first[box + 1]; child++) {
        own -= changes[child];
      }
    }
    const outer = mark === 0 || box === 0 || markOf(layout, parentOf(layout, box), byCount) !== mark;
    if (outer && (mark !== 0 || strengthOf(own, whole) !== 0)) {
      sizes.set(box, Math.abs(own));
      found[(mark === 0 ? 2 : 0) + (own > 0 ? 0 : 1)].push(box);
    }
  }
  const lists = found.map((boxes) => boxes.sort((a, b) => sizes.get(b) - sizes.get(a) || a - b));
  return Object.fromEntries(JUMPS.map((name, at) => [name, lists[at]]));
}
