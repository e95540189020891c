/** What each test costs beside the log-rank: D2 with the test asked for on the same trials, and D2 in strata. */
import type { Statistic } from '../src/statistics/definition.ts';
import { LOG_RANK } from '../src/statistics/registry.ts';
import type { Population } from '../src/trial/population.ts';
import type { Test } from '../src/trial/test.ts';
import type { BenchCase } from './benchCase.ts';
import { d2Case } from './d2Case.ts';
import { designs, trialOf } from './designs.ts';

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

export function testCases(seed: string): BenchCase[] {
  const d2 = trialOf(designs.d2);
  const plain = (statistic: Statistic): Test => ({ statistic, stratifiedBy: [], adjustedFor: [] });
  return [
    d2Case('test-none', 'D2, the log-rank alone', d2, seed),
    ...TESTS.map(([name, what, statistics]) =>
      d2Case(name, what, { ...d2, test: { ...d2.test, beside: statistics.map(plain) } }, seed),
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
