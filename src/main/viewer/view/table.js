/**
 * @fileoverview The Table tab: functions, lines, files or modules with what they hold themselves and with all that they
 * called, and who called them. Only the rows in sight are elements, whatever their number.
 */

import {ints, octets} from '../format/arrays.js';
import {DIFFERENCES, MANY} from '../format/features.js';
import {calleeOf, groupFrames} from '../model/functions.js';
import {measureOf} from '../model/layout.js';
import {Found} from '../model/search.js';
import {formatChange, formatNoun} from '../model/units.js';
import {bindActions, bindControls} from './controls.js';
import {el, fill, listen, page, part, pick, pickAll, refill} from './dom.js';
import {csvRow, fileName, saveText} from './saving.js';
import {countedOf, shareOfAll} from './sentences.js';
import {Content, makeCallerRow, makeRow, nameOfRow} from './table-rows.js';
import {App} from './types.js';

/** Height of a row in CSS pixels, as in the style sheet. */
const ROW = 28;
/** Rows above and below the window that are elements too. */
const SPARE = 12;

/**
 * @param {!App} app
 * @return {!HTMLElement}
 */
export function makeTable(app) {
  const {asking, finder, store} = app;
  /** @type {?Content} */
  let content = null;
  let order = ints(0);
  let stale = true;
  const element = part('table');
  const summary = pick(element, '[role=status]');
  const draw = makeDrawing(app, element, () => content && {content, order});
  const sorting = makeSorting(app, element, () => sort());

  const sort = () =>
    finder.find(store.state(), (/** ?Found */ found) => {
      if (found && content) {
        content.hits = found.frames;
        order = sorting(content);
        describe();
        draw();
      }
    });

  const describe = () => {
    const {by, differs, hits, total} = content;
    const {byCount} = store.state();
    const amount = measureOf(byCount, total);
    summary.textContent = [
      formatNoun(order.length, by) + (!hits ? '' : order.length === 1 ? ' matches the search' : ' match the search'),
      countedOf(app).label,
      DIFFERENCES && differs ? formatChange(amount, byCount) : shareOfAll(app, amount),
    ].join(' \u00b7 ');
  };

  const toggle = (/** number */ id) => {
    content.open = content.open === id ? -1 : id;
    content.callers = null;
    draw();
    if (content.open >= 0) {
      const {by} = content;
      const asked = content;
      const request = {kind: 'callersOf', settings: store.settings(), by, functionId: id};
      asking.askLatest('callersOf', request, (callers) => {
        if (content === asked && asked.open === id) {
          asked.callers = callers;
          draw();
        }
      });
    }
  };

  const load = () => {
    if (store.state().tab !== 'table' || !stale || store.state().moving) {
      return;
    }
    stale = false;
    const by = store.state().groupBy;
    asking.askLatest('functions', {kind: 'functions', settings: store.settings(), by}, (reply) => {
      const {sums, sides, total, differs, larger} = reply;
      const groups = content && content.by === by ? content.groups : groupFrames(app.report, by);
      content = {
        by,
        groups,
        sums,
        sides,
        total,
        differs,
        larger,
        hits: null,
        hit: octets(0),
        hitFrame: ints(0),
        open: -1,
        callers: null,
        toggle,
      };
      const heads = {'name': by[0].toUpperCase() + by.slice(1), ...headsOf(content)};
      for (const [key, text] of Object.entries(heads)) {
        pick(element, '[data-sort=' + key + ']').textContent = text;
      }
      sort();
      page.dataset['table'] = '' + order.length;
    });
  };

  bindControls(store, element);
  bindActions(element, {
    'table-csv': () => {
      if (content) {
        saveText(csvOf(app, content, order), fileName(app, '-' + content.by + 's.csv'), 'text/csv');
      }
    },
  });
  store.on((changed) => {
    stale = stale || store.engineChanged(changed) || changed.has('groupBy');
    load();
    if (content && store.state().tab === 'table' && changed.has('matches')) {
      sort();
    }
  });
  load();
  return element;
}

/**
 * Draws the rows in sight.
 *
 * @param {!App} app
 * @param {!HTMLElement} element
 * @param {function(): ?{content: !Content, order: !Int32Array}} get
 * @return {function(): void}
 */
function makeDrawing(app, element, get) {
  const above = el('td', {'colspan': '8'});
  const below = el('td', {'colspan': '8'});
  const body = pick(element, 'tbody');
  const table = pick(element, 'table');
  const scroller = pick(element, '.table-scroll');
  const draw = () => {
    const all = get();
    if (!all) {
      return;
    }
    const {content, order} = all;
    // the callers of the open row come after it
    const opened = content.open < 0 ? -1 : order.indexOf(content.open);
    const extra = opened < 0 || !content.callers ? 0 : content.callers.ids.length;
    const count = order.length + extra;
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - SPARE);
    const last = Math.min(count, first + Math.ceil((scroller.clientHeight || 800) / ROW) + 2 * SPARE);
    const rows = [];
    for (let at = first; at < last; at++) {
      const beyond = at - opened - 1;
      const row =
        extra > 0 && beyond >= 0 && beyond < extra
          ? makeCallerRow(app, content, beyond)
          : makeRow(app, content, order[extra > 0 && beyond >= extra ? at - extra : at]);
      rows.push(fill(row, {'aria-rowindex': at + 2}));
    }
    above.style.height = first * ROW + 'px';
    below.style.height = (count - last) * ROW + 'px';
    const spacer = (/** !HTMLElement */ cell, /** number */ rest) =>
      rest > 0 ? el('tr.spacer', {'aria-hidden': 'true'}, cell) : null;
    const focused = document.activeElement?.getAttribute('data-row');
    refill(body, spacer(above, first), ...rows, spacer(below, count - last));
    fill(table, {'aria-rowcount': count + 1});
    if (focused) {
      pick(body, '[data-row="' + focused + '"]')?.focus();
    }
  };
  listen(scroller, 'scroll', draw);
  new ResizeObserver(draw).observe(scroller);
  return draw;
}

/**
 * The order of the rows, by the column whose head was clicked.
 *
 * @param {!App} app
 * @param {!HTMLElement} element
 * @param {function(): void} changed
 * @return {function(!Content): !Int32Array} the rows that hold anything and match
 */
function makeSorting({names}, element, changed) {
  let sortBy = 'self';
  let falling = true;
  const heads = pickAll(element, '[data-sort]');
  const isText = (/** string */ key) => key === 'name' || key === 'file';
  for (const head of heads) {
    listen(head, 'click', () => {
      const key = head.dataset['sort'];
      falling = sortBy === key ? !falling : !isText(key);
      sortBy = key;
      changed();
    });
  }
  return (content) => {
    const {by, groups, sides, sums} = content;
    const {totalBytes} = sums;
    const shown = shownGroups(content);
    const sign = falling ? -1 : 1;
    if (isText(sortBy)) {
      const keys = new Map(
        shown.map((id) => {
          const frame = groups.frame[id];
          return [id, sortBy === 'file' || by === 'file' ? names.fileName(frame) : nameOfRow(names, by, frame)];
        }),
      );
      shown.sort((a, b) => sign * (keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : a - b));
    } else {
      const amounts = {
        'self': sums.selfBytes,
        'total': totalBytes,
        'selfCount': MANY && sides ? sides.before.selfBytes : sums.selfCount,
        'totalCount': MANY && sides ? sides.after.selfBytes : sums.totalCount,
      }[sortBy];
      // of a difference what went is as large as what came
      const size = (/** number */ id) => (DIFFERENCES && content.differs ? Math.abs(amounts[id]) : amounts[id]);
      shown.sort((a, b) => sign * (size(a) - size(b)) || totalBytes[b] - totalBytes[a] || a - b);
    }
    for (const head of heads) {
      fill(/** @type {!HTMLElement} */ (head.parentElement), {
        'aria-sort': head.dataset['sort'] !== sortBy ? 'none' : falling ? 'descending' : 'ascending',
      });
    }
    return Int32Array.from(shown);
  };
}

/**
 * @param {!Content} content
 * @return {!Array<number>} the rows that hold anything and match
 */
function shownGroups(content) {
  const {groups, hits, sums} = content;
  const hit = octets(groups.count).fill(!hits ? 1 : 0);
  const hitFrame = ints(groups.count);
  if (hits) {
    hits.forEach((found, frame) => {
      const id = groups.of[frame];
      hit[id] |= found;
      hitFrame[id] = hitFrame[id] || (found !== 0 ? frame : 0);
    });
  }
  content.hit = hit;
  content.hitFrame = hitFrame;
  /** @type {!Array<number>} */
  const shown = [];
  for (let id = 1; id < groups.count; id++) {
    if (hit[id] && Object.values(sums).some((amounts) => amounts[id] !== 0)) {
      shown.push(id);
    }
  }
  return shown;
}

/**
 * @param {!Content} content
 * @return {!Object<string, string>} heads by the key that they sort by: a change comes with both sides
 */
function headsOf({sides}) {
  return MANY && sides
    ? {'self': 'Change, self', 'total': 'Change, total', 'selfCount': 'Base, self', 'totalCount': 'New, self'}
    : {'self': 'Self', 'total': 'Total', 'selfCount': 'Self allocations', 'totalCount': 'Total allocations'};
}

/**
 * @param {!App} app
 * @param {!Content} content
 * @param {!Int32Array} order
 * @return {string} the rows as CSV
 */
function csvOf({report}, {by, groups, sides, sums}, order) {
  const {frames, files, strings} = report;
  const columns = {
    'function': ['function', 'file'],
    'line': ['function', 'file', 'line'],
    'file': ['file'],
    'module': ['module'],
  }[by];
  const lines = [
    csvRow([
      ...columns,
      ...['self_bytes', 'total_bytes', 'self_allocations', 'total_allocations'],
      ...(MANY && sides ? ['base_self_bytes', 'new_self_bytes', 'base_total_bytes', 'new_total_bytes'] : []),
    ]),
  ];
  for (const id of order) {
    const frame = groups.frame[id];
    const {name, file} = calleeOf(report, frame);
    const texts = {
      'function': name,
      'file': file,
      'line': frames.line[frame],
      'module': strings[files.module[frames.file[frame]]],
    };
    const amounts = [sums.selfBytes[id], sums.totalBytes[id], sums.selfCount[id], sums.totalCount[id]];
    if (MANY && sides) {
      const {before, after} = sides;
      amounts.push(before.selfBytes[id], after.selfBytes[id], before.totalBytes[id], after.totalBytes[id]);
    }
    lines.push(csvRow([...columns.map((column) => texts[column]), ...amounts]));
  }
  return lines.join('');
}
