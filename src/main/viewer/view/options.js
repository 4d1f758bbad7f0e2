/**
 * @fileoverview Options that are seldom needed, in a panel that opens from one button.
 */

import {hasRecursionStep} from '../model/steps.js';
import {bindControls} from './controls.js';
import {boundsOf, clamp, fill, listen, page, part, pick, pickAll} from './dom.js';
import {readPreference, writePreference} from './theme.js';
import {Store} from './types.js';

const LETTERS = 'heapcrest-letters';

/**
 * @param {!Store} store
 * @param {!HTMLElement} toolbar with the button; in a narrow window most of its controls move into the panel
 * @return {!HTMLElement}
 */
export function makeOptions(store, toolbar) {
  const element = part('options');
  const button = pick(toolbar, '#options');
  const recursion = pick(element, '#collapse-recursion');
  const letters = pick(element, '#letters');
  bindControls(store, element);
  listen(recursion, 'change', () => {
    const rest = store.state().steps.filter((step) => step.type !== 'cr');
    store.set({steps: recursion.checked ? rest.concat([{type: 'cr', name: '', file: '', label: ''}]) : rest});
  });
  letters.checked = readPreference(LETTERS) !== 'off';
  listen(letters, 'change', () => writePreference(LETTERS, letters.checked ? 'on' : 'off'));

  const toggle = (/** boolean */ open) => {
    element.hidden = !open;
    fill(button, {'aria-expanded': open});
    if (open) {
      const bounds = boundsOf(button);
      element.style.left = clamp(8, bounds.left, page.clientWidth - element.offsetWidth - 8) + 'px';
      element.style.top = bounds.bottom + scrollY + 6 + 'px';
      pick(element, 'button').focus();
    }
  };
  listen(button, 'click', () => toggle(element.hidden));
  listen(document, 'pointerdown', (/** ? */ event) => {
    if (!element.hidden && !element.contains(event.target) && !button.contains(event.target)) {
      toggle(false);
    }
  });
  listen(element, 'keydown', (/** !KeyboardEvent */ event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      toggle(false);
      button.focus();
    }
  });
  store.on(() => {
    recursion.checked = hasRecursionStep(store.state().steps);
  });

  const seldom = pickAll(toolbar, '.wide-only');
  const more = pick(element, '#more-options');
  const narrow = matchMedia('(max-width: 720px)');
  const next = seldom[seldom.length - 1].nextElementSibling;
  const threads = pick(toolbar, '.threads-filter');
  const arrange = () => {
    if (narrow.matches) {
      more.append(...seldom);
    } else {
      toolbar.insertBefore(seldom[0], threads);
      for (const control of seldom.slice(1)) {
        toolbar.insertBefore(control, next);
      }
    }
  };
  arrange();
  listen(narrow, 'change', arrange);
  return element;
}
