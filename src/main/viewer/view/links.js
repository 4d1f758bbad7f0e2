/**
 * @fileoverview Says what a link asks for and the report does not have, or does not show.
 */

import {calleeOf} from '../model/functions.js';
import {listen, part, pick} from './dom.js';
import {filtersOf, UNFILTERED} from './filters.js';
import {App} from './types.js';

/**
 * @param {!App} app before its graphs are made
 * @return {!HTMLElement}
 */
export function makeLinks(app) {
  const {asking, functions, report, store} = app;
  const element = part('missing');
  const all = pick(element, '#show-linked');
  let zoom = '';
  /** What tells that it was looked for. */
  let event = 'view';
  const say = (/** string */ what) => {
    const hidden = what === 'box' && (filtersOf(app).length > 0 || !store.state().nonRelevant);
    pick(element, 'strong').textContent =
      'The linked ' + what + ' is not in this report' + (hidden ? ', or filters hide it.' : '.');
    all.hidden = !hidden;
    element.hidden = false;
  };
  const isKnown = (/** ?{name: string, file: string} */ wanted) =>
    !wanted ||
    functions.frame.some((frame) => {
      const {name, file} = calleeOf(report, frame);
      return frame !== 0 && name === wanted.name && file === wanted.file;
    });
  store.on((changed) => {
    const {callee, exact, threads} = store.state();
    if (changed.has('address')) {
      zoom = store.state().zoom;
      event = !asking.view() || store.engineChanged(changed) ? 'view' : 'zoom';
      element.hidden = true;
      if (!isKnown(exact) || !isKnown(callee)) {
        say('function');
      } else if (/[#&]t=[^&]/.test(location.hash) && !threads) {
        say('thread');
      }
    }
    if (asking.view() && changed.has(event) && !changed.has('address')) {
      if (zoom !== '' && app.graphs[0].zoomed() === 0) {
        const lost = zoom;
        say('box');
        all.onclick = () => store.set({...UNFILTERED, nonRelevant: true, zoom: lost}, true, true);
      }
      zoom = '';
    }
  });
  listen(pick(element, '[aria-label=Dismiss]'), 'click', () => {
    element.hidden = true;
  });
  return element;
}
