/**
 * @fileoverview Which boxes of a layout are on the screen, and where. Costs as much as there are pixels, whatever the
 * number of boxes.
 */

import {Figures, Layout, Span} from '../model/layout.js';

/** Boxes narrower than this many device pixels are drawn together as a run. */
const LEAST_PIXELS = 1.5;

/**
 * The first box from `from` on whose left edge is at or right of `x`. Gallops, since it is mostly near.
 *
 * @param {Figures} xs
 * @param {number} from
 * @param {number} to
 * @param {number} x
 * @return {number} `to` where there is none
 */
export function firstAtOrAfter(xs, from, to, x) {
  let low = from;
  let stride = 1;
  while (low + stride < to && xs[low + stride] < x) {
    low += stride;
    stride *= 2;
  }
  let high = Math.min(to, low + stride);
  if (low < to && xs[low] >= x) {
    return low;
  }
  // xs[low] < x, and xs[high] >= x or high is the end
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (xs[middle] < x) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return Math.min(to, low + 1);
}

/**
 * Walks over a level from left to right.
 *
 * @param {!Layout} layout
 * @param {Figures} widths
 * @param {number} level
 * @param {!Span} view in units of the measure
 * @param {number} pixels device pixels over the whole view
 * @param {function(number, number, number): void} onBox box, its left and right edge in device pixels
 * @param {function(number, number, number, number): void} onRun first box, box after the last, left and right edge
 */
export function walkLevel(layout, widths, level, view, pixels, onBox, onRun) {
  const {x, levelStart} = layout;
  const begin = levelStart[level];
  const end = levelStart[level + 1];
  const scale = pixels / (view.right - view.left);
  let box = firstAtOrAfter(x, begin, end, view.left);
  // the one before may reach into the view
  if (box > begin && x[box - 1] + widths[box - 1] > view.left) {
    box--;
  }
  let runBox = -1;
  let runTo = -1;
  let runLeft = 0;
  let runRight = 0;
  const flush = () => {
    if (runBox >= 0) {
      onRun(runBox, runTo, runLeft, runRight);
      runBox = -1;
    }
  };
  while (box < end && x[box] < view.right) {
    const left = (x[box] - view.left) * scale;
    const right = left + widths[box] * scale;
    if (right - left >= LEAST_PIXELS) {
      flush();
      onBox(box, left, right);
      box++;
      continue;
    }
    let next = firstAtOrAfter(x, box + 1, end, view.left + (Math.floor(left) + 1) / scale);
    // the last that begins in this pixel may be wide
    if (next - 1 > box && widths[next - 1] * scale >= LEAST_PIXELS) {
      next--;
    }
    const lastRight = (x[next - 1] + widths[next - 1] - view.left) * scale;
    if (lastRight > left) {
      if (runBox >= 0 && left - runRight > 0.5) {
        flush();
      }
      if (runBox < 0) {
        runBox = box;
        runLeft = left;
      }
      runRight = lastRight;
      runTo = next;
    }
    box = next;
  }
  flush();
}

/**
 * The box of a level at a place.
 *
 * @param {!Layout} layout
 * @param {Figures} widths
 * @param {number} level
 * @param {number} at in units of the measure
 * @return {number} -1 where there is none
 */
export function boxAt(layout, widths, level, at) {
  if (level < 0 || level >= layout.levelStart.length - 1) {
    return -1;
  }
  const begin = layout.levelStart[level];
  const end = layout.levelStart[level + 1];
  let box = firstAtOrAfter(layout.x, begin, end, at);
  if (box === end || layout.x[box] > at) {
    box--;
  }
  while (box >= begin && widths[box] === 0) {
    box--;
  }
  return box >= begin && at < layout.x[box] + widths[box] ? box : -1;
}
