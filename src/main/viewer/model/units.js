/**
 * @fileoverview Bytes, counts, shares and times as text. Units are decimal (1 kB = 1000 B), as memray prints them.
 */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/**
 * @param {number} bytes
 * @param {number} limit from here on a figure would be rounded up to 1000
 * @param {function(number): number} decimals by scaled figure
 * @return {string}
 */
function scale(bytes, limit, decimals) {
  let scaled = Math.abs(bytes);
  let unit = 0;
  while (scaled >= (unit === 0 ? 1000 : limit) && unit < UNITS.length - 1) {
    scaled /= 1000;
    unit++;
  }
  return (bytes < 0 ? '-' : '') + scaled.toFixed(unit === 0 ? 0 : decimals(scaled)) + '\u00a0' + UNITS[unit];
}

/**
 * Bytes with three decimals at most, as memray writes them: "1.234MB" there, "1.234 MB" here.
 *
 * @param {number} bytes
 * @return {string}
 */
export function formatBytes(bytes) {
  return scale(bytes, 999.9995, () => 3);
}

/**
 * Bytes with about three digits, for places with little room.
 *
 * @param {number} bytes
 * @return {string}
 */
export function formatBytesShort(bytes) {
  return scale(bytes, 999.5, (scaled) => (scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2));
}

/**
 * A change of bytes or of allocations: the sign is always there.
 *
 * @param {number} amount
 * @param {boolean} byCount
 * @return {string} "+3.10 MB", "\u221212 allocations"
 */
export function formatChange(amount, byCount) {
  const size = Math.abs(amount);
  const sign = amount > 0 ? '+' : amount < 0 ? '\u2212' : '\u00b1';
  return sign + (byCount ? formatNoun(size, 'allocation') : formatBytesShort(size));
}

/**
 * A whole number with separators between thousands.
 *
 * @param {number} count
 * @return {string}
 */
export function formatCount(count) {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/**
 * @param {number} count
 * @return {string} "5.8 M", "312 k"
 */
export function formatCountShort(count) {
  return count < 1e3
    ? formatCount(count)
    : count < 999.5e3
      ? Math.round(count / 1e3) + '\u00a0k'
      : (count / 1e6).toFixed(1) + '\u00a0M';
}

/**
 * @param {number} count
 * @param {string} noun singular
 * @return {string} "1 allocation", "2 allocations"
 */
export function formatNoun(count, noun) {
  const plural = noun === 'box' ? 'boxes' : noun + 's';
  return formatCount(count) + ' ' + (count === 1 ? noun : plural);
}

/**
 * A share in per cent; small ones are never shown as 0.
 *
 * @param {number} part
 * @param {number} whole
 * @return {string}
 */
export function formatShare(part, whole) {
  if (!(whole > 0)) {
    return '\u2013';
  }
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.01) {
    return '<\u200a0.01\u00a0%';
  }
  const digits = percent >= 99.95 || percent === 0 ? 0 : percent >= 9.995 ? 1 : 2;
  // what is less than the whole is not shown as all of it
  const text = percent < 100 && percent >= 99.95 ? '99.9' : percent.toFixed(digits);
  return text + '\u00a0%';
}

/**
 * A span of time.
 *
 * @param {number} millis
 * @return {string}
 */
export function formatDuration(millis) {
  if (millis < 1000) {
    return Math.max(0, Math.round(millis)) + '\u00a0ms';
  }
  const seconds = millis / 1000;
  if (seconds < 60) {
    return seconds.toFixed(seconds < 10 ? 2 : 1) + '\u00a0s';
  }
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  return (hours > 0 ? hours + '\u00a0h ' : '') + minutes + '\u00a0min ' + rest + '\u00a0s';
}

/**
 * A moment, as the statistics write it: one clock for all readers.
 *
 * @param {number} millis since 1970 UTC
 * @return {string}
 */
export function formatTime(millis) {
  // beyond that no calendar reaches
  return millis > 0 && millis <= 8.64e15
    ? new Date(millis).toISOString().replace('T', ' ').replace('Z', ' UTC')
    : 'unknown';
}
