import {DamagedReport} from './damaged-report.js';

const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The bytes of the payload elements, decompressed.
 *
 * @param {!Array<string>} blocks text of each element
 * @return {!Promise<!Uint8Array>}
 */
export async function inflate(blocks) {
  if (blocks.length === 0) {
    throw new DamagedReport('it has no payload');
  }
  if (typeof DecompressionStream === 'undefined') {
    throw new Error('This browser cannot decompress gzip; the report needs one made in 2023 or later.');
  }
  const stream = new DecompressionStream('gzip');
  // a failure shows on both sides of the stream; the readable side is the one that reports it
  const writing = feed(blocks, stream.writable.getWriter()).then(() => null, (failure) => failure);
  const reader = /** @type {!ReadableStreamDefaultReader} */ (stream.readable.getReader());
  const reading = collect(reader).then((bytes) => bytes, (failure) => failure);
  const fed = await writing;
  const bytes = await reading;
  if (fed instanceof DamagedReport) {
    throw fed;
  }
  if (!(bytes instanceof Uint8Array)) {
    throw new DamagedReport('its payload cannot be decompressed');
  }
  return bytes;
}

/**
 * @param {!Array<string>} blocks
 * @param {!WritableStreamDefaultWriter} writer
 */
async function feed(blocks, writer) {
  try {
    for (const block of blocks) {
      await writer.write(base64(block));
    }
    await writer.close();
  } catch (failure) {
    writer.abort(failure).catch(() => {});
    throw failure;
  }
}

/**
 * @param {!ReadableStreamDefaultReader} reader
 * @return {!Promise<!Uint8Array>}
 */
async function collect(reader) {
  const parts = [];
  let size = 0;
  for (;;) {
    const {done, value} = await reader.read();
    if (done) {
      break;
    }
    parts.push(value);
    size += value.length;
  }
  const bytes = new Uint8Array(size);
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** @type {?Uint8Array} */
let digits = null;

/**
 * @param {string} text
 * @return {!Uint8Array}
 */
function base64(text) {
  if (digits === null) {
    digits = new Uint8Array(128).fill(255);
    for (let i = 0; i < 64; i++) {
      digits[BASE64_DIGITS.charCodeAt(i)] = i;
    }
  }
  const digit = digits;
  const plain = text.trim();
  const padding = plain.endsWith('==') ? 2 : plain.endsWith('=') ? 1 : 0;
  if (plain.length % 4 !== 0) {
    throw new DamagedReport('its payload ends too early');
  }
  if (/[^\x00-\x7f]/.test(plain)) {
    throw new DamagedReport('its payload holds characters that do not belong there');
  }
  const bytes = new Uint8Array((plain.length / 4) * 3);
  // bits 6 and 7 of a look-up are set where a character is no digit
  let wrong = 0;
  let to = 0;
  const whole = plain.length - (padding > 0 ? 4 : 0);
  for (let i = 0; i < whole; i += 4) {
    const a = digit[plain.charCodeAt(i)];
    const b = digit[plain.charCodeAt(i + 1)];
    const c = digit[plain.charCodeAt(i + 2)];
    const d = digit[plain.charCodeAt(i + 3)];
    wrong |= a | b | c | d;
    bytes[to++] = (a << 2) | (b >> 4);
    bytes[to++] = (b << 4) | (c >> 2);
    bytes[to++] = (c << 6) | d;
  }
  if (padding > 0) {
    const a = digit[plain.charCodeAt(whole)];
    const b = digit[plain.charCodeAt(whole + 1)];
    const c = padding === 1 ? digit[plain.charCodeAt(whole + 2)] : 0;
    wrong |= a | b | c;
    bytes[to++] = (a << 2) | (b >> 4);
    if (padding === 1) {
      bytes[to++] = (b << 4) | (c >> 2);
    }
  }
  if ((wrong & 192) !== 0) {
    throw new DamagedReport('its payload holds characters that do not belong there');
  }
  return bytes.subarray(0, to);
}
