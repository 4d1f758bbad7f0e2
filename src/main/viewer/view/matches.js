/**
 * @fileoverview What the search found in the flame graph, and the way from match to match.
 */

import {ints} from '../format/arrays.js';
import {compileQuery, matchFrames, sumMatches} from '../model/search.js';

/**
 * @param {!Object} app
 * @return {function(boolean): void} searches again; `stay`: for the same boxes, so that the reader keeps the place among them
 */
export function makeMatches(app) {
  const {flame} = app;
  /** @type {?Object} */
  let found = null;
  app.matches = () => found;
  /** Goes to the next or previous match, widest first. */
  app.stepMatch = (/** number */ by) => {
    if (found && found.outer.length > 0) {
      const length = found.outer.length;
      found.at = found.at < 0 ? (by > 0 ? 0 : length - 1) : (found.at + by + length) % length;
      flame.setFocus(found.outer[found.at], true);
      app.notify(new Set(['matches']));
    }
  };

  return (stay) => {
    if (stay && (!found || found.problem)) {
      return;
    }
    const at = stay ? found.at : -1;
    const state = app.state();
    const {test, problem} = compileQuery(state);
    if (problem) {
      found = {problem, boxes: 0, outer: ints(0), at};
    } else if (!test || !app.view()) {
      found = null;
    } else {
      const {left, right} = flame.view();
      const frames = matchFrames(app.report, test);
      found = Object.assign(sumMatches(app.view().layout, frames, {left, right}, state.byCount), {
        problem: null,
        frames,
        at,
        total: flame.widths()[0],
        zoomTotal: right - left,
      });
    }
    flame.setMatches(!found || found.problem ? null : found);
  };
}
