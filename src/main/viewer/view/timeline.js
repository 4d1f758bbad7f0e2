/**
 * @fileoverview Resident and heap memory over time, as the capture sampled them: drawn in the strip above the graph and in the
 * Memory tab, with a moment that pointer and keys choose.
 */

import {Meta} from '../format/types.js';
import {Front} from '../model/front.js';
import {beginOf} from '../model/instants.js';
import {formatBytesShort, formatDuration} from '../model/units.js';
import {boundsOf, clamp, fill, fitCanvas, listen, page, pick} from './dom.js';
import {firstAtOrAfter} from './rows.js';
import {viewOf} from './sentences.js';
import {App, Timeline} from './types.js';

/** Room around the curves for axes, in CSS pixels. */
export const AXES = {left: 72, right: 14, top: 12, bottom: 26};
/** The same without axes. */
export const BARE = {left: 2, right: 5, top: 4, bottom: 3};

/** Samples that Shift and an arrow pass. */
const LEAP = 10;

/**
 * Where the curves are.
 *
 * @typedef {{
 *   wide: number,
 *   high: number,
 *   room: {left: number, right: number, top: number, bottom: number},
 *   begin: number,
 *   span: number,
 *   most: number
 * }}
 */
export let Plot;

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
export function peakOf(amounts) {
  return amounts.reduce((best, amount, at) => (amount > amounts[best] ? at : best), 0);
}

/**
 * @param {!Front} report with samples
 * @return {number} the sample at the peak, or next to it; where nothing tells, that with the largest heap
 */
export function peakSampleOf({meta, samples}) {
  const {time, heap} = samples;
  const after = firstAtOrAfter(time, 0, time.length, meta.peakMillis);
  return meta.peakMillis > 0 ? Math.min(after, time.length - 1) : peakOf(heap);
}

/**
 * @param {!Meta} meta
 * @return {number} bytes that the graph of the peak shows
 */
export function exactPeak(meta) {
  const view = viewOf(meta, 'peak');
  return view ? view.bytes : meta.peakBytes;
}

/**
 * @param {!App} app with samples
 * @param {!HTMLElement} element with a canvas and a line for the moment in it
 * @param {function(): boolean} axes
 * @param {function(number): void} tell the sample that is pointed at or chosen
 * @return {!Timeline}
 */
export function makeTimeline(app, element, axes, tell) {
  const {meta, samples} = app.report;
  const {time, heap, resident} = samples;
  const canvas = /** @type {!HTMLCanvasElement} */ (pick(element, 'canvas'));
  const cursor = pick(element, '.time-cursor');
  const begin = beginOf(app.report);
  const peak = peakSampleOf(app.report);
  const peakBytes = exactPeak(meta);
  let chosen = peak;
  fill(element, {'aria-valuemax': time.length - 1});

  const plot = () => {
    const room = axes() ? AXES : BARE;
    return {
      wide: element.clientWidth,
      high: element.clientHeight,
      room,
      begin,
      // the peak may be later than the last sample
      span: Math.max(1, time[time.length - 1] - begin, meta.peakMillis - begin),
      most: Math.max(1, heap[peakOf(heap)], peakBytes, resident[peakOf(resident)]),
    };
  };
  const point = (/** number */ at) => {
    const now = plot();
    cursor.style.left = xOf(now, time[at]) + 'px';
    cursor.style.top = now.room.top + 'px';
    cursor.style.bottom = now.room.bottom + 'px';
    tell(at);
  };
  const draw = () => {
    const now = plot();
    if (now.wide > 0 && now.high > 0) {
      const context = startDrawing(canvas, now);
      if (axes()) {
        drawAxes(context, now);
      }
      drawCurve(context, now, time, resident, 'resident');
      if (axes()) {
        const at = peakOf(resident);
        markPeak(context, now, time[at], resident[at], 'resident', 'peak resident ');
      }
      drawCurve(context, now, time, heap, 'heap');
      // what the graph shows; between two samples it may have been more than at any
      markPeak(context, now, meta.peakMillis || time[peak], peakBytes, 'heap', 'peak ');
      point(chosen);
    }
  };
  const move = (/** number */ to) => {
    chosen = clamp(0, to, time.length - 1);
    point(chosen);
    fill(element, {'aria-valuenow': chosen});
  };
  const under = (/** !PointerEvent */ event) => {
    const bounds = boundsOf(element);
    const {room, span} = plot();
    const share = (event.clientX - bounds.left - room.left) / (bounds.width - room.left - room.right);
    const wanted = begin + share * span;
    const next = firstAtOrAfter(time, 0, time.length, wanted);
    return next === time.length || (next > 0 && wanted - time[next - 1] < time[next] - wanted) ? next - 1 : next;
  };
  listen(element, 'pointermove', (event) => point(under(event)));
  listen(element, 'pointerleave', () => point(chosen));
  listen(element, 'click', (event) => move(under(event)));
  listen(element, 'keydown', (/** !KeyboardEvent */ event) => {
    const by = event.shiftKey ? LEAP : 1;
    const to = {
      'ArrowRight': chosen + by,
      'ArrowLeft': chosen - by,
      'Home': 0,
      'End': time.length,
      'p': peak,
      'Escape': peak,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    }
  });
  new ResizeObserver(draw).observe(element);
  app.store.on((changed) => {
    if (changed.has('paint')) {
      draw();
    }
  });
  move(peak);
  return {move, peak};
}

/**
 * @param {!Plot} plot
 * @param {number} when
 * @return {number}
 */
export function xOf({begin, room, span, wide}, when) {
  return room.left + ((when - begin) / span) * (wide - room.left - room.right);
}

/**
 * @param {!Plot} plot
 * @param {number} amount
 * @return {number}
 */
function yOf({high, most, room}, amount) {
  return high - room.bottom - (amount / most) * (high - room.bottom - room.top);
}

/**
 * @param {string} name
 * @return {string} a colour of the style sheet
 */
function colour(name) {
  return getComputedStyle(page).getPropertyValue('--' + name);
}

/**
 * @param {!HTMLCanvasElement} canvas
 * @param {!Plot} plot
 * @return {!CanvasRenderingContext2D} in CSS pixels
 */
export function startDrawing(canvas, {high, wide}) {
  const density = fitCanvas(canvas, wide, high);
  const context = /** @type {!CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(density, density);
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  return context;
}

/**
 * @param {!CanvasRenderingContext2D} context
 * @param {!Plot} plot
 */
export function drawAxes(context, plot) {
  const {begin, high, most, room, span, wide} = plot;
  context.fillStyle = colour('soft');
  context.strokeStyle = colour('line');
  context.textAlign = 'right';
  for (let amount = 0, step = roundStep(most, 5); amount <= most; amount += step) {
    const y = yOf(plot, amount);
    context.fillText(formatBytesShort(amount), room.left - 8, y);
    context.beginPath();
    context.moveTo(room.left, y);
    context.lineTo(wide - room.right, y);
    context.stroke();
  }
  context.textAlign = 'center';
  for (let millis = 0, step = roundStep(span, wide / 160); millis <= span; millis += step) {
    context.fillText(formatDuration(millis), Math.min(xOf(plot, begin + millis), wide - 24), high - 10);
  }
}

/**
 * Heap is solid and filled, resident dashed.
 *
 * @param {!CanvasRenderingContext2D} context
 * @param {!Plot} plot
 * @param {!Float64Array} time
 * @param {!Float64Array} amounts
 * @param {string} name "heap" or "resident"
 */
export function drawCurve(context, plot, time, amounts, name) {
  const solid = name === 'heap';
  context.strokeStyle = colour(name);
  context.fillStyle = colour(name);
  context.lineWidth = plot.room === AXES ? 2 : 1.5;
  context.lineJoin = 'round';
  context.setLineDash(solid ? [] : [6, 3]);
  context.beginPath();
  for (let sample = 0; sample < time.length; sample++) {
    context.lineTo(xOf(plot, time[sample]), yOf(plot, amounts[sample]));
  }
  context.stroke();
  context.setLineDash([]);
  if (solid) {
    context.lineTo(xOf(plot, time[time.length - 1]), yOf(plot, 0));
    context.lineTo(xOf(plot, time[0]), yOf(plot, 0));
    context.globalAlpha = 0.15;
    context.fill();
    context.globalAlpha = 1;
  }
}

/**
 * @param {!CanvasRenderingContext2D} context
 * @param {!Plot} plot
 * @param {number} when
 * @param {number} amount
 * @param {string} name "heap" or "resident"
 * @param {string} text before the amount; "" for a dot alone
 */
export function markPeak(context, plot, when, amount, name, text) {
  const x = xOf(plot, when);
  const y = yOf(plot, amount);
  const before = x > plot.wide * 0.7;
  const shown = text + formatBytesShort(amount);
  context.fillStyle = colour(name);
  context.beginPath();
  context.arc(x, y, text === '' ? 2.5 : plot.room === AXES ? 5 : 3.5, 0, 7);
  context.fill();
  if (text === '') {
    return;
  }
  context.textAlign = before ? 'right' : 'left';
  // on the ground's colour, since curves may cross it
  context.lineWidth = 4;
  context.strokeStyle = colour('ground');
  const at = x + (before ? -7 : 7);
  const above = Math.max(y - 9, 8);
  context.strokeText(shown, at, above);
  context.fillText(shown, at, above);
}
