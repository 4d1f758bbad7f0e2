/**
 * @fileoverview The page's line to the engine: in a worker for large reports, so that the page stays responsive, and in
 * the page for small ones, where starting a worker takes longer than the answer.
 */

import {buffersOf, makeEngine} from '../model/engine.js';

/** Characters of payload above which a worker is used; about 200,000 nodes. */
const WORKER_CHARACTERS = 500000;

/**
 * What of a report the page itself needs: all but the nodes and their values.
 *
 * @param {!Object} report
 * @return {!Object}
 */
function frontOf(report) {
  return {
    meta: report.meta,
    strings: report.strings,
    files: report.files,
    frames: report.frames,
    threads: report.threads,
    samples: report.samples,
    problem: report.problem,
    nodeCount: report.nodes.count,
    ownCount: report.own.count,
    kinds: report.own.metrics.map((/** !Object */ metric) => metric.kind),
  };
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
  const answer = async (/** ? */ message) => {
    const {id, blocks, request} = message;
    try {
      if (blocks) {
        const report = await readReport(blocks);
        engine = report.problem === null ? makeEngine(report) : null;
        scope.postMessage({id, reply: frontOf(report)});
      } else {
        const reply = engine.answer(request);
        scope.postMessage({id, reply}, buffersOf(reply));
      }
    } catch (error) {
      scope.postMessage({id, problem: String(error && /** @type {!Error} */ (error).message || error)});
    }
  };
  scope.onmessage = (event) => {
    answer(event.data);
  };
}

/**
 * @param {!Array<string>} blocks
 * @param {string} scriptText this very script
 * @param {function(!Array<string>): !Promise<!Object>} readReport
 * @return {!Promise<{report: !Object, ask: function(!Object): !Promise<!Object>, inWorker: boolean}>}
 */
export async function openReport(blocks, scriptText, readReport) {
  const size = blocks.reduce((sum, block) => sum + block.length, 0);
  if (size > WORKER_CHARACTERS && scriptText !== '') {
    try {
      return await openInWorker(blocks, scriptText);
    } catch (error) {
      // a browser that forbids workers of files: the page does the work
    }
  }
  const report = await readReport(blocks);
  const engine = report.problem === null ? makeEngine(report) : null;
  return {
    report: frontOf(report),
    ask: async (request) => engine.answer(request),
    inWorker: false,
  };
}

/**
 * @param {!Array<string>} blocks
 * @param {string} scriptText
 * @return {!Promise<{report: !Object, ask: function(!Object): !Promise<!Object>, inWorker: boolean}>}
 */
function openInWorker(blocks, scriptText) {
  const url = URL.createObjectURL(new Blob([scriptText], {type: 'text/javascript'}));
  const worker = new Worker(url);
  const waiting = new Map();
  let last = 0;
  const send = (/** !Object */ message) => new Promise((resolve, reject) => {
    last++;
    waiting.set(last, {resolve, reject});
    worker.postMessage(Object.assign({id: last}, message));
  });
  worker.onmessage = (event) => {
    const {id, reply, problem} = event.data;
    const {resolve, reject} = waiting.get(id);
    waiting.delete(id);
    if (problem === undefined) {
      resolve(reply);
    } else {
      reject(new Error(problem));
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    for (const {reject} of waiting.values()) {
      reject(new Error('The worker failed: ' + (event.message || 'it did not start')));
    }
    waiting.clear();
  };
  return send({blocks}).then((report) => {
    URL.revokeObjectURL(url);
    return {report, ask: (request) => send({request}), inWorker: true};
  });
}
