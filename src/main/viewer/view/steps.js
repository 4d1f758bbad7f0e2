/**
 * @fileoverview The steps that the reader has taken, each as a chip that takes it back.
 */

import {STEP_TYPES} from '../model/steps.js';
import {shorten, visible} from '../model/visible.js';
import {el, icon, refill} from './dom.js';

/**
 * @param {!Object} app
 * @return {!HTMLElement}
 */
export function makeSteps(app) {
  const element = el('div.steps', {'role': 'group', 'aria-label': 'Steps taken'});
  app.on((/** !Set<string> */ changed) => {
    if (!changed.has('steps')) {
      return;
    }
    const {steps} = app.state();
    const chips = steps.map((/** !Object */ step, /** number */ at) => {
      const what = visible(step.label || step.name);
      const title = STEP_TYPES[step.type] + (what === '' ? '' : ': ' + shorten(what, 300));
      return el('span.chip', {'title': title},
          el('span.soft', {'text': STEP_TYPES[step.type]}),
          what === '' ? null : el('span.chip-name.cut', {'text': shorten(what, 40)}),
          el('button.plain', {
            'aria-label': 'Undo: ' + title,
            'title': 'Undo',
            'onclick': () => app.set({steps: steps.filter((_, other) => other !== at)}),
          }, icon('close')));
    });
    refill(element, ...chips, steps.length < 2 ? null : el('button.plain', {
      'text': 'Undo all',
      'onclick': () => app.set({steps: []}),
    }));
    element.hidden = steps.length === 0;
  });
  return element;
}
