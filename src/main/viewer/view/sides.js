/**
 * @fileoverview What only the page of a comparison has: the two lines that say how much each side holds, which follow what is shown,
 * and the way from one changed box to the next.
 */

import {Compared} from '../format/types.js';
import {scalesOf} from '../model/compared.js';
import {isChange} from '../model/difference.js';
import {findJumps, JUMPS} from '../model/jumps.js';
import {Layout, measureOf} from '../model/layout.js';
import {formatBytesShort, formatChange, formatCount, formatNoun, formatShare} from '../model/units.js';
import {visible} from '../model/visible.js';
import {bindControls} from './controls.js';
import {listen, part, pick, pickAll} from './dom.js';
import {viewOf} from './sentences.js';
import {App, Graph, Jumps} from './types.js';

/** What of the window a box takes at least when it is jumped to, and how much is around it then. */
const LEAST_SHARE = 1 / 50;
const AROUND = 12;

/** Fields that the two lines depend on. */
const FIELDS = ['metric', 'byCount', 'swapped', 'normalized'];

/**
 * @param {!App} app
 * @param {!HTMLElement} answer what the page begins with, with the lines of the sides as they are at first
 */
export function bindSides(app, answer) {
  const {asking, report, store} = app;
  const compared = /** @type {!Compared} */ (report.meta.compared);
  const lines = ['h1', 'p'].map((line) => pick(answer, line));
  const first = lines.map((line) => line.textContent);
  const chosen = () => JSON.stringify(FIELDS.map((field) => /** @type {!Object} */ (store.state())[field]));
  // as the report was made: a link may say otherwise
  const {metric, normalized} = /** @type {{metric: string, normalized: boolean}} */ (store.initial());
  const initial = JSON.stringify([metric, false, false, normalized]);
  bindControls(store, answer);
  for (const button of pickAll(answer, '[data-field=normalized]')) {
    button.hidden = compared.factor === 0;
  }
  store.on(() => {
    const view = asking.view();
    const state = store.state();
    if (!view?.whole) {
      return;
    }
    if (chosen() === initial) {
      lines.forEach((line, at) => {
        line.textContent = first[at];
      });
      return;
    }
    const {before, after} = view.whole;
    const {byCount, swapped} = state;
    const was = measureOf(byCount, before);
    const is = measureOf(byCount, after);
    const held = (/** number */ amount) =>
      (byCount ? formatNoun(amount, 'allocation') : formatBytesShort(amount)) +
      (viewOf(report.meta, state.metric).key === 'leaks' ? ' not given back' : ' held at the peak');
    const share =
      was > 0 ? ', ' + (is < was ? '\u2212' : '+') + formatShare(Math.abs(is - was), was) : is > 0 ? ', new' : '';
    const {before: scale} = scalesOf(compared, state);
    const factor = scale * (swapped ? compared.after : compared.before);
    lines[0].textContent =
      'New (' +
      visible(swapped ? compared.baseName : compared.newName) +
      '): ' +
      held(is) +
      ' (' +
      formatChange(is - was, byCount) +
      share +
      ')';
    lines[1].textContent =
      'Base (' +
      visible(swapped ? compared.newName : compared.baseName) +
      '): ' +
      held(was) +
      (state.normalized ? ', multiplied by ' + factor.toPrecision(4) + ' so that both peaks are equal' : '') +
      '.';
  });
}

/**
 * Buttons that go to the next box of a kind, with how many there are.
 *
 * @param {!App} app
 * @param {!Graph} flame
 * @return {!Jumps}
 */
export function makeJumps(app, flame) {
  const {asking, store} = app;
  const element = part('jumps');
  const status = pick(element, '[role=status]');
  /** @type {?Layout} */
  let known = null;
  /** @type {!Object<string, !Array<number>>} */
  let found = {};
  let last = '';
  let at = -1;

  const look = () => {
    const view = asking.view();
    const layout = view?.layout;
    if (!layout || layout === known) {
      return;
    }
    known = layout;
    at = -1;
    const {byCount} = store.state();
    element.hidden = !isChange(layout);
    found = isChange(layout) ? findJumps(layout, byCount, measureOf(byCount, view.whole.larger)) : {};
    for (const button of pickAll(element, 'button')) {
      const boxes = found[button.dataset['jump']] || [];
      pick(button, 'b').textContent = formatCount(boxes.length);
      button.disabled = boxes.length === 0;
    }
    status.textContent = '';
  };
  const jump = (/** string */ kind, /** number */ by) => {
    look();
    const boxes = found[kind] || [];
    const {length} = boxes;
    if (length === 0) {
      return;
    }
    at = kind !== last || at < 0 ? (by > 0 ? 0 : length - 1) : (at + by + length) % length;
    last = kind;
    const box = boxes[at];
    const {left, right} = flame.view();
    const width = flame.widths()[box];
    flame.setFocus(box, true);
    if (width < (right - left) * LEAST_SHARE) {
      const middle = flame.layout().x[box] + width / 2;
      flame.setView(middle - AROUND * width, middle + AROUND * width);
    }
    status.textContent = formatCount(at + 1) + ' of ' + formatCount(length);
  };
  listen(element, 'click', (/** !Event */ event) => {
    const button = /** @type {?HTMLElement} */ (/** @type {!Element} */ (event.target).closest('[data-jump]'));
    if (button) {
      jump(button.dataset['jump'], 1);
    }
  });
  store.on((changed) => {
    if (changed.has('view')) {
      look();
    }
  });
  const any = (/** number */ by) => jump(last || JUMPS.find((kind) => (found[kind] || []).length > 0) || '', by);
  return {element, keys: {']': () => any(1), '[': () => any(-1)}};
}
