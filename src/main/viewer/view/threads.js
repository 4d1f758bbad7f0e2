/**
 * @fileoverview The Threads tab: what each thread allocated, and any choice of them.
 */

import {TIME} from '../format/features.js';
import {largestFirst} from '../model/groups.js';
import {measureOf} from '../model/layout.js';
import {formatBytes, formatChange, formatCount, formatShare} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {el, part, pick, refill} from './dom.js';
import {App} from './types.js';

/** Threads listed at most, here and in the filter: the largest. Here the rest is counted. */
export const MOST_LISTED = 1000;

/**
 * @param {!App} app
 * @return {!HTMLElement}
 */
export function makeThreads(app) {
  const {asking, names, report, store} = app;
  const element = part('threads');
  const body = pick(element, 'tbody');
  const note = pick(element, 'p');
  const every = report.threads.map((_, at) => at);

  const show = () => {
    const view = asking.view();
    if (!view || store.state().tab !== 'threads') {
      return;
    }
    const {bytes, counts} = view.byThread;
    const {byCount, threads} = store.state();
    const {differs} = view.layout;
    const by = measureOf(byCount, view.byThread);
    const whole = by.reduce((sum, amount) => sum + amount, 0);
    const order = largestFirst(by);
    const rows = order.slice(0, MOST_LISTED).map((at) => {
      const box = /** @type {!HTMLInputElement} */ (
        el('input', {
          'type': 'checkbox',
          'data-thread': at,
          'onchange': () => {
            const chosen = new Set(store.state().threads || every);
            if (box.checked) {
              chosen.add(at);
            } else {
              chosen.delete(at);
            }
            store.set({
              threads: chosen.size === every.length ? null : [...chosen].sort((a, b) => a - b),
            });
          },
        })
      );
      box.checked = !threads || threads.includes(at);
      const fill = el('span.bar', {'aria-hidden': 'true'});
      fill.style.width = (whole > 0 && !differs ? (100 * by[at]) / whole : 0) + '%';
      const number = (/** string */ text) => el('td.number', {'text': text});
      return el(
        'tr',
        null,
        el('th', {'scope': 'row'}, el('label.check.row', null, box, shorten(names.thread(at), 120)), fill),
        number(TIME && differs ? formatChange(bytes[at], false) : formatBytes(bytes[at])),
        number(TIME && differs ? '' : formatShare(by[at], whole)),
        number(TIME && differs ? formatChange(counts[at], true) : formatCount(counts[at])),
      );
    });
    const focused = document.activeElement?.getAttribute('data-thread');
    refill(body, ...rows);
    if (focused) {
      pick(body, '[data-thread="' + focused + '"]')?.focus();
    }
    note.textContent =
      order.length > MOST_LISTED ? formatCount(order.length - MOST_LISTED) + ' smaller threads are not listed.' : '';
  };
  store.on(show);
  show();
  return element;
}
