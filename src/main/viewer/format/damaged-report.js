/** The payload is not what the writer wrote; the message is a clause that says how it shows. */
export class DamagedReport extends Error {
  /** @param {string=} problem by default: checksum and decompression were right, but the content is not */
  constructor(problem = 'its parts do not fit together') {
    super('This report is damaged or incomplete: ' + problem + '. Make it again or copy it again.');
    this.name = 'DamagedReport';
  }
}

/**
 * @param {?} error whatever was thrown
 * @return {string}
 */
export function messageOf(error) {
  return String(error?.message || error);
}
