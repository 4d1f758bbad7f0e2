/**
 * @fileoverview The filters in force, each as a chip that takes it away, and what all of them leave.
 */

import {TIME} from '../format/features.js';
import {capital, threadNoun} from '../model/names.js';
import {isSearch} from '../model/state.js';
import {STEP_TYPES, Step} from '../model/steps.js';
import {shorten, visible} from '../model/visible.js';
import {el, icon, refill} from './dom.js';
import {chipOf} from './selections.js';
import {shareOfBox} from './sentences.js';
import {App, Core} from './types.js';

/**
 * A filter: what it does, to what ("" where that is all), whether it takes memory away, and the state without it.
 *
 * @typedef {{
 *   does: string,
 *   what: string,
 *   less: boolean,
 *   without: !Object
 * }}
 */
export let Filter;

/**
 * @param {!Core} app
 * @return {!Array<!Filter>}
 */
export function filtersOf({names, report, store}) {
  const {exact, hideImport, hideNative, only, query, regex, selection, steps, threads} = store.state();
  const chip = TIME ? chipOf(report, selection) : null;
  /** @type {!Array<!Filter>} */
  const filters = chip ? [chip] : [];
  const add = (/** string */ does, /** string */ what, /** boolean */ less, /** !Object */ without) =>
    filters.push({does, what, less, without});
  if (threads) {
    const what = threads.length === 1 ? names.thread(threads[0]) : threads.length + ' of ' + report.threads.length;
    add(capital(threadNoun(report.meta)) + (threads.length === 1 ? '' : 's'), what, true, {threads: null});
  }
  if (hideImport) {
    add('Hidden', 'import system', false, {hideImport: false});
  }
  if (hideNative) {
    add('Hidden', 'native frames', false, {hideNative: false});
  }
  steps.forEach((step, at) => {
    const less = step.type[0] === 'f' || step.type[0] === 'd';
    const without = {steps: steps.filter((/** !Step */ _, /** number */ other) => other !== at)};
    add(STEP_TYPES[step.type], visible(step.label || step.name), less, without);
  });
  if (exact) {
    add('Function', visible(exact.name), false, {exact: null, only: false});
  }
  if (only && isSearch({query, regex, exact, matchCase: false})) {
    const what = exact ? exact.name : query;
    add('Only stacks with', regex && !exact ? '/' + visible(what) + '/' : visible(what), true, {only: false});
  }
  return filters;
}

/**
 * @param {!Core} app
 * @return {string} the filters that take memory away, in words; "" for none
 */
export function describeFilters(app) {
  return filtersOf(app)
    .filter(({less}) => less)
    .map(({does, what}) => (does + ' ' + shorten(what, 60)).trim())
    .join(', ');
}

/** What "Reset all" brings back: all but the tab, the measure and how things look. */
export const UNFILTERED = {
  'threads': null,
  'nonRelevant': false,
  'hideImport': false,
  'hideNative': false,
  'steps': [],
  'query': '',
  'regex': false,
  'matchCase': false,
  'exact': null,
  'only': false,
  'selection': null,
};

/**
 * @param {!App} app
 * @return {!HTMLElement}
 */
export function makeFilters(app) {
  const {asking, names, store} = app;
  const element = el('div.steps', {'role': 'group', 'aria-label': 'Filters'});
  const left = el('span.soft', {'role': 'status'});
  const reset = el('button.plain', {'text': 'Reset all', 'data-do': 'reset-all'});
  reset.title = 'Zoom, search, filters and switches as at first';
  let shown = '';
  store.on(() => {
    const filters = filtersOf(app);
    names.nameRoot(describeFilters(app));
    const key = JSON.stringify(filters);
    if (key !== shown) {
      shown = key;
      refill(element, ...filters.map((filter) => makeChip(app, filter)), left, reset);
      element.hidden = filters.length === 0;
    }
    const view = asking.view();
    if (view && view.layout.count > 0) {
      left.textContent = 'leaves ' + shareOfBox(app, view.layout, 0);
    }
  });
  return element;
}

/**
 * @param {!App} app
 * @param {!Filter} filter
 * @return {!HTMLElement}
 */
function makeChip({store}, {does, what, without}) {
  const title = does + (what === '' ? '' : ': ' + shorten(what, 300));
  return el(
    'span.chip',
    {'title': title},
    el('span.soft', {'text': does}),
    what === '' ? null : el('span.chip-name.cut', {'text': shorten(what, 40)}),
    el(
      'button.plain',
      {'aria-label': 'Undo: ' + title, 'title': 'Undo', 'onclick': () => store.set(without)},
      icon('close'),
    ),
  );
}
