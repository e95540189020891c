/**
 * Tests of several looks together: their correlation against simulated z, and the alpha that bounds made of it spend.
 *
 * @module-tag slow
 */

import { describe, expect, it } from 'vitest';
import { d2 } from '../../bench/designs.ts';
import { jointLooks } from '../../src/design/jointLooks.ts';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import type { Statistic } from '../../src/statistics/definition.ts';
import { LOG_RANK } from '../../src/statistics/registry.ts';
import { decide, EFFICACY, HARM, ObservedBounds } from '../../src/tally/decisions.ts';
import type { Test } from '../../src/trial/test.ts';
import { type Trial, underNull } from '../../src/trial/trial.ts';
import { sequentialPlan } from '../sequential/sequentialPlan.ts';
import { looksOf } from './looksOf.ts';

const of = (kind: string, parameters: Record<string, number | string> = {}): Statistic => ({ kind, parameters });
const FH01 = of('flemingHarrington', { rho: 0, gamma: 1 });
const MAX_COMBO: Statistic = { kind: 'maxCombo', parameters: {}, of: [LOG_RANK, FH01] };
const RMST = of('rmst', { until: 12, contrast: 'difference' });
const MILESTONE = of('milestone', { at: 9, scale: 'cloglog' });
const MEDIANS = of('medianDifference');
const plain = (statistic: Statistic): Test => ({ statistic, stratifiedBy: [], adjustedFor: [] });

/** Of 800 patients, looks at calendar months 16, 22 and 30. */
const base: Trial = {
  ...d2,
  patients: 800,
  interims: [16, 22].map((time) => ({ kind: 'calendarTime', time })),
  analysis: { kind: 'calendarTime', time: 30 },
};

function simulated(trial: Trial, tests: readonly Test[], replicates: number) {
  const plan = planKernel(trial, undefined, tests);
  return createSimulator(plan).simulate(streamKey('joint looks', 'test'), 0, replicates, {
    hazardRatio: false,
    medians: false,
  });
}

function correlation(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const mean = (x: Float64Array) => x.reduce((sum, each) => sum + each, 0) / n;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

describe('the correlation of tests at different looks', () => {
  it('is that of simulated z under no effect', { timeout: 600_000 }, () => {
    const replicates = 4000;
    const statistics = [LOG_RANK, FH01, RMST, MILESTONE, MEDIANS, of('gehan'), of('cox', { test: 'wald' })];
    const trial = underNull(base);
    const looks = simulated(trial, statistics.map(plain), replicates);
    for (const earlier of [LOG_RANK, FH01, RMST, of('gehan')])
      for (const [s, later] of statistics.entries()) {
        const planned: Trial = {
          ...trial,
          lookTests: [plain(earlier), plain(later)],
          test: { ...base.test, ...plain(later) },
        };
        const joint = jointLooks(expectationOf(planned), [16, 22, 30]);
        const from = statistics.findIndex(({ kind }) => kind === earlier.kind);
        for (const k of [1, 2]) {
          const found = correlation(looks[0].statistics[from].z, looks[k].statistics[s].z);
          const wanted = joint.correlation[0][k];
          // Standard error (1 − ρ²)/√n; variances estimated from 800 patients move it by a hundredth at most. At 5 of them
          // a false failure among the 56 comparisons comes once in 30,000 runs of other seeds, without that hundredth.
          const error = (1 - wanted ** 2) / Math.sqrt(replicates);
          expect(
            Math.abs(found - wanted),
            `${earlier.kind}, ${later.kind} at look ${k + 1}: ${found} for ${wanted}`,
          ).toBeLessThan(5 * error + 0.01);
        }
      }
  });
});

describe('with a fixed follow-up of each patient', () => {
  it('nothing after it counts: the log-rank of two looks has the correlation of its own information', () => {
    const trial: Trial = { ...underNull(base), followUpOfEach: 6, lookTests: [plain(LOG_RANK), plain(LOG_RANK)] };
    const times = [16, 22, 30];
    const { correlation } = jointLooks(expectationOf(trial), times);
    const information = times.map((time) => expectationOf(trial).events(time));
    expect(Math.abs(correlation[0][2] - Math.sqrt(information[0] / information[2]))).toBeLessThan(1e-6);
  });
});

describe('a test of its own at a look', () => {
  const planned = (interim: Statistic, final: Statistic, sides: 1 | 2 = 1): Trial => ({
    ...base,
    interims: [{ kind: 'events', events: 250 }],
    analysis: { kind: 'events', events: 500 },
    test: { ...base.test, ...plain(final), alpha: sides * 0.025, sides },
    lookTests: [plain(interim)],
    sequential: sequentialPlan({
      efficacy: { kind: 'spending', spending: { kind: 'pocock' } },
      tested: [true],
      chosen: [true],
      information: 'planned',
    }),
  });

  it('leaves the bounds of one test as they are', () => {
    const both = planned(LOG_RANK, LOG_RANK);
    const { lookTests: _, ...one } = both;
    const [joint, alone] = [looksOf(both), looksOf(one)];
    joint.solved.efficacy.forEach((bound, k) => {
      expect(Math.abs(bound - alone.solved.efficacy[k])).toBeLessThan(3e-3);
    });
    expect(Math.abs(joint.planned.power - alone.planned.power)).toBeLessThan(1e-3);
    expect(Math.abs(joint.nullIgnoringFutility.power - 0.025)).toBeLessThan(2e-4);
  });

  it.each([
    ['log-rank, then MaxCombo', LOG_RANK, MAX_COMBO, 1],
    ['log-rank, then MaxCombo, two-sided', LOG_RANK, MAX_COMBO, 2],
    ['log-rank, then RMST', LOG_RANK, RMST, 1],
  ] as const)('spends alpha as planned: %s', { timeout: 600_000 }, (_, interim, final, sides) => {
    const replicates = 30_000;
    const trial = planned(interim, final, sides);
    const { solved, informationEvents } = looksOf(trial);
    const looks = simulated(underNull(trial), [plain(final), plain(interim)], replicates);
    const seen = looks.map((columns, k) => ({ ...columns, z: columns.statistics[k === 0 ? 1 : 0].z }));
    const spec = { solved, informationEvents };
    const { reason, look } = decide(seen, spec, new ObservedBounds(spec));
    const spent = solved.alphaSpent ?? [];
    const claims = [0, 1].map(
      (k) => reason.filter((why, row) => look[row] === k && (why === EFFICACY || why === HARM)).length,
    );
    // 5 standard errors, false once in 100,000 comparisons a side, and a thousandth for large samples.
    for (const [found, wanted] of [
      [claims[0] / replicates, spent[0]],
      [(claims[0] + claims[1]) / replicates, trial.test.alpha],
    ])
      expect(Math.abs(found - wanted), `${found} for ${wanted}`).toBeLessThan(
        5 * Math.sqrt((wanted * (1 - wanted)) / replicates) + 0.001,
      );
  });
});
