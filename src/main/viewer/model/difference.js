/**
 * @fileoverview Differences: what is held later less what was held before, or in one report less in another. A box is as wide as
 * the larger of both, added up over what it holds, so that neither what is new nor what is gone vanishes. The column that
 * boxes are not measured by has the change, in the unit that they are measured by, below 0 where less is held. So all that adds
 * up figures adds up differences too.
 */

import {DIFFERENCES, MANY} from '../format/features.js';
import {FigureColumns, Layout, measureOf} from './layout.js';
import {formatBytesShort, formatChange, formatNoun} from './units.js';

/**
 * Shares of the larger whole at which the colour of a change grows stronger.
 *
 * @type {!Array<number>}
 */
export const STEPS = [0.001, 0.01, 0.1];

/**
 * Writes the figures of one value.
 *
 * @param {!FigureColumns} drawn written
 * @param {number} at
 * @param {number} before in the measure
 * @param {number} after
 * @param {boolean} byCount whether boxes are as wide as allocations
 */
export function setDifference(drawn, at, before, after, byCount) {
  const width = Math.max(before, after, 0);
  drawn.bytes[at] = byCount ? after - before : width;
  drawn.count[at] = byCount ? width : after - before;
}

/**
 * @param {!FigureColumns} after
 * @param {!FigureColumns} before
 * @return {!FigureColumns} the change of both
 */
export function less(after, before) {
  return {
    bytes: after.bytes.map((bytes, at) => bytes - before.bytes[at]),
    count: after.count.map((count, at) => count - before.count[at]),
  };
}

/**
 * @param {!Layout} layout of differences
 * @param {boolean} byCount
 * @return {!Float64Array} by box what came less what went; where one side is shown, what that holds
 */
export function changeOf(layout, byCount) {
  return /** @type {!Float64Array} */ (measureOf(!byCount, layout));
}

/**
 * How strong the colour of a change is.
 *
 * @param {number} change
 * @param {number} whole the larger of both wholes
 * @return {number} 0 for almost none to 3, below 0 where less is held
 */
export function strengthOf(change, whole) {
  const strength = STEPS.filter((share) => Math.abs(change) >= share * whole).length;
  return change === 0 ? 0 : Math.sign(change) * strength;
}

/**
 * @param {!Layout} layout
 * @return {boolean} whether it shows a change rather than one of the sides
 */
export function isChange({differs, side}) {
  return DIFFERENCES && differs && side === '';
}

/**
 * Whether a box is on one side alone. It is as wide as the larger side of all that it holds, so the change is as large as its
 * width where the other side holds nothing at all.
 *
 * @param {!Layout} layout
 * @param {number} box
 * @param {boolean} byCount
 * @return {number} 1 for new, -1 for vanished, else 0
 */
export function markOf(layout, box, byCount) {
  const width = measureOf(byCount, layout)[box];
  const change = changeOf(layout, byCount)[box];
  return MANY && isChange(layout) && width > 0 && Math.abs(change) === width ? Math.sign(change) : 0;
}

/**
 * @param {!Layout} layout
 * @param {number} box
 * @param {boolean} byCount
 * @return {string} "new", "vanished", or "" of a box that both sides have
 */
export function wordOf(layout, box, byCount) {
  return MANY ? ['vanished', '', 'new'][markOf(layout, box, byCount) + 1] : '';
}

/**
 * A change with its sign, or an amount where one side of a comparison is shown.
 *
 * @param {!Layout} layout of differences
 * @param {number} amount
 * @param {boolean} byCount
 * @param {function(number): string=} format bytes
 * @return {string}
 */
export function formatSide({side}, amount, byCount, format = formatBytesShort) {
  return side === '' ? formatChange(amount, byCount) : byCount ? formatNoun(amount, 'allocation') : format(amount);
}

/**
 * How much of the width of a box the shown side holds.
 *
 * @param {!Layout} layout
 * @param {number} box
 * @param {boolean} byCount
 * @return {number} 0 to 1
 */
export function partOf(layout, box, byCount) {
  const width = measureOf(byCount, layout)[box];
  return !MANY || layout.side === '' || !(width > 0)
    ? 1
    : Math.min(1, Math.max(0, changeOf(layout, byCount)[box] / width));
}
