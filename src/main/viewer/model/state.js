/**
 * @fileoverview What the reader has chosen, and how that is written into the address of the page. Names and hashes are
 * written rather than numbers, so that a link stays valid when the report is made again.
 */

import {MANY, ONE, TIME} from '../format/features.js';
import {Buckets, Meta, Samples, Thread} from '../format/types.js';
import {edgesOf, MODES, readEdge, Selection, writeEdge} from './instants.js';
import {Span} from './layout.js';
import {Query} from './search.js';
import {STEP_TYPES, Step} from './steps.js';
import {visible} from './visible.js';

/** Tabs in the order in which they are shown. */
export const TABS = ['graph', 'callers', 'table', 'sandwich', 'threads', 'time', 'stats', 'help'];
const TABS_OF_SEVERAL = ['graph', 'callers', 'table', 'sandwich', 'captures', 'stats', 'help'];

/** What the rows of the table can be. */
export const GROUPINGS = ['function', 'line', 'file', 'module'];

/** What a comparison can show. */
const SIDES = ['base', 'new', 'change'];

/** What boxes can be coloured by. */
export const COLOURINGS = ['module', 'kind', 'thread', 'allocator'];

/**
 * `tall` is the memory strip; `threads` are indexes, null for all; `zoom` is the path hash of the zoomed box, "" for all;
 * `range` is the part in sight where that is not the zoomed box, in shares of the whole; `callee` is the function of the
 * sandwich view, `exact` the one that is searched for, null for none; `groupBy` is what the rows of the table are. `selection` is
 * of memory over time, null where `metric` says it all; while `moving`, it is about to change again. `side` is what a comparison
 * shows, "" in other reports; `swapped` makes each side the other, and `normalized` gives both the same peak.
 *
 * @typedef {{
 *   tab: string,
 *   metric: string,
 *   side: string,
 *   swapped: boolean,
 *   normalized: boolean,
 *   selection: ?Selection,
 *   moving: boolean,
 *   byCount: boolean,
 *   threads: ?Array<number>,
 *   nonRelevant: boolean,
 *   hideImport: boolean,
 *   hideNative: boolean,
 *   icicle: boolean,
 *   sourceLabels: boolean,
 *   tall: boolean,
 *   steps: !Array<!Step>,
 *   query: string,
 *   regex: boolean,
 *   matchCase: boolean,
 *   exact: ?{name: string, file: string},
 *   only: boolean,
 *   colour: string,
 *   zoom: string,
 *   range: ?Span,
 *   groupBy: string,
 *   callee: ?{name: string, file: string}
 * }}
 */
export let State;

/**
 * What the engine needs to know of it: `only` keeps stacks that match a query.
 *
 * @typedef {{
 *   metric: string,
 *   side: string,
 *   swapped: boolean,
 *   normalized: boolean,
 *   selection: ?Selection,
 *   byCount: boolean,
 *   threads: ?Array<number>,
 *   nonRelevant: boolean,
 *   hideImport: boolean,
 *   hideNative: boolean,
 *   steps: !Array<!Step>,
 *   only: ?Query
 * }}
 */
export let Settings;

/**
 * @param {!Meta} meta
 * @return {!Array<string>} the tabs of a report, in the order in which they are shown
 */
export function tabsOf({several}) {
  return !ONE || (MANY && several) ? TABS_OF_SEVERAL : TABS;
}

/**
 * The state in which a report opens.
 *
 * @param {{meta: !Meta, buckets: ?Buckets}} report
 * @return {!State}
 */
export function initialState({meta, buckets}) {
  const {first, last} = meta;
  const asked = TIME && buckets && (first > 0 || last < buckets.count - 1);
  return {
    tab: meta.table ? 'table' : meta.inverted ? 'callers' : 'graph',
    metric: meta.view,
    side: meta.compared ? 'change' : '',
    swapped: false,
    normalized: meta.compared ? meta.compared.normalized : false,
    selection: asked ? {mode: meta.view === 'leaks' ? 'came' : 'top', from: first, to: last + 1} : null,
    moving: false,
    byCount: false,
    threads: null,
    nonRelevant: false,
    hideImport: false,
    hideNative: false,
    icicle: false,
    sourceLabels: false,
    tall: buckets !== null && buckets !== undefined,
    steps: [],
    query: '',
    regex: false,
    matchCase: false,
    exact: null,
    only: false,
    colour: 'module',
    zoom: '',
    range: null,
    groupBy: meta.table ? 'line' : 'function',
    callee: null,
  };
}

const SWITCHES = {
  'c': 'byCount',
  'nr': 'nonRelevant',
  'hi': 'hideImport',
  'hn': 'hideNative',
  'i': 'icicle',
  'sl': 'sourceLabels',
  'tl': 'tall',
  're': 'regex',
  'cs': 'matchCase',
  'o': 'only',
  ...(MANY ? {'sw': 'swapped', 'nm': 'normalized'} : {}),
};

/**
 * @param {!State} state
 * @param {!State} initial what needs not be written
 * @param {{threads: !Array<!Thread>, meta: !Meta, samples: !Samples, buckets: ?Buckets}} report
 * @return {string} without "#"
 */
export function writeState(state, initial, report) {
  const {threads} = report;
  const parts = [];
  const put = (/** string */ key, /** string */ value) => parts.push(key + '=' + encode(value));
  if (state.tab !== initial.tab) {
    put('v', state.tab);
  }
  if (state.metric !== initial.metric) {
    put('m', state.metric);
  }
  if (MANY && state.side !== initial.side) {
    put('sd', state.side);
  }
  for (const [key, field] of Object.entries(SWITCHES)) {
    if (state[field] !== initial[field]) {
      put(key, state[field] ? '1' : '0');
    }
  }
  if (TIME && JSON.stringify(state.selection) !== JSON.stringify(initial.selection)) {
    put('w', writeSelection(state.selection, edgesOf(report)));
  }
  if (state.threads) {
    put('t', state.threads.map((index) => threads[index].id).join(','));
  }
  if (state.colour !== 'module') {
    put('by', state.colour);
  }
  if (state.query !== '') {
    put('q', state.query);
  }
  for (const step of state.steps) {
    put('s', [step.type, step.name, step.file, step.label].join('\t'));
  }
  if (state.exact) {
    put('x', state.exact.name + '\t' + state.exact.file);
  }
  if (state.callee) {
    put('f', state.callee.name + '\t' + state.callee.file);
  }
  if (state.groupBy !== initial.groupBy) {
    put('g', state.groupBy);
  }
  if (state.zoom !== '') {
    put('z', state.zoom);
  }
  if (state.range) {
    put('r', state.range.left + '-' + state.range.right);
  }
  return parts.join('&');
}

/**
 * @param {?Selection} selection
 * @param {!Float64Array} edges
 * @return {string} "came.2400-3100"; "all" for none
 */
function writeSelection(selection, edges) {
  return selection
    ? selection.mode + '.' + writeEdge(edges, selection.from) + '-' + writeEdge(edges, selection.to)
    : 'all';
}

/**
 * @param {string} text as writeSelection gives it
 * @param {!Float64Array} edges
 * @return {?Selection} null for none, and for what is none
 */
function readSelection(text, edges) {
  const [, mode, a, b] = /^(\w+)\.([^-]+)-([^-]+)$/.exec(text) || [];
  const from = readEdge(edges, a || '');
  const to = readEdge(edges, b || '');
  return MODES.includes(mode) && (from < to || (from === to && mode === 'held')) ? {mode, from, to} : null;
}

/**
 * @param {string} value
 * @return {string}
 */
function encode(value) {
  try {
    return encodeURIComponent(value);
  } catch {
    // a lone surrogate has no UTF-8
    return encodeURIComponent(visible(value));
  }
}

/**
 * Reads an address. What cannot be understood is left out.
 *
 * @param {string} text without "#"
 * @param {!State} initial
 * @param {{threads: !Array<!Thread>, kinds: !Array<string>, meta: !Meta, samples: !Samples, buckets: ?Buckets}} report
 * @return {!State}
 */
export function readState(text, initial, report) {
  const state = /** @type {!State} */ ({...initial, steps: []});
  for (const part of text.split('&')) {
    const at = part.indexOf('=');
    if (at > 0) {
      try {
        readPart(state, part.slice(0, at), decodeURIComponent(part.slice(at + 1)), report);
      } catch {
        // a broken escape in the address
      }
    }
  }
  return state;
}

/**
 * @param {!State} state written
 * @param {string} key
 * @param {string} value
 * @param {{threads: !Array<!Thread>, kinds: !Array<string>, meta: !Meta, samples: !Samples, buckets: ?Buckets}} report
 */
function readPart(state, key, value, report) {
  const texts = value.split('\t');
  if (key === 'v' && tabsOf(report.meta).includes(value)) {
    state.tab = value;
  } else if (key === 'm' && report.kinds.includes(value)) {
    state.metric = value;
  } else if (Object.hasOwn(SWITCHES, key)) {
    state[SWITCHES[key]] = value === '1';
  } else if (key === 't') {
    const wanted = new Set(value.split(','));
    const chosen = report.threads
      .map((thread, index) => (wanted.has(thread.id) ? index : -1))
      .filter((index) => index >= 0);
    // none is a choice, too; threads that are not there are not
    state.threads = chosen.length === 0 && value !== '' ? null : chosen;
  } else if (MANY && key === 'sd' && report.meta.compared && SIDES.includes(value)) {
    state.side = value;
  } else if (TIME && key === 'w' && report.buckets) {
    state.selection = readSelection(value, edgesOf(report));
  } else if (key === 'by' && COLOURINGS.includes(value)) {
    state.colour = value;
  } else if (key === 'q') {
    state.query = value;
  } else if (key === 's' && Object.hasOwn(STEP_TYPES, texts[0])) {
    const step = {type: texts[0], name: texts[1] || '', file: texts[2] || '', label: texts[3] || ''};
    if (step.type[1] !== 'p' || /^[0-9a-f]{16}$/.test(step.name)) {
      state.steps.push(step);
    }
  } else if (key === 'f') {
    state.callee = {name: texts[0], file: texts[1] || ''};
  } else if (key === 'x') {
    state.exact = {name: texts[0], file: texts[1] || ''};
  } else if (key === 'g' && GROUPINGS.includes(value)) {
    state.groupBy = value;
  } else if (key === 'r') {
    const [left, right] = value.split('-').map(Number);
    if (left >= 0 && left < right && right <= 1) {
      state.range = {left, right};
    }
  } else if (key === 'z' && /^[0-9a-f]{16}$/.test(value)) {
    state.zoom = value;
  }
}

/**
 * @param {!Query} state
 * @return {boolean} whether anything is searched for
 */
export function isSearch({query, exact}) {
  return query !== '' || exact !== null;
}

/**
 * @param {!Query} state
 * @return {!Query} that alone
 */
export function queryOf({query, regex, matchCase, exact}) {
  return {query, regex, matchCase, exact};
}

/**
 * What of the state the engine needs to know.
 *
 * @param {!State} state
 * @return {!Settings}
 */
export function settingsOf(state) {
  return {
    metric: state.metric,
    side: state.side,
    swapped: state.swapped,
    normalized: state.normalized,
    selection: state.selection,
    byCount: state.byCount,
    threads: state.threads,
    nonRelevant: state.nonRelevant,
    hideImport: state.hideImport,
    hideNative: state.hideNative,
    steps: state.steps,
    only: state.only && isSearch(state) ? queryOf(state) : null,
  };
}

/**
 * A question to the engine. `kind` is 'callees' or 'callers' (the flame graph), 'sandwich' (callers and callees of the function
 * `functionId`), 'functions' (sums of each) or 'details' (allocators and threads of `box` of the last flame graph, or of the
 * boxes at the end of `path`: frames from the leaf up). `zoom` are frames to the zoomed box; `sight` is the part that callers
 * shall be derived for, null for what the zoomed box shows. `by` is what functions are grouped by, and 'callersOf' asks who
 * called the group `functionId`. A `draft` may leave out what is too narrow to be seen. `found` are the frames that a pattern of the settings matches, since the engine matches none.
 *
 * @typedef {{
 *   kind: string,
 *   settings: !Settings,
 *   colour: (string|undefined),
 *   zoom: (!Array<number>|undefined),
 *   sight: (?Span|undefined),
 *   functionId: (number|undefined),
 *   path: (?Array<number>|undefined),
 *   box: (number|undefined),
 *   by: (string|undefined),
 *   draft: (boolean|undefined),
 *   found: (?Uint8Array|undefined)
 * }}
 */
export let Request;

/**
 * What the page asks the engine for its graph.
 *
 * @param {!State} state
 * @param {string} kind 'callees' or 'callers'
 * @param {!Array<number>} zoom frames to the zoomed box
 * @param {?Span} sight
 * @return {!Request}
 */
export function graphRequest(state, kind, zoom, sight) {
  return {kind, settings: settingsOf(state), zoom, sight, colour: state.colour, draft: state.moving};
}

/**
 * @param {string} tab
 * @return {?string} the engine's answer that a tab shows as a graph; null where any will do
 */
export function modeOf(tab) {
  return tab === 'graph' ? 'callees' : tab === 'callers' ? 'callers' : null;
}
