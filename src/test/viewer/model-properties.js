/**
 * @fileoverview Properties of the model, for random reports: every answer equals that of the naive model.
 */

import {makeEngine} from '/engine/engine.js';
import {numberFunctions} from '/model/functions.js';
import {findPath, followPath, hashFrames, pathHash} from '/model/hashes.js';
import {framesTo, parentOf} from '/model/layout.js';
import {compileQuery, matchFrames, sumMatches} from '/model/search.js';
import {COLOURINGS, GROUPINGS, initialState, readState, TABS, writeState} from '/model/state.js';
import {differences, figuresOf, leaveUnopened, rankIds, stackOf, stacksOf, sumPrefixes, sumsOfLayout} from './naive.js';
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

/** Boxes below this part of what is seen need not be opened: engine.js, LEAST_SHARE. */
const SHARE = 1 / 4000;

const reversed = (stack) => Object.assign({}, stack, {frames: stack.frames.slice().reverse()});

/** A tree of callers in every figure. `limitOf` as for leaveUnopened; by default for the whole in sight. */
function compareCallers(stacks, layout, byCount, limitOf) {
  const {sums, boxes, problems} = sumsOfLayout(layout, byCount);
  const wanted = sumPrefixes(stacks.map(reversed));
  const whole = wanted.get('')[byCount ? 1 : 0];
  for (let box = 2; box < layout.count; box++) {
    const equal = layout[byCount ? 'counts' : 'bytes'][box] === layout[byCount ? 'counts' : 'bytes'][box - 1];
    if (equal && parentOf(layout, box) === parentOf(layout, box - 1) && layout.frame[box] < layout.frame[box - 1]) {
      problems.push('box ' + box + ' is not after its equal of a lower frame');
    }
  }
  const limit = limitOf || (() => Math.max(whole * SHARE, Number.MIN_VALUE));
  return problems.concat(leaveUnopened(wanted, layout, boxes, byCount, limit), differences(wanted, sums));
}

function checkCallers(report, engine, settings) {
  const {layout} = engine.answer({kind: 'callers', settings});
  return compareCallers(stacksOf(report, settings), layout, settings.byCount);
}

/** Zoomed to a box, boxes above it are opened that were too narrow before; likewise those in sight. */
function checkNearCallers(report, engine, settings, random) {
  const {byCount} = settings;
  const stacks = stacksOf(report, settings);
  const {layout} = engine.answer({kind: 'callers', settings});
  const box = Math.floor(random() * layout.count);
  const zoom = framesTo(layout, box);
  const measure = byCount ? layout.counts : layout.bytes;
  const least = Math.max(measure[0] * SHARE, Number.MIN_VALUE);
  const path = zoom.join(' ');
  const zoomed = engine.answer({kind: 'callers', settings, zoom}).layout;
  const problems = compareCallers(stacks, zoomed, byCount, (key) => {
    const inside = path === '' || key === path || key.startsWith(path + ' ');
    return inside ? Math.max(measure[box] * SHARE, Number.MIN_VALUE) : least;
  });
  const sight = {left: layout.x[box], right: layout.x[box] + measure[box]};
  const seen = engine.answer({kind: 'callers', settings, sight}).layout;
  const {boxes} = sumsOfLayout(seen, byCount);
  return problems.concat(
    compareCallers(stacks, seen, byCount, (key) => {
      const at = boxes.get(key);
      const width = byCount ? seen.counts[at] : seen.bytes[at];
      const inSight = seen.x[at] < sight.right && seen.x[at] + width > sight.left;
      return inSight ? Math.min(least, (sight.right - sight.left) * SHARE) : least;
    }),
  );
}

function checkFunctions(report, engine, settings) {
  const functions = numberFunctions(report.frames, report.files.name.length);
  const {sums} = engine.answer({kind: 'functions', settings});
  const self = new Float64Array(functions.count);
  const total = new Float64Array(functions.count);
  const selfCount = new Float64Array(functions.count);
  const totalCount = new Float64Array(functions.count);
  for (const {frames, bytes, count} of stacksOf(report, settings)) {
    const ids = [0].concat(frames.map((frame) => functions.of[frame]));
    self[ids[ids.length - 1]] += bytes;
    selfCount[ids[ids.length - 1]] += count;
    for (const id of new Set(ids)) {
      total[id] += bytes;
      totalCount[id] += count;
    }
  }
  const wrong = (name, wanted, found) =>
    Array.from(wanted.keys())
      .filter((id) => wanted[id] !== found[id])
      .map((id) => name + ' of function ' + id + ' is ' + found[id] + ' instead of ' + wanted[id])
      .slice(0, 3);
  return [
    ...wrong('self', self, sums.selfBytes),
    ...wrong('total', total, sums.totalBytes),
    ...wrong('own count', selfCount, sums.selfCount),
    ...wrong('count', totalCount, sums.totalCount),
  ];
}

/** Callers and callees of functions in every figure, whatever colours them. */
function checkSandwich(report, engine, settings, random) {
  const functions = numberFunctions(report.frames, report.files.name.length);
  const stacks = stacksOf(report, settings);
  const problems = [];
  for (let turn = 0; turn < 3; turn++) {
    const some = stacks.length === 0 ? [] : stacks[Math.floor(random() * stacks.length)].frames;
    const known = some.length > 0 && random() < 0.9;
    const functionId = known
      ? functions.of[some[Math.floor(random() * some.length)]]
      : 1 + Math.floor(random() * (functions.count - 1));
    const callers = [];
    const callees = [];
    for (const stack of stacks) {
      const at = stack.frames.findIndex((frame) => functions.of[frame] === functionId);
      if (at >= 0) {
        callers.push(Object.assign({}, stack, {frames: stack.frames.slice(0, at)}));
        callees.push(Object.assign({}, stack, {frames: stack.frames.slice(at + 1)}));
      }
    }
    const colour = ['module', 'thread', 'allocator'][turn];
    const {above, below, total} = engine.answer({kind: 'sandwich', settings, functionId, colour});
    const found = sumsOfLayout(below, settings.byCount);
    const whole = sumPrefixes(stacks).get('');
    problems.push(
      ...compareCallers(callers, above, settings.byCount).map((text) => 'above, ' + text),
      ...found.problems.concat(differences(sumPrefixes(callees), found.sums)).map((text) => 'below, ' + text),
    );
    if ([total.bytes, total.counts].join() !== whole.join()) {
      problems.push('the whole is ' + total.bytes + ',' + total.counts + ' instead of ' + whole);
    }
    for (const layout of [above, below]) {
      if (functions.of[layout.frame[0]] !== functionId) {
        problems.push('the root is another function');
      }
    }
  }
  return problems.slice(0, 5);
}

function checkSearch(report, engine, settings, random) {
  const {byCount} = settings;
  const {layout} = engine.answer({kind: 'callees', settings});
  const {strings, files, frames} = report;
  const query = ['rows', 'load_', 'shop.orders', 'limit=1'][report.threads.length % 4];
  const test = (text) => text.includes(query);
  const matching = matchFrames(report, compileQuery({query, regex: false, matchCase: true, exact: null}).terms);
  const problems = [];
  for (let frame = 1; frame < frames.count; frame++) {
    const file = frames.file[frame];
    const texts = [frames.function[frame], frames.source[frame], files.name[file], files.module[file]];
    if (texts.some((id) => test(strings[id])) !== (matching[frame] !== 0)) {
      problems.push('frame ' + frame + ' matches: ' + matching[frame]);
    }
  }
  const whole = byCount ? layout.counts[0] : layout.bytes[0];
  const zoom = {left: whole * random() * 0.5, right: whole * (0.5 + random() * 0.5)};
  const found = sumMatches(layout, matching, zoom, byCount);
  const wanted = {boxes: 0, bytes: 0, counts: 0, inZoom: 0, outer: []};
  for (let box = 0; box < layout.count; box++) {
    if (found.before[box] !== wanted.boxes) {
      problems.push(found.before[box] + ' matches before box ' + box + ' instead of ' + wanted.boxes);
    }
    if (matching[layout.frame[box]]) {
      wanted.boxes++;
      if (
        !framesTo(layout, box)
          .slice(0, -1)
          .some((frame) => matching[frame])
      ) {
        const width = byCount ? layout.counts[box] : layout.bytes[box];
        wanted.bytes += layout.bytes[box];
        wanted.counts += layout.counts[box];
        wanted.inZoom += Math.max(0, Math.min(layout.x[box] + width, zoom.right) - Math.max(layout.x[box], zoom.left));
        wanted.outer.push([width, box]);
      }
    }
  }
  wanted.outer = wanted.outer.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map((pair) => pair[1]);
  for (const [name, value] of Object.entries(wanted)) {
    if (String(found[name]) !== String(value)) {
      problems.push(name + ' is ' + found[name] + ' instead of ' + value);
    }
  }
  return problems.slice(0, 5);
}

/** The steps of a reader, one of a random kind, against stacks that were changed by hand. */
function checkSteps(report, engine, settings, random) {
  const {strings, files, frames} = report;
  const functions = numberFunctions(frames, files.name.length);
  const before = stacksOf(report, settings);
  const some = before.length === 0 ? [] : before[Math.floor(random() * before.length)].frames;
  if (some.length === 0) {
    return [];
  }
  const depth = Math.floor(random() * some.length);
  const frame = some[depth];
  const name = strings[frames.function[frame]];
  const file = strings[files.name[frames.file[frame]]];
  const module = strings[files.module[frames.file[frame]]];
  const isFunction = (other) => functions.of[other] === functions.of[frame];
  const hide = (hidden) =>
    before.map((stack) => Object.assign({}, stack, {frames: stack.frames.filter((f) => !hidden(f))}));
  // hidden frames count as well
  const all = {nonRelevant: true, hideImport: false};
  const through = before.filter((stack) => stackOf(report, stack.node, all).some(isFunction));
  const path = some.slice(0, depth + 1).join(' ');
  const onPath = (stack) => (stack.frames.join(' ') + ' ').startsWith(path + ' ');
  const hidden = [
    ['hf', name, file, hide(isFunction)],
    ['hi', file, '', hide((other) => strings[files.name[frames.file[other]]] === file)],
    ['hm', module, '', hide((other) => strings[files.module[frames.file[other]]] === module)],
  ];
  const left = [
    ['ff', name, file, through],
    ['df', name, file, before.filter((stack) => !through.includes(stack))],
  ];
  // a link to a box does not count frames that switches can hide, so only without such frames its path says it all
  const plain = some.slice(0, depth + 1).every((other) => (frames.flags[other] & 3) === 0);
  if (
    plain &&
    settings.nonRelevant &&
    !settings.hideImport &&
    !before.some((stack) => stack.frames.some((f) => frames.flags[f] & 3))
  ) {
    const {layout} = engine.answer({kind: 'callees', settings});
    const box = followPath(some.slice(0, depth + 1), layout, frames.flags);
    const hash = pathHash(layout, box, hashFrames(report), frames.flags);
    left.push(['fp', hash, '', before.filter(onPath)], ['dp', hash, '', before.filter((stack) => !onPath(stack))]);
  }
  return [...hidden, ...left].flatMap(([type, stepName, stepFile, stacks]) => {
    const steps = [{type, name: stepName, file: stepFile, label: ''}];
    const {layout} = engine.answer({kind: 'callees', settings: Object.assign({}, settings, {steps})});
    const {sums, problems} = sumsOfLayout(layout, settings.byCount);
    return problems.concat(differences(sumPrefixes(stacks), sums)).map((text) => type + ', ' + text);
  });
}

/** What the tooltip says of a box: allocators and threads. */
function checkDetails(report, engine, settings, random) {
  const stacks = stacksOf(report, settings);
  const problems = [];
  for (const kind of ['callees', 'callers']) {
    const {layout} = engine.answer({kind, settings});
    const box = Math.floor(random() * layout.count);
    const key = framesTo(layout, box).join(' ');
    const path = kind === 'callers' ? framesTo(layout, box) : null;
    const {allocators, byThread} = engine.answer({kind: 'details', settings, path, box});
    const wanted = {allocators: new Map(), byThread: new Map()};
    for (const stack of kind === 'callers' ? stacks.map(reversed) : stacks) {
      if (key === '' || (stack.frames.join(' ') + ' ').startsWith(key + ' ')) {
        const add = (sums, id) => {
          const [bytes, counts] = sums.get(id) || [0, 0];
          sums.set(id, [bytes + stack.bytes, counts + stack.count]);
        };
        add(wanted.allocators, stack.allocator);
        add(wanted.byThread, stack.thread);
      }
    }
    for (const [name, {bytes, counts}] of Object.entries({allocators, byThread})) {
      bytes.forEach((amount, id) => {
        const sum = wanted[name].get(id) || [0, 0];
        if (sum[0] !== amount || sum[1] !== counts[id]) {
          problems.push(kind + ', ' + name + ' ' + id + ': ' + [amount, counts[id]] + ' instead of ' + sum);
        }
      });
    }
  }
  return problems.slice(0, 3);
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

/**
 * Each box has the colour of the thread or allocator that holds most in it, whichever way the stacks are read; those beyond
 * the twelfth are one group.
 */
function checkGroups(report, engine, settings) {
  const problems = [];
  const stacks = stacksOf(report, settings);
  const amountOf = (stack) => (settings.byCount ? stack.count : stack.bytes);
  for (const [kind, colour] of [
    ['callees', 'allocator'],
    ['callers', 'allocator'],
    ['callees', 'thread'],
    ['callers', 'thread'],
  ]) {
    const {layout, groups} = engine.answer({kind, settings, colour});
    const ids = rankIds(stacks, (stack) => stack[colour], amountOf);
    if (groups.ids.join() !== ids.slice(0, 12).join()) {
      problems.push(colour + ': groups are ' + groups.ids + ' of ' + ids);
    }
    const amounts = new Map();
    for (const stack of stacks) {
      const frames = kind === 'callers' ? stack.frames.slice().reverse() : stack.frames;
      const slot = Math.min(12, ids.indexOf(stack[colour]));
      for (let length = 0; slot >= 0 && length <= frames.length; length++) {
        const key = frames.slice(0, length).join(' ');
        const held = amounts.get(key) || new Map();
        amounts.set(key, held);
        held.set(slot, (held.get(slot) || 0) + amountOf(stack));
      }
    }
    for (let box = 0; box < layout.count; box++) {
      const held = amounts.get(framesTo(layout, box).join(' ')) || new Map();
      const found = held.get(layout.group ? layout.group[box] : -1) || 0;
      if (found !== Math.max(0, ...held.values())) {
        problems.push(
          kind + ', ' + colour + ': box ' + box + ' has a group with ' + found + ' instead of ' + [...held],
        );
      }
    }
  }
  return problems.slice(0, 3);
}

/**
 * What the page shows around a graph: sums by thread, whichever are chosen, and by the file that allocated; here
 * of what the search leaves.
 */
function checkAround(report, engine, settings) {
  const only = {query: 'LOAD_', regex: false, matchCase: false, exact: null};
  const {byThread, byFile} = engine.answer({kind: 'callees', settings: Object.assign({}, settings, {only})});
  const matching = matchFrames(report, compileQuery(only).terms);
  const all = {nonRelevant: true, hideImport: false};
  const isLeft = ({node}) => stackOf(report, node, all).some((frame) => matching[frame]);
  const {files, frames, threads} = report;
  const wanted = {byThread: new Float64Array(2 * threads.length), byFile: new Float64Array(2 * files.count)};
  for (const {thread, bytes, count} of stacksOf(report, Object.assign({}, settings, {threads: null})).filter(isLeft)) {
    wanted.byThread[thread] += bytes;
    wanted.byThread[threads.length + thread] += count;
  }
  for (const stack of stacksOf(report, settings).filter(isLeft)) {
    const file = frames.file[stack.frames.length === 0 ? 0 : stack.frames[stack.frames.length - 1]];
    wanted.byFile[file] += stack.bytes;
    wanted.byFile[files.count + file] += stack.count;
  }
  return Object.entries({byThread, byFile})
    .map(([name, {bytes, counts}]) => [name, [...bytes, ...counts].join(), wanted[name].join()])
    .filter(([, found, expected]) => found !== expected)
    .map(([name, found, expected]) => name + ' is ' + found + ' instead of ' + expected);
}

/** Selections one after the other, near and far: what is kept from one to the next is right as well. */
function checkSelections(report, engine, settings, random) {
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
    const mode = near && random() < 0.8 ? selection.mode : ['top', 'held', 'came', 'gone', 'grew'][below(5)];
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

/** The memory of a layout is taken for the next one, however that differs. */
function checkReuse(report, engine, settings, random) {
  engine.reuse(engine.answer({kind: 'callees', settings}).layout.x.buffer);
  return checkCallees(report, engine, randomSettings(random, report));
}

function randomSelection(random, report) {
  if (!report.buckets || random() < 0.2) {
    return null;
  }
  const from = Math.floor(random() * report.buckets.count);
  const to = from + 1 + Math.floor(random() * (report.buckets.count - from));
  return {mode: ['top', 'held', 'came', 'gone', 'grew'][Math.floor(random() * 5)], from, to};
}

function checkAddress(report, _engine, settings, random) {
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
    threads: seed % 4 === 0 ? 20 : 1 + Math.floor(random() * 5),
    depth: 2 + Math.floor(random() * 30),
    hidden: random() * 0.6,
    metrics: ['peak', 'leaks'],
    buckets: seed % 2 === 0 ? 1 + (seed % 11) : 0,
    // totals that need more than four bytes, too
    unit: seed % 3 === 0 ? 2 ** 22 : 1,
  });
  const engine = makeEngine(report);
  const settings = randomSettings(random, report);
  const checks = [
    checkCallees,
    checkCallers,
    checkNearCallers,
    checkFunctions,
    checkSandwich,
    checkSearch,
    checkSteps,
    checkDetails,
    checkRecursion,
    checkLinks,
    checkGroups,
    checkAround,
    checkSelections,
    checkReuse,
    checkAddress,
  ];
  const problems = checks.flatMap((check) =>
    check(report, engine, settings, random).map((text) => check.name + ': ' + text),
  );
  return problems.map((text) => 'seed ' + seed + ': ' + text);
}
