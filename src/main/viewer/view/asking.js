/**
 * @fileoverview Asks the engine. Only the latest question matters: an answer that was overtaken is not shown.
 */

import {Client} from '../engine/client.js';
import {Finder} from '../engine/finder.js';
import {framesTo, Layout} from '../model/layout.js';
import {Query} from '../model/search.js';
import {Request} from '../model/state.js';
import {Asking, Store, View, Wish} from './types.js';

/** Answers that take longer show a bar. */
const BUSY_MILLIS = 150;

/**
 * @param {!Client} client
 * @param {!Finder} finder
 * @param {!Store} store
 * @param {function(boolean): void} showBusy
 * @param {function(*): void} fail tells the reader of an error
 * @return {!Asking}
 */
export function makeAsking(client, finder, store, showBusy, fail) {
  /** @type {?View} */
  let view = null;
  let running = false;
  let again = false;
  /**
   * Questions so far by topic.
   *
   * @type {!Map<string, number>}
   */
  const turns = new Map();

  /** Asks the engine, once it is known what the pattern of "Only" matches. */
  const ask = async (/** !Request */ request) => {
    const {only} = request.settings;
    if (!only?.regex) {
      return client.ask(request);
    }
    const found = await new Promise((resolve) => finder.find(/** @type {!Query} */ (only), resolve));
    return client.ask(/** @type {!Request} */ ({...request, found: found?.frames || null}));
  };

  const busily = async (/** function(): !Promise<void> */ work) => {
    const busy = setTimeout(() => showBusy(true), BUSY_MILLIS);
    try {
      await work();
    } catch (error) {
      fail(error);
    }
    clearTimeout(busy);
  };

  return {
    view: () => view,
    askGraph: async (/** function(): !Wish */ wish) => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      do {
        again = false;
        const {request, show} = wish();
        await busily(async () => {
          const reply = await ask(request);
          if (again) {
            client.reuse(reply.layout);
            return;
          }
          const before = view;
          // drafts come without: what is shown around the graph waits for the whole answer
          const {byThread, byFile} = reply.byThread ? reply : before;
          view = /** @type {!View} */ ({...reply, byThread, byFile, mode: request.kind});
          show(view, before);
          if (before) {
            client.reuse(before.layout);
          }
        });
      } while (again);
      running = false;
      showBusy(false);
    },
    askLatest: async (/** string */ topic, /** !Request */ request, /** function(?): void */ use) => {
      const turn = (turns.get(topic) || 0) + 1;
      turns.set(topic, turn);
      await busily(async () => {
        const reply = await ask(request);
        if (turns.get(topic) === turn) {
          use(reply);
        }
      });
      showBusy(running);
    },
    details: async (/** !Layout */ layout, /** number */ box) => {
      const asked = view;
      if (!asked || layout !== asked.layout || running) {
        return null;
      }
      const path = asked.mode === 'callers' ? framesTo(layout, box) : null;
      const reply = await ask({kind: 'details', settings: store.settings(), path, box});
      return view === asked ? reply : null;
    },
  };
}
