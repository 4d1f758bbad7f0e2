/**
 * @fileoverview Options that are seldom needed, in a panel that opens from one button.
 */

import {el, icon} from './dom.js';
import {makePictureButtons} from './picture.js';
import {makeCheckbox, makeChoice} from './toolbar.js';
import {readPreference, writePreference} from './theme.js';

/**
 * @param {!Object} app
 */
export function makeOptions(app) {
  const button = el('button', {
    'type': 'button',
    'id': 'options',
    'aria-expanded': 'false',
    'aria-controls': 'options-panel',
    'onclick': () => toggle(element.hidden),
  }, icon('more'), el('span', {text: 'Options'}));
  const direction = makeChoice('Direction', [
    {value: 'flames', text: 'Flames', hint: 'Root at the bottom'},
    {value: 'icicles', text: 'Icicles', hint: 'Root at the top'},
  ], (value) => app.set({icicle: value === 'icicles'}));
  const colour = makeChoice('Colours', [
    {value: 'module', text: 'Module', hint: 'Colour by module'},
    {value: 'kind', text: 'Kind of file', hint: 'Colour by kind of file'},
  ], (value) => app.set({colour: value}));
  const recursion = makeCheckbox('Collapse recursion', 'Use the box of a function again where the function is entered below itself',
      'collapse-recursion', (on) => {
        const rest = app.state().steps.filter((/** !Object */ step) => step.type !== 'cr');
        app.set({steps: on ? rest.concat([{type: 'cr', name: '', file: '', label: ''}]) : rest});
      });
  const letters = makeCheckbox('Single-letter keys', 'Switch off where speech input types letters', 'letters',
      (on) => writePreference('heapcrest-letters', on ? 'on' : 'off'));
  letters.check(readPreference('heapcrest-letters') !== 'off');
  const row = (/** string */ title, /** !HTMLElement */ content) =>
      el('div', {'class': 'option'}, el('span', {'class': 'option-title', 'text': title}), content);
  const element = el('div', {'class': 'options', 'id': 'options-panel', 'role': 'dialog', 'aria-label': 'Options', 'hidden': true},
      row('Direction', direction.element), row('Colours', colour.element), recursion.element, letters.element,
      row('Save what is in sight', makePictureButtons(app)));

  const toggle = (/** boolean */ open) => {
    element.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (open) {
      const bounds = button.getBoundingClientRect();
      const width = element.offsetWidth;
      element.style.left = Math.max(8, Math.min(bounds.left, document.documentElement.clientWidth - width - 8)) + 'px';
      element.style.top = bounds.bottom + window.scrollY + 6 + 'px';
    }
  };
  document.addEventListener('pointerdown', (event) => {
    const target = /** @type {!Node} */ (event.target);
    if (!element.hidden && !element.contains(target) && !button.contains(target)) {
      toggle(false);
    }
  });
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      toggle(false);
      button.focus();
    }
  });
  app.on(() => {
    direction.choose(app.state().icicle ? 'icicles' : 'flames');
    colour.choose(app.state().colour);
    recursion.check(app.state().steps.some((/** !Object */ step) => step.type === 'cr'));
  });
  return {button, element};
}
