/**
 * @fileoverview Sentences about boxes: what a screen reader says, and why nothing is drawn.
 */

import {formatBytes, formatNoun, formatShare} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {part, pickAll} from './dom.js';

/**
 * "function, file line 3, 1.2 MB, 45 per cent".
 *
 * @param {!Object} app
 * @param {!Object} graph
 * @param {number} box
 * @return {string}
 */
export function speakBox(app, graph, box) {
  const {names} = app;
  const layout = graph.layout();
  const frame = layout.frame[box];
  const widths = graph.widths();
  const file = names.fileName(frame);
  return [
    shorten(names.functionName(frame), 200),
    file === '' ? '' : shorten(file, 200) + ' line ' + names.line(frame),
    formatBytes(layout.bytes[box]),
    formatNoun(layout.counts[box], 'allocation'),
    formatShare(widths[box], app.totalOf(graph)),
  ].filter((text) => text !== '').join(', ');
}

/**
 * Why there is nothing to draw, and what to do about it: parts of the skeleton, with the actions that would change nothing
 * taken out. Null where there is something.
 *
 * @param {!Object} app
 * @return {?HTMLElement}
 */
export function emptyReason(app) {
  const {layout, byThread} = app.view();
  const state = app.state();
  const whole = app.measure(layout)[0];
  if (layout.count > 1 && whole > 0) {
    return null;
  }
  const countOf = (/** string */ kind) => {
    const total = app.report.meta.totals.find((/** !Object */ one) => one['kind'] === kind);
    return total === undefined ? 0 : total['count'];
  };
  const hidden = app.report.nodeCount > 1 && (state.hideImport || !state.nonRelevant || state.steps.length > 0);
  const name = countOf(state.metric) === 0 ? state.metric :
      whole > 0                            ? (hidden ? 'hidden' : 'stackless') :
      layout.counts[0] > 0                 ? 'zero' :
                                             'filtered';
  const reason = part('empty-' + name);
  const texts = {'bytes': formatBytes(layout.bytes[0]), 'count': formatNoun(layout.counts[0], 'allocation')};
  for (const place of pickAll(reason, '[data-text]')) {
    place.textContent = texts[place.dataset['text']];
  }
  const useful = {
    'peak': countOf('peak') > 0,
    'leaks': countOf('leaks') > 0,
    'all-threads': state.threads !== null && byThread.counts.some((/** number */ count) => count > 0),
    'all-stacks': state.only,
    'no-steps': state.steps.length > 0,
  };
  for (const button of pickAll(reason, 'button')) {
    button.hidden = useful[button.dataset['do']] === false;
  }
  return reason;
}
