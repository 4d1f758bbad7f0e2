/**
 * @fileoverview The page's line to the engine: in a worker for large reports, so that the page stays responsive, and in
 * the page for small ones, where starting a worker takes longer than the answer.
 */

import {messageOf} from '../format/damaged-report.js';
import {buffersOf, makeEngine} from '../model/engine.js';
import {graphRequest, initialState, modeOf, readState} from '../model/state.js';

/**
 * What of a report the page itself needs: all but the nodes and their values.
 *
 * @param {!Object} report
 * @return {!Object}
 */
function frontOf(report) {
  const {nodes, own, ...front} = report;
  const kinds = own.metrics.map((/** !Object */ metric) => metric.kind);
  return Object.assign({nodeCount: nodes.count, kinds}, front);
}

/**
 * Runs as the worker: opens the report that it is sent, then answers requests.
 *
 * @param {function(!Array<string>): !Promise<!Object>} readReport
 */
export function serve(readReport) {
  const scope = /** @type {!DedicatedWorkerGlobalScope} */ (self);
  /** @type {?Object} */
  let engine = null;
  /** The request that the page will make first, and the answer. */
  let first = '';
  /** @type {?Object} */
  let firstReply = null;
  const answer = async (/** ? */ message) => {
    const {id, blocks, hash, request, spare} = message;
    try {
      if (blocks) {
        const report = await readReport(blocks);
        engine = makeEngine(report);
        const front = frontOf(report);
        scope.postMessage({id, reply: front});
        // while the page is being set up
        const state = readState(hash, initialState(front), front);
        const wanted = graphRequest(state, modeOf(state.tab) || 'callees', [], null);
        first = JSON.stringify(wanted);
        firstReply = engine.answer(wanted);
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
 * Starts a worker, which then waits for its report.
 *
 * @param {string} scriptText this very script
 * @return {?Worker} null where the browser forbids workers of files
 */
export function startWorker(scriptText) {
  const url = URL.createObjectURL(new Blob([scriptText], {type: 'text/javascript'}));
  try {
    return new Worker(url);
  } catch (error) {
    return null;
  }
}

/**
 * @param {!Array<string>} blocks
 * @param {?Worker} worker null where the page shall do the work
 * @param {function(!Array<string>): !Promise<!Object>} readReport
 * @return {!Promise<{report: !Object, ask: function(!Object): !Promise<!Object>, reuse: function(!Object): void}>}
 */
export async function openReport(blocks, worker, readReport) {
  if (worker) {
    try {
      return await openInWorker(blocks, worker);
    } catch (error) {
      if (!(error instanceof NoWorker)) {
        throw error;
      }
    }
  }
  const report = await readReport(blocks);
  const engine = makeEngine(report);
  return {
    report: frontOf(report),
    ask: async (request) => engine.answer(request),
    reuse: () => {},
  };
}

/** The worker did not start or ended. */
class NoWorker extends Error {}

/**
 * @param {!Array<string>} blocks
 * @param {!Worker} worker
 * @return {!Promise<{report: !Object, ask: function(!Object): !Promise<!Object>, reuse: function(!Object): void}>}
 */
async function openInWorker(blocks, worker) {
  const waiting = new Map();
  let last = 0;
  const send = (/** !Object */ message) => new Promise((resolve, reject) => {
    last++;
    waiting.set(last, {resolve, reject});
    worker.postMessage({...message, id: last});
  });
  worker.onmessage = (event) => {
    const {id, reply, problem} = event.data;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (asked !== undefined) {
      if (problem === undefined) {
        asked.resolve(reply);
      } else {
        asked.reject(new Error(problem));
      }
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    waiting.forEach(({reject}) => reject(new NoWorker('The worker failed: ' + (event.message || 'it did not start'))));
    waiting.clear();
  };
  const report = await send({blocks, hash: location.hash.slice(1)});
  return {
    report,
    ask: (request) => send({request}),
    reuse: ({cut, x}) => {
      // layouts of callers are small, and made to measure
      if (!cut) {
        worker.postMessage({spare: x.buffer}, [x.buffer]);
      }
    },
  };
}
