/**
 * @fileoverview Properties of the model, for random reports: every answer equals that of the naive model.
 */

import {makeEngine} from '/engine/engine.js';
import {numberFunctions} from '/model/functions.js';
import {findPath, followPath, hashFrames, pathHash} from '/model/hashes.js';
import {framesTo, parentOf} from '/model/layout.js';
import {matchFrames, sumMatches} from '/model/search.js';
import {initialState, readState, writeState} from '/model/state.js';
import {differences, stacksOf, sumPrefixes, sumsOfLayout} from './naive.js';
import {makeRandom, makeReport} from './synthetic.js';

const PLAIN = {
  metric: 'peak',
  byCount: false,
  threads: null,
  nonRelevant: false,
  hideImport: false,
  steps: [],
  only: null,
};

function randomSettings(random, report) {
  const threads = report.threads.map((_, at) => at).filter(() => random() < 0.5);
  return Object.assign({}, PLAIN, {
    metric: report.own.metrics[Math.floor(random() * report.own.metrics.length)].kind,
    byCount: random() < 0.3,
    threads: random() < 0.5 || threads.length === 0 ? null : threads,
    nonRelevant: random() < 0.5,
    hideImport: random() < 0.4,
  });
}

function checkCallees(report, engine, settings) {
  const {sums, problems} = sumsOfLayout(engine.answer({kind: 'callees', settings}).layout, settings.byCount);
  return problems.concat(differences(sumPrefixes(stacksOf(report, settings)), sums));
}

function checkCallers(report, engine, settings) {
  const {layout} = engine.answer({kind: 'callers', settings});
  const {sums, problems} = sumsOfLayout(layout, settings.byCount);
  const stacks = stacksOf(report, settings).map((stack) =>
    Object.assign({}, stack, {frames: stack.frames.slice().reverse()}),
  );
  const wanted = sumPrefixes(stacks);
  // what is too narrow to be seen is not opened, so only what was found is compared
  for (const key of [...wanted.keys()]) {
    if (!sums.has(key)) {
      wanted.delete(key);
    }
  }
  return problems.concat(differences(wanted, sums));
}

function checkFunctions(report, engine, settings) {
  const functions = numberFunctions(report.frames, report.files.name.length);
  const {sums} = engine.answer({kind: 'functions', settings});
  const self = new Float64Array(functions.count);
  const total = new Float64Array(functions.count);
  for (const {frames, bytes} of stacksOf(report, settings)) {
    const ids = [0].concat(frames.map((frame) => functions.of[frame]));
    self[ids[ids.length - 1]] += bytes;
    new Set(ids).forEach((id) => {
      total[id] += bytes;
    });
  }
  const wrong = (name, wanted, found) =>
    Array.from(wanted.keys())
      .filter((id) => wanted[id] !== found[id])
      .map((id) => name + ' of function ' + id + ' is ' + found[id] + ' instead of ' + wanted[id])
      .slice(0, 3);
  return wrong('self', self, sums.selfBytes).concat(wrong('total', total, sums.totalBytes));
}

function checkSandwich(report, engine, settings, random) {
  const functions = numberFunctions(report.frames, report.files.name.length);
  const functionId = 1 + Math.floor(random() * (functions.count - 1));
  const {above, below} = engine.answer({kind: 'sandwich', settings, functionId});
  let whole = 0;
  for (const {frames, bytes} of stacksOf(report, settings)) {
    whole += frames.some((frame) => functions.of[frame] === functionId) ? bytes : 0;
  }
  return [
    ['above', above],
    ['below', below],
  ]
    .filter(([, layout]) => layout.bytes[0] !== whole)
    .map(([name, layout]) => name + ' holds ' + layout.bytes[0] + ' instead of ' + whole);
}

function checkSearch(report, engine, settings) {
  const {layout} = engine.answer({kind: 'callees', settings});
  const test = (text) => text.includes('rows');
  const matching = matchFrames(report, test);
  const found = sumMatches(layout, matching, {left: 0, right: 1}, settings.byCount);
  let bytes = 0;
  for (const stack of stacksOf(report, settings)) {
    bytes += stack.frames.some((frame) => matching[frame]) ? stack.bytes : 0;
  }
  return found.bytes === bytes ? [] : ['search found ' + found.bytes + ' bytes instead of ' + bytes];
}

function checkRecursion(report, engine, settings) {
  const functions = numberFunctions(report.frames, report.files.name.length);
  const steps = [{type: 'cr', name: '', file: '', label: ''}];
  const {layout} = engine.answer({kind: 'callees', settings: Object.assign({}, settings, {steps})});
  const problems = [];
  for (let box = 1; box < layout.count; box++) {
    for (let up = parentOf(layout, box); up > 0; up = parentOf(layout, up)) {
      if (functions.of[layout.frame[up]] === functions.of[layout.frame[box]]) {
        problems.push('a function stands on itself');
      }
    }
  }
  const whole = stacksOf(report, settings).reduce((sum, stack) => sum + stack.bytes, 0);
  return layout.bytes[0] === whole
    ? problems
    : problems.concat('collapsed: ' + layout.bytes[0] + ' instead of ' + whole);
}

function checkLinks(report, engine, settings, random) {
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

/** Each box has the colour of the allocator that holds most in it, whichever way the stacks are read. */
function checkGroups(report, engine, settings) {
  const problems = [];
  for (const kind of ['callees', 'callers']) {
    const {layout, groups} = engine.answer({kind, settings, colour: 'allocator'});
    const amounts = new Map();
    for (const stack of stacksOf(report, settings)) {
      const frames = kind === 'callers' ? stack.frames.slice().reverse() : stack.frames;
      for (let length = 0; length <= frames.length; length++) {
        const key = frames.slice(0, length).join(' ');
        const held = amounts.get(key) || new Map();
        amounts.set(key, held);
        held.set(stack.allocator, (held.get(stack.allocator) || 0) + (settings.byCount ? stack.count : stack.bytes));
      }
    }
    for (let box = 0; box < layout.count; box++) {
      const held = amounts.get(framesTo(layout, box).join(' ')) || new Map();
      const found = held.get(groups.ids[layout.group ? layout.group[box] : -1]) || 0;
      if (found !== Math.max(0, ...held.values())) {
        problems.push(kind + ': box ' + box + ' has a group with ' + found + ' instead of ' + [...held]);
      }
    }
  }
  return problems.slice(0, 3);
}

/** The memory of a layout is taken for the next one, however that differs. */
function checkReuse(report, engine, settings, random) {
  engine.reuse(engine.answer({kind: 'callees', settings}).layout.x.buffer);
  return checkCallees(report, engine, randomSettings(random, report));
}

function checkAddress(report, settings) {
  const withKinds = Object.assign({kinds: report.own.metrics.map((metric) => metric.kind)}, report);
  const initial = initialState(withKinds);
  const state = Object.assign({}, initial, {
    metric: settings.metric,
    byCount: settings.byCount,
    threads: settings.threads,
    nonRelevant: settings.nonRelevant,
    hideImport: settings.hideImport,
    query: 'a&b=c#\u202e',
    zoom: '0123456789abcdef',
    steps: [{type: 'hf', name: 'f\u0000', file: 'x.py', label: 'f'}],
    callee: {name: 'g', file: 'y.py'},
  });
  const again = readState(writeState(state, initial, report.threads), initial, withKinds);
  return JSON.stringify(again) === JSON.stringify(state) ? [] : ['the address reads ' + JSON.stringify(again)];
}

/**
 * @param {number} seed
 * @return {!Array<string>} what is wrong, with the seed
 */
export function checkReport(seed) {
  const random = makeRandom(seed);
  const report = makeReport({
    seed,
    nodes: 1 + Math.floor(random() * 300),
    functions: 50 + Math.floor(random() * 40),
    threads: 1 + Math.floor(random() * 5),
    depth: 2 + Math.floor(random() * 30),
    hidden: random() * 0.6,
    metrics: ['peak', 'leaks'],
    // totals that need more than four bytes, too
    unit: seed % 3 === 0 ? 2 ** 22 : 1,
  });
  const engine = makeEngine(report);
  const settings = randomSettings(random, report);
  const checks = [
    checkCallees,
    checkCallers,
    checkFunctions,
    checkSandwich,
    checkSearch,
    checkRecursion,
    checkLinks,
    checkGroups,
    checkReuse,
  ];
  const problems = checks.flatMap((check) =>
    check(report, engine, settings, random).map((text) => check.name + ': ' + text),
  );
  return problems.concat(checkAddress(report, settings)).map((text) => 'seed ' + seed + ': ' + text);
}
