/**
 * @fileoverview Names that the minifier must keep: fields of the state (attributes of the skeleton
 * and tests name them), and keys that are looked up by a text.
 *
 * @externs
 */

/** @const */
var kept = {};

// model/state.js
kept.tab;
kept.metric;
kept.side;
kept.swapped;
kept.normalized;
kept.selection;
kept.moving;
kept.byCount;
kept.threads;
kept.nonRelevant;
kept.hideImport;
kept.hideNative;
kept.icicle;
kept.sourceLabels;
kept.tall;
kept.steps;
kept.query;
kept.regex;
kept.matchCase;
kept.exact;
kept.only;
kept.colour;
kept.zoom;
kept.range;
kept.groupBy;
kept.callee;
kept.name;
kept.file;
kept.label;
kept.type;

// model/instants.js
kept.mode;
kept.from;
kept.to;

// looked up by text
kept.text;

/** @type {number} */ var devicePixelRatio;
/** @type {number} */ var scrollY;
/** @type {!Storage} */ var localStorage;
/** @return {!MediaQueryList} */ function matchMedia(/** string */ query) {}
/** @return {!Uint8Array} */ Uint8Array.fromBase64 = function (/** string */ text) {};
