/**
 * @fileoverview The page: holds the state, asks the engine, and tells the parts of the page what has changed.
 */

import {messageOf} from '../format/damaged-report.js';
import {numberFunctions} from '../model/functions.js';
import {findPath, followPath, hashFrames, pathHash} from '../model/hashes.js';
import {framesTo} from '../model/layout.js';
import {makeNames} from '../model/names.js';
import {graphRequest, initialState, modeOf, readState, settingsOf, writeState} from '../model/state.js';
import {makeCrumbs} from './crumbs.js';
import {makeDeepener} from './deepen.js';
import {el, listen, page, part, pick, refill} from './dom.js';
import {makeFlameGraph} from './flamegraph.js';
import {emptyReason} from './sentences.js';
import {makeKeyboard} from './keyboard.js';
import {makeMatches} from './matches.js';
import {makeMenu} from './menu.js';
import {makeMinimap} from './minimap.js';
import {makeOptions} from './options.js';
import {makePaints} from './paints.js';
import {savePng, saveSvg} from './picture.js';
import {makeSteps} from './steps.js';
import {makeTabs} from './tabs.js';
import {makeTheme} from './theme.js';
import {makeToolbar} from './toolbar.js';
import {makeTooltip} from './tooltip.js';

/** State that the engine's answer depends on. */
const ENGINE_FIELDS = ['metric', 'byCount', 'threads', 'nonRelevant', 'hideImport', 'steps', 'only'];
/** Answers that take longer show a bar. */
const BUSY_MILLIS = 150;

const METRIC_TITLES = {'peak': 'At the peak', 'leaks': 'Not given back', 'temporary': 'Temporary'};

/**
 * @param {!HTMLElement} root
 * @param {{report: ?, ask: function(!Object): !Promise<!Object>, reuse: function(!Object): void}} client
 * @return {!Object}
 */
export function startApp(root, client) {
  const {report, ask} = client;
  const initial = initialState(report);
  const frameHashes = hashFrames(report);
  const flags = report.frames.flags;
  /** @type {!Array<function(!Set<string>): void>} */
  const listeners = [];
  /** @type {?} */
  let state = readState(location.hash.slice(1), initial, report);
  /** @type {?Object} */
  let view = null;
  let running = false;
  let again = false;
  let generation = 0;
  /** Where the other direction was zoomed to. @type {!Object<string, !Array<number>>} */
  const zoomPaths = {};

  const app = {
    report,
    names: makeNames(report),
    functions: numberFunctions(report.frames, report.files.name.length),
    /** All flame graphs: the main one, and those of the sandwich once it was opened. @type {!Array<!Object>} */
    graphs: [],
    state: () => state,
    view: () => view,
    settings: () => settingsOf(state),
    /** The figures that boxes are as wide as: bytes or allocations. */
    measure: (/** ?Object */ sums) => (state.byCount ? sums.counts : sums.bytes),
    on: (/** function(!Set<string>): void */ listener) => listeners.push(listener),
    metricTitle: () => METRIC_TITLES[state.metric] || state.metric,
    selfTitle: (/** !Object */ graph) => (graph === flame && mode() === 'callers' ? 'As outermost frame' : 'Allocated here'),
    /** What 100 per cent is, for graphs that do not show everything. */
    wholes: new Map(),
    totalOf: (/** !Object */ graph) => app.wholes.has(graph) ? app.wholes.get(graph) : graph.widths()[0],
    theme: makeTheme(() => {
      repaint();
      // at once: printing does not wait for the next frame
      flame.resize();
    }),
    /** What buttons of the skeleton do, by name. */
    actions: {
      'theme': () => app.nextTheme(),
      'all-threads': () => app.set({threads: null}),
      'previous': () => app.stepMatch(-1),
      'next': () => app.stepMatch(1),
      'reset-zoom': () => app.openBox(0),
      'svg': () => saveSvg(app),
      'png': () => savePng(app),
      'print': () => window.print(),
      'peak': () => app.set({metric: 'peak'}),
      'leaks': () => app.set({metric: 'leaks'}),
      'all-frames': () => app.set({nonRelevant: true, hideImport: false, steps: []}),
      'all-stacks': () => app.set({only: false}),
      'no-steps': () => app.set({steps: []}),
      'count': () => app.set({byCount: true}),
      'dismiss': (/** !Element */ button) => button.parentNode.remove(),
    },
  };
  const mode = () => (!view ? modeOf(state.tab) : view.mode);

  const notify = (/** !Set<string> */ changed) => listeners.forEach((listener) => listener(changed));
  app.notify = notify;

  const writeAddress = (/** boolean */ push) => {
    try {
      history[push ? 'pushState' : 'replaceState'](null, '', '#' + writeState(state, initial, report.threads));
    } catch (error) {
      // some browsers allow no history to files in a frame
    }
  };

  /**
   * Changes the state.
   *
   * @param {!Object} patch
   * @param {boolean=} push as an entry of the history
   */
  app.set = (patch, push) => {
    const changed = change(patch);
    if (changed.size > 0) {
      writeAddress(push === true || changed.has('tab'));
      apply(changed);
    }
  };
  /** The fields that are other than before. */
  const change = (/** !Object */ patch) => {
    const same = (/** string */ field) => JSON.stringify(state[field]) === JSON.stringify(patch[field]);
    const changed = new Set(Object.keys(patch).filter((field) => !same(field)));
    state = {...state, ...patch};
    if (changed.has('tab') && view && modeOf(state.tab) && modeOf(state.tab) !== view.mode) {
      changed.add('mode');
    }
    return changed;
  };

  /** Whether a change makes the engine's answers stale. */
  app.engineChanged = (/** !Set<string> */ changed) => ENGINE_FIELDS.some((field) => changed.has(field)) ||
      (state.only && (changed.has('query') || (state.query !== '' && (changed.has('regex') || changed.has('matchCase')))));

  /** Shows a bar where the work takes long, a sentence where it fails. */
  const busily = async (/** function(): !Promise<void> */ work) => {
    const busy = setTimeout(() => root.classList.add('busy'), BUSY_MILLIS);
    try {
      await work();
    } catch (error) {
      fail(error);
    }
    clearTimeout(busy);
  };

  /** Questions by topic: only the last answer of each is used. @type {!Object<string, number>} */
  const asked = {};
  app.askLatest = async (/** string */ topic, /** !Object */ request, /** function(!Object): void */ use) => {
    const turn = (asked[topic] || 0) + 1;
    asked[topic] = turn;
    await busily(async () => {
      const reply = await ask(request);
      if (asked[topic] === turn) {
        use(reply);
      }
    });
    root.classList.toggle('busy', running);
  };
  /** How links and menus name a function. */
  app.calleeOf = (/** number */ id) => {
    const frame = app.functions.frame[id];
    return {
      name: report.strings[report.frames.function[frame]],
      file: report.strings[report.files.name[report.frames.file[frame]]],
    };
  };

  const apply = (/** !Set<string> */ changed) => {
    const regroup = changed.has('colour') && (state.colour === 'thread' || state.colour === 'allocator');
    const stale = app.engineChanged(changed) || changed.has('mode') || regroup;
    if (changed.has('icicle')) {
      flame.setIcicle(state.icicle);
    }
    if (changed.has('query') || changed.has('regex') || changed.has('matchCase')) {
      search(false);
      changed.add('matches');
    }
    if (changed.has('colour') && !regroup) {
      repaint();
    }
    notify(changed);
    if (stale) {
      sight = null;
      refresh();
    }
  };

  /** The part of callers that is too near for what was derived. @type {?Object} */
  let sight = null;
  const deepen = makeDeepener((part) => {
    sight = part;
    refresh();
  });

  /** Asks the engine for the graph; while it works, later wishes wait and only the last is asked. */
  const refresh = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      const part = sight;
      sight = null;
      const asked = state;
      const nextMode = modeOf(asked.tab) || mode() || 'callees';
      const path = !view ? null : nextMode === view.mode ? framesTo(view.layout, flame.zoomed()) :
                                                                   zoomPaths[nextMode] || [];
      if (view && nextMode !== view.mode) {
        zoomPaths[view.mode] = framesTo(view.layout, flame.zoomed());
      }
      await busily(async () => {
        const reply = await ask(graphRequest(asked, nextMode, path || [], part));
        if (again) {
          client.reuse(reply.layout);
        } else {
          show(reply, nextMode, part ? framesTo(view.layout, flame.zoomed()) : path, part && flame.view());
        }
      });
    } while (again);
    running = false;
    root.classList.remove('busy');
  };

  const show = (/** !Object */ reply, /** string */ nextMode, /** ?Array<number> */ path, /** ?Object */ stay) => {
    const first = !view;
    const before = view;
    generation++;
    view = {...reply, mode: nextMode};
    flame.setLayout(reply.layout, state.byCount);
    if (first) {
      flame.setIcicle(state.icicle);
    }
    const box = path ? followPath(path, reply.layout, flags) :
                                findPath(reply.layout, state.zoom, frameHashes, flags);
    repaint();
    if (box !== 0) {
      flame.zoomTo(box);
    }
    if (stay) {
      flame.setView(stay.left, stay.right);
    }
    noteZoom(box, false);
    search(false);
    showEmpty();
    notify(new Set(['view', 'matches', 'zoom']));
    if (first) {
      flame.resize();
    } else {
      client.reuse(before.layout);
    }
    requestAnimationFrame(() => {
      page.dataset['state'] = 'ready';
      page.dataset['shown'] = '' + generation;
    });
  };

  const noteZoom = (/** number */ box, /** boolean */ push) => {
    const zoom = pathHash(view.layout, box, frameHashes, flags);
    if (zoom !== state.zoom) {
      state = {...state, zoom};
      writeAddress(push);
    }
  };

  /** Zooms to a box of the flame graph. */
  app.openBox = (/** number */ box) => {
    if (!view || view.layout.count === 0) {
      return;
    }
    flame.zoomTo(box);
    noteZoom(box, true);
    afterZoom();
  };

  const afterZoom = () => {
    search(true);
    notify(new Set(['zoom', 'matches']));
  };

  const repaint = () => {
    paints.forget();
    flame.repaint();
    notify(new Set(['paint']));
  };
  app.repaint = repaint;

  /** Allocators and threads of a box; null where the view has changed meanwhile. */
  app.details = async (/** !Object */ graph, /** number */ box) => {
    const at = generation;
    if (graph !== flame || running) {
      return null;
    }
    const path = mode() === 'callers' ? framesTo(graph.layout(), box) : null;
    const reply = await ask({kind: 'details', settings: settingsOf(state), path, box});
    return at === generation ? reply : null;
  };

  /** Path hash of a box of the flame graph. */
  app.hashOf = (/** ? */ layout, /** number */ box) => pathHash(layout, box, frameHashes, flags);

  const fail = (/** * */ error) => {
    message.hidden = false;
    refill(message, el('h2', {text: 'Something went wrong'}),
        el('p', {text: messageOf(error)}));
  };

  const message = el('div.empty', {'role': 'status', 'hidden': true});
  const showEmpty = () => {
    const reason = emptyReason(app);
    message.hidden = !reason;
    if (reason) {
      refill(message, ...reason.children);
    }
  };

  const tooltip = makeTooltip(app);
  app.tooltip = tooltip;
  app.menu = makeMenu(app);
  const paints = makePaints(app);
  app.paints = paints;
  const flame = makeFlameGraph(app, 'Flame graph', app.openBox, () => {
    minimap.repaint();
    crumbs.show();
    deepen(flame);
  }, () => deepen(flame));
  app.flame = flame;
  const search = makeMatches(app);
  const minimap = makeMinimap(app);
  const crumbs = makeCrumbs(app);
  app.on((changed) => {
    if (view && (changed.has('view') || changed.has('zoom'))) {
      crumbs.show();
    }
    if (changed.has('view') || changed.has('paint')) {
      minimap.repaint();
    }
  });

  const graphPanel = el('div.graph-panel', null, crumbs.element, minimap.element,
      el('div.graph-holder', null, flame.element, message));
  const banners = part('banners');
  const toolbar = makeToolbar(app);
  const options = makeOptions(app, toolbar);
  const steps = makeSteps(app);
  const tabs = makeTabs(app, graphPanel);
  refill(root,
      part('busy'),
      tabs.header,
      banners,
      el('main.main', null, el('div.controls', null, toolbar, steps), tabs.panels, paints.legend),
      tooltip.element, app.menu.element, options);
  makeKeyboard(app);
  const leaks = pick(banners, '#leaks-notice');
  if (leaks) {
    app.on(() => {
      leaks.hidden = state.metric !== 'leaks';
    });
  }
  listen(root, 'click', (/** ? */ event) => {
    const button = event.target.closest('[data-do]');
    if (button) {
      app.actions[button.dataset['do']](button);
    }
  });

  listen(window, 'popstate', () => {
    const changed = change(readState(location.hash.slice(1), initial, report));
    if (changed.has('zoom') && view && !changed.has('mode')) {
      flame.zoomTo(findPath(view.layout, state.zoom, frameHashes, flags));
      afterZoom();
    }
    apply(changed);
  });

  notify(new Set(Object.keys(state)));
  refresh();
  return app;
}
