/**
 * @fileoverview What kinds of pages there are. As written here, all of them at once, which is what tests of modules run. The
 * build makes a script for each kind, with a copy of this module that says false for what the kind does not have, and the minifier
 * leaves out what nobody can reach then (docs/decisions/0017-a-script-for-each-kind-of-page.md).
 */

/** Pages of one capture: memory samples, of which a sum or a comparison has none. */
export const ONE = true;

/** Memory over time: the reader chooses moments and ranges. */
export const TIME = true;

/** Several captures: their sum, or what differs between two sides. */
export const MANY = true;

/** Pages that can show differences. */
export const DIFFERENCES = TIME || MANY;
