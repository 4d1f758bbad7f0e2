/**
 * @fileoverview The Memory over time tab: resident and heap memory as the capture sampled them.
 */

import {ONE} from '../format/features.js';
import {beginOf} from '../model/instants.js';
import {formatBytesShort, formatDuration, formatNoun, formatTime} from '../model/units.js';
import {bindActions} from './controls.js';
import {el, fill, listen, part, pick, refill} from './dom.js';
import {csvRow, fileName, saveText} from './saving.js';
import {makeTimeline, peakOf} from './timeline.js';
import {App} from './types.js';

/**
 * @param {!App} app
 * @return {!HTMLElement}
 */
export function makeTime(app) {
  const {samples, meta} = app.report;
  const {time, heap, resident} = samples;
  if (!ONE || time.length === 0) {
    return part('no-time');
  }
  const begin = beginOf(app.report);
  const element = part('time');
  const plot = pick(element, '.time-plot');
  const readout = pick(element, '.time-readout');
  pick(element, '.soft span').textContent = formatNoun(time.length, 'sample');
  pick(element, '.soft b').textContent = formatBytesShort(meta.peakBytes);
  const timeline = makeTimeline(
    app,
    plot,
    () => true,
    (at) => {
      refill(
        readout,
        el('strong', {text: 'After ' + formatDuration(time[at] - begin)}),
        ' (' + formatTime(time[at]) + '): heap ',
        el('b.heap', {'text': formatBytesShort(heap[at])}),
        ', resident ',
        el('b.resident', {'text': formatBytesShort(resident[at])}),
      );
      fill(plot, {'aria-valuetext': readout.textContent});
    },
  );
  listen(pick(element, '#jump-heap'), 'click', () => timeline.move(timeline.peak));
  listen(pick(element, '#jump-resident'), 'click', () => timeline.move(peakOf(resident)));
  const save = () => {
    const rows = Array.from(time, (when, row) => csvRow([when, resident[row], heap[row]]));
    saveText(
      csvRow(['time_ms_since_1970', 'resident_bytes', 'heap_bytes']) + rows.join(''),
      fileName(app, '-memory.csv'),
      'text/csv',
    );
  };
  bindActions(element, {'time-csv': save});
  return element;
}
