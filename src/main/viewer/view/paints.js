/**
 * @fileoverview The colours that boxes are painted with.
 */

import {floats, ints} from '../format/arrays.js';
import {DIFFERENCES} from '../format/features.js';
import {Frames} from '../format/types.js';
import {assignHues, changeFill, fillOf, kindHue, oklch, PALETTES, Palette, toCss} from '../model/colours.js';
import {changeOf, isChange, strengthOf} from '../model/difference.js';
import {Front} from '../model/front.js';
import {Figures, Layout, measureOf} from '../model/layout.js';
import {ALLOCATORS, capital, FILE_KINDS, NATIVE, Names, threadNoun} from '../model/names.js';
import {visible} from '../model/visible.js';
import {el} from './dom.js';
import {fillChanges, fillLegend} from './legend.js';
import {Asking, GroupPaint, Paint, Paints, Store, Theme} from './types.js';

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
  let fullLegend = false;
  const legend = el('div.legend', {'role': 'group', 'aria-label': 'Colours'});

  const groupOfFile = (/** number */ file) =>
    store.state().colour === 'kind'
      ? FILE_KINDS[files.kind[file]] || FILE_KINDS[0]
      : report.strings[files.module[file]];

  const natives = () => !store.state().hideNative && hasNative(frames);

  /** Threads or allocators, where they give the colours. */
  const grouping = () => {
    const view = asking.view();
    const {colour} = store.state();
    return !view || (colour !== 'thread' && colour !== 'allocator') ? null : view.groups;
  };

  const nameOfGroup = (/** number */ id) =>
    store.state().colour === 'thread' ? names.thread(id) : ALLOCATORS[id] || '' + id;

  const groups = () => {
    const view = asking.view();
    const grouped = grouping();
    const {byCount} = store.state();
    return !view
      ? []
      : grouped
        ? addUp(measureOf(byCount, grouped), 0, nameOfGroup)
        : addUp(measureOf(byCount !== (view.layout.side !== ''), view.byFile), 1, groupOfFile);
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
    const fills = groupNames.map((name) => shadesOf(palette, hueOfGroup(name)));
    const groupOf = (/** !Layout */ layout, /** number */ box) =>
      !grouped ? frames.file[layout.frame[box]] : layout.group ? layout.group[box] : -1;
    const lit = (/** !Layout */ layout, /** number */ box) => {
      const group = groupOf(layout, box);
      const chosen = group < 0 || (layout.frame[box] !== 0 && groupNames[group] === litGroup);
      return litGroup === null || isChange(layout) || chosen;
    };
    const changes = DIFFERENCES ? [-3, -2, -1, 0, 1, 2, 3].map((strength) => changeFill(palette, strength)) : [];
    const strengthIn = (/** !Layout */ layout, /** number */ box) => strengthOfBox(asking, store, layout, box);
    return {
      palette,
      fill: makeFill({palette, fills, changes, frames, groupOf, strengthIn}),
      runFill: makeRunFill({
        palette,
        // files of one module are one colour
        fills: fills.map((shades) => shades[3]),
        changeOf: (layout, box) => strengthIn(layout, box) + 3,
        changes,
        groupOf,
        lit: litGroup === null ? null : lit,
        litFill: fillOf(palette, hueOfGroup(litGroup || ''), 0.5),
      }),
      lit,
      flags: (/** !Layout */ layout, /** number */ box) => frames.flags[layout.frame[box]],
      matchFill: toCss(oklch(palette.match[0], palette.match[1], palette.match[2])),
    };
  };

  const paintsOfGroups = () => paintGroups(groups(), paints.palette, hueOfGroup);

  const showLegend = () => {
    if (asking.view()) {
      const {byCount, colour} = store.state();
      if (isChange(asking.view().layout)) {
        fillChanges(legend, (strength) => changeFill(paints.palette, strength));
        return;
      }
      fillLegend(legend, {
        title: colour === 'kind' ? 'Kind of file' : capital(colour === 'thread' ? threadNoun(report.meta) : colour),
        byCount,
        groups: paintsOfGroups(),
        lit: litGroup,
        full: fullLegend,
        natives: natives(),
        toggle: (group) => {
          litGroup = litGroup === group ? null : group;
          renew();
        },
        open: () => {
          fullLegend = !fullLegend;
          showLegend();
        },
      });
    }
  };

  const renew = () => {
    paints = !asking.view() ? null : build();
    showLegend();
    store.notify('paint');
  };
  store.on((changed) => (changed.has('theme') || changed.has('hideNative') ? renew() : undefined));
  return {
    legend,
    get: () => {
      if (!paints) {
        paints = build();
      }
      return paints;
    },
    groups: paintsOfGroups,
    natives,
    renew,
  };
}

/**
 * @param {!Array<!Array<?>>} groups names with what they hold
 * @param {!Palette} palette
 * @param {function(string): number} hueOf
 * @return {!Array<!GroupPaint>} those that hold anything
 */
function paintGroups(groups, palette, hueOf) {
  return groups
    .filter((group) => group[1] > 0)
    .map(([group, amount]) => ({
      group,
      amount,
      name: group === '' ? 'no module' : visible(group),
      fill: fillOf(palette, hueOf(group), 0.5),
    }));
}

/**
 * @param {!Asking} asking
 * @param {!Store} store
 * @param {!Layout} layout of a difference
 * @param {number} box
 * @return {number} how strong its change is
 */
function strengthOfBox(asking, store, layout, box) {
  const {byCount} = store.state();
  const {larger} = asking.view().whole;
  return strengthOf(changeOf(layout, byCount)[box], measureOf(byCount, larger));
}

/**
 * The colour of a box that is drawn as its own.
 *
 * @param {{palette: !Palette, fills: !Array<!Array<string>>, changes: !Array<string>, frames: !Frames, groupOf:
 *     function(!Layout, number): number, strengthIn: function(!Layout, number): number}} colours
 * @return {function(!Layout, number): string}
 */
function makeFill({palette, fills, changes, frames, groupOf, strengthIn}) {
  return (layout, box) => {
    if (isChange(layout)) {
      return changes[strengthIn(layout, box) + 3];
    }
    const frame = layout.frame[box];
    const group = groupOf(layout, box);
    // three shades by function, in one half of the range for every second box: neighbours differ by two steps or more;
    // where boxes stay in their places while figures change, their colours stay as well
    const shade = (Math.imul(frames.function[frame], 0x9e3779b1) >>> 30) % 3;
    const half = (layout.kept ? frame : box) % 2;
    return frame === 0 ? palette.root : group < 0 ? palette.run : fills[group][shade + half * 4];
  };
}

/**
 * @param {!Frames} frames
 * @return {boolean} whether there is native code, which boxes tell by their form
 */
function hasNative({flags}) {
  return flags.some((bits) => (bits & NATIVE) !== 0);
}

/**
 * @param {!Palette} palette
 * @param {number} hue
 * @return {!Array<string>} fills from dark to light, to tell neighbours apart
 */
function shadesOf(palette, hue) {
  return Array.from({length: 7}, (_, shade) => fillOf(palette, hue, shade / 6));
}

/**
 * @param {!Float64Array} amounts
 * @param {number} from the first that counts
 * @param {function(number): string} nameOf
 * @return {!Array<!Array<?>>} names with what they have together, largest first
 */
function addUp(amounts, from, nameOf) {
  /** @type {!Map<string, number>} */
  const sums = new Map();
  for (let at = from; at < amounts.length; at++) {
    const name = nameOf(at);
    sums.set(name, (sums.get(name) || 0) + amounts[at]);
  }
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** Narrow boxes that are looked at singly; what holds most of more is not known. */
const MOST_OF_RUN = 64;

/**
 * The colour of narrow boxes together: of what holds most in them, and of what is lit up as soon as one is.
 *
 * @param {{palette: !Palette, fills: !Array<string>, changes: !Array<string>, changeOf: function(!Layout, number): number, groupOf: function(!Layout, number): number,
 *     lit: ?function(!Layout, number): boolean, litFill: string}} colours `lit` is null where nothing is lit up
 * @return {function(!Layout, Figures, number, number): string}
 */
function makeRunFill({palette, fills, changes, changeOf, groupOf, lit, litFill}) {
  // few fills, for many files: sums by number, since all of this is for each pixel
  const known = [...new Set(fills)].concat(changes, palette.run);
  const slots = fills.map((fill) => known.indexOf(fill));
  const held = floats(known.length);
  /** @type {?Layout} */
  let litIn = null;
  let litBefore = ints(0);
  /** The boxes before each that are lit, so that runs need not be looked through. */
  const count = (/** !Layout */ layout) => {
    litIn = layout;
    litBefore = ints(layout.count + 1);
    for (let box = 0; box < layout.count; box++) {
      litBefore[box + 1] = litBefore[box] + (lit(layout, box) ? 1 : 0);
    }
  };
  return (layout, widths, from, to) => {
    const differs = isChange(layout);
    if (lit && !differs) {
      if (litIn !== layout) {
        count(layout);
      }
      return litBefore[to] > litBefore[from] ? litFill : palette.dim;
    }
    if (to - from > MOST_OF_RUN) {
      return palette.run;
    }
    held.fill(0);
    let most = known.length - 1;
    for (let box = from; box < to; box++) {
      const group = differs ? -1 : groupOf(layout, box);
      const slot = differs
        ? known.length - 1 - changes.length + changeOf(layout, box)
        : group < 0
          ? known.length - 1
          : slots[group];
      held[slot] += widths[box];
      most = held[slot] > held[most] ? slot : most;
    }
    return known[most];
  };
}
