/**
 * @fileoverview Search, and the steps of a reader.
 */

import {numberFunctions} from '/model/functions.js';
import {followPath, hashFrames, pathHash} from '/model/hashes.js';
import {framesTo, parentOf} from '/model/layout.js';
import {compileQuery, matchFrames, sumMatches} from '/model/search.js';
import {differences, stackOf, stacksOf, sumPrefixes, sumsOfLayout} from './naive.js';

export function checkSearch(report, engine, settings, random) {
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
export function checkSteps(report, engine, settings, random) {
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

export function checkRecursion(report, engine, settings) {
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
