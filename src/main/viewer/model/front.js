/**
 * @fileoverview What of a report the page itself needs: all but the nodes and their values, which stay with the engine.
 */

import {Buckets, Files, Frames, Meta, Report, Samples, Thread} from '../format/types.js';

/**
 * `kinds` are those of the report's metrics.
 *
 * @typedef {{
 *   nodeCount: number,
 *   kinds: !Array<string>,
 *   meta: !Meta,
 *   strings: !Array<string>,
 *   files: !Files,
 *   frames: !Frames,
 *   threads: !Array<!Thread>,
 *   samples: !Samples,
 *   buckets: ?Buckets
 * }}
 */
export let Front;

/**
 * @param {!Report} report
 * @return {!Front}
 */
export function frontOf(report) {
  const {meta, strings, files, frames, nodes, own, threads, samples, buckets} = report;
  const kinds = own.metrics.map((metric) => metric.kind);
  return {nodeCount: nodes.count, kinds, meta, strings, files, frames, threads, samples, buckets};
}
