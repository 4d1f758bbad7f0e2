/**
 * @fileoverview What the search found in the flame graph, and the way from match to match, widest first.
 */

import {Found, sumMatches} from '../model/search.js';
import {isSearch} from '../model/state.js';
import {App, Finding, Graph, Search} from './types.js';

/**
 * @param {!App} app
 * @param {!Graph} flame
 * @return {!Search}
 */
export function makeMatches(app, flame) {
  const {asking, finder, store} = app;
  /** @type {?Finding} */
  let finding = null;
  let turn = 0;

  /** @return {?Finding} */
  const look = (/** ?Found */ answer, /** number */ at) => {
    const state = store.state();
    const view = asking.view();
    if (!answer || answer.problem) {
      return {problem: answer ? answer.problem : 'Searching\u2026', at, found: null, total: 0, zoomTotal: 0};
    }
    if (!answer.frames || !view) {
      return null;
    }
    const zoom = flame.view();
    const found = sumMatches(view.layout, answer.frames, zoom, state.byCount);
    return {problem: null, at, found, total: flame.widths()[0], zoomTotal: zoom.right - zoom.left};
  };

  const search = (/** number */ at) => {
    turn++;
    const mine = turn;
    let late = false;
    finding = null;
    finder.find(store.state(), (answer) => {
      if (mine === turn && answer) {
        finding = look(answer, at);
        if (late) {
          flame.setMatches(finding?.found || null);
          store.notify('matches');
        }
      }
    });
    late = true;
    if (!finding && store.state().regex && isSearch(store.state())) {
      finding = look(null, at);
    }
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
        search(-1);
      } else if (finding && !finding.problem) {
        search(finding.at);
      }
      flame.setMatches(finding ? finding.found : null);
    },
  };
}
