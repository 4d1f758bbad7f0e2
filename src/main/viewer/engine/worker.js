/**
 * @fileoverview The engine in a worker: opens the report that it is sent, then answers requests. Or the finder's worker,
 * which looks for patterns.
 */

import {messageOf} from '../format/damaged-report.js';
import {Report} from '../format/types.js';
import {frontOf} from '../model/front.js';
import {findFrames} from '../model/search.js';
import {graphRequest, initialState, modeOf, readState} from '../model/state.js';
import {Engine, makeEngine} from './engine.js';

/**
 * Runs as the worker.
 *
 * @param {function(!Array<string>): !Promise<!Report>} readReport
 */
export function serve(readReport) {
  const scope = /** @type {!DedicatedWorkerGlobalScope} */ (self);
  /** @type {?Engine} */
  let engine = null;
  /** The request that the page will make first, and the answer. */
  let first = '';
  /** @type {?Object} */
  let firstReply = null;
  /** The part of a report that patterns are looked for in. */
  let index = null;
  const answer = async (/** ? */ message) => {
    const {id, blocks, hash, query, request, spare} = message;
    try {
      if (query) {
        index = message.index || index;
        // the time begins here: to start can take long
        scope.postMessage(null);
        scope.postMessage(findFrames(index, query));
        return;
      }
      if (blocks) {
        const report = await readReport(blocks);
        engine = makeEngine(report);
        const front = frontOf(report);
        scope.postMessage({id, reply: front});
        // while the page is being set up
        const state = readState(hash, initialState(front), front);
        const wanted = graphRequest(state, modeOf(state.tab) || 'callees', [], null);
        // a pattern is for the page to match, within its time
        if (!wanted.settings.only?.regex) {
          first = JSON.stringify(wanted);
          firstReply = engine.answer(wanted);
        }
      } else if (spare) {
        engine.reuse(spare);
      } else {
        const reply = firstReply && JSON.stringify(request) === first ? firstReply : engine.answer(request);
        firstReply = null;
        scope.postMessage({id, reply}, buffersOf(reply));
      }
    } catch (error) {
      scope.postMessage({id, problem: messageOf(error)});
    }
  };
  scope.onmessage = (event) => {
    answer(event.data);
  };
}

/**
 * The buffers of all typed arrays in a reply, to be handed over without a copy.
 *
 * @param {*} reply
 * @return {!Array<!ArrayBuffer>}
 */
function buffersOf(reply) {
  const found = new Set();
  const open = [reply];
  while (open.length > 0) {
    const next = open.pop();
    if (ArrayBuffer.isView(next)) {
      found.add(next.buffer);
    } else if (next && typeof next === 'object') {
      open.push(...Object.values(/** @type {!Object} */ (next)));
    }
  }
  return [...found];
}
