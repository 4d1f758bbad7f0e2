/**
 * @fileoverview Controls that show and change one field of the state each. The skeleton names the field: checkboxes and
 * buttons with a field alone switch it, buttons with a value set it.
 */

import {fill, listen, pickAll} from './dom.js';

/**
 * @param {!Object} app
 * @param {!HTMLElement} element with controls in it
 */
export function bindControls(app, element) {
  const controls = pickAll(element, '[data-field]');
  const valueOf = (/** ? */ control) => {
    const value = control.dataset['value'];
    return value === 'true' ? true : value === 'false' ? false : value;
  };
  const change = (/** ? */ event) => {
    const control = event.target.closest('[data-field]');
    if (control && (event.type === 'change') === (control.type === 'checkbox')) {
      const field = control.dataset['field'];
      const value = valueOf(control);
      app.set({[field]: value === undefined ? !app.state()[field] : value});
    }
  };
  listen(element, 'click', change);
  listen(element, 'change', change);
  app.on(() => {
    for (const control of controls) {
      const value = valueOf(control);
      const now = app.state()[control.dataset['field']];
      const on = value === undefined ? now : now === value;
      if (control.type === 'checkbox') {
        control.checked = on;
      } else {
        fill(control, {'aria-pressed': on});
      }
    }
  });
}
