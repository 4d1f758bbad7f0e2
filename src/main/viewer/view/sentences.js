/**
 * @fileoverview Sentences about boxes: what a screen reader says, and why nothing is drawn.
 */

import {formatBytes, formatNoun, formatShare} from '../model/units.js';
import {shorten} from '../model/visible.js';

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
 * Why there is nothing to draw, and what to do about it; null where there is something.
 *
 * @param {!Object} app
 * @return {?{title: string, text: string, actions: !Array<{text: string, patch: !Object}>}}
 */
export function emptyReason(app) {
  const {layout, byThread} = app.view();
  const state = app.state();
  const widths = state.byCount ? layout.counts : layout.bytes;
  if (layout.count > 1 && widths[0] > 0) {
    return null;
  }
  const everything = app.report.meta.totals.find((/** !Object */ total) => total['kind'] === state.metric);
  if (everything === undefined || everything['count'] === 0) {
    const other = app.report.kinds.find((/** string */ kind) => kind !== state.metric &&
        app.report.meta.totals.some((/** !Object */ total) => total['kind'] === kind && total['count'] > 0));
    return {
      title: state.metric === 'leaks' ? 'Nothing leaked' : 'Nothing was allocated',
      text: state.metric === 'leaks' ?
          'All memory that was allocated while tracking was on was also given back.' :
          state.metric === 'temporary' ? 'No allocation was given back at once.' :
                                         'The capture holds no allocation that was live at its peak.',
      actions: other === undefined ? [] : [{text: 'Show ' + (other === 'peak' ? 'peak memory' : other), patch: {metric: other}}],
    };
  }
  if (widths[0] > 0) {
    return app.report.nodeCount > 1 && (state.hideImport || !state.nonRelevant || state.steps.length > 0) ?
        {
          title: 'All frames are hidden',
          text: formatBytes(layout.bytes[0]) + ' were allocated, but no frame of their stacks is shown.',
          actions: [
            {text: 'Show all frames', patch: {nonRelevant: true, hideImport: false, steps: []}},
          ],
        } :
        {
          title: 'There are no stacks',
          text: formatBytes(layout.bytes[0]) + ' in ' + formatNoun(layout.counts[0], 'allocation') +
              ' were recorded without a Python stack.',
          actions: [],
        };
  }
  if (layout.counts[0] > 0) {
    return {
      title: 'All allocations are of zero bytes',
      text: formatNoun(layout.counts[0], 'allocation') + ' hold no bytes, so no box has a width.',
      actions: [{text: 'Show number of allocations', patch: {byCount: true}}],
    };
  }
  const actions = [];
  if (state.threads !== null && byThread.counts.some((/** number */ count) => count > 0)) {
    actions.push({text: 'All threads', patch: {threads: null}});
  }
  if (state.only) {
    actions.push({text: 'All stacks', patch: {only: false}});
  }
  if (state.steps.length > 0) {
    actions.push({text: 'Undo all steps', patch: {steps: []}});
  }
  return {title: 'Nothing is left to show', text: 'The filters leave no allocation.', actions};
}
