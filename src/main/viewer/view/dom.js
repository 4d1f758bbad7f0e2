/**
 * @fileoverview Building elements. Text only ever becomes text nodes; nothing here parses markup: what is the same in every
 * report is cloned from the skeleton that the page brings.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** The root element, whose attributes tell the style sheet and the tests what is shown. */
export const page = typeof document === 'undefined' ? null : document.documentElement;

/**
 * @param {string} tag with classes after dots; buttons are of type "button"
 * @param {?Object=} properties attributes; "on…" are listeners, "text" is the text; null and false are left out
 * @param {...(?Node|string)} children
 * @return {!HTMLElement}
 */
export function el(tag, properties, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) {
    element.className = classes.join(' ');
  }
  if (name === 'button') {
    element.setAttribute('type', 'button');
  }
  return /** @type {!HTMLElement} */ (fill(element, properties, children));
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
    if (value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      listen(element, name.slice(2), value);
    } else if (name === 'text') {
      element.textContent = String(value);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * @param {!EventTarget} target
 * @param {string} type
 * @param {?} listener
 * @param {!Object=} options
 * @noinline a call is shorter
 */
export function listen(target, type, listener, options) {
  target.addEventListener(type, listener, options);
}

/**
 * @param {string} name of a drawing of the skeleton
 * @return {!SVGElement}
 */
export function icon(name) {
  return svg('svg', {'class': 'icon', 'aria-hidden': 'true'}, svg('use', {'href': '#i-' + name}));
}

/**
 * A copy of a part of the skeleton.
 *
 * @param {string} name
 * @return {!HTMLElement}
 */
export function part(name) {
  const skeleton = /** @type {!HTMLTemplateElement} */ (document.getElementById('skeleton'));
  return /** @type {!HTMLElement} */ (skeleton.content.getElementById('part-' + name).cloneNode(true));
}

/**
 * @param {!Element|!Document} within
 * @param {string} selector
 * @return {?} the first element, which must be there
 * @noinline a call is shorter
 */
export function pick(within, selector) {
  return within.querySelector(selector);
}

/**
 * Replaces what an element contains.
 *
 * @param {!Element} element
 * @param {...(?Node|string)} children
 */
export function refill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null));
}
