/**
 * @fileoverview Keys. Single letters can be switched off, for readers whose speech input types them.
 */

import {MANY, ONE} from '../format/features.js';
import {parentOf} from '../model/layout.js';
import {hasModifier, listen} from './dom.js';
import {readPreference} from './theme.js';
import {App, Graph, Menu, Search} from './types.js';

/**
 * Keys of a graph.
 *
 * @param {!Graph} flame
 * @param {!Menu} menu
 */
export function addGraphKeys(flame, menu) {
  const start = () => (flame.focused() >= 0 ? flame.focused() : flame.zoomed());
  const walk = (/** string */ key) => {
    const layout = flame.layout();
    const box = start();
    if (flame.focused() < 0) {
      flame.setFocus(box, true);
      return;
    }
    const inward = flame.icicle() ? 'ArrowDown' : 'ArrowUp';
    const outward = flame.icicle() ? 'ArrowUp' : 'ArrowDown';
    let next = box;
    if (key === inward) {
      next = layout.first[box] < layout.first[box + 1] ? layout.first[box] : box;
    } else if (key === outward) {
      next = Math.max(0, parentOf(layout, box));
    } else {
      const level = flame.levelOf(box);
      next = box + (key === 'ArrowRight' ? 1 : -1);
      if (next < layout.levelStart[level] || next >= layout.levelStart[level + 1]) {
        next = box;
      }
    }
    flame.setFocus(next, true);
  };

  listen(flame.element, 'keydown', (/** !KeyboardEvent */ event) => {
    const layout = flame.layout();
    if (layout.count === 0 || hasModifier(event)) {
      return;
    }
    if (event.key.startsWith('Arrow')) {
      walk(event.key);
    } else if (event.key === 'Enter' || event.key === ' ') {
      flame.open(start());
    } else if (event.key === 'Backspace') {
      flame.open(Math.max(0, parentOf(layout, flame.zoomed())));
    } else if (event.key === 'Escape') {
      flame.open(0);
    } else if (event.key === 'Home') {
      flame.setFocus(0, true);
    } else if ((event.key === 'F10' && event.shiftKey) || event.key === 'ContextMenu') {
      menu.openAtFocus();
    } else {
      return;
    }
    event.preventDefault();
  });
}

/** What a key leaves of the part in sight, and how far it moves, in parts of that. */
const ZOOM = 2 / 3;
const PAN = 0.2;

/**
 * Keys that move the part in sight, of the focused graph or else of the one that is on the screen.
 *
 * @param {!App} app
 * @return {!Object<string, function(): void>}
 */
function makeMoves({graphs}) {
  const move = (/** number */ zoom, /** number */ pan) => {
    const graph =
      graphs.find(({element}) => element === document.activeElement) ||
      graphs.findLast(({element}) => element.isConnected);
    if (graph && graph.layout().count > 0) {
      const {left, right} = graph.view();
      const span = right - left;
      const middle = (left + right) / 2 + pan * span;
      graph.setView(middle - (span * zoom) / 2, middle + (span * zoom) / 2);
    }
  };
  const near = () => move(ZOOM, 0);
  const far = () => move(1 / ZOOM, 0);
  return {
    '+': near,
    '=': near,
    'w': near,
    '-': far,
    's': far,
    'a': () => move(1, -PAN),
    'd': () => move(1, PAN),
  };
}

/**
 * Keys of a comparison: what is shown, and x from one side to the other.
 *
 * @param {!App} app
 * @return {!Object<string, function(): void>}
 */
function makeSides({report, store}) {
  return !MANY || !report.meta.compared
    ? {}
    : {
        '1': () => store.set({side: 'base'}),
        '2': () => store.set({side: 'new'}),
        '3': () => store.set({side: 'change'}),
        'x': () => store.set({side: store.state().side === 'new' ? 'base' : 'new'}),
        'X': () => store.set({swapped: !store.state().swapped}),
      };
}

/**
 * @param {!App} app
 * @param {!Graph} flame
 * @param {!Search} matches
 * @param {!Object<string, function(): void>} more keys
 */
export function makeKeyboard(app, flame, matches, more) {
  const {menu, store, theme} = app;
  addGraphKeys(flame, menu);
  const several = !ONE || (MANY && app.report.meta.several);
  const tabs = {
    'g': 'graph',
    'c': 'callers',
    't': 'table',
    'f': 'stats',
    '?': 'help',
    ...(several ? {'h': 'captures'} : {'h': 'threads', 'o': 'time'}),
  };
  const letters = {
    '/': () => document.getElementById('search').focus(),
    'n': () => matches.step(1),
    'N': () => matches.step(-1),
    'i': () => store.set({icicle: !store.state().icicle}),
    'l': () => theme.next(),
    'r': () => store.set({nonRelevant: !store.state().nonRelevant}),
    '0': () => flame.open(0),
    'b': () => store.set({byCount: !store.state().byCount}),
    'u': () => store.set({steps: store.state().steps.slice(0, -1)}),
    'm': menu.openAtFocus,
    ...makeMoves(app),
    ...makeSides(app),
    ...more,
  };
  listen(document, 'keydown', (/** !KeyboardEvent */ event) => {
    const target = /** @type {!HTMLElement} */ (event.target);
    const typing = target.closest('input:not([type=checkbox]), select, textarea, [role=menu]') !== null;
    if (hasModifier(event) || typing || event.defaultPrevented) {
      return;
    }
    if (event.key === 'Escape') {
      flame.open(0);
    } else if ((letters[event.key] || tabs[event.key]) && readPreference('heapcrest-letters') !== 'off') {
      event.preventDefault();
      if (tabs[event.key]) {
        store.set({tab: tabs[event.key]});
      } else {
        letters[event.key]();
      }
    }
  });
}
