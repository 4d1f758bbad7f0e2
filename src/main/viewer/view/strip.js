/**
 * @fileoverview The memory strip above the graph: how memory went, and where the peak is that the graph shows.
 */

import {beginOf} from '../model/instants.js';
import {formatBytesShort, formatDuration, formatTime} from '../model/units.js';
import {bindControls} from './controls.js';
import {el, fill, part, pick, refill} from './dom.js';
import {exactPeak, makeTimeline, peakSampleOf} from './timeline.js';
import {App} from './types.js';

/** What the graph shows, by view. */
const SHOWN = {'peak': 'the peak', 'leaks': 'leaks', 'temporary': 'temporary allocations'};

/**
 * @param {!App} app
 * @return {?HTMLElement} null where the capture holds no two samples
 */
export function makeStrip(app) {
  const {report, store} = app;
  const {time, heap, resident} = report.samples;
  if (time.length < 2) {
    return null;
  }
  const element = part('strip');
  const plot = pick(element, '.strip-plot');
  const readout = pick(element, '.strip-readout');
  const begin = beginOf(report);
  const peak = peakSampleOf(report);
  /** What the graph shows, which is no moment of the reader's choice: the report has the stacks of the peak alone. */
  const graphShows = (/** number */ at) => {
    const {metric} = store.state();
    return (
      'The graph shows ' +
      (SHOWN[metric] || 'this view') +
      (metric === 'peak' && at === peak ? ', ' + formatBytesShort(exactPeak(report.meta)) : ', not this moment') +
      '.'
    );
  };
  let last = peak;
  const tell = (/** number */ at) => {
    last = at;
    const after = 'After ' + formatDuration(time[at] - begin);
    const when = formatTime(time[at]);
    refill(
      readout,
      el('p.cut', null, el('strong', {'text': after}), el('span.soft', {'text': ' ' + when.slice(11, 19)})),
      el(
        'p.cut',
        null,
        'heap ',
        el('b.heap', {'text': formatBytesShort(heap[at])}),
        ', resident ',
        el('b.resident', {'text': formatBytesShort(resident[at])}),
      ),
      el('p.cut.soft', {'text': graphShows(at)}),
    );
    readout.title = when;
    fill(plot, {
      'aria-valuetext': [
        after,
        'heap ' + formatBytesShort(heap[at]),
        'resident ' + formatBytesShort(resident[at]),
        graphShows(at),
      ].join(', '),
    });
  };
  bindControls(store, element);
  makeTimeline(app, plot, () => store.state().tall, tell);
  store.on((changed) => {
    if (changed.has('tall')) {
      element.classList.toggle('tall', store.state().tall);
    }
    if (changed.has('metric')) {
      tell(last);
    }
  });
  return element;
}
