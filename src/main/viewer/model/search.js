/**
 * @fileoverview Search over function, file, source line and module of the frames, and over what is written on a box, then
 * sums over the boxes.
 */

import {ints, octets} from '../format/arrays.js';
import {Files, Frames} from '../format/types.js';
import {Layout, measureOf, Span} from './layout.js';
import {NATIVE} from './names.js';

/** Where a frame matches, as bits: its function, its file or line, its source line, its module. */
export const IN_FUNCTION = 1;
export const IN_PLACE = 2;
export const IN_SOURCE = 4;
const IN_MODULE = 8;

/**
 * A text or a pattern, or, instead of both, `exact`: a function by name and file.
 *
 * @typedef {{
 *   query: string,
 *   regex: boolean,
 *   matchCase: boolean,
 *   exact: ?{name: string, file: string}
 * }}
 */
export let Query;

/**
 * One condition of a query: `find` says where a text matches, from and to, null if nowhere. `field` is "fn", "file",
 * "line" or "lib" where the query names it, else "". `joined`: function, file and line are looked through together, too. `line` are
 * the first and the last line number that match, null where the term is no number.
 *
 * @typedef {{
 *   field: string,
 *   find: function(string): ?Array<number>,
 *   joined: boolean,
 *   line: ?Array<number>
 * }}
 */
export let Term;

/** "fn:", "file:", "line:" or "lib:" at the beginning of a word. */
const FIELD = /(?:^|\s+)(fn|file|line|lib):(?=\S)/;

/** What joins function, file and line: none of it is in a query that no joined text could match. */
const JOINTS = /[:\s("\\]|\.[*+]/;

/**
 * The terms of a query, all of which have to match.
 *
 * @param {!Query} query the state of the page has these too
 * @return {{terms: ?Array<!Term>, problem: ?string}} no terms for an empty query; `problem` says in a sentence what is wrong
 *     with a regular expression
 */
export function compileQuery({query, regex, matchCase}) {
  if (query === '') {
    return {terms: null, problem: null};
  }
  // what is before the first field, then field and text in turn
  const pieces = query.split(FIELD);
  /** @type {!Array<!Term>} */
  const terms = [];
  try {
    for (let at = 0; at < pieces.length; at += 2) {
      const text = pieces[at];
      const field = at === 0 ? '' : pieces[at - 1];
      const numbers = field === 'line' && !regex ? /^(\d+)(?:-(\d+))?$/.exec(text) : null;
      if (text !== '') {
        terms.push({
          field,
          find: regex ? findPattern(text, matchCase) : findText(text, matchCase),
          joined: field === '' && JOINTS.test(text),
          line: numbers && [Number(numbers[1]), Number(numbers[2] || numbers[1])],
        });
      }
    }
  } catch (error) {
    const reason = String(/** @type {!Error} */ (error).message).replace(/^invalid regular expression:\s*/i, '');
    return {terms: null, problem: 'Not a regular expression: ' + reason};
  }
  return {terms, problem: null};
}

/**
 * @param {string} text
 * @param {boolean} matchCase
 * @return {function(string): ?Array<number>}
 */
function findText(text, matchCase) {
  const wanted = matchCase ? text : text.toLowerCase();
  return (other) => {
    const at = (matchCase ? other : other.toLowerCase()).indexOf(wanted);
    return at < 0 ? null : [at, at + wanted.length];
  };
}

/**
 * @param {string} text
 * @param {boolean} matchCase
 * @return {function(string): ?Array<number>}
 */
function findPattern(text, matchCase) {
  const flags = matchCase ? '' : 'i';
  /** @type {!RegExp} */
  let pattern;
  try {
    pattern = new RegExp(text, flags + 'u');
  } catch {
    // with that flag, a backslash before a letter or sign that needs none is an error; without it stands for the sign
    pattern = new RegExp(text, flags);
  }
  return (other) => {
    const match = pattern.exec(other);
    return match && [match.index, match.index + match[0].length];
  };
}

/**
 * Whether a term matches across what joins the parts: a match within one part is no news, and one within a joint says
 * nothing.
 *
 * @param {!Array<string>} parts every second is a joint
 * @param {function(string): ?Array<number>} find
 * @return {boolean}
 */
function crosses(parts, find) {
  const found = find(parts.join(''));
  let end = 0;
  return (
    found !== null &&
    parts.some((part, at) => {
      const begin = end;
      end += part.length;
      return at % 2 === 1 && found[0] < end && found[1] > begin && (found[0] < begin || found[1] > end);
    })
  );
}

/**
 * Which frames match. Each string is tested once.
 *
 * @param {{strings: !Array<string>, files: !Files, frames: !Frames}} report
 * @param {!Array<!Term>} terms
 * @return {!Uint8Array} by frame where it matches, 0 for nowhere
 */
export function matchFrames(report, terms) {
  const found = octets(report.frames.function.length);
  terms.forEach((term, at) => {
    const hits = matchTerm(report, term);
    for (let frame = 0; frame < found.length; frame++) {
      found[frame] = hits[frame] !== 0 && (at === 0 || found[frame] !== 0) ? found[frame] | hits[frame] : 0;
    }
  });
  return found;
}

/**
 * @param {{strings: !Array<string>, files: !Files, frames: !Frames}} report
 * @param {!Term} term
 * @return {!Uint8Array} by frame
 */
function matchTerm(report, {field, find, joined, line}) {
  const {strings, files, frames} = report;
  const known = octets(strings.length);
  const matches = (/** number */ id) => {
    if (known[id] === 0) {
      known[id] = find(strings[id]) ? 2 : 1;
    }
    return known[id] === 2;
  };
  const any = field === '';
  const found = octets(frames.function.length);
  for (let frame = 1; frame < found.length; frame++) {
    const name = frames.function[frame];
    const file = frames.file[frame];
    const source = frames.source[frame];
    const number = frames.line[frame];
    if ((any || field === 'fn') && matches(name)) {
      found[frame] = IN_FUNCTION;
    } else if (line ? number >= line[0] && number <= line[1] : (any || field === 'file') && matches(files.name[file])) {
      found[frame] = IN_PLACE;
    } else if ((any || (field === 'line' && !line)) && source !== 0 && matches(source)) {
      found[frame] = IN_SOURCE;
    } else if (
      (any || (field === 'lib' && (frames.flags[frame] & NATIVE) !== 0)) &&
      file !== 0 &&
      matches(files.module[file])
    ) {
      found[frame] = IN_MODULE;
    } else if (field === 'line' && !line && find('' + number)) {
      found[frame] = IN_PLACE;
    } else if (joined && matchesJoined(strings[name], strings[files.name[file]], '' + number, find)) {
      found[frame] = IN_PLACE;
    }
  }
  found[0] = (any || field === 'fn') && find('memray') ? IN_FUNCTION : 0;
  return found;
}

/**
 * The forms in which a place is written: on a box, by the command stats, in folded stacks, by Python. Paths are also
 * written without their folders, or with the last one alone.
 *
 * @param {string} name
 * @param {string} path
 * @param {string} line
 * @param {function(string): ?Array<number>} find
 * @return {boolean}
 */
function matchesJoined(name, path, line, find) {
  const folders = path.split(/[/\\]/);
  const last = folders.length - 1;
  const short = last < 1 ? [] : [folders[last], folders[last - 1] + '/' + folders[last]];
  return [path, ...short].some(
    (file) =>
      [' ', ' at ', ':', ' ('].some((joint) =>
        crosses([name, joint, file, ':', line, joint === ' (' ? ')' : ''], find),
      ) || crosses(['', 'File "', file, '", line ', line, ', in ', name], find),
  );
}

/**
 * What a search finds without a pattern, or with one if there is time enough.
 *
 * @param {{strings: !Array<string>, files: !Files, frames: !Frames}} report
 * @param {!Query} query
 * @return {!Found}
 */
export function findFrames(report, query) {
  const {exact} = query;
  if (exact) {
    const {strings, files, frames} = report;
    const isIt = (/** number */ frame) =>
      frame !== 0 &&
      strings[frames.function[frame]] === exact.name &&
      strings[files.name[frames.file[frame]]] === exact.file;
    return {frames: octets(frames.function.length).map((_, frame) => (isIt(frame) ? IN_FUNCTION : 0)), problem: null};
  }
  const {terms, problem} = compileQuery(query);
  return {frames: terms && matchFrames(report, terms), problem};
}

/**
 * `frames` say by frame where it matches, null where nothing was asked for or there is a `problem`: a sentence.
 *
 * @typedef {{
 *   frames: ?Uint8Array,
 *   problem: ?string
 * }}
 */
export let Found;

/**
 * `boxes`: matching boxes; `outer`: the outermost of them, widest first (at most 20,000); `inZoom`: measure inside the zoom;
 * `before[b]`: how many of the boxes before b match; `frames`: not 0 for frames that match.
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
