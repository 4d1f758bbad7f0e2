/** @fileoverview Reads the payload of a report; docs/report-format.md describes it. */
import {ints, octets} from './arrays.js';
import {ColumnReader, Section} from './column-reader.js';
import {DamagedReport} from './damaged-report.js';
import {MANY, TIME} from './features.js';
import {readBuckets, readLifetimes} from './history-reader.js';
import {inflate} from './inflate.js';
import {Compared, Extremes, Files, Frames, Meta, Metric, Nodes, OwnValues, Report, Samples, Thread} from './types.js';

const MAGIC = 'HCREPORT';
const VERSION = 2;

const METADATA = 1;
const STRINGS = 2;
const FILES = 3;
const FRAMES = 4;
const TREE = 5;
const NODE_FRAMES = 6;
const OWN_VALUES = 7;
const THREADS = 11;
const SAMPLES = 12;
const BUCKETS = 13;
const LIFETIMES = 14;
const CAPTURES = 17;
const EXTREMES = 18;
const END = 127;

/**
 * Reads a whole report. Rejects with an error whose message is a sentence for the reader of the page if the payload is
 * damaged, incomplete or of a version that this reader does not know.
 *
 * @param {!Array<string>} payloadBlocks text of the payload elements in document order
 * @return {!Promise<!Report>}
 */
export async function readReport(payloadBlocks) {
  return parseReport(await inflate(payloadBlocks));
}

/**
 * The same from decompressed bytes.
 *
 * @param {!Uint8Array} bytes
 * @return {!Report}
 */
export function parseReport(bytes) {
  const sections = findSections(bytes);
  const meta = readMetadata(need(sections, METADATA));
  const strings = readStrings(need(sections, STRINGS));
  const files = readFiles(need(sections, FILES), strings.length);
  const frames = readFrames(need(sections, FRAMES), strings.length, files.count);
  const nodes = readNodes(need(sections, TREE), need(sections, NODE_FRAMES), frames.count);
  const threads = readThreads(need(sections, THREADS), strings);
  const own = readOwnValues(need(sections, OWN_VALUES), nodes.count, threads.length);
  for (const view of meta.views) {
    own.metrics.push(readMetric(need(sections, view.section), view.key, own.count, own.metrics[0]));
  }
  const samples = readSamples(need(sections, SAMPLES));
  const history = TIME ? sections.get(BUCKETS) : undefined;
  const buckets = history ? readBuckets(history, meta.startMillis) : null;
  const lifetimes = buckets && readLifetimes(need(sections, LIFETIMES), own.count, buckets.count);
  const captures = MANY ? sections.get(CAPTURES) : undefined;
  const extremes = captures ? readExtremes(captures, need(sections, EXTREMES), strings, nodes) : null;
  return {meta, strings, files, frames, nodes, own, threads, samples, buckets, lifetimes, extremes};
}

/**
 * @param {!Uint8Array} bytes
 * @return {!Map<number, !Section>}
 */
function findSections(bytes) {
  for (let i = 0; i < MAGIC.length; i++) {
    if (bytes[i] !== MAGIC.charCodeAt(i)) {
      throw new DamagedReport();
    }
  }
  const reader = new ColumnReader(bytes, MAGIC.length, bytes.length);
  const version = reader.number();
  if (version !== VERSION) {
    throw new Error('This report has payload version ' + version + ', which this page does not know.');
  }
  const sections = new Map();
  for (;;) {
    const id = reader.number();
    const count = reader.number();
    const length = reader.number();
    const start = reader.position;
    const end = start + length;
    if (end > bytes.length) {
      throw new DamagedReport('its payload ends too early');
    }
    if (id === END) {
      // gzip's own checksum has covered all that the four bytes here do
      if (length !== 4 || end !== bytes.length) {
        throw new DamagedReport();
      }
      return sections;
    }
    sections.set(id, {count, columns: new ColumnReader(bytes, start, end), bytes: bytes.subarray(start, end)});
    reader.position = end;
  }
}

/**
 * @param {!Map<number, !Section>} sections
 * @param {number} id
 * @return {!Section}
 */
function need(sections, id) {
  const section = sections.get(id);
  if (!section) {
    throw new DamagedReport();
  }
  return section;
}

/**
 * What the page reads of the metadata, here alone by the names of its JSON; the skeleton shows the rest.
 *
 * @param {!Section} section
 * @return {!Meta}
 */
function readMetadata({bytes}) {
  try {
    const json = /** @type {!Object<string, ?>} */ (JSON.parse(new TextDecoder().decode(bytes)));
    const views = /** @type {!Array<!Object<string, ?>>} */ (json['views']);
    const history = json['history'];
    const natives = json['native_symbols'];
    return {
      view: json['view'],
      inverted: json['inverted'],
      table: json['table'] === true,
      input: json['input'],
      peakBytes: json['peak_memory_bytes'],
      peakMillis: json['peak_before_ms'] || 0,
      startMillis: json['capture']['start_time_ms'],
      endMillis: json['capture']['end_time_ms'],
      first: history ? history['first_bucket'] : 0,
      last: history ? history['last_bucket'] : 0,
      peaks: history ? history['peaks'].map((/** !Object<string, number> */ peak) => peak['bucket']) : [],
      compared: MANY && json['comparison'] ? readCompared(json) : null,
      several: json['comparison'] !== undefined || json['capture_count'] !== undefined,
      split: json['split_captures'] === true,
      readable: json['capture_count'] - json['failed'],
      libraries: new Map(natives ? natives['images'].map(readLibrary) : []),
      views: views.map((view) => ({
        key: view['key'],
        label: view['label'],
        section: view['section'],
        bytes: json[view['key']]['bytes'],
        count: json[view['key']]['count'],
      })),
    };
  } catch {
    // no JSON, or not with these members
    throw new DamagedReport();
  }
}

/**
 * @param {!Object<string, ?>} json of a comparison
 * @return {!Compared}
 */
function readCompared(json) {
  const comparison = json['comparison'];
  const before = comparison['base_captures'];
  const after = comparison['new_captures'];
  // the peak of the base becomes that of the new side
  const factor = (json['peak']['bytes'] / after) * (before / json['base_peak']['bytes']);
  return {
    before,
    after,
    baseName: comparison['base_name'],
    newName: comparison['new_name'],
    normalized: comparison['normalized'],
    factor: factor > 0 && factor < Infinity ? factor : 0,
  };
}

/**
 * @param {!Object<string, string>} image
 * @return {!Array<string>} its path, and what was found of it
 */
function readLibrary(image) {
  const buildId = image['build_id'];
  return [image['path'], buildId === '' ? image['state'] : 'build id ' + buildId];
}

/**
 * @param {!Section} section
 * @return {!Array<string>}
 */
function readStrings({count, columns, bytes}) {
  const start = columns.position;
  const prefixes = columns.ids(count, 2 ** 31);
  const lengths = columns.ids(count, 2 ** 31);
  // one call of the decoder for all: a call for each string costs 20 times as much
  const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
  const text = decoder.decode(bytes.subarray(columns.position - start));
  const strings = new Array(count);
  let before = '';
  let position = 0;
  for (let i = 0; i < count; i++) {
    before = before.slice(0, prefixes[i]) + text.slice(position, position + lengths[i]);
    strings[i] = before;
    position += lengths[i];
  }
  if (position !== text.length) {
    throw new DamagedReport();
  }
  return strings;
}

/**
 * @param {!Section} section
 * @param {number} stringCount
 * @return {!Files}
 */
function readFiles({count, columns}, stringCount) {
  const name = columns.ids(count, stringCount);
  const module = columns.ids(count, stringCount);
  const kind = columns.ids(count, 256, octets(count));
  columns.finish();
  for (let i = 1; i < count; i++) {
    name[i] += name[i - 1];
  }
  if (count > 0 && name[count - 1] >= stringCount) {
    throw new DamagedReport();
  }
  return {count, name, module, kind};
}

/**
 * @param {!Section} section
 * @param {number} stringCount
 * @param {number} fileCount
 * @return {!Frames}
 */
function readFrames({count, columns}, stringCount, fileCount) {
  const names = columns.ids(count, stringCount);
  const file = columns.ids(count, fileCount);
  const line = Int32Array.from(file, () => columns.signed());
  const source = columns.ids(count, stringCount);
  const flags = columns.ids(count, 256, octets(count));
  columns.finish();
  return {count, function: names, file, line, source, flags};
}

/**
 * @param {!Section} tree
 * @param {!Section} callees
 * @param {number} frameCount
 * @return {!Nodes}
 */
function readNodes(tree, callees, frameCount) {
  const count = tree.count;
  if (count < 1 || callees.count !== count) {
    throw new DamagedReport();
  }
  tree.columns.checked(count - 1);
  const depth = tree.columns.ids(count - 1, count, ints(count));
  const parent = ints(count);
  const frame = ints(count);
  tree.columns.finish();
  parent[0] = -1;
  // node last seen at each depth
  const path = ints(count);
  for (let i = 1; i < count; i++) {
    const level = depth[i - 1] + 1 - depth[i];
    if (level < 1) {
      throw new DamagedReport();
    }
    depth[i] = level;
    path[level] = i;
    parent[i] = path[level - 1];
  }
  readNodeFrames(callees.columns, parent, frame, frameCount);
  return {count, depth, parent, frame};
}

/**
 * @param {!ColumnReader} columns
 * @param {!Int32Array} parent
 * @param {!Int32Array} frame
 * @param {number} frameCount
 */
function readNodeFrames(columns, parent, frame, frameCount) {
  const calleeCounts = columns.ids(frameCount, 2 ** 31);
  // callees of frame f: pool[starts[f]], ...; known[f] of them were met so far
  const starts = ints(frameCount + 1);
  const count = frame.length;
  let pairs = 0;
  for (let i = 0; i < frameCount; i++) {
    pairs += calleeCounts[i];
    starts[i + 1] = pairs;
  }
  // each is that of a node, and the root is none; more would not fit into the column of starts
  if (pairs >= count) {
    throw new DamagedReport();
  }
  columns.ids(count - 1, count, frame);
  const pool = columns.ids(starts[frameCount], frameCount);
  columns.finish();
  const callees = ints(pool.length);
  const known = starts.slice(0, frameCount);
  let next = 0;
  frame[0] = 0;
  for (let i = 1; i < count; i++) {
    const caller = frame[parent[i]];
    const position = frame[i];
    let slot = starts[caller] + position - 1;
    if (position === 0) {
      slot = known[caller]++;
      if (slot >= starts[caller + 1]) {
        throw new DamagedReport();
      }
      callees[slot] = pool[next++];
    } else if (slot >= known[caller]) {
      throw new DamagedReport();
    }
    frame[i] = callees[slot];
  }
  if (next !== pool.length) {
    throw new DamagedReport();
  }
}

/**
 * @param {!Section} section
 * @param {number} nodeCount
 * @param {number} threadCount
 * @return {!OwnValues}
 */
function readOwnValues({count, columns}, nodeCount, threadCount) {
  const node = columns.ids(count, nodeCount);
  const thread = columns.ids(count, threadCount);
  const allocator = columns.ids(count, 256, octets(count));
  columns.finish();
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += node[i];
    if (at >= nodeCount) {
      throw new DamagedReport();
    }
    node[i] = at;
  }
  return {count, node, thread, allocator, metrics: []};
}

/**
 * @param {!Section} section
 * @param {string} kind
 * @param {number} ownCount
 * @param {(!Metric|undefined)} first the first metric; undefined for that one itself
 * @return {!Metric}
 */
function readMetric({count, columns}, kind, ownCount, first) {
  if (count !== ownCount) {
    throw new DamagedReport();
  }
  const bytes = first === undefined ? columns.signedNumbers(count) : columns.changes(first.bytes);
  const counts = first === undefined ? columns.signedNumbers(count) : columns.changes(first.count);
  columns.finish();
  return {kind, bytes, count: counts};
}

/**
 * @param {!Section} captures
 * @param {!Section} section
 * @param {!Array<string>} strings
 * @param {!Nodes} nodes
 * @return {!Extremes}
 */
function readExtremes(captures, {count, columns}, strings, {count: nodeCount, parent}) {
  if (count !== nodeCount || captures.count < 1) {
    throw new DamagedReport();
  }
  const names = Array.from(captures.columns.ids(captures.count, strings.length), (id) => strings[id]);
  captures.columns.finish();
  const having = columns.ids(count, 2 ** 31);
  const view = () => {
    const below = columns.signedNumbers(count);
    const owner = columns.ids(count, captures.count + 1);
    // 0 is that of the caller
    for (let node = 0; node < count; node++) {
      owner[node] = owner[node] > 0 ? owner[node] - 1 : node > 0 ? owner[parent[node]] : 0;
    }
    return {below, owner};
  };
  const views = {'peak': view(), 'leaks': view()};
  columns.finish();
  return {captures: names, count: having, views};
}

/**
 * @param {!Section} section
 * @param {!Array<string>} strings
 * @return {!Array<!Thread>}
 */
function readThreads({count, columns}, strings) {
  const ids = new Array(columns.checked(count));
  for (let i = 0; i < count; i++) {
    ids[i] = '0x' + columns.big().toString(16);
  }
  const names = columns.ids(count, strings.length);
  columns.finish();
  return ids.map((id, i) => ({id, name: strings[names[i]]}));
}

/**
 * @param {!Section} section
 * @return {!Samples}
 */
function readSamples({count, columns}) {
  const steps = columns.steps(count);
  const time = steps.slice();
  for (let i = 1; i < count; i++) {
    // a clock that was set back stands still for one sample: later ones keep their distances
    time[i] = time[i - 1] + Math.max(0, steps[i]);
  }
  const resident = columns.steps(count);
  const heap = columns.steps(count);
  columns.finish();
  return {count, time, resident, heap};
}
