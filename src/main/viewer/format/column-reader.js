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

  /** @return {number} */
  signed() {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** @return {bigint} all 64 bits */
  big() {
    let value = 0n;
    let shift = 0n;
    for (;;) {
      if (this.position >= this.end) {
        throw new DamagedReport();
      }
      const octet = this.bytes[this.position++];
      value |= BigInt(octet & 127) << shift;
      if (octet < 128) {
        return BigInt.asUintN(64, value);
      }
      shift += 7n;
    }
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
   * A column of numbers of any size.
   *
   * @param {number} count
   * @return {!Float64Array}
   */
  numbers(count) {
    const values = floats(this.checked(count));
    const bytes = this.bytes;
    for (let i = 0; i < count; i++) {
      const octet = this.position < this.end ? bytes[this.position] : 128;
      if (octet < 128) {
        this.position++;
        values[i] = octet;
      } else {
        values[i] = this.number();
      }
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
