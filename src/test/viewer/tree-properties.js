/**
 * @fileoverview Trees of callees and callers, sums of functions, and the sandwich: in every figure.
 */

import {numberFunctions} from '/model/functions.js';
import {framesTo, parentOf} from '/model/layout.js';
import {differences, leaveUnopened, reversed, SHARE, stacksOf, sumPrefixes, sumsOfLayout} from './naive.js';
import {randomSettings} from './random-settings.js';

export function checkCallees(report, engine, settings) {
  const {sums, problems} = sumsOfLayout(engine.answer({kind: 'callees', settings}).layout, settings.byCount);
  return problems.concat(differences(sumPrefixes(stacksOf(report, settings)), sums));
}

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

export function checkCallers(report, engine, settings) {
  const {layout} = engine.answer({kind: 'callers', settings});
  return compareCallers(stacksOf(report, settings), layout, settings.byCount);
}

/** Zoomed to a box, boxes above it are opened that were too narrow before; likewise those in sight. */
export function checkNearCallers(report, engine, settings, random) {
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

export function checkFunctions(report, engine, settings) {
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
export function checkSandwich(report, engine, settings, random) {
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

/** The memory of a layout is taken for the next one, however that differs. */
export function checkReuse(report, engine, settings, random) {
  engine.reuse(engine.answer({kind: 'callees', settings}).layout.x.buffer);
  return checkCallees(report, engine, randomSettings(random, report));
}
