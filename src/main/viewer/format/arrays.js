/**
 * @fileoverview Columns of zeros. Functions only because the page makes them in a hundred places, and a call is shorter.
 */

/**
 * @param {number|!ArrayBuffer} count
 * @return {!Int32Array}
 * @noinline
 */
export function ints(count) {
  return new Int32Array(count);
}

/**
 * @param {number|!ArrayBuffer} count
 * @return {!Float64Array}
 * @noinline
 */
export function floats(count) {
  return new Float64Array(count);
}

/**
 * @param {number|!ArrayBuffer} count
 * @return {!Uint8Array}
 * @noinline
 */
export function octets(count) {
  return new Uint8Array(count);
}
