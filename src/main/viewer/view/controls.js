/**
 * @fileoverview Controls that show and change one field of the state each. The skeleton names the field: checkboxes and
 * buttons with a field alone switch it, buttons with a value set it.
 */

import {fill, listen, pickAll} from './dom.js';
import {Store} from './types.js';

/**
 * @param {!Store} store
 * @param {!HTMLElement} element with controls in it
 */
export function bindControls(store, element) {
  const controls = pickAll(element, '[data-field]');
  const setBy = (/** ? */ control) => {
    const value = control.dataset['value'];
    return value === 'true' ? true : value === 'false' ? false : value;
  };
  const change = (/** ? */ event) => {
    const control = event.target.closest('[data-field]');
    if (control && (event.type === 'change') === (control.type === 'checkbox')) {
      const field = control.dataset['field'];
      const value = setBy(control);
      store.set({[field]: value === undefined ? !store.state()[field] : value});
    }
  };
  listen(element, 'click', change);
  listen(element, 'change', change);
  store.on(() => {
    for (const control of controls) {
      const value = setBy(control);
      const field = control.dataset['field'];
      const now = store.state()[field];
      // a selection is another choice
      const chosen = field !== 'metric' || !store.state().selection;
      const on = value === undefined ? now : chosen && now === value;
      if (control.type === 'checkbox') {
        control.checked = on;
      } else {
        fill(control, {'aria-pressed': on});
      }
    }
  });
}

/**
 * Buttons that do something else. The skeleton names the action; those that are not among these belong to someone else.
 *
 * @param {!HTMLElement} element with buttons in it, now or later
 * @param {!Object<string, function(!HTMLElement): void>} actions
 */
export function bindActions(element, actions) {
  listen(element, 'click', (/** !Event */ event) => {
    const button = /** @type {?HTMLElement} */ (/** @type {!Element} */ (event.target).closest('[data-do]'));
    const action = button && actions[button.dataset['do']];
    if (button && action) {
      action(button);
    }
  });
}
