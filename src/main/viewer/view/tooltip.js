/**
 * @fileoverview The tooltip: everything known about a box. Allocators and threads come from the engine a moment later.
 */

import {FILE_KINDS, FOLDED, IMPORT_SYSTEM, NATIVE, NON_RELEVANT} from '../model/names.js';
import {shorten} from '../model/visible.js';
import {boundsOf, clamp, el, moveTo, page, part, pick, refill} from './dom.js';
import {selfOf, sharesOf} from './facts.js';
import {amountsIn, amountsOf, countedOf, isFunction, placeOf} from './sentences.js';
import {Core, Graph, Tooltip} from './types.js';

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
  const {byCount} = app.store.state();
  const rows = [];
  rows.push([countedOf(app).label, amountsOf(layout, amountsIn(layout, box), byCount).join(' in ')]);
  rows.push([byCount ? 'Share of allocations' : 'Share', sharesOf(app, graph, box).join(', ')]);
  const cut = layout.cut && layout.cut[box] !== 0;
  if (frame !== 0 && layout.first[box + 1] > layout.first[box]) {
    rows.push([layout.cut ? 'As outermost frame' : 'Allocated here', amountsOf(layout, self, byCount).join(' in ')]);
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
    rows.push(['Module', [shorten(module, 80), kind, ...marks].filter((text) => text !== '').join(' \u00b7 ')]);
  }
  return rows;
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

  return {
    element: tip,
    hide: () => {
      shown = -1;
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
          frame === 0
            ? 'All stacks ' + (names.detail(0) === '' ? 'of this view' : 'left by: ' + names.detail(0))
            : shorten(placeOf(names, graph, box), 600);
        code.textContent = isFunction(graph, box) ? '' : shorten(names.source(frame), 600);
        code.hidden = code.textContent === '';
        refill(rows);
        factsOf(app, graph, box).forEach(addRow);
        tip.hidden = false;
        app.split(graph, box, (rows) => {
          if (shown === box && shownIn === graph) {
            rows.forEach(addRow);
            place(x, y);
          }
        });
      }
      place(x, y);
    },
  };
}
