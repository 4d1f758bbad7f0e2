/**
 * @fileoverview The report page, and, where there is no document, its worker: one script for both.
 */

import {readReport} from './format/report-reader.js';
import {startApp} from './view/app.js';
import {openReport, serve} from './view/client.js';
import {listen, page, part, pick, refill} from './view/dom.js';
import {publishHook} from './view/hook.js';

/**
 * @param {?Element} script this script's element
 */
async function startPage(script) {
  const root = /** @type {!HTMLElement} */ (document.getElementById('app'));
  const blocks = Array.from(document.querySelectorAll('script.payload'), (block) => block.textContent);
  try {
    const client = await openReport(blocks, script === null ? '' : script.textContent, readReport);
    if (client.report.problem !== null) {
      throw new Error(client.report.problem);
    }
    publishHook(startApp(root, client));
  } catch (error) {
    // the part that needs no script is better than nothing
    page.classList.remove('scripted');
    const failed = part('failed');
    pick(failed, 'p').textContent = String(error && /** @type {!Error} */ (error).message || error);
    refill(root, ...failed.childNodes);
    page.dataset['state'] = 'failed';
  }
}

if (typeof document === 'undefined') {
  serve(readReport);
} else {
  const script = document.currentScript;
  page.classList.add('scripted');
  if (document.readyState === 'loading') {
    listen(document, 'DOMContentLoaded', () => startPage(script));
  } else {
    startPage(script);
  }
}
