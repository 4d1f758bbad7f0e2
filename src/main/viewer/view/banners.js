/**
 * @fileoverview What a reader must know before believing the figures.
 */

import {visible} from '../model/visible.js';
import {el, listen, part, pick, refill} from './dom.js';
import {describeCoverage} from './stats.js';

/**
 * @param {!Object} app
 * @return {!HTMLElement}
 */
export function makeBanners(app) {
  const {meta} = app.report;
  const banner = (/** string */ kind, /** string */ title, /** !Node|string */ text) => {
    const element = part('banner');
    element.classList.add(kind);
    pick(element, 'strong').textContent = title;
    refill(pick(element, 'span'), text);
    listen(pick(element, 'button'), 'click', () => element.remove());
    return element;
  };
  const coverage = meta.coverage;
  const incomplete = coverage.end === 'complete' ? null : banner('warning',
      coverage.end === 'corrupt' ? 'The capture is damaged.' : 'The capture is incomplete.',
      'This report covers ' + describeCoverage(coverage));
  const why = part('leaks');
  pick(why, 'b').textContent = visible(meta.pythonAllocator);
  const leaks = !meta.leakWarning ? null : banner('notice', 'Leaks may be overstated.', why);
  const folded = meta.folding === null ? null : banner('notice', 'Small boxes are folded.', visible(meta.folding.text));
  if (leaks !== null) {
    app.on(() => {
      leaks.hidden = app.state().metric !== 'leaks';
    });
  }
  return el('div.banners', null, incomplete, leaks, folded);
}
