/**
 * @param {!Array<string>} blocks
 * @return {!Promise<!import('./types.js').Report>}
 */
export async function readReport(blocks) {
  throw new Error('no payload in ' + blocks.length);
}
