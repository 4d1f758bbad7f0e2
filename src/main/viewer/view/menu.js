/**
 * @fileoverview The menu of a box.
 */

import {DIFFERENCES} from '../format/features.js';
import {changeOf} from '../model/difference.js';
import {calleeOf} from '../model/functions.js';
import {pathHash} from '../model/hashes.js';
import {framesTo} from '../model/layout.js';
import {hasRecursionStep} from '../model/steps.js';
import {formatBytes} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {boundsOf, clamp, el, listen, moveTo, page, pick, pickAll, refill} from './dom.js';
import {copyText} from './saving.js';
import {amountsIn, amountsOf} from './sentences.js';
import {Core, Graph, Menu, Tooltip} from './types.js';

/** Stands between groups of entries. */
const LINE = [];

/**
 * @param {!Core} app
 * @param {!Tooltip} tooltip
 * @return {!Menu}
 */
export function makeMenu(app, tooltip) {
  const element = el('div.menu', {'role': 'menu', 'hidden': true});
  /** @type {?Element} */
  let back = null;
  const close = () => {
    if (!element.hidden) {
      element.hidden = true;
      if (back instanceof HTMLElement) {
        back.focus({preventScroll: true});
      }
    }
  };
  listen(element, 'keydown', (/** !KeyboardEvent */ event) => {
    const entries = pickAll(element, '[role=menuitem]');
    const at = entries.indexOf(/** @type {!HTMLElement} */ (document.activeElement));
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      entries[(at + (event.key === 'ArrowDown' ? 1 : -1) + entries.length) % entries.length].focus();
    } else if (event.key === 'Home' || event.key === 'End') {
      entries[event.key === 'Home' ? 0 : entries.length - 1].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  listen(document, 'pointerdown', (/** !Event */ event) => {
    if (!element.contains(/** @type {!Node} */ (event.target))) {
      element.hidden = true;
    }
  });
  listen(window, 'blur', () => {
    element.hidden = true;
  });

  const open = (/** !Graph */ graph, /** number */ box, /** number */ x, /** number */ y) => {
    tooltip.hide();
    back = document.activeElement;
    refill(
      element,
      ...entriesOf(app, graph, box).map((entry) =>
        entry === LINE
          ? el('div', {'role': 'separator'})
          : entry &&
            el('button', {
              'role': 'menuitem',
              'tabindex': '-1',
              'text': entry[0],
              'onclick': () => {
                close();
                entry[1]();
              },
            }),
      ),
    );
    element.hidden = false;
    const bounds = boundsOf(element);
    moveTo(
      element,
      clamp(4, x, page.clientWidth - bounds.width - 4),
      clamp(4, y, page.clientHeight - bounds.height - 4),
    );
    pick(element, '[role=menuitem]').focus({preventScroll: true});
  };

  return {
    element,
    open,
    /** For the focused box of the focused graph, else of the main one if that is in sight. */
    openAtFocus: () => {
      const graph = app.graphs.find(({element}) => element === document.activeElement) || app.graphs[0];
      if (graph.layout().count > 0 && graph.element.isConnected) {
        const ring = boundsOf(pick(graph.element, '.fg-focus'));
        open(graph, Math.max(0, graph.focused()), ring.left, ring.bottom);
      }
    },
  };
}

/**
 * What the details bar offers too, by the names that its buttons have; undefined where the box does not have it.
 *
 * @param {!Core} app
 * @param {!Graph} graph
 * @param {number} box
 * @return {!Object<string, (function(): void|undefined)>}
 */
export function actionsOf(app, graph, box) {
  const {names, report, store} = app;
  const frame = graph.layout().frame[box];
  const {name, file} = calleeOf(report, frame);
  const addStep = (/** string */ type) =>
    store.set({steps: store.state().steps.concat([{type, name, file, label: names.functionName(frame)}])}, true);
  const known = frame !== 0;
  return {
    'box-zoom': () => graph.open(box),
    'box-sandwich': known ? () => store.set({tab: 'sandwich', callee: {name, file}}, true) : undefined,
    'box-hide': known ? () => addStep('hf') : undefined,
    'box-only': known ? () => addStep('ff') : undefined,
    'box-copy': () => copyText(stackText(app, graph, box)),
  };
}

/**
 * @param {!Core} app
 * @param {!Graph} graph
 * @param {number} box
 * @return {!Array<?>} text and action of each entry, LINE between groups, false for those that the box does not have
 */
function entriesOf(app, graph, box) {
  const {names, report, store} = app;
  const addStep = (/** string */ type, /** string */ name, /** string */ file, /** string */ label) =>
    store.set({steps: store.state().steps.concat([{type, name, file, label}])}, true);
  const {strings, files, frames} = report;
  const layout = graph.layout();
  const hash = () => pathHash(layout, box, app.hashes, frames.flags);
  const frame = layout.frame[box];
  const {name, file} = calleeOf(report, frame);
  const module = strings[files.module[frames.file[frame]]];
  const label = names.functionName(frame);
  const known = frame !== 0;
  const {main} = graph;
  const byCallees = known && main && !layout.cut;
  const actions = actionsOf(app, graph, box);
  return [
    main && ['Zoom to this box', actions['box-zoom']],
    known && ['Callers and callees of this function', actions['box-sandwich']],
    known && ['Find this function', () => store.set({query: '', exact: {name, file}}, true)],
    LINE,
    known && ['Hide this function', actions['box-hide']],
    known && ['Hide file ' + shorten(names.fileName(frame), 44), () => addStep('hi', file, '', '')],
    known && module !== '' && ['Hide module ' + shorten(names.module(frame), 40), () => addStep('hm', module, '', '')],
    LINE,
    known && ['Only stacks through this function', actions['box-only']],
    known && ['Without stacks through this function', () => addStep('df', name, file, label)],
    byCallees && ['Only this box', () => addStep('fp', hash(), '', label)],
    byCallees && ['Without this box', () => addStep('dp', hash(), '', label)],
    !hasRecursionStep(store.state().steps) && ['Collapse recursion', () => addStep('cr', '', '', '')],
    LINE,
    ['Copy stack', actions['box-copy']],
    ['Copy stack, folded', () => copyText(foldedText(app, graph, box))],
    main && [
      'Copy link to this box',
      () => {
        graph.open(box);
        copyText(location.href);
      },
    ],
  ];
}

/**
 * @param {!Graph} graph
 * @param {number} box
 * @return {!Array<number>} frames from the outermost to the innermost
 */
function stackOf(graph, box) {
  const layout = graph.layout();
  const frames = framesTo(layout, box);
  if (layout.frame[0] !== 0) {
    // a sandwich: its function
    frames.unshift(layout.frame[0]);
  }
  return layout.cut ? frames.reverse() : frames;
}

/**
 * A stack as Python prints it, most recent call last.
 *
 * @param {!Core} app
 * @param {!Graph} graph
 * @param {number} box
 * @return {string}
 */
function stackText(app, graph, box) {
  const {names} = app;
  const layout = graph.layout();
  const lines = stackOf(graph, box).map((frame) => {
    const source = names.source(frame);
    return (
      '  File "' +
      names.fileName(frame) +
      '", line ' +
      names.line(frame) +
      ', in ' +
      names.functionName(frame) +
      (source === '' ? '' : '\n    ' + source)
    );
  });
  return (
    [
      amountsOf(layout, amountsIn(layout, box), app.store.state().byCount, formatBytes).join(' in ') +
        ' (most recent call last):',
      ...lines,
    ].join('\n') + '\n'
  );
}

/**
 * A stack in the folded form of flame graph tools: "a;b;c 123".
 *
 * @param {!Core} app
 * @param {!Graph} graph
 * @param {number} box
 * @return {string}
 */
function foldedText(app, graph, box) {
  const parts = stackOf(graph, box).map((frame) =>
    (app.names.functionName(frame) + ' (' + app.names.location(frame) + ')').replace(/;/g, ','),
  );
  const layout = graph.layout();
  const amounts = DIFFERENCES && layout.differs ? changeOf(layout, app.store.state().byCount) : graph.widths();
  return parts.join(';') + ' ' + amounts[box] + '\n';
}
