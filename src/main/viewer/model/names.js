/**
 * @fileoverview What a frame is called. One instance per report; texts are made when asked for and kept.
 */

import {MANY} from '../format/features.js';
import {Files, Frames, Meta, Thread} from '../format/types.js';
import {visible} from './visible.js';

/** Bit of a frame's flags: not part of what the program's author wrote. */
export const NON_RELEVANT = 1;
/** Bit of a frame's flags: the import system. */
export const IMPORT_SYSTEM = 2;
/** Bit of a frame's flags: native code. */
export const NATIVE = 4;

/** Bit of a frame's flags: native code that nobody has a name for; it is called by module and offset. */
export const UNNAMED = 16;

/** Bit of a frame's flags: a box of folded nodes, "(12 smaller)". */
export const FOLDED = 8;

/** What files are, by number of their kind. */
export const FILE_KINDS = [
  'other',
  'program',
  'standard library',
  'installed packages',
  'frozen or built-in',
  'native code',
];

/** Allocators by number (docs/capture-format.md, section 12). */
export const ALLOCATORS = [
  '',
  'pymalloc_free',
  'pymalloc_malloc',
  'pymalloc_calloc',
  'pymalloc_realloc',
  'free',
  'malloc',
  'realloc',
  'calloc',
  'posix_memalign',
  'aligned_alloc',
  'memalign',
  'valloc',
  'pvalloc',
  'mmap',
  'munmap',
];

/**
 * By frame, and `thread` by thread. `source` is the source line without its indentation, "" where the report has none;
 * `plain` is "function at file:line", whether or not there is a source line; `label` is memray's rule for the name of a box:
 * its source line where that could be read, else the plain name. `detail` is what a box says after its function's name: the
 * source line, else the place in short; for the root, what `nameRoot` was given. `shortFile` is a file as people tell files
 * apart.
 *
 * @typedef {{
 *   functionName: function(number): string,
 *   fileName: function(number): string,
 *   location: function(number): string,
 *   source: function(number): string,
 *   plain: function(number): string,
 *   line: function(number): number,
 *   label: function(number): string,
 *   nameRoot: function(string): void,
 *   detail: function(number): string,
 *   shortFile: function(number): string,
 *   module: function(number): string,
 *   kind: function(number): number,
 *   flags: function(number): number,
 *   thread: function(number): string
 * }}
 */
export let Names;

/**
 * What own values are told apart by: threads, or the captures of a sum that keeps them apart.
 *
 * @param {!Meta} meta
 * @return {string} singular
 */
export function threadNoun({split}) {
  return MANY && split ? 'capture' : 'thread';
}

/**
 * @param {string} word
 * @return {string} with a capital
 */
export function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

/** A folder that holds packages: what is above it tells no files apart. */
const PACKAGES = /^(?:site-packages|dist-packages|python\d[\d.]*|src|)$/;

/**
 * The end of a path by which people know a file: its name and the folder that it is in, if that tells anything.
 *
 * @param {string} path
 * @return {string} "astroid/rebuilder.py" of "/usr/lib/python3/site-packages/astroid/rebuilder.py"
 */
export function shortenPath(path) {
  const parts = path.split(/[/\\]/).slice(-2);
  return parts.length > 1 && PACKAGES.test(parts[0]) ? parts[1] : parts.join('/');
}

/**
 * Names of frames, files and threads of a report. Everything returned is safe to show: hidden characters are escaped.
 *
 * @param {{strings: !Array<string>, files: !Files, frames: !Frames, threads: !Array<!Thread>, meta: (!Meta|undefined)}} report
 * @return {!Names}
 */
export function makeNames(report) {
  const {strings, files, frames, threads, meta} = report;
  /** @type {!Array<string|undefined>} */
  const shown = new Array(strings.length);
  /** @type {!Array<string|undefined>} */
  const labels = new Array(frames.function.length);
  let rootDetail = '';

  /** @return {string} */
  const text = (/** number */ id) => {
    let known = shown[id];
    if (known === undefined) {
      known = visible(strings[id]);
      shown[id] = known;
    }
    return known;
  };
  const functionName = (/** number */ frame) => (frame === 0 ? 'memray' : text(frames.function[frame]) || '(no name)');
  const isNative = (/** number */ frame) => (frames.flags[frame] & NATIVE) !== 0;
  const module = (/** number */ frame) => (frame === 0 ? '' : text(files.module[frames.file[frame]]));
  // a symbol table knows no source file: the library says more
  const fileName = (/** number */ frame) => {
    const file = frame === 0 ? '' : text(files.name[frames.file[frame]]);
    return file === '<unknown>' && isNative(frame) ? module(frame) : file;
  };
  const source = (/** number */ frame) => (frames.source[frame] === 0 ? '' : text(frames.source[frame]).trim());
  const lineOf = (/** number */ frame) => (isNative(frame) && frames.line[frame] === 0 ? '' : ':' + frames.line[frame]);
  const location = (/** number */ frame) => {
    const file = fileName(frame);
    return file === '' ? '' : file + lineOf(frame);
  };
  const hasPlace = (/** number */ frame) => frame !== 0 && (frames.flags[frame] & FOLDED) === 0;
  const shortFile = (/** number */ frame) => shortenPath(fileName(frame));
  const plain = (/** number */ frame) => {
    const where = hasPlace(frame) ? location(frame) : '';
    return functionName(frame) + (where === '' ? '' : ' at ' + where);
  };

  return {
    functionName,
    fileName,
    location,
    source,
    plain,
    line: (frame) => frames.line[frame],
    nameRoot: (filters) => {
      rootDetail = filters;
    },
    label: (frame) => {
      let known = labels[frame];
      if (known === undefined) {
        known = source(frame) || plain(frame);
        labels[frame] = known;
      }
      return known;
    },
    detail: (frame) =>
      (frame === 0 && rootDetail) ||
      source(frame) ||
      (hasPlace(frame) && fileName(frame) !== '' ? shortFile(frame) + lineOf(frame) : ''),
    shortFile,
    module,
    kind: (/** number */ frame) => files.kind[frames.file[frame]],
    flags: (/** number */ frame) => frames.flags[frame],
    /** "0x1 (MainThread)" */
    thread: (/** number */ index) => {
      const known = threads[index];
      return MANY && meta?.split
        ? visible(known.name)
        : known.id + (known.name === '' ? '' : ' (' + visible(known.name) + ')');
    },
  };
}
