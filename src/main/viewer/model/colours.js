/**
 * @fileoverview Colours of boxes. Fills are made in OKLCH, where equal lightness looks equally light, so that one text
 * colour keeps its contrast on all of them.
 */

import {hashText} from './hashes.js';

/**
 * Hues, each with how much lighter or darker it is than the palette (-1 to 1). The first FAR are for the largest groups:
 * they are as far apart as six can be for eyes that do not tell red from green, which see little but lightness, blue and
 * yellow.
 *
 * @type {!Map<number, number>}
 */
const HUES = new Map([
  [80, 1],
  [255, -1],
  [50, 0],
  [195, -0.5],
  [285, 1],
  [20, -1],
  [140, 0.5],
  [225, 0.5],
  [110, -0.5],
  [305, -0.5],
  [165, 0],
  [270, 0],
]);
export const FAR = 6;

/**
 * Lightness and chroma of fills, and the colours around them; `lift` is how much lighter or darker hues can be, `spread`
 * what tells neighbours of one hue apart, `arm` how much of the lift each step of a change takes.
 *
 * @typedef {{
 *   lightness: number,
 *   chroma: number,
 *   lift: number,
 *   spread: number,
 *   arm: number,
 *   text: string,
 *   root: string,
 *   dim: string,
 *   dimText: string,
 *   run: string,
 *   match: !Array<number>,
 *   ground: string
 * }}
 */
export let Palette;

/** @type {!Object<string, !Palette>} by theme */
export const PALETTES = {
  'light': {
    lightness: 0.84,
    chroma: 0.095,
    lift: 0.075,
    spread: 0.03,
    arm: -0.7,
    text: '#1b1b20',
    root: '#d9d9e0',
    dim: '#ececf0',
    dimText: '#5a5a66',
    run: '#b4b4bf',
    match: [0.8, 0.17, 345],
    ground: '#ffffff',
  },
  'dark': {
    lightness: 0.43,
    chroma: 0.095,
    lift: 0.075,
    spread: 0.03,
    arm: 0.6,
    text: '#f5f5f7',
    root: '#43434d',
    dim: '#2a2a31',
    dimText: '#a5a5b2',
    run: '#5b5b68',
    match: [0.5, 0.2, 345],
    ground: '#17171b',
  },
};

/** Hues of what grew and what shrank: red and blue, which all eyes tell apart. */
const GREW = 25;
const SHRANK = 255;

/**
 * The fill of a change. Both arms are equally light, so that neither looks larger.
 *
 * @param {!Palette} palette
 * @param {number} strength -3 to 3 (difference.js); 0 is grey
 * @return {string}
 */
export function changeFill(palette, strength) {
  const step = Math.abs(strength);
  const lightness = palette.lightness + palette.lift * (palette.arm * (step - 1.5));
  return toCss(oklch(lightness, step === 0 ? 0 : 0.02 + 0.04 * step, strength < 0 ? SHRANK : GREW));
}

/** Hue by kind of file (names.js, FILE_KINDS); -1 is grey. */
const KIND_HUES = [195, 50, 255, 80, -1, 285];

/**
 * @param {number} lightness
 * @param {number} chroma
 * @param {number} hue degrees
 * @return {!Array<number>} red, green, blue from 0 to 255
 */
export function oklch(lightness, chroma, hue) {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ].map((linear) => {
    const encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, encoded)));
  });
}

/**
 * @param {!Array<number>} rgb
 * @return {string}
 */
export function toCss(rgb) {
  return '#' + rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('');
}

/**
 * WCAG contrast of two colours.
 *
 * @param {string} one "#rrggbb"
 * @param {string} other
 * @return {number} 1 to 21
 */
export function contrast(one, other) {
  const [a, b] = [one, other].map((css) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const channel = parseInt(css.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/**
 * A hue for each group: by its name, so that it is the same in other reports, unless a larger group has it already.
 *
 * @param {!Array<string>} groups largest first
 * @return {!Map<string, number>} -1 for the nameless group
 */
export function assignHues(groups) {
  const hues = new Map();
  const all = [...HUES.keys()];
  const taken = new Set();
  for (const group of groups) {
    if (group === '') {
      hues.set(group, -1);
      continue;
    }
    const pool = taken.size < FAR ? all.slice(0, FAR) : taken.size < all.length ? all.slice(FAR) : all;
    let slot = (hashText(group, 7) >>> 0) % pool.length;
    while (taken.size < all.length && taken.has(pool[slot])) {
      slot = (slot + 1) % pool.length;
    }
    taken.add(pool[slot]);
    hues.set(group, pool[slot]);
  }
  return hues;
}

/**
 * @param {number} kind number of a kind of file
 * @return {number} its hue, -1 for grey
 */
export function kindHue(kind) {
  return KIND_HUES[kind] === undefined ? KIND_HUES[0] : KIND_HUES[kind];
}

/**
 * The fill of a box.
 *
 * @param {!Object} palette one of PALETTES
 * @param {number} hue -1 for grey
 * @param {number} variation 0 to 1: tells neighbours of one hue apart
 * @return {string}
 */
export function fillOf(palette, hue, variation) {
  const lightness = palette.lightness + (HUES.get(hue) || 0) * palette.lift + (variation * 2 - 1) * palette.spread;
  return toCss(hue < 0 ? oklch(lightness, 0.008, 285) : oklch(lightness, palette.chroma, hue));
}
