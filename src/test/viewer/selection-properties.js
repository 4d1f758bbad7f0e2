/**
 * @fileoverview Selections of a part of the run.
 */

import {differences, figuresOf, reversed, SHARE, stacksOf, sumPrefixes, sumsOfLayout} from './naive.js';
import {MODES} from './random-settings.js';

/** Selections one after the other, near and far: what is kept from one to the next is right as well. */
export function checkSelections(report, engine, settings, random) {
  if (!report.buckets) {
    return [];
  }
  const last = report.buckets.count;
  const below = (limit) => Math.floor(random() * limit);
  const problems = [];
  let selection = {mode: 'held', from: 0, to: 0};
  let {byCount, threads} = settings;
  for (let turn = 0; turn < 12; turn++) {
    const near = random() < 0.7;
    const move = (edge) => Math.min(last, Math.max(0, near ? edge + below(3) - 1 : below(last + 1)));
    const edges = [move(selection.from), move(selection.to)].sort((a, b) => a - b);
    const mode = near && random() < 0.8 ? selection.mode : MODES[below(MODES.length)];
    const instant = edges[0] === edges[1] && mode !== 'held';
    selection = {mode, from: instant ? 0 : edges[0], to: instant ? Math.max(1, edges[1]) : edges[1]};
    byCount = random() < 0.2 ? !byCount : byCount;
    threads = random() < 0.2 ? null : threads;
    const now = Object.assign({}, settings, {byCount, selection, threads});
    const wrong = checkSelection(report, engine, now, random() < 0.5);
    problems.push(...wrong.map((problem) => JSON.stringify([turn, selection, byCount]) + ': ' + problem));
  }
  return problems;
}

function checkSelection(report, engine, settings, draft) {
  const {byCount} = settings;
  const {figures, drawn} = figuresOf(report, settings);
  const stacks = stacksOf(report, settings, drawn);
  const wanted = sumPrefixes(stacks);
  const {layout, whole} = engine.answer({kind: 'callees', settings, draft});
  const {sums, problems} = sumsOfLayout(layout, byCount);
  if (draft) {
    const measure = (key) => wanted.get(key)?.[byCount ? 1 : 0] || 0;
    const least = measure('') * SHARE;
    for (const key of [...wanted.keys()].filter((one) => !sums.has(one) && one !== '')) {
      const below = key.split(' ').map((_, at, frames) => frames.slice(0, at).join(' '));
      if (below.some((one) => measure(one) < least)) {
        wanted.delete(key);
      }
    }
  }
  const add = (amounts) => amounts.reduce((sum, amount) => sum + amount, 0);
  const total = [add(figures.bytes), add(figures.count)].join();
  if ([whole.bytes, whole.counts].join() !== total) {
    problems.push('in all ' + [whole.bytes, whole.counts] + ' instead of ' + total);
  }
  const table = engine.answer({kind: 'functions', settings}).total;
  const chosen = sumPrefixes(stacksOf(report, settings, figures))
    .get('')
    .join();
  if ([table.bytes, table.counts].join() !== chosen) {
    problems.push('the table has ' + [table.bytes, table.counts] + ' instead of ' + chosen);
  }
  const above = engine.answer({kind: 'callers', settings}).layout;
  return problems.concat(
    differences(wanted, sums),
    leftOfCallers(stacks, above, byCount),
    settings.selection.mode === 'grew' ? checkReverse(engine, settings) : [],
  );
}

/** The root of callers has all, and its parts are right. */
function leftOfCallers(stacks, layout, byCount) {
  const {sums, problems} = sumsOfLayout(layout, byCount);
  const wanted = sumPrefixes(stacks.map(reversed));
  for (const [key, [bytes, counts]] of sums) {
    const [otherBytes, otherCounts] = wanted.get(key) || [];
    if (bytes !== otherBytes || counts !== otherCounts) {
      problems.push('callers [' + key + '] are ' + [bytes, counts] + ' instead of ' + [otherBytes, otherCounts]);
    }
  }
  return problems;
}

/** What grew from A to B shrank from B to A. */
function checkReverse(engine, settings) {
  const {from, to} = settings.selection;
  const back = Object.assign({}, settings, {selection: {mode: 'grew', from: to, to: from}});
  const one = engine.answer({kind: 'functions', settings}).sums;
  const other = engine.answer({kind: 'functions', settings: back}).sums;
  return Object.keys(one)
    .filter((name) => one[name].some((amount, at) => amount !== -other[name][at]))
    .map((name) => name + ' is not the negative of the way back');
}
