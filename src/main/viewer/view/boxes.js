/**
 * @fileoverview Paints boxes on a canvas: first all fills, in device pixels, so that edges are sharp, then all labels, in
 * CSS pixels.
 */

import {DIFFERENCES, MANY} from '../format/features.js';
import {changeOf, formatSide, markOf, partOf, wordOf} from '../model/difference.js';
import {Figures, Layout} from '../model/layout.js';
import {NATIVE, UNNAMED} from '../model/names.js';
import {Matches} from '../model/search.js';
import {formatBytesShort, formatCount} from '../model/units.js';
import {cutLabel, cutName} from '../model/visible.js';
import {isDrawn, levelOf, Sight, topOf, visibleLevels} from './geometry.js';
import {walkLevel} from './rows.js';
import {walkRun} from './runs.js';
import {Paint} from './types.js';

const FONT = '12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';
const LEAST_TEXT = 28;
/** How strong the callers of the zoomed box are. */
const FADED = 0.5;
/** How strong the text after the name is: dim, and still with enough contrast on all fills. */
const DETAIL_ALPHA = 0.72;
/** Width of the bar that native boxes have at their left edge, how strong it is, and what a box with one is wide at least. */
const BAR = 3;
const BAR_ALPHA = 0.55;
const LEAST_BAR = 8;
/** Distance of the lines that mark a box as new or vanished, how strong they are, and what a box with them is wide at least. */
const HATCH = 7;
const HATCH_ALPHA = 0.3;
const LEAST_HATCH = 4;
/** Letters of a source line, or of a place, that are worth the room. */
const LEAST_DETAIL = 5;

/**
 * @param {function(number): !Array<string>} labelOf what is written on a box: name and detail
 * @param {!Paint} paint
 * @param {!HTMLCanvasElement} canvas
 * @param {!Sight} sight
 */
export function paintBoxes(labelOf, paint, canvas, sight) {
  const {density, layout, matches, view, widths} = sight;
  const context = /** @type {!CanvasRenderingContext2D} */ (canvas.getContext('2d', {alpha: false}));
  const {palette} = paint;
  const pixels = canvas.width;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (!isDrawn(sight)) {
    return;
  }
  const boxHeight = Math.round((sight.row - 1) * density);
  /** @type {!Array<number>} */
  const texts = [];
  /**
   * Left edge, top and strength of each bar.
   *
   * @type {!Array<number>}
   */
  const bars = [];
  /**
   * Left edge, width, top and mark of each hatch.
   *
   * @type {!Array<number>}
   */
  const hatches = [];
  const {first, last} = visibleLevels(sight);
  const runFill = (/** number */ from, /** number */ to) => fillOfRun(paint, layout, widths, matches, from, to);
  const base = levelOf(sight, sight.zoomed);
  for (let level = first; level <= last; level++) {
    const top = Math.round(topOf(sight, level) * density);
    // what the zoomed box stands on is there for the way back
    context.globalAlpha = level < base ? FADED : 1;
    walkLevel(
      layout,
      widths,
      level,
      view,
      pixels,
      (box, left, right) => {
        const from = Math.max(0, Math.round(left));
        const to = Math.min(pixels, Math.round(right));
        const fillStyle = fillOfBox(paint, layout, matches, box);
        const dim = fillStyle === palette.dim;
        context.fillStyle = fillStyle;
        // one device pixel of ground tells neighbours apart
        context.fillRect(from, top, to - from > 3 ? to - from - 1 : Math.max(1, to - from), boxHeight);
        const part = partOf(layout, box, sight.byCount);
        if (part < 1) {
          // what the other side holds more is there, and pale
          const end = Math.min(to, Math.max(from, Math.round(left + (right - left) * part)));
          context.fillStyle = palette.dim;
          context.fillRect(end, top, Math.max(0, to - end - 1), boxHeight);
        }
        if (MANY && to - from > LEAST_HATCH * density) {
          const mark = markOf(layout, box, sight.byCount);
          if (mark !== 0) {
            hatches.push(from, to - from - 1, top, mark);
          }
        }
        if (to - from > LEAST_BAR * density && left >= 0 && (paint.flags(layout, box) & NATIVE) !== 0) {
          bars.push(from, top, context.globalAlpha);
        }
        if (to - from > LEAST_TEXT * density) {
          texts.push(box, from, to, top, dim ? 1 : 0);
        }
      },
      (box, to) =>
        walkRun(layout, widths, view, pixels, box, to, runFill, (fillStyle, left, right) => {
          context.fillStyle = fillStyle;
          context.fillRect(left, top, right - left, boxHeight);
        }),
    );
  }
  if (MANY && hatches.length > 0) {
    drawHatches(context, hatches, boxHeight, density, palette.text);
  }
  context.fillStyle = palette.text;
  for (let at = 0; at < bars.length; at += 3) {
    context.globalAlpha = BAR_ALPHA * bars[at + 2];
    context.fillRect(bars[at], bars[at + 1], Math.round(BAR * density), boxHeight);
  }
  context.globalAlpha = 1;
  writeLabels(labelOf, paint, context, sight, texts);
}

/**
 * Lines over boxes that one side alone has, so that colour is not all that tells: rising ones over what is new, falling and denser
 * ones over what vanished. They hang together from box to box.
 *
 * @param {!CanvasRenderingContext2D} context
 * @param {!Array<number>} hatches four numbers for each: left edge, width, top, mark
 * @param {number} height of all
 * @param {number} density
 * @param {string} colour
 */
function drawHatches(context, hatches, height, density, colour) {
  const patterns = [1, -1].map((mark) => {
    const tile = /** @type {!HTMLCanvasElement} */ (document.createElement('canvas'));
    const size = Math.round((mark > 0 ? HATCH : HATCH - 2) * density);
    tile.width = size;
    tile.height = size;
    const lines = /** @type {!CanvasRenderingContext2D} */ (tile.getContext('2d'));
    lines.strokeStyle = colour;
    lines.lineWidth = density;
    // over the corners too, so that tiles meet
    for (const shift of [-size, 0, size]) {
      lines.moveTo(shift, mark > 0 ? size : 0);
      lines.lineTo(shift + size, mark > 0 ? 0 : size);
    }
    lines.stroke();
    return context.createPattern(tile, 'repeat');
  });
  context.globalAlpha = HATCH_ALPHA;
  for (let at = 0; at < hatches.length; at += 4) {
    context.fillStyle = patterns[hatches[at + 3] > 0 ? 0 : 1];
    context.fillRect(hatches[at], hatches[at + 2], hatches[at + 1], height);
  }
  context.globalAlpha = 1;
}

/**
 * @param {!Paint} paint
 * @param {!Layout} layout
 * @param {?Matches} matches
 * @param {number} box
 * @return {string} its colour: dim where something else is searched for, or lit up
 */
export function fillOfBox({fill, lit, matchFill, palette}, layout, matches, box) {
  return matches
    ? matches.frames[layout.frame[box]] !== 0
      ? matchFill
      : palette.dim
    : lit(layout, box)
      ? fill(layout, box)
      : palette.dim;
}

/**
 * The colour of narrow boxes together: that of matches as soon as one of them matches.
 *
 * @param {!Paint} paint
 * @param {!Layout} layout
 * @param {Figures} widths
 * @param {?Matches} matches
 * @param {number} from
 * @param {number} to
 * @return {string}
 */
export function fillOfRun({matchFill, palette, runFill}, layout, widths, matches, from, to) {
  return !matches
    ? runFill(layout, widths, from, to)
    : matches.before[to] > matches.before[from]
      ? matchFill
      : palette.dim;
}

/**
 * @param {function(number): !Array<string>} labelOf
 * @param {!Paint} paint
 * @param {!CanvasRenderingContext2D} context
 * @param {!Sight} sight
 * @param {!Array<number>} texts five numbers for each label: box, its left and right edge, its top, 1 if it is dim
 */
function writeLabels(labelOf, {flags, palette}, context, sight, texts) {
  const {density, layout} = sight;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.font = FONT;
  context.textBaseline = 'middle';
  const letter = context.measureText('0123456789').width / 10;
  for (let at = 0; at < texts.length; at += 5) {
    const box = texts[at];
    const left = texts[at + 1] / density + 5;
    const right = texts[at + 2] / density - 5;
    const middle = texts[at + 3] / density + sight.row / 2 - 0.5;
    context.fillStyle = texts[at + 4] === 1 ? palette.dimText : palette.text;
    const [name, detail] = labelOf(box);
    context.font = FONT;
    const amount =
      DIFFERENCES && layout.differs
        ? (
            wordOf(layout, box, sight.byCount) +
            ' ' +
            formatSide(layout, changeOf(layout, sight.byCount)[box], sight.byCount)
          ).trim()
        : sight.byCount
          ? formatCount(layout.counts[box])
          : formatBytesShort(layout.bytes[box]);
    const amountWidth = amount.length * letter;
    let room = right - left;
    if (room > name.length * letter + amountWidth + 16 || (room > 240 && box === sight.zoomed)) {
      context.textAlign = 'right';
      context.fillText(amount, right, middle);
      room -= amountWidth + 12;
    }
    context.textAlign = 'left';
    context.font = ((flags(layout, box) & UNNAMED) !== 0 ? 'italic ' : '') + FONT;
    const shown = fit(context, name, room, letter, cutName);
    context.fillText(shown, left, middle);
    if (shown === name && detail !== '') {
      const used = widthOf(context, name, letter) + 1.5 * letter;
      if (room - used > LEAST_DETAIL * letter) {
        context.globalAlpha = DETAIL_ALPHA;
        context.fillText(fit(context, detail, room - used, letter, cutLabel), left + used, middle);
        context.globalAlpha = 1;
      }
    }
  }
}

/** Letters that are all as wide as one. */
const LATIN = /^[\x20-\x7e]*$/;

/**
 * @param {!CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} letter width of a Latin one
 * @return {number} CSS pixels
 */
function widthOf(context, text, letter) {
  return LATIN.test(text) ? text.length * letter : context.measureText(text).width;
}

/**
 * What of a text fits.
 *
 * @param {!CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} room CSS pixels
 * @param {number} letter width of a Latin one
 * @param {function(string, number): string} cut makes it as short as that many characters
 * @return {string}
 */
function fit(context, text, room, letter, cut) {
  let limit = Math.floor(room / letter);
  let shown = cut(text, limit);
  // other scripts are wider
  while (shown !== '' && widthOf(context, shown, letter) > room) {
    limit = Math.min(limit - 1, Math.floor(Math.min(limit, text.length) * 0.9));
    shown = cut(text, limit);
  }
  return shown;
}
