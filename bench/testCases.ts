/** What each test costs beside the log-rank: D2 with the test asked for on the same trials, and D2 in strata. */
import type { Columns } from '../src/kernel/look/columns.ts';
import type { Statistic } from '../src/statistics/definition.ts';
import { LOG_RANK } from '../src/statistics/registry.ts';
import type { Population } from '../src/trial/population.ts';
import type { Test } from '../src/trial/test.ts';
import type { BenchCase } from './benchCase.ts';
import { d2Case } from './d2Case.ts';
import { CRITICAL_Z, designs, type KnownPower, trialOf } from './designs.ts';

const fh = (rho: number, gamma: number): Statistic => ({ kind: 'flemingHarrington', parameters: { rho, gamma } });
const late = fh(0, 1);
const combo: Statistic = { kind: 'maxCombo', parameters: {}, of: [LOG_RANK, late] };

const TESTS: readonly [string, string, readonly Statistic[]][] = [
  ['test-fh', 'D2 and Fleming–Harrington (0, 1)', [late]],
  ['test-fh-half', 'D2 and Fleming–Harrington (0.3, 0.7)', [fh(0.3, 0.7)]],
  ['test-mw', 'D2 and modestly weighted, s* = 0.5', [{ kind: 'modestlyWeighted', parameters: { survival: 0.5 } }]],
  ['test-gehan', 'D2 and Gehan–Wilcoxon', [{ kind: 'gehan', parameters: {} }]],
  ['test-tw', 'D2 and Tarone–Ware', [{ kind: 'taroneWare', parameters: {} }]],
  ['test-combo2', 'D2 and MaxCombo of two', [combo]],
  ['test-combo3', 'D2 and MaxCombo of three', [{ ...combo, of: [LOG_RANK, late, fh(1, 0)] }]],
  ['test-combo4', 'D2 and MaxCombo of four', [{ ...combo, of: [LOG_RANK, late, fh(1, 0), fh(1, 1)] }]],
  ['test-fh-combo', 'D2, Fleming–Harrington (0, 1) and MaxCombo of two', [late, combo]],
  ['test-rmst', 'D2 and RMST to 12', [{ kind: 'rmst', parameters: { until: 12, contrast: 'difference' } }]],
  ['test-milestone', 'D2 and survival at 12', [{ kind: 'milestone', parameters: { at: 12, scale: 'cloglog' } }]],
  [
    'test-rmst-milestone',
    'D2, RMST to 12 and survival at 12',
    [
      { kind: 'rmst', parameters: { until: 12, contrast: 'difference' } },
      { kind: 'milestone', parameters: { at: 12, scale: 'cloglog' } },
    ],
  ],
  ['test-medians', 'D2 and the difference of medians', [{ kind: 'medianDifference', parameters: {} }]],
  ['test-cox', 'D2 and Cox Wald', [{ kind: 'cox', parameters: { test: 'wald' } }]],
];

/** Powers on D2 of the tests beside, from naiveTests.ts by `node dist/bench/knownPower.js tests 100000`. */
export const TEST_POWERS: Readonly<Record<string, KnownPower>> = {
  'test-fh': { power: 0.80783, standardError: 0.00125 },
  'test-combo3': { power: 0.8959, standardError: 0.00097 },
  'test-rmst': { power: 0.85218, standardError: 0.00112 },
  'test-milestone': { power: 0.78953, standardError: 0.00129 },
  'test-medians': { power: 0.72263, standardError: 0.00142 },
  'test-cox': { power: 0.91402, standardError: 0.00089 },
};

/** Replicates in which the first test beside the log-rank rejects. */
function countBeside([{ statistics }]: readonly Columns[]): number {
  return statistics[1].z.reduce((count, z) => count + (z >= CRITICAL_Z ? 1 : 0), 0);
}

const STAGE: Population = {
  factors: [
    {
      name: 'stage',
      levels: [
        { name: 'C', prevalence: 0.77, hazardRatio: 1, effectRatio: 1 },
        { name: 'B', prevalence: 0.23, hazardRatio: 1, effectRatio: 1 },
      ],
    },
  ],
  covariates: [],
  survivalOf: 'everyone',
};

/** A covariate that makes no difference to patients' hazards. */
const MARKER: Population = {
  factors: [],
  covariates: [{ name: 'marker', mean: 0, sd: 1, hazardRatio: 1 }],
  survivalOf: 'everyone',
};
const ADJUSTED: Test = {
  statistic: { kind: 'cox', parameters: { test: 'wald' } },
  stratifiedBy: [],
  adjustedFor: ['marker'],
};

export function testCases(seed: string): BenchCase[] {
  const d2 = trialOf(designs.d2);
  const plain = (statistic: Statistic): Test => ({ statistic, stratifiedBy: [], adjustedFor: [] });
  return [
    d2Case('test-none', 'D2, the log-rank alone', d2, seed),
    ...TESTS.map(([name, what, statistics]) => {
      const trial = { ...d2, test: { ...d2.test, beside: statistics.map(plain) } };
      // Of the others the log-rank is checked, on the same replicates.
      return name in TEST_POWERS
        ? d2Case(name, what, trial, seed, TEST_POWERS[name], countBeside)
        : d2Case(name, what, trial, seed);
    }),
    d2Case(
      'test-cox-covariate',
      'D2 with a covariate, and Cox Wald',
      {
        ...d2,
        population: MARKER,
        test: { ...d2.test, beside: [{ ...ADJUSTED, adjustedFor: [] }] },
      },
      seed,
    ),
    d2Case(
      'test-cox-adjusted',
      'D2 with a covariate, and Cox Wald adjusted for it',
      {
        ...d2,
        population: MARKER,
        test: { ...d2.test, beside: [ADJUSTED] },
      },
      seed,
    ),
    d2Case('strata', 'D2 in two strata that do not differ, unstratified', { ...d2, population: STAGE }, seed),
    d2Case(
      'strata-stratified',
      'the same, stratified log-rank',
      { ...d2, population: STAGE, test: { ...d2.test, stratifiedBy: ['stage'] } },
      seed,
      null,
    ),
  ];
}
