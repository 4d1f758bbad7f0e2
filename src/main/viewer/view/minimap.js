/**
 * @fileoverview The whole graph, small, with a frame around the part that is shown. Click or drag moves the view.
 */

import {Layout} from '../model/layout.js';
import {fillOfBox, fillOfRun} from './boxes.js';
import {boundsOf, fitCanvas, listen, part, pick} from './dom.js';
import {walkLevel} from './rows.js';
import {walkRun} from './runs.js';
import {App, Graph, Paint} from './types.js';

const HEIGHT = 44;

/**
 * @param {!App} app
 * @param {!Graph} flame
 * @return {!HTMLElement}
 */
export function makeMinimap(app, flame) {
  const element = part('minimap');
  const canvas = /** @type {!HTMLCanvasElement} */ (pick(element, 'canvas'));
  const frame = pick(element, '.minimap-frame');
  let painted = '';
  /** @type {?Layout} */
  let lastLayout = null;
  /** @type {?Paint} */
  let lastPaints = null;
  let scheduled = false;

  const paint = () => {
    scheduled = false;
    const layout = flame.layout();
    if (layout.count === 0) {
      return;
    }
    const widths = flame.widths();
    const whole = widths[0];
    const view = flame.view();
    element.classList.toggle('whole', view.right - view.left >= whole);
    // after that: what is hidden has no width
    const wide = element.clientWidth;
    if (wide === 0) {
      return;
    }
    frame.style.left = (100 * view.left) / whole + '%';
    frame.style.width = (100 * (view.right - view.left)) / whole + '%';
    const paints = app.paints.get();
    const key = [wide, devicePixelRatio, flame.icicle()].join();
    if (painted === key && lastLayout === layout && lastPaints === paints) {
      return;
    }
    painted = key;
    lastLayout = layout;
    lastPaints = paints;
    fitCanvas(canvas, wide, HEIGHT);
    const context = canvas.getContext('2d', {alpha: false});
    context.fillStyle = paints.palette.ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (!(whole > 0)) {
      return;
    }
    const all = {left: 0, right: whole};
    const runFill = (/** number */ from, /** number */ to) => fillOfRun(paints, layout, widths, null, from, to);
    const levels = layout.levelStart.length - 1;
    const rows = Math.min(levels, canvas.height);
    for (let row = 0; row < rows; row++) {
      const level = Math.floor((row * levels) / rows);
      const high = canvas.height / Math.max(rows, 12);
      const top = flame.icicle() ? row * high : canvas.height - (row + 1) * high;
      const paintPart = (/** string */ fill, /** number */ left, /** number */ right) => {
        context.fillStyle = fill;
        context.fillRect(left, top, right - left, Math.ceil(high));
      };
      walkLevel(
        layout,
        widths,
        level,
        all,
        canvas.width,
        (box, left, right) => paintPart(fillOfBox(paints, layout, null, box), left, right),
        (box, to) => walkRun(layout, widths, all, canvas.width, box, to, runFill, paintPart),
      );
    }
  };

  const move = (/** ? */ event) => {
    const bounds = boundsOf(element);
    const view = flame.view();
    const span = view.right - view.left;
    const at = ((event.clientX - bounds.left) / bounds.width) * flame.widths()[0];
    flame.setView(at - span / 2, at + span / 2);
  };
  listen(element, 'pointerdown', (event) => {
    if (flame.layout().count > 0) {
      element.setPointerCapture(event.pointerId);
      move(event);
    }
  });
  listen(element, 'pointermove', (event) => {
    if (element.hasPointerCapture(event.pointerId)) {
      move(event);
    }
  });
  const repaint = () => {
    if (!scheduled) {
      scheduled = true;
      requestAnimationFrame(paint);
    }
  };
  new ResizeObserver(repaint).observe(element);
  flame.watch(repaint);
  app.store.on((changed) => {
    if (changed.has('view') || changed.has('paint')) {
      repaint();
    }
  });
  return element;
}
