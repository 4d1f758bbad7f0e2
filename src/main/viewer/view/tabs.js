/**
 * @fileoverview The header with its tabs, and the panels that they open. Panels are made when they are first opened.
 */

import {MANY, ONE} from '../format/features.js';
import {tabsOf} from '../model/state.js';
import {makeCaptures} from './captures.js';
import {el, fill, listen, page, part, pick, refill} from './dom.js';
import {makeSandwich} from './sandwich.js';
import {makeTable} from './table.js';
import {makeThreads} from './threads.js';
import {makeTime} from './time.js';
import {App, Graph} from './types.js';

/**
 * @param {!App} app
 * @param {!Graph} flame
 * @param {!HTMLElement} graphPanel
 * @return {{header: !HTMLElement, panels: !HTMLElement}}
 */
export function makeTabs(app, flame, graphPanel) {
  const {store} = app;
  const makers = {
    'table': makeTable,
    'sandwich': makeSandwich,
    ...(ONE ? {'threads': makeThreads, 'time': makeTime} : {}),
    ...(MANY ? {'captures': makeCaptures} : {}),
    'stats': () => part('stats'),
    'help': () => part('help'),
  };
  const made = new Map([['graph', graphPanel]]);
  const header = part('top');
  const order = tabsOf(app.report.meta);
  const buttons = new Map(order.map((tab) => [tab, pick(header, '#tab-' + tab)]));
  for (const [tab, button] of buttons) {
    listen(button, 'click', () => store.set({tab}));
  }
  listen(pick(header, '.tabs'), 'keydown', (/** !KeyboardEvent */ event) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      const next = order[(order.indexOf(store.state().tab) + by + order.length) % order.length];
      store.set({tab: next});
      buttons.get(next).focus();
    }
  });
  const panels = el('div.panels', {'id': 'panel', 'role': 'tabpanel'});
  const theme = pick(header, '#theme');
  const nameTheme = () => {
    theme.title = 'Colours: ' + app.theme.current();
    theme.lastElementChild.textContent = theme.title;
  };
  nameTheme();
  let shown = '';
  let top = 0;
  store.on((changed) => {
    if (changed.has('theme')) {
      nameTheme();
    }
    if (!changed.has('tab')) {
      return;
    }
    const {tab} = store.state();
    const open = tab === 'callers' ? 'graph' : tab;
    for (const [name, button] of buttons) {
      fill(button, {'aria-selected': name === tab});
      button.tabIndex = name === tab ? 0 : -1;
      if (name === tab) {
        // in a narrow window the row of tabs is scrolled
        button.parentNode.scrollLeft = button.offsetLeft - 60;
      }
    }
    fill(panels, {'aria-labelledby': 'tab-' + tab});
    if (!made.has(open)) {
      made.set(open, makers[open](app));
    }
    if (shown === 'graph') {
      top = flame.scrolledTo();
    }
    refill(panels, made.get(open));
    // pages of text have nothing else that could be focused to scroll them
    panels.tabIndex = tab === 'stats' || tab === 'help' ? 0 : -1;
    page.dataset['tab'] = tab;
    if (open === 'graph') {
      flame.resize();
      if (shown !== 'graph') {
        flame.scrollTo(top);
      }
    }
    shown = open;
  });
  return {header, panels};
}
