/**
 * @fileoverview Copying text and saving files, all without leaving the page.
 */

import {el} from './dom.js';
import {Core} from './types.js';

/**
 * @param {string} text
 */
export function copyText(text) {
  const fallback = () => {
    const area = /** @type {!HTMLTextAreaElement} */ (el('textarea.visually-hidden', null));
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  };
  if (navigator.clipboard && isSecureContext) {
    navigator.clipboard.writeText(text).catch(fallback);
  } else {
    fallback();
  }
}

/**
 * @param {!Blob} blob
 * @param {string} name
 */
export function saveBlob(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = /** @type {!HTMLAnchorElement} */ (el('a', {'href': url, 'download': name}));
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/**
 * @param {!Core} app
 * @param {string} end what it is, and its extension
 * @return {string} "pylint-peak.svg" of the capture "pylint.bin"
 */
export function fileName({report, store}, end) {
  const stem = report.meta.input.replace(/(.)\.bin(?=$|\.)/g, '$1').replace(/[^\p{L}\p{N}._+-]+/gu, '-');
  return (stem || 'heapcrest') + '-' + store.state().metric + end;
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} type
 */
export function saveText(text, name, type) {
  saveBlob(new Blob([text], {type: type + ';charset=utf-8'}), name);
}

/**
 * A row of CSV. Fields that a spreadsheet would run as a formula are made harmless by an apostrophe.
 *
 * @param {!Array<string|number>} fields
 * @return {string}
 */
export function csvRow(fields) {
  return (
    fields
      .map((field) => {
        const text = typeof field === 'string' && /^[=+\-@\t\r]/.test(field) ? "'" + field : String(field);
        return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
      })
      .join(',') + '\r\n'
  );
}
