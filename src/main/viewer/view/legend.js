/**
 * @fileoverview The legend: which group of boxes has which colour, and how much each holds.
 */

import {STEPS} from '../model/difference.js';
import {formatBytesShort, formatCount, formatNoun, formatShare} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {el, refill} from './dom.js';
import {GroupPaint} from './types.js';

/** Groups named in the legend, and at most in the full list. */
const LIMIT = 9;
const FULL_LIMIT = 2000;

/**
 * Steps of a change, from the strongest loss to the strongest growth.
 *
 * @param {function(number): string} fillOf a strength, as of difference.js
 * @return {!Array<{text: string, fill: string}>}
 */
export function changeEntries(fillOf) {
  return [-3, -2, -1, 0, 1, 2, 3].map((strength) => {
    const share = formatShare(STEPS[Math.max(Math.abs(strength) - 1, 0)], 1);
    const text = strength === 0 ? 'below ' + share : (strength < 0 ? '\u2212' : '+') + share + ' or more';
    return {text, fill: fillOf(strength)};
  });
}

/**
 * The legend of a difference.
 *
 * @param {!HTMLElement} legend filled
 * @param {function(number): string} fillOf a strength, as of difference.js
 */
export function fillChanges(legend, fillOf) {
  const entries = changeEntries(fillOf).map(({text, fill}) => {
    const swatch = el('span.swatch', null);
    swatch.style.background = fill;
    return el('span.row', {'title': 'Of the larger side'}, swatch, el('span', {'text': text}));
  });
  refill(legend, el('span.soft', {'text': 'Change'}), ...entries);
}

/**
 * @param {!HTMLElement} legend filled
 * @param {{title: string, byCount: boolean, groups: !Array<!GroupPaint>, lit: ?string, full: boolean,
 *     natives: boolean, toggle: function(string): void, open: function(): void}} content `groups` largest first; `lit` is the one that is lit
 *     up; `full` is the list of all, with their amounts
 */
export function fillLegend(legend, {title, byCount, groups, lit, full, natives, toggle, open}) {
  const whole = groups.reduce((sum, {amount}) => sum + amount, 0);
  const entries = groups.slice(0, full ? FULL_LIMIT : LIMIT).map(({group, name, amount, fill}) => {
    const swatch = el('span.swatch', null);
    swatch.style.background = fill;
    const sum = byCount ? formatNoun(amount, 'allocation') : formatBytesShort(amount);
    return el(
      'button',
      {
        'title': sum + ' allocated here. Click to light up; again for all.',
        'aria-pressed': lit === group,
        'onclick': () => toggle(group),
      },
      swatch,
      el('span', {text: shorten(name, 32)}),
      el('span.soft', {'text': (full ? sum + ' ' : '') + formatShare(amount, whole)}),
    );
  });
  const rest = groups.length - LIMIT;
  refill(
    legend,
    el('span.soft', {'text': title}),
    ...entries,
    rest > 0
      ? el('button.more', {
          'text': full ? 'Fewer' : '+ ' + formatCount(rest) + ' more',
          'aria-expanded': full,
          'onclick': open,
        })
      : null,
    natives
      ? el(
          'span.forms.row',
          {'title': 'Boxes of native code have a bar at their left edge'},
          el('span.swatch.native', null),
          el('span', {'text': 'native'}),
        )
      : null,
  );
}
