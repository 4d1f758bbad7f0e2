/**
 * @fileoverview Building elements. Text only ever becomes text nodes; nothing here parses markup.
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {?Object=} properties attributes; "on…" are listeners, "text" is the text, "class" the class; null and false are
 *     left out
 * @param {...(?Node|string)} children
 * @return {!HTMLElement}
 */
export function el(tag, properties, ...children) {
  return /** @type {!HTMLElement} */ (fill(document.createElement(tag), properties, children));
}

/**
 * @param {string} tag
 * @param {?Object=} properties
 * @param {...(?Node|string)} children
 * @return {!SVGElement}
 */
export function svg(tag, properties, ...children) {
  return /** @type {!SVGElement} */ (fill(document.createElementNS(SVG, tag), properties, children));
}

/**
 * @param {!Element} element
 * @param {?Object|undefined} properties
 * @param {!Array<?Node|string>} children
 * @return {!Element}
 */
function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === false || value === undefined) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), /** @type {!EventListener} */ (value));
    } else if (name === 'text') {
      element.textContent = String(value);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined) {
      element.append(child);
    }
  }
  return element;
}

/** Drawings of buttons: paths in a box of 16 by 16. */
const ICONS = {
  close: 'M4 4l8 8M12 4l-8 8',
  left: 'M10 3L5 8l5 5',
  up: 'M3 10l5-5 5 5',
  down: 'M3 6l5 5 5-5',
  reset: 'M3 8a5 5 0 1 0 2-4M3 2v3h3',
  more: 'M2 4h8M13 4h1M2 12h1M6 12h8M10 2.5v3M6 10.5v3',
  save: 'M8 2v8M5 7l3 3 3-3M2.5 13.5h11',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5L14 14',
  flip: 'M5 13V3M2.5 5.5L5 3l2.5 2.5M11 3v10M8.5 10.5L11 13l2.5-2.5',
  help: 'M6 6a2 2 0 1 1 2.8 1.8C8.200 8.100 8 8.500 8 9.300M8 11.500v.5',
};

/**
 * @param {string} name key of ICONS
 * @return {!SVGElement}
 */
export function icon(name) {
  return svg('svg', {'viewBox': '0 0 16 16', 'class': 'icon', 'aria-hidden': 'true'}, svg('path', {'d': ICONS[name]}));
}

/**
 * Replaces what an element contains.
 *
 * @param {!Element} element
 * @param {...(?Node|string)} children
 */
export function refill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}
