/**
 * @fileoverview Selections of memory over time. Edge e of N + 1 is the end of bucket e - 1, edge 0 the beginning; half buckets,
 * whose ends are the instants that are known exactly, are numbered as in the payload (docs/report-format.md, section 14).
 */

import {floats} from '../format/arrays.js';
import {Buckets, Meta, Samples} from '../format/types.js';

/** What a selection counts, in the order in which it is offered. */
export const MODES = ['top', 'held', 'came', 'gone', 'grew'];

/**
 * From edge A to edge B, not before it. `mode`: 'top' is what was held at the largest peak between A and B, 'held' at B, 'came'
 * what was allocated after A and held at B, 'gone' what was held at A and given back by B, 'grew' what was held at B
 * less what was held at A. Only at an instant, 'held' without a beginning, A and B are equal.
 *
 * @typedef {{
 *   mode: string,
 *   from: number,
 *   to: number
 * }}
 */
export let Selection;

/**
 * @param {{meta: !Meta, samples: !Samples}} report
 * @return {number} when the recording began, in ms since 1970 UTC: what moments are counted from
 */
export function beginOf({meta, samples}) {
  const first = samples.count > 0 ? samples.time[0] : meta.startMillis;
  return meta.startMillis > 0 && meta.startMillis < first ? meta.startMillis : first;
}

/**
 * @param {{meta: !Meta, samples: !Samples, buckets: ?Buckets}} report
 * @return {!Float64Array} when the edges are, rising; none without memory over time
 */
export function edgesOf(report) {
  const {buckets, meta} = report;
  if (!buckets) {
    return floats(0);
  }
  const edges = floats(buckets.count + 1);
  edges[0] = beginOf(report);
  for (let edge = 1; edge <= buckets.count; edge++) {
    edges[edge] = Math.max(edges[edge - 1], buckets.endTime[edge - 1]);
  }
  // the last bucket ends with the recording, which is after the last memory record
  edges[buckets.count] = Math.max(edges[buckets.count], meta.endMillis || 0);
  return edges;
}

/**
 * @param {!Buckets} buckets
 * @param {number} edge
 * @return {number} bytes held then, by memray's count
 */
export function bytesAt({endBytes}, edge) {
  return edge === 0 ? 0 : endBytes[edge - 1];
}

/**
 * @param {!Buckets} buckets
 * @param {!Selection} selection
 * @return {number} the bucket with the largest peak, of equal ones the last
 */
export function peakIn({markBytes}, {from, to}) {
  let best = from;
  for (let bucket = from + 1; bucket < to; bucket++) {
    best = markBytes[bucket] >= markBytes[best] ? bucket : best;
  }
  return best;
}

/**
 * How an edge is written into an address: ms since the beginning, and of edges at the same time which it is.
 *
 * @param {!Float64Array} edges
 * @param {number} edge
 * @return {string}
 */
export function writeEdge(edges, edge) {
  const at = edge - edges.indexOf(edges[edge]);
  return edges[edge] - edges[0] + (at > 0 ? '~' + at : '');
}

/**
 * @param {!Float64Array} edges
 * @param {string} text
 * @return {number} the edge, or the nearest where none is at that time; NaN for what is no edge
 */
export function readEdge(edges, text) {
  const [, time, at] = /^(\d+(?:\.\d+)?)(?:~(\d+))?$/.exec(text) || [];
  const found = nearestEdge(edges, edges[0] + Number(time));
  return time === undefined ? NaN : Math.min(edges.length - 1, found + Number(at || 0));
}

/**
 * @param {!Float64Array} edges
 * @param {number} time
 * @return {number} the edge nearest to a time, of equal ones the first
 */
export function nearestEdge(edges, time) {
  let best = 0;
  for (let edge = 1; edge < edges.length; edge++) {
    best = Math.abs(edges[edge] - time) < Math.abs(edges[best] - time) ? edge : best;
  }
  return best;
}
