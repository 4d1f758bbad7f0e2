/**
 * @fileoverview Mouse, pen, finger and wheel on a graph. Under a mouse a box tells about itself, and a click zooms to it; a
 * tap chooses a box, and another tap zooms to it. The right button or a long press opens its menu. A drag moves the view, the
 * wheel with a key zooms it.
 */

import {boundsOf, clamp, hasModifier, listen} from './dom.js';
import {App, Graph} from './types.js';

/** How long a finger rests for the menu. Not all phones send an event for that. */
const LONG_PRESS_MILLIS = 500;
/** How far a pointer may move and still mean the place where it went down, in CSS pixels. */
const SLACK = 8;

/**
 * @param {!Graph} graph
 * @param {!App} app
 */
export function addPointer(graph, {details, menu, tooltip}) {
  const {element} = graph;
  /** @type {?{x: number, y: number, left: number, right: number, top: number, moved: boolean}} */
  let drag = null;
  let touch = false;
  const boxUnder = (/** !MouseEvent */ event) => graph.boxAt(event.clientX, event.clientY);
  const unhover = () => {
    graph.hover(-1);
    tooltip.hide();
    details.show(graph, -1);
  };
  const openMenu = (/** !MouseEvent */ event) => {
    const box = boxUnder(event);
    if (box >= 0) {
      graph.setFocus(box, false);
      menu.open(graph, box, event.clientX, event.clientY);
    }
    return box >= 0;
  };
  const press = addLongPress(element, openMenu);

  listen(element, 'pointerdown', (/** !PointerEvent */ event) => {
    touch = event.pointerType === 'touch';
    if (event.button === 0 && !touch) {
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
    if (event.pointerType === 'touch') {
      return;
    }
    const box = boxUnder(event);
    if (box < 0) {
      unhover();
    } else {
      graph.hover(box);
      tooltip.show(graph, box, event.clientX, event.clientY);
      details.show(graph, box);
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
      const again = graph.focused() === box;
      graph.setFocus(box, false);
      // it would cover what was just opened
      tooltip.hide();
      if (!touch || again) {
        graph.open(box);
      }
    }
  });
  listen(element, 'contextmenu', (/** !MouseEvent */ event) => {
    if (press.taken() || openMenu(event)) {
      event.preventDefault();
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

/**
 * @param {!HTMLElement} element
 * @param {function(!PointerEvent): void} act where a finger has rested
 * @return {{taken: function(): boolean}} whether the touch that is ending has been a long press
 */
function addLongPress(element, act) {
  let timer = 0;
  let taken = false;
  let x = 0;
  let y = 0;
  const end = () => clearTimeout(timer);
  // the menu is now where the finger is: lifting it must not click there
  listen(
    document,
    'click',
    (/** !Event */ event) => {
      if (taken) {
        taken = false;
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
  listen(
    document,
    'pointerdown',
    () => {
      taken = false;
      end();
    },
    true,
  );
  listen(element, 'pointerdown', (/** !PointerEvent */ event) => {
    if (event.pointerType === 'touch' && event.isPrimary) {
      x = event.clientX;
      y = event.clientY;
      timer = setTimeout(() => {
        taken = true;
        act(event);
      }, LONG_PRESS_MILLIS);
    }
  });
  listen(element, 'pointermove', (/** !PointerEvent */ event) => {
    if (Math.abs(event.clientX - x) + Math.abs(event.clientY - y) > SLACK) {
      end();
    }
  });
  for (const type of ['pointerup', 'pointercancel']) {
    listen(element, type, end);
  }
  return {taken: () => taken};
}
