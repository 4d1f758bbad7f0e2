/**
 * @fileoverview Names come from strangers: control, bidirectional and invisible characters are shown as escapes, so that
 * a name can neither reorder the text around it nor look like another.
 */

// C0, DEL, C1, soft hyphen, Arabic letter mark, zero width and directional marks, line and paragraph separators,
// embeddings, invisible operators, isolates, byte order mark, interlinear marks, lone surrogates, tags
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?:^|[^\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udc7f]/;
const HIDDEN_ALL = new RegExp(HIDDEN.source, 'g');

/**
 * @param {string} text
 * @return {string} the same text where nothing is hidden in it
 */
export function visible(text) {
  return HIDDEN.test(text) ? text.replace(HIDDEN_ALL, escapeOf) : text;
}

/**
 * @param {string} match one hidden character, perhaps with the harmless one before it
 * @return {string}
 */
function escapeOf(match) {
  let text = '';
  for (let at = 0; at < match.length; at++) {
    const code = match.charCodeAt(at);
    const high = code >= 0xd800 && code < 0xdc00;
    const low = code >= 0xdc00 && code < 0xe000;
    if (!high && !low && !HIDDEN.test(match[at])) {
      text += match[at];
    } else if (code === 10) {
      text += '\\n';
    } else if (code === 13) {
      text += '\\r';
    } else if (code === 9) {
      text += '\\t';
    } else {
      text += code < 256 ? '\\x' + code.toString(16).padStart(2, '0') : '\\u' + code.toString(16).padStart(4, '0');
    }
  }
  return text;
}

/**
 * Very long text cut in the middle.
 *
 * @param {string} text
 * @param {number} limit characters
 * @return {string}
 */
export function shorten(text, limit) {
  if (text.length <= limit) {
    return text;
  }
  const head = Math.ceil((limit - 1) * 0.6);
  return text.slice(0, head) + '\u2026' + text.slice(text.length - (limit - 1 - head));
}

/** Letters from which on a part of a name tells anything. */
const LEAST_LETTERS = 4;

/**
 * A name that fits into its box: whole, or without its middle.
 *
 * @param {string} name
 * @param {number} limit characters
 * @return {string} "" where only a few letters would be left
 */
export function cutName(name, limit) {
  return name.length <= limit ? name : limit < LEAST_LETTERS ? '' : shorten(name, limit);
}

/**
 * The beginning of a label that fits into its box.
 *
 * @param {string} label
 * @param {number} limit characters
 * @return {string}
 */
export function cutLabel(label, limit) {
  return label.length <= limit ? label : limit < 2 ? '' : label.slice(0, limit - 1) + '\u2026';
}
