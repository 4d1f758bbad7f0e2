/**
 * @fileoverview Callers are derived no further than can be seen. When a reader has come so near that boxes show which were
 * not opened, they are derived again for what is in sight.
 */

/** The reader may be moving on: only a view that stays is worth the work. */
const PAUSE_MILLIS = 80;

/**
 * @param {function(!Object): void} ask derives callers for a part, {left, right}
 * @return {function(!Object): void} to be called when another part of a graph is in sight
 */
export function makeDeepener(ask) {
  let timer = 0;
  let last = '';
  return (graph) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const layout = graph.layout();
      const key = JSON.stringify([graph.view(), layout.count]);
      let unopened = false;
      graph.eachDrawn((/** number */ box) => {
        unopened = unopened || (layout.cut && layout.cut[box] !== 0);
      });
      // what was asked for once and is still not there never will be
      if (unopened && key !== last) {
        last = key;
        ask(graph.view());
      }
    }, PAUSE_MILLIS);
  };
}
