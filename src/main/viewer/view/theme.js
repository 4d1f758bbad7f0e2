/**
 * @fileoverview Light, dark, or what the system says; remembered where the browser allows it.
 */

import {listen, page} from './dom.js';
import {Theme} from './types.js';

const KEY = 'heapcrest-theme';
const THEMES = ['auto', 'light', 'dark'];

/** @return {string} */
export function readPreference(/** string */ key) {
  try {
    return localStorage.getItem(key) || '';
  } catch {
    // pages opened from files have no storage in some browsers
    return '';
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function writePreference(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // it is not remembered then
  }
}

/**
 * @param {function(): void} onChange
 * @return {!Theme}
 */
export function makeTheme(onChange) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  // paper is white
  const paper = matchMedia('print');
  let theme = THEMES.includes(readPreference(KEY)) ? readPreference(KEY) : 'auto';
  let printing = false;
  const dark = () => !printing && !paper.matches && (theme === 'dark' || (theme === 'auto' && system.matches));
  const apply = () => {
    page.dataset['theme'] = dark() ? 'dark' : 'light';
  };
  apply();
  const changed = () => {
    apply();
    onChange();
  };
  listen(system, 'change', changed);
  listen(paper, 'change', changed);
  for (const type of ['beforeprint', 'afterprint']) {
    listen(window, type, () => {
      printing = type[0] === 'b';
      changed();
    });
  }
  return {
    current: () => theme,
    dark,
    next: () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      writePreference(KEY, theme);
      changed();
    },
  };
}
