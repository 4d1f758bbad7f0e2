/** @fileoverview Reads the sections about memory over time; docs/report-format.md, sections 13 and 14, describes them. */
import {floats, ints} from './arrays.js';
import {Section} from './column-reader.js';
import {DamagedReport} from './damaged-report.js';
import {Buckets, Lifetimes} from './types.js';

/** Half buckets are kept in 16 bits, and there is one above all of them that stands for never. */
const MOST_BUCKETS = 2 ** 15 - 1;

/** Stands for never in the column of deaths. */
const NEVER = 0;

/**
 * @param {!Section} section
 * @param {number} startMillis when the recording began
 * @return {!Buckets}
 */
export function readBuckets({count, columns}, startMillis) {
  if (count < 1 || count > MOST_BUCKETS) {
    throw new DamagedReport();
  }
  columns.checked(count);
  const records = floats(count).map(() => columns.number());
  const mark = floats(count);
  let first = 0;
  for (let bucket = 0; bucket < count; bucket++) {
    const after = columns.number();
    if (after > records[bucket]) {
      throw new DamagedReport();
    }
    mark[bucket] = first + after - 1;
    first += records[bucket];
  }
  const markBytes = floats(count);
  for (let bucket = 0; bucket < count; bucket++) {
    markBytes[bucket] = columns.signed();
  }
  const endBytes = floats(count);
  let end = 0;
  // the marks are written as steps from the ends, which come after them
  for (let bucket = 0; bucket < count; bucket++) {
    markBytes[bucket] += end;
    end = markBytes[bucket] + columns.signed();
    endBytes[bucket] = end;
  }
  const steps = columns.steps(count);
  columns.finish();
  const endTime = floats(count);
  let time = startMillis > 0 && startMillis < steps[0] ? startMillis : steps[0];
  const before = time;
  for (let bucket = 0; bucket < count; bucket++) {
    // a clock that was set back stands still for one bucket: later ones keep their lengths
    time += Math.max(0, bucket === 0 ? steps[0] - before : steps[bucket]);
    endTime[bucket] = Math.max(0, time);
  }
  return {count, records, mark, markBytes, endBytes, endTime};
}

/**
 * @param {!Section} section
 * @param {number} ownCount
 * @param {number} bucketCount
 * @return {!Lifetimes}
 */
export function readLifetimes({count, columns}, ownCount, bucketCount) {
  const never = 2 * bucketCount;
  const perOwn = columns.ids(ownCount, count + 1);
  const own = ints(columns.checked(count));
  const born = new Uint16Array(count);
  const died = new Uint16Array(count);
  let at = 0;
  for (let value = 0; value < ownCount; value++) {
    const end = at + perOwn[value];
    let half = 0;
    if (end > count) {
      throw new DamagedReport();
    }
    for (; at < end; at++) {
      half += columns.number();
      // not below 0 and not beyond the last half
      if (!(half < never)) {
        throw new DamagedReport();
      }
      own[at] = value;
      born[at] = half;
    }
  }
  if (at !== count) {
    throw new DamagedReport();
  }
  const ages = columns.ids(count, never);
  for (at = 0; at < count; at++) {
    const death = born[at] + ages[at];
    if (ages[at] !== NEVER && death >= never) {
      throw new DamagedReport();
    }
    died[at] = ages[at] === NEVER ? never : death;
  }
  const counts = columns.signedNumbers(count);
  const small = Int32Array.from(counts);
  const bytes = floats(columns.checked(count)).map(() => columns.number());
  columns.finish();
  return {own, born, died, count: small.every((number, of) => number === counts[of]) ? small : counts, bytes};
}
