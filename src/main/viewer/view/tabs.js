/**
 * @fileoverview The header with its tabs, and the panels that they open. Panels are made when they are first opened.
 */

import {TABS} from '../model/state.js';
import {shorten, visible} from '../model/visible.js';
import {el, icon, refill} from './dom.js';
import {makeHelp} from './help.js';
import {makeSandwich} from './sandwich.js';
import {makeStats} from './stats.js';
import {makeTable} from './table.js';
import {makeThreads} from './threads.js';
import {makeTime} from './time.js';

const TITLES = {
  graph: 'Flame graph',
  callers: 'Callers',
  table: 'Table',
  sandwich: 'Sandwich',
  threads: 'Threads',
  time: 'Memory over time',
  stats: 'Stats',
  help: 'Help',
};

/**
 * @param {!Object} app
 * @param {!HTMLElement} graphPanel
 * @return {{header: !HTMLElement, panels: !HTMLElement}}
 */
export function makeTabs(app, graphPanel) {
  const {meta} = app.report;
  const makers = {
    table: makeTable,
    sandwich: makeSandwich,
    threads: makeThreads,
    time: makeTime,
    stats: makeStats,
    help: makeHelp,
  };
  const tabs = TABS;
  const made = new Map([['graph', graphPanel]]);
  const buttons = new Map(tabs.map((tab) => [tab, el('button', {
    'type': 'button',
    'role': 'tab',
    'id': 'tab-' + tab,
    'aria-controls': 'panel',
    'text': TITLES[tab],
    'onclick': () => app.set({tab}),
  })]));
  const list = el('div', {'class': 'tabs', 'role': 'tablist', 'aria-label': 'Views'}, ...buttons.values());
  list.addEventListener('keydown', (event) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      const next = tabs[(tabs.indexOf(app.state().tab) + by + tabs.length) % tabs.length];
      app.set({tab: next});
      buttons.get(next).focus();
    }
  });
  const panels = el('div', {'class': 'panels', 'id': 'panel', 'role': 'tabpanel'});
  const theme = el('button', {'type': 'button', 'class': 'plain', 'id': 'theme', 'onclick': () => app.nextTheme()}, icon('theme'),
      el('span', {'class': 'visually-hidden'}));
  const nameTheme = () => {
    const text = 'Colours: ' + ({auto: 'as the system', light: 'light', dark: 'dark'})[app.theme.current()];
    theme.lastElementChild.textContent = text;
    theme.title = text;
  };
  app.nextTheme = () => {
    app.theme.next();
    nameTheme();
  };
  nameTheme();
  const command = shorten(visible(meta.commandLine), 400);
  const header = el('header', {'class': 'top'},
      el('div', {'class': 'brand'}, el('span', {'class': 'logo', 'aria-hidden': 'true'}),
          el('h1', {text: visible(meta.title)}), el('span', {'class': 'command', 'title': command, 'text': command})),
      theme, list);
  let shown = '';
  let top = 0;
  app.on((changed) => {
    if (!changed.has('tab')) {
      return;
    }
    const {tab} = app.state();
    const open = tab === 'callers' ? 'graph' : tab;
    for (const [name, button] of buttons) {
      button.setAttribute('aria-selected', String(name === tab));
      button.tabIndex = name === tab ? 0 : -1;
    }
    panels.setAttribute('aria-labelledby', 'tab-' + tab);
    if (!made.has(open)) {
      made.set(open, makers[open](app));
    }
    if (shown === 'graph') {
      top = app.flame.scrolledTo();
    }
    refill(panels, made.get(open));
    // pages of text have nothing else that could be focused to scroll them
    panels.tabIndex = tab === 'stats' || tab === 'help' ? 0 : -1;
    document.documentElement.dataset['tab'] = tab;
    if (open === 'graph') {
      app.flame.resize();
      if (shown !== 'graph') {
        app.flame.scrollTo(top);
      }
    }
    shown = open;
  });
  return {header, panels};
}
