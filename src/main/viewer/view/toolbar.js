/**
 * @fileoverview The row of controls that apply to all views: what is counted, which threads, which frames, search.
 */

import {largestFirst} from '../model/groups.js';
import {formatBytesShort, formatCount, formatNoun, formatShare} from '../model/units.js';
import {bindControls} from './controls.js';
import {el, listen, part, pick, pickAll, refill} from './dom.js';
import {MOST_LISTED} from './threads.js';

/**
 * The thread filter: a list with everything first, and Reset beside it.
 *
 * @param {!Object} app
 * @param {!HTMLElement} toolbar
 */
function bindThreadFilter(app, toolbar) {
  const {report, names} = app;
  const list = pick(toolbar, 'select');
  const reset = pick(toolbar, '#thread-reset');
  list.parentNode.hidden = report.threads.length < 2;
  listen(list, 'change', () => app.set({threads: list.value === '' ? null : [Number(list.value)]}));
  app.on((/** !Set<string> */ changed) => {
    if (!changed.has('view') && !changed.has('threads')) {
      return;
    }
    const {threads, byCount} = app.state();
    const sums = app.view() && app.view().byThread;
    const amount = (/** number */ at) => !sums ? '' : ' \u2014 ' +
        (byCount ? formatCount(sums.counts[at]) : formatBytesShort(sums.bytes[at]));
    const order = (sums ? largestFirst(app.measure(sums)) : [...report.threads.keys()]).slice(0, MOST_LISTED);
    const option = (/** string */ value, /** string */ text) => el('option', {'value': value, 'text': text});
    const several = threads && (threads.length > 1 || !order.includes(threads[0]));
    refill(list, option('', 'All ' + report.threads.length + ' threads (merged)'),
        several ? option('some', threads.length + ' of ' + report.threads.length + ' threads') : null,
        ...order.map((at) => option('' + at, names.thread(at) + amount(at))));
    list.value = !threads ? '' : several ? 'some' : '' + threads[0];
    reset.hidden = !threads;
    list.classList.toggle('active', threads !== null);
  });
}

/**
 * @param {!Object} app
 * @param {!HTMLElement} toolbar
 */
function bindSearch(app, toolbar) {
  let timer = 0;
  const input = pick(toolbar, '#search');
  const result = pick(toolbar, '#search-result');
  const steps = pickAll(toolbar, '.step');
  const search = () => {
    clearTimeout(timer);
    app.set({query: input.value});
  };
  listen(input, 'input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  listen(input, 'keydown', (/** !KeyboardEvent */ event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      search();
      app.stepMatch(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      input.value = '';
      app.set({query: '', only: false});
      input.blur();
    }
  });
  app.on((/** !Set<string> */ changed) => {
    if (document.activeElement !== input) {
      input.value = app.state().query;
    }
    if (changed.has('matches') || changed.has('view') || changed.has('query')) {
      const found = app.matches();
      const problem = !found ? null : found.problem;
      result.textContent = !found ? '' : problem || describe(app, found);
      result.classList.toggle('problem', found !== null && found.boxes === 0);
      steps.forEach((/** ? */ button) => {
        button.hidden = !found || problem;
      });
    }
  });
}

/**
 * What a search found, in a line.
 *
 * @param {!Object} app
 * @param {?} found
 * @return {string}
 */
function describe(app, found) {
  if (found.boxes === 0) {
    return 'Nothing found';
  }
  const {byCount} = app.state();
  const amount = app.measure(found);
  return [
    formatNoun(found.boxes, 'box'),
    byCount ? formatNoun(amount, 'allocation') : formatBytesShort(amount),
    formatShare(amount, found.total) + ' of all',
    found.zoomTotal < found.total ? formatShare(found.inZoom, found.zoomTotal) + ' of zoom' : '',
    found.at < 0 ? '' : formatCount(found.at + 1) + ' of ' + formatCount(found.outer.length),
  ].filter((text) => text !== '').join(' \u00b7 ');
}

/**
 * @param {!Object} app
 * @return {!HTMLElement}
 */
export function makeToolbar(app) {
  const toolbar = part('toolbar');
  for (const button of pickAll(toolbar, '[data-field=metric]')) {
    if (!app.report.kinds.includes(button.dataset['value'])) {
      button.remove();
    }
  }
  bindControls(app, toolbar);
  bindThreadFilter(app, toolbar);
  bindSearch(app, toolbar);
  return toolbar;
}
