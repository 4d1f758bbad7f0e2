/**
 * @fileoverview What stands in the place of the flame graph where there is none: why it is empty, or what went wrong.
 */

import {messageOf} from '../format/damaged-report.js';
import {el, refill} from './dom.js';

/**
 * @return {{element: !HTMLElement, show: function(?HTMLElement): void, fail: function(*): void}} `show` takes the reason, null
 *     for none
 */
export function makeNotice() {
  const element = el('div.empty', {'role': 'status', 'hidden': true});
  return {
    element,
    show: (reason) => {
      element.hidden = !reason;
      if (reason) {
        refill(element, ...reason.children);
      }
    },
    fail: (error) => {
      element.hidden = false;
      refill(element, el('h2', {text: 'Something went wrong'}), el('p', {text: messageOf(error)}));
    },
  };
}
