/**
 * @fileoverview The page's line to the engine: in a worker for large reports, so that the page stays responsive, and in
 * the page for small ones, where starting a worker takes longer than the answer.
 */

import {Report} from '../format/types.js';
import {Front, frontOf} from '../model/front.js';
import {Layout} from '../model/layout.js';
import {Request} from '../model/state.js';
import {makeEngine} from './engine.js';

/**
 * A report that is open. `ask` takes a request of the engine (engine.js) and `reuse` a layout that is not shown any more.
 *
 * @typedef {{
 *   report: !Front,
 *   ask: function(!Request): !Promise<?>,
 *   reuse: function(!Layout): void
 * }}
 */
export let Client;

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
  } catch {
    return null;
  }
}

/**
 * @param {!Array<string>} blocks
 * @param {?Worker} worker null where the page shall do the work
 * @param {function(!Array<string>): !Promise<!Report>} readReport
 * @return {!Promise<!Client>}
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
 * @return {!Promise<!Client>}
 */
async function openInWorker(blocks, worker) {
  const waiting = new Map();
  let last = 0;
  const send = (/** !Object */ message) =>
    new Promise((resolve, reject) => {
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
    const problem = new NoWorker('The worker failed: ' + (event.message || 'it did not start'));
    for (const {reject} of waiting.values()) {
      reject(problem);
    }
    waiting.clear();
  };
  const report = await send({blocks, hash: location.hash.slice(1)});
  return {
    report,
    ask: (request) => send({request}),
    reuse: ({cut, draft, x}) => {
      // layouts of callers and drafts are small, and made to measure
      if (!cut && !draft) {
        worker.postMessage({spare: x.buffer}, [x.buffer]);
      }
    },
  };
}
