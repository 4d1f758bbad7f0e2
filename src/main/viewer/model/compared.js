/**
 * @fileoverview The two sides of a comparison. Boxes are as wide as the larger of both whatever is shown, so they keep their
 * places; the column that they are not measured by has the change, or what one of the sides holds.
 */

import {floats} from '../format/arrays.js';
import {Metric, Scales} from '../format/types.js';
import {less, setDifference} from './difference.js';
import {FigureColumns} from './layout.js';
import {Selected} from './selected.js';
import {Settings} from './state.js';

/**
 * @param {!Array<!Metric>} metrics those of the new side, and those of the base by the same names after "base_"
 * @param {!Scales} scales
 * @return {function(!Settings): !Selected}
 */
export function makeComparer(metrics, scales) {
  const find = (/** string */ kind) => metrics.find((metric) => metric.kind === kind);
  let key = '';
  let turn = 0;
  /** @type {?Selected} */
  let selected = null;
  return ({metric, byCount, side}) => {
    const wanted = JSON.stringify([metric, byCount, side]);
    if (selected && key === wanted) {
      return selected;
    }
    const kind = find('base_' + metric) ? metric : metrics[0].kind;
    const before = scaled(/** @type {!Metric} */ (find('base_' + kind)), scales.base);
    const after = scaled(/** @type {!Metric} */ (find(kind)), scales.changed);
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
