/**
 * @fileoverview Mouse, pen and wheel on a graph: a box tells about itself, opens, or shows its menu; a drag moves the view,
 * the wheel with a key zooms it.
 */

import {boundsOf, clamp, hasModifier, listen} from './dom.js';
import {Graph, Menu, Tooltip} from './types.js';

/**
 * @param {!Graph} graph
 * @param {!Tooltip} tooltip
 * @param {!Menu} menu
 */
export function addPointer(graph, tooltip, menu) {
  const {element} = graph;
  /** @type {?{x: number, y: number, left: number, right: number, top: number, moved: boolean}} */
  let drag = null;
  const boxUnder = (/** !MouseEvent */ event) => graph.boxAt(event.clientX, event.clientY);
  const unhover = () => {
    graph.hover(-1);
    tooltip.hide();
  };

  listen(element, 'pointerdown', (/** !PointerEvent */ event) => {
    if (event.button === 0 && event.pointerType !== 'touch') {
      const {left, right} = graph.view();
      drag = {x: event.clientX, y: event.clientY, left, right, top: element.scrollTop, moved: false};
    }
  });
  listen(element, 'pointermove', (/** !PointerEvent */ event) => {
    if (drag && (event.buttons & 1) !== 0) {
      const dx = event.clientX - drag.x;
      const dy = event.clientY - drag.y;
      if (!drag.moved && Math.abs(dx) + Math.abs(dy) > 5) {
        drag.moved = true;
        element.setPointerCapture(event.pointerId);
        element.classList.add('dragging');
        unhover();
      }
      if (drag.moved) {
        const shift = (dx / element.clientWidth) * (drag.right - drag.left);
        graph.setView(drag.left - shift, drag.right - shift);
        element.scrollTop = drag.top - dy;
      }
      return;
    }
    const box = boxUnder(event);
    graph.hover(box);
    if (box < 0) {
      tooltip.hide();
    } else {
      tooltip.show(graph, box, event.clientX, event.clientY);
    }
  });
  listen(element, 'pointerleave', unhover);
  listen(element, 'pointerup', () => {
    element.classList.remove('dragging');
  });
  listen(element, 'click', (/** !MouseEvent */ event) => {
    const moved = drag?.moved;
    drag = null;
    const box = moved ? -1 : boxUnder(event);
    if (box >= 0) {
      graph.setFocus(box, false);
      // it would cover what was just opened
      tooltip.hide();
      graph.open(box);
    }
  });
  listen(element, 'contextmenu', (/** !MouseEvent */ event) => {
    const box = boxUnder(event);
    if (box >= 0) {
      event.preventDefault();
      graph.setFocus(box, false);
      menu.open(graph, box, event.clientX, event.clientY);
    }
  });
  listen(
    element,
    'wheel',
    (/** !WheelEvent */ event) => {
      if (graph.layout().count === 0) {
        return;
      }
      const {left, right} = graph.view();
      const span = right - left;
      if (hasModifier(event)) {
        event.preventDefault();
        const share = (event.clientX - boundsOf(element).left) / element.clientWidth;
        const factor = Math.exp(clamp(-1, event.deltaY * 0.004, 1));
        const at = left + share * span;
        graph.setView(at - share * span * factor, at + (1 - share) * span * factor);
      } else if (event.deltaX !== 0 || event.shiftKey) {
        const delta = event.deltaX === 0 ? event.deltaY : event.deltaX;
        if (span < graph.widths()[0]) {
          event.preventDefault();
          const shift = (delta / element.clientWidth) * span;
          graph.setView(left + shift, right + shift);
        }
      }
    },
    {passive: false},
  );
}
