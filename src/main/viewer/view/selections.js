/**
 * @fileoverview Selections of memory over time in words, and how one becomes another.
 */

import {Buckets} from '../format/types.js';
import {Front} from '../model/front.js';
import {bytesAt, edgesOf, peakIn, Selection} from '../model/instants.js';
import {State} from '../model/state.js';
import {formatBytesShort, formatChange, formatCount, formatDuration} from '../model/units.js';

/** What a mode counts, with A and B for the times of the edges. */
const LABELS = {
  'top': 'Held at the peak between A and B',
  'held': 'Held at B',
  'came': 'Allocated after A and still held at B',
  'gone': 'Held at A and given back by B',
  'grew': 'Held at B less what was held at A',
};

/** The same on a chip. */
const SHORT = {'top': 'Peak in', 'held': 'Held at', 'came': 'Came in', 'gone': 'Gone by', 'grew': 'Grew in'};

/**
 * @param {number} millis since the beginning
 * @return {string} to the millisecond while seconds are few, since edges are that near to each other
 */
export function formatMoment(millis) {
  return millis < 1e3 || millis >= 6e4 ? formatDuration(millis) : (millis / 1e3).toFixed(3) + '\u00a0s';
}

/**
 * @param {!Front} report with memory over time
 * @param {number} edge
 * @return {string} "3.200 s"
 */
export function momentOf(report, edge) {
  const edges = edgesOf(report);
  return formatMoment(edges[edge] - edges[0]);
}

/**
 * @param {!Front} report with memory over time
 * @param {!Selection} selection
 * @return {string} "Held at 3.200 s"
 */
export function labelOfMode(report, {mode, from, to}) {
  return LABELS[mode].replace(/\b[AB]\b/g, (/** string */ edge) => momentOf(report, edge === 'A' ? from : to));
}

/**
 * @param {!Front} report
 * @param {?Selection} selection
 * @return {?{does: string, what: string, less: boolean, without: !Object}} the chip of a selection (filters.js), with how much
 *     the heap grew from its beginning to its end
 */
export function chipOf(report, selection) {
  if (!selection || !report.buckets) {
    return null;
  }
  const {mode, from, to} = selection;
  const buckets = /** @type {!Buckets} */ (report.buckets);
  const what =
    mode === 'held'
      ? momentOf(report, to)
      : momentOf(report, from) +
        ' \u2013 ' +
        momentOf(report, to) +
        ', ' +
        formatChange(bytesAt(buckets, to) - bytesAt(buckets, from), false);
  return {does: SHORT[mode], what, less: false, without: {selection: null}};
}

/**
 * @param {!Front} report with memory over time
 * @param {!State} state
 * @return {!Selection} what is shown: a view is a selection of the whole run
 */
export function shownSelection({buckets}, {metric, selection}) {
  return selection || {mode: metric === 'leaks' ? 'came' : 'top', from: 0, to: buckets.count};
}

/**
 * @param {!Front} report with memory over time
 * @param {!Selection} selection
 * @return {!Object} the fields of the state that show it: of the whole run, peak and leaks are the views of that name
 */
export function patchOf({buckets, kinds}, selection) {
  const {mode, from, to} = selection;
  const metric = mode === 'top' ? 'peak' : mode === 'came' ? 'leaks' : '';
  return from === 0 && to === buckets.count && kinds.includes(metric) ? {metric, selection: null} : {selection};
}

/**
 * @param {!Front} report with memory over time
 * @return {number} how long buckets are, in ms: half of them are shorter
 */
function bucketMillis(report) {
  const edges = edgesOf(report);
  const lengths = edges.map((edge, at) => edge - edges[Math.max(0, at - 1)]).slice(1);
  return lengths.sort()[lengths.length >> 1];
}

/**
 * What the graph shows, in a sentence, and why it can be relied on.
 *
 * @param {!Front} report with memory over time
 * @param {!Selection} selection
 * @param {?{bytes: number, counts: number}} whole what it counts; null where it is not known yet
 * @return {{said: string, exact: string}}
 */
export function describeSelection(report, selection, whole) {
  const buckets = /** @type {!Buckets} */ (report.buckets);
  const {mode, to} = selection;
  const bucket = peakIn(buckets, selection);
  const amount = !whole ? '\u2026' : mode === 'grew' ? formatChange(whole.bytes, false) : formatBytesShort(whole.bytes);
  const record = mode === 'top' ? buckets.mark[bucket] : recordsBefore(buckets.records, to) - 1;
  const total = mode === 'top' ? buckets.markBytes[bucket] : mode === 'held' ? bytesAt(buckets, to) : null;
  const instants = mode === 'top' || mode === 'held' ? 'at this instant' : 'at both instants';
  const length = bucketMillis(report);
  return {
    said: labelOfMode(report, selection) + ': ' + amount,
    exact: [
      'Exact ' + instants + (record < 0 ? '' : ', after record ' + formatCount(record)) + '.',
      total === null || !whole || total === whole.bytes
        ? ''
        : 'By memray\u2019s own count ' + formatBytesShort(total) + '.',
      mode === 'top'
        ? 'The peak was between ' + momentOf(report, bucket) + ' and ' + momentOf(report, bucket + 1) + '.'
        : '',
      buckets.count === 1 ? '' : 'Times go by buckets of ' + formatMoment(length) + '.',
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/**
 * @param {!Float64Array} records by bucket
 * @param {number} edge
 * @return {number}
 */
function recordsBefore(records, edge) {
  return records.subarray(0, edge).reduce((sum, count) => sum + count, 0);
}
