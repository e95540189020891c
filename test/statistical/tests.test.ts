/**
 * Type I error of every test under the weak null, a million replicates, unstratified and at one analysis. Rates must be
 * within 4 standard errors (6e-5 a rate, of some thirty) of alpha plus what the test is known to be off in samples of this
 * size, which is stated with each. Those allowances are properties of the statistics, found with
 * other seeds and other programs; none is larger than a tenth of alpha.
 *
 * @module-tag long
 */

import { describe, expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { simulateReplicates } from '../../src/questions/asking.ts';
import type { Statistic } from '../../src/statistics/definition.ts';
import { LOG_RANK } from '../../src/statistics/registry.ts';
import type { Test } from '../../src/trial/test.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { dropoutPerYear, plannedTrial } from '../expectation/plannedTrial.ts';
import { asking } from '../questions/asked.ts';

const MILLION = 1_000_000;
const fh = (rho: number, gamma: number): Statistic => ({ kind: 'flemingHarrington', parameters: { rho, gamma } });
const of = (statistic: Statistic): Test => ({ statistic, stratifiedBy: [], adjustedFor: [] });
const combo = (...statistics: Statistic[]): Statistic => ({ kind: 'maxCombo', parameters: {}, of: statistics });

const nothing = plannedTrial({
  controlMedian: 6,
  steps: { starts: [0], ratios: [1] },
  patients: 300,
  dropoutHazard: dropoutPerYear(0.05),
  analysis: { kind: 'events', events: 210 },
});

/** Name, statistic, and how far its rate may be from alpha beyond Monte Carlo error, with the reason. */
const TESTS: readonly [string, Statistic, number, string][] = [
  ['log-rank', LOG_RANK, 4e-4, 'tails of a hypergeometric sum at 210 events'],
  ['FH(0, 1)', fh(0, 1), 2.5e-3, 'late events with few at risk carry most weight: a skewed sum'],
  ['FH(1, 0)', fh(1, 0), 4e-4, 'as the log-rank'],
  ['FH(½, ½)', fh(0.5, 0.5), 1e-3, 'between the two'],
  ['modestly weighted, t* = 6', { kind: 'modestlyWeighted', parameters: { until: 6 } }, 5e-4, 'as the log-rank'],
  ['modestly weighted, s* = ½', { kind: 'modestlyWeighted', parameters: { survival: 0.5 } }, 5e-4, 'as the log-rank'],
  ['Gehan', { kind: 'gehan', parameters: {} }, 4e-4, 'as the log-rank'],
  ['Tarone–Ware', { kind: 'taroneWare', parameters: {} }, 4e-4, 'as the log-rank'],
  ['MaxCombo of 2', combo(LOG_RANK, fh(0, 1)), 1.5e-3, 'what FH(0, 1) brings'],
  ['MaxCombo of 3', combo(LOG_RANK, fh(0, 1), fh(1, 0)), 1.5e-3, 'what FH(0, 1) brings'],
  [
    'RMST difference',
    { kind: 'rmst', parameters: { until: 12, contrast: 'difference' } },
    1e-3,
    'a Wald test with an estimated variance',
  ],
  ['RMST ratio', { kind: 'rmst', parameters: { until: 12, contrast: 'ratio' } }, 1e-3, 'the same'],
  ['milestone, cloglog', { kind: 'milestone', parameters: { at: 8, scale: 'cloglog' } }, 1.5e-3, 'the same'],
  ['milestone, plain', { kind: 'milestone', parameters: { at: 8, scale: 'plain' } }, 2e-3, 'the same'],
  ['median difference', { kind: 'medianDifference', parameters: {} }, 2.5e-3, 'an interval inverted for a variance'],
  ['Cox Wald', { kind: 'cox', parameters: { test: 'wald' } }, 8e-4, 'Wald z is shrunk in the tails'],
  ['Cox score', { kind: 'cox', parameters: { test: 'score' } }, 4e-4, 'the log-rank without ties'],
];

describe('type I error at a million replicates', () => {
  it('of every test, one-sided 2.5 % either way', { timeout: 600_000 }, async () => {
    const [[, first], ...others] = TESTS;
    const trial: Trial = {
      ...nothing,
      test: { ...nothing.test, statistic: first, beside: others.map(([, statistic]) => of(statistic)) },
    };
    const tally = await simulateReplicates(
      asking('every test', { replicates: 1 }),
      { design: planDesign(trial), purpose: 'null' },
      MILLION,
    );
    const standardError = Math.sqrt((0.025 * 0.975) / MILLION);
    TESTS.forEach(([name, , allowance, why], t) => {
      const { benefit, harm } = (tally.tests ?? [])[t];
      // MaxCombo one-sided has no other tail: its z is that of the largest component.
      for (const count of name.startsWith('MaxCombo') ? [benefit] : [benefit, harm])
        expect(Math.abs(count / MILLION - 0.025), `${name} (${why})`).toBeLessThan(4 * standardError + allowance);
    });
  });
});
