/**
 * @fileoverview The flame graph: a canvas as large as the window on it, whatever the size of the graph. It scrolls
 * natively beneath a spacer of the full height; hover and focus are elements above it, so that they never repaint.
 */

import {floats} from '../format/arrays.js';
import {lastAtOrBefore, parentOf} from '../model/layout.js';
import {paintBoxes, ROW} from './boxes.js';
import {boundsOf, clamp, fill, fitCanvas, listen, moveTo, part, pick} from './dom.js';
import {addPointer} from './pointer.js';
import {boxAt, walkLevel} from './rows.js';
import {speakBox} from './sentences.js';

/**
 * @param {!Object} app
 * @param {string} label
 * @param {function(number): void} onOpen a box was clicked
 * @param {function(): void} onWindow another part is in sight
 * @param {function(): void} onScroll other levels are in sight
 */
export function makeFlameGraph(app, label, onOpen, onWindow, onScroll) {
  const scroller = part('fg');
  const canvas = /** @type {!HTMLCanvasElement} */ (pick(scroller, 'canvas'));
  const hover = pick(scroller, '.fg-hover');
  const focusRing = pick(scroller, '.fg-focus');
  const spacer = pick(scroller, '.fg-spacer');
  const spoken = pick(scroller, '[role=treeitem]');
  spoken.id = 'fg-' + label.replace(/\W/g, '');
  spoken.textContent = label;
  // three graphs are made from one part
  scroller.removeAttribute('id');
  fill(scroller, {'aria-label': label, 'aria-activedescendant': spoken.id});

  /** @type {?Object} */
  let layout = null;
  /** @type {!Float64Array} */
  let widths = floats(0);
  let byCount = false;
  let icicle = false;
  let zoomed = 0;
  let focused = -1;
  let view = {left: 0, right: 1};
  let width = 0;
  let height = 0;
  let density = 1;
  /** Frames that match, and for each box how many before it do; null where nothing is searched. @type {?} */
  let matches = null;
  let scheduled = false;
  let toEdge = true;

  const levels = () => (!layout ? 0 : layout.levelStart.length - 1);
  const contentHeight = () => Math.max(height, levels() * ROW + 4);
  /** Top edge of a level in the visible part, in CSS pixels. */
  const topOf = (/** number */ level) => {
    const at = level * ROW - scroller.scrollTop;
    return icicle ? at + 2 : contentHeight() - level * ROW - ROW - scroller.scrollTop - 2;
  };
  const levelAt = (/** number */ y) =>
      Math.floor((icicle ? y + scroller.scrollTop - 2 : contentHeight() - 2 - y - scroller.scrollTop) / ROW);

  const levelOf = (/** number */ box) => lastAtOrBefore(layout.levelStart, levels(), box);

  const visibleLevels = () => {
    const one = levelAt(0);
    const other = levelAt(height);
    return {
      first: Math.max(0, Math.min(one, other)),
      last: Math.min(levels() - 1, Math.max(one, other)),
    };
  };

  const schedule = () => {
    if (!scheduled) {
      scheduled = true;
      requestAnimationFrame(() => {
        scheduled = false;
        paint();
      });
    }
  };

  const paint = () => {
    const {first, last} = visibleLevels();
    paintBoxes(app, canvas, density, {layout, widths, view, first, last, topOf, matches, byCount, zoomed});
  };

  /** Where a box is in the visible part, cut off at its edges; null outside. */
  const rectOf = (/** number */ box) => {
    const scale = width / (view.right - view.left);
    const left = Math.max(0, (layout.x[box] - view.left) * scale);
    const right = Math.min(width, (layout.x[box] + widths[box] - view.left) * scale);
    const top = topOf(levelOf(box));
    if (right < 0 || left > width || right < left || top > height || top < -ROW) {
      return null;
    }
    return {left, top, width: Math.max(2, right - left), height: ROW - 1};
  };

  const place = (/** !HTMLElement */ element, /** number */ box) => {
    const rect = !layout || box < 0 ? null : rectOf(box);
    element.hidden = !rect;
    if (rect) {
      moveTo(element, rect.left, rect.top);
      element.style.width = rect.width + 'px';
      element.style.height = rect.height + 'px';
    }
  };

  const resize = () => {
    width = scroller.clientWidth;
    height = scroller.clientHeight;
    if (width === 0 || height === 0) {
      return;
    }
    density = fitCanvas(canvas, width, height);
    canvas.style.width = width + 'px';
    canvas.style.height = height + 'px';
    fitHeight();
    paint();
    place(focusRing, focused);
  };

  const fitHeight = () => {
    const wanted = contentHeight();
    spacer.style.height = Math.max(0, wanted - height) + 'px';
    if (toEdge) {
      scroller.scrollTop = icicle ? 0 : wanted;
    }
  };

  const setView = (/** number */ left, /** number */ right) => {
    const whole = widths[0];
    // not narrower than a thousandth of the smallest unit, not wider than everything
    const span = Math.min(whole, Math.max(right - left, whole * 1e-12, 1e-3));
    const from = clamp(0, left, whole - span);
    view = {left: from, right: from + span};
    schedule();
    place(focusRing, focused);
    hover.hidden = true;
    onWindow();
  };

  listen(scroller, 'scroll', () => {
    onScroll();
    schedule();
    hover.hidden = true;
    place(focusRing, focused);
  });
  new ResizeObserver(resize).observe(scroller);

  const reveal = (/** number */ box) => {
    const level = levelOf(box);
    const top = topOf(level);
    if (top < 0 || top + ROW > height) {
      toEdge = false;
      const middle = top - (height - ROW) / 2;
      scroller.scrollTop += middle;
    }
    const left = layout.x[box];
    const right = left + widths[box];
    const span = view.right - view.left;
    if (right <= view.left || left >= view.right) {
      setView((left + right - span) / 2, (left + right + span) / 2);
    }
  };

  const setFocus = (/** number */ box, /** boolean */ show) => {
    focused = box;
    if (box >= 0 && layout) {
      if (show) {
        reveal(box);
      }
      spoken.textContent = speakBox(app, graph, box);
      const up = parentOf(layout, box);
      const [from, to] = box === 0 ? [0, 1] : [layout.first[up], layout.first[up + 1]];
      fill(spoken, {
        'aria-level': levelOf(box) + 1,
        'aria-posinset': box - from + 1,
        'aria-setsize': to - from,
        'aria-expanded': layout.first[box + 1] > layout.first[box],
      });
    }
    place(focusRing, box);
  };

  const graph = {
    element: scroller,
    layout: () => layout,
    widths: () => widths,
    zoomed: () => zoomed,
    focused: () => focused,
    view: () => view,
    icicle: () => icicle,
    levelOf,
    /** The box at a place in the window; -1 where there is none. */
    boxAt: (/** number */ x, /** number */ y) => {
      if (!layout || widths[0] <= 0) {
        return -1;
      }
      const bounds = boundsOf(scroller);
      const at = view.left + ((x - bounds.left) / width) * (view.right - view.left);
      return boxAt(layout, widths, levelAt(y - bounds.top), at);
    },
    /** Lights up a box; none at -1. */
    hover: (/** number */ box) => place(hover, box),
    repaint: schedule,
    resize,
    setView,
    setFocus,
    /**
     * Shows another layout.
     *
     * @param {!Object} next
     * @param {boolean} counts
     */
    setLayout: (next, counts) => {
      layout = next;
      byCount = counts;
      widths = counts ? next.counts : next.bytes;
      zoomed = 0;
      focused = -1;
      matches = null;
      view = {left: 0, right: Math.max(widths[0], Number.MIN_VALUE)};
      hover.hidden = true;
      focusRing.hidden = true;
      fitHeight();
    },
    /** Where it is scrolled to, for when it is shown again: an element that leaves the page forgets it. */
    scrolledTo: () => scroller.scrollTop,
    scrollTo: (/** number */ top) => {
      scroller.scrollTop = top;
      paint();
      place(focusRing, focused);
    },
    setIcicle: (/** boolean */ on) => {
      icicle = on;
      toEdge = true;
      if (layout) {
        fitHeight();
        schedule();
        place(focusRing, focused);
      }
    },
    setMatches: (/** ?Object */ found) => {
      matches = found;
      schedule();
    },
    /** Makes a box as wide as the view. */
    zoomTo: (/** number */ box) => {
      zoomed = box;
      toEdge = box === 0;
      const left = layout.x[box];
      view = {left, right: left + Math.max(widths[box], Number.MIN_VALUE)};
      if (toEdge) {
        fitHeight();
      } else {
        const top = topOf(levelOf(box));
        // the box and a few of its callers stay in sight
        if (icicle ? top < 0 || top > height * 0.6 : top < height * 0.4 || top + ROW > height) {
          scroller.scrollTop += icicle ? top - ROW * 3 : top - height + ROW * 4;
        }
      }
      hover.hidden = true;
      paint();
      place(focusRing, focused);
      onWindow();
    },
    /** Calls back for each box that is drawn as its own: box, level, and its place in CSS pixels inside the element. */
    eachDrawn: (/** function(number, number, !Object): void */ each) => {
      if (!layout || widths[0] <= 0) {
        return;
      }
      const {first, last} = visibleLevels();
      for (let level = first; level <= last; level++) {
        const top = topOf(level);
        walkLevel(layout, widths, level, view, canvas.width, (box, left, right) => {
          const from = Math.max(0, left / density);
          const to = Math.min(width, right / density);
          each(box, level, {x: from, y: top, width: to - from, height: ROW - 1});
        }, () => {});
      }
    },
    canvas,
  };
  addPointer(app, graph, onOpen);
  app.graphs.push(graph);
  return graph;
}
