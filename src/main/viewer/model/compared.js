/**
 * @fileoverview The two sides of a comparison. Boxes are as wide as the larger of both whatever is shown, so they keep their
 * places; the column that they are not measured by has the change, or what one of the sides holds.
 */

import {floats} from '../format/arrays.js';
import {Compared, Metric} from '../format/types.js';
import {less, setDifference} from './difference.js';
import {FigureColumns} from './layout.js';
import {Selected} from './selected.js';
import {Settings} from './state.js';

/**
 * What sums of the sides are multiplied by: both become means per capture, and where sides are normalized the base gets the peak of
 * the new side. Where they are swapped, the base is what the report calls the new side.
 *
 * @param {!Compared} compared
 * @param {{swapped: boolean, normalized: boolean}} settings
 * @return {{before: number, after: number}} for the base, and for the new side
 */
export function scalesOf({before, after, factor}, {swapped, normalized}) {
  const scale = normalized && factor > 0 ? factor : 1;
  return swapped ? {before: 1 / scale / after, after: 1 / before} : {before: scale / before, after: 1 / after};
}

/**
 * @param {!Array<!Metric>} metrics those of the new side, and those of the base by the same names after "base_"
 * @param {!Compared} compared
 * @return {function(!Settings): !Selected}
 */
export function makeComparer(metrics, compared) {
  const find = (/** string */ kind) => metrics.find((metric) => metric.kind === kind);
  let key = '';
  let turn = 0;
  /** @type {?Selected} */
  let selected = null;
  return (settings) => {
    const {metric, byCount, side, swapped} = settings;
    const wanted = JSON.stringify([metric, byCount, side, swapped, settings.normalized]);
    if (selected && key === wanted) {
      return selected;
    }
    const kind = find('base_' + metric) ? metric : metrics[0].kind;
    const base = /** @type {!Metric} */ (find('base_' + kind));
    const changed = /** @type {!Metric} */ (find(kind));
    const scales = scalesOf(compared, settings);
    const before = scaled(swapped ? changed : base, scales.before);
    const after = scaled(swapped ? base : changed, scales.after);
    const own = before.bytes.length;
    const drawn = {bytes: floats(own), count: floats(own)};
    const [was, is] = byCount ? [before.count, after.count] : [before.bytes, after.bytes];
    const amounts = byCount ? drawn.bytes : drawn.count;
    for (let at = 0; at < own; at++) {
      setDifference(drawn, at, was[at], is[at], byCount);
      if (side !== 'change') {
        amounts[at] = side === 'base' ? was[at] : is[at];
      }
    }
    const figures = () => (side === 'base' ? before : side === 'new' ? after : less(after, before));
    key = wanted;
    turn += 2;
    selected = {drawn, figures, before, after, turn, changes: null};
    return selected;
  };
}

/**
 * @param {!FigureColumns} columns
 * @param {number} scale
 * @return {!FigureColumns} means of sums
 */
function scaled({bytes, count}, scale) {
  const times = (/** number */ figure) => figure * scale;
  return scale === 1 ? {bytes, count} : {bytes: bytes.map(times), count: count.map(times)};
}
