/**
 * @fileoverview Boxes by level, ready to be drawn: level l is the boxes levelStart[l] to levelStart[l + 1], from left to
 * right; the children of box b are first[b] to first[b + 1]. Box 0 is the root.
 */

import {floats, ints, makeRoom, Room} from '../format/arrays.js';

/**
 * Figures by box: in four bytes where they fit.
 *
 * @typedef {(!Float64Array|!Uint32Array)}
 */
export let Figures;

/**
 * `x` is where a box begins, in units of the measure (bytes or allocations). `cut` marks boxes whose children were not
 * derived (callers only), `group` the group that gives
 * a box its colour; null where there are none. Whose child a box is follows from `first`: parentOf. `kept`: siblings are in
 * the order of the report, whatever their size; `draft`: narrow boxes are not opened (draft.js); `side`: the only side of a comparison whose amounts are shown, else ""; `differs`: figures are those
 * of a difference (difference.js).
 *
 * @typedef {{
 *   count: number,
 *   levelStart: !Int32Array,
 *   first: !Int32Array,
 *   frame: !Int32Array,
 *   x: Figures,
 *   bytes: Figures,
 *   counts: Figures,
 *   cut: ?Uint8Array,
 *   group: ?Uint8Array,
 *   kept: boolean,
 *   draft: boolean,
 *   differs: boolean,
 *   side: string
 * }}
 */
export let Layout;

/** @return {!Layout} one without boxes, for where there is no answer yet */
export function emptyLayout() {
  const none = floats(0);
  return {
    count: 0,
    levelStart: ints(1),
    first: ints(1),
    frame: ints(0),
    x: none,
    bytes: none,
    counts: none,
    cut: null,
    group: null,
    kept: false,
    draft: false,
    differs: false,
    side: '',
  };
}

/**
 * A part of the whole, in units of the measure.
 *
 * @typedef {{
 *   left: number,
 *   right: number
 * }}
 */
export let Span;

/**
 * Bytes and allocations of boxes, files, threads or the like.
 *
 * @typedef {{
 *   bytes: !Float64Array,
 *   counts: !Float64Array
 * }}
 */
export let Sums;

/**
 * Figures by own value.
 *
 * @typedef {{
 *   bytes: !Float64Array,
 *   count: !Float64Array
 * }}
 */
export let FigureColumns;

/**
 * @param {boolean} byCount
 * @param {{bytes: T, counts: T}} sums
 * @return {T} those that boxes are as wide as
 * @template T
 */
export function measureOf(byCount, sums) {
  return byCount ? sums.counts : sums.bytes;
}

/**
 * Own values of a tree's boxes, summed up to the root.
 *
 * @param {{count: number, parent: !Int32Array}} shape
 * @param {!Int32Array|!Uint8Array} places by own value the box that holds it, -1 for none
 * @param {{bytes: !Float64Array, count: !Float64Array}} metric
 * @param {?Uint8Array} chosen which own values count; null for all
 * @param {Room=} room for the totals
 * @return {!Sums} totals by box
 */
export function sumUp(shape, places, metric, chosen, room) {
  const totals = sumOwn(shape.count, places, metric, chosen, room);
  const {bytes, counts} = totals;
  const parent = shape.parent;
  for (let box = shape.count - 1; box > 0; box--) {
    bytes[parent[box]] += bytes[box];
    counts[parent[box]] += counts[box];
  }
  return totals;
}

/**
 * What each box (or file, or thread: each place) holds itself; parameters as for sumUp.
 *
 * @param {number} count places
 * @param {!Int32Array|!Uint8Array} places
 * @param {{bytes: !Float64Array, count: !Float64Array}} metric
 * @param {?Uint8Array} chosen
 * @param {Room=} room
 * @return {!Sums}
 */
export function sumOwn(count, places, metric, chosen, room = makeRoom()) {
  const bytes = /** @type {!Float64Array} */ (room('bytes', floats, count));
  const counts = /** @type {!Float64Array} */ (room('counts', floats, count));
  for (let at = 0; at < places.length; at++) {
    const place = places[at];
    if (place >= 0 && chosen?.[at] !== 0) {
      bytes[place] += metric.bytes[at];
      counts[place] += metric.count[at];
    }
  }
  return {bytes, counts};
}

/**
 * `origin` says from which box of the shape each was made, until the next call.
 *
 * @typedef {{
 *   layout: !Layout,
 *   origin: !Int32Array
 * }}
 */
export let Arranged;

/**
 * `arrange` takes the boxes that hold anything: siblings by falling measure (bytes, or allocations where the third argument is
 * true), equal ones in the order of the report, as all are where the fourth says so. The fifth says that figures are those of a
 * difference. `reuse` takes the columns of a layout that nobody needs any more.
 *
 * @typedef {{
 *   arrange: function({count: number, parent: !Int32Array, frame: !Int32Array}, !Sums, boolean, boolean=, boolean=): !Arranged,
 *   reuse: function(!ArrayBuffer): void
 * }}
 */
export let Arranger;

/**
 * Makes a function that arranges boxes, with columns of its own that are used again at each call: at millions of boxes,
 * fresh memory costs as much as the work.
 *
 * @param {number} limit boxes at most
 * @param {Room=} room the scratch memory of buildShape; its two link columns are free by now and are used again
 * @return {!Arranger}
 */
export function makeArranger(limit, room = makeRoom()) {
  const origin = ints(limit);
  /** @type {?ArrayBuffer} */
  let spare = null;
  return {
    reuse: (/** !ArrayBuffer */ buffer) => {
      spare = buffer;
    },
    arrange: (
      /** {count: number, parent: !Int32Array, frame: !Int32Array} */ shape,
      /** !Sums */ totals,
      /** boolean */ byCount,
      /** boolean= */ kept = false,
      /** boolean= */ differs = false,
    ) => {
      const {bytes, counts} = totals;
      const frameOf = shape.frame;
      const measure = byCount ? counts : bytes;
      const head = /** @type {!Int32Array} */ (room('youngest', ints, shape.count));
      const next = /** @type {!Int32Array} */ (room('older', ints, shape.count));
      const levelStart = linkKids(shape, totals, kept ? null : measure, head, next);
      const levels = levelStart.length - 1;
      // changes may be below 0, or larger in a part than in the whole
      const most = differs ? Infinity : 0;
      const layout = makeColumns(levelStart, bytes[0] + most, counts[0] + most, byCount, limit, spare);
      layout.kept = kept;
      layout.differs = differs;
      spare = null;
      const {x, first, frame, bytes: sizes, counts: numbers} = layout;
      // Depth first, each box to the end of its level: reads and writes go to neighbours, which level by level they
      // would not. Kids of the box at hand come where its next level ends now, and begin where it begins.
      const ends = Int32Array.from(levelStart);
      const edges = floats(levels + 1);
      const open = ints(levels);
      let depth = 0;
      let box = 0;
      for (;;) {
        const at = ends[depth]++;
        const left = edges[depth];
        edges[depth] = left + measure[box];
        edges[depth + 1] = left;
        open[depth] = box;
        origin[at] = box;
        first[at] = ends[depth + 1];
        frame[at] = frameOf[box];
        x[at] = left;
        sizes[at] = bytes[box];
        numbers[at] = counts[box];
        const down = head[box] < 0 ? sortKids(-head[box], next, measure) : head[box];
        if (down !== 0) {
          box = down;
          depth++;
        } else {
          while (depth > 0 && next[box] === 0) {
            box = open[--depth];
          }
          if (depth === 0) {
            break;
          }
          box = next[box];
        }
      }
      first[layout.count] = layout.count;
      return {layout, origin};
    },
  };
}

/**
 * Links the children of each box that hold anything (where they do not, nothing below them does), and counts the levels.
 *
 * @param {{count: number, parent: !Int32Array}} shape
 * @param {{bytes: !Float64Array, counts: !Float64Array}} totals
 * @param {?Float64Array} measure what children are sorted by; null for the order of the shape
 * @param {!Int32Array} head zeros; written: first child by box, 0 for none, negative where the children are not sorted
 * @param {!Int32Array} next written: next sibling by box, 0 for none
 * @return {!Int32Array} where each level begins, then the number of boxes
 */
function linkKids({count, parent}, {bytes, counts}, measure, head, next) {
  const sizes = [0, 1];
  // until its siblings are known, a box has its level there
  next[0] = 1;
  for (let box = 1; box < count; box++) {
    const level = next[parent[box]] + 1;
    next[box] = level;
    if (bytes[box] !== 0 || counts[box] !== 0) {
      sizes[level] = (sizes[level] || 0) + 1;
    }
  }
  for (let box = count - 1; box > 0; box--) {
    if (bytes[box] !== 0 || counts[box] !== 0) {
      const up = parent[box];
      const kid = head[up];
      if (measure && kid > 0 && measure[kid] > measure[box]) {
        insert(box, up, measure, head, next);
      } else {
        next[box] = Math.abs(kid);
        head[up] = kid < 0 ? -box : box;
      }
    }
  }
  next[0] = 0;
  for (let level = 1; level < sizes.length; level++) {
    sizes[level] += sizes[level - 1];
  }
  return Int32Array.from(sizes);
}

/** Siblings that are passed at most to find a place among them. */
const MANY = 24;

/**
 * Links a box after the siblings that are larger than it; where those are many, at the front, to be sorted with all.
 *
 * @param {number} box
 * @param {number} up its parent, whose first child is larger
 * @param {!Float64Array} measure
 * @param {!Int32Array} head
 * @param {!Int32Array} next
 */
function insert(box, up, measure, head, next) {
  let larger = head[up];
  for (let hops = 0; hops < MANY; hops++) {
    const at = next[larger];
    if (at === 0 || measure[at] <= measure[box]) {
      next[larger] = box;
      next[box] = at;
      return;
    }
    larger = at;
  }
  next[box] = head[up];
  head[up] = -box;
}

/**
 * @param {number} kid first of the siblings
 * @param {!Int32Array} next written
 * @param {!Float64Array} measure
 * @return {number} the first of them now
 */
function sortKids(kid, next, measure) {
  /** @type {!Array<number>} */
  const list = [];
  for (let at = kid; at !== 0; at = next[at]) {
    list.push(at);
  }
  list.sort((a, b) => measure[b] - measure[a] || a - b);
  list.forEach((box, at) => {
    next[box] = at + 1 < list.length ? list[at + 1] : 0;
  });
  return list[0];
}

/**
 * The columns of a layout in one piece of memory, so that it can go to and fro between page and worker. Figures take four
 * bytes where the total shows that they fit.
 *
 * @param {!Int32Array} levelStart
 * @param {number} bytes in all
 * @param {number} counts in all
 * @param {boolean} byCount
 * @param {number} limit boxes at most
 * @param {?ArrayBuffer} spare taken if it is large enough
 * @return {!Layout}
 */
function makeColumns(levelStart, bytes, counts, byCount, limit, spare) {
  const count = levelStart[levelStart.length - 1];
  const kinds = [byCount ? counts : bytes, bytes, counts].map((total) =>
    total < 2 ** 32 ? Uint32Array : Float64Array,
  );
  const size = kinds.reduce((sum, kind) => sum + kind.BYTES_PER_ELEMENT, 8) * (limit + 1);
  const buffer = spare && spare.byteLength >= size ? spare : new ArrayBuffer(size);
  // the wide columns first: each begins at a multiple of eight
  let position = 0;
  const column = (/** ? */ kind, /** number */ length) => {
    const values = new kind(buffer, position, length);
    position = Math.ceil((position + values.byteLength) / 8) * 8;
    return values;
  };
  return {
    count,
    levelStart,
    x: column(kinds[0], count),
    bytes: column(kinds[1], count),
    counts: column(kinds[2], count),
    first: column(Int32Array, count + 1),
    frame: column(Int32Array, count),
    cut: null,
    group: null,
    kept: false,
    draft: false,
    differs: false,
    side: '',
  };
}

/**
 * @param {!Int32Array} numbers rising
 * @param {number} end more than 0
 * @param {number} limit
 * @return {number} where the last number up to the limit is, before `end`; 0 where there is none
 */
export function lastAtOrBefore(numbers, end, limit) {
  let low = 0;
  let high = end;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] <= limit) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * @param {!Layout} layout
 * @param {number} box
 * @return {number} the box that it is on; -1 for the root
 */
export function parentOf({first}, box) {
  // the last box whose children begin at or before this one
  return box === 0 ? -1 : lastAtOrBefore(first, box, box);
}

/**
 * @param {!Layout} layout
 * @return {!Int32Array} by box the box that it is on; -1 for the root
 */
export function parentsOf({count, first}) {
  const parent = ints(count);
  parent[0] = -1;
  for (let box = 0; box < count; box++) {
    for (let kid = first[box]; kid < first[box + 1]; kid++) {
      parent[kid] = box;
    }
  }
  return parent;
}

/**
 * @param {!Layout} layout
 * @param {number} box
 * @return {!Array<number>} frames from the root's child to the box
 */
export function framesTo(layout, box) {
  /** @type {!Array<number>} */
  const path = [];
  for (let at = box; at > 0; at = parentOf(layout, at)) {
    path.push(layout.frame[at]);
  }
  return path.reverse();
}
