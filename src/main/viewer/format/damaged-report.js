/** The payload is not what the writer wrote; the message is a clause that says how it shows. */
export class DamagedReport extends Error {
  /** @param {string} problem */
  constructor(problem) {
    super('This report is damaged or incomplete: ' + problem + '. Make it again or copy it again.');
    this.name = 'DamagedReport';
  }
}
