/**
 * @fileoverview Callers: the stacks turned round, what allocates at the bottom, its callers above. Such a tree can be a
 * hundred times larger than the one it comes from, so boxes that are too narrow to be seen are not opened; zooming derives
 * them again with a finer limit in what is in sight then.
 */

import {floats, ints, octets} from '../format/arrays.js';
import {Layout, Span} from './layout.js';
import {Tree} from './shape.js';

/** Boxes opened at most, and entries looked at: a bound on time and memory. */
const BOX_BUDGET = 2000000;
const STEP_BUDGET = 60000000;

/**
 * What is turned round: for each entry the innermost box that is still to be placed, the memory that it stands for, and the
 * slot of its group (groups.js; 0 where there are none).
 *
 * @typedef {{
 *   count: number,
 *   box: !Int32Array,
 *   bytes: !Float64Array,
 *   counts: !Float64Array,
 *   slot: !Uint8Array
 * }}
 */
export let Entries;

/**
 * @param {number} limit
 * @return {!Entries}
 */
export function makeEntries(limit) {
  return {
    count: 0,
    box: ints(limit),
    bytes: floats(limit),
    counts: floats(limit),
    slot: octets(limit),
  };
}

/**
 * Adds an entry, unless it holds nothing.
 *
 * @param {!Entries} entries
 * @param {number} box
 * @param {number} bytes
 * @param {number} counts
 * @param {number} slot
 */
export function addEntry(entries, box, bytes, counts, slot) {
  if (bytes !== 0 || counts !== 0) {
    const at = entries.count++;
    entries.box[at] = box;
    entries.bytes[at] = bytes;
    entries.counts[at] = counts;
    entries.slot[at] = slot;
  }
}

/**
 * The boxes of a function that stand on no other of it.
 *
 * @param {!Tree} shape
 * @param {!Uint8Array} chosen by box
 * @return {!Array<number>}
 */
export function outermost({count, parent}, chosen) {
  const inside = octets(count);
  const found = [];
  for (let box = 0; box < count; box++) {
    inside[box] = box > 0 ? inside[parent[box]] : 0;
    if (chosen[box] && !inside[box]) {
      inside[box] = 1;
      found.push(box);
    }
  }
  return found;
}

/**
 * The tree of callers, by level. `group` says by box which slot holds most in it, null where
 * there are none.
 *
 * @param {!Tree} shape
 * @param {!Entries} entries
 * @param {{byCount: boolean, rootFrame: number, frameCount: number, share: number, zoom: !Array<number>, sight:
 *     ?Span, slots: number, kept: boolean, differs: boolean}} options `share`: boxes narrower than this part of the whole (below the
 *     zoomed box: of that; in sight: of what is in sight) are not opened; `zoom`: frames on the way to the zoomed box;
 *     `slots`: how many there are; `kept`: callers in an order that does not follow their size; `differs`: figures are those of
 *     a difference
 * @return {!Layout}
 */
export function deriveCallers(shape, entries, options) {
  const {byCount, rootFrame, frameCount, share, zoom, sight, slots, kept, differs} = options;
  const out = makeColumns();
  let now = entries;
  let next = makeEntries(entries.count);
  let totalBytes = 0;
  let totalCounts = 0;
  for (let at = 0; at < entries.count; at++) {
    totalBytes += entries.bytes[at];
    totalCounts += entries.counts[at];
  }
  out.add(rootFrame, 0, totalBytes, totalCounts);
  // entries of box b: from[b] to to[b], in the buffer of its level
  out.setEntries(0, 0, entries.count, 0);
  const least = Math.max((byCount ? totalCounts : totalBytes) * share, Number.MIN_VALUE);
  let leastInside = zoom.length === 0 ? least : Infinity;
  const placeOf = ints(frameCount);
  const levels = [0];
  const held = floats(slots);
  let steps = 0;
  let begin = 0;
  while (begin < out.count()) {
    const end = out.count();
    next.count = 0;
    for (let box = begin; box < end; box++) {
      const column = out.columns;
      const matched = column.matched[box];
      const inside = matched === zoom.length;
      const measure = byCount ? column.counts[box] : column.bytes[box];
      if (inside && leastInside === Infinity) {
        leastInside = Math.max(measure * share, Number.MIN_VALUE);
      }
      const entryBegin = column.from[box];
      const entryEnd = column.to[box];
      if (slots > 0) {
        column.group[box] = largestSlot(now, entryBegin, entryEnd, byCount, held);
      }
      const seen = sight && column.x[box] < sight.right && column.x[box] + measure > sight.left;
      const limit = Math.min(inside ? leastInside : least, seen ? (sight.right - sight.left) * share : Infinity);
      const narrow = measure < limit && (inside || matched < 0);
      if (narrow || steps > STEP_BUDGET || out.count() > BOX_BUDGET) {
        for (let at = entryBegin; at < entryEnd; at++) {
          if (now.box[at] > 0) {
            column.cut[box] = 1;
            break;
          }
        }
        column.first[box] = out.count();
        continue;
      }
      steps += entryEnd - entryBegin + 1;
      const byFrame = gatherKids(shape, now, entryBegin, entryEnd, placeOf);
      const kids = byFrame.slice();
      kids.sort((a, b) => (kept ? 0 : byCount ? b.counts - a.counts : b.bytes - a.bytes) || a.frame - b.frame);
      let left = column.x[box];
      column.first[box] = out.count();
      for (const kid of kids) {
        kid.at = next.count;
        kid.begin = next.count;
        next.count += kid.entries;
        const child = out.add(kid.frame, left, kid.bytes, kid.counts);
        const onZoom = inside ? matched : matched >= 0 && zoom[matched] === kid.frame ? matched + 1 : -1;
        out.setEntries(child, 0, 0, onZoom);
        left += byCount ? kid.counts : kid.bytes;
      }
      passOn(shape, now, entryBegin, entryEnd, next, byFrame, placeOf);
      const firstChild = out.columns.first[box];
      for (let at = 0; at < kids.length; at++) {
        out.columns.from[firstChild + at] = kids[at].begin;
        out.columns.to[firstChild + at] = kids[at].at;
      }
    }
    const spare = now === entries ? makeEntries(next.count) : now;
    now = next;
    next = spare;
    begin = end;
    levels.push(begin);
  }
  const layout = out.finish(levels, slots);
  layout.kept = kept;
  layout.differs = differs;
  return layout;
}

/**
 * A caller of a box, with what comes through it: how many entries at most, where they begin in the buffer of the next level and
 * where the next one goes.
 *
 * @typedef {{
 *   frame: number,
 *   bytes: number,
 *   counts: number,
 *   entries: number,
 *   begin: number,
 *   at: number
 * }}
 */
export let Kid;

/**
 * @param {!Tree} shape
 * @param {!Entries} entries
 * @param {number} from
 * @param {number} to
 * @param {!Int32Array} placeOf by frame; written: where its kid is, for frames of these entries
 * @return {!Array<!Kid>} the callers of a box, from its entries
 */
function gatherKids(shape, entries, from, to, placeOf) {
  /** @type {!Array<!Kid>} */
  const kids = [];
  for (let at = from; at < to; at++) {
    const box = entries.box[at];
    if (box > 0) {
      const frame = shape.frame[box];
      // what other boxes left there is not a place of this frame
      let kid = kids[placeOf[frame]];
      if (kid === undefined || kid.frame !== frame) {
        kid = {frame, bytes: 0, counts: 0, entries: 0, begin: 0, at: 0};
        placeOf[frame] = kids.length;
        kids.push(kid);
      }
      kid.bytes += entries.bytes[at];
      kid.counts += entries.counts[at];
      kid.entries++;
    }
  }
  return kids;
}

/**
 * Hands the entries of a box on to its callers.
 *
 * @param {!Tree} shape
 * @param {!Entries} entries
 * @param {number} from
 * @param {number} to
 * @param {!Entries} next written
 * @param {!Array<!Kid>} kids
 * @param {!Int32Array} placeOf by frame, where its kid is
 */
function passOn(shape, entries, from, to, next, kids, placeOf) {
  for (let at = from; at < to; at++) {
    const box = entries.box[at];
    if (box > 0) {
      const kid = kids[placeOf[shape.frame[box]]];
      const up = shape.parent[box];
      const last = kid.at - 1;
      // what came from siblings goes on as one
      if (last >= kid.begin && next.box[last] === up && next.slot[last] === entries.slot[at]) {
        next.bytes[last] += entries.bytes[at];
        next.counts[last] += entries.counts[at];
      } else {
        next.box[kid.at] = up;
        next.bytes[kid.at] = entries.bytes[at];
        next.counts[kid.at] = entries.counts[at];
        next.slot[kid.at] = entries.slot[at];
        kid.at++;
      }
    }
  }
}

/**
 * @param {!Entries} entries
 * @param {number} from
 * @param {number} to
 * @param {boolean} byCount
 * @param {!Float64Array} held by slot, overwritten
 * @return {number} the slot that holds most
 */
function largestSlot(entries, from, to, byCount, held) {
  const measure = byCount ? entries.counts : entries.bytes;
  held.fill(0);
  for (let at = from; at < to; at++) {
    held[entries.slot[at]] += measure[at];
  }
  return held.indexOf(Math.max(...held));
}

/**
 * Growing columns of a layout under construction: entries of box b are from[b] to to[b], in the buffer of its level; `matched`
 * says how much of the zoomed path a box has, -1 where it is off it.
 *
 * @typedef {{
 *   columns: {
 *     first: !Int32Array,
 *     frame: !Int32Array,
 *     x: !Float64Array,
 *     bytes: !Float64Array,
 *     counts: !Float64Array,
 *     cut: !Uint8Array,
 *     group: !Uint8Array,
 *     from: !Int32Array,
 *     to: !Int32Array,
 *     matched: !Int32Array
 *   },
 *   count: function(): number,
 *   add: function(number, number, number, number): number,
 *   setEntries: function(number, number, number, number): void,
 *   finish: function(!Array<number>, number): !Layout
 * }}
 */
export let Growing;

/** @return {!Growing} */
function makeColumns() {
  let limit = 1024;
  let count = 0;
  const columns = {
    first: ints(limit),
    frame: ints(limit),
    x: floats(limit),
    bytes: floats(limit),
    counts: floats(limit),
    cut: octets(limit),
    group: octets(limit),
    from: ints(limit),
    to: ints(limit),
    matched: ints(limit),
  };
  return {
    columns,
    count: () => count,
    add: (/** number */ frame, /** number */ x, /** number */ bytes, /** number */ counts) => {
      if (count === limit) {
        limit *= 2;
        for (const name of Object.keys(columns)) {
          const grown = new columns[name].constructor(limit);
          grown.set(columns[name]);
          columns[name] = grown;
        }
      }
      columns.frame[count] = frame;
      columns.x[count] = x;
      columns.bytes[count] = bytes;
      columns.counts[count] = counts;
      return count++;
    },
    setEntries: (/** number */ box, /** number */ from, /** number */ to, /** number */ matched) => {
      columns.from[box] = from;
      columns.to[box] = to;
      columns.matched[box] = matched;
    },
    finish: (/** !Array<number> */ levels, /** number */ slots) => {
      const first = ints(count + 1);
      first.set(columns.first.subarray(0, count));
      first[count] = count;
      return {
        count,
        levelStart: Int32Array.from(levels),
        first,
        frame: columns.frame.slice(0, count),
        x: columns.x.slice(0, count),
        bytes: columns.bytes.slice(0, count),
        counts: columns.counts.slice(0, count),
        cut: columns.cut.slice(0, count),
        group: slots > 0 ? columns.group.slice(0, count) : null,
        kept: false,
        draft: false,
        differs: false,
        side: '',
      };
    },
  };
}
