/**
 * @fileoverview The flame graph as a picture that explains itself: what it is of, what is left out, colours and boxes. Saved
 * as SVG or PNG, or printed.
 */

import {DIFFERENCES, MANY} from '../format/features.js';
import {changeFill, Palette} from '../model/colours.js';
import {isChange, markOf, partOf} from '../model/difference.js';
import {NATIVE} from '../model/names.js';
import {formatShare} from '../model/units.js';
import {cutLabel, shorten} from '../model/visible.js';
import {fillOfBox, fillOfRun} from './boxes.js';
import {boundsOf, el, fill, pick, svg} from './dom.js';
import {describeFilters} from './filters.js';
import {changeEntries} from './legend.js';
import {walkLevel} from './rows.js';
import {walkRun} from './runs.js';
import {fileName, saveBlob, saveText} from './saving.js';
import {countedOf, labelOf, shareOfBox, speakBox} from './sentences.js';
import {App, Graph} from './types.js';

/** Width of a letter of the graph's font at 12 pixels. */
const LETTER = 7.23;
const ROW = 20;
const LINE = 20;
/** Groups named below the title. */
const MOST_GROUPS = 9;

/**
 * Lines above the graph: program, view with its total, and whatever narrows it.
 *
 * @param {!App} app
 * @param {!Graph} flame
 * @return {!Array<string>}
 */
function headOf(app, flame) {
  const {tab} = app.store.state();
  const widths = flame.widths();
  const zoomed = flame.zoomed();
  const filters = describeFilters(app);
  const search = pick(document, '#search-result').textContent;
  const query = pick(document, '#search').value;
  return [
    document.title + ' \u00b7 ' + app.report.meta.input,
    countedOf(app).label + (tab === 'callers' ? ', by callers' : '') + ': ' + shareOfBox(app, flame.layout(), 0),
    filters && 'Filters: ' + filters,
    zoomed > 0 && 'Zoom: ' + speakBox(app.names, flame.layout(), widths, flame.whole(), zoomed),
    search && 'Search: ' + query + ' \u00b7 ' + search,
  ].filter(Boolean);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {string} fill
 * @return {!SVGElement}
 */
function rect(x, y, width, height, fill) {
  return svg('rect', {'x': x.toFixed(1), 'y': y, 'width': width.toFixed(1), 'height': height, 'fill': fill});
}

/**
 * @param {number} x
 * @param {number} y of the baseline
 * @param {string} fill
 * @param {string} text
 * @return {!SVGElement}
 */
function write(x, y, fill, text) {
  return svg('text', {'x': x.toFixed(1), 'y': y, 'fill': fill, 'text': text});
}

/**
 * @param {!App} app
 * @param {!Graph} flame
 * @param {{width: number, first: number, last: number, note: string, titles: boolean, hatched: boolean}} frame levels from and
 *     to, a remark, whether boxes tell about themselves, and whether native ones are hatched, for paper
 * @return {!SVGElement}
 */
function drawPicture(app, flame, {width, first, last, note, titles, hatched}) {
  const {palette} = app.paints.get();
  const lines = headOf(app, flame).concat(note || []);
  const whole = flame.widths()[0];
  const parts = lines.map((line, at) =>
    write(8, at * LINE + 18, palette.text, shorten(line, Math.floor((width - 16) / LETTER))),
  );
  fill(parts[0], {'font-weight': 700});
  // the legend: as many entries to a line as fit
  let x = 8;
  let y = lines.length * LINE + 6;
  const changes = DIFFERENCES && isChange(flame.layout());
  const groups = changes
    ? changeEntries((strength) => changeFill(palette, strength))
    : app.paints
        .groups()
        .slice(0, MOST_GROUPS)
        .map(({name, amount, fill: colour}) => ({
          text: shorten(name, 40) + ' ' + formatShare(amount, whole),
          fill: colour,
        }));
  for (const {text, fill: colour} of groups) {
    const wide = (text.length + 4) * LETTER;
    if (x > 8 && x + wide > width) {
      x = 8;
      y += LINE;
    }
    // with an edge, for paper
    parts.push(rect(x, y, 12, 12, palette.text), rect(x + 0.5, y + 0.5, 11, 11, colour));
    parts.push(write(x + 18, y + 10, palette.text, text));
    x += wide;
  }
  if (app.paints.natives()) {
    if (x > 8 && x + 10 * LETTER > width) {
      x = 8;
      y += LINE;
    }
    parts.push(rect(x, y, 12, 12, palette.text), rect(x + 0.5, y + 0.5, 11, 11, palette.ground));
    markNative(parts, x, y, 12, 12, palette, hatched);
    parts.push(write(x + 18, y + 10, palette.text, 'native'));
  }
  const top = y + LINE + 8;
  const height = top + (last - first + 1) * ROW + 4;
  for (let level = first; level <= last; level++) {
    drawLevel(
      app,
      flame,
      parts,
      level,
      top + (flame.icicle() ? level - first : last - level) * ROW,
      width,
      titles,
      hatched,
    );
  }
  return svg(
    'svg',
    {
      'xmlns': 'http://www.w3.org/2000/svg',
      'viewBox': '0 0 ' + width + ' ' + height,
      'width': width,
      'height': height,
      'font-family': 'monospace',
      'font-size': 12,
    },
    rect(0, 0, width, height, palette.ground),
    ...parts,
  );
}

/**
 * Slanted lines, cut at the edges of a box.
 *
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 * @param {number} mark 1 for rising lines, -1 for falling and denser ones
 * @param {!Palette} palette
 * @return {!SVGElement}
 */
function hatch(left, top, width, height, mark, palette) {
  const steps = [];
  for (let x = left - height; x < left + width; x += 5 + mark) {
    const from = Math.max(x, left);
    const to = Math.min(x + height, left + width);
    const yAt = (/** number */ at) => (mark > 0 ? top + height - (at - x) : top + (at - x)).toFixed(1);
    steps.push('M' + from.toFixed(1) + ' ' + yAt(from), 'L' + to.toFixed(1) + ' ' + yAt(to));
  }
  return svg('path', {'d': steps.join(''), 'stroke': palette.text, 'stroke-width': 0.5, 'opacity': 0.4});
}

/**
 * The form of a native box: a bar at its left edge, and on paper a hatch.
 *
 * @param {!Array<!SVGElement>} parts added to
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 * @param {!Palette} palette
 * @param {boolean} hatched
 */
function markNative(parts, left, top, width, height, palette, hatched) {
  if (hatched) {
    parts.push(hatch(left, top, width, height, 1, palette));
  }
  const bar = rect(left, top, 3, height, palette.text);
  bar.setAttribute('opacity', '0.55');
  parts.push(bar);
}

/**
 * @param {!App} app
 * @param {!Graph} flame
 * @param {!Array<!SVGElement>} parts added to
 * @param {number} level
 * @param {number} top
 * @param {number} width
 * @param {boolean} titles
 * @param {boolean} hatched
 */
function drawLevel({names, paints, store}, flame, parts, level, top, width, titles, hatched) {
  const layout = flame.layout();
  const widths = flame.widths();
  const matches = flame.matches();
  const view = flame.view();
  const paint = paints.get();
  const {palette} = paint;
  walkLevel(
    layout,
    widths,
    level,
    view,
    width,
    (box, from, to) => {
      const left = Math.max(0, from);
      const right = Math.min(width, to);
      const colour = fillOfBox(paint, layout, matches, box);
      const part = rect(left, top, Math.max(0.5, right - left - 0.7), ROW - 1, colour);
      parts.push(part);
      const held = from + (to - from) * partOf(layout, box, store.state().byCount);
      if (held < right) {
        // as on the screen: pale where the other side holds more
        parts.push(
          rect(Math.max(left, held), top, Math.max(0, right - Math.max(left, held) - 0.7), ROW - 1, palette.dim),
        );
      }
      const mark = MANY ? markOf(layout, box, store.state().byCount) : 0;
      if (MANY && mark !== 0 && right - left > 4) {
        parts.push(hatch(left, top, right - left - 0.7, ROW - 1, mark, palette));
      }
      if ((paint.flags(layout, box) & NATIVE) !== 0 && right - left > 8) {
        markNative(parts, left, top, right - left - 0.7, ROW - 1, palette, hatched);
      }
      if (titles) {
        part.append(svg('title', {'text': speakBox(names, layout, widths, flame.whole(), box)}));
      }
      const label = cutLabel(labelOf(names, flame, box).join('  ').trim(), Math.floor((right - left - 8) / LETTER));
      if (label !== '') {
        parts.push(write(left + 4, top + 14, colour === palette.dim ? palette.dimText : palette.text, label));
      }
    },
    (from, to) => {
      const fillOf = (/** number */ begin, /** number */ end) => fillOfRun(paint, layout, widths, matches, begin, end);
      walkRun(layout, widths, view, width, from, to, fillOf, (colour, left, right) => {
        parts.push(rect(left, top, right - left, ROW - 1, colour));
      });
    },
  );
}

/**
 * Saves what is in sight.
 *
 * @param {!App} app
 * @param {!Graph} flame
 * @param {boolean} asPng with two pixels for one; else as SVG
 */
export function savePicture(app, flame, asPng) {
  const width = Math.round(boundsOf(flame.element).width);
  const {first, last} = flame.levels();
  const image = drawPicture(app, flame, {width, first, last, note: '', titles: !asPng, hatched: false});
  const text = new XMLSerializer().serializeToString(image);
  if (!asPng) {
    saveText(text, fileName(app, '.svg'), 'image/svg+xml');
    return;
  }
  const source = new Image();
  source.onload = () => {
    const canvas = /** @type {!HTMLCanvasElement} */ (
      el('canvas', {'width': 2 * source.width, 'height': 2 * source.height})
    );
    canvas.getContext('2d').drawImage(source, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((/** !Blob */ blob) => saveBlob(blob, fileName(app, '.png')));
  };
  source.src = 'data:image/svg+xml,' + encodeURIComponent(text);
}

/** Rows that fit on a sheet of paper with the lines above them, where it is as wide as PAPER_WIDTH. */
const PAPER_ROWS = 54;
const PAPER_WIDTH = 900;

/**
 * @param {!App} app
 * @param {!Graph} flame
 * @return {?SVGElement} the part in sight with all its levels, as far as there is paper; null where there is nothing
 */
export function paperOf(app, flame) {
  const layout = flame.layout();
  const levels = layout.levelStart.length - 1;
  if (!(flame.widths()[0] > 0)) {
    return null;
  }
  let last = 0;
  for (let found = true; found && last < levels; last++) {
    found = false;
    const see = () => {
      found = true;
    };
    walkLevel(layout, flame.widths(), last, flame.view(), PAPER_WIDTH, see, see);
  }
  const cut = Math.max(0, last - PAPER_ROWS);
  const note = cut > 0 ? cut + ' further rows do not fit on the paper; zoom in to print them.' : '';
  const frame = {width: PAPER_WIDTH, first: 0, last: last - cut - 1, note, titles: false, hatched: true};
  return drawPicture(app, flame, frame);
}
