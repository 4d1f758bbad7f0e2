/**
 * @fileoverview The call tree worked out the slow and obvious way: each own value is added to every prefix of its stack.
 */

import {parentOf} from '/model/layout.js';

/** @return frames of a node from below the root down, as the switches leave them */
export function stackOf(report, node, settings) {
  const {nodes, frames} = report;
  const path = [];
  for (let at = node; at > 0; at = nodes.parent[at]) {
    path.unshift(nodes.frame[at]);
  }
  const shown = [];
  for (const frame of path) {
    const flags = frames.flags[frame];
    if (settings.hideImport && (flags & 2) !== 0) {
      break;
    }
    if (settings.nonRelevant || (flags & 1) === 0) {
      shown.push(frame);
    }
  }
  return shown;
}

/** @return one stack with its figures for each own value that counts; with the number of its node */
export function stacksOf(report, settings, columns) {
  const {own} = report;
  const metric = columns || own.metrics.find((other) => other.kind === settings.metric);
  const stacks = [];
  for (let at = 0; at < own.count; at++) {
    const counted = settings.threads === null || settings.threads.includes(own.thread[at]);
    if (counted && (metric.bytes[at] !== 0 || metric.count[at] !== 0)) {
      stacks.push({
        frames: stackOf(report, own.node[at], settings),
        bytes: metric.bytes[at],
        count: metric.count[at],
        allocator: own.allocator[at],
        thread: own.thread[at],
        node: own.node[at],
      });
    }
  }
  return stacks;
}

/** @return {bytes, count} of each own value, of the lifetimes that count */
function sumLifetimes({lifetimes, own}, counts) {
  const sums = {bytes: new Array(own.count).fill(0), count: new Array(own.count).fill(0)};
  lifetimes.own.forEach((value, at) => {
    if (counts(lifetimes.born[at], lifetimes.died[at])) {
      sums.bytes[value] += lifetimes.bytes[at];
      sums.count[value] += lifetimes.count[at];
    }
  });
  return sums;
}

/**
 * What a selection counts, from what its mode says (docs/report-format.md, section 14), by own value: `figures` as they are,
 * `drawn` as boxes are wide; of a difference one of both columns has the change.
 */
export function figuresOf(report, {selection, byCount}) {
  const {mode, from, to} = selection;
  const heldAt = (instant) => sumLifetimes(report, (born, died) => born <= instant && instant < died);
  const [a, b] = [2 * from - 1, 2 * to - 1];
  const each = (make) => (one, other) => one.map((amount, at) => make(amount, other?.[at]));
  const less = each((after, before) => after - before);
  const positive = each((amount) => Math.max(0, amount));
  if (mode === 'grew') {
    const [before, after] = [heldAt(a), heldAt(b)];
    const figures = {bytes: less(after.bytes, before.bytes), count: less(after.count, before.count)};
    const larger = each((one, other) => Math.max(one, other, 0));
    const drawn = byCount
      ? {bytes: figures.count, count: larger(before.count, after.count)}
      : {bytes: larger(before.bytes, after.bytes), count: figures.bytes};
    return {figures, drawn};
  }
  const marks = report.buckets.markBytes.slice(from, to);
  const figures = {
    'top': () => heldAt(2 * (from + marks.lastIndexOf(Math.max(...marks)))),
    'held': () => heldAt(b),
    'came': () => sumLifetimes(report, (born, died) => born > a && born <= b && died > b),
    'gone': () => sumLifetimes(report, (born, died) => born <= a && died > a && died <= b),
  }[mode]();
  return {figures, drawn: {bytes: positive(figures.bytes), count: positive(figures.count)}};
}

/** @return Map of "frame frame frame" to [bytes, count]; "" is the root */
export function sumPrefixes(stacks) {
  const sums = new Map([['', [0, 0]]]);
  for (const {frames, bytes, count} of stacks) {
    for (let length = 0; length <= frames.length; length++) {
      const key = frames.slice(0, length).join(' ');
      const sum = sums.get(key) || [0, 0];
      sums.set(key, [sum[0] + bytes, sum[1] + count]);
    }
  }
  return sums;
}

/** @return the same from a layout, its boxes by the same keys, and what is wrong with its arrangement */
export function sumsOfLayout(layout, byCount) {
  const sums = new Map();
  const boxes = new Map();
  const keys = [];
  const problems = [];
  const measure = byCount ? layout.counts : layout.bytes;
  for (let box = 0; box < layout.count; box++) {
    const up = parentOf(layout, box);
    keys[box] = box === 0 ? '' : keys[up] === '' ? String(layout.frame[box]) : keys[up] + ' ' + layout.frame[box];
    if (sums.has(keys[box])) {
      problems.push('two boxes for ' + keys[box]);
    }
    sums.set(keys[box], [layout.bytes[box], layout.counts[box]]);
    boxes.set(keys[box], box);
    let left = layout.x[box];
    for (let child = layout.first[box]; child < layout.first[box + 1]; child++) {
      if (parentOf(layout, child) !== box || layout.x[child] !== left) {
        problems.push('box ' + child + ' is not where it belongs');
      }
      if (!layout.kept && child > layout.first[box] && measure[child] > measure[child - 1]) {
        problems.push('box ' + child + ' is wider than the one before it');
      }
      left += measure[child];
    }
    if (left > layout.x[box] + measure[box]) {
      problems.push('children of ' + box + ' are wider than it');
    }
  }
  return {sums, boxes, problems};
}

/** @return differences of two maps of sums, as sentences */
export function differences(wanted, found) {
  const texts = [];
  for (const [key, [bytes, count]] of wanted) {
    const other = found.get(key);
    if (other === undefined ? bytes !== 0 || count !== 0 : other[0] !== bytes || other[1] !== count) {
      texts.push('[' + key + '] is ' + other + ' instead of ' + [bytes, count]);
    }
  }
  for (const key of found.keys()) {
    if (!wanted.has(key)) {
      texts.push('[' + key + '] should not be there');
    }
  }
  return texts.slice(0, 5);
}

/**
 * Callers are not opened where they are too narrow to be seen: takes what is above such boxes out of what is wanted.
 *
 * @param wanted changed
 * @param layout of callers
 * @param boxes of it, by key
 * @param limitOf by key, the width from which on a box has to be opened
 * @return what is not opened although it is wide enough, or marked although there is nothing to open
 */
export function leaveUnopened(wanted, layout, boxes, byCount, limitOf) {
  const measure = byCount ? layout.counts : layout.bytes;
  const texts = [];
  const marked = new Set();
  for (const [key, box] of boxes) {
    if (layout.cut[box] !== 0) {
      marked.add(key);
      if (measure[box] >= limitOf(key)) {
        texts.push('[' + key + '] is not opened, but is ' + measure[box] + ' wide');
      }
    }
  }
  const used = new Set();
  for (const key of [...wanted.keys()].filter((one) => one !== '')) {
    const frames = key.split(' ');
    for (let length = frames.length - 1; length >= 0; length--) {
      const below = frames.slice(0, length).join(' ');
      if (marked.has(below)) {
        used.add(below);
        wanted.delete(key);
      }
    }
  }
  for (const key of marked) {
    if (!used.has(key)) {
      texts.push('[' + key + '] has nothing to open');
    }
  }
  return texts;
}

/** @return numbers of the groups that hold anything, largest first */
export function rankIds(stacks, groupOf, amountOf) {
  const sums = new Map();
  for (const stack of stacks) {
    sums.set(groupOf(stack), (sums.get(groupOf(stack)) || 0) + amountOf(stack));
  }
  return [...sums.keys()].filter((id) => sums.get(id) > 0).sort((a, b) => sums.get(b) - sums.get(a) || a - b);
}

/** Boxes below this part of what is seen need not be opened: engine.js, LEAST_SHARE. */
export const SHARE = 1 / 4000;

/** The same stack, from the innermost frame. */
export const reversed = (stack) => Object.assign({}, stack, {frames: stack.frames.slice().reverse()});
