/**
 * @fileoverview What several answers of the engine need, worked out once for as long as the settings stay.
 */

import {ints, lookUp, makeRoom, octets, Room} from '../format/arrays.js';
import {DIFFERENCES, MANY, TIME} from '../format/features.js';
import {Buckets, Metric, Report} from '../format/types.js';
import {makeComparer} from '../model/compared.js';
import {Kids, kidsOf} from '../model/draft.js';
import {Functions, groupFrames} from '../model/functions.js';
import {Groups, rankGroups} from '../model/groups.js';
import {FrameHashes, hashFrames} from '../model/hashes.js';
import {FigureColumns, Sums, sumUp} from '../model/layout.js';
import {IMPORT_SYSTEM, NATIVE, NON_RELEVANT} from '../model/names.js';
import {findFrames} from '../model/search.js';
import {makeSelector, Selected} from '../model/selected.js';
import {buildShape, collapseShape, LIFT, SHOW, Shape, SWALLOW} from '../model/shape.js';
import {Request, Settings} from '../model/state.js';
import {applySteps, belowFrames} from '../model/steps.js';

/**
 * What is left of the report by steps, switches and search: the shape, the box of each own value, and which own values count
 * (null: all).
 *
 * @typedef {{
 *   shape: !Shape,
 *   places: !Int32Array,
 *   left: ?Uint8Array
 * }}
 */
export let Left;

/**
 * `take` comes before all else that is asked for a request; `groupingFor` numbers what the rows of the table are.
 * `figuresFor` gives the figures of the view, `metricFor` those that can be drawn: no box is narrower than nothing, so what is
 * below 0 counts as 0 there. `chosenFor` says which own values count when threads are chosen too, null for all;
 * `totalsFor` sums by box of the shape; `selectedFor` gives the figures of a selection, null where a view gives them;
 * `kidsFor` the children of the boxes of the shape; `nodeTotalsFor` the bytes of the nodes of the report, whatever the filters leave;
 * `groupsFor` gives the groups that colour boxes, null where files do.
 *
 * @typedef {{
 *   report: !Report,
 *   functions: !Functions,
 *   room: !Room,
 *   take: function(!Request): void,
 *   figuresFor: function(!Settings): !FigureColumns,
 *   metricFor: function(!Settings): !FigureColumns,
 *   selectedFor: function(!Settings): ?Selected,
 *   nodeTotalsFor: function(!Settings): !Float64Array,
 *   kidsFor: function(!Settings): !Kids,
 *   groupingFor: function(!Request): !Functions,
 *   leftFor: function(!Settings): !Left,
 *   chosenFor: function(!Settings): ?Uint8Array,
 *   totalsFor: function(!Settings): !Sums,
 *   groupsFor: function(!Request): ?Groups
 * }}
 */
export let Workings;

/**
 * @param {!Report} report
 * @return {!Workings}
 */
export function makeWorkings(report) {
  const {own, threads} = report;
  const functions = groupFrames(report, 'function');
  const room = makeRoom();
  /** @type {?FrameHashes} */
  let hashes = null;
  /**
   * Frames that the pattern of the request at hand matches.
   *
   * @type {?Uint8Array}
   */
  let found = null;
  const lefts = makeKeeper();
  const sums = makeKeeper();
  const groupings = makeKeeper();
  const timed = DIFFERENCES ? makeTimed() : null;
  const chosens = makeKeeper();
  const kids = makeKeeper();
  const nodeTotals = makeKeeper();

  const select =
    TIME && report.lifetimes
      ? makeSelector(/** @type {!Buckets} */ (report.buckets), report.lifetimes, own.count)
      : null;
  const compare = MANY && report.meta.compared ? makeComparer(own.metrics, report.meta.compared) : null;
  /** @return {?Selected} */
  const selectedFor = (/** !Settings */ settings) =>
    TIME && settings.selection && select
      ? select(settings.selection, settings.byCount)
      : MANY && compare && settings.side
        ? compare(settings)
        : null;
  const viewFor = (/** !Settings */ settings) =>
    own.metrics.find((metric) => metric.kind === settings.metric) || own.metrics[0];
  const figuresFor = (/** !Settings */ settings) => selectedFor(settings)?.figures() || viewFor(settings);
  const drawn = own.metrics.map(withoutDebts);
  const metricFor = (/** !Settings */ settings) =>
    selectedFor(settings)?.drawn || drawn[own.metrics.indexOf(viewFor(settings))];

  const leftKey = (/** !Settings */ settings) => [
    settings.nonRelevant,
    settings.hideImport,
    settings.hideNative,
    settings.steps,
    settings.only,
    !found,
  ];
  /** @return {!Left} */
  const leftFor = (/** !Settings */ settings) =>
    lefts(leftKey(settings), () => {
      hashes = hashes || hashFrames(report);
      return makeLeft(report, settings, functions, hashes, room, found);
    });

  const chosenFor = (/** !Settings */ settings) => {
    const {left} = leftFor(settings);
    const {threads: wanted} = settings;
    return !wanted
      ? left
      : chosens([wanted, ...leftKey(settings)], () => chooseThreads(/** @type {!Array<number>} */ (wanted), left));
  };
  const chooseThreads = (/** !Array<number> */ chosen, /** ?Uint8Array */ left) => {
    const mask = octets(threads.length);
    for (const index of chosen) {
      mask[index] = 1;
    }
    return octets(own.count).map((_, at) => (!left || left[at] ? mask[own.thread[at]] : 0));
  };

  return {
    report,
    functions,
    room,
    take: (request) => {
      found = request.found || null;
    },
    figuresFor,
    metricFor,
    groupingFor: ({by}) =>
      by === undefined || by === 'function' ? functions : groupings([by], () => groupFrames(report, by)),
    leftFor,
    chosenFor,
    selectedFor,
    nodeTotalsFor: (settings) =>
      nodeTotals([settings.metric], () => sumUp(report.nodes, own.node, viewFor(settings), null).bytes),
    kidsFor: (settings) => kids(leftKey(settings), () => kidsOf(leftFor(settings).shape)),
    totalsFor: (settings) => {
      const {shape, places} = leftFor(settings);
      const selected = selectedFor(settings);
      if (DIFFERENCES && selected) {
        return timed(
          [settings.side, settings.threads, ...leftKey(settings)],
          shape,
          places,
          selected,
          chosenFor(settings),
        );
      }
      // all of the settings but the measure, which does not matter here
      return sums([{...settings, byCount: false}], () =>
        sumUp(shape, places, metricFor(settings), chosenFor(settings), room),
      );
    },
    groupsFor: ({colour, settings}) => {
      const groupOf = colour === 'thread' ? own.thread : colour === 'allocator' ? own.allocator : null;
      return groupOf && rankGroups(groupOf, metricFor(settings), chosenFor(settings), settings.byCount);
    },
  };
}

/**
 * Totals of selections. Where few own values have changed since the last one, only the boxes below them are added up again.
 *
 * @return {function(!Array<?>, !Shape, !Int32Array, !Selected, ?Uint8Array): !Sums} by the settings that boxes and chosen own
 *     values depend on
 */
function makeTimed() {
  const room = makeRoom();
  let key = '';
  let turn = -1;
  /** @type {?Sums} */
  let totals = null;
  return (settings, shape, places, selected, chosen) => {
    const wanted = JSON.stringify(settings);
    const {changes} = selected;
    if (!totals || key !== wanted || (turn !== selected.turn && !(turn + 1 === selected.turn && changes))) {
      totals = sumUp(shape, places, selected.drawn, chosen, room);
    } else if (turn !== selected.turn) {
      const {bytes, counts} = totals;
      changes.own.forEach((at, change) => {
        if (chosen?.[at] !== 0) {
          for (let box = places[at]; box >= 0; box = shape.parent[box]) {
            bytes[box] += changes.bytes[change];
            counts[box] += changes.count[change];
          }
        }
      });
    }
    key = wanted;
    turn = selected.turn;
    return totals;
  };
}

/**
 * @param {!Metric} metric
 * @return {!Metric} the same where nothing is below 0, as it is but in damaged captures
 */
function withoutDebts(metric) {
  const {kind, bytes, count} = metric;
  const owed = (/** number */ figure) => figure < 0;
  if (!bytes.some(owed) && !count.some(owed)) {
    return metric;
  }
  const held = (/** number */ figure) => Math.max(0, figure);
  return {kind, bytes: bytes.map(held), count: count.map(held)};
}

/**
 * Keeps what was worked out last, with the settings that it holds for.
 *
 * @return {function(!Array<?>, function(): ?): ?}
 */
function makeKeeper() {
  let key = '';
  /** @type {?} */
  let value = null;
  return (settings, make) => {
    const wanted = JSON.stringify(settings);
    if (key !== wanted) {
      // the old one goes first: both at once would be too much
      key = '';
      value = null;
      value = make();
      key = wanted;
    }
    return value;
  };
}

/**
 * @param {!Report} report
 * @param {!Settings} settings
 * @param {!Functions} functions
 * @param {!FrameHashes} hashes
 * @param {!Room} room
 * @param {?Uint8Array} found frames that a pattern matches
 * @return {!Left}
 */
function makeLeft(report, settings, functions, hashes, room, found) {
  const {frames, nodes, own} = report;
  const {rules, kept, collapse} = applySteps(report, functions, hashes, settings.steps);
  // which frames give their children to their parents
  const lifted = (settings.nonRelevant ? 0 : NON_RELEVANT) | (settings.hideNative ? NATIVE : 0);
  for (let frame = 1; frame < frames.count; frame++) {
    if (settings.hideImport && (frames.flags[frame] & IMPORT_SYSTEM) !== 0) {
      rules[frame] = SWALLOW;
    } else if ((frames.flags[frame] & lifted) !== 0 && rules[frame] === SHOW) {
      rules[frame] = LIFT;
    }
  }
  const {only} = settings;
  const hits = only && (only.regex && !only.exact ? found : findFrames(report, only).frames);
  const matching = hits && belowFrames(nodes, hits);
  let left = null;
  if (kept || matching) {
    left = octets(own.count).map((_, at) => {
      const node = own.node[at];
      return (!kept || kept[node]) && (!matching || matching[node]) ? 1 : 0;
    });
  }
  const shape = collapse ? collapseShape(nodes, rules, functions) : buildShape(nodes, rules, room);
  const {boxOf} = shape;
  return {shape, left, places: !boxOf ? own.node : lookUp(room('places', ints, own.count), own.node, boxOf)};
}
