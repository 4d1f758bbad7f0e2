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

  const afterZoom = () => {
    matches.search(true);
    store.notify('zoom', 'matches');
  };
  const open = (/** number */ box) => {
    const view = asking.view();
    if (view && view.layout.count > 0) {
      flame.zoomTo(box);
      store.noteZoom(pathHash(view.layout, box, hashes, flags), true);
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
    shown++;
    flame.setLayout(layout, byCount);
    const box = path ? followPath(path, layout, flags) : findPath(layout, zoom, hashes, flags);
    paints.renew();
    if (box !== 0) {
      flame.zoomTo(box);
    }
    if (stay) {
      flame.setView(stay.left, stay.right);
    }
    store.noteZoom(pathHash(layout, box, hashes, flags), false);
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
        path = framesTo(view.layout, flame.zoomed());
        if (mode !== view.mode) {
          zoomPaths.set(view.mode, path);
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
    const regroup = changed.has('colour') && (colour === 'thread' || colour === 'allocator');
    if (view && changed.has('address') && changed.has('zoom') && !turned) {
      flame.zoomTo(findPath(view.layout, zoom, hashes, flags));
      afterZoom();
    }
    if (changed.has('icicle')) {
      flame.setIcicle(icicle);
    }
    if (changed.has('query') || changed.has('regex') || changed.has('matchCase')) {
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
  return {flame, matches};
}
