/**
 * @fileoverview The plot of memory over time that a range is chosen in: the heap by its exact instants, so that no peak is
 * lost, resident memory as the capture sampled it, and where the handles are.
 */

import {floats} from '../format/arrays.js';
import {Buckets} from '../format/types.js';
import {bytesAt, nearestEdge} from '../model/instants.js';
import {formatBytesShort, formatTime} from '../model/units.js';
import {boundsOf, el, listen, pick, refill} from './dom.js';
import {firstAtOrAfter} from './rows.js';
import {formatMoment, shownSelection} from './selections.js';
import {AXES, BARE, drawAxes, drawCurve, markPeak, Plot, startDrawing, xOf} from './timeline.js';
import {App, BrushPlot} from './types.js';

/**
 * @param {!App} app with memory over time
 * @param {!HTMLElement} element
 * @param {!Float64Array} edges
 * @return {!BrushPlot}
 */
export function makeBrushPlot(app, element, edges) {
  const {report, store} = app;
  const {meta, samples} = report;
  const buckets = /** @type {!Buckets} */ (report.buckets);
  const last = buckets.count;
  const area = pick(element, '.brush-plot');
  const canvas = /** @type {!HTMLCanvasElement} */ (pick(area, 'canvas'));
  const cursor = pick(area, '.time-cursor');
  const range = pick(area, '.brush-window');
  const [one, other] = ['a', 'b'].map((edge) => pick(area, '.brush-handle[data-edge=' + edge + ']'));
  const readout = pick(element, '.brush-readout');
  const curve = curveOf(buckets, edges);
  const largest = (/** !Float64Array */ amounts) => amounts.reduce((most, amount) => Math.max(most, amount), 1);
  const most = Math.max(largest(curve.heap), largest(samples.resident));
  /** @return {!Plot} */
  const plot = () => ({
    wide: area.clientWidth,
    high: area.clientHeight,
    room: store.state().tall ? AXES : BARE,
    begin: edges[0],
    span: Math.max(1, edges[last] - edges[0]),
    most,
  });
  const place = () => {
    const now = plot();
    const {from, to, mode} = shownSelection(report, store.state());
    const left = xOf(now, edges[from]);
    const right = xOf(now, edges[to]);
    range.style.left = left + 'px';
    range.style.width = right - left + 'px';
    range.classList.toggle('whole', to - from === last);
    one.style.left = left + 'px';
    other.style.left = right + 'px';
    one.hidden = from === to && mode === 'held';
  };
  const tell = (/** number */ edge) => {
    const sample = firstAtOrAfter(samples.time, 0, samples.count, edges[edge]);
    const resident = samples.count === 0 ? null : samples.resident[Math.min(sample, samples.count - 1)];
    const when = formatTime(edges[edge]);
    refill(
      readout,
      el('strong', {'text': formatMoment(edges[edge] - edges[0])}),
      el('span.soft', {'text': when.slice(11, 19)}),
      el('span', null, 'heap ', el('b.heap', {'text': formatBytesShort(bytesAt(buckets, edge))})),
      resident === null ? null : el('span', null, 'resident ', el('b.resident', {'text': formatBytesShort(resident)})),
    );
    readout.title = when;
  };
  const edgeAt = (/** number */ x) => {
    const now = plot();
    const share = (x - boundsOf(area).left - now.room.left) / (now.wide - now.room.left - now.room.right);
    let edge = nearestEdge(edges, now.begin + share * now.span);
    // the last bucket can end when it begins, after the last memory record
    while (edge < last && edges[edge + 1] === edges[edge] && share >= 1) {
      edge++;
    }
    return edge;
  };
  const leave = () => {
    cursor.hidden = true;
    tell(shownSelection(report, store.state()).to);
  };
  const draw = () => {
    const now = plot();
    if (now.wide > 0 && now.high > 0) {
      const context = startDrawing(canvas, now);
      if (store.state().tall) {
        drawAxes(context, now);
      }
      drawCurve(context, now, samples.time, samples.resident, 'resident');
      drawCurve(context, now, curve.time, curve.heap, 'heap');
      // the largest is named, and comes last since the names of others would be in its way
      for (const [at, bucket] of [...meta.peaks.entries()].reverse()) {
        markPeak(context, now, curve.time[2 * bucket + 1], buckets.markBytes[bucket], 'heap', at === 0 ? 'peak ' : '');
      }
      place();
    }
  };
  new ResizeObserver(draw).observe(area);
  store.on((changed) => {
    if (changed.has('paint') || changed.has('tall')) {
      draw();
    }
    if (changed.has('selection') || changed.has('metric') || changed.has('address')) {
      place();
      leave();
    }
  });
  listen(area, 'focusin', leave);
  return {
    edgeAt,
    point: (x) => {
      const edge = edgeAt(x);
      cursor.hidden = false;
      cursor.style.left = xOf(plot(), edges[edge]) + 'px';
      tell(edge);
    },
    leave,
  };
}

/**
 * The heap at the edges, and at the marks between them: where in a bucket a mark is, is told by the records before it.
 *
 * @param {!Buckets} buckets
 * @param {!Float64Array} edges
 * @return {{time: !Float64Array, heap: !Float64Array}} edge 0, mark 0, edge 1, mark 1 and so on
 */
function curveOf(buckets, edges) {
  const {count, mark, markBytes, records} = buckets;
  const time = floats(2 * count + 1);
  const heap = floats(2 * count + 1);
  let first = 0;
  time[0] = edges[0];
  for (let bucket = 0; bucket < count; bucket++) {
    const share = records[bucket] === 0 ? 0 : (mark[bucket] - first + 1) / records[bucket];
    time[2 * bucket + 1] = edges[bucket] + share * (edges[bucket + 1] - edges[bucket]);
    heap[2 * bucket + 1] = markBytes[bucket];
    time[2 * bucket + 2] = edges[bucket + 1];
    heap[2 * bucket + 2] = bytesAt(buckets, bucket + 1);
    first += records[bucket];
  }
  return {time, heap};
}
