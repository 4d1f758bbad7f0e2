/**
 * @fileoverview Payloads that were changed by whole parts: sections, columns, numbers. The reader of the page refuses each,
 * or reads a report whose parts fit together, at a cost in proportion to its size.
 */
import {DamagedReport} from '/format/damaged-report.js';
import {inflate} from '/format/inflate.js';
import {parseReport} from '/format/report-reader.js';
import {makeRandom} from '/test/synthetic.js';

/** Magic and version. */
const HEAD_BYTES = 9;
const END = 127;
const MOST_BYTES = 200000;
/** What no payload of that size takes, however busy the machine is: twice in a row it is a finding. */
const MOST_MILLIS = 2000;
const LIMITS = [0, 1, 2, 127, 128, 255, 2 ** 15, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 60, 2 ** 63];

/**
 * Changes payloads and reads them.
 *
 * @param {!Array<!Array<string>>} pages texts of the payload elements of each page
 * @param {number} seed of the first change
 * @param {number} count of changes, one with each seed
 * @return {!Promise<{read: number, refused: number, problems: !Array<string>}>}
 */
export async function checkMutations(pages, seed, count) {
  const samples = [];
  for (const blocks of pages) {
    const bytes = await inflate(blocks);
    samples.push({head: bytes.subarray(0, HEAD_BYTES), parts: split(bytes)});
  }
  const outcome = {read: 0, refused: 0, problems: []};
  for (let at = seed; at < seed + count && outcome.problems.length < 5; at++) {
    const payload = mutated(samples, makeRandom(at));
    const problem = check(payload, outcome);
    if (problem && check(payload, outcome)) {
      outcome.problems.push('seed ' + at + ': ' + problem);
    }
  }
  return outcome;
}

/**
 * A payload with other bytes in one section.
 *
 * @param {!Array<string>} blocks
 * @param {number} id
 * @param {!Array<number>} numbers written as LEB
 * @return {!Promise<!Uint8Array>}
 */
export async function replaced(blocks, id, numbers) {
  const bytes = await inflate(blocks);
  const parts = split(bytes).map((part) => (part.id === id ? {...part, bytes: numbers.flatMap(leb)} : part));
  return joined(bytes.subarray(0, HEAD_BYTES), parts, () => 0);
}

/** What is wrong with how the payload is read; empty where nothing is. */
function check(payload, outcome) {
  const start = performance.now();
  let problem = '';
  try {
    problem = unfit(parseReport(payload));
    outcome.read++;
  } catch (error) {
    outcome.refused++;
    if (!(error instanceof DamagedReport) && !/payload version/.test(error.message)) {
      problem = String(error?.stack);
    }
  }
  const millis = performance.now() - start;
  return problem || (millis > MOST_MILLIS ? millis + ' ms for ' + payload.length + ' bytes' : '');
}

function split(bytes) {
  const parts = [];
  let at = HEAD_BYTES;
  const number = () => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const octet = bytes[at++];
      value += (octet & 127) * factor;
      factor *= 128;
      if (octet < 128) {
        return value;
      }
    }
  };
  for (;;) {
    const id = number();
    const count = number();
    const length = number();
    if (id === END) {
      return parts;
    }
    parts.push({id, count, bytes: Array.from(bytes.subarray(at, at + length))});
    at += length;
  }
}

function leb(value) {
  const octets = [];
  let rest = value;
  while (rest > 127) {
    octets.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  octets.push(rest);
  return octets;
}

function joined(head, parts, lie) {
  const bytes = [...head];
  for (const part of parts) {
    bytes.push(...leb(part.id), ...leb(part.count), ...leb(part.bytes.length + lie()));
    for (const octet of part.bytes) {
      bytes.push(octet);
    }
  }
  bytes.push(END, 0, 4, 0, 0, 0, 0);
  return Uint8Array.from(bytes);
}

function mutated(samples, random) {
  const below = (limit) => Math.floor(random() * limit);
  const sample = samples[below(samples.length)];
  const parts = sample.parts.map((part) => ({...part, bytes: part.bytes.slice()}));
  for (let steps = 1 + below(4); steps > 0; steps--) {
    const part = parts[below(parts.length)];
    const at = below(part.bytes.length + 1);
    const size = parts.reduce((sum, one) => sum + one.bytes.length, 0);
    const room = Math.max(0, MOST_BYTES - size);
    switch (below(12)) {
      case 0:
        part.bytes[Math.min(at, Math.max(0, part.bytes.length - 1))] = below(256);
        break;
      case 1:
        part.bytes[Math.min(at, Math.max(0, part.bytes.length - 1))] ^= 1 << below(8);
        break;
      case 2:
        part.bytes.splice(at, 1 + below(10), ...leb(LIMITS[below(LIMITS.length)]));
        break;
      case 3:
        part.bytes.splice(at, 0, ...leb(LIMITS[below(LIMITS.length)]));
        break;
      case 4:
        part.bytes.splice(at, 1 + below(50));
        break;
      case 5: {
        // a number of any length, or the same number many times
        const repeated = new Array(Math.min(room, 1 << below(17))).fill(below(2) ? 128 + below(128) : below(256));
        part.bytes = part.bytes.slice(0, at).concat(repeated, part.bytes.slice(at));
        break;
      }
      case 6:
        part.count = LIMITS[below(LIMITS.length)];
        break;
      case 7:
        part.count = Math.max(0, part.count + below(5) - 2);
        break;
      case 8:
        parts.splice(below(parts.length), 1);
        break;
      case 9:
        if (part.bytes.length < room) {
          parts.splice(below(parts.length + 1), 0, {...part, bytes: part.bytes.slice()});
        }
        break;
      case 10: {
        const other = samples[below(samples.length)].parts;
        const taken = other[below(other.length)];
        if (taken.bytes.length < room) {
          parts[parts.indexOf(part)] = {...taken, id: below(4) ? part.id : taken.id, bytes: taken.bytes.slice()};
        }
        break;
      }
      default:
        part.bytes.length = at;
    }
    if (parts.length === 0) {
      break;
    }
  }
  const lies = below(8) === 0;
  const head = below(100) ? sample.head : sample.head.map((octet) => octet ^ (1 << below(8)));
  return joined(head, parts, () => (lies && below(4) === 0 ? below(9) : 0));
}

/** What does not fit together in a report that was read; empty if all does. */
function unfit(report) {
  const {strings, files, frames, nodes, own, threads, samples, buckets, lifetimes} = report;
  const problems = [];
  const below = (name, column, limit) => {
    if (!column.every((value) => value >= 0 && value < limit)) {
      problems.push(name);
    }
  };
  const numbers = (name, column) => {
    if (column.some(Number.isNaN)) {
      problems.push(name);
    }
  };
  if (!strings.every((text) => typeof text === 'string')) {
    problems.push('strings');
  }
  below('files.name', files.name, strings.length);
  below('files.module', files.module, strings.length);
  below('frames.function', frames.function, strings.length);
  below('frames.file', frames.file, files.count);
  below('frames.source', frames.source, strings.length);
  below('nodes.frame', nodes.frame, frames.count);
  if (!nodes.parent.every((parent, node) => (node === 0 ? parent === -1 : parent >= 0 && parent < node))) {
    problems.push('nodes.parent');
  }
  if (!nodes.depth.every((depth, node) => node === 0 || depth === nodes.depth[nodes.parent[node]] + 1)) {
    problems.push('nodes.depth');
  }
  below('own.node', own.node, nodes.count);
  below('own.thread', own.thread, threads.length);
  for (const metric of own.metrics) {
    numbers('bytes of ' + metric.kind, metric.bytes);
    numbers('counts of ' + metric.kind, metric.count);
  }
  if (!threads.every((thread) => typeof thread.name === 'string' && /^0x[0-9a-f]{1,16}$/.test(thread.id))) {
    problems.push('threads');
  }
  numbers('samples', samples.time);
  if (samples.time.some((time, at) => at > 0 && time < samples.time[at - 1])) {
    problems.push('times fall');
  }
  if (buckets) {
    numbers('buckets', buckets.endBytes);
    numbers('times of buckets', buckets.endTime);
  }
  if (lifetimes) {
    below('lifetimes.own', lifetimes.own, own.count);
    if (lifetimes.died.some((died, at) => died < lifetimes.born[at] || died > 2 * buckets.count)) {
      problems.push('lifetimes.died');
    }
  }
  return problems.join(', ');
}
