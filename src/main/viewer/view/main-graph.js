/**
 * @fileoverview The flame graph of the tabs Graph and Callers: asks for what the state wants to see, shows the answer, and
 * keeps the reader's place from one answer to the next.
 */

import {findPath, followPath, pathHash} from '../model/hashes.js';
import {framesTo, Span} from '../model/layout.js';
import {graphRequest, modeOf} from '../model/state.js';
import {makeDeepener} from './deepen.js';
import {page} from './dom.js';
import {makeFlameGraph} from './flamegraph.js';
import {makeMatches} from './matches.js';
import {emptyReason} from './sentences.js';
import {App, Graph, Search, View} from './types.js';

/**
 * @param {!App} app
 * @param {function(?HTMLElement): void} showEmpty why there is nothing to draw; null where there is something
 * @return {{flame: !Graph, matches: !Search}}
 */
export function makeMainGraph(app, showEmpty) {
  const {asking, hashes, paints, store} = app;
  const {flags} = app.report.frames;
  /**
   * Where the other direction was zoomed to.
   *
   * @type {!Map<string, !Array<number>>}
   */
  const zoomPaths = new Map();
  /**
   * The part of callers that is too near for what was derived.
   *
   * @type {?Span}
   */
  let sight = null;
  let shown = 0;
  let differed = false;
  /** Whether the address says what part to show. */
  let linked = true;

  const afterZoom = () => {
    matches.search(true);
    store.notify('zoom', 'matches');
  };
  const open = (/** number */ box) => {
    const view = asking.view();
    if (view && view.layout.count > 0) {
      flame.zoomTo(box);
      store.notePlace({zoom: pathHash(view.layout, box, hashes, flags), range: null}, true);
      afterZoom();
    }
  };
  const deepen = makeDeepener((part) => {
    sight = part;
    refresh();
  });
  const flame = makeFlameGraph(app, 'Flame graph', open, () => deepen(flame));
  const matches = makeMatches(app, flame);

  const show = (/** !View */ view, /** ?Array<number> */ path, /** ?Span */ stay, /** boolean */ first) => {
    const {layout} = view;
    const {byCount, zoom} = store.state();
    const range = linked || stay ? store.state().range : null;
    shown++;
    flame.setLayout(layout, byCount);
    const box = path ? followPath(path, layout, flags) : findPath(layout, zoom, hashes, flags);
    // what is drawn around the graph waits while an edge moves
    if (!layout.draft || layout.differs !== differed) {
      paints.renew();
    }
    differed = layout.differs;
    if (box !== 0) {
      flame.zoomTo(box);
    }
    if (stay) {
      flame.setView(stay.left, stay.right);
    } else {
      showRange(flame, range);
    }
    linked = false;
    store.notePlace({zoom: pathHash(layout, box, hashes, flags), range}, false);
    matches.search(false);
    showEmpty(emptyReason(app, view));
    store.notify('view', 'matches', 'zoom');
    if (first) {
      flame.resize();
    }
    requestAnimationFrame(() => {
      page.dataset['state'] = 'ready';
      page.dataset['shown'] = '' + shown;
    });
  };

  const refresh = () =>
    asking.askGraph(() => {
      const part = sight;
      sight = null;
      const state = store.state();
      const view = asking.view();
      const mode = modeOf(state.tab) || (view ? view.mode : 'callees');
      /** @type {?Array<number>} */
      let path = null;
      if (view) {
        path = linked ? null : framesTo(view.layout, flame.zoomed());
        if (mode !== view.mode) {
          zoomPaths.set(view.mode, framesTo(view.layout, flame.zoomed()));
          path = zoomPaths.get(mode) || [];
        }
      }
      return {
        request: graphRequest(state, mode, path || [], part),
        show: (now, before) =>
          show(now, part && before ? framesTo(before.layout, flame.zoomed()) : path, part && flame.view(), !before),
      };
    });

  store.on((changed) => {
    const {colour, icicle, tab, zoom} = store.state();
    const view = asking.view();
    const mode = modeOf(tab);
    const turned = view !== null && mode !== null && mode !== view.mode && changed.has('tab');
    linked = linked || changed.has('address');
    const regroup = changed.has('colour') && (colour === 'thread' || colour === 'allocator');
    if (view && changed.has('address') && (changed.has('zoom') || changed.has('range')) && !turned) {
      flame.zoomTo(findPath(view.layout, zoom, hashes, flags));
      showRange(flame, store.state().range);
      afterZoom();
    }
    if (changed.has('icicle')) {
      flame.setIcicle(icicle);
    }
    if (changed.has('query') || changed.has('exact') || changed.has('regex') || changed.has('matchCase')) {
      matches.search(false);
      store.notify('matches');
    }
    if (changed.has('colour') && !regroup) {
      paints.renew();
    }
    if (changed.has('paint')) {
      flame.repaint();
    }
    if (changed.has('theme')) {
      // at once: printing does not wait for the next frame
      flame.resize();
    }
    if (store.engineChanged(changed) || turned || regroup) {
      sight = null;
      // after all others have been told: without a worker the answer is worked out at once
      Promise.resolve().then(refresh);
    }
  });
  watchRange(flame, (range) => store.notePlace({range}, true));
  return {flame, matches};
}

/**
 * @param {!Graph} flame changed
 * @param {?Span} range in shares of the whole; null for what is shown already
 */
function showRange(flame, range) {
  if (range) {
    const whole = flame.widths()[0];
    flame.setView(range.left * whole, range.right * whole);
  }
}

/** After this pause a gesture is over. */
const GESTURE_MILLIS = 300;

/**
 * Tells of the part in sight after wheel or drag.
 *
 * @param {!Graph} flame
 * @param {function(?Span): void} note is given null where that is the zoomed box
 */
function watchRange(flame, note) {
  let timer = 0;
  flame.watch(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const widths = flame.widths();
      const {count, x} = flame.layout();
      const {left, right} = flame.view();
      const whole = widths[0];
      if (count === 0 || !(whole > 0)) {
        return;
      }
      const box = flame.zoomed();
      const span = right - left;
      // four digits of what is in sight
      const digits = Math.min(15, Math.ceil(4 - Math.log10(span / whole)));
      const share = (/** number */ at) => Number((at / whole).toFixed(digits));
      const atRest = Math.abs(left - x[box]) + Math.abs(span - widths[box]) < span / 1000;
      note(atRest ? null : {left: share(left), right: share(right)});
    }, GESTURE_MILLIS);
  });
}
