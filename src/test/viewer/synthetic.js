/**
 * @fileoverview Reports made from a seed, in the shape that the payload reader returns.
 */

/**
 * A small generator of random numbers (mulberry32).
 *
 * @param {number} seed
 * @return {function(): number} in [0, 1)
 */
export function makeRandom(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const MODULES = [
  ['shop', '/srv/shop/shop/NAME.py', 1],
  ['shop.orders', '/srv/shop/shop/orders/NAME.py', 1],
  ['json', '/usr/lib/python3.12/json/NAME.py', 2],
  ['re', '/usr/lib/python3.12/re/NAME.py', 2],
  ['pandas', '/srv/venv/lib/python3.12/site-packages/pandas/core/NAME.py', 3],
  ['numpy', '/srv/venv/lib/python3.12/site-packages/numpy/NAME.py', 3],
  ['sqlalchemy', '/srv/venv/lib/python3.12/site-packages/sqlalchemy/NAME.py', 3],
  ['frozen', '<frozen NAME>', 4],
  ['threading', '/usr/lib/python3.12/threading.py', 2],
];
const VERBS = [
  'load',
  'parse',
  'make',
  'read',
  'merge',
  'walk',
  'visit',
  'compile',
  'fetch',
  'encode',
  'split',
  'apply',
];
const NOUNS = [
  'rows',
  'order',
  'frame',
  'index',
  'cache',
  'page',
  'tokens',
  'graph',
  'customer',
  'batch',
  'block',
  'schema',
];

/**
 * A report with random columns.
 *
 * @param {{seed: number, nodes: number, functions?: number, threads?: number, depth?: number, fan?: number,
 *     sources?: boolean, hidden?: number, metrics?: !Array<string>, buckets?: number, lifetimes?: number}} options
 * @return {!Object}
 */
export function makeReport(options) {
  const random = makeRandom(options.seed);
  const below = (/** number */ limit) => Math.floor(random() * limit);
  const functionCount = options.functions || 200;
  const threadCount = options.threads || 3;
  const maxDepth = options.depth || 60;
  const hidden = options.hidden === undefined ? 0.08 : options.hidden;
  const strings = [''];
  const known = new Map([['', 0]]);
  const intern = (/** string */ text) => {
    let id = known.get(text);
    if (id === undefined) {
      id = strings.length;
      strings.push(text);
      known.set(text, id);
    }
    return id;
  };
  const files = {name: [0], module: [0], kind: [0]};
  for (let at = 0; at < Math.max(4, functionCount / 5); at++) {
    const [module, pattern, kind] = MODULES[at % MODULES.length];
    files.name.push(intern(pattern.replace('NAME', NOUNS[below(NOUNS.length)] + (at >= MODULES.length ? at : ''))));
    files.module.push(intern(module));
    files.kind.push(kind);
  }
  const frames = {function: [intern('memray')], file: [0], line: [0], source: [0], flags: [0]};
  for (let at = 0; at < functionCount; at++) {
    const verb = VERBS[below(VERBS.length)];
    const noun = NOUNS[below(NOUNS.length)];
    const file = 1 + below(files.name.length - 1);
    const lines = 1 + below(3);
    for (let line = 0; line < lines; line++) {
      frames.function.push(intern(verb + '_' + noun));
      frames.file.push(file);
      frames.line.push(10 + at * 5 + line);
      frames.source.push(
        options.sources !== false && random() < 0.6
          ? intern(
              '    ' +
                noun +
                ' = ' +
                VERBS[below(VERBS.length)] +
                '_' +
                NOUNS[below(NOUNS.length)] +
                '(' +
                noun +
                ', limit=' +
                below(1000) +
                ')',
            )
          : 0,
      );
      const importing = random() < hidden / 2;
      frames.flags.push(importing ? 3 : random() < hidden ? 1 : 0);
    }
  }
  const frameCount = frames.function.length;
  const count = options.nodes;
  const nodes = {
    count,
    depth: new Int32Array(count),
    parent: new Int32Array(count),
    frame: new Int32Array(count),
  };
  nodes.parent[0] = -1;
  // A walk down and up; siblings take distinct frames from a rotating choice.
  const used = [new Set()];
  const path = [0];
  const fan = options.fan || 4;
  for (let node = 1; node < count; node++) {
    if (random() < 1 / fan) {
      const least = Math.min(path.length, used[0].size > 20 ? 2 : 1);
      const keep = least + Math.floor(Math.sqrt(random()) * (path.length - least + 1 - 1e-9));
      path.length = keep;
      used.length = keep;
    }
    while (path.length > 1 && (path.length > maxDepth || used[path.length - 1].size > frameCount / 2)) {
      path.pop();
      used.pop();
    }
    const siblings = used[used.length - 1];
    let frame = 1 + Math.floor(random() ** 1.5 * (frameCount - 1));
    while (siblings.has(frame)) {
      frame = 1 + (frame % (frameCount - 1));
    }
    siblings.add(frame);
    nodes.depth[node] = path.length;
    nodes.parent[node] = path[path.length - 1];
    nodes.frame[node] = frame;
    path.push(node);
    used.push(new Set());
  }
  const own = {node: [], thread: [], allocator: []};
  const kinds = options.metrics || ['peak', 'leaks'];
  const metrics = kinds.map((kind) => ({kind, bytes: [], count: []}));
  const allocators = [6, 8, 14, 2, 7];
  for (let node = 0; node < count; node++) {
    const leaf = node + 1 === count || nodes.parent[node + 1] !== node;
    if (!leaf && random() > 0.2) {
      continue;
    }
    const records = random() < 0.15 ? 2 : 1;
    for (let at = 0; at < records; at++) {
      own.node.push(node);
      own.thread.push(at + records === 1 ? below(threadCount) : at % threadCount);
      own.allocator.push(allocators[below(allocators.length)]);
      for (const metric of metrics) {
        const live = metric.kind === 'peak' || random() < 0.4;
        metric.bytes.push(live ? Math.floor(random() ** 6 * 5000000) * (options.unit || 1) : 0);
        metric.count.push(live ? 1 + below(20) : 0);
      }
    }
  }
  const sampleCount = 400;
  const samples = {
    count: sampleCount,
    time: new Float64Array(sampleCount),
    resident: new Float64Array(sampleCount),
    heap: new Float64Array(sampleCount),
  };
  let level = 1e8;
  for (let at = 0; at < sampleCount; at++) {
    level = Math.max(2e7, level + (random() - 0.45) * 3e7);
    samples.time[at] = 1700000000000 + at * 250;
    samples.heap[at] = level;
    samples.resident[at] = level * 1.2 + 3e7 + random() * 5e6;
  }
  const ints = (/** !Array<number> */ list) => Int32Array.from(list);
  const doubles = (/** !Array<number> */ list) => Float64Array.from(list);
  const sum = (/** !Array<number> */ list) => list.reduce((a, b) => a + b, 0);
  return {
    meta: {
      view: metrics[0].kind,
      inverted: false,
      peakBytes: sum(metrics[0].bytes),
      views: metrics.map(({kind, count}, at) => ({key: kind, label: kind, section: 8 + at, count: sum(count)})),
    },
    strings,
    files: {
      count: files.name.length,
      name: ints(files.name),
      module: ints(files.module),
      kind: Uint8Array.from(files.kind),
    },
    frames: {
      count: frameCount,
      function: ints(frames.function),
      file: ints(frames.file),
      line: ints(frames.line),
      source: ints(frames.source),
      flags: Uint8Array.from(frames.flags),
    },
    nodes,
    own: {
      count: own.node.length,
      node: ints(own.node),
      thread: ints(own.thread),
      allocator: Uint8Array.from(own.allocator),
      metrics: metrics.map((metric) => ({
        kind: metric.kind,
        bytes: doubles(metric.bytes),
        count: doubles(metric.count),
      })),
    },
    threads: Array.from({length: threadCount}, (_, at) => ({
      id: '0x' + (at + 1).toString(16),
      name: at === 0 ? 'MainThread' : at % 2 === 1 ? 'worker_' + at : '',
    })),
    samples,
    problem: null,
    ...makeHistory(random, options, own.node.length),
  };
}

/** Memory over time: `buckets` of it, with so many lifetimes; without where none are asked for. */
function makeHistory(random, options, ownCount) {
  const count = options.buckets || 0;
  if (count === 0 || ownCount === 0) {
    return {buckets: null, lifetimes: null};
  }
  const below = (/** number */ limit) => Math.floor(random() * limit);
  const doubles = (/** function(number): number */ make) => Float64Array.from({length: count}, (_, at) => make(at));
  const buckets = {
    count,
    records: doubles(() => below(50)),
    mark: doubles((at) => at * 10),
    markBytes: doubles(() => below(8) * 1000),
    endBytes: doubles(() => below(8) * 500),
    endTime: doubles((at) => 1700000000000 + Math.floor(at / 2) * 100),
  };
  const number = options.lifetimes || 3 * ownCount;
  const rows = Array.from({length: number}, () => {
    const born = below(2 * count);
    const died = random() < 0.3 ? 2 * count : born + 1 + below(2 * count - born);
    return [below(ownCount), born, died, random() < 0.05 ? -1 : 1 + below(9), below(100000) * (options.unit || 1)];
  }).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const column = (/** number */ at) => rows.map((row) => row[at]);
  return {
    buckets,
    lifetimes: {
      own: Int32Array.from(column(0)),
      born: Uint16Array.from(column(1)),
      died: Uint16Array.from(column(2)),
      count: Int32Array.from(column(3)),
      bytes: Float64Array.from(column(4)),
    },
  };
}
