/**
 * @fileoverview The legend: which group of boxes has which colour, and how much each holds.
 */

import {formatBytesShort, formatCount, formatNoun, formatShare} from '../model/units.js';
import {shorten, visible} from '../model/visible.js';
import {el, refill} from './dom.js';

const TITLES = {'module': 'Module', 'kind': 'Kind of file', 'thread': 'Thread', 'allocator': 'Allocator'};
/** Groups named in the legend. */
const LIMIT = 9;

/**
 * @param {!HTMLElement} legend filled
 * @param {{colour: string, byCount: boolean, groups: !Array<!Array<?>>, fill: function(string): string, lit: ?string,
 *     toggle: function(string): void}} content `groups` with their amounts, largest first; `lit` is the one that is lit up
 */
export function fillLegend(legend, {colour, byCount, groups, fill, lit, toggle}) {
  const whole = groups.reduce((sum, group) => sum + group[1], 0);
  const entries = groups.slice(0, LIMIT).map(([group, amount]) => {
    const swatch = el('span.swatch', null);
    swatch.style.background = fill(group);
    return el(
      'button',
      {
        'title':
          (byCount ? formatNoun(amount, 'allocation') : formatBytesShort(amount)) +
          ' allocated here. Click to light up; again for all.',
        'aria-pressed': lit === group,
        'onclick': () => toggle(group),
      },
      swatch,
      el('span', {text: group === '' ? 'no module' : shorten(visible(group), 32)}),
      el('span.soft', {'text': formatShare(amount, whole)}),
    );
  });
  const rest = groups.length - entries.length;
  refill(
    legend,
    el('span.soft', {'text': TITLES[colour]}),
    ...entries,
    rest > 0 ? el('span.soft', {'text': '+ ' + formatCount(rest) + ' more'}) : null,
  );
}
