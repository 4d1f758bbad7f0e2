/**
 * @fileoverview Reports of several captures: the two sides of a comparison, and what single captures hold of a sum.
 */

import {makeEngine} from '/engine/engine.js';
import {scalesOf} from '/model/compared.js';
import {changeOf, markOf} from '/model/difference.js';
import {findJumps, JUMPS} from '/model/jumps.js';
import {stackOf, stacksOf, sumPrefixes, sumsOfLayout} from './naive.js';

/** The same report with a base: some of its values are gone, some are new, others changed. */
function withBase(report, random) {
  const bases = report.own.metrics.map(({kind, bytes, count}) => {
    const share = Array.from(bytes, () => [0, 0, 1, 2, 3][Math.floor(random() * 5)]);
    const gone = Array.from(bytes, () => random() < 0.2);
    const base = {
      kind: 'base_' + kind,
      bytes: bytes.map((amount, at) => amount * share[at]),
      count: count.map((amount, at) => amount * share[at]),
    };
    const now = {
      kind,
      bytes: bytes.map((amount, at) => (gone[at] ? 0 : amount)),
      count: count.map((amount, at) => (gone[at] ? 0 : amount)),
    };
    return [now, base];
  });
  const metrics = [...bases.map((pair) => pair[0]), ...bases.map((pair) => pair[1])];
  const compared = {before: 1, after: 2, baseName: 'a', newName: 'b', normalized: false, factor: 4};
  return {
    ...report,
    meta: {...report.meta, compared, several: true},
    own: {...report.own, metrics},
    buckets: null,
    lifetimes: null,
  };
}

/** Sums of one side by the path of a box, scaled. */
function sidesOf(report, settings, kind, scale) {
  const {bytes, count} = report.own.metrics.find((metric) => metric.kind === kind);
  const scaled = {bytes: bytes.map((amount) => amount * scale), count: count.map((amount) => amount * scale)};
  return sumPrefixes(stacksOf(report, settings, scaled));
}

/** Widths are of both sides whatever is shown; changes, marks and jumps follow from what each side holds. */
export function checkComparison(report, _engine, settings, random) {
  if (report.own.count === 0) {
    return [];
  }
  const both = withBase(report, random);
  const engine = makeEngine(both);
  const problems = [];
  const {byCount, metric} = settings;
  const at = byCount ? 1 : 0;
  for (const swapped of [false, true]) {
    for (const normalized of [false, true]) {
      const chosen = {...settings, swapped, normalized};
      const scales = scalesOf(both.meta.compared, chosen);
      // a mean of one or of two; four times that where it shall be the same, as the factor says
      const wantedScales = swapped ? [normalized ? 1 / 8 : 1 / 2, 1] : [normalized ? 4 : 1, 1 / 2];
      if (scales.before !== wantedScales[0] || scales.after !== wantedScales[1]) {
        problems.push('scales are ' + JSON.stringify(scales));
      }
      const base = sidesOf(both, settings, swapped ? metric : 'base_' + metric, scales.before);
      const now = sidesOf(both, settings, swapped ? 'base_' + metric : metric, scales.after);
      const ask = (side) => engine.answer({kind: 'callees', settings: {...chosen, side}}).layout;
      const copy = (layout) => ({
        ...layout,
        x: layout.x.slice(),
        bytes: layout.bytes.slice(),
        counts: layout.counts.slice(),
      });
      const change = copy(ask('change'));
      const {boxes} = sumsOfLayout(change, byCount);
      for (const [key, box] of boxes) {
        const [was, is] = [base.get(key) || [0, 0], now.get(key) || [0, 0]];
        const mark = was[at] === 0 && is[at] > 0 ? 1 : is[at] === 0 && was[at] > 0 ? -1 : 0;
        if (changeOf(change, byCount)[box] !== is[at] - was[at] || markOf(change, box, byCount) !== mark) {
          problems.push(
            'box ' + key + ' changes by ' + changeOf(change, byCount)[box] + ', mark ' + markOf(change, box, byCount),
          );
        }
      }
      for (const [side, sums] of [
        ['base', base],
        ['new', now],
      ]) {
        const layout = ask(side);
        for (const [key, box] of boxes) {
          const wanted = sums.get(key) || [0, 0];
          const same = layout.frame[box] === change.frame[box] && layout.x[box] === change.x[box];
          if (!same || changeOf(layout, byCount)[box] !== wanted[at]) {
            problems.push(side + ' of ' + key + ' is ' + changeOf(layout, byCount)[box] + ' instead of ' + wanted[at]);
          }
        }
      }
      problems.push(...checkJumps(change, boxes, byCount, base, now, at));
    }
  }
  return problems.slice(0, 3);
}

/** Boxes to jump to, from the sums of both sides alone. */
function checkJumps(layout, boxes, byCount, base, now, at) {
  const sum = (sums, key) => (sums.get(key) || [0, 0])[at];
  const markAt = (key) => (sum(base, key) === 0 ? 1 : sum(now, key) === 0 ? -1 : 0);
  const whole = Math.max(sum(base, ''), sum(now, ''));
  const wanted = {'new': [], 'gone': [], 'grown': [], 'shrunk': []};
  const above = (key) => (key.includes(' ') ? key.replace(/ \d+$/, '') : '');
  const below = new Map();
  for (const key of boxes.keys()) {
    if (key !== '') {
      below.set(above(key), (below.get(above(key)) || []).concat(key));
    }
  }
  for (const [key, box] of boxes) {
    if (sum(base, key) === 0 && sum(now, key) === 0) {
      continue;
    }
    const mark = markAt(key);
    const own = [key, ...(below.get(key) || [])]
      .map((other) => sum(now, other) - sum(base, other))
      .reduce((all, part) => all - part);
    if (mark !== 0 && (key === '' || markAt(above(key)) !== mark)) {
      wanted[mark > 0 ? 'new' : 'gone'].push([box, Math.abs(sum(now, key) - sum(base, key))]);
    } else if (mark === 0 && own !== 0 && Math.abs(own) >= whole / 1000) {
      wanted[own > 0 ? 'grown' : 'shrunk'].push([box, Math.abs(own)]);
    }
  }
  const found = findJumps(layout, byCount, whole);
  return JUMPS.flatMap((kind) => {
    const order = wanted[kind].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([box]) => box);
    return order.join() === found[kind].join() ? [] : [kind + ' are ' + found[kind] + ' instead of ' + order];
  });
}

/** Figures of single captures whose sum is the report; extremes of nodes, worked out from each of them. */
export function checkExtremes(report, _engine, settings, random) {
  const {nodes, own} = report;
  if (own.count === 0) {
    return [];
  }
  const captures = ['one', 'two', 'three'];
  const parts = {};
  for (const {kind, bytes} of own.metrics) {
    // each value is of one capture, or shared out
    const shares = Array.from(
      bytes,
      () =>
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
          [0.5, 0.5, 0],
          [0.25, 0.25, 0.5],
        ][Math.floor(random() * 5)],
    );
    parts[kind] = captures.map((_, capture) => bytes.map((amount, at) => amount * 4 * shares[at][capture]));
  }
  const metrics = own.metrics.map((metric) => ({...metric, bytes: metric.bytes.map((amount) => amount * 4)}));
  // by kind and capture, what each node holds with all below it
  const sums = Object.fromEntries(
    Object.entries(parts).map(([kind, all]) => [
      kind,
      all.map((values) => {
        const held = new Float64Array(nodes.count);
        own.node.forEach((node, at) => {
          for (let up = node; up >= 0; up = nodes.parent[up]) {
            held[up] += values[at];
          }
        });
        return held;
      }),
    ]),
  );
  const views = {};
  const count = Int32Array.from(
    nodes.frame,
    (_, node) => captures.filter((_, capture) => Object.values(sums).some((of) => of[capture][node] > 0)).length || 1,
  );
  for (const [kind, of] of Object.entries(sums)) {
    const all = Array.from(nodes.frame, (_, node) => of.map((held) => held[node]));
    views[kind] = {
      below: Float64Array.from(all, (held) => held.reduce((sum, part) => sum + part, 0) - Math.max(...held)),
      owner: Int32Array.from(all, (held) => held.indexOf(Math.max(...held))),
    };
  }
  const sum = {...report, own: {...own, metrics}, buckets: null, lifetimes: null, extremes: {captures, count, views}};
  const engine = makeEngine(sum);
  const chosen = {...settings, threads: null, selection: null, byCount: false};
  const {layout} = engine.answer({kind: 'callees', settings: chosen});
  const {boxes} = sumsOfLayout(layout, false);
  const problems = [];
  const paths = Array.from(own.node, (node) => stackOf(report, node, chosen).join(' ') + ' ');
  for (const [key, box] of boxes) {
    const {extremes} = engine.answer({kind: 'details', settings: chosen, path: null, box});
    const held = parts[chosen.metric].map((values) =>
      values.reduce((all, value, at) => all + (key === '' || paths[at].startsWith(key + ' ') ? value : 0), 0),
    );
    const most = Math.max(...held);
    const having = held.filter((amount) => amount > 0).length;
    const right = extremes.exact
      ? extremes.bytes === most && held[captures.indexOf(extremes.capture)] === most && extremes.count >= having
      : extremes.bytes <= most && extremes.count <= captures.length;
    if (!right) {
      problems.push('of ' + key + ': ' + JSON.stringify(extremes) + ' of ' + held);
    }
  }
  const filtered = engine.answer({kind: 'details', settings: {...chosen, threads: [0]}, path: null, box: 0});
  if (filtered.extremes !== null) {
    problems.push('extremes of a part of a box');
  }
  return problems.slice(0, 3);
}
