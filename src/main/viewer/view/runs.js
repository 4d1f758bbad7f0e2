/**
 * @fileoverview Boxes too narrow to be drawn singly: each column of device pixels has the colour of what holds most in it.
 */

import {Figures, Layout, Span} from '../model/layout.js';
import {firstAtOrAfter} from './rows.js';

/**
 * Walks over a run by columns of device pixels; neighbours of one colour are one part.
 *
 * @param {!Layout} layout
 * @param {Figures} widths
 * @param {!Span} view in units of the measure
 * @param {number} pixels device pixels over the whole view
 * @param {number} from first box
 * @param {number} to box after the last
 * @param {function(number, number): string} fillOf colour of boxes, from the first to before the last
 * @param {function(string, number, number): void} onPart colour, left and right edge in device pixels
 */
export function walkRun(layout, widths, view, pixels, from, to, fillOf, onPart) {
  const {x} = layout;
  const scale = pixels / (view.right - view.left);
  let fill = '';
  let left = 0;
  let right = 0;
  for (let box = from; box < to; ) {
    const column = Math.floor((x[box] - view.left) * scale);
    const next = Math.max(box + 1, firstAtOrAfter(x, box + 1, to, view.left + (column + 1) / scale));
    const now = fillOf(box, next);
    if (now !== fill) {
      if (fill !== '') {
        onPart(fill, left, Math.max(left + 1, Math.min(right, column)));
      }
      fill = now;
      left = Math.max(0, column);
    }
    right = Math.max(left + 1, Math.ceil((x[next - 1] + widths[next - 1] - view.left) * scale));
    box = next;
  }
  onPart(fill, left, right);
}
