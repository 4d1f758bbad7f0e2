/**
 * @fileoverview Callers are derived no further than can be seen. When a reader has come so near that boxes show which were
 * not opened, they are derived again for what is in sight.
 */

import {Span} from '../model/layout.js';
import {Graph} from './types.js';

/** The reader may be moving on: only a view that stays is worth the work. */
const PAUSE_MILLIS = 80;

/**
 * @param {function(!Span): void} ask derives callers for a part
 * @return {function(!Graph): void} to be called when another part of a graph is in sight
 */
export function makeDeepener(ask) {
  let timer = 0;
  let last = '';
  return (/** !Graph */ graph) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const layout = graph.layout();
      if (layout.count === 0) {
        return;
      }
      const key = JSON.stringify([graph.view(), layout.count]);
      let unopened = false;
      graph.eachDrawn((box) => {
        unopened = unopened || (layout.cut !== null && layout.cut[box] !== 0);
      });
      // what was asked for once and is still not there never will be
      if (unopened && key !== last) {
        last = key;
        ask(graph.view());
      }
    }, PAUSE_MILLIS);
  };
}
