/**
 * @fileoverview The bar with what is known about one box, and what can be done with it: the box under the pointer, else the one
 * that was chosen. Of a fixed height, so that nothing moves while it fills.
 */

import {shorten} from '../model/visible.js';
import {bindActions} from './controls.js';
import {boundsOf, part, pick, pickAll} from './dom.js';
import {exactBytes, sharesOf} from './facts.js';
import {actionsOf} from './menu.js';
import {amountsIn, amountsOf, lackOf, placeOf} from './sentences.js';
import {Core, Details, Graph, Menu} from './types.js';

/** Nodes from which on the engine is not asked about a box that nobody chose: it would be late for the next question. */
const MANY_NODES = 200000;

/**
 * @param {!Core} app
 * @param {!Menu} menu
 * @return {!Details}
 */
export function makeDetails(app, menu) {
  const {names, store} = app;
  const element = part('details');
  const name = pick(element, '.details-name');
  const figures = pick(element, '.details-figures');
  const place = pick(element, '.details-place');
  const split = pick(element, '.details-split');
  const buttons = pickAll(element, '[data-do]');
  /** @type {?Graph} */
  let graph = null;
  let box = -1;

  const fill = (/** boolean */ chosen) => {
    const layout = graph.layout();
    const frame = layout.frame[box];
    const asked = box;
    name.textContent = shorten(names.functionName(frame), 200);
    figures.textContent = [
      ...amountsOf(layout, amountsIn(layout, box), store.state().byCount, exactBytes),
      ...sharesOf(app, graph, box),
    ].join(' \u00b7 ');
    const where = [shorten(placeOf(names, graph, box), 300), lackOf(app, graph, box)].filter(Boolean).join(' \u00b7 ');
    place.textContent = where === '' ? '' : '\u200e' + where;
    place.title = where;
    split.textContent = '';
    if (chosen || app.report.nodeCount < MANY_NODES) {
      app.split(graph, box, (rows) => {
        if (box === asked) {
          split.textContent = rows.map((row) => row[1]).join(' \u00b7 ');
        }
      });
    }
    const actions = actionsOf(app, graph, box);
    for (const button of buttons) {
      button.hidden = button.dataset['do'] !== 'box-menu' && !actions[button.dataset['do']];
    }
  };

  const show = (/** !Graph */ of, /** number */ wanted) => {
    const {count} = of.layout();
    const next = wanted >= 0 ? wanted : of.focused() >= 0 ? of.focused() : of.zoomed();
    if (of.element.isConnected && next < count && (graph !== of || box !== next || wanted < 0)) {
      graph = of;
      box = next;
      fill(wanted >= 0 || of.focused() >= 0);
      element.classList.remove('blank');
    } else if (count === 0 || (graph === of && box >= count)) {
      element.classList.add('blank');
    }
  };

  const act = (/** !HTMLElement */ button) => {
    if (graph && box < graph.layout().count) {
      if (button.dataset['do'] === 'box-menu') {
        const bounds = boundsOf(button);
        menu.open(graph, box, bounds.left, bounds.top);
      } else {
        actionsOf(app, graph, box)[button.dataset['do']]();
      }
    }
  };
  bindActions(element, Object.fromEntries(buttons.map((button) => [button.dataset['do'], act])));

  store.on((changed) => {
    if (changed.has('tab')) {
      // after the panels have changed
      Promise.resolve().then(() => {
        for (const one of app.graphs) {
          show(one, -1);
        }
      });
    }
  });
  return {element, show};
}
