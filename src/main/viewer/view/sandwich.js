/**
 * @fileoverview The Sandwich tab: the callers of one function above, what it calls below.
 */

import {calleeOf, FunctionSums} from '../model/functions.js';
import {followPath} from '../model/hashes.js';
import {framesTo, Layout, measureOf, Span} from '../model/layout.js';
import {shorten} from '../model/visible.js';
import {makeDeepener} from './deepen.js';
import {page, part, pick, pickAll, refill} from './dom.js';
import {sharesOf} from './facts.js';
import {makeFlameGraph} from './flamegraph.js';
import {addGraphKeys} from './keyboard.js';
import {amountsIn, amountsOf} from './sentences.js';
import {App, Graph} from './types.js';

/**
 * @param {!App} app
 * @return {!HTMLElement}
 */
export function makeSandwich(app) {
  const {asking, functions, names, report, store} = app;
  let stale = true;
  let shownId = -1;

  const deepen = makeDeepener((sight) => show(shownId, sight));
  /** @return {!Graph} */
  const make = (/** string */ label, /** boolean */ rootless) => {
    /** @type {!Graph} */
    const graph = makeFlameGraph(
      app,
      label,
      (box) => {
        graph.zoomTo(box);
        if (box === 0) {
          above.zoomTo(0);
          below.zoomTo(0);
        }
      },
      () => deepen(graph),
      rootless,
    );
    addGraphKeys(graph, app.menu);
    return graph;
  };
  const above = make('Callers', true);
  // its root is the function itself, and stands for it in both
  const below = make('Callees', false);
  below.setIcicle(true);
  const element = part('sandwich');
  const title = pick(element, '.sandwich-title');
  const amount = pick(element, '[role=status]');
  const holders = pickAll(element, '.graph-holder');
  holders[0].append(above.element);
  holders[1].append(below.element);

  const chosen = () => {
    const {callee} = store.state();
    if (!callee) {
      return -1;
    }
    for (let id = 1; id < functions.count; id++) {
      const now = calleeOf(report, functions.frame[id]);
      if (now.name === callee.name && now.file === callee.file) {
        return id;
      }
    }
    return -1;
  };

  /** `sight` is the part that callers shall be derived for; null for all of them. */
  const show = (/** number */ id, /** ?Span */ sight) => {
    const {byCount, colour} = store.state();
    const request = {kind: 'sandwich', settings: store.settings(), functionId: id, sight, colour};
    asking.askLatest(
      'sandwich',
      request,
      (/** {above: !Layout, below: !Layout, total: {bytes: number, counts: number}} */ reply) => {
        const whole = measureOf(byCount, reply.total);
        shownId = id;
        const path = sight && framesTo(above.layout(), above.zoomed());
        const {left, right} = above.view();
        above.setLayout(reply.above, byCount, whole);
        if (path) {
          above.zoomTo(followPath(path, reply.above, report.frames.flags));
          above.setView(left, right);
        } else {
          below.setLayout(reply.below, byCount, whole);
        }
        above.resize();
        below.resize();
        const layout = reply.below;
        refill(title, shorten(names.functionName(functions.frame[id]), 200));
        title.title = shorten(names.fileName(functions.frame[id]), 400);
        amount.textContent =
          amountsOf(layout, amountsIn(layout, 0), byCount).join(' in ') +
          ' \u00b7 ' +
          sharesOf(app, below, 0)[0] +
          ' \u00b7 ' +
          names.fileName(functions.frame[id]);
        page.dataset['sandwich'] = '' + id;
      },
    );
  };

  const load = () => {
    if (store.state().tab !== 'sandwich' || store.state().moving) {
      return;
    }
    const id = chosen();
    if (id >= 0 && (stale || id !== shownId)) {
      stale = false;
      show(id, null);
    } else if (id < 0 && stale) {
      stale = false;
      // until it is answered, or for ever where there are no stacks, the skeleton's sentences stand
      asking.askLatest(
        'sandwich',
        {kind: 'functions', settings: store.settings()},
        (/** {sums: !FunctionSums} */ {sums}) => {
          let best = 0;
          for (let other = 1; other < functions.count; other++) {
            best = best === 0 || sums.selfBytes[other] > sums.selfBytes[best] ? other : best;
          }
          if (best > 0) {
            show(best, null);
          }
        },
      );
    }
  };
  store.on((changed) => {
    stale = stale || store.engineChanged(changed) || changed.has('callee') || changed.has('colour');
    if (changed.has('paint')) {
      above.repaint();
      below.repaint();
    }
    load();
  });
  load();
  return element;
}
