/**
 * @fileoverview The Memory over time tab: resident and heap memory as the capture sampled them.
 */

import {Samples} from '../format/types.js';
import {formatBytes, formatBytesShort, formatDuration, formatNoun, formatTime} from '../model/units.js';
import {bindActions} from './controls.js';
import {boundsOf, clamp, el, fill, fitCanvas, listen, page, part, pick, refill} from './dom.js';
import {firstAtOrAfter} from './rows.js';
import {csvRow, saveText} from './saving.js';
import {App} from './types.js';

const LEFT = 72;
const BOTTOM = 26;
const TOP = 12;
const RIGHT = 14;

/**
 * A round step that divides a range into about `parts`.
 *
 * @param {number} range
 * @param {number} parts
 * @return {number}
 */
function roundStep(range, parts) {
  const rough = range / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}

/**
 * @param {!Float64Array} amounts
 * @return {number} where the largest is; the first of equals
 */
function peakOf(amounts) {
  return amounts.reduce((best, amount, at) => (amount > amounts[best] ? at : best), 0);
}

/**
 * @param {!App} app
 * @return {!HTMLElement}
 */
export function makeTime(app) {
  const {samples, meta} = app.report;
  const {time, heap, resident} = samples;
  if (time.length === 0) {
    return part('no-time');
  }
  const peaks = [
    [heap, peakOf(heap), 'heap'],
    [resident, peakOf(resident), 'resident'],
  ];
  const begin = time[0];
  const span = spanOf(time);
  let at = peaks[0][1];
  const element = part('time');
  const canvas = /** @type {!HTMLCanvasElement} */ (pick(element, 'canvas'));
  const plot = pick(element, '.time-plot');
  const readout = pick(element, '.time-readout');
  fill(plot, {'aria-valuemax': time.length - 1});
  pick(element, '.soft span').textContent = formatNoun(time.length, 'sample');
  pick(element, '.soft b').textContent = formatBytes(meta.peakBytes);
  listen(pick(element, '#jump-heap'), 'click', () => move(peaks[0][1]));
  listen(pick(element, '#jump-resident'), 'click', () => move(peaks[1][1]));
  const save = () => {
    const rows = Array.from(time, (when, row) => csvRow([when, resident[row], heap[row]]));
    saveText(
      csvRow(['time_ms_since_1970', 'resident_bytes', 'heap_bytes']) + rows.join(''),
      'heapcrest-memory.csv',
      'text/csv',
    );
  };
  bindActions(element, {'time-csv': save});

  const draw = () => drawTimeline(canvas, plot, samples, peaks, at);

  const move = (/** number */ to) => {
    at = clamp(0, to, time.length - 1);
    const when = formatDuration(time[at] - begin);
    refill(
      readout,
      el('strong', {text: 'After ' + when}),
      ' (' + formatTime(time[at]) + '): heap ',
      el('b.heap', {'text': formatBytes(heap[at])}),
      ', resident ',
      el('b.resident', {'text': formatBytes(resident[at])}),
    );
    fill(plot, {'aria-valuenow': at, 'aria-valuetext': readout.textContent});
    draw();
  };
  const pointed = (/** !Event */ event) => {
    const bounds = boundsOf(plot);
    const {clientX} = /** @type {!PointerEvent} */ (event);
    const share = (clientX - bounds.left - LEFT) / (bounds.width - LEFT - RIGHT);
    const wanted = begin + share * span;
    const next = firstAtOrAfter(time, 0, time.length, wanted);
    move(next === time.length || (next > 0 && wanted - time[next - 1] < time[next] - wanted) ? next - 1 : next);
  };
  listen(plot, 'pointermove', pointed);
  listen(plot, 'pointerdown', pointed);
  listen(plot, 'keydown', (/** !Event */ event) => {
    const {key} = /** @type {!KeyboardEvent} */ (event);
    const to =
      key === 'ArrowRight'
        ? at + 1
        : key === 'ArrowLeft'
          ? at - 1
          : key === 'Home'
            ? 0
            : key === 'End'
              ? time.length
              : -1;
    if (to >= 0) {
      event.preventDefault();
      move(to);
    }
  });
  new ResizeObserver(draw).observe(plot);
  app.store.on((changed) => {
    if (changed.has('paint')) {
      draw();
    }
  });
  move(at);
  return element;
}

/**
 * @param {!HTMLCanvasElement} canvas
 * @param {!HTMLElement} plot
 * @param {!Samples} samples
 * @param {!Array<!Array<?>>} peaks amounts, where the largest is, and the name of each curve
 * @param {number} at the sample that is pointed at
 */
function drawTimeline(canvas, plot, {time}, peaks, at) {
  const begin = time[0];
  const span = spanOf(time);
  const most = Math.max(1, ...peaks.map(([amounts, peak]) => amounts[peak]));
  const wide = plot.clientWidth;
  const high = plot.clientHeight;
  if (wide === 0 || high === 0) {
    return;
  }
  const density = fitCanvas(canvas, wide, high);
  const context = /** @type {!CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(density, density);
  const style = getComputedStyle(page);
  const colour = (/** string */ name) => style.getPropertyValue('--' + name);
  const x = (/** number */ when) => LEFT + ((when - begin) / span) * (wide - LEFT - RIGHT);
  const y = (/** number */ amount) => high - BOTTOM - (amount / most) * (high - BOTTOM - TOP);
  const line = (/** number */ fromX, /** number */ fromY, /** number */ toX, /** number */ toY) => {
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
    context.stroke();
  };
  context.font = '12px system-ui, sans-serif';
  context.fillStyle = colour('soft');
  context.strokeStyle = colour('line');
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (let amount = 0, step = roundStep(most, 5); amount <= most; amount += step) {
    context.fillText(formatBytesShort(amount), LEFT - 8, y(amount));
    line(LEFT, y(amount), wide - RIGHT, y(amount));
  }
  context.textAlign = 'center';
  for (let millis = 0, step = roundStep(span, wide / 160); millis <= span; millis += step) {
    context.fillText(formatDuration(millis), Math.min(x(begin + millis), wide - 24), high - 10);
  }
  context.lineJoin = 'round';
  for (const [amounts, peak, name] of peaks) {
    context.strokeStyle = colour(name);
    context.fillStyle = colour(name);
    context.lineWidth = 2;
    context.setLineDash(name === 'heap' ? [] : [6, 3]);
    context.beginPath();
    for (let sample = 0; sample < time.length; sample++) {
      context.lineTo(x(time[sample]), y(amounts[sample]));
    }
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    const px = x(time[peak]);
    context.arc(px, y(amounts[peak]), 5, 0, 7);
    context.fill();
    context.textAlign = px > wide * 0.7 ? 'right' : 'left';
    context.fillText(
      'peak ' + name + ' ' + formatBytesShort(amounts[peak]),
      px + (px > wide * 0.7 ? -9 : 9),
      Math.max(y(amounts[peak]) - 9, 7),
    );
  }
  context.strokeStyle = colour('text');
  context.lineWidth = 1;
  line(x(time[at]), TOP, x(time[at]), high - BOTTOM);
}

/**
 * @param {!Float64Array} time
 * @return {number} from the first sample to the last, at least 1 ms
 */
function spanOf(time) {
  return Math.max(1, time[time.length - 1] - time[0]);
}
