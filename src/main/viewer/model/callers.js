/**
 * @fileoverview Callers: the stacks turned round, what allocates at the bottom, its callers above. Such a tree can be a
 * hundred times larger than the one it comes from, so boxes that are too narrow to be seen are not opened; zooming derives
 * them again with a finer limit below the zoomed box.
 */

import {floats, ints, octets} from '../format/arrays.js';

/** Boxes opened at most, and entries looked at: a bound on time and memory. */
const BOX_BUDGET = 2000000;
const STEP_BUDGET = 60000000;

/**
 * What is turned round: for each entry the innermost box that is still to be placed, and the memory that it stands for.
 *
 * @typedef {{
 *   count: number,
 *   box: !Int32Array,
 *   bytes: !Float64Array,
 *   counts: !Float64Array
 * }}
 */
export let Entries;

/**
 * Entries for all boxes that hold memory themselves.
 *
 * @param {{bytes: !Float64Array, counts: !Float64Array}} own by box
 * @return {!Entries}
 */
export function ownEntries(own) {
  const entries = makeEntries(own.bytes.length);
  for (let box = 0; box < own.bytes.length; box++) {
    if (own.bytes[box] !== 0 || own.counts[box] !== 0) {
      entries.box[entries.count] = box;
      entries.bytes[entries.count] = own.bytes[box];
      entries.counts[entries.count] = own.counts[box];
      entries.count++;
    }
  }
  return entries;
}

/**
 * Entries for the callers of chosen boxes; of nested ones the outermost.
 *
 * @param {{count: number, parent: !Int32Array}} shape
 * @param {!Uint8Array} chosen by box
 * @param {{bytes: !Float64Array, counts: !Float64Array}} totals by box
 * @return {!Entries}
 */
export function callerEntries(shape, chosen, totals) {
  const entries = makeEntries(shape.count);
  const inside = octets(shape.count);
  for (let box = 0; box < shape.count; box++) {
    const within = box > 0 && inside[shape.parent[box]] !== 0;
    inside[box] = within || chosen[box] ? 1 : 0;
    if (chosen[box] && !within && (totals.bytes[box] !== 0 || totals.counts[box] !== 0)) {
      entries.box[entries.count] = shape.parent[box];
      entries.bytes[entries.count] = totals.bytes[box];
      entries.counts[entries.count] = totals.counts[box];
      entries.count++;
    }
  }
  return entries;
}

/**
 * @param {number} limit
 * @return {!Entries}
 */
function makeEntries(limit) {
  return {
    count: 0,
    box: ints(limit),
    bytes: floats(limit),
    counts: floats(limit),
  };
}

/**
 * The tree of callers, by level. `origin` is -1 throughout: a box here stands for many boxes of the shape.
 *
 * @param {{parent: !Int32Array, frame: !Int32Array}} shape
 * @param {!Entries} entries
 * @param {{byCount: boolean, rootFrame: number, frameCount: number, share: number, zoom: !Array<number>}} options `share`:
 *     boxes narrower than this part of the whole (below the zoomed box: of that) are not opened; `zoom`: frames on the way
 *     to the zoomed box
 * @return {!Object} a Layout (layout.js)
 */
export function deriveCallers(shape, entries, options) {
  const {byCount, rootFrame, frameCount, share, zoom} = options;
  const out = makeColumns();
  let now = entries;
  let next = makeEntries(entries.count);
  let totalBytes = 0;
  let totalCounts = 0;
  for (let at = 0; at < entries.count; at++) {
    totalBytes += entries.bytes[at];
    totalCounts += entries.counts[at];
  }
  out.add(-1, rootFrame, 0, totalBytes, totalCounts);
  // entries of box b: from[b] to to[b], in the buffer of its level
  out.setEntries(0, 0, entries.count, 0);
  const least = Math.max((byCount ? totalCounts : totalBytes) * share, Number.MIN_VALUE);
  let leastInside = zoom.length === 0 ? least : Infinity;
  const stamp = ints(frameCount).fill(-1);
  const slot = ints(frameCount);
  /** @type {!Array<{frame: number, bytes: number, counts: number, entries: number, at: number, begin: number}>} */
  let kids = [];
  const levels = [0];
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
      const narrow = measure < (inside ? leastInside : least) && (inside || matched < 0);
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
      kids = [];
      for (let at = entryBegin; at < entryEnd; at++) {
        const of = now.box[at] > 0 ? shape.frame[now.box[at]] : -1;
        if (of < 0) {
          continue;
        }
        if (stamp[of] !== box) {
          stamp[of] = box;
          slot[of] = kids.length;
          kids.push({frame: of, bytes: 0, counts: 0, entries: 0, at: 0, begin: 0});
        }
        const kid = kids[slot[of]];
        kid.bytes += now.bytes[at];
        kid.counts += now.counts[at];
        kid.entries++;
      }
      const byFrame = kids.slice();
      kids.sort((a, b) => (byCount ? b.counts - a.counts : b.bytes - a.bytes) || a.frame - b.frame);
      let left = column.x[box];
      column.first[box] = out.count();
      for (const kid of kids) {
        kid.at = next.count;
        kid.begin = next.count;
        next.count += kid.entries;
        const child = out.add(box, kid.frame, left, kid.bytes, kid.counts);
        const onZoom = inside ? matched : matched >= 0 && zoom[matched] === kid.frame ? matched + 1 : -1;
        out.setEntries(child, 0, 0, onZoom);
        left += byCount ? kid.counts : kid.bytes;
      }
      for (let at = entryBegin; at < entryEnd; at++) {
        if (now.box[at] <= 0) {
          continue;
        }
        const kid = byFrame[slot[shape.frame[now.box[at]]]];
        const up = shape.parent[now.box[at]];
        const last = kid.at - 1;
        // what came from siblings goes on as one
        if (last >= kid.begin && next.box[last] === up) {
          next.bytes[last] += now.bytes[at];
          next.counts[last] += now.counts[at];
        } else {
          next.box[kid.at] = up;
          next.bytes[kid.at] = now.bytes[at];
          next.counts[kid.at] = now.counts[at];
          kid.at++;
        }
      }
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
  return out.finish(levels);
}

/** Growing columns of a layout under construction. */
function makeColumns() {
  let limit = 1024;
  let count = 0;
  const columns = {
    first: ints(limit),
    parent: ints(limit),
    frame: ints(limit),
    x: floats(limit),
    bytes: floats(limit),
    counts: floats(limit),
    cut: octets(limit),
    from: ints(limit),
    to: ints(limit),
    matched: ints(limit),
  };
  return {
    columns,
    count: () => count,
    add: (/** number */ parent, /** number */ frame, /** number */ x, /** number */ bytes, /** number */ counts) => {
      if (count === limit) {
        limit *= 2;
        for (const name of Object.keys(columns)) {
          const grown = new columns[name].constructor(limit);
          grown.set(columns[name]);
          columns[name] = grown;
        }
      }
      columns.parent[count] = parent;
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
    finish: (/** !Array<number> */ levels) => {
      const first = ints(count + 1);
      first.set(columns.first.subarray(0, count));
      first[count] = count;
      return {
        count,
        levelStart: Int32Array.from(levels),
        first,
        parent: columns.parent.slice(0, count),
        frame: columns.frame.slice(0, count),
        x: columns.x.slice(0, count),
        bytes: columns.bytes.slice(0, count),
        counts: columns.counts.slice(0, count),
        origin: ints(count).fill(-1),
        cut: columns.cut.slice(0, count),
      };
    },
  };
}
