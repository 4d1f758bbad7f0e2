/**
 * @fileoverview The row of controls that apply to all views: what is counted, which threads, which frames, search.
 */

import {DIFFERENCES, TIME} from '../format/features.js';
import {formatSide} from '../model/difference.js';
import {largestFirst} from '../model/groups.js';
import {measureOf} from '../model/layout.js';
import {threadNoun} from '../model/names.js';
import {formatBytesShort, formatChange, formatCount, formatNoun, formatShare} from '../model/units.js';
import {bindControls} from './controls.js';
import {el, listen, part, pick, pickAll, refill} from './dom.js';
import {shareOfAll} from './sentences.js';
import {MOST_LISTED} from './threads.js';
import {App, Finding, Search, View} from './types.js';

/**
 * The thread filter: a list with everything first, and Reset beside it.
 *
 * @param {!App} app
 * @param {!HTMLElement} toolbar
 */
function bindThreadFilter(app, toolbar) {
  const {asking, names, report, store} = app;
  const list = pick(toolbar, 'select');
  const reset = pick(toolbar, '#thread-reset');
  const nouns = threadNoun(report.meta) + 's';
  list.parentNode.hidden = report.threads.length < 2;
  listen(list, 'change', () => store.set({threads: list.value === '' ? null : [Number(list.value)]}));
  store.on((changed) => {
    if (!changed.has('view') && !changed.has('threads')) {
      return;
    }
    const {threads, byCount} = store.state();
    const view = asking.view();
    const sums = view ? view.byThread : null;
    const amount = (/** number */ at) =>
      !sums
        ? ''
        : ' \u2014 ' +
          (TIME && view.layout.differs
            ? formatChange(measureOf(byCount, sums)[at], byCount)
            : byCount
              ? formatCount(sums.counts[at])
              : formatBytesShort(sums.bytes[at]));
    const order = (sums ? largestFirst(measureOf(byCount, sums)) : [...report.threads.keys()]).slice(0, MOST_LISTED);
    const option = (/** string */ value, /** string */ text) => el('option', {'value': value, 'text': text});
    const several = threads && (threads.length !== 1 || !order.includes(threads[0]));
    refill(
      list,
      option('', 'All ' + report.threads.length + ' ' + nouns + ' (merged)'),
      several ? option('some', threads.length + ' of ' + report.threads.length + ' ' + nouns) : null,
      ...order.map((at) => option('' + at, names.thread(at) + amount(at))),
    );
    list.value = !threads ? '' : several ? 'some' : '' + threads[0];
    reset.hidden = !threads;
    list.classList.toggle('active', threads !== null);
  });
}

/**
 * @param {!App} app
 * @param {!Search} matches
 * @param {!HTMLElement} toolbar
 */
function bindSearch(app, matches, toolbar) {
  const {store} = app;
  let timer = 0;
  const input = pick(toolbar, '#search');
  const result = pick(toolbar, '#search-result');
  const steps = pickAll(toolbar, '.step');
  const search = () => {
    clearTimeout(timer);
    store.set(input.value === '' ? {query: ''} : {query: input.value, exact: null});
  };
  listen(input, 'input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  listen(input, 'keydown', (/** !KeyboardEvent */ event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      search();
      matches.step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      input.value = '';
      store.set({query: '', exact: null, only: false});
      input.blur();
    }
  });
  store.on((changed) => {
    if (document.activeElement !== input) {
      input.value = store.state().query;
    }
    if (changed.has('matches') || changed.has('view') || changed.has('query') || changed.has('exact')) {
      const finding = matches.finding();
      const problem = finding ? finding.problem : null;
      result.textContent = !finding ? '' : problem || describe(app, finding);
      result.classList.toggle('problem', finding !== null && (!finding.found || finding.found.boxes === 0));
      steps.forEach((/** ? */ button) => {
        button.hidden = !finding || problem !== null;
      });
    }
  });
}

/**
 * What a search found, in a line.
 *
 * @param {!App} app
 * @param {!Finding} finding without a problem
 * @return {string}
 */
function describe(app, {at, found, total, zoomTotal}) {
  if (found.boxes === 0) {
    return 'Nothing found';
  }
  const {layout} = /** @type {!View} */ (app.asking.view());
  // narrow boxes are not there to be counted
  if (layout.draft) {
    return '\u2026';
  }
  const {byCount} = app.store.state();
  return [
    formatNoun(found.boxes, 'box'),
    DIFFERENCES && layout.differs
      ? formatSide(layout, measureOf(!byCount, found), byCount)
      : shareOfAll(app, measureOf(byCount, found), total),
    zoomTotal < total && !layout.differs ? formatShare(found.inZoom, zoomTotal) + ' of zoom' : '',
    at < 0 ? '' : formatCount(at + 1) + ' of ' + formatCount(found.outer.length),
  ]
    .filter((text) => text !== '')
    .join(' \u00b7 ');
}

/**
 * @param {!App} app
 * @param {!Search} matches
 * @return {!HTMLElement}
 */
export function makeToolbar(app, matches) {
  const toolbar = part('toolbar');
  for (const button of pickAll(toolbar, '[data-field=metric]')) {
    if (!app.report.kinds.includes(button.dataset['value'])) {
      button.remove();
    }
  }
  bindControls(app.store, toolbar);
  bindThreadFilter(app, toolbar);
  bindSearch(app, matches, toolbar);
  return toolbar;
}
