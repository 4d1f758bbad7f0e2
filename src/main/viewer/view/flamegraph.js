/**
 * @fileoverview The flame graph: a canvas as large as the window on it, whatever the size of the graph. It scrolls
 * natively beneath a spacer of the full height; hover and focus are elements above it, so that they never repaint.
 */

import {floats} from '../format/arrays.js';
import {emptyLayout, Layout, parentOf} from '../model/layout.js';
import {Names} from '../model/names.js';
import {clamp, fill, listen} from './dom.js';
import {boxAtPoint, eachDrawn, levelOf, Sight, topOf, visibleLevels} from './geometry.js';
import {addPointer} from './pointer.js';
import {labelOf, speakBox} from './sentences.js';
import {makeElements, makeSurface} from './surface.js';
import {App, Graph} from './types.js';

/**
 * @param {!App} app
 * @param {string} label
 * @param {function(number): void} open a box was clicked
 * @param {function(): void} onSight another part or other levels are in sight
 * @param {boolean=} rootless another graph draws the root
 * @return {!Graph}
 */
export function makeFlameGraph(app, label, open, onSight, rootless = false) {
  const elements = makeElements(label);
  const {canvas, scroller} = elements;
  const main = app.graphs.length === 0;
  const sight = makeSight(scroller, main, rootless);
  const surface = makeSurface(app.paints, elements, sight, (box) => labelOf(app.names, graph, box));
  /** @type {!Array<function(): void>} */
  const watchers = [];
  const setView = (/** number */ left, /** number */ right) => {
    const whole = sight.widths[0];
    // not narrower than a thousandth of the smallest unit, not wider than everything
    const span = Math.min(whole, Math.max(right - left, whole * 1e-12, 1e-3));
    const from = clamp(0, left, whole - span);
    sight.view = {left: from, right: from + span};
    surface.schedule();
    surface.showFocus();
    tellWindow();
  };
  const tellWindow = () => {
    surface.hover(-1);
    for (const watcher of watchers) {
      watcher();
    }
    onSight();
  };
  listen(scroller, 'scroll', () => {
    onSight();
    surface.schedule();
    surface.hover(-1);
    surface.showFocus();
  });
  new ResizeObserver(surface.resize).observe(scroller);

  const graph = {
    element: scroller,
    canvas,
    main,
    layout: () => sight.layout,
    widths: () => sight.widths,
    whole: () => sight.whole,
    zoomed: () => sight.zoomed,
    focused: () => sight.focused,
    view: () => sight.view,
    icicle: () => sight.icicle,
    sourceLabels: () => app.store.state().sourceLabels,
    levelOf: (box) => levelOf(sight, box),
    levels: () => visibleLevels(sight),
    matches: () => sight.matches,
    boxAt: (x, y) => boxAtPoint(sight, x, y),
    eachDrawn: (each) => eachDrawn(sight, canvas.width, each),
    open,
    watch: (watcher) => {
      watchers.push(watcher);
    },
    hover: surface.hover,
    repaint: surface.schedule,
    resize: surface.resize,
    setView,
    setFocus: (box, show) => {
      sight.focused = box;
      if (box >= 0 && sight.layout.count > 0) {
        if (show) {
          reveal(sight, box, setView);
        }
        speak(app.names, sight, elements.spoken);
      }
      surface.showFocus();
      app.details.show(graph, box);
    },
    setLayout: (next, byCount, whole) => {
      takeLayout(sight, next, byCount, whole);
      surface.hover(-1);
      surface.showFocus();
      surface.fitHeight();
      app.details.show(graph, -1);
    },
    setIcicle: (on) => {
      sight.icicle = on;
      sight.toEdge = true;
      if (sight.layout.count > 0) {
        surface.fitHeight();
        surface.schedule();
        surface.showFocus();
      }
    },
    setMatches: (found) => {
      sight.matches = found;
      surface.schedule();
    },
    zoomTo: (box) => {
      zoomSight(sight, box);
      if (sight.toEdge) {
        surface.fitHeight();
      } else {
        scrollNear(sight, box);
      }
      surface.paint();
      surface.showFocus();
      tellWindow();
      app.details.show(graph, -1);
    },
    scrolledTo: () => scroller.scrollTop,
    scrollTo: (top) => {
      scroller.scrollTop = top;
      surface.paint();
      surface.showFocus();
    },
  };
  app.store.on((changed) => {
    if (changed.has('sourceLabels')) {
      surface.schedule();
    }
  });
  addPointer(graph, app);
  app.graphs.push(graph);
  return graph;
}

/**
 * @param {!HTMLElement} scroller
 * @param {boolean} main
 * @param {boolean} rootless
 * @return {!Sight}
 */
function makeSight(scroller, main, rootless) {
  return {
    scroller,
    layout: emptyLayout(),
    widths: floats(0),
    whole: 0,
    byCount: false,
    view: {left: 0, right: 1},
    zoomed: 0,
    focused: -1,
    matches: null,
    icicle: false,
    toEdge: true,
    width: 0,
    height: 0,
    density: 1,
    row: 0,
    outset: rootless ? 1 : 0,
    main,
  };
}

/**
 * @param {!Sight} sight changed: shows all of another layout
 * @param {!Layout} layout
 * @param {boolean} byCount
 * @param {number|undefined} whole what 100 per cent is, if not the root
 */
function takeLayout(sight, layout, byCount, whole) {
  const widths = byCount ? layout.counts : layout.bytes;
  sight.layout = layout;
  sight.byCount = byCount;
  sight.widths = widths;
  sight.whole = whole === undefined ? widths[0] : whole;
  sight.zoomed = 0;
  sight.focused = -1;
  sight.matches = null;
  sight.view = {left: 0, right: Math.max(widths[0], Number.MIN_VALUE)};
}

/**
 * @param {!Sight} sight changed: a box is as wide as the view
 * @param {number} box
 */
function zoomSight(sight, box) {
  const left = sight.layout.x[box];
  sight.zoomed = box;
  sight.toEdge = box === 0;
  sight.view = {left, right: left + Math.max(sight.widths[box], Number.MIN_VALUE)};
}

/**
 * Scrolls so that a zoomed box and a few of its callers stay in sight.
 *
 * @param {!Sight} sight
 * @param {number} box
 */
function scrollNear(sight, box) {
  const {height, icicle, row, scroller} = sight;
  const top = topOf(sight, levelOf(sight, box));
  if (icicle ? top < 0 || top > height * 0.6 : top < height * 0.4 || top + row > height) {
    scroller.scrollTop += icicle ? top - row * 3 : top - height + row * 4;
  }
}

/**
 * Scrolls to a box, and moves the view to it.
 *
 * @param {!Sight} sight changed
 * @param {number} box
 * @param {function(number, number): void} setView
 */
function reveal(sight, box, setView) {
  const {height, layout, row, scroller, view, widths} = sight;
  const top = topOf(sight, levelOf(sight, box));
  if (top < 0 || top + row > height) {
    sight.toEdge = false;
    scroller.scrollTop += top - (height - row) / 2;
  }
  const left = layout.x[box];
  const right = left + widths[box];
  const span = view.right - view.left;
  if (right <= view.left || left >= view.right) {
    setView((left + right - span) / 2, (left + right + span) / 2);
  }
}

/**
 * Tells screen readers of the focused box.
 *
 * @param {!Names} names
 * @param {!Sight} sight
 * @param {!HTMLElement} spoken
 */
function speak(names, sight, spoken) {
  const {focused, layout, whole, widths} = sight;
  spoken.textContent = speakBox(names, layout, widths, whole, focused);
  const up = parentOf(layout, focused);
  const [from, to] = focused === 0 ? [0, 1] : [layout.first[up], layout.first[up + 1]];
  fill(spoken, {
    'aria-level': levelOf(sight, focused) + 1,
    'aria-posinset': focused - from + 1,
    'aria-setsize': to - from,
    'aria-expanded': layout.first[focused + 1] > layout.first[focused],
  });
}
