/**
 * @fileoverview Which thread or allocator holds most in each box, so that boxes can be coloured by it.
 */

import {floats, octets} from '../format/arrays.js';
import {sumOwn} from './layout.js';

/** Groups told apart: as many as there are hues. All others are one. */
const LIMIT = 12;

/**
 * `ids` are numbers of threads or allocators, largest first, and `bytes` and `counts` by such a number what they hold;
 * `slots` by own value the place of its group in `ids`, ids.length for any other, -1 where the value does not count; `size`
 * is how many slots there are.
 *
 * @typedef {{
 *   ids: !Array<number>,
 *   bytes: !Float64Array,
 *   counts: !Float64Array,
 *   slots: !Int8Array,
 *   size: number
 * }}
 */
export let Groups;

/**
 * @param {!Float64Array} amounts
 * @return {!Array<number>} their indexes, largest amount first
 */
export function largestFirst(amounts) {
  return [...amounts.keys()].sort((a, b) => amounts[b] - amounts[a] || a - b);
}

/**
 * @param {!Int32Array|!Uint8Array} groupOf by own value
 * @param {?} metric
 * @param {?Uint8Array} chosen which own values count; null for all
 * @param {boolean} byCount
 * @return {!Groups}
 */
export function rankGroups(groupOf, metric, chosen, byCount) {
  const {bytes, counts} = sumOwn(
    groupOf.reduce((most, group) => Math.max(most, group), 0) + 1,
    groupOf,
    metric,
    chosen,
  );
  const measure = byCount ? counts : bytes;
  const ranked = largestFirst(measure).filter((id) => measure[id] > 0);
  const ids = ranked.slice(0, LIMIT);
  const place = new Int8Array(measure.length).fill(ids.length);
  ids.forEach((id, at) => {
    place[id] = at;
  });
  const slots = Int8Array.from(groupOf, (group, at) => (!chosen || chosen[at] ? place[group] : -1));
  // groups without width are among the others: what they count is not lost
  const others = place.some((at, id) => at === ids.length && (bytes[id] !== 0 || counts[id] !== 0));
  return {ids, bytes, counts, slots, size: ids.length + (others ? 1 : 0)};
}

/**
 * Calls back for each group, then for all others together.
 *
 * @param {?} groups
 * @param {function(!Uint8Array, number): void} each which own values belong to it, and its slot
 */
export function eachGroup({slots, size}, each) {
  for (let slot = 0; slot < size; slot++) {
    each(
      Uint8Array.from(slots, (own) => (own === slot ? 1 : 0)),
      slot,
    );
  }
}

/**
 * @param {?} shape
 * @param {!Int32Array} places by own value the box that holds it, -1 for none
 * @param {!Float64Array} amounts by own value
 * @param {?} groups
 * @return {!Uint8Array} by box the slot of the group that holds most in it
 */
export function groupBoxes({count, parent}, places, amounts, groups) {
  const of = octets(count);
  const most = floats(count);
  eachGroup(groups, (chosen, slot) => {
    const sums = sumOwn(count, places, {bytes: amounts, count: amounts}, chosen).bytes;
    for (let box = count - 1; box >= 0; box--) {
      if (sums[box] > most[box]) {
        most[box] = sums[box];
        of[box] = slot;
      }
      if (box > 0) {
        sums[parent[box]] += sums[box];
      }
    }
  });
  return of;
}
