/**
 * Patients who differ: the reference against the module where they are alike, and the module against integrals where not.
 * Tolerances are 5 Monte Carlo standard errors (5.7e-7 two-sided a comparison) of some forty comparisons.
 *
 * @module-tag slow
 */

import { describe, expect, it } from 'vitest';
import { d2, d4 } from '../../bench/designs.ts';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import type { Columns } from '../../src/kernel/look/columns.ts';
import { type LookStop, planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { blockSlots } from '../../src/kernel/plan/slots.ts';
import { createReference } from '../../src/kernel/reference.ts';
import { LOG_RANK } from '../../src/statistics/registry.ts';
import { FIRST_COMPARED } from '../../src/trial/comparison.ts';
import type { HypothesisFamily } from '../../src/trial/hypothesisFamily.ts';
import type { Population } from '../../src/trial/population.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { armsOfLaws, lawOfArm } from '../trial/armsOfLaws.ts';

const nothing = { hazardRatio: false, medians: false };
const KEY = [7, 11] as const;

const alike: Population = {
  factors: [{ name: 'one', levels: [{ name: 'all', prevalence: 1, hazardRatio: 1, effectRatio: 1 }] }],
  covariates: [],
  survivalOf: 'everyone',
};

const mixed: Population = {
  factors: [
    {
      name: 'stage',
      levels: [
        { name: 'C', prevalence: 0.7, hazardRatio: 1, effectRatio: 1 },
        { name: 'B', prevalence: 0.3, hazardRatio: 0.5, effectRatio: 1.3 },
      ],
    },
    {
      name: 'tumours',
      levels: [
        { name: 'one', prevalence: 0.25, hazardRatio: 1, effectRatio: 1 },
        { name: 'two', prevalence: 0.6, hazardRatio: 1.4, effectRatio: 1 },
        { name: 'more', prevalence: 0.15, hazardRatio: 2, effectRatio: 0.8 },
      ],
    },
  ],
  covariates: [{ name: 'NLR', mean: 3.5, sd: 1.5, hazardRatio: 0.8 }],
  survivalOf: 'everyone',
};

function mean(values: ArrayLike<number>): { mean: number; se: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    squares += values[i] ** 2;
  }
  const n = values.length;
  const average = sum / n;
  return { mean: average, se: Math.sqrt((squares / n - average ** 2) / (n - 1)) };
}

function expectEqualMeans(a: ArrayLike<number>, b: ArrayLike<number>, what: string): void {
  const [x, y] = [mean(a), mean(b)];
  expect(Math.abs(x.mean - y.mean), what).toBeLessThanOrEqual(5 * Math.hypot(x.se, y.se) + 1e-12);
}

function run(trial: Trial, replicates: number, first = 0): readonly Columns[] {
  const plan = planKernel(trial);
  return createSimulator(plan).simulate(KEY, first, replicates, nothing);
}

describe('patients who differ', () => {
  const isFastKernel = (trial: Trial): void => {
    const [fast] = run(trial, 20_000);
    const plan = planKernel({ ...trial, population: alike });
    const [own] = createReference(plan).simulate([3, 5], 0, 20_000, nothing);
    expectEqualMeans(fast.z, own.z, 'z');
    expectEqualMeans(
      fast.z.map((z) => z ** 2),
      own.z.map((z) => z ** 2),
      'z²',
    );
    expectEqualMeans(fast.analysisTime, own.analysisTime, 'time');
    for (const arm of [0, 1]) {
      expectEqualMeans(fast.events[arm], own.events[arm], `events ${arm}`);
      expectEqualMeans(fast.dropouts[arm], own.dropouts[arm], `dropouts ${arm}`);
    }
  };

  it('are those of two plain arms where all are alike: D2', () => isFastKernel(d2));

  it.each([
    ['D4', d4],
    ['poisson entry', { ...d2, accrual: { pattern: 'poisson', starts: [0], rates: [500 / 24], duration: null } }],
    ['even entry', { ...d2, accrual: { ...d2.accrual, pattern: 'even' } }],
  ] as [string, Trial][])('are those of two plain arms where all are alike: %s', { tags: ['long'] }, (_, trial) =>
    isFastKernel(trial),
  );

  it('estimates the hazard ratio by a Cox model in the strata of the deciding test', () => {
    const cox = { kind: 'cox', parameters: { test: 'wald' } };
    const test = { ...logRankTest(0.025, 1), stratifiedBy: ['stage', 'tumours'] };
    const plain = { statistic: cox, stratifiedBy: [], adjustedFor: [] };
    const stratified = { ...plain, stratifiedBy: test.stratifiedBy };
    const trial: Trial = { ...d2, population: mixed, test: { ...test, beside: [stratified, plain] } };
    const wants = { hazardRatio: true, medians: false };
    const ratios = (of: Trial) => {
      const [columns] = createReference(planKernel(of)).simulate(KEY, 0, 200, wants);
      return { found: columns.logHazardRatio ?? [], own: columns.statistics.map(({ estimate }) => estimate) };
    };
    const { found, own } = ratios(trial);
    for (const [row, ratio] of Array.from(found).entries()) expect(Math.abs(ratio - own[1][row])).toBeLessThan(1e-9);
    // Leaving the strata out pulls the ratio of the same trials towards 1.
    expect(mean(own[2]).mean).toBeGreaterThan(mean(found).mean + 0.005);
    const unstratified = ratios({ ...trial, test: { ...trial.test, stratifiedBy: [] } });
    for (const [row, ratio] of Array.from(unstratified.found).entries())
      expect(Math.abs(ratio - own[2][row])).toBeLessThan(1e-9);
  });

  it('has the events of each arm that integration over cells and covariates gives', () => {
    const trial: Trial = {
      ...delayedTrial(3),
      population: mixed,
      patients: 320,
      arms: armsOfLaws(delayedTrial(3).arms[0], delayedTrial(3).arms[1], {
        ...delayedTrial(0).arms[1],
        name: 'late',
        weight: 2,
      }),
    };
    const expected = expectationOf(trial).counts(36);
    const [columns] = run(trial, 20_000);
    expected.forEach(({ events, dropouts }, arm) => {
      const seen = mean(columns.events[arm]);
      expect(Math.abs(seen.mean - events), `events ${arm}`).toBeLessThan(5 * seen.se);
      const gone = mean(columns.dropouts[arm]);
      expect(Math.abs(gone.mean - dropouts), `dropouts ${arm}`).toBeLessThan(5 * gone.se);
    });
  });

  it('keeps the median of the control arm as a whole', { tags: ['long'] }, () => {
    const trial: Trial = {
      ...delayedTrial(0),
      population: mixed,
      patients: 400,
      accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 1e-3 },
      analysis: { kind: 'calendarTime', time: 9 },
      arms: armsOfLaws({ ...delayedTrial(0).arms[0], dropoutHazard: 0 }, delayedTrial(0).arms[1]),
    };
    const { mean: events, se } = mean(run(trial, 20_000)[0].events[0]);
    expect(Math.abs(events - 100)).toBeLessThan(5 * se + 0.02);
  });

  it('have final events re-estimated by the reference as by the module', { tags: ['long'] }, () => {
    const trial: Trial = {
      ...d2,
      interims: [{ kind: 'events', events: 150 }],
      analysis: { kind: 'events', events: 250 },
    };
    const stops: LookStop[] = [
      {
        above: Number.POSITIVE_INFINITY,
        below: Number.NEGATIVE_INFINITY,
        reestimation: { z: [1, 2.5], events: [250, 350, 250] },
      },
      { above: Number.POSITIVE_INFINITY, below: Number.NEGATIVE_INFINITY },
    ];
    const plain = planKernel(trial, stops);
    const [, fast] = createSimulator(plain).simulate(KEY, 0, 10_000, nothing);
    const [, own] = createReference(planKernel({ ...trial, population: alike }, stops)).simulate(
      [3, 5],
      0,
      10_000,
      nothing,
    );
    expect(mean(own.events[0]).mean + mean(own.events[1]).mean).toBeGreaterThan(270);
    for (const arm of [0, 1]) expectEqualMeans(fast.events[arm], own.events[arm], `events ${arm}`);
    expectEqualMeans(fast.analysisTime, own.analysisTime, 'time');
  });

  it('gives the same replicates whatever block they are run in', () => {
    const trial = { ...delayedTrial(3), population: mixed };
    const [whole] = run(trial, 30);
    const [part] = run(trial, 10, 20);
    expect([...part.z]).toEqual([...whole.z.slice(20)]);
  });

  it('keeps the draws of a smaller trial in a larger one', () => {
    const small = { ...delayedTrial(3), population: mixed, patients: 100 };
    const [a] = run({ ...small, analysis: { kind: 'calendarTime', time: 300 } }, 200);
    const [b] = run({ ...small, patients: 104, analysis: { kind: 'calendarTime', time: 300 } }, 200);
    let different = 0;
    for (let row = 0; row < 200; row++) {
      const more = b.events[0][row] - a.events[0][row];
      if (more < 0 || more > 2) different++;
    }
    expect(different).toBe(0);
  });

  it('stratifies: one stratum is no stratum, and a strong factor pays', { tags: ['long'] }, () => {
    const trial: Trial = {
      ...d2,
      population: {
        factors: [
          {
            name: 'stage',
            levels: [
              { name: 'C', prevalence: 0.5, hazardRatio: 1, effectRatio: 1 },
              { name: 'B', prevalence: 0.5, hazardRatio: 0.25, effectRatio: 1 },
            ],
          },
        ],
        covariates: [],
        survivalOf: 'everyone',
      },
      test: {
        ...logRankTest(0.025, 1),
        stratifiedBy: ['stage'],
        beside: [
          { statistic: LOG_RANK, stratifiedBy: [], adjustedFor: [] },
          {
            statistic: { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 0 } },
            stratifiedBy: [],
            adjustedFor: [],
          },
          { statistic: { kind: 'cox', parameters: { test: 'wald' } }, stratifiedBy: [], adjustedFor: ['stage'] },
        ],
      },
    };
    const [columns] = run(trial, 4000);
    const [stratified, plain, unit, adjusted] = columns.statistics.map(({ z }) => z);
    for (let row = 0; row < 100; row++) expect(unit[row]).toBeCloseTo(plain[row], 9);
    const gain = mean(stratified.map((z, i) => z - plain[i]));
    expect(gain.mean).toBeGreaterThan(10 * gain.se);
    // Both take the factor out of the comparison.
    expect(Math.abs(mean(adjusted).mean - mean(stratified).mean)).toBeLessThan(0.1);
    // Their z has variance 1, as its effect is what it is in every stratum.
    const z = mean(stratified.map((each, i) => (each - mean(stratified).mean) ** 2 + 0 * i));
    expect(Math.abs(z.mean - 1)).toBeLessThan(5 * z.se + 0.03);
  });
});

describe('several arms', () => {
  const family: HypothesisFamily = {
    hypotheses: [
      { ...FIRST_COMPARED, name: 'early', arm: 1, subgroup: null },
      { ...FIRST_COMPARED, name: 'late', arm: 2, subgroup: null },
    ],
    procedure: { kind: 'holm', weights: [0.5, 0.5] },
    dropping: null,
    success: 'any',
    stopsAt: 'nothingLeft',
  };
  const three: Trial = {
    ...d2,
    patients: 750,
    arms: armsOfLaws(d2.arms[0], d2.arms[1], { ...d2.arms[0], name: 'late' }),
    analysis: { kind: 'events', events: 525 },
    family,
  };

  it('compares each with the control as a trial of two arms does', { tags: ['long'] }, () => {
    const [columns] = run({ ...three, analysis: { kind: 'calendarTime', time: 30 } }, 20_000);
    const [two] = run({ ...d2, analysis: { kind: 'calendarTime', time: 30 } }, 20_000);
    expectEqualMeans(columns.statistics[0].z, two.z, 'effect');
    const none = mean(columns.statistics[1].z);
    expect(Math.abs(none.mean)).toBeLessThan(5 * none.se);
    expect(Math.abs(none.se * Math.sqrt(20_000) - 1)).toBeLessThan(0.03);
  });

  it('shares the control: the statistics are correlated by one half', { tags: ['long'] }, () => {
    const alone: Trial = {
      ...three,
      arms: armsOfLaws(three.arms[0], { ...three.arms[1], law: lawOfArm(three.arms[0]) }, ...three.arms.slice(2)),
    };
    const [{ statistics }] = run(alone, 20_000);
    const product = mean(statistics[0].z.map((z, i) => z * statistics[1].z[i]));
    expect(Math.abs(product.mean - 0.5)).toBeLessThan(5 * product.se);
  });

  it('drops arms at a look: nobody enters or is followed there any more, later events count in proportion', () => {
    const looks: Trial = {
      ...three,
      interims: [{ kind: 'events', events: 150 }],
      family: { ...family, dropping: { kind: 'keepBest', arms: [1] } },
    };
    const plan = planKernel(looks);
    const [interim, final] = createSimulator(plan).simulate(KEY, 0, 500, { hazardRatio: true, medians: true });
    let dropped = 0;
    for (let row = 0; row < 500; row++) {
      const [early, late] = interim.statistics.map(({ z }) => z[row]);
      const arm = early >= late ? 2 : 1;
      if (arm === 2) dropped++;
      expect(final.statistics[arm - 1].z[row]).toBe(Number.NEGATIVE_INFINITY);
      if (arm === 1) expect(final.logHazardRatio?.[row]).toBeNaN();
      for (const of of ['enrolled', 'events', 'dropouts'] as const)
        expect(final[of][arm][row], of).toBe(interim[of][arm][row]);
      const rest = [0, 1, 2].filter((a) => a !== arm).reduce((sum, a) => sum + final.events[a][row], 0);
      expect(rest).toBe(350);
    }
    expect(dropped).toBeGreaterThan(400);
  });

  it('tests a subgroup among its own patients', () => {
    const trial: Trial = {
      ...d2,
      population: { ...mixed, covariates: [] },
      family: {
        ...family,
        hypotheses: [
          { ...FIRST_COMPARED, name: 'all', arm: 1, subgroup: null },
          { ...FIRST_COMPARED, name: 'B', arm: 1, subgroup: { factor: 'stage', level: 'B' } },
        ],
      },
    };
    const [{ statistics, events }] = run(trial, 2000);
    const share = mean(statistics[1].information);
    const all = mean(events[0].map((count, row) => count + events[1][row]));
    expect(share.mean).toBeGreaterThan(0.1 * all.mean * 0.25);
    expect(share.mean).toBeLessThan(0.3 * all.mean * 0.25);
  });
});

describe('entry slots of a block', () => {
  it('spread every arm evenly, the control first among equals', () => {
    expect(blockSlots([1, 1])).toEqual([[0], [1]]);
    expect(blockSlots([1, 2])).toEqual([[1], [0, 2]]);
    expect(blockSlots([2, 1, 1]).flat().sort()).toEqual([0, 1, 2, 3]);
  });
});
