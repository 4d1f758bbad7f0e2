/**
 * @fileoverview Where the boxes of a flame graph are: from levels and units of the measure to CSS pixels, and back.
 */

import {Figures, Layout, lastAtOrBefore, Span} from '../model/layout.js';
import {Matches} from '../model/search.js';
import {boundsOf} from './dom.js';
import {boxAt, walkLevel} from './rows.js';
import {Place} from './types.js';

/** Height of a box with the gap below it, in CSS pixels. */
const ROW = 20;
/** The same in a main graph so shallow that all of it is in sight with such rows. */
const HIGH_ROW = 26;

/**
 * What a flame graph shows, and how: changed by flamegraph.js alone. `layout` has no boxes until the first answer. `widths` are
 * figures of the layout, in the measure, and `whole` is what 100 per cent is. `view` is the part in sight. `width` and
 * `height` are those of the window on the graph in CSS pixels, `density` device pixels in one of them. `focused` is -1 where
 * no box is. While `toEdge`, the graph is scrolled to its root. `row` is the height of a box with the gap below it;
 * `outset` 1 where the root is left out, since another graph draws it. Only a `main` graph has higher rows: the halves of a
 * sandwich look like one.
 *
 * @typedef {{
 *   scroller: !HTMLElement,
 *   layout: !Layout,
 *   widths: Figures,
 *   whole: number,
 *   byCount: boolean,
 *   view: !Span,
 *   zoomed: number,
 *   focused: number,
 *   matches: ?Matches,
 *   icicle: boolean,
 *   toEdge: boolean,
 *   width: number,
 *   height: number,
 *   density: number,
 *   row: number,
 *   outset: number,
 *   main: boolean
 * }}
 */
export let Sight;

/**
 * @param {!Sight} sight
 * @return {number}
 */
function levelCount({layout}) {
  return layout.levelStart.length - 1;
}

/**
 * Gives a shallow graph the higher rows.
 *
 * @param {!Sight} sight changed
 */
export function fitRows(sight) {
  sight.row = sight.main && levelCount(sight) * HIGH_ROW + 4 <= sight.height ? HIGH_ROW : ROW;
}

/**
 * @param {!Sight} sight
 * @return {number} height of the whole graph, at least that of the window on it
 */
export function contentHeight(sight) {
  return Math.max(sight.height, (levelCount(sight) - sight.outset) * sight.row + 4);
}

/**
 * @param {!Sight} sight
 * @param {number} level
 * @return {number} its top edge in the window on the graph
 */
export function topOf(sight, level) {
  const {icicle, outset, row, scroller} = sight;
  const at = (level - outset) * row;
  return (icicle ? at + 2 : contentHeight(sight) - at - row - 2) - scroller.scrollTop;
}

/**
 * @param {!Sight} sight
 * @param {number} y in the window on the graph
 * @return {number} may be one that is not there
 */
function levelAt(sight, y) {
  const {icicle, outset, row, scroller} = sight;
  const down = icicle ? y + scroller.scrollTop - 2 : contentHeight(sight) - 2 - y - scroller.scrollTop;
  return Math.floor(down / row) + outset;
}

/**
 * @param {!Sight} sight
 * @param {number} box
 * @return {number}
 */
export function levelOf(sight, box) {
  return lastAtOrBefore(sight.layout.levelStart, levelCount(sight), box);
}

/**
 * @param {!Sight} sight
 * @return {{first: number, last: number}} levels in the window on the graph
 */
export function visibleLevels(sight) {
  const one = levelAt(sight, 0);
  const other = levelAt(sight, sight.height);
  return {
    first: Math.max(sight.outset, Math.min(one, other)),
    last: Math.min(levelCount(sight) - 1, Math.max(one, other)),
  };
}

/**
 * @param {!Sight} sight
 * @return {boolean} whether any box has a width
 */
export function isDrawn({widths}) {
  return widths[0] > 0;
}

/**
 * @param {!Sight} sight
 * @param {number} box
 * @return {?{left: number, top: number, width: number}} where it is in the window on the graph, cut off at the edges; null
 *     outside
 */
export function rectOf(sight, box) {
  const {layout, view, widths, width, height} = sight;
  const scale = width / (view.right - view.left);
  const left = Math.max(0, (layout.x[box] - view.left) * scale);
  const right = Math.min(width, (layout.x[box] + widths[box] - view.left) * scale);
  const top = topOf(sight, levelOf(sight, box));
  if (right < 0 || left > width || right < left || top > height || top < -sight.row || box < sight.outset) {
    return null;
  }
  return {left, top, width: Math.max(2, right - left)};
}

/**
 * @param {!Sight} sight
 * @param {number} x in the window
 * @param {number} y
 * @return {number} the box at that place; -1 where there is none
 */
export function boxAtPoint(sight, x, y) {
  if (!isDrawn(sight)) {
    return -1;
  }
  const {layout, scroller, view, width, widths} = sight;
  const bounds = boundsOf(scroller);
  const at = view.left + ((x - bounds.left) / width) * (view.right - view.left);
  const box = boxAt(layout, widths, levelAt(sight, y - bounds.top), at);
  return box < sight.outset ? -1 : box;
}

/**
 * Calls back for each box that is drawn as its own.
 *
 * @param {!Sight} sight
 * @param {number} pixels device pixels over the whole view
 * @param {function(number, number, !Place): void} each box, level, place in the window on the graph
 */
export function eachDrawn(sight, pixels, each) {
  if (!isDrawn(sight)) {
    return;
  }
  const {density, layout, view, width, widths} = sight;
  const {first, last} = visibleLevels(sight);
  for (let level = first; level <= last; level++) {
    const top = topOf(sight, level);
    walkLevel(
      layout,
      widths,
      level,
      view,
      pixels,
      (box, left, right) => {
        const from = Math.max(0, left / density);
        const to = Math.min(width, right / density);
        each(box, level, {x: from, y: top, width: to - from, height: sight.row - 1});
      },
      () => {},
    );
  }
}
