/**
 * @fileoverview Sums of lifetimes by own value. Moving an edge by a bucket looks at the lifetimes that begin or end there and at
 * no others.
 */

import {floats, ints} from '../format/arrays.js';
import {Lifetimes} from '../format/types.js';

/** Held at the end of half `high`. */
export const HELD = 0;
/** Born in halves `low` to `high`, and held at the end of `high`. */
export const CAME = 1;
/** Born before half `low`, and died in halves `low` to `high`. */
export const GONE = 2;

/** @type {!Array<function(number, number, number, number): boolean>} by kind: born, died, low, high */
const COUNTS = [
  (born, died, _, high) => born <= high && died > high,
  (born, died, low, high) => born >= low && born <= high && died > high,
  (born, died, low, high) => born < low && died >= low && died <= high,
];

/** Lifetimes looked at, as a part of all, from which on it is faster to add up all again. */
const FEW = 1 / 4;

/**
 * Lifetimes by the half in which they begin or end: those of half h are list[starts[h]] to list[starts[h + 1]].
 *
 * @typedef {{
 *   starts: !Int32Array,
 *   list: !Int32Array
 * }}
 */
export let HalfIndex;

/**
 * Sums for one selection after the other. `move` takes another and calls back with each own value that changed, maybe several
 * times; it returns false, and has not called back, where any may have changed.
 *
 * @typedef {{
 *   bytes: !Float64Array,
 *   count: !Float64Array,
 *   move: function(number, number, number, function(number): void): boolean
 * }}
 */
export let Tally;

/**
 * @param {!Uint16Array} halves by lifetime
 * @param {number} limit halves there are
 * @return {!HalfIndex}
 */
function indexHalves(halves, limit) {
  const starts = ints(limit + 2);
  for (const half of halves) {
    starts[half + 1]++;
  }
  for (let half = 0; half <= limit; half++) {
    starts[half + 1] += starts[half];
  }
  const next = starts.slice();
  const list = ints(halves.length);
  for (let at = 0; at < halves.length; at++) {
    list[next[halves[at]]++] = at;
  }
  return {starts, list};
}

/**
 * Makes tallies of the same lifetimes, which share their indexes: 8 bytes a lifetime, made when an edge is first moved.
 *
 * @param {!Lifetimes} lifetimes
 * @param {number} ownCount
 * @param {number} never the half above all
 * @return {function(): !Tally}
 */
export function makeTallies(lifetimes, ownCount, never) {
  const {born, died} = lifetimes;
  /** @type {?Array<!HalfIndex>} those by birth, those by death */
  let indexes = null;
  const index = () => {
    indexes = indexes || [indexHalves(born, never), indexHalves(died, never)];
    return indexes;
  };
  return () => makeTally(lifetimes, ownCount, index);
}

/**
 * @param {!Lifetimes} lifetimes
 * @param {number} ownCount
 * @param {function(): !Array<!HalfIndex>} index
 * @return {!Tally}
 */
function makeTally(lifetimes, ownCount, index) {
  const {own, born, died, count, bytes} = lifetimes;
  const sums = floats(ownCount);
  const numbers = floats(ownCount);
  let last = {kind: -1, low: 0, high: 0};

  const addAll = (/** number */ kind, /** number */ low, /** number */ high) => {
    sums.fill(0);
    numbers.fill(0);
    const counts = COUNTS[kind];
    for (let at = 0; at < own.length; at++) {
      if (counts(born[at], died[at], low, high)) {
        sums[own[at]] += bytes[at];
        numbers[own[at]] += count[at];
      }
    }
  };
  const moveEdges = (
    /** number */ low,
    /** number */ high,
    /** !Array<!Array<number>> */ passed,
    /** function(number): void */ touch,
  ) => {
    const counts = COUNTS[last.kind];
    const change = (/** number */ at) => {
      const before = counts(born[at], died[at], last.low, last.high);
      if (before !== counts(born[at], died[at], low, high)) {
        sums[own[at]] += before ? -bytes[at] : bytes[at];
        numbers[own[at]] += before ? -count[at] : count[at];
        touch(own[at]);
      }
    };
    const [births, deaths] = index();
    for (const [from, to] of passed) {
      for (let at = births.starts[from]; at < births.starts[to]; at++) {
        change(births.list[at]);
      }
    }
    for (const [from, to] of passed) {
      for (let at = deaths.starts[from]; at < deaths.starts[to]; at++) {
        const one = deaths.list[at];
        // those that are born there as well were changed above
        if (!passed.some(([first, end]) => born[one] >= first && born[one] < end)) {
          change(one);
        }
      }
    }
  };
  return {
    bytes: sums,
    count: numbers,
    move: (kind, low, high, touch) => {
      const passed = kind === last.kind ? passedHalves(last.low, low, last.high + 1, high + 1) : null;
      const few =
        passed &&
        passed.reduce(
          (sum, [from, to]) => sum + index().reduce((all, {starts}) => all + starts[to] - starts[from], 0),
          0,
        ) <=
          own.length * FEW;
      if (few) {
        moveEdges(low, high, /** @type {!Array<!Array<number>>} */ (passed), touch);
      } else {
        addAll(kind, low, high);
      }
      last = {kind, low, high};
      return few === true;
    },
  };
}

/**
 * The halves that two edges pass: what is born or dies in no one of them counts as before.
 *
 * @param {number} low
 * @param {number} nextLow
 * @param {number} high
 * @param {number} nextHigh
 * @return {!Array<!Array<number>>} from and before which, apart from each other
 */
function passedHalves(low, nextLow, high, nextHigh) {
  const first = [Math.min(low, nextLow), Math.max(low, nextLow)];
  const second = [Math.min(high, nextHigh), Math.max(high, nextHigh)];
  return second[0] < first[1] && first[0] < second[1]
    ? [[Math.min(first[0], second[0]), Math.max(first[1], second[1])]]
    : [first, second].filter(([from, to]) => from < to);
}
