/**
 * @fileoverview What is printed: the graph drawn for paper, on a sheet of its own before the tables.
 */

import {el, listen, refill} from './dom.js';
import {paperOf} from './picture.js';
import {App, Graph} from './types.js';

/**
 * @param {!App} app whose theme has heard of printing before
 * @param {!Graph} flame
 * @return {!HTMLElement}
 */
export function makePaper(app, flame) {
  const element = el('div.paper', null);
  const draw = () => refill(element, paperOf(app, flame));
  const clear = () => refill(element);
  listen(window, 'beforeprint', draw);
  listen(window, 'afterprint', clear);
  // where the page is looked at as if it were printed
  listen(matchMedia('print'), 'change', (/** ? */ event) => (event.matches ? draw() : clear()));
  return element;
}
