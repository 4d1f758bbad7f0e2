/**
 * @fileoverview The report page, and, where there is no document, its worker: one script for both.
 */

import {readReport} from './format/report-reader.js';
import {startApp} from './view/app.js';
import {openReport, serve} from './view/client.js';
import {el, refill} from './view/dom.js';
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
    document.documentElement.classList.remove('scripted');
    refill(root, el('div', {'class': 'empty', 'role': 'alert'}, el('h2', {text: 'This report cannot be shown'}),
        el('p', {text: String(error && /** @type {!Error} */ (error).message || error)}),
        el('p', {text: 'What the report says without its graph is below.'})));
    document.documentElement.dataset['state'] = 'failed';
  }
}

if (typeof document === 'undefined') {
  serve(readReport);
} else {
  const script = document.currentScript;
  document.documentElement.classList.add('scripted');
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => startPage(script));
  } else {
    startPage(script);
  }
}
