/**
 * @fileoverview Dragging on memory over time: a handle, the window between the handles, or a new range; a click chooses an
 * instant.
 */

import {Selection} from '../model/instants.js';
import {clamp, listen, pick} from './dom.js';
import {BrushPlot} from './types.js';

/** A hand is not steady: what moves less is a click. */
const STILL_PIXELS = 4;

/**
 * @param {!HTMLElement} element with the plot, its handles and the window
 * @param {!BrushPlot} plot
 * @param {{shown: function(): !Selection, modeOfRange: function(): string, last: number, start: function(): void, preview:
 *     function(!Selection): void, settle: function(): void, choose: function(!Selection): void}} to what is done with it
 */
export function bindDragging(element, plot, {shown, modeOfRange, last, start, preview, settle, choose}) {
  /** @type {?{x: number, edge: number, grip: string, begun: !Selection, moved: boolean}} */
  let drag = null;
  const selectionAt = (/** number */ x) => {
    const {edge, grip, begun} = drag;
    const {from, to} = begun;
    const at = plot.edgeAt(x);
    if (grip === 'both') {
      const begin = clamp(0, from + at - edge, last - (to - from));
      return {mode: begun.mode, from: begin, to: begin + to - from};
    }
    // the handles may pass each other
    const still = grip === 'a' ? to : grip === 'b' ? from : edge;
    const low = Math.min(still, at);
    const high = Math.max(still, at);
    return low < high
      ? {mode: modeOfRange(), from: low, to: high}
      : {mode: modeOfRange(), from: Math.min(low, last - 1), to: Math.min(low, last - 1) + 1};
  };
  const end = () => {
    drag = null;
    element.classList.remove('dragging');
  };
  listen(element, 'pointerdown', (/** !PointerEvent */ event) => {
    if (event.button !== 0) {
      return;
    }
    start();
    const grip = /** @type {!HTMLElement} */ (event.target).dataset['edge'] || '';
    element.setPointerCapture(event.pointerId);
    drag = {x: event.clientX, edge: plot.edgeAt(event.clientX), grip, begun: shown(), moved: false};
  });
  listen(element, 'pointermove', (/** !PointerEvent */ event) => {
    plot.point(event.clientX);
    if (drag && (drag.moved || Math.abs(event.clientX - drag.x) >= STILL_PIXELS)) {
      drag.moved = true;
      element.classList.add('dragging');
      preview(selectionAt(event.clientX));
    }
  });
  listen(element, 'pointerleave', plot.leave);
  listen(element, 'pointerup', (/** !PointerEvent */ event) => {
    if (!drag) {
      return;
    }
    const {begun, edge, grip, moved} = drag;
    end();
    if (moved) {
      settle();
    } else if (event.shiftKey) {
      const nearer = Math.abs(edge - begun.from) < Math.abs(edge - begun.to) ? begun.to : begun.from;
      if (nearer !== edge) {
        choose({mode: modeOfRange(), from: Math.min(edge, nearer), to: Math.max(edge, nearer)});
      }
    } else if (grip === '' || grip === 'both') {
      choose({mode: 'held', from: edge, to: edge});
    }
    // keys go on from here
    pick(element, grip === 'a' ? '[data-edge=a]' : '[data-edge=b]').focus({preventScroll: true});
  });
  listen(element, 'pointercancel', () => {
    if (drag?.moved) {
      settle();
    }
    end();
  });
  listen(element, 'keydown', (/** !KeyboardEvent */ event) => {
    if (event.key === 'Escape' && drag) {
      event.preventDefault();
      event.stopPropagation();
      choose(drag.begun);
      end();
    }
  });
  listen(element, 'dblclick', () => choose({mode: modeOfRange(), from: 0, to: last}));
}
