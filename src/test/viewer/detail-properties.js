/**
 * @fileoverview What the page says of boxes and around the graph: details, colours, sums by thread and file.
 */

import {framesTo} from '/model/layout.js';
import {compileQuery, matchFrames} from '/model/search.js';
import {rankIds, reversed, stackOf, stacksOf} from './naive.js';

/** What the tooltip says of a box: allocators and threads. */
export function checkDetails(report, engine, settings, random) {
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

/**
 * Each box has the colour of the thread or allocator that holds most in it, whichever way the stacks are read; those beyond
 * the twelfth are one group.
 */
export function checkGroups(report, engine, settings) {
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
export function checkAround(report, engine, settings) {
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
