/**
 * @fileoverview What a reader must know before believing the figures.
 */

import {visible} from '../model/visible.js';
import {el, icon} from './dom.js';
import {describeCoverage} from './stats.js';

/**
 * @param {!Object} app
 * @return {!HTMLElement}
 */
export function makeBanners(app) {
  const {meta} = app.report;
  const banner = (/** string */ kind, /** string */ title, /** string */ text) => {
    const element = el('div', {'class': 'banner ' + kind, 'role': 'note'},
        el('p', null, el('strong', {text: title + ' '}), text),
        el('button', {'type': 'button', 'class': 'plain', 'aria-label': 'Dismiss', 'title': 'Dismiss',
          'onclick': () => element.remove()}, icon('close')));
    return element;
  };
  const coverage = meta.coverage;
  const incomplete = coverage.end === 'complete' ? null : banner('warning',
      coverage.end === 'corrupt' ? 'The capture is damaged.' : 'The capture is incomplete.',
      'This report covers ' + describeCoverage(coverage));
  const leaks = !meta.leakWarning ? null : banner('notice', 'Leaks may be overstated.',
      'Python\u2019s own allocator (' + visible(meta.pythonAllocator) + ') was in use and was not traced. It keeps memory ' +
      'for later use, so memory that it holds is not necessarily leaked. For exact answers record again with ' +
      'PYTHONMALLOC=malloc in the environment, or with --trace-python-allocators.');
  const folded = meta.folding === null ? null : banner('notice', 'Small boxes are folded.', visible(meta.folding.text));
  if (leaks !== null) {
    app.on(() => {
      leaks.hidden = app.state().metric !== 'leaks';
    });
  }
  return el('div', {'class': 'banners'}, incomplete, leaks, folded);
}
