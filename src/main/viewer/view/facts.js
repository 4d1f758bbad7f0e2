/**
 * @fileoverview What is known about a box, as text: the same words in the details bar, the tooltip and the sandwich.
 */

import {DIFFERENCES, MANY} from '../format/features.js';
import {changeOf} from '../model/difference.js';
import {Front} from '../model/front.js';
import {largestFirst} from '../model/groups.js';
import {Layout, measureOf} from '../model/layout.js';
import {ALLOCATORS, capital, Names, threadNoun} from '../model/names.js';
import {formatBytesShort, formatChange, formatCount, formatNoun, formatShare} from '../model/units.js';
import {shorten, visible} from '../model/visible.js';
import {countedOf} from './sentences.js';
import {Asking, Core, Graph, Split, Store} from './types.js';

/** How long a reader stays at a box before the engine is asked. */
const SPLIT_MILLIS = 90;

/**
 * @param {number} bytes
 * @return {string} "14.1 MB (14,123,456 B)"
 */
export function exactBytes(bytes) {
  return formatBytesShort(bytes) + (bytes < 1000 ? '' : ' (' + formatCount(bytes) + '\u00a0B)');
}

/**
 * The shares of a box, each with its whole.
 *
 * @param {!Core} app
 * @param {!Graph} graph
 * @param {number} box
 * @return {!Array<string>} of all that the view counts; where something is filtered or zoomed, of what is shown
 */
export function sharesOf(app, graph, box) {
  const {byCount} = app.store.state();
  const {bytes, count} = countedOf(app);
  const widths = graph.widths();
  const layout = graph.layout();
  const whole = byCount ? count : bytes;
  const shown = DIFFERENCES && layout.differs ? whole : widths[graph.zoomed()];
  const amount = DIFFERENCES && layout.differs ? Math.abs(changeOf(layout, byCount)[box]) : widths[box];
  const shares = [
    formatShare(amount, whole) + ' of ' + (byCount ? formatNoun(whole, 'allocation') : formatBytesShort(whole)),
  ];
  return shown === whole ? shares : shares.concat(formatShare(amount, shown) + ' of what is shown');
}

/**
 * Self values of a box: what is not in its children.
 *
 * @param {!Layout} layout
 * @param {number} box
 * @return {{bytes: number, counts: number}}
 */
export function selfOf(layout, box) {
  let bytes = layout.bytes[box];
  let counts = layout.counts[box];
  for (let child = layout.first[box]; child < layout.first[box + 1]; child++) {
    bytes -= layout.bytes[child];
    counts -= layout.counts[child];
  }
  return {bytes, counts};
}

/**
 * The largest of a few groups as text: "malloc 80 %, mmap 20 %".
 *
 * @param {!Float64Array} amounts
 * @param {function(number): string} name
 * @return {string}
 */
function describeMix(amounts, name) {
  const order = largestFirst(amounts).filter((at) => amounts[at] > 0);
  const whole = order.reduce((sum, at) => sum + amounts[at], 0);
  const texts = order
    .slice(0, 4)
    .map((at) => shorten(name(at), 80) + (order.length === 1 ? '' : ' ' + formatShare(amounts[at], whole)));
  return texts.join(', ') + (order.length > 4 ? ' and ' + formatCount(order.length - 4) + ' more' : '');
}

/**
 * Allocators and threads of boxes. Whoever asks for the box that was asked for last shares the answer.
 *
 * @param {!Front} report
 * @param {!Names} names
 * @param {!Store} store
 * @param {!Asking} asking
 * @return {!Split}
 */
export function makeSplit(report, names, store, asking) {
  /** @type {?Layout} */
  let layout = null;
  let last = -1;
  let timer = 0;
  /** @type {!Array<function(!Array<!Array<string>>): void>} */
  let waiting = [];
  /** @type {?Array<!Array<string>>} */
  let rows = null;

  const ask = () => {
    const asked = layout;
    const box = last;
    asking.details(/** @type {!Layout} */ (asked), box).then((found) => {
      if (!found || asked !== layout || box !== last) {
        return;
      }
      const {byCount} = store.state();
      const held = (/** {bytes: number, counts: number} */ side) =>
        byCount ? formatNoun(side.counts, 'allocation') : formatBytesShort(side.bytes);
      const mix = describeMix(measureOf(byCount, found.allocators), (at) =>
        at === 0 ? '' : ALLOCATORS[at] || 'allocator ' + at,
      );
      rows = mix === '' ? [] : [['Allocator', mix]];
      const {before, after} = found;
      if (DIFFERENCES && before && after) {
        const change = formatChange(measureOf(byCount, after) - measureOf(byCount, before), byCount);
        const word = !MANY ? '' : before.counts === 0 ? ', new' : after.counts === 0 ? ', vanished' : '';
        rows.unshift(
          MANY && report.meta.compared
            ? ['Both sides', 'base ' + held(before) + ', new ' + held(after) + ', change ' + change + word]
            : ['Held', held(before) + ' before, ' + held(after) + ' after'],
        );
      }
      if (report.threads.length > 1) {
        rows.push([capital(threadNoun(report.meta)), describeMix(measureOf(byCount, found.byThread), names.thread)]);
      }
      if (MANY && found.extremes) {
        const {bytes, capture, count, exact} = found.extremes;
        const least = exact ? '' : 'at least ';
        rows.unshift([
          'Captures',
          (report.meta.readable === 1
            ? ''
            : 'in ' + least + formatCount(count) + ' of ' + formatNoun(report.meta.readable, 'capture') + ', ') +
            'largest ' +
            least +
            formatBytesShort(bytes) +
            ' in ' +
            shorten(visible(capture), 80),
        ]);
      }
      const told = waiting;
      waiting = [];
      for (const use of told) {
        use(rows);
      }
    });
  };
  return (graph, box, use) => {
    if (graph.layout() !== layout || box !== last) {
      layout = graph.layout();
      last = box;
      rows = null;
      waiting = [];
      clearTimeout(timer);
      timer = setTimeout(ask, SPLIT_MILLIS);
    }
    if (rows) {
      use(rows);
    } else {
      waiting.push(use);
    }
  };
}
