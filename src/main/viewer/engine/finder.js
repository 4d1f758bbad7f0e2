/**
 * @fileoverview Finds frames for the page. Texts are looked for at once; patterns in a worker of their own, which is ended
 * when it takes too long: a pattern can take longer than anyone lives.
 */

import {Front} from '../model/front.js';
import {Found, findFrames, Query} from '../model/search.js';
import {queryOf} from '../model/state.js';

/** What a pattern may take. */
const LIMIT_MILLIS = 2000;

/**
 * `find` calls back with what a query finds: at once unless it is a pattern that was not asked for before. Whoever was
 * overtaken by another pattern is called with null.
 *
 * @typedef {{
 *   find: function(!Query, function(?Found): void): void
 * }}
 */
export let Finder;

/**
 * @param {!Front} report
 * @param {function(): ?Worker} start a worker; null where the browser allows none
 * @return {!Finder}
 */
export function makeFinder(report, start) {
  /** @type {?Worker} */
  let worker = null;
  let timer = 0;
  let asked = '';
  /** @type {!Array<function(?Found): void>} */
  let waiting = [];
  let knownKey = '';
  /** @type {?Found} */
  let known = null;

  const finish = (/** ?Found */ found) => {
    clearTimeout(timer);
    if (found) {
      knownKey = asked;
      known = found;
    }
    const uses = waiting;
    waiting = [];
    asked = '';
    for (const use of uses) {
      use(found);
    }
  };
  const end = (/** ?Found */ found) => {
    worker.onmessage = null;
    worker.terminate();
    worker = null;
    finish(found);
  };
  const fail = (/** string */ problem) => ({frames: null, problem});

  const ask = (/** !Query */ query) => {
    const {strings, files, frames} = report;
    const fresh = !worker;
    worker = worker || start();
    if (!worker) {
      finish(fail('This browser lets no worker run here, so patterns are not searched; plain text is'));
      return;
    }
    worker.onmessage = ({data}) => {
      if (data) {
        finish(data);
      } else {
        timer = setTimeout(() => end(fail('This pattern takes too long and was stopped after 2 s')), LIMIT_MILLIS);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end(fail('The search failed: ' + (event.message || 'its worker did not start')));
    };
    worker.postMessage({index: fresh ? {strings, files, frames} : null, query});
  };

  return {
    find: (state, use) => {
      const query = queryOf(state);
      const key = JSON.stringify(query);
      if (known && key === knownKey) {
        use(known);
      } else if (key === asked) {
        waiting.push(use);
      } else if (query.regex && query.query !== '' && !query.exact) {
        if (asked !== '') {
          end(null);
        }
        asked = key;
        waiting = [use];
        ask(query);
      } else {
        known = findFrames(report, query);
        knownKey = key;
        use(known);
      }
    },
  };
}
