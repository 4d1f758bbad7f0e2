/**
 * @fileoverview The Help tab.
 */

import {el} from './dom.js';
import {KEYS} from './keyboard.js';

const TEXTS = [
  ['Reading the graph', [
    'Each box is a line of code in a stack. A box is as wide as the memory that was allocated by that line and by all that it called. The root, "memray", is everything that was recorded.',
    'Above a box (below it, with icicles) are the calls that it made. The part of a box that nothing stands on is what the line allocated itself.',
    'Boxes side by side are sorted by size, not by time. Boxes too narrow for the screen are drawn together in grey.',
  ]],
  ['Moving', [
    'Click a box to zoom to it. Click a box below it, press Esc, or use Back to return. Ctrl and wheel zoom where the pointer is; drag to move.',
    'Right-click a box (or press m) for its menu: callers and callees, hide a function, file or module, look at one part only, copy the stack or a link.',
  ]],
  ['Filters', [
    'Non-relevant frames (the launcher, the import system) are hidden at first; Show Non-Relevant Frames brings them back. The memory of hidden frames counts in their callers.',
    'Filter Thread shows what one thread allocated; Reset goes back to the merged view, where equal stacks of different threads are one. Thread 0 stands for all.',
    'The address of this page always holds what you see: copy it to show it to others.',
  ]],
  ['Peak and leaks', [
    'Peak memory shows what was in use at the moment when most was in use. Leaks shows what was allocated while tracking was on and not given back before it ended.',
    'Python\u2019s own allocator keeps memory for later use. To find leaks, record with PYTHONMALLOC=malloc in the environment, or with --trace-python-allocators.',
  ]],
];

/**
 * @return {!HTMLElement}
 */
export function makeHelp() {
  const sections = TEXTS.map(([title, paragraphs]) => el('section', {'class': 'card'}, el('h2', {text: title}),
      ...paragraphs.map((text) => el('p', {text}))));
  const keys = el('section', {'class': 'card'}, el('h2', {text: 'Keys'}), el('dl', {'class': 'facts keys'},
      ...KEYS.flatMap(([key, text]) => [el('dt', null, el('kbd', {text: key})), el('dd', {text})])));
  return el('div', {'class': 'page'}, ...sections, keys);
}
