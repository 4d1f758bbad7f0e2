/**
 * @fileoverview The tooltip: everything known about a box. Allocators and threads come from the engine a moment later.
 */

import {largestFirst} from '../model/groups.js';
import {Layout, measureOf} from '../model/layout.js';
import {ALLOCATORS, FILE_KINDS, FOLDED, IMPORT_SYSTEM, NATIVE, NON_RELEVANT} from '../model/names.js';
import {formatBytes, formatCount, formatNoun, formatShare} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {boundsOf, clamp, el, moveTo, page, part, pick, refill} from './dom.js';
import {viewOf} from './sentences.js';
import {Core, Graph, Tooltip} from './types.js';

/** How long the pointer rests before the engine is asked. */
const DETAIL_MILLIS = 90;

/**
 * Self values of a box: what is not in its children.
 *
 * @param {!Layout} layout
 * @param {number} box
 * @return {{bytes: number, counts: number}}
 */
function selfOf(layout, box) {
  let bytes = layout.bytes[box];
  let counts = layout.counts[box];
  for (let child = layout.first[box]; child < layout.first[box + 1]; child++) {
    bytes -= layout.bytes[child];
    counts -= layout.counts[child];
  }
  return {bytes, counts};
}

/**
 * Rows of name and value that tell all about a box.
 *
 * @param {!Core} app
 * @param {!Graph} graph
 * @param {number} box
 * @return {!Array<!Array<string>>}
 */
function factsOf(app, graph, box) {
  const {names} = app;
  const layout = graph.layout();
  const frame = layout.frame[box];
  const self = selfOf(layout, box);
  const {byCount, metric} = app.store.state();
  const widths = graph.widths();
  const zoom = graph.zoomed();
  const rows = [];
  rows.push([
    viewOf(app.report.meta, metric).label,
    formatBytes(layout.bytes[box]) + ' in ' + formatNoun(layout.counts[box], 'allocation'),
  ]);
  let share = formatShare(widths[box], graph.whole()) + ' of all';
  if (zoom !== 0) {
    share += ', ' + formatShare(widths[box], widths[zoom]) + ' of the zoomed box';
  }
  rows.push([byCount ? 'Share of allocations' : 'Share', share]);
  const cut = layout.cut && layout.cut[box] !== 0;
  if (frame !== 0 && layout.first[box + 1] > layout.first[box]) {
    rows.push([
      layout.cut ? 'As outermost frame' : 'Allocated here',
      formatBytes(self.bytes) + ' in ' + formatNoun(self.counts, 'allocation'),
    ]);
  } else if (cut) {
    rows.push(['Callers', 'not opened yet: zoom in to see them']);
  }
  if ((names.flags(frame) & FOLDED) !== 0) {
    rows.push(['Folded', 'boxes too small to be kept apart; the option --full keeps them']);
  } else if (frame !== 0) {
    const module = names.module(frame);
    const kind = FILE_KINDS[names.kind(frame)] || FILE_KINDS[0];
    const flags = names.flags(frame);
    const marks = [
      (flags & IMPORT_SYSTEM) !== 0 ? 'import system' : '',
      (flags & NON_RELEVANT) !== 0 && (flags & IMPORT_SYSTEM) === 0 ? 'non-relevant' : '',
      (flags & NATIVE) !== 0 ? 'native' : '',
    ].filter((mark) => mark !== '');
    rows.push(['Module', [module, kind, ...marks].filter((text) => text !== '').join(' \u00b7 ')]);
  }
  return rows;
}

/**
 * The largest of a few groups as text: "malloc 80 %, mmap 20 %".
 *
 * @param {!Float64Array} amounts
 * @param {function(number): string} name
 * @return {string}
 */
function describeMix(amounts, name) {
  const order = largestFirst(amounts).filter((at) => amounts[at] > 0);
  const whole = order.reduce((sum, at) => sum + amounts[at], 0);
  const texts = order
    .slice(0, 4)
    .map((at) => name(at) + (order.length === 1 ? '' : ' ' + formatShare(amounts[at], whole)));
  return texts.join(', ') + (order.length > 4 ? ' and ' + formatCount(order.length - 4) + ' more' : '');
}

/**
 * @param {!Core} app
 * @return {!Tooltip}
 */
export function makeTooltip(app) {
  const tip = part('tip');
  const head = pick(tip, '.tip-head');
  const where = pick(tip, '.tip-where');
  const code = pick(tip, 'code');
  const rows = pick(tip, 'dl');
  let shown = -1;
  /** @type {?Graph} */
  let shownIn = null;
  let timer = 0;

  const addRow = (/** !Array<string> */ row) => rows.append(el('dt', {text: row[0]}), el('dd', {text: row[1]}));

  const place = (/** number */ x, /** number */ y) => {
    const bounds = boundsOf(tip);
    const wide = page.clientWidth;
    const high = page.clientHeight;
    const left = x + 16 + bounds.width < wide ? x + 16 : clamp(4, x - 16 - bounds.width, wide - bounds.width - 4);
    let top = y + 18;
    if (top + bounds.height > high) {
      top = Math.max(4, y - 14 - bounds.height);
    }
    moveTo(tip, left, top);
  };

  const ask = (/** !Graph */ graph, /** number */ box, /** number */ x, /** number */ y) => {
    app.asking.details(graph.layout(), box).then((found) => {
      if (!found || shown !== box || shownIn !== graph) {
        return;
      }
      const {byCount} = app.store.state();
      const mix = describeMix(measureOf(byCount, found.allocators), (at) => ALLOCATORS[at] || 'allocator ' + at);
      if (mix !== '') {
        addRow(['Allocator', mix]);
      }
      if (app.report.threads.length > 1) {
        addRow(['Thread', describeMix(measureOf(byCount, found.byThread), app.names.thread)]);
      }
      place(x, y);
    });
  };

  return {
    element: tip,
    hide: () => {
      shown = -1;
      clearTimeout(timer);
      tip.hidden = true;
    },
    show: (/** !Graph */ graph, /** number */ box, /** number */ x, /** number */ y) => {
      if (shown !== box || shownIn !== graph || tip.hidden) {
        const {names} = app;
        const frame = graph.layout().frame[box];
        shown = box;
        shownIn = graph;
        head.textContent = shorten(names.functionName(frame), 400);
        where.textContent =
          frame === 0 ? 'Everything that was recorded (thread 0)' : shorten(names.location(frame), 600);
        code.textContent = shorten(names.source(frame), 600);
        code.hidden = code.textContent === '';
        refill(rows);
        factsOf(app, graph, box).forEach(addRow);
        tip.hidden = false;
        clearTimeout(timer);
        timer = setTimeout(() => ask(graph, box, x, y), DETAIL_MILLIS);
      }
      place(x, y);
    },
  };
}
