/**
 * @fileoverview The steps that the reader has taken, each as a chip that takes it back.
 */

import {STEP_TYPES} from '../model/steps.js';
import {shorten, visible} from '../model/visible.js';
import {el, icon, refill} from './dom.js';
import {Store} from './types.js';

/**
 * @param {!Store} store
 * @return {!HTMLElement}
 */
export function makeSteps(store) {
  const element = el('div.steps', {'role': 'group', 'aria-label': 'Steps taken'});
  store.on((changed) => {
    if (!changed.has('steps')) {
      return;
    }
    const {steps} = store.state();
    const chips = steps.map((step, at) => {
      const what = visible(step.label || step.name);
      const title = STEP_TYPES[step.type] + (what === '' ? '' : ': ' + shorten(what, 300));
      return el(
        'span.chip',
        {'title': title},
        el('span.soft', {'text': STEP_TYPES[step.type]}),
        what === '' ? null : el('span.chip-name.cut', {'text': shorten(what, 40)}),
        el(
          'button.plain',
          {
            'aria-label': 'Undo: ' + title,
            'title': 'Undo',
            'onclick': () => store.set({steps: steps.filter((_, other) => other !== at)}),
          },
          icon('close'),
        ),
      );
    });
    refill(
      element,
      ...chips,
      steps.length < 2
        ? null
        : el('button.plain', {
            'text': 'Undo all',
            'onclick': () => store.set({steps: []}),
          }),
    );
    element.hidden = steps.length === 0;
  });
  return element;
}
