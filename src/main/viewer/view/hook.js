/**
 * @fileoverview What tests may read: `window.heapcrest`, frozen. `boxes(at)` are the boxes of a graph (0 the main one, 1 and 2
 * callers and callees of the sandwich) that are drawn as their own, with their place in the window in CSS pixels;
 * `state()` is a copy of the state.
 */

import {DIFFERENCES} from '../format/features.js';
import {changeOf} from '../model/difference.js';
import {boundsOf} from './dom.js';
import {labelOf} from './sentences.js';
import {App} from './types.js';

/**
 * @param {!App} app
 */
export function publishHook(app) {
  const {graphs, names, store} = app;
  window['heapcrest'] = Object.freeze({
    'boxes': (/** number= */ at = 0) => {
      const flame = graphs[at];
      const bounds = boundsOf(flame.element);
      const layout = flame.layout();
      const boxes = [];
      flame.eachDrawn((box, level, place) => {
        const frame = layout.frame[box];
        boxes.push({
          'name': labelOf(names, flame, box).join(' '),
          'function': names.functionName(frame),
          'bytes': layout.bytes[box],
          'change': DIFFERENCES && layout.differs ? changeOf(layout, store.state().byCount)[box] : 0,
          'x': bounds.left + place.x,
          'y': bounds.top + place.y,
          'width': place.width,
          'depth': level,
        });
      });
      return boxes;
    },
    'state': () => JSON.parse(JSON.stringify(store.state())),
  });
}
