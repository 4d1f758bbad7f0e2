/**
 * @fileoverview Properties of the model, for random reports: every answer equals that of the naive model.
 */

import {makeEngine} from '/engine/engine.js';
import {checkComparison, checkExtremes} from './comparison-properties.js';
import {checkAround, checkDetails, checkGroups} from './detail-properties.js';
import {checkRecursion, checkSearch, checkSteps} from './filter-properties.js';
import {checkAddress, checkLinks} from './link-properties.js';
import {randomSettings} from './random-settings.js';
import {checkSelections} from './selection-properties.js';
import {makeRandom, makeReport} from './synthetic.js';
import {
  checkCallees,
  checkCallers,
  checkFunctions,
  checkNearCallers,
  checkReuse,
  checkSandwich,
} from './tree-properties.js';

/**
 * @param {number} seed
 * @return {!Array<string>} what is wrong, with the seed
 */
export function checkReport(seed) {
  const random = makeRandom(seed);
  const report = makeReport({
    seed,
    nodes: 1 + Math.floor(random() * 300),
    functions: 50 + Math.floor(random() * 40),
    threads: seed % 4 === 0 ? 20 : 1 + Math.floor(random() * 5),
    depth: 2 + Math.floor(random() * 30),
    hidden: random() * 0.6,
    metrics: ['peak', 'leaks'],
    buckets: seed % 2 === 0 ? 1 + (seed % 11) : 0,
    // totals that need more than four bytes, too
    unit: seed % 3 === 0 ? 2 ** 22 : 1,
  });
  const engine = makeEngine(report);
  const settings = randomSettings(random, report);
  const checks = [
    checkCallees,
    checkCallers,
    checkNearCallers,
    checkFunctions,
    checkSandwich,
    checkSearch,
    checkSteps,
    checkDetails,
    checkRecursion,
    checkLinks,
    checkGroups,
    checkAround,
    checkSelections,
    checkReuse,
    checkAddress,
    checkComparison,
    checkExtremes,
  ];
  const problems = checks.flatMap((check) =>
    check(report, engine, settings, random).map((text) => check.name + ': ' + text),
  );
  return problems.map((text) => 'seed ' + seed + ': ' + text);
}
