/**
 * @fileoverview Paints boxes on a canvas: first all fills, in device pixels, so that edges are sharp, then all labels, in
 * CSS pixels.
 */

import {formatBytesShort, formatCount} from '../model/units.js';
import {cutLabel} from '../model/visible.js';
import {walkLevel} from './rows.js';

/** Height of a box with the gap below it, in CSS pixels. */
export const ROW = 20;
const FONT = '12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';
const LEAST_TEXT = 28;

/**
 * @param {!Object} app
 * @param {!HTMLCanvasElement} canvas
 * @param {number} density device pixels in a CSS pixel
 * @param {!Object} sight what is seen: layout (null: nothing yet), widths of its boxes, view, first and last level, topOf (top
 *     edge of a level in CSS pixels), matches of the search or null, byCount, zoomed
 */
export function paintBoxes(app, canvas, density, sight) {
  const {layout, widths, matches} = sight;
  const context = /** @type {!CanvasRenderingContext2D} */ (canvas.getContext('2d', {alpha: false}));
  const paints = app.paints.get();
  const {palette, matchFill} = paints;
  const pixels = canvas.width;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (!layout || widths[0] <= 0) {
    return;
  }
  const boxHeight = Math.round((ROW - 1) * density);
  const texts = [];
  for (let level = sight.first; level <= sight.last; level++) {
    const top = Math.round(sight.topOf(level) * density);
    walkLevel(layout, widths, level, sight.view, pixels, (box, left, right) => {
      const from = Math.max(0, Math.round(left));
      const to = Math.min(pixels, Math.round(right));
      let dim = !paints.lit(layout, box);
      let fillStyle = paints.fill(layout, box);
      if (matches) {
        dim = matches.frames[layout.frame[box]] === 0;
        fillStyle = matchFill;
      }
      context.fillStyle = dim ? palette.dim : fillStyle;
      // one device pixel of ground tells neighbours apart
      context.fillRect(from, top, to - from > 3 ? to - from - 1 : Math.max(1, to - from), boxHeight);
      if (to - from > LEAST_TEXT * density) {
        texts.push(box, from, to, top, dim ? 1 : 0);
      }
    }, (box, to, left, right) => {
      const hit = matches && matches.before[to] > matches.before[box];
      context.fillStyle = hit ? matchFill : palette.run;
      const from = Math.max(0, Math.floor(left));
      context.fillRect(from, top, Math.max(1, Math.ceil(right) - from), boxHeight);
    });
  }
  writeLabels(app, context, density, sight, texts);
}

/**
 * @param {!Object} app
 * @param {!CanvasRenderingContext2D} context
 * @param {number} density
 * @param {!Object} sight as for paintBoxes
 * @param {!Array<number>} texts five numbers for each label: box, its left and right edge, its top, 1 if it is dim
 */
function writeLabels(app, context, density, sight, texts) {
  const {layout} = sight;
  const {palette} = app.paints.get();
  context.setTransform(density, 0, 0, density, 0, 0);
  context.font = FONT;
  context.textBaseline = 'middle';
  const letter = context.measureText('0123456789').width / 10;
  for (let at = 0; at < texts.length; at += 5) {
    const box = texts[at];
    const left = texts[at + 1] / density + 5;
    const right = texts[at + 2] / density - 5;
    const middle = texts[at + 3] / density + ROW / 2 - 0.5;
    context.fillStyle = texts[at + 4] === 1 ? palette.dimText : palette.text;
    const label = app.names.label(layout.frame[box]);
    const amount = sight.byCount ? formatCount(layout.counts[box]) : formatBytesShort(layout.bytes[box]);
    const amountWidth = amount.length * letter;
    let room = right - left;
    if (room > label.length * letter + amountWidth + 16 || (room > 240 && box === sight.zoomed)) {
      context.textAlign = 'right';
      context.fillText(amount, right, middle);
      room -= amountWidth + 12;
    }
    context.textAlign = 'left';
    context.fillText(fit(context, label, room, letter), left, middle);
  }
}

/**
 * The beginning of a label that fits.
 *
 * @param {!CanvasRenderingContext2D} context
 * @param {string} label
 * @param {number} room CSS pixels
 * @param {number} letter width of a Latin one
 * @return {string}
 */
function fit(context, label, room, letter) {
  const limit = Math.floor(room / letter);
  // eslint-disable-next-line no-control-regex
  if (/^[\x20-\x7e]*$/.test(label.slice(0, limit + 1))) {
    return cutLabel(label, limit);
  }
  // other scripts are wider: measure
  let text = label.slice(0, limit + 1);
  if (text.length === label.length && context.measureText(text).width <= room) {
    return text;
  }
  while (text !== '' && context.measureText(text + '\u2026').width > room) {
    text = text.slice(0, Math.min(text.length - 1, Math.floor(text.length * 0.9)));
  }
  return text === '' ? '' : text + '\u2026';
}
