/**
 * @fileoverview Keys. Single letters can be switched off, for readers whose speech input types them.
 */

import {parentOf} from '../model/layout.js';
import {hasModifier, listen} from './dom.js';
import {readPreference} from './theme.js';

/**
 * Keys of a graph.
 *
 * @param {!Object} app
 * @param {!Object} flame
 * @param {function(number): void} open
 */
export function addGraphKeys(app, flame, open) {
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

  listen(flame.element, 'keydown', (event) => {
    const layout = flame.layout();
    if (!layout || hasModifier(event)) {
      return;
    }
    if (event.key.startsWith('Arrow')) {
      walk(event.key);
    } else if (event.key === 'Enter' || event.key === ' ') {
      open(start());
    } else if (event.key === 'Backspace') {
      open(Math.max(0, parentOf(layout, flame.zoomed())));
    } else if (event.key === 'Escape') {
      open(0);
    } else if (event.key === 'Home') {
      flame.setFocus(0, true);
    } else if ((event.key === 'F10' && event.shiftKey) || event.key === 'ContextMenu') {
      app.menu.openAtFocus();
    } else {
      return;
    }
    event.preventDefault();
  });
}

/**
 * @param {!Object} app
 */
export function makeKeyboard(app) {
  addGraphKeys(app, app.flame, app.openBox);
  const tabs = {'g': 'graph', 'c': 'callers', 't': 'table', 's': 'threads', 'o': 'time', 'a': 'stats', '?': 'help'};
  const letters = {
    '/': () => document.getElementById('search').focus(),
    'n': () => app.stepMatch(1),
    'N': () => app.stepMatch(-1),
    'i': () => app.set({icicle: !app.state().icicle}),
    'd': () => app.nextTheme(),
    'r': () => app.set({nonRelevant: !app.state().nonRelevant}),
    'b': () => app.set({byCount: !app.state().byCount}),
    'u': () => app.set({steps: app.state().steps.slice(0, -1)}),
    'm': app.menu.openAtFocus,
  };
  listen(document, 'keydown', (event) => {
    const target = /** @type {!HTMLElement} */ (event.target);
    const typing = target.closest('input:not([type=checkbox]), select, textarea, [role=menu]') !== null;
    if (hasModifier(event) || typing || event.defaultPrevented) {
      return;
    }
    if (event.key === 'Escape') {
      app.openBox(0);
    } else if ((letters[event.key] || tabs[event.key]) && readPreference('heapcrest-letters') !== 'off') {
      event.preventDefault();
      if (tabs[event.key]) {
        app.set({tab: tabs[event.key]});
      } else {
        letters[event.key]();
      }
    }
  });
}
