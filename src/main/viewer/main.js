/**
 * @fileoverview The report page, and, where there is no document, its worker: one script for both.
 */

import {openReport, startWorker} from './engine/client.js';
import {serve} from './engine/worker.js';
import {messageOf} from './format/damaged-report.js';
import {readReport} from './format/report-reader.js';
import {formatCountShort} from './model/units.js';
import {listen, page, part, pick, pickAll, refill} from './view/dom.js';
import {publishHook} from './view/hook.js';
import {makePage} from './view/page.js';

/** Nodes above which a worker does the work, so that the page stays responsive; below, starting one takes longer. */
const WORKER_NODES = 200000;

/**
 * @param {?Worker} worker
 * @param {function(): ?Worker} start another
 */
async function startPage(worker, start) {
  const root = /** @type {!HTMLElement} */ (document.getElementById('app'));
  const blocks = pickAll(document, 'script.payload').map((block) => block.textContent);
  try {
    publishHook(makePage(root, await openReport(blocks, worker, readReport), start));
  } catch (error) {
    // the part that needs no script is better than nothing
    page.classList.remove('scripted');
    const failed = part('failed');
    pick(failed, 'p').textContent = messageOf(error);
    refill(root, ...failed.childNodes);
    page.dataset['state'] = 'failed';
  }
}

if (typeof document === 'undefined') {
  serve(readReport);
} else {
  page.classList.add('scripted');
  const script = document.currentScript;
  const start = () => startWorker(script.textContent);
  // at once: it is ready by the time the payload has been read
  const nodes = Number(page.dataset['nodes']);
  const worker = nodes > WORKER_NODES ? start() : null;
  if (worker) {
    // shown by the style sheet until the first graph is: the body is still to come
    page.dataset['reading'] = 'Reading ' + formatCountShort(nodes) + ' boxes\u2026';
  }
  if (document.readyState === 'loading') {
    listen(document, 'DOMContentLoaded', () => startPage(worker, start));
  } else {
    startPage(worker, start);
  }
}
