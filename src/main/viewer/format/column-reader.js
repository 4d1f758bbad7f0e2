import {floats, ints} from './arrays.js';
import {DamagedReport} from './damaged-report.js';

/** Reads the columns of a section: unsigned LEB128 numbers one after the other. */
export class ColumnReader {
  /**
   * @param {!Uint8Array} bytes
   * @param {number} start
   * @param {number} end first byte that is not to be read
   */
  constructor(bytes, start, end) {
    /** @private @const */ this.bytes = bytes;
    /** @private @const */ this.end = end;
    /** @type {number} */ this.position = start;
    /** @private {number} */ this.odd = 0;
  }

  /** @return {number} exact up to 2^53, rounded above */
  number() {
    const bytes = this.bytes;
    let value = 0;
    let factor = 1;
    for (let length = 0; length < 10; length++) {
      if (this.position >= this.end) {
        throw new DamagedReport();
      }
      const octet = bytes[this.position++];
      value += (octet & 127) * factor;
      if (octet < 128) {
        return value;
      }
      factor *= 128;
    }
    throw new DamagedReport();
  }

  /**
   * The next number without its lowest bit, which `odd` has afterwards: with the bit that tells its sign, a number of 53
   * bits would lose its last one.
   *
   * @private
   * @return {number} exact up to 2^53, rounded above
   */
  half() {
    const bytes = this.bytes;
    let octet = this.position < this.end ? bytes[this.position++] : 128;
    this.odd = octet & 1;
    let value = (octet & 127) >> 1;
    let factor = 64;
    for (let length = 1; octet > 127; length++) {
      if (this.position >= this.end || length === 10) {
        throw new DamagedReport();
      }
      octet = bytes[this.position++];
      value += (octet & 127) * factor;
      factor *= 128;
    }
    return value;
  }

  /** @return {number} exact from -2^53 to 2^53, rounded beyond */
  signed() {
    const half = this.half();
    return this.odd ? -half - 1 : half;
  }

  /** @return {bigint} all 64 bits; longer numbers take quadratic time, and are none */
  big() {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.position >= this.end) {
        break;
      }
      const octet = this.bytes[this.position++];
      value |= BigInt(octet & 127) << shift;
      if (octet < 128) {
        return BigInt.asUintN(64, value);
      }
    }
    throw new DamagedReport();
  }

  /**
   * A column of numbers below `limit`. The loop is the hot one of the whole reader: one-byte numbers, nine of ten, take
   * a single branch.
   *
   * @param {number} count
   * @param {number} limit
   * @param {?=} target by default a new Int32Array; `count` numbers are written to its end
   * @return {?} target
   */
  ids(count, limit, target) {
    const values = target || ints(this.checked(count));
    const bytes = this.bytes;
    const end = this.end;
    let position = this.position;
    for (let i = values.length - count; i < values.length; i++) {
      let value = bytes[position++];
      if (value > 127) {
        value &= 127;
        let factor = 128;
        let octet;
        do {
          octet = bytes[position++];
          value += (octet & 127) * factor;
          factor *= 128;
        } while (octet > 127);
      }
      if (!(value < limit) || position > end) {
        throw new DamagedReport();
      }
      values[i] = value;
    }
    this.position = position;
    return values;
  }

  /**
   * A column of signed numbers of any size.
   *
   * @param {number} count
   * @return {!Float64Array}
   */
  signedNumbers(count) {
    const values = floats(this.checked(count));
    for (let i = 0; i < count; i++) {
      values[i] = this.signed();
    }
    return values;
  }

  /**
   * A column of signed numbers beside another one: 0 stands for the same number as there, any other for one more than
   * the number's zigzag.
   *
   * @param {!Float64Array} others
   * @return {!Float64Array}
   */
  changes(others) {
    const values = floats(this.checked(others.length));
    for (let i = 0; i < values.length; i++) {
      const half = this.half();
      values[i] = this.odd ? half : half === 0 ? others[i] : -half;
    }
    return values;
  }

  /**
   * A column of differences between signed numbers.
   *
   * @param {number} count
   * @return {!Float64Array}
   */
  steps(count) {
    const values = floats(this.checked(count));
    let value = 0;
    for (let i = 0; i < count; i++) {
      value += this.signed();
      values[i] = value;
    }
    return values;
  }

  /**
   * Every number takes a byte at least, so a count beyond that is a lie that must not allocate.
   *
   * @param {number} count
   * @return {number}
   */
  checked(count) {
    if (count > this.end - this.position) {
      throw new DamagedReport();
    }
    return count;
  }

  /** Demands that nothing is left. */
  finish() {
    if (this.position !== this.end) {
      throw new DamagedReport();
    }
  }
}

/**
 * A section of the payload: how many entries it has, and what reads them.
 *
 * @typedef {{
 *   count: number,
 *   columns: !ColumnReader,
 *   bytes: !Uint8Array
 * }}
 */
export let Section;
