/**
 * @fileoverview What the search found in the flame graph, and the way from match to match, widest first.
 */

import {compileQuery, matchFrames, sumMatches} from '../model/search.js';
import {App, Finding, Graph, Search} from './types.js';

/**
 * @param {!App} app
 * @param {!Graph} flame
 * @return {!Search}
 */
export function makeMatches(app, flame) {
  const {asking, report, store} = app;
  /** @type {?Finding} */
  let finding = null;

  /** @return {?Finding} */
  const look = (/** number */ at) => {
    const state = store.state();
    const view = asking.view();
    const {test, problem} = compileQuery(state);
    if (problem) {
      return {problem, at, found: null, total: 0, zoomTotal: 0};
    }
    if (!test || !view) {
      return null;
    }
    const zoom = flame.view();
    const found = sumMatches(view.layout, matchFrames(report, test), zoom, state.byCount);
    return {problem: null, at, found, total: flame.widths()[0], zoomTotal: zoom.right - zoom.left};
  };

  return {
    finding: () => finding,
    step: (by) => {
      const found = finding?.found;
      if (found && found.outer.length > 0) {
        const {length} = found.outer;
        const {at} = finding;
        finding.at = at < 0 ? (by > 0 ? 0 : length - 1) : (at + by + length) % length;
        flame.setFocus(found.outer[finding.at], true);
        store.notify('matches');
      }
    },
    search: (stay) => {
      if (!stay) {
        finding = look(-1);
      } else if (finding && !finding.problem) {
        finding = look(finding.at);
      }
      flame.setMatches(finding ? finding.found : null);
    },
  };
}
