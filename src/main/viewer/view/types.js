/**
 * @fileoverview What the parts of the page are to each other: their types, and nothing that runs.
 */

import {Finder} from '../engine/finder.js';
import {Palette} from '../model/colours.js';
import {Front} from '../model/front.js';
import {Functions} from '../model/functions.js';
import {FrameHashes} from '../model/hashes.js';
import {Selection} from '../model/instants.js';
import {Figures, Layout, Span, Sums} from '../model/layout.js';
import {Names} from '../model/names.js';
import {Matches} from '../model/search.js';
import {Request, Settings, State} from '../model/state.js';

/**
 * What the reader has chosen (store.js). Listeners are told the names of the fields that changed, and of some events:
 * 'address' (a link was followed, the reader went back or forward), 'view' (another answer is shown), 'zoom', 'matches', 'theme', 'paint'.
 *
 * `initial` is the state without a link.
 *
 * `preview` changes fields for the moment, until `settle` writes them into the address: browsers allow few entries a second.
 * `set` changes fields, as an entry of the history if asked, and as if a link said so if asked; `notePlace` changes the zoomed box and the range where the graph
 * already shows them; `engineChanged` says whether a change makes the engine's answers stale; `start` tells all listeners that all is new.
 *
 * @typedef {{
 *   state: function(): !State,
 *   initial: function(): !State,
 *   settings: function(): !Settings,
 *   set: function(!Object, boolean=, boolean=): void,
 *   preview: function(!Object): void,
 *   settle: function(): void,
 *   notePlace: function(!Object, boolean): void,
 *   on: function(function(!Set<string>): void): void,
 *   notify: function(...string): void,
 *   engineChanged: function(!Set<string>): boolean,
 *   start: function(): void
 * }}
 */
export let Store;

/**
 * The engine's answer that the flame graph shows: by which `mode` ('callees', 'callers'), the groups that give the colours
 * if any do, and sums by thread and by file. `selection` is that of memory over time, with what it counts in all; null for both
 * where a view is shown.
 *
 * @typedef {{
 *   mode: string,
 *   layout: !Layout,
 *   groups: ?{ids: !Array<number>, bytes: !Float64Array, counts: !Float64Array},
 *   byThread: !Sums,
 *   byFile: !Sums,
 *   selection: ?Selection,
 *   whole: ?{bytes: number, counts: number, larger: {bytes: number, counts: number}, before: {bytes: number, counts: number},
 *       after: {bytes: number, counts: number}}
 * }}
 */
export let View;

/**
 * A question for the flame graph, and what to do with the answer and the one before it (null at first).
 *
 * @typedef {{
 *   request: !Request,
 *   show: function(!View, ?View): void
 * }}
 */
export let Wish;

/**
 * The page's questions to the engine (asking.js).
 *
 * `view` is the last answer for the flame graph. `askGraph` asks for another: what is wished for is only called when its turn
 * comes, and of wishes that came meanwhile one is left. `askLatest` uses the last answer of each topic only. `details` are
 * allocators and threads of a box, and the two sides of a difference, null where the layout is not that of the flame graph, or not any more.
 *
 * @typedef {{
 *   view: function(): ?View,
 *   askGraph: function(function(): !Wish): !Promise<void>,
 *   askLatest: function(string, !Request, function(?): void): !Promise<void>,
 *   details: function(!Layout, number): !Promise<?{allocators: !Sums, byThread: !Sums, before: ?{bytes: number, counts: number},
 *       after: ?{bytes: number, counts: number}}>
 * }}
 */
export let Asking;

/**
 * Light or dark (theme.js).
 *
 * @typedef {{
 *   current: function(): string,
 *   dark: function(): boolean,
 *   next: function(): void
 * }}
 */
export let Theme;

/**
 * `runFill` is the colour of many narrow boxes together, from one to before another; `flags` are those of a box's frame.
 *
 * @typedef {{
 *   palette: !Palette,
 *   fill: function(!Layout, number): string,
 *   runFill: function(!Layout, Figures, number, number): string,
 *   lit: function(!Layout, number): boolean,
 *   flags: function(!Layout, number): number,
 *   matchFill: string
 * }}
 */
export let Paint;

/**
 * A group of boxes that has one colour.
 *
 * @typedef {{
 *   group: string,
 *   name: string,
 *   amount: number,
 *   fill: string
 * }}
 */
export let GroupPaint;

/**
 * The colours of boxes (paints.js): `get` as they are, `renew` after a change, which tells listeners of 'paint'; `groups` are
 * those that hold anything, largest first; `natives` says whether some boxes are native.
 *
 * @typedef {{
 *   legend: !HTMLElement,
 *   get: function(): !Paint,
 *   groups: function(): !Array<!GroupPaint>,
 *   natives: function(): boolean,
 *   renew: function(): void
 * }}
 */
export let Paints;

/**
 * A box that is drawn, in CSS pixels inside the graph.
 *
 * @typedef {{
 *   x: number,
 *   y: number,
 *   width: number,
 *   height: number
 * }}
 */
export let Place;

/**
 * A flame graph on the page (flamegraph.js). `layout` has no boxes until the first answer; `widths` by box in the measure;
 * `whole` is what 100 per cent is; `focused` is -1 where no box is; `view` the part in sight, `levels` those in sight.
 *
 * @typedef {{
 *   element: !HTMLElement,
 *   canvas: !HTMLCanvasElement,
 *   main: boolean,
 *   layout: function(): !Layout,
 *   widths: function(): Figures,
 *   whole: function(): number,
 *   zoomed: function(): number,
 *   focused: function(): number,
 *   view: function(): !Span,
 *   icicle: function(): boolean,
 *   sourceLabels: function(): boolean,
 *   levelOf: function(number): number,
 *   levels: function(): {first: number, last: number},
 *   matches: function(): ?Matches,
 *   boxAt: function(number, number): number,
 *   eachDrawn: function(function(number, number, !Place): void): void,
 *   open: function(number): void,
 *   watch: function(function(): void): void,
 *   hover: function(number): void,
 *   repaint: function(): void,
 *   resize: function(): void,
 *   setView: function(number, number): void,
 *   setFocus: function(number, boolean): void,
 *   setLayout: function(!Layout, boolean, number=): void,
 *   setIcicle: function(boolean): void,
 *   setMatches: function(?Matches): void,
 *   zoomTo: function(number): void,
 *   scrolledTo: function(): number,
 *   scrollTo: function(number): void
 * }}
 */
export let Graph;

/**
 * What the search found (matches.js); `at` is the match that the reader has gone to, -1 for none; `total` and `zoomTotal` what
 * is shown, and what is in sight, in the measure. With a `problem` there is nothing else.
 *
 * @typedef {{
 *   problem: ?string,
 *   at: number,
 *   found: ?Matches,
 *   total: number,
 *   zoomTotal: number
 * }}
 */
export let Finding;

/**
 * `search` searches again, for the same boxes if told to stay, so that the reader keeps the place among them.
 *
 * @typedef {{
 *   finding: function(): ?Finding,
 *   step: function(number): void,
 *   search: function(boolean): void
 * }}
 */
export let Search;

/**
 * @typedef {{
 *   element: !HTMLElement,
 *   show: function(!Graph, number, number, number): void,
 *   hide: function(): void
 * }}
 */
export let Tooltip;

/**
 * Allocators and threads of a box, told a moment later as rows of name and text; never, if another was asked for meanwhile or
 * the graph is not the main one.
 *
 * @typedef {function(!Graph, number, function(!Array<!Array<string>>): void): void}
 */
export let Split;

/**
 * Memory over time (timeline.js): `move` chooses a sample; `peak` is the one where the heap was largest.
 *
 * @typedef {{
 *   move: function(number): void,
 *   peak: number
 * }}
 */
export let Timeline;

/**
 * Where on the plot the edges of buckets are (brush-plot.js), by the pointer's place in the window: `point` shows the edge there,
 * `leave` the end of what is chosen.
 *
 * @typedef {{
 *   edgeAt: function(number): number,
 *   point: function(number): void,
 *   leave: function(): void
 * }}
 */
export let BrushPlot;

/**
 * Memory over time where it chooses what is shown (brush.js), with its keys for the whole page.
 *
 * @typedef {{
 *   element: !HTMLElement,
 *   keys: !Object<string, function(): void>
 * }}
 */
export let Brush;

/**
 * The way to the next changed box of a comparison (sides.js), with its keys for the whole page.
 *
 * @typedef {{
 *   element: !HTMLElement,
 *   keys: !Object<string, function(): void>
 * }}
 */
export let Jumps;

/**
 * The bar below the graph: `show` fills it for a box; at -1 for the one that the reader chose, and again where the graph has
 * changed.
 *
 * @typedef {{
 *   element: !HTMLElement,
 *   show: function(!Graph, number): void
 * }}
 */
export let Details;

/**
 * @typedef {{
 *   element: !HTMLElement,
 *   open: function(!Graph, number, number, number): void,
 *   openAtFocus: function(): void
 * }}
 */
export let Menu;

/**
 * What all parts may use. `graphs` are all flame graphs: the main one, and those of the sandwich once it was opened.
 *
 * @typedef {{
 *   report: !Front,
 *   names: !Names,
 *   functions: !Functions,
 *   hashes: !FrameHashes,
 *   store: !Store,
 *   asking: !Asking,
 *   finder: !Finder,
 *   theme: !Theme,
 *   paints: !Paints,
 *   split: !Split,
 *   graphs: !Array<!Graph>
 * }}
 */
export let Core;

/**
 * What parts with a flame graph use.
 *
 * @typedef {{
 *   report: !Front,
 *   names: !Names,
 *   functions: !Functions,
 *   hashes: !FrameHashes,
 *   store: !Store,
 *   asking: !Asking,
 *   finder: !Finder,
 *   theme: !Theme,
 *   paints: !Paints,
 *   split: !Split,
 *   graphs: !Array<!Graph>,
 *   tooltip: !Tooltip,
 *   menu: !Menu,
 *   details: !Details
 * }}
 */
export let App;
