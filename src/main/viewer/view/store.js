/**
 * @fileoverview What the reader has chosen: the state, its place in the address and in the history, and who is told of it.
 */

import {Front} from '../model/front.js';
import {initialState, readState, State, settingsOf, writeState} from '../model/state.js';
import {listen} from './dom.js';
import {Store} from './types.js';

/** Fields that the engine's answer depends on. */
const ENGINE_FIELDS = [
  'metric',
  'side',
  'swapped',
  'normalized',
  'selection',
  'moving',
  'byCount',
  'threads',
  'nonRelevant',
  'hideImport',
  'hideNative',
  'steps',
  'only',
];

/**
 * @param {!Front} report
 * @return {!Store}
 */
export function makeStore(report) {
  const initial = initialState(report);
  /** @type {!Array<function(!Set<string>): void>} */
  const listeners = [];
  const readAddress = () => readState(location.hash.slice(1), initial, report);
  /** @type {!State} */
  let state = readAddress();

  const tell = (/** !Set<string> */ changed) => {
    // a panel that is made meanwhile reads the state itself
    for (const listener of [...listeners]) {
      listener(changed);
    }
  };

  const writeAddress = (/** boolean */ push) => {
    try {
      history[push ? 'pushState' : 'replaceState'](null, '', '#' + writeState(state, initial, report));
    } catch {
      // some browsers allow no history to files in a frame
    }
  };

  /** Takes new values; the fields that are other than before. */
  const change = (/** !Object */ wanted) => {
    // a view is of the whole run
    const patch = wanted.metric && wanted.selection === undefined ? {...wanted, selection: null} : wanted;
    const before = /** @type {!Object} */ (state);
    const changed = Object.keys(patch).filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(patch[field]),
    );
    state = /** @type {!State} */ ({...state, ...patch});
    return new Set(changed);
  };

  listen(window, 'popstate', () => tell(change(readAddress()).add('address')));

  return {
    state: () => state,
    initial: () => initial,
    settings: () => settingsOf(state),
    set: (/** !Object */ patch, /** boolean= */ push, /** boolean= */ linked) => {
      const changed = change(patch);
      if (changed.size > 0) {
        writeAddress(push === true || changed.has('tab'));
        tell(linked ? changed.add('address') : changed);
      }
    },
    preview: (/** !Object */ patch) => {
      const changed = change({...patch, moving: true});
      if (changed.size > 0) {
        tell(changed);
      }
    },
    settle: () => {
      const changed = change({moving: false});
      if (changed.size > 0) {
        writeAddress(false);
        tell(changed);
      }
    },
    notePlace: (/** !Object */ place, /** boolean */ push) => {
      if (change(place).size > 0) {
        writeAddress(push);
      }
    },
    on: (listener) => {
      listeners.push(listener);
    },
    notify: (...events) => tell(new Set(events)),
    engineChanged: (/** !Set<string> */ changed) =>
      ENGINE_FIELDS.some((field) => changed.has(field)) ||
      (state.only &&
        (changed.has('query') ||
          changed.has('exact') ||
          (state.query !== '' && (changed.has('regex') || changed.has('matchCase'))))),
    start: () => tell(new Set(Object.keys(state)).add('address')),
  };
}
