/**
 * @fileoverview The shapes that the payload reader hands to the model. Columns are typed arrays, indexed by the id of
 * the thing they describe; docs/report-format.md says how they are written.
 */

/**
 * Source files. File 0 is the nameless file of the root.
 *
 * `kind`: 0 other, 1 program, 2 standard library, 3 site-packages, 4 frozen or built-in, 5 native (C, C++, Rust source).
 *
 * @typedef {{
 *   count: number,
 *   name: !Int32Array,
 *   module: !Int32Array,
 *   kind: !Uint8Array
 * }}
 */
export let Files;

/**
 * Frames by falling number of nodes. Frame 0 is the root, "memray". `function`, `source` are string ids (source 0 =
 * none), `file` is a file id, `line` is 0 where unknown. `flags`: bit 0 non-relevant, bit 1 import system, bit 2 native,
 * bit 3 a box of folded nodes, bit 4 native without a name.
 *
 * @typedef {{
 *   count: number,
 *   function: !Int32Array,
 *   file: !Int32Array,
 *   line: !Int32Array,
 *   source: !Int32Array,
 *   flags: !Uint8Array
 * }}
 */
export let Frames;

/**
 * The call tree in depth-first preorder: node 0 is the root with depth 0 and parent -1; parents have smaller numbers
 * than their children; siblings are distinct frames, largest first.
 *
 * @typedef {{
 *   count: number,
 *   depth: !Int32Array,
 *   parent: !Int32Array,
 *   frame: !Int32Array
 * }}
 */
export let Nodes;

/**
 * One figure of each own value. Exact up to 2^53.
 *
 * @typedef {{
 *   kind: string,
 *   bytes: !Float64Array,
 *   count: !Float64Array
 * }}
 */
export let Metric;

/**
 * What nodes hold themselves, by (node, thread, allocator); `node` ascends. `thread` is an index into the threads,
 * `allocator` a number of docs/report-format.md ("Allocators"). Each metric's kind is the key of a view.
 *
 * @typedef {{
 *   count: number,
 *   node: !Int32Array,
 *   thread: !Int32Array,
 *   allocator: !Uint8Array,
 *   metrics: !Array<!Metric>
 * }}
 */
export let OwnValues;

/**
 * A thread; `id` is hexadecimal as memray prints it ("0x1"), `name` is "" where there is none.
 *
 * @typedef {{
 *   id: string,
 *   name: string
 * }}
 */
export let Thread;

/**
 * Memory over time; `time` in ms since 1970 UTC, `resident` and `heap` in bytes.
 *
 * @typedef {{
 *   count: number,
 *   time: !Float64Array,
 *   resident: !Float64Array,
 *   heap: !Float64Array
 * }}
 */
export let Samples;

/**
 * Memory over time, by bucket: `records` in it, `mark` the record after which it held most (-1 before any), bytes then and at
 * its end, and when it ended in ms since 1970 UTC: never before the one before; 0 where unknown.
 *
 * @typedef {{
 *   count: number,
 *   records: !Float64Array,
 *   mark: !Float64Array,
 *   markBytes: !Float64Array,
 *   endBytes: !Float64Array,
 *   endTime: !Float64Array
 * }}
 */
export let Buckets;

/**
 * What own values held from one half bucket to another: half 2k is bucket k up to its mark, half 2k + 1 the rest. Held at the end
 * of half t is what was born at or before t and died after. `died` is twice the number of buckets where it never did. 20
 * bytes each; `count` has 8 where 4 are too few.
 *
 * @typedef {{
 *   own: !Int32Array,
 *   born: !Uint16Array,
 *   died: !Uint16Array,
 *   count: (!Int32Array|!Float64Array),
 *   bytes: !Float64Array
 * }}
 */
export let Lifetimes;

/**
 * What single captures hold of the nodes of a sum, their callees included. By node: how many captures have it, 0 where that is
 * unknown (a box of folded nodes), and by the key of a view how much less than all of them together the one with the most has
 * (`below`), and which that is (`owner`, an index into `captures`).
 *
 * @typedef {{
 *   captures: !Array<string>,
 *   count: !Int32Array,
 *   views: !Object<string, {below: !Float64Array, owner: !Int32Array}>
 * }}
 */
export let Extremes;

/**
 * A view that the report has: its `key`, what its figures are (`label`), the payload's section they are in, and how many bytes
 * and allocations it counts.
 *
 * @typedef {{
 *   key: string,
 *   label: string,
 *   section: number,
 *   bytes: number,
 *   count: number
 * }}
 */
export let ViewMeta;

/**
 * The two sides of a comparison: how many captures each has, what each is called, and whether the report was made to be shown
 * normalized. `factor` is what the base is multiplied by then, so that its peak is that of the new side; 0 where nothing does that.
 *
 * @typedef {{
 *   before: number,
 *   after: number,
 *   baseName: string,
 *   newName: string,
 *   normalized: boolean,
 *   factor: number
 * }}
 */
export let Compared;

/**
 * What the page reads of the metadata (docs/report-format.md, "Metadata"): the view, the direction and the tab that it shows first,
 * the name of the capture, memray's running total at the peak, by when that was reached (0 where unknown), when the recording
 * began and ended (0 where unknown), and the views. `first` and `last` are the buckets that were asked for, `peaks` the buckets
 * with the largest peaks, largest first; none without memory over time. `libraries` says of the image of native frames what was
 * found of it: "build id 0102", or "not found". Keys are paths as they were recorded.
 *
 * `compared` is null but in a comparison. `several` says that the report is of several captures, `split` that its threads are these
 * captures, and `readable` how many could be read; NaN in other reports.
 *
 * @typedef {{
 *   view: string,
 *   inverted: boolean,
 *   table: boolean,
 *   input: string,
 *   peakBytes: number,
 *   peakMillis: number,
 *   startMillis: number,
 *   endMillis: number,
 *   first: number,
 *   last: number,
 *   peaks: !Array<number>,
 *   compared: ?Compared,
 *   several: boolean,
 *   split: boolean,
 *   readable: number,
 *   libraries: !Map<string, string>,
 *   views: !Array<!ViewMeta>
 * }}
 */
export let Meta;

/**
 * A whole report. `buckets` and `lifetimes` are null without memory over time, `extremes` but for a sum of captures.
 *
 * @typedef {{
 *   meta: !Meta,
 *   strings: !Array<string>,
 *   files: !Files,
 *   frames: !Frames,
 *   nodes: !Nodes,
 *   own: !OwnValues,
 *   threads: !Array<!Thread>,
 *   samples: !Samples,
 *   buckets: ?Buckets,
 *   lifetimes: ?Lifetimes,
 *   extremes: ?Extremes
 * }}
 */
export let Report;
