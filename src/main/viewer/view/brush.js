/**
 * @fileoverview Memory over time above the graph, where it chooses what the graph shows: two handles, the window between them,
 * and what of it is counted.
 */

import {Buckets} from '../format/types.js';
import {edgesOf, peakIn, Selection} from '../model/instants.js';
import {makeBrushPlot} from './brush-plot.js';
import {bindDragging} from './brush-pointer.js';
import {bindActions, bindControls} from './controls.js';
import {clamp, fill, listen, part, pick, pickAll} from './dom.js';
import {describeSelection, momentOf, patchOf, shownSelection} from './selections.js';
import {viewOf} from './sentences.js';
import {App, Brush} from './types.js';

/** Buckets that Shift and an arrow pass. */
const LEAP = 10;
/** After this pause, keys are over. */
const PAUSE_MILLIS = 250;

/**
 * @param {!App} app
 * @return {?Brush} null where the report has no memory over time
 */
export function makeBrush(app) {
  const {report, store} = app;
  const {buckets, meta} = report;
  if (!buckets) {
    return null;
  }
  const last = buckets.count;
  const element = part('brush');
  const edges = edgesOf(report);
  const plot = makeBrushPlot(app, element, edges);
  const shown = () => shownSelection(report, store.state());
  /** What a range counts that is drawn after an instant was looked at. */
  let rangeMode = shown().mode;
  let timer = 0;
  const preview = (/** !Selection */ selection) => {
    clearTimeout(timer);
    store.preview(patchOf(report, selection));
  };
  const choose = (/** !Selection */ selection) => {
    preview(selection);
    store.settle();
  };
  const nudge = (/** !Selection */ selection) => {
    preview(selection);
    timer = setTimeout(store.settle, PAUSE_MILLIS);
  };
  const player = makePlayer(app, last, shown, preview);
  const back = () => {
    player.stop();
    clearTimeout(timer);
    store.preview({selection: null});
    store.settle();
  };
  const setMode = (/** string */ mode) => {
    const {from, to} = shown();
    const instant = from === to && mode !== 'held';
    rangeMode = mode;
    choose({mode, from: instant ? 0 : from, to: instant ? Math.max(1, to) : to});
  };
  const toPeak = (/** number */ by) => {
    const now = peakIn(/** @type {!Buckets} */ (buckets), shown());
    const peaks = meta.peaks.filter((bucket) => (bucket - now) * by > 0).sort((a, b) => (a - b) * by);
    if (peaks.length > 0) {
      choose({mode: 'top', from: peaks[0], to: peaks[0] + 1});
    }
  };

  for (const button of pickAll(element, '[data-mode]')) {
    listen(button, 'click', () => setMode(button.dataset['mode']));
  }
  bindControls(store, element);
  bindActions(element, {
    'peak-before': () => toPeak(-1),
    'peak-after': () => toPeak(1),
    'play': player.toggle,
    'speed': (button) => {
      button.textContent = player.faster() + '\u00d7';
    },
    'whole': () => choose({mode: shown().mode, from: 0, to: last}),
  });
  bindDragging(pick(element, '.brush-plot'), plot, {
    shown,
    modeOfRange: () => (shown().from < shown().to ? shown().mode : rangeMode),
    last,
    start: player.stop,
    preview,
    settle: store.settle,
    choose,
  });
  listen(element, 'keydown', (/** !KeyboardEvent */ event) => {
    const edge = /** @type {!HTMLElement} */ (event.target).dataset['edge'];
    const next = edge ? stepOf(event, edge, shown(), last) : null;
    if (next) {
      nudge(next);
    } else if (edge && event.key === ' ') {
      player.toggle();
    } else if (event.key === 'p') {
      store.set({metric: 'peak', selection: null});
    } else if (event.key === 'Escape') {
      back();
    } else {
      return;
    }
    event.preventDefault();
  });
  bindWords(app, element, shown, player.playing);
  return {element, keys: {'[': () => toPeak(-1), ']': () => toPeak(1)}};
}

/**
 * What a key makes of a selection.
 *
 * @param {!KeyboardEvent} event
 * @param {string} edge "a", "b" or "both"
 * @param {!Selection} selection
 * @param {number} last edge
 * @return {?Selection} null for other keys
 */
function stepOf({key, shiftKey}, edge, {mode, from, to}, last) {
  const by = shiftKey ? LEAP : 1;
  const instant = from === to;
  const width = to - from;
  const step = {'ArrowRight': by, 'ArrowLeft': -by, 'Home': -last, 'End': last}[key];
  const wider = {'ArrowUp': by, 'ArrowDown': -by}[key];
  if (step !== undefined && (edge === 'both' || instant)) {
    const begin = clamp(0, from + step, last - width);
    return {mode, from: begin, to: begin + width};
  }
  if (step !== undefined) {
    return edge === 'a'
      ? {mode, from: clamp(0, from + step, to - 1), to}
      : {mode, from, to: clamp(from + 1, to + step, last)};
  }
  if (wider !== undefined) {
    const begin = clamp(0, from - wider, to - 1);
    return {mode, from: begin, to: clamp(begin + 1, to + wider, last)};
  }
  return null;
}

/**
 * Plays a selection to the end, as fast as the graph follows.
 *
 * @param {!App} app
 * @param {number} last edge
 * @param {function(): !Selection} shown
 * @param {function(!Selection): void} preview
 * @return {{toggle: function(): void, stop: function(): void, faster: function(): number, playing: function(): boolean}}
 */
function makePlayer({store}, last, shown, preview) {
  let playing = false;
  let speed = 1;
  const stop = () => {
    if (playing) {
      playing = false;
      store.settle();
      store.notify('play');
    }
  };
  const step = () => {
    const {mode, from, to} = shown();
    const by = Math.min(speed, last - to);
    if (playing && by > 0) {
      preview({mode, from: from + by, to: to + by});
    } else {
      stop();
    }
  };
  store.on((changed) => {
    if (playing && changed.has('view')) {
      requestAnimationFrame(step);
    }
  });
  return {
    toggle: () => {
      if (playing) {
        stop();
        return;
      }
      playing = true;
      store.notify('play');
      const {mode, from, to} = shown();
      if (to - from === last) {
        preview({mode: 'held', from: 0, to: 0});
      } else if (to === last) {
        preview({mode, from: 0, to: to - from});
      } else {
        step();
      }
    },
    stop,
    faster: () => {
      speed = speed === 4 ? 1 : speed * 2;
      return speed;
    },
    playing: () => playing,
  };
}

/**
 * Keeps the words of the brush right.
 *
 * @param {!App} app
 * @param {!HTMLElement} element
 * @param {function(): !Selection} shown
 * @param {function(): boolean} playing
 */
function bindWords({asking, report, store}, element, shown, playing) {
  const modes = pickAll(element, '[data-mode]');
  const said = pick(element, '.brush-said');
  const exact = pick(element, '.brush-exact');
  const play = pick(element, '[data-do=play]');
  const handles = pickAll(element, '[data-edge]');
  const last = report.buckets.count;
  store.on((changed) => {
    const selection = shown();
    const {mode, from, to} = selection;
    if (changed.has('tall')) {
      element.classList.toggle('tall', store.state().tall);
    }
    for (const button of modes) {
      fill(button, {'aria-pressed': button.dataset['mode'] === mode});
    }
    for (const handle of handles) {
      const edge = handle.dataset['edge'];
      fill(handle, {
        'aria-valuemax': last,
        'aria-valuenow': edge === 'a' ? from : to,
        'aria-valuetext':
          edge === 'both'
            ? momentOf(report, from) + ' to ' + momentOf(report, to)
            : momentOf(report, edge === 'a' ? from : to),
      });
    }
    play.textContent = playing() ? 'Pause' : 'Play';
    const view = asking.view();
    if (view && (changed.has('view') || changed.has('selection') || changed.has('metric'))) {
      const known = JSON.stringify(view.selection) === JSON.stringify(store.state().selection);
      const {bytes, count} = viewOf(report.meta, store.state().metric);
      const words = describeSelection(report, selection, !known ? null : view.whole || {bytes, counts: count});
      said.textContent = words.said;
      exact.textContent = words.exact;
    }
  });
}
