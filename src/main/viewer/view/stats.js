/**
 * @fileoverview The Stats tab: all that is known about the capture and about the report.
 */

import {formatBytes, formatCount, formatDuration, formatNoun, formatTime} from '../model/units.js';
import {visible} from '../model/visible.js';
import {el} from './dom.js';

/**
 * How much of the capture a report covers, as a sentence.
 *
 * @param {!Object} coverage
 * @return {string}
 */
export function describeCoverage(coverage) {
  const size = coverage.inputSizeBytes === null ? '' : ' of ' + formatBytes(coverage.inputSizeBytes);
  const read = formatNoun(coverage.records, 'record') + ', ' + formatBytes(coverage.inputBytes) + size;
  return coverage.end === 'complete' ? 'complete: ' + read : read + '. ' + visible(coverage.problem || 'It is incomplete.');
}

const KIND_TITLES = {peak: 'At the peak', leaks: 'Leaked', temporary: 'Temporary'};

/**
 * @param {!Object} app
 * @return {!HTMLElement}
 */
export function makeStats(app) {
  const {meta, threads, nodeCount, ownCount, frames, samples} = app.report;
  const yes = (/** boolean */ on) => (on ? 'yes' : 'no');
  const section = (/** string */ title, /** !Array<!Array<string>> */ rows) => el('section.card', null,
      el('h2', {text: title}),
      el('dl.facts', null, ...rows.flatMap(([name, value]) => [el('dt', {text: name}), el('dd', {text: value})])));
  const coverage = meta.coverage;
  return el('div.page', null,
      section('Program', [
        ['Command line', visible(meta.commandLine)],
        ['Started', formatTime(meta.startMillis)],
        ['Ended', meta.endMillis > 0 ? formatTime(meta.endMillis) : 'unknown: the capture has no end'],
        ['Duration', meta.endMillis > 0 ? formatDuration(meta.endMillis - meta.startMillis) : 'unknown'],
        ['Process', String(meta.pid)],
        ['Python', visible(meta.pythonVersion)],
        ['Python allocator', visible(meta.pythonAllocator) + (meta.pythonAllocatorsTraced ? ', traced' : '')],
        ['Threads', formatCount(threads.length)],
      ]),
      section('Memory', [
        ['Peak memory', formatBytes(meta.peakBytes)],
        ...meta.totals.map((/** !Object */ total) => [
          KIND_TITLES[total.kind],
          formatBytes(total.bytes) + ' in ' + formatNoun(total.count, 'allocation'),
        ]),
        ['Total number of allocations', formatCount(coverage.allocationRecords)],
        ['Memory samples', formatCount(samples.time.length)],
      ]),
      section('Capture', [
        ['File', visible(meta.input)],
        ['Format', 'version ' + meta.captureVersion + (coverage.compressed ? ', LZ4' : ', not compressed') +
             (meta.aggregated ? ', aggregated' : '')],
        ['Coverage', describeCoverage(coverage)],
        ['Native traces', yes(meta.nativeTraces)],
        ['Object lifetimes', yes(meta.objectLifetimesTracked)],
        ...(meta.temporaryThreshold === null ? [] : [['Temporary threshold', String(meta.temporaryThreshold)]]),
      ]),
      section('Report', [
        ['Made by', visible(meta.generator)],
        ['Made at', formatTime(meta.writtenMillis)],
        ['Make it again', visible(meta.regenerate)],
        ['Nodes', formatCount(nodeCount) + ' in ' + formatCount(frames.function.length - 1) + ' frames, ' +
             formatCount(ownCount) + ' values'],
        ...(meta.folding === null ? [] : [['Folded', visible(meta.folding.text)]]),
      ]),
      meta.notes.length === 0 ? null : el('section.card', null, el('h2', {text: 'Notes'}),
          el('ul', null, ...meta.notes.map((/** string */ note) => el('li', {text: visible(note)})))));
}
