/**
 * @fileoverview The flame graph: a canvas as large as the window on it, whatever the size of the graph. It scrolls
 * natively beneath a spacer of the full height; hover and focus are elements above it, so that they never repaint.
 */

import {floats} from '../format/arrays.js';
import {lastAtOrBefore, parentOf} from '../model/layout.js';
import {formatBytesShort, formatCount} from '../model/units.js';
import {cutLabel} from '../model/visible.js';
import {clamp, fill, fitCanvas, listen, moveTo, part, pick} from './dom.js';
import {boxAt, walkLevel} from './rows.js';
import {speakBox} from './sentences.js';

/** Height of a box with the gap below it, in CSS pixels. */
export const ROW = 20;
const FONT = '12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';
const LEAST_TEXT = 28;

/**
 * @param {!Object} app
 * @param {string} label
 * @param {function(number): void} onOpen a box was clicked
 * @param {function(): void} onWindow another part is in sight
 * @param {function(): void} onScroll other levels are in sight
 */
export function makeFlameGraph(app, label, onOpen, onWindow, onScroll) {
  const {names} = app;
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
  let letter = 7.2;
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
    const context = /** @type {!CanvasRenderingContext2D} */ (canvas.getContext('2d', {alpha: false}));
    const paints = app.paints.get();
    const {palette, matchFill} = paints;
    const pixels = canvas.width;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = palette.ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (!layout || widths[0] <= 0) {
      return;
    }
    const frame = layout.frame;
    const {first, last} = visibleLevels();
    const boxHeight = Math.round((ROW - 1) * density);
    const texts = [];
    for (let level = first; level <= last; level++) {
      const top = Math.round(topOf(level) * density);
      walkLevel(layout, widths, level, view, pixels, (box, left, right) => {
        const of = frame[box];
        const from = Math.max(0, Math.round(left));
        const to = Math.min(pixels, Math.round(right));
        let dim = !paints.lit(layout, box);
        let fillStyle = paints.fill(layout, box);
        if (matches) {
          dim = matches.frames[of] === 0;
          fillStyle = matchFill;
        }
        if (dim) {
          fillStyle = palette.dim;
        }
        context.fillStyle = fillStyle;
        // one device pixel of ground tells neighbours apart
        context.fillRect(from, top, to - from > 3 ? to - from - 1 : Math.max(1, to - from), boxHeight);
        if (to - from > LEAST_TEXT * density) {
          texts.push(box, from, to, top, dim ? 1 : 0);
        }
      }, (box, to, left, right) => {
        const hit = matches && matches.before[to] > matches.before[box];
        context.fillStyle = hit ? matchFill : palette.run;
        const from = Math.max(0, Math.floor(left));
        context.fillRect(from, top, Math.max(1, Math.ceil(right) - from), boxHeight);
      });
    }
    write(context, palette, texts);
  };

  const write = (/** !CanvasRenderingContext2D */ context, /** !Object */ palette, /** !Array<number> */ texts) => {
    context.setTransform(density, 0, 0, density, 0, 0);
    context.font = FONT;
    context.textBaseline = 'middle';
    letter = context.measureText('0123456789').width / 10;
    for (let at = 0; at < texts.length; at += 5) {
      const box = texts[at];
      const left = texts[at + 1] / density + 5;
      const right = texts[at + 2] / density - 5;
      const middle = texts[at + 3] / density + ROW / 2 - 0.5;
      context.fillStyle = texts[at + 4] === 1 ? palette.dimText : palette.text;
      const label = names.label(layout.frame[box]);
      const amount = byCount ? formatCount(layout.counts[box]) : formatBytesShort(layout.bytes[box]);
      const amountWidth = amount.length * letter;
      let room = right - left;
      if (room > label.length * letter + amountWidth + 16 || (room > 240 && box === zoomed)) {
        context.textAlign = 'right';
        context.fillText(amount, right, middle);
        room -= amountWidth + 12;
      }
      context.textAlign = 'left';
      context.fillText(fit(context, label, room), left, middle);
    }
  };

  /** The beginning of a label that fits. */
  const fit = (/** !CanvasRenderingContext2D */ context, /** string */ label, /** number */ room) => {
    const limit = Math.floor(room / letter);
    // eslint-disable-next-line no-control-regex
    if (/^[\x20-\x7e]*$/.test(label.slice(0, limit + 1))) {
      return cutLabel(label, limit);
    }
    // other scripts are wider: measure
    let text = label.slice(0, limit + 1);
    if (text.length === label.length && context.measureText(text).width <= room) {
      return text;
    }
    while (text !== '' && context.measureText(text + '\u2026').width > room) {
      text = text.slice(0, Math.min(text.length - 1, Math.floor(text.length * 0.9)));
    }
    return text === '' ? '' : text + '\u2026';
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

  const unhover = () => {
    hover.hidden = true;
    app.tooltip.hide();
  };

  const resize = () => {
    const box = scroller.getBoundingClientRect();
    width = scroller.clientWidth;
    height = scroller.clientHeight;
    if (box.width === 0 || height === 0) {
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

  const boxUnder = (/** ? */ event) => {
    if (!layout || widths[0] <= 0) {
      return -1;
    }
    const bounds = scroller.getBoundingClientRect();
    const at = view.left + ((event.clientX - bounds.left) / width) * (view.right - view.left);
    return boxAt(layout, widths, levelAt(event.clientY - bounds.top), at);
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

  /** @type {?{x: number, y: number, left: number, right: number, top: number, moved: boolean}} */
  let drag = null;
  listen(scroller, 'pointerdown', (event) => {
    if (event.button === 0 && event.pointerType !== 'touch') {
      drag = {
        x: event.clientX,
        y: event.clientY,
        left: view.left,
        right: view.right,
        top: scroller.scrollTop,
        moved: false,
      };
    }
  });
  listen(scroller, 'pointermove', (event) => {
    if (drag && (event.buttons & 1) !== 0) {
      const dx = event.clientX - drag.x;
      const dy = event.clientY - drag.y;
      if (!drag.moved && Math.abs(dx) + Math.abs(dy) > 5) {
        drag.moved = true;
        scroller.setPointerCapture(event.pointerId);
        scroller.classList.add('dragging');
        unhover();
      }
      if (drag.moved) {
        const shift = (dx / width) * (drag.right - drag.left);
        setView(drag.left - shift, drag.right - shift);
        scroller.scrollTop = drag.top - dy;
      }
      return;
    }
    const box = boxUnder(event);
    place(hover, box);
    if (box < 0) {
      app.tooltip.hide();
    } else {
      app.tooltip.show(graph, box, event.clientX, event.clientY);
    }
  });
  listen(scroller, 'pointerleave', unhover);
  listen(scroller, 'pointerup', () => {
    scroller.classList.remove('dragging');
  });
  listen(scroller, 'click', (event) => {
    const moved = drag && drag.moved;
    drag = null;
    const box = moved ? -1 : boxUnder(event);
    if (box >= 0) {
      setFocus(box, false);
      // it would cover what was just opened
      app.tooltip.hide();
      onOpen(box);
    }
  });
  listen(scroller, 'contextmenu', (event) => {
    const box = boxUnder(event);
    if (box >= 0) {
      event.preventDefault();
      setFocus(box, false);
      app.menu.open(graph, box, event.clientX, event.clientY);
    }
  });
  listen(scroller, 'wheel', (event) => {
    if (!layout) {
      return;
    }
    const span = view.right - view.left;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      event.preventDefault();
      const share = (event.clientX - scroller.getBoundingClientRect().left) / width;
      const factor = Math.exp(clamp(-1, event.deltaY * 0.004, 1));
      const at = view.left + share * span;
      setView(at - share * span * factor, at + (1 - share) * span * factor);
    } else if (event.deltaX !== 0 || event.shiftKey) {
      const delta = event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (span < widths[0]) {
        event.preventDefault();
        const shift = (delta / width) * span;
        setView(view.left + shift, view.right + shift);
      }
    }
  }, {passive: false});
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
  app.graphs.push(graph);
  return graph;
}
