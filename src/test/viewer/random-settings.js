/**
 * @fileoverview What a reader may choose, at random.
 */

const PLAIN = {
  metric: 'peak',
  byCount: false,
  threads: null,
  nonRelevant: false,
  hideImport: false,
  steps: [],
  only: null,
};

export function randomSettings(random, report) {
  const threads = report.threads.map((_, at) => at).filter(() => random() < 0.5);
  return Object.assign({}, PLAIN, {
    metric: report.own.metrics[Math.floor(random() * report.own.metrics.length)].kind,
    byCount: random() < 0.3,
    threads: random() < 0.5 || threads.length === 0 ? null : threads,
    nonRelevant: random() < 0.5,
    hideImport: random() < 0.4,
  });
}

/** Of selections, docs/report-format.md, section 14. */
export const MODES = ['top', 'held', 'came', 'gone', 'grew'];

export function randomSelection(random, report) {
  if (!report.buckets || random() < 0.2) {
    return null;
  }
  const from = Math.floor(random() * report.buckets.count);
  const to = from + 1 + Math.floor(random() * (report.buckets.count - from));
  return {mode: MODES[Math.floor(random() * MODES.length)], from, to};
}
