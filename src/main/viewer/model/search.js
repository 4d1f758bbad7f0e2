/**
 * @fileoverview Search over function, file, source line and module of the frames, then sums over the boxes.
 */

import {ints, octets} from '../format/arrays.js';
import {Files, Frames} from '../format/types.js';
import {Layout, measureOf, Span} from './layout.js';

/**
 * @typedef {{
 *   query: string,
 *   regex: boolean,
 *   matchCase: boolean
 * }}
 */
export let Query;

/**
 * The test for a query.
 *
 * @param {!Query} query the state of the page has these too
 * @return {{test: ?function(string): boolean, problem: ?string}} no test for an empty query; `problem` says in a sentence
 *     what is wrong with a regular expression
 */
export function compileQuery({query, regex, matchCase}) {
  if (query === '') {
    return {test: null, problem: null};
  }
  if (regex) {
    try {
      const pattern = new RegExp(query, matchCase ? 'u' : 'iu');
      return {test: (text) => pattern.test(text), problem: null};
    } catch (error) {
      const reason = String(/** @type {!Error} */ (error).message).replace(/^Invalid regular expression:\s*/, '');
      return {test: null, problem: 'Not a regular expression: ' + reason};
    }
  }
  if (matchCase) {
    return {test: (text) => text.includes(query), problem: null};
  }
  const wanted = query.toLowerCase();
  return {test: (text) => text.toLowerCase().includes(wanted), problem: null};
}

/**
 * Which frames match. Each string is tested once.
 *
 * @param {{strings: !Array<string>, files: !Files, frames: !Frames}} report
 * @param {function(string): boolean} test
 * @return {!Uint8Array} by frame
 */
export function matchFrames(report, test) {
  const {strings, files, frames} = report;
  const known = octets(strings.length);
  const matches = (/** number */ id) => {
    if (known[id] === 0) {
      known[id] = test(strings[id]) ? 2 : 1;
    }
    return known[id] === 2;
  };
  const fileMatches = octets(files.name.length);
  for (let file = 1; file < fileMatches.length; file++) {
    fileMatches[file] = matches(files.name[file]) || matches(files.module[file]) ? 1 : 0;
  }
  const found = octets(frames.function.length);
  for (let frame = 1; frame < found.length; frame++) {
    const source = frames.source[frame];
    const hit =
      fileMatches[frames.file[frame]] !== 0 || matches(frames.function[frame]) || (source !== 0 && matches(source));
    found[frame] = hit ? 1 : 0;
  }
  found[0] = test('memray') ? 1 : 0;
  return found;
}

/**
 * `boxes`: matching boxes; `outer`: the outermost of them, widest first (at most 20,000); `inZoom`: measure inside the zoom;
 * `before[b]`: how many of the boxes before b match; `frames`: 1 for frames that match.
 *
 * @typedef {{
 *   boxes: number,
 *   outer: !Int32Array,
 *   bytes: number,
 *   counts: number,
 *   inZoom: number,
 *   before: !Int32Array,
 *   frames: !Uint8Array
 * }}
 */
export let Matches;

/**
 * Sums over the matching boxes; a match inside another is not counted again.
 *
 * @param {!Layout} layout boxes by level
 * @param {!Uint8Array} frameMatches by frame
 * @param {!Span} zoom part of the whole, in units of the measure
 * @param {boolean} byCount
 * @return {!Matches}
 */
export function sumMatches(layout, frameMatches, zoom, byCount) {
  const {count, first, frame, x} = layout;
  const measure = measureOf(byCount, layout);
  const inside = octets(count);
  const before = ints(count + 1);
  const outer = [];
  let boxes = 0;
  let bytes = 0;
  let counts = 0;
  let inZoom = 0;
  for (let box = 0; box < count; box++) {
    before[box] = boxes;
    const within = inside[box];
    const hit = frameMatches[frame[box]] !== 0;
    if (within !== 0 || hit) {
      for (let kid = first[box]; kid < first[box + 1]; kid++) {
        inside[kid] = 1;
      }
    }
    if (hit) {
      boxes++;
      if (within === 0) {
        bytes += layout.bytes[box];
        counts += layout.counts[box];
        inZoom += Math.max(0, Math.min(x[box] + measure[box], zoom.right) - Math.max(x[box], zoom.left));
        outer.push(box);
      }
    }
  }
  before[count] = boxes;
  const sorted = Int32Array.from(outer).sort((a, b) => measure[b] - measure[a] || a - b);
  return {boxes, outer: sorted.slice(0, 20000), bytes, counts, inZoom, before, frames: frameMatches};
}
