/**
 * @fileoverview Building elements. Text only ever becomes text nodes; nothing here parses markup: what is the same in every
 * report is cloned from the skeleton that the page brings.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** The root element, whose attributes tell the style sheet and the tests what is shown. */
export const page = typeof document === 'undefined' ? null : document.documentElement;

/**
 * @param {string} tag with classes after dots; buttons are of type "button"
 * @param {?Object=} properties attributes; "on…" are listeners, "text" is the text; what is false is left out, unless it is
 *     about accessibility
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
 * @param {?Object|undefined} properties as for el
 * @param {!Array<?Node|string>=} children
 * @return {!Element}
 * @noinline
 */
export function fill(element, properties, children = []) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (name.startsWith('on')) {
      listen(element, name.slice(2), value);
    } else if (name === 'text') {
      element.textContent = value;
    } else if (value !== false || name.startsWith('aria-')) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(Boolean));
  return element;
}

/**
 * @param {!EventTarget} target
 * @param {string} type
 * @param {?} listener
 * @param {(!Object|boolean)=} options
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
 * @return {!HTMLElement} the first element, which must be there
 * @noinline a call is shorter
 */
export function pick(within, selector) {
  return /** @type {!HTMLElement} */ (within.querySelector(selector));
}

/**
 * @param {!Element|!Document} within
 * @param {string} selector
 * @return {!Array<!HTMLElement>}
 * @noinline a call is shorter
 */
export function pickAll(within, selector) {
  return [...within.querySelectorAll(selector)];
}

/**
 * @param {!Element} element
 * @return {!DOMRect} its place in the window, in CSS pixels
 * @noinline a call is shorter
 */
export function boundsOf(element) {
  return element.getBoundingClientRect();
}

/**
 * @param {!MouseEvent|!KeyboardEvent} event
 * @return {boolean} with a key held that makes it mean something else; Shift is none
 */
export function hasModifier(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/**
 * Replaces what an element contains.
 *
 * @param {!Element} element
 * @param {...(?Node|string)} children
 */
export function refill(element, ...children) {
  element.replaceChildren(...children.filter(Boolean));
}

/**
 * Makes a canvas as fine as the screen.
 *
 * @param {?} canvas
 * @param {number} wide CSS pixels
 * @param {number} high
 * @return {number} device pixels in a CSS pixel
 */
export function fitCanvas(canvas, wide, high) {
  const density = devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(wide * density));
  canvas.height = Math.max(1, Math.round(high * density));
  return density;
}

/**
 * @param {!HTMLElement} element with transform as its only place
 * @param {number} left
 * @param {number} top
 */
export function moveTo(element, left, top) {
  element.style.transform = 'translate(' + left + 'px,' + top + 'px)';
}

/**
 * @param {number} low
 * @param {number} value
 * @param {number} high
 * @return {number} the value, or the limit that it is beyond; `low` where the limits cross
 */
export function clamp(low, value, high) {
  return Math.max(low, Math.min(value, high));
}
