/**
 * @fileoverview The colours that boxes are painted with.
 */

import {assignHues, fillOf, kindHue, oklch, PALETTES, toCss} from '../model/colours.js';
import {Front} from '../model/front.js';
import {Layout, measureOf} from '../model/layout.js';
import {ALLOCATORS, FILE_KINDS, Names} from '../model/names.js';
import {el} from './dom.js';
import {fillLegend} from './legend.js';
import {Asking, Paint, Paints, Store, Theme} from './types.js';

/**
 * @param {!Front} report
 * @param {!Names} names
 * @param {!Store} store
 * @param {!Asking} asking
 * @param {!Theme} theme
 * @return {!Paints}
 */
export function makePaints(report, names, store, asking, theme) {
  const {frames, files} = report;
  /** @type {?Paint} */
  let paints = null;
  /**
   * Modules, largest first when the report was opened: their colours stay.
   *
   * @type {?Map<string, number>}
   */
  let moduleHues = null;
  /** @type {?string} */
  let litGroup = null;
  const legend = el('div.legend', {'role': 'group', 'aria-label': 'Colours'});

  const groupOfFile = (/** number */ file) =>
    store.state().colour === 'kind'
      ? FILE_KINDS[files.kind[file]] || FILE_KINDS[0]
      : report.strings[files.module[file]];

  /** Threads or allocators, where they give the colours. */
  const grouping = () => {
    const view = asking.view();
    const {colour} = store.state();
    return !view || (colour !== 'thread' && colour !== 'allocator') ? null : view.groups;
  };

  const nameOfGroup = (/** number */ id) =>
    store.state().colour === 'thread' ? names.thread(id) : ALLOCATORS[id] || '' + id;

  const groups = () => {
    /** @type {!Map<string, number>} */
    const sums = new Map();
    const view = asking.view();
    const grouped = grouping();
    if (grouped) {
      measureOf(store.state().byCount, grouped).forEach((amount, id) => {
        sums.set(nameOfGroup(id), amount);
      });
    } else if (view) {
      const amounts = measureOf(store.state().byCount, view.byFile);
      for (let file = 1; file < amounts.length; file++) {
        const group = groupOfFile(file);
        sums.set(group, (sums.get(group) || 0) + amounts[file]);
      }
    }
    return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };

  /**
   * By group of threads or allocators; null for files.
   *
   * @type {?Map<string, number>}
   */
  let groupHues = null;
  const hueOfGroup = (/** string */ group) => {
    const hues = groupHues || moduleHues;
    const hue =
      !groupHues && store.state().colour === 'kind' ? kindHue(FILE_KINDS.indexOf(group)) : !hues ? -1 : hues.get(group);
    return hue === undefined ? -1 : hue;
  };

  const build = () => {
    const palette = PALETTES[theme.dark() ? 'dark' : 'light'];
    const grouped = grouping();
    if (!moduleHues && store.state().colour === 'module' && asking.view()) {
      moduleHues = assignHues(groups().map((group) => group[0]));
    }
    const groupTexts = !grouped ? null : grouped.ids.map(nameOfGroup);
    groupHues = !groupTexts ? null : assignHues(groupTexts);
    // all that is not told apart
    const groupNames = !groupTexts ? Array.from(files.name, (_, file) => groupOfFile(file)) : groupTexts.concat(['']);
    const fills = groupNames.map((name) => {
      const hue = hueOfGroup(name);
      return Array.from({length: 8}, (_, shade) => fillOf(palette, hue, shade / 7));
    });
    const groupOf = (/** !Layout */ layout, /** number */ box) =>
      !grouped ? frames.file[layout.frame[box]] : layout.group ? layout.group[box] : -1;
    return {
      palette,
      fill: (/** !Layout */ layout, /** number */ box) => {
        const frame = layout.frame[box];
        const group = groupOf(layout, box);
        // eight shades, by function, so that neighbours of one module differ
        return frame === 0
          ? palette.root
          : group < 0
            ? palette.run
            : fills[group][Math.imul(frames.function[frame], 0x9e3779b1) >>> 29];
      },
      lit: (/** !Layout */ layout, /** number */ box) => {
        const group = groupOf(layout, box);
        return litGroup === null || group < 0 || (layout.frame[box] !== 0 && groupNames[group] === litGroup);
      },
      matchFill: toCss(oklch(palette.match[0], palette.match[1], palette.match[2])),
    };
  };

  const showLegend = () => {
    if (asking.view()) {
      const {byCount, colour} = store.state();
      const {palette} = paints;
      fillLegend(legend, {
        colour,
        byCount,
        groups: groups().filter((group) => group[1] > 0),
        fill: (group) => fillOf(palette, hueOfGroup(group), 0.5),
        lit: litGroup,
        toggle: (group) => {
          litGroup = litGroup === group ? null : group;
          renew();
        },
      });
    }
  };

  const renew = () => {
    paints = !asking.view() ? null : build();
    showLegend();
    store.notify('paint');
  };
  store.on((changed) => {
    if (changed.has('theme')) {
      renew();
    }
  });
  return {
    legend,
    get: () => {
      if (!paints) {
        paints = build();
      }
      return paints;
    },
    renew,
  };
}
