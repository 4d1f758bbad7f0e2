/**
 * @fileoverview Rows of the table: what a row is called, how much it holds, and, where it is open, who called it.
 */

import {DIFFERENCES, MANY} from '../format/features.js';
import {calleeOf, FunctionSums, Functions} from '../model/functions.js';
import {Names} from '../model/names.js';
import {IN_FUNCTION, IN_PLACE, IN_SOURCE} from '../model/search.js';
import {formatBytes, formatChange, formatCount, formatShare} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {el, icon} from './dom.js';
import {App} from './types.js';

/**
 * What the table shows: sums by row and in all, of a difference with the larger side, of a comparison with both `sides`. `hits`
 * are the frames that the search matches, null without one; `hit` says by row whether it does, `hitFrame` the first such frame.
 * `open` is the row that shows its `callers`, -1 for none.
 *
 * @typedef {{
 *   by: string,
 *   groups: !Functions,
 *   sums: !FunctionSums,
 *   sides: ?{before: !FunctionSums, after: !FunctionSums},
 *   total: {bytes: number, counts: number},
 *   differs: boolean,
 *   larger: {bytes: number, counts: number},
 *   hits: ?Uint8Array,
 *   hit: !Uint8Array,
 *   hitFrame: !Int32Array,
 *   open: number,
 *   callers: ?{ids: !Array<number>, bytes: !Array<number>, counts: !Array<number>},
 *   toggle: function(number): void
 * }}
 */
export let Content;

/**
 * @param {!Names} names
 * @param {string} by
 * @param {number} frame one of the row's
 * @return {string}
 */
export function nameOfRow(names, by, frame) {
  return by === 'file'
    ? names.fileName(frame).replace(/^.*[/\\](?=.)/, '') || '(no file)'
    : by === 'module'
      ? names.module(frame) || '(no module)'
      : names.functionName(frame) + (by === 'line' ? ':' + names.line(frame) : '');
}

/**
 * What the search found where the row does not show it: a source line, or a module.
 *
 * @param {!App} app
 * @param {!Content} content
 * @param {number} id
 * @return {string} "" where the row shows it
 */
function findingOf({names}, {by, hit, hitFrame, hits}, id) {
  const seen = by === 'module' ? 0 : by === 'file' ? IN_PLACE : IN_FUNCTION | IN_PLACE;
  if (!hits || (hit[id] & seen) !== 0) {
    return '';
  }
  const frame = hitFrame[id];
  const where = hits[frame];
  return (where & IN_FUNCTION) !== 0
    ? names.functionName(frame)
    : (where & IN_SOURCE) !== 0
      ? names.source(frame)
      : by === 'module'
        ? names.fileName(frame)
        : names.module(frame);
}

/**
 * @param {string} content
 * @return {!HTMLElement}
 */
function figure(content) {
  return el('td.number', {'text': content});
}

/**
 * @param {boolean} differs
 * @param {number} bytes
 * @return {string}
 */
function bytesOf(differs, bytes) {
  return DIFFERENCES && differs ? formatChange(bytes, false) : formatBytes(bytes);
}

/**
 * @param {boolean} differs
 * @param {number} count
 * @return {string}
 */
function countOf(differs, count) {
  return DIFFERENCES && differs && count > 0 ? '+' + formatCount(count) : formatCount(count).replace('-', '\u2212');
}

/**
 * @param {!App} app
 * @param {!Content} content
 * @param {number} id of the row
 * @return {!HTMLElement}
 */
export function makeRow(app, content, id) {
  const {names, report, store} = app;
  const {by, differs, groups, larger, open, sides, sums, toggle} = content;
  const frame = groups.frame[id];
  const name = nameOfRow(names, by, frame);
  const file = by === 'module' ? '' : names.fileName(frame);
  const finding = findingOf(app, content, id);
  const isFunction = by === 'function' || by === 'line';
  return el(
    'tr',
    null,
    el(
      'th.cut',
      {'scope': 'row'},
      el(
        'button.plain.opener',
        {
          'aria-expanded': open === id,
          'aria-label': 'Callers of ' + shorten(name, 120),
          'title': 'Callers',
          'data-row': id,
          'onclick': () => toggle(id),
        },
        icon('down'),
      ),
      el('button.plain.link', {
        'text': shorten(name, 120),
        'title': (isFunction ? 'Callers and callees of ' : 'Callers of ') + shorten(name, 400),
        'data-row': 'n' + id,
        'onclick': () =>
          isFunction ? store.set({tab: 'sandwich', callee: calleeOf(report, frame)}, true) : toggle(id),
      }),
      finding === '' ? null : el('span.soft.small', {'text': shorten(finding, 120), 'title': 'Found by the search'}),
    ),
    el('td.path.cut.soft', {'title': shorten(file, 400)}, el('bdi', {text: shorten(file, 200)})),
    figure(bytesOf(differs, sums.selfBytes[id])),
    figure(formatShare(Math.abs(sums.selfBytes[id]), larger.bytes)),
    figure(bytesOf(differs, sums.totalBytes[id])),
    figure(formatShare(Math.abs(sums.totalBytes[id]), larger.bytes)),
    figure(MANY && sides ? formatBytes(sides.before.selfBytes[id]) : countOf(differs, sums.selfCount[id])),
    figure(MANY && sides ? formatBytes(sides.after.selfBytes[id]) : countOf(differs, sums.totalCount[id])),
  );
}

/**
 * @param {!App} app
 * @param {!Content} content with callers
 * @param {number} at of the caller
 * @return {!HTMLElement} a row for what came through it
 */
export function makeCallerRow({names}, {by, callers, differs, groups, open, sums, toggle}, at) {
  const id = callers.ids[at];
  const frame = groups.frame[id];
  const name = id === 0 ? 'nothing: the stack begins here' : nameOfRow(names, by, frame);
  const file = id === 0 || by === 'module' ? '' : names.fileName(frame);
  return el(
    'tr.caller',
    null,
    el(
      'th.cut',
      {'scope': 'row'},
      el('span.soft', {'text': 'called by '}),
      id === 0
        ? name
        : el('button.plain.link', {
            'text': shorten(name, 120),
            'title': 'Callers of ' + shorten(name, 400),
            'onclick': () => toggle(id),
          }),
    ),
    el('td.path.cut.soft', {'title': shorten(file, 400)}, el('bdi', {text: shorten(file, 200)})),
    figure(''),
    figure(''),
    figure(bytesOf(differs, callers.bytes[at])),
    figure(differs ? '' : formatShare(callers.bytes[at], sums.totalBytes[open])),
    figure(''),
    figure(countOf(differs, callers.counts[at])),
  );
}
