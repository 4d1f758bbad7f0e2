/**
 * @fileoverview The figures of a selection by own value, kept from one selection to the next: only what an edge has passed is
 * worked out again.
 */

import {floats} from '../format/arrays.js';
import {Buckets, Lifetimes} from '../format/types.js';
import {less, setDifference} from './difference.js';
import {peakIn, Selection} from './instants.js';
import {FigureColumns} from './layout.js';
import {CAME, GONE, HELD, makeTallies} from './tally.js';

/**
 * Figures of a selection. `drawn` are those that boxes can be as wide as, `figures` those that tables show: of a difference the
 * change in both. `turn` rises with each change, and `changes` says how drawn figures changed since the turn before, by own
 * value: bytes and counts; null where any may have. `before` and `after` are the two sides of a difference, else null.
 *
 * @typedef {{
 *   drawn: !FigureColumns,
 *   figures: function(): !FigureColumns,
 *   before: ?FigureColumns,
 *   after: ?FigureColumns,
 *   turn: number,
 *   changes: ?{own: !Array<number>, bytes: !Array<number>, count: !Array<number>}
 * }}
 */
export let Selected;

/**
 * @param {!Buckets} buckets
 * @param {!Lifetimes} lifetimes
 * @param {number} ownCount own values
 * @return {function(!Selection, boolean): !Selected} the figures of a selection, until the next one is asked for; by the number
 *     of allocations or not
 */
export function makeSelector(buckets, lifetimes, ownCount) {
  const never = 2 * buckets.count;
  const make = makeTallies(lifetimes, ownCount, never);
  const main = make();
  /** What differences begin with; made for the first of them. */
  let base = null;
  const drawn = {bytes: floats(ownCount), count: floats(ownCount)};
  let key = '';
  let way = '';
  /** @type {?Selected} */
  let selected = null;

  return (selection, byCount) => {
    const {mode, from, to} = selection;
    const differs = mode === 'grew';
    const wanted = JSON.stringify([mode, from, to, differs && byCount]);
    if (selected && key === wanted) {
      return selected;
    }
    /** @type {!Set<number>} */
    const touched = new Set();
    const touch = (/** number */ value) => {
      touched.add(value);
    };
    // widths of differences depend on what is measured
    const now = differs ? 'grew' + byCount : '';
    let few = way === now;
    if (differs) {
      base = base || make();
      few = base.move(HELD, 0, 2 * from - 1, touch) && few;
    }
    const high = mode === 'top' ? 2 * peakIn(buckets, selection) : 2 * to - 1;
    const kind = mode === 'came' ? CAME : mode === 'gone' ? GONE : HELD;
    few = main.move(kind, kind === HELD ? 0 : 2 * from, high, touch) && few;
    const draw = (/** number */ at) => {
      if (differs) {
        const before = byCount ? base.count : base.bytes;
        const after = byCount ? main.count : main.bytes;
        setDifference(drawn, at, before[at], after[at], byCount);
      } else {
        // a mapping that was cut in the middle is more pieces than before
        drawn.bytes[at] = Math.max(0, main.bytes[at]);
        drawn.count[at] = Math.max(0, main.count[at]);
      }
    };
    const changes = few ? {own: [...touched], bytes: [], count: []} : null;
    if (changes) {
      for (const at of changes.own) {
        const bytes = drawn.bytes[at];
        const count = drawn.count[at];
        draw(at);
        changes.bytes.push(drawn.bytes[at] - bytes);
        changes.count.push(drawn.count[at] - count);
      }
    } else {
      for (let at = 0; at < ownCount; at++) {
        draw(at);
      }
    }
    key = wanted;
    way = now;
    selected = {
      drawn,
      figures: () => (differs ? less(main, base) : main),
      before: differs ? base : null,
      after: differs ? main : null,
      turn: (selected ? selected.turn : 0) + 1,
      changes,
    };
    return selected;
  };
}

/**
 * @param {!FigureColumns} columns
 * @param {?Uint8Array=} chosen which count; null for all
 * @return {{bytes: number, counts: number}}
 */
export function sumFigures({bytes, count}, chosen = null) {
  const sums = {bytes: 0, counts: 0};
  for (let at = 0; at < bytes.length; at++) {
    if (chosen?.[at] !== 0) {
      sums.bytes += bytes[at];
      sums.counts += count[at];
    }
  }
  return sums;
}
