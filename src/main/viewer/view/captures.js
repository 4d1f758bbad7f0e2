/**
 * @fileoverview The Captures tab: a row for each capture of a sum, or of the sides of a comparison, sortable by each column. Where
 * the report keeps captures apart, rows choose which of them all views show.
 */

import {formatCount, formatNoun} from '../model/units.js';
import {el, fill, listen, part, pick, pickAll} from './dom.js';
import {App} from './types.js';

/**
 * @param {!App} app
 * @return {!HTMLElement}
 */
export function makeCaptures(app) {
  const {report, store} = app;
  const element = part('captures');
  pickAll(element, 'table').forEach(makeSortable);
  if (report.meta.split) {
    makeChoice(app, element);
  }
  const headings = pickAll(element, '[data-side]');
  const name = () => {
    for (const heading of headings) {
      const isNew = (heading.dataset['side'] === 'new') !== store.state().swapped;
      heading.textContent = isNew ? 'New' : 'Base';
    }
  };
  store.on(name);
  name();
  return element;
}

/**
 * Heads of columns sort the rows: numbers the largest first, texts by the alphabet, the other way round at the next click.
 *
 * @param {!HTMLElement} table whose cells have a number as data-value where their text is none
 */
function makeSortable(table) {
  const body = pick(table, 'tbody');
  const heads = pickAll(table, '[data-sort]');
  heads.forEach((head, column) => {
    const number = head.dataset['sort'] === 'number';
    const sort = () => {
      const before = head.getAttribute('aria-sort');
      const falling = before ? before !== 'descending' : number;
      const sign = falling ? -1 : 1;
      const keyed = [...body.children].map((row) => {
        const cell = /** @type {!HTMLElement} */ (row.children[column]);
        return {row, key: number ? Number(cell.dataset['value']) : cell.textContent};
      });
      keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      body.append(...keyed.map(({row}) => row));
      for (const other of heads) {
        other.removeAttribute('aria-sort');
      }
      fill(head, {'aria-sort': falling ? 'descending' : 'ascending'});
    };
    const button = el('button.plain', {'text': head.textContent, 'onclick': sort});
    head.textContent = '';
    head.append(button);
  });
}

/**
 * Rows with a tick, and a name that shows that capture alone.
 *
 * @param {!App} app
 * @param {!HTMLElement} element
 */
function makeChoice({report, store}, element) {
  const every = report.threads.map((_, at) => at);
  const status = el('span.soft', {'role': 'status'});
  pick(element, '.panel-bar').append(status);
  const ticks = [];
  for (const row of pickAll(element, 'tr[data-thread]')) {
    const cell = /** @type {!HTMLElement} */ (row.firstElementChild);
    const text = cell.textContent;
    const thread = row.dataset['thread'];
    if (thread !== '') {
      const tick = /** @type {!HTMLInputElement} */ (el('input', {'type': 'checkbox', 'aria-label': 'Show ' + text}));
      const at = Number(thread);
      listen(tick, 'change', () => {
        const chosen = new Set(store.state().threads || every);
        if (tick.checked) {
          chosen.add(at);
        } else {
          chosen.delete(at);
        }
        store.set({threads: chosen.size === every.length ? null : [...chosen].sort((a, b) => a - b)});
      });
      ticks.push({tick, at});
      const alone = el('button.plain.link', {
        'text': text,
        'title': 'Show this capture alone',
        'onclick': () => store.set({threads: [at], tab: 'graph'}, true),
      });
      cell.textContent = '';
      cell.append(el('span.check.row', null, tick, alone));
    }
  }
  const show = () => {
    const {threads} = store.state();
    for (const {tick, at} of ticks) {
      tick.checked = !threads || threads.includes(at);
    }
    status.textContent = !threads
      ? ''
      : formatCount(threads.length) + ' of ' + formatNoun(every.length, 'capture') + ' shown';
  };
  store.on(show);
  show();
}
