/**
 * @fileoverview The colours that boxes are painted with, and the legend that explains them.
 */

import {assignHues, fillOf, kindHue, oklch, PALETTES, toCss} from '../model/colours.js';
import {FILE_KINDS} from '../model/names.js';
import {formatBytesShort, formatCount, formatShare} from '../model/units.js';
import {shorten, visible} from '../model/visible.js';
import {el, refill} from './dom.js';

/** Groups named in the legend. */
const LEGEND_LIMIT = 9;

/**
 * @param {!Object} app
 */
export function makePaints(app) {
  const {report} = app;
  const {frames, files} = report;
  /** @type {?Object} */
  let paints = null;
  /** Modules, largest first when the report was opened: their colours stay. @type {?Map<string, number>} */
  let moduleHues = null;
  /** @type {?string} */
  let litGroup = null;
  const legend = el('div.legend', {'role': 'group', 'aria-label': 'Colours'});

  const groupOfFile = (/** number */ file) => app.state().colour === 'kind' ?
      FILE_KINDS[files.kind[file]] || FILE_KINDS[0] :
      report.strings[files.module[file]];

  const groups = () => {
    const sums = new Map();
    const view = app.view();
    if (view !== null) {
      const amounts = app.state().byCount ? view.byFile.counts : view.byFile.bytes;
      for (let file = 1; file < amounts.length; file++) {
        const group = groupOfFile(file);
        sums.set(group, (sums.get(group) || 0) + amounts[file]);
      }
    }
    return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };

  const hueOfGroup = (/** string */ group) => {
    if (app.state().colour === 'kind') {
      return kindHue(FILE_KINDS.indexOf(group));
    }
    const hue = moduleHues === null ? undefined : moduleHues.get(group);
    return hue === undefined ? -1 : hue;
  };

  const build = () => {
    const palette = PALETTES[app.theme.dark() ? 'dark' : 'light'];
    if (moduleHues === null && app.view() !== null) {
      moduleHues = app.state().colour === 'module' ? assignHues(groups().map((group) => group[0])) : null;
    }
    const fills = new Array(frames.function.length);
    const lit = litGroup === null ? null : new Uint8Array(frames.function.length);
    const known = new Map();
    const hues = Array.from(files.name, (_, file) => hueOfGroup(groupOfFile(file)));
    fills[0] = palette.root;
    for (let frame = 1; frame < fills.length; frame++) {
      const file = frames.file[frame];
      // eight shades, by function, so that neighbours of one module differ
      const shade = (Math.imul(frames.function[frame], 0x9e3779b1) >>> 29) / 7;
      const key = hues[file] * 10 + shade;
      let fill = known.get(key);
      if (fill === undefined) {
        fill = fillOf(palette, hues[file], shade);
        known.set(key, fill);
      }
      fills[frame] = fill;
      if (lit !== null) {
        lit[frame] = groupOfFile(file) === litGroup ? 1 : 0;
      }
    }
    return {palette, fills, lit, matchFill: toCss(oklch(palette.match[0], palette.match[1], palette.match[2]))};
  };

  const showLegend = () => {
    const view = app.view();
    if (view === null) {
      return;
    }
    const {byCount, colour} = app.state();
    const palette = PALETTES[app.theme.dark() ? 'dark' : 'light'];
    const all = groups().filter((group) => group[1] > 0);
    const whole = all.reduce((sum, group) => sum + group[1], 0);
    const entries = all.slice(0, LEGEND_LIMIT).map(([group, amount]) => {
      const swatch = el('span.swatch', null);
      swatch.style.background = fillOf(palette, hueOfGroup(group), 0.5);
      return el('button', {
        'title': (byCount ? formatCount(amount) + ' allocations' : formatBytesShort(amount)) +
            ' allocated here. Click to light up; again for all.',
        'aria-pressed': String(litGroup === group),
        'onclick': () => {
          litGroup = litGroup === group ? null : group;
          app.repaint();
        },
      }, swatch, el('span', {text: group === '' ? 'no module' : shorten(visible(group), 32)}),
          el('span.legend-share', {'text': formatShare(amount, whole)}));
    });
    const rest = all.length - entries.length;
    refill(legend, el('span.legend-title', {'text': colour === 'kind' ? 'Kind of file' : 'Module'}), ...entries,
        rest > 0 ? el('span.legend-rest', {'text': '+ ' + formatCount(rest) + ' more'}) : null);
  };

  return {
    legend,
    get: () => {
      if (paints === null) {
        paints = build();
      }
      return paints;
    },
    forget: () => {
      paints = app.view() === null ? null : build();
      showLegend();
    },
  };
}
