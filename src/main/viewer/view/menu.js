/**
 * @fileoverview The menu of a box.
 */

import {formatBytes} from '../model/units.js';
import {shorten} from '../model/visible.js';
import {el, listen, page, refill} from './dom.js';
import {copyText} from './saving.js';

/**
 * @param {!Object} app
 */
export function makeMenu(app) {
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
  const addStep = (/** string */ type, /** string */ name, /** string */ file, /** string */ label) =>
      app.set({steps: app.state().steps.concat([{type, name, file, label}])}, true);

  const entriesOf = (/** !Object */ graph, /** number */ box) => {
    const {report, names} = app;
    const {strings, files, frames} = report;
    const layout = graph.layout();
    const frame = layout.frame[box];
    const name = strings[frames.function[frame]];
    const file = strings[files.name[frames.file[frame]]];
    const module = strings[files.module[frames.file[frame]]];
    const label = names.functionName(frame);
    const entries = [];
    const main = graph === app.flame;
    if (main) {
      entries.push(['Zoom to this box', () => app.openBox(box)]);
    }
    if (frame !== 0) {
      entries.push(['Callers and callees of this function', () => app.set({tab: 'sandwich', callee: {name, file}}, true)]);
      entries.push(['Find this function', () => app.set({query: name, regex: false}, true)], null);
      entries.push(['Hide this function', () => addStep('hf', name, file, label)]);
      entries.push(['Hide file ' + shorten(names.fileName(frame), 44), () => addStep('hi', file, '', '')]);
      if (module !== '') {
        entries.push(['Hide module ' + shorten(names.module(frame), 40), () => addStep('hm', module, '', '')]);
      }
      entries.push(null, ['Only stacks through this function', () => addStep('ff', name, file, label)]);
      entries.push(['Without stacks through this function', () => addStep('df', name, file, label)]);
      if (main && app.view().mode === 'callees') {
        entries.push(['Only this box', () => addStep('fp', app.hashOf(layout, box), '', label)]);
        entries.push(['Without this box', () => addStep('dp', app.hashOf(layout, box), '', label)]);
      }
    }
    if (!app.state().steps.some((/** !Object */ step) => step.type === 'cr')) {
      entries.push(['Collapse recursion', () => addStep('cr', '', '', '')]);
    }
    entries.push(null, ['Copy stack', () => copyText(stackText(app, graph, box))]);
    entries.push(['Copy stack, folded', () => copyText(foldedText(app, graph, box))]);
    if (main) {
      entries.push(['Copy link to this box', () => {
        app.openBox(box);
        copyText(window.location.href);
      }]);
    }
    return entries;
  };

  listen(element, 'keydown', (event) => {
    const entries = Array.from(element.querySelectorAll('[role=menuitem]'));
    const at = entries.indexOf(document.activeElement);
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
  listen(document, 'pointerdown', (event) => {
    if (!element.contains(/** @type {!Node} */ (event.target))) {
      element.hidden = true;
    }
  });
  listen(window, 'blur', () => {
    element.hidden = true;
  });

  const open = (/** !Object */ graph, /** number */ box, /** number */ x, /** number */ y) => {
    app.tooltip.hide();
    back = document.activeElement;
    refill(element, ...entriesOf(graph, box).map((entry) => entry === null ?
        el('div.menu-line', {'role': 'separator'}) :
        el('button', {
          'role': 'menuitem',
          'tabindex': '-1',
          'text': entry[0],
          'onclick': () => {
            close();
            entry[1]();
          },
        })));
    element.hidden = false;
    const bounds = element.getBoundingClientRect();
    const left = Math.max(4, Math.min(x, page.clientWidth - bounds.width - 4));
    const top = Math.max(4, Math.min(y, page.clientHeight - bounds.height - 4));
    element.style.transform = 'translate(' + left + 'px,' + top + 'px)';
    /** @type {!HTMLElement} */ (element.querySelector('[role=menuitem]')).focus({preventScroll: true});
  };

  return {
    element,
    open,
    openAtFocus: (/** !Object */ graph) => {
      const box = Math.max(0, graph.focused());
      const ring = graph.element.querySelector('.fg-focus').getBoundingClientRect();
      open(graph, box, ring.left, ring.bottom);
    },
  };
}

/**
 * @param {!Object} graph
 * @param {number} box
 * @return {!Array<number>} frames from the root's child to the box
 */
function framesOf(graph, box) {
  const layout = graph.layout();
  const path = [];
  for (let at = box; at > 0; at = layout.parent[at]) {
    path.push(layout.frame[at]);
  }
  return path.reverse();
}

/**
 * A stack as Python prints it, most recent call last.
 *
 * @param {!Object} app
 * @param {!Object} graph
 * @param {number} box
 * @return {string}
 */
export function stackText(app, graph, box) {
  const {names} = app;
  const layout = graph.layout();
  const frames = framesOf(graph, box);
  const callers = graph === app.flame && app.view().mode === 'callers';
  const lines = (callers ? frames.reverse() : frames).map((frame) => {
    const source = names.source(frame);
    return '  File "' + names.fileName(frame) + '", line ' + names.line(frame) + ', in ' + names.functionName(frame) +
        (source === '' ? '' : '\n    ' + source);
  });
  return [
    formatBytes(layout.bytes[box]) + ' in ' + layout.counts[box] + ' allocations (most recent call last):',
    ...lines,
  ].join('\n') + '\n';
}

/**
 * A stack in the folded form of flame graph tools: "a;b;c 123".
 *
 * @param {!Object} app
 * @param {!Object} graph
 * @param {number} box
 * @return {string}
 */
export function foldedText(app, graph, box) {
  const frames = framesOf(graph, box);
  const callers = graph === app.flame && app.view().mode === 'callers';
  const parts = (callers ? frames.reverse() : frames).map((frame) =>
    (app.names.functionName(frame) + ' (' + app.names.location(frame) + ')').replace(/;/g, ','));
  return parts.join(';') + ' ' + graph.widths()[box] + '\n';
}
