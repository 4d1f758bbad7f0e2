import {octets} from './arrays.js';
import {DamagedReport} from './damaged-report.js';

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
  const writing = feed(blocks, stream.writable.getWriter()).then(
    () => null,
    (failure) => failure,
  );
  const reader = /** @type {!ReadableStreamDefaultReader} */ (stream.readable.getReader());
  const reading = collect(reader).then(
    (bytes) => bytes,
    (failure) => failure,
  );
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
  const bytes = octets(size);
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/**
 * @param {string} text
 * @return {!Uint8Array}
 */
function base64(text) {
  const plain = text.trim();
  if (plain.length % 4 !== 0) {
    throw new DamagedReport('its payload ends too early');
  }
  try {
    if (Uint8Array.fromBase64) {
      return Uint8Array.fromBase64(plain);
    }
    const decoded = atob(plain);
    const bytes = octets(decoded.length);
    for (let at = 0; at < bytes.length; at++) {
      bytes[at] = decoded.charCodeAt(at);
    }
    return bytes;
  } catch {
    throw new DamagedReport();
  }
}
