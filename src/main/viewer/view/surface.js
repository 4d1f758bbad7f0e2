/**
 * @fileoverview What of a flame graph is on the screen: the canvas, and the elements that lie above it.
 */

import {paintBoxes} from './boxes.js';
import {fill, fitCanvas, moveTo, part, pick} from './dom.js';
import {contentHeight, fitRows, rectOf, Sight} from './geometry.js';
import {Paints} from './types.js';

/**
 * @typedef {{
 *   scroller: !HTMLElement,
 *   canvas: !HTMLCanvasElement,
 *   hover: !HTMLElement,
 *   focusRing: !HTMLElement,
 *   spacer: !HTMLElement,
 *   spoken: !HTMLElement
 * }}
 */
export let Elements;

/**
 * `paint` paints at once, `schedule` at the next frame; `hover` lights up a box, none at -1; `showFocus` puts the ring where the
 * focused box is; `fitHeight` and `resize` follow the height of the graph and the size of the window on it.
 *
 * @typedef {{
 *   paint: function(): void,
 *   schedule: function(): void,
 *   hover: function(number): void,
 *   showFocus: function(): void,
 *   fitHeight: function(): void,
 *   resize: function(): void
 * }}
 */
export let Surface;

/**
 * @param {string} label
 * @return {!Elements}
 */
export function makeElements(label) {
  const scroller = part('fg');
  const spoken = pick(scroller, '[role=treeitem]');
  spoken.id = 'fg-' + label.replace(/\W/g, '');
  spoken.textContent = label;
  // three graphs are made from one part
  scroller.removeAttribute('id');
  fill(scroller, {'aria-label': label, 'aria-activedescendant': spoken.id});
  return {
    scroller,
    canvas: /** @type {!HTMLCanvasElement} */ (pick(scroller, 'canvas')),
    hover: pick(scroller, '.fg-hover'),
    focusRing: pick(scroller, '.fg-focus'),
    spacer: pick(scroller, '.fg-spacer'),
    spoken,
  };
}

/**
 * @param {!Paints} paints
 * @param {!Elements} elements
 * @param {!Sight} sight
 * @param {function(number): !Array<string>} labelOf what is written on a box
 * @return {!Surface}
 */
export function makeSurface(paints, elements, sight, labelOf) {
  const {scroller, canvas, hover, focusRing, spacer} = elements;
  let scheduled = false;
  const paint = () => paintBoxes(labelOf, paints.get(), canvas, sight);
  const place = (/** !HTMLElement */ element, /** number */ box) => {
    const rect = box < 0 || box >= sight.layout.count ? null : rectOf(sight, box);
    element.hidden = !rect;
    if (rect) {
      moveTo(element, rect.left, rect.top);
      element.style.width = rect.width + 'px';
      element.style.height = sight.row - 1 + 'px';
    }
  };
  const showFocus = () => place(focusRing, sight.focused);
  const fitHeight = () => {
    fitRows(sight);
    const wanted = contentHeight(sight);
    spacer.style.height = Math.max(0, wanted - sight.height) + 'px';
    if (sight.toEdge) {
      scroller.scrollTop = sight.icicle ? 0 : wanted;
    }
  };
  return {
    paint,
    schedule: () => {
      if (!scheduled) {
        scheduled = true;
        requestAnimationFrame(() => {
          scheduled = false;
          paint();
        });
      }
    },
    hover: (box) => place(hover, box),
    showFocus,
    fitHeight,
    resize: () => {
      sight.width = scroller.clientWidth;
      sight.height = scroller.clientHeight;
      if (sight.width === 0 || sight.height === 0) {
        return;
      }
      sight.density = fitCanvas(canvas, sight.width, sight.height);
      canvas.style.width = sight.width + 'px';
      canvas.style.height = sight.height + 'px';
      fitHeight();
      paint();
      showFocus();
    },
  };
}
