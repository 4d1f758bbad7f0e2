/**
 * @fileoverview The page: makes its parts, in the order in which they need each other, and puts them in their places.
 */

import {Client} from '../engine/client.js';
import {makeFinder} from '../engine/finder.js';
import {MANY, ONE, TIME} from '../format/features.js';
import {numberFunctions} from '../model/functions.js';
import {hashFrames} from '../model/hashes.js';
import {makeNames} from '../model/names.js';
import {makeAsking} from './asking.js';
import {makeBrush} from './brush.js';
import {bindActions} from './controls.js';
import {makeCrumbs} from './crumbs.js';
import {makeDetails} from './details.js';
import {el, part, pick, refill} from './dom.js';
import {makeSplit} from './facts.js';
import {makeFilters, UNFILTERED} from './filters.js';
import {makeKeyboard} from './keyboard.js';
import {makeLinks} from './links.js';
import {makeMainGraph} from './main-graph.js';
import {makeMenu} from './menu.js';
import {makeMinimap} from './minimap.js';
import {makeNotice} from './notice.js';
import {makeOptions} from './options.js';
import {makePaints} from './paints.js';
import {makePaper} from './paper.js';
import {savePicture} from './picture.js';
import {bindSides, makeJumps} from './sides.js';
import {makeStore} from './store.js';
import {makeStrip} from './strip.js';
import {makeTabs} from './tabs.js';
import {makeTheme} from './theme.js';
import {makeToolbar} from './toolbar.js';
import {makeTooltip} from './tooltip.js';
import {App, Graph, Search} from './types.js';

/**
 * @param {!HTMLElement} root
 * @param {!Client} client
 * @param {function(): ?Worker} start a worker
 * @return {!App}
 */
export function makePage(root, client, start) {
  const notice = makeNotice();
  const app = makeApp(root, client, start, notice.fail);
  const {paints, store} = app;
  // before what it speaks of is shown
  const links = makeLinks(app);
  const {flame, matches} = makeMainGraph(app, notice.show);
  const crumbs = makeCrumbs(app, flame);
  const minimap = makeMinimap(app, flame);
  const graphPanel = el(
    'div.graph-panel',
    null,
    crumbs,
    minimap,
    el('div.graph-holder', null, flame.element, notice.element),
  );
  const banners = makeBanners(app);
  const toolbar = makeToolbar(app, matches);
  const options = makeOptions(store, toolbar);
  const filters = makeFilters(app);
  const brush = TIME ? makeBrush(app) : null;
  const answer = part('answer');
  const jumps = MANY && app.report.meta.compared ? makeJumps(app, flame) : null;
  if (MANY && jumps) {
    bindSides(app, answer);
  }
  const tabs = makeTabs(app, flame, graphPanel);
  refill(
    root,
    part('busy'),
    tabs.header,
    banners,
    links,
    el(
      'main.main',
      null,
      answer,
      el('div.controls', null, toolbar, filters),
      TIME && brush ? brush.element : ONE ? makeStrip(app) : null,
      tabs.panels,
      app.details.element,
      paints.legend,
      MANY && jumps ? jumps.element : null,
    ),
    app.tooltip.element,
    app.menu.element,
    options,
    makePaper(app, flame),
  );
  makeKeyboard(app, flame, matches, TIME && brush ? brush.keys : MANY && jumps ? jumps.keys : {});
  bindActions(root, makeActions(app, flame, matches));
  store.start();
  return app;
}

/**
 * @param {!HTMLElement} root
 * @param {!Client} client
 * @param {function(): ?Worker} start
 * @param {function(*): void} fail
 * @return {!App}
 */
function makeApp(root, client, start, fail) {
  const {report} = client;
  const finder = makeFinder(report, start);
  const store = makeStore(report);
  const names = makeNames(report);
  const asking = makeAsking(
    client,
    finder,
    store,
    (busy) => {
      root.classList.toggle('busy', busy);
    },
    fail,
  );
  const theme = makeTheme(() => store.notify('theme'));
  const core = {
    report,
    names,
    functions: numberFunctions(report.frames, report.files.name.length),
    hashes: hashFrames(report),
    store,
    asking,
    finder,
    theme,
    paints: makePaints(report, names, store, asking, theme),
    split: makeSplit(report, names, store, asking),
    graphs: [],
  };
  const tooltip = makeTooltip(core);
  const menu = makeMenu(core, tooltip);
  return /** @type {!App} */ ({...core, tooltip, menu, details: makeDetails(core, menu)});
}

/**
 * What buttons of the skeleton do, by name.
 *
 * @param {!App} app
 * @param {!Graph} flame
 * @param {!Search} matches
 * @return {!Object<string, function(!HTMLElement): void>}
 */
function makeActions(app, flame, matches) {
  const {store, theme} = app;
  return {
    'theme': () => theme.next(),
    'all-threads': () => store.set({threads: null}),
    'previous': () => matches.step(-1),
    'next': () => matches.step(1),
    'reset-zoom': () => flame.open(0),
    'svg': () => savePicture(app, flame, false),
    'png': () => savePicture(app, flame, true),
    'print': () => window.print(),
    'peak': () => store.set({metric: 'peak', selection: null}),
    'leaks': () => store.set({metric: 'leaks', selection: null}),
    'all-frames': () => store.set({nonRelevant: true, hideImport: false, hideNative: false, steps: []}),
    'all-stacks': () => store.set({only: false}),
    'no-steps': () => store.set({steps: []}),
    'count': () => store.set({byCount: true}),
    'reset-all': () => {
      flame.open(0);
      store.set(UNFILTERED, true);
    },
    'dismiss': (button) => button.parentElement.remove(),
  };
}

/**
 * @param {!App} app
 * @return {!HTMLElement} what the report has to say about the capture
 */
function makeBanners(app) {
  const banners = part('banners');
  const leaks = pick(banners, '#leaks-notice');
  if (leaks) {
    app.store.on(() => {
      leaks.hidden = app.store.state().metric !== 'leaks';
    });
  }
  return banners;
}
