/**
 * @fileoverview The Table tab: functions with what they hold themselves and with all that they called. Only the rows in
 * sight are elements, whatever the number of functions.
 */

import {ints, octets} from '../format/arrays.js';
import {calleeOf, FunctionSums} from '../model/functions.js';
import {compileQuery, matchFrames} from '../model/search.js';
import {formatBytes, formatCount, formatNoun, formatShare} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {bindActions} from './controls.js';
import {el, fill, listen, page, part, pick, pickAll, refill} from './dom.js';
import {csvRow, saveText} from './saving.js';
import {viewOf} from './sentences.js';
import {App} from './types.js';

/** Height of a row in CSS pixels, as in the style sheet. */
const ROW = 28;
/** Rows above and below the window that are elements too. */
const SPARE = 12;

/**
 * The engine's answer: sums by function, and in all.
 *
 * @typedef {{
 *   sums: !FunctionSums,
 *   total: {bytes: number, counts: number}
 * }}
 */
export let Answer;

/**
 * @param {!App} app
 * @return {!HTMLElement}
 */
export function makeTable(app) {
  const {asking, functions, names, report, store} = app;
  /** @type {?Answer} */
  let answer = null;
  let order = ints(0);
  let sortBy = 'self';
  let falling = true;
  let stale = true;

  const text = {
    'name': (/** number */ id) => names.functionName(functions.frame[id]),
    'file': (/** number */ id) => names.fileName(functions.frame[id]),
  };
  const amounts = () => {
    const {sums} = answer;
    return {
      'self': sums.selfBytes,
      'total': sums.totalBytes,
      'selfCount': sums.selfCount,
      'totalCount': sums.totalCount,
    };
  };

  const element = part('table');
  const heads = pickAll(element, '[data-sort]');
  for (const head of heads) {
    listen(head, 'click', () => {
      const key = head.dataset['sort'];
      falling = sortBy === key ? !falling : text[key] === undefined;
      sortBy = key;
      sort();
    });
  }
  const above = el('td', {'colspan': '8'});
  const below = el('td', {'colspan': '8'});
  const body = pick(element, 'tbody');
  const table = pick(element, 'table');
  const scroller = pick(element, '.table-scroll');
  const summary = pick(element, '[role=status]');
  listen(scroller, 'scroll', () => draw());

  const draw = () => {
    if (!answer) {
      return;
    }
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - SPARE);
    const last = Math.min(order.length, first + Math.ceil((scroller.clientHeight || 800) / ROW) + 2 * SPARE);
    const rows = [];
    for (let at = first; at < last; at++) {
      const id = order[at];
      rows.push(makeRow(app, answer, id, at));
    }
    above.style.height = first * ROW + 'px';
    below.style.height = (order.length - last) * ROW + 'px';
    const spacer = (/** !HTMLElement */ cell, /** number */ rest) =>
      rest > 0 ? el('tr.spacer', {'aria-hidden': 'true'}, cell) : null;
    refill(body, spacer(above, first), ...rows, spacer(below, order.length - last));
    fill(table, {'aria-rowcount': order.length + 1});
  };

  const sort = () => {
    const {totalBytes} = answer.sums;
    const {test} = compileQuery(store.state());
    const shown = shownFunctions(app, answer.sums, test);
    const by = amounts()[sortBy];
    const sign = falling ? -1 : 1;
    if (by === undefined) {
      const of = text[sortBy];
      const keys = new Map(shown.map((id) => [id, of(id)]));
      shown.sort((a, b) => sign * (keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : a - b));
    } else {
      shown.sort((a, b) => sign * (by[a] - by[b]) || totalBytes[b] - totalBytes[a] || a - b);
    }
    order = Int32Array.from(shown);
    for (const head of heads) {
      fill(/** @type {!HTMLElement} */ (head.parentElement), {
        'aria-sort': head.dataset['sort'] !== sortBy ? 'none' : falling ? 'descending' : 'ascending',
      });
    }
    summary.textContent =
      formatNoun(order.length, 'function') +
      (!test ? '' : ' match the search') +
      ' \u00b7 ' +
      viewOf(app.report.meta, store.state().metric).label;
    draw();
  };

  const load = () => {
    if (store.state().tab !== 'table' || !stale) {
      return;
    }
    stale = false;
    asking.askLatest('functions', {kind: 'functions', settings: store.settings()}, (reply) => {
      answer = reply;
      sort();
      page.dataset['table'] = '' + order.length;
    });
  };

  const save = () => {
    if (!answer) {
      return;
    }
    const {sums} = answer;
    const lines = [csvRow(['function', 'file', 'self_bytes', 'total_bytes', 'self_allocations', 'total_allocations'])];
    for (const id of order) {
      const {name, file} = calleeOf(report, functions.frame[id]);
      lines.push(
        csvRow([name, file, sums.selfBytes[id], sums.totalBytes[id], sums.selfCount[id], sums.totalCount[id]]),
      );
    }
    saveText(lines.join(''), 'heapcrest-functions.csv', 'text/csv');
  };
  bindActions(element, {'table-csv': save});

  store.on((changed) => {
    if (store.engineChanged(changed)) {
      stale = true;
    }
    load();
    if (answer && store.state().tab === 'table' && changed.has('matches')) {
      sort();
    }
  });
  new ResizeObserver(draw).observe(scroller);
  load();
  return element;
}

/**
 * @param {!App} app
 * @param {!FunctionSums} sums
 * @param {?function(string): boolean} test of the search; null for all
 * @return {!Array<number>} the functions that hold anything and match
 */
function shownFunctions({functions, report}, sums, test) {
  const hit = octets(functions.count).fill(!test ? 1 : 0);
  if (test) {
    matchFrames(report, test).forEach((found, frame) => {
      hit[functions.of[frame]] |= found;
    });
  }
  /** @type {!Array<number>} */
  const shown = [];
  for (let id = 1; id < functions.count; id++) {
    if (hit[id] && (sums.totalBytes[id] !== 0 || sums.totalCount[id] !== 0)) {
      shown.push(id);
    }
  }
  return shown;
}

/**
 * @param {!App} app
 * @param {!Answer} answer
 * @param {number} id of a function
 * @param {number} at its place in the order
 * @return {!HTMLElement}
 */
function makeRow({functions, names, report, store}, {sums, total}, id, at) {
  const frame = functions.frame[id];
  const name = names.functionName(frame);
  const file = names.fileName(frame);
  const number = (/** string */ content) => el('td.number', {'text': content});
  return el(
    'tr',
    {'aria-rowindex': at + 2},
    el(
      'th',
      {'scope': 'row'},
      el('button.plain', {
        'text': shorten(name, 120),
        'title': 'Callers and callees of ' + shorten(name, 400),
        'onclick': () => store.set({tab: 'sandwich', callee: calleeOf(report, frame)}, true),
      }),
    ),
    el('td.path.cut.soft', {'title': shorten(file, 400)}, el('bdi', {text: shorten(file, 200)})),
    number(formatBytes(sums.selfBytes[id])),
    number(formatShare(sums.selfBytes[id], total.bytes)),
    number(formatBytes(sums.totalBytes[id])),
    number(formatShare(sums.totalBytes[id], total.bytes)),
    number(formatCount(sums.selfCount[id])),
    number(formatCount(sums.totalCount[id])),
  );
}
