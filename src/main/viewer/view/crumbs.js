/**
 * @fileoverview The breadcrumb: the stack from the root to the zoomed box, each frame a button.
 */

import {parentOf} from '../model/layout.js';
import {formatBytesShort} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {el, part, pick, refill} from './dom.js';
import {shareOfBox} from './sentences.js';
import {App, Graph} from './types.js';

/** Frames shown at each end of a deep stack. */
const ENDS = 12;

/**
 * @param {!App} app
 * @param {!Graph} graph
 * @return {!HTMLElement}
 */
export function makeCrumbs(app, graph) {
  const element = part('crumbs');
  const list = pick(element, 'ol');
  const amount = pick(element, '.crumb-amount');
  const reset = pick(element, '#reset-zoom');
  const show = () => {
    const layout = graph.layout();
    const zoomed = graph.zoomed();
    const path = [];
    for (let box = zoomed; box >= 0; box = parentOf(layout, box)) {
      path.push(box);
    }
    path.reverse();
    const crumbs = path.map((box, at) => {
      if (path.length > 2 * ENDS && at >= ENDS && at < path.length - ENDS) {
        return at === ENDS
          ? el('li.small.soft', {'text': '\u2026 ' + (path.length - 2 * ENDS) + ' frames \u2026'})
          : null;
      }
      const frame = layout.frame[box];
      const button = el('button', {
        'text': shorten(app.names.functionName(frame), 60),
        'title': shorten(app.names.plain(frame), 400),
        'onclick': () => graph.open(box),
        'aria-current': box === zoomed,
      });
      return el('li', null, button);
    });
    refill(list, ...crumbs.filter(Boolean));
    const widths = graph.widths();
    amount.textContent =
      zoomed === 0 && !layout.differs ? formatBytesShort(layout.bytes[0]) : shareOfBox(app, layout, zoomed, widths[0]);
    const view = graph.view();
    reset.hidden = zoomed === 0 && view.right - view.left >= widths[0];
    list.scrollLeft = list.scrollWidth;
  };
  graph.watch(show);
  app.store.on((changed) => {
    if (graph.layout().count > 0 && (changed.has('view') || changed.has('zoom'))) {
      show();
    }
  });
  return element;
}
