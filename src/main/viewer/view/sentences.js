/**
 * @fileoverview Sentences about boxes: what a screen reader says, and why nothing is drawn.
 */

import {DIFFERENCES, MANY, TIME} from '../format/features.js';
import {Meta, ViewMeta} from '../format/types.js';
import {formatSide, wordOf} from '../model/difference.js';
import {Figures, Layout, measureOf} from '../model/layout.js';
import {NATIVE, Names, UNNAMED} from '../model/names.js';
import {formatBytes, formatBytesShort, formatNoun, formatShare} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {part, pickAll} from './dom.js';
import {labelOfMode} from './selections.js';
import {App, Core, Graph, View} from './types.js';

/**
 * @param {!Meta} meta
 * @param {string} key of a view
 * @return {!ViewMeta}
 */
export function viewOf(meta, key) {
  return /** @type {!ViewMeta} */ (meta.views.find((view) => view.key === key));
}

/**
 * Whether a box stands for a whole function, whatever its lines: the one in the middle of a sandwich.
 *
 * @param {!Graph} graph
 * @param {number} box
 * @return {boolean}
 */
export function isFunction(graph, box) {
  return box === 0 && !graph.main;
}

/**
 * What is written on a box.
 *
 * @param {!Names} names
 * @param {!Graph} graph
 * @param {number} box
 * @return {!Array<string>} its name, and what is said after it, dimmed
 */
export function labelOf(names, graph, box) {
  const frame = graph.layout().frame[box];
  return isFunction(graph, box)
    ? [names.functionName(frame), names.shortFile(frame)]
    : graph.sourceLabels()
      ? [names.label(frame), '']
      : [names.functionName(frame), names.detail(frame)];
}

/**
 * Where a box is, in full.
 *
 * @param {!Names} names
 * @param {!Graph} graph
 * @param {number} box
 * @return {string}
 */
export function placeOf(names, graph, box) {
  const frame = graph.layout().frame[box];
  const place = isFunction(graph, box) ? names.fileName(frame) : names.location(frame);
  const library = (names.flags(frame) & NATIVE) === 0 ? '' : names.module(frame);
  // of a frame without a name the place is the library's path
  return library === '' || place === library || place.endsWith('/' + library) ? place : place + ' \u00b7 ' + library;
}

/**
 * Why a native frame has no name: what was found of its image, and the build id to look for where that is known.
 *
 * @param {!Core} app
 * @param {!Graph} graph
 * @param {number} box
 * @return {string} "not found", "build id 0102" of a file without symbols, "" of a frame that has a name
 */
export function lackOf({names, report}, graph, box) {
  const frame = graph.layout().frame[box];
  return (names.flags(frame) & UNNAMED) === 0 ? '' : report.meta.libraries.get(names.fileName(frame)) || '';
}

/**
 * "function, file line 3, 1.2 MB, 45 per cent".
 *
 * @param {!Names} names
 * @param {!Layout} layout
 * @param {Figures} widths
 * @param {number} whole what 100 per cent is
 * @param {number} box
 * @return {string}
 */
export function speakBox(names, layout, widths, whole, box) {
  const frame = layout.frame[box];
  const file = names.fileName(frame);
  return [
    shorten(names.functionName(frame), 200),
    file === '' ? '' : shorten(file, 200) + (names.line(frame) > 0 ? ' line ' + names.line(frame) : ''),
    (names.flags(frame) & NATIVE) === 0 ? '' : 'native',
    MANY && layout.differs ? wordOf(layout, box, widths === layout.counts) : '',
    ...amountsOf(layout, amountsIn(layout, box), widths === layout.counts, formatBytes),
    layout.differs ? '' : formatShare(widths[box], whole),
  ]
    .filter((text) => text !== '')
    .join(', ');
}

/**
 * Why there is nothing to draw, and what to do about it: parts of the skeleton, with the actions that would change nothing
 * taken out. Null where there is something.
 *
 * @param {!App} app
 * @param {!View} view
 * @return {?HTMLElement}
 */
export function emptyReason(app, view) {
  const {layout, byThread} = view;
  const state = app.store.state();
  const whole = measureOf(state.byCount, layout)[0];
  if (layout.count > 1 && whole > 0) {
    return null;
  }
  const countOf = (/** string */ kind) => {
    const view = viewOf(app.report.meta, kind);
    return view === undefined ? 0 : view.count;
  };
  const hidden =
    app.report.nodeCount > 1 && (state.hideImport || state.hideNative || !state.nonRelevant || state.steps.length > 0);
  const name =
    view.whole && view.whole.larger.counts === 0
      ? TIME && view.selection
        ? 'selection'
        : state.metric
      : !view.whole && countOf(state.metric) === 0
        ? state.metric
        : whole > 0
          ? hidden
            ? 'hidden'
            : 'stackless'
          : layout.counts[0] > 0
            ? 'zero'
            : 'filtered';
  const reason = part('empty-' + name);
  const texts = {'bytes': formatBytes(layout.bytes[0]), 'count': formatNoun(layout.counts[0], 'allocation')};
  for (const place of pickAll(reason, '[data-text]')) {
    place.textContent = texts[place.dataset['text']];
  }
  const useful = {
    'peak': countOf('peak') > 0,
    'leaks': countOf('leaks') > 0,
    'all-threads': state.threads !== null && byThread.counts.some((count) => count > 0),
    'all-stacks': state.only,
    'no-steps': state.steps.length > 0,
  };
  for (const button of pickAll(reason, 'button')) {
    button.hidden = useful[button.dataset['do']] === false;
  }
  return reason;
}

/** What is said after the label of a view. */
const OF_SIDE = {'base': ' in the base', 'new': ' on the new side', 'change': ', new less base'};

/**
 * What shares are shares of: all that the view or the selection counts, whatever the filters leave. Of a difference it is the
 * larger side.
 *
 * @param {!Core} app
 * @return {{label: string, bytes: number, count: number}}
 */
export function countedOf({asking, report, store}) {
  const view = asking.view();
  if (DIFFERENCES && view?.whole) {
    const {bytes, counts} = view.whole.larger;
    const {metric, side} = store.state();
    const label =
      TIME && view.selection ? labelOfMode(report, view.selection) : viewOf(report.meta, metric).label + OF_SIDE[side];
    return {label, bytes, count: counts};
  }
  const {label, bytes, count} = viewOf(report.meta, store.state().metric);
  return {label, bytes, count};
}

/**
 * What a box holds, as texts: bytes and allocations; of a difference the change.
 *
 * @param {!Layout} layout
 * @param {{bytes: number, counts: number}} amounts
 * @param {boolean} byCount
 * @param {function(number): string=} format bytes
 * @return {!Array<string>}
 */
export function amountsOf(layout, amounts, byCount, format = formatBytesShort) {
  return DIFFERENCES && layout.differs
    ? [formatSide(layout, measureOf(!byCount, amounts), byCount, format)]
    : [format(amounts.bytes), formatNoun(amounts.counts, 'allocation')];
}

/**
 * @param {!Layout} layout
 * @param {number} box
 * @return {{bytes: number, counts: number}}
 */
export function amountsIn({bytes, counts}, box) {
  return {bytes: bytes[box], counts: counts[box]};
}

/**
 * What a box holds, with its share of all; of a difference the change.
 *
 * @param {!Core} app
 * @param {!Layout} layout
 * @param {number} box
 * @param {number=} shown as for shareOfAll
 * @return {string}
 */
export function shareOfBox(app, layout, box, shown) {
  const {byCount} = app.store.state();
  const amounts = amountsIn(layout, box);
  return DIFFERENCES && layout.differs
    ? amountsOf(layout, amounts, byCount)[0]
    : shareOfAll(app, measureOf(byCount, amounts), shown);
}

/**
 * @param {!Core} app
 * @param {number} amount bytes or allocations, whichever boxes are as wide as
 * @return {string} "87.9 MB", or "12,345 allocations"
 */
function formatMeasure({store}, amount) {
  return store.state().byCount ? formatNoun(amount, 'allocation') : formatBytesShort(amount);
}

/**
 * "14.1 MB, 16.1 % of 87.9 MB": an amount and its share of all that the view counts, whatever the filters leave.
 *
 * @param {!Core} app
 * @param {number} amount
 * @param {number=} shown what 100 per cent is on the screen; where that is less than all, its share is told as well. Left out
 *     for what is shown itself, whose share is told where it is less than all.
 * @return {string}
 */
export function shareOfAll(app, amount, shown) {
  const {byCount} = app.store.state();
  const {bytes, count} = countedOf(app);
  const whole = byCount ? count : bytes;
  return [
    formatMeasure(app, amount),
    shown === undefined && amount === whole ? '' : formatShare(amount, whole) + ' of ' + formatMeasure(app, whole),
    shown === undefined || shown === whole || amount === shown ? '' : formatShare(amount, shown) + ' of what is shown',
  ]
    .filter(Boolean)
    .join(' \u00b7 ');
}
