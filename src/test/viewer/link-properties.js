/**
 * @fileoverview Links: to a box, and to what is shown.
 */

import {findPath, followPath, hashFrames, pathHash} from '/model/hashes.js';
import {parentOf} from '/model/layout.js';
import {COLOURINGS, GROUPINGS, initialState, readState, TABS, writeState} from '/model/state.js';
import {randomSelection} from './random-settings.js';

export function checkLinks(report, engine, settings, random) {
  const {layout} = engine.answer({kind: 'callees', settings});
  const hashes = hashFrames(report);
  const problems = [];
  for (let turn = 0; turn < 5 && layout.count > 1; turn++) {
    const box = 1 + Math.floor(random() * (layout.count - 1));
    const at = findPath(layout, pathHash(layout, box, hashes, report.frames.flags), hashes, report.frames.flags);
    const frames = [];
    for (let up = box; up > 0; up = parentOf(layout, up)) {
      frames.unshift(layout.frame[up]);
    }
    if (at === 0 || layout.frame[at] !== layout.frame[box]) {
      problems.push('box ' + box + ' is not found by its hash');
    }
    if (layout.frame[followPath(frames, layout, report.frames.flags)] !== layout.frame[box]) {
      problems.push('box ' + box + ' is not found by its path');
    }
  }
  return problems;
}

export function checkAddress(report, _engine, settings, random) {
  const withKinds = Object.assign({kinds: report.own.metrics.map((metric) => metric.kind)}, report);
  const initial = initialState(withKinds);
  const state = Object.assign({}, initial, {
    metric: settings.metric,
    selection: randomSelection(random, report),
    byCount: settings.byCount,
    threads: settings.threads,
    nonRelevant: settings.nonRelevant,
    hideImport: settings.hideImport,
    tab: TABS[Math.floor(random() * TABS.length)],
    colour: COLOURINGS[Math.floor(random() * COLOURINGS.length)],
    icicle: random() < 0.5,
    sourceLabels: random() < 0.5,
    tall: random() < 0.5,
    swapped: random() < 0.5,
    normalized: random() < 0.5,
    regex: random() < 0.5,
    matchCase: random() < 0.5,
    only: random() < 0.5,
    exact: {name: 'h', file: 'z.py'},
    range: {left: 0.25, right: 0.5},
    groupBy: GROUPINGS[Math.floor(random() * GROUPINGS.length)],
    query: 'a&b=c#\u202e',
    zoom: '0123456789abcdef',
    steps: [
      {type: 'hf', name: 'f\u0000', file: 'x.py', label: 'f'},
      {type: 'dp', name: 'fedcba9876543210', file: '', label: 'g'},
    ],
    callee: {name: 'g', file: 'y.py'},
  });
  const again = readState(writeState(state, initial, withKinds), initial, withKinds);
  return JSON.stringify(again) === JSON.stringify(state) ? [] : ['the address reads ' + JSON.stringify(again)];
}
