import {ints} from './arrays.js';

/**
 * CRC-32 as in gzip, four bytes at a time.
 *
 * @param {!Uint8Array} bytes
 * @param {number} end first byte that does not count
 * @return {number} unsigned
 */
export function crc32(bytes, end) {
  const tables = makeTables();
  let crc = -1;
  let i = 0;
  for (; i + 4 <= end; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc =
        tables[768 + (crc & 255)] ^ tables[512 + ((crc >>> 8) & 255)] ^ tables[256 + ((crc >>> 16) & 255)] ^
        tables[crc >>> 24];
  }
  for (; i < end; i++) {
    crc = (crc >>> 8) ^ tables[(crc ^ bytes[i]) & 255];
  }
  return ~crc >>> 0;
}

/** @return {!Int32Array} four tables of 256, the k-th for a byte followed by k others */
function makeTables() {
  const tables = ints(1024);
  for (let i = 0; i < 256; i++) {
    let crc = i;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ -306674912 : crc >>> 1;
    }
    tables[i] = crc;
  }
  for (let i = 256; i < 1024; i++) {
    const before = tables[i - 256];
    tables[i] = (before >>> 8) ^ tables[before & 255];
  }
  return tables;
}
