/**
 * @fileoverview The row of controls that apply to all views: what is counted, which threads, which frames, search.
 */

import {formatBytesShort, formatCount, formatShare} from '../model/units.js';
import {el, icon, refill} from './dom.js';

const METRIC_LABELS = {peak: 'Peak memory', leaks: 'Leaks', temporary: 'Temporary'};
const METRIC_HINTS = {
  peak: 'Memory in use at the moment when most was in use',
  leaks: 'Memory allocated while tracking was on and not given back before its end',
  temporary: 'Memory that was given back right after it was allocated',
};

/**
 * Buttons of which one is pressed.
 *
 * @param {string} label for screen readers
 * @param {!Array<{value: string, text: string, hint: string}>} choices
 * @param {function(string): void} onChoose
 * @return {{element: !HTMLElement, choose: function(string): void}}
 */
export function makeChoice(label, choices, onChoose) {
  const buttons = choices.map((choice) => el('button', {
    'type': 'button',
    'text': choice.text,
    'title': choice.hint,
    'data-value': choice.value,
    'onclick': () => onChoose(choice.value),
  }));
  return {
    element: el('div', {'class': 'choice', 'role': 'group', 'aria-label': label}, ...buttons),
    choose: (value) => {
      for (const button of buttons) {
        button.setAttribute('aria-pressed', String(button.dataset['value'] === value));
      }
    },
  };
}

/**
 * A labelled checkbox.
 *
 * @param {string} label
 * @param {string} hint
 * @param {string} id
 * @param {function(boolean): void} onChange
 * @return {{element: !HTMLElement, check: function(boolean): void}}
 */
export function makeCheckbox(label, hint, id, onChange) {
  const box = /** @type {!HTMLInputElement} */ (el('input', {
    'type': 'checkbox',
    'id': id,
    'onchange': () => onChange(box.checked),
  }));
  return {
    element: el('label', {'class': 'check', 'title': hint, 'for': id}, box, el('span', {text: label})),
    check: (on) => {
      box.checked = on;
    },
  };
}

/**
 * The thread filter: a list with everything first, and Reset beside it.
 *
 * @param {!Object} app
 * @return {!HTMLElement}
 */
function makeThreadFilter(app) {
  const {report, names} = app;
  const list = /** @type {!HTMLSelectElement} */ (el('select', {
    'id': 'thread-filter',
    'title': 'Show what one thread allocated',
    'onchange': () => app.set({threads: list.value === '' ? null : [Number(list.value)]}),
  }));
  const reset = el('button', {
    'type': 'button',
    'id': 'thread-reset',
    'text': 'Reset',
    'title': 'Back to all threads',
    'onclick': () => app.set({threads: null}),
  });
  const element = el('div', {'class': 'threads-filter'},
      el('label', {'for': 'thread-filter', 'text': 'Filter Thread'}), list, reset);
  element.hidden = report.threads.length < 2;
  app.on((/** !Set<string> */ changed) => {
    if (!changed.has('view') && !changed.has('threads')) {
      return;
    }
    const {threads, byCount} = app.state();
    const sums = app.view() === null ? null : app.view().byThread;
    const amount = (/** number */ at) => sums === null ? '' : ' \u2014 ' +
        (byCount ? formatCount(sums.counts[at]) : formatBytesShort(sums.bytes[at]));
    const order = Array.from(report.threads.keys());
    if (sums !== null) {
      const by = byCount ? sums.counts : sums.bytes;
      order.sort((a, b) => by[b] - by[a] || a - b);
    }
    const options = order.map((at) => el('option', {'value': String(at), 'text': names.thread(at) + amount(at)}));
    const all = el('option', {'value': '', 'text': 'All ' + report.threads.length + ' threads (merged)'});
    const some = threads !== null && threads.length > 1 ?
        el('option', {'value': 'some', 'text': threads.length + ' of ' + report.threads.length + ' threads'}) :
        null;
    refill(list, all, some, ...options);
    list.value = threads === null ? '' : threads.length > 1 ? 'some' : String(threads[0]);
    reset.hidden = threads === null;
    list.classList.toggle('active', threads !== null);
  });
  return element;
}

/**
 * @param {!Object} app
 * @return {!HTMLElement}
 */
function makeSearch(app) {
  let timer = 0;
  const input = /** @type {!HTMLInputElement} */ (el('input', {
    'type': 'search',
    'id': 'search',
    'placeholder': 'Search function, file, code, module',
    'aria-label': 'Search function, file, source line and module',
    'autocomplete': 'off',
    'spellcheck': 'false',
    'aria-describedby': 'search-result',
    'oninput': () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => app.set({query: input.value}), 120);
    },
    'onkeydown': (/** !KeyboardEvent */ event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        window.clearTimeout(timer);
        app.set({query: input.value});
        app.stepMatch(event.shiftKey ? -1 : 1);
      } else if (event.key === 'Escape') {
        event.stopPropagation();
        input.value = '';
        app.set({query: '', only: false});
        input.blur();
      }
    },
  }));
  const toggle = (/** string */ field, /** string */ text, /** string */ hint) => el('button', {
    'type': 'button',
    'class': 'toggle',
    'text': text,
    'title': hint,
    'aria-label': hint,
    'data-field': field,
    'onclick': () => app.set({[field]: !app.state()[field]}),
  });
  const toggles = [
    toggle('regex', '.*', 'Regular expression'),
    toggle('matchCase', 'Aa', 'Match case'),
    toggle('only', 'Only', 'Only stacks that match'),
  ];
  const previous = el('button', {'type': 'button', 'class': 'toggle', 'title': 'Previous match (N)', 'aria-label': 'Previous match',
    'onclick': () => app.stepMatch(-1)}, icon('up'));
  const next = el('button', {'type': 'button', 'class': 'toggle', 'title': 'Next match (n)', 'aria-label': 'Next match',
    'onclick': () => app.stepMatch(1)}, icon('down'));
  const result = el('div', {'class': 'search-result', 'id': 'search-result', 'role': 'status'});
  app.on((/** !Set<string> */ changed) => {
    const state = app.state();
    if (document.activeElement !== input) {
      input.value = state.query;
    }
    for (const button of toggles) {
      button.setAttribute('aria-pressed', String(state[button.dataset['field']]));
    }
    if (changed.has('matches') || changed.has('view') || changed.has('query')) {
      const found = app.matches();
      const none = found === null || found.problem !== null;
      result.textContent = found === null ? '' : found.problem !== null ? found.problem : describe(app, found);
      result.classList.toggle('problem', found !== null && (found.problem !== null || found.boxes === 0));
      previous.hidden = none;
      next.hidden = none;
    }
  });
  return el('div', {'class': 'search'},
      el('div', {'class': 'search-field', 'role': 'search'}, icon('search'), input, ...toggles, previous, next), result);
}

/**
 * What a search found, in a line.
 *
 * @param {!Object} app
 * @param {!Object} found
 * @return {string}
 */
function describe(app, found) {
  if (found.boxes === 0) {
    return 'Nothing found';
  }
  const {byCount} = app.state();
  const amount = byCount ? found.counts : found.bytes;
  const text = formatCount(found.boxes) + (found.boxes === 1 ? ' box' : ' boxes') + ' \u00b7 ' +
      (byCount ? formatCount(amount) + ' allocations' : formatBytesShort(amount)) + ' \u00b7 ' +
      formatShare(amount, found.total) + ' of all';
  const zoomed = found.zoomTotal < found.total ? ' \u00b7 ' + formatShare(found.inZoom, found.zoomTotal) + ' of zoom' : '';
  const at = found.at < 0 ? '' : ' \u00b7 ' + formatCount(found.at + 1) + ' of ' + formatCount(found.outer.length);
  return text + zoomed + at;
}

/**
 * @param {!Object} app
 * @return {!HTMLElement}
 */
export function makeToolbar(app) {
  const {report} = app;
  const metric = makeChoice('What is shown',
      report.kinds.map((/** string */ kind) => ({value: kind, text: METRIC_LABELS[kind], hint: METRIC_HINTS[kind]})),
      (value) => app.set({metric: value}));
  const measure = makeChoice('Width of boxes', [
    {value: 'bytes', text: 'Bytes', hint: 'Boxes are as wide as their bytes'},
    {value: 'count', text: 'Allocations', hint: 'Boxes are as wide as their number of allocations'},
  ], (value) => app.set({byCount: value === 'count'}));
  const nonRelevant = makeCheckbox('Show Non-Relevant Frames',
      'Also show frames that are not part of the program itself. While hidden, their memory counts in their callers.',
      'non-relevant', (on) => app.set({nonRelevant: on}));
  const hideImport = makeCheckbox('Hide Import System Frames',
      'Leave out the import system and all that it imported. The memory stays with the importing frame.',
      'hide-import', (on) => app.set({hideImport: on}));
  app.on(() => {
    const state = app.state();
    metric.choose(state.metric);
    measure.choose(state.byCount ? 'count' : 'bytes');
    nonRelevant.check(state.nonRelevant);
    hideImport.check(state.hideImport);
  });
  return el('div', {'class': 'toolbar', 'role': 'toolbar', 'aria-label': 'What is shown'}, metric.element, measure.element,
      makeThreadFilter(app), nonRelevant.element, hideImport.element, app.optionsButton(), makeSearch(app));
}
