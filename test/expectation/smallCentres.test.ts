import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { expectedLook } from '../../src/expectation/expectedAtLook.ts';
import { keptAtEvent } from '../../src/expectation/smallCentres.ts';
import { logRankDrift } from '../../src/formulas/logRankDrift.ts';
import { LOG_RANK } from '../../src/statistics/registry.ts';
import { CENTRE, type Centres, type Frailty } from '../../src/trial/centres.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { expectMean } from '../statistical/monteCarlo.ts';
import { centresWith } from './mixedCentres.ts';
import { plannedTrial } from './plannedTrial.ts';

const never = Number.POSITIVE_INFINITY;

/** Nobody is censored: analysed when all have failed. */
function followedToTheEnd(centres: Centres, hazardRatio: number, patients = 400): Trial {
  const trial = plannedTrial({
    controlMedian: 9,
    steps: { starts: [0], ratios: [hazardRatio] },
    patients,
    dropoutHazard: 0,
    analysis: { kind: 'calendarTime', time: 36 },
  });
  return { ...trial, centres, test: { ...trial.test, stratifiedBy: [CENTRE] } };
}

const oneKind = (count: number, variation: number, frailty: Frailty | null = null, effectSd = 0): Centres => {
  const centres = centresWith(frailty, effectSd);
  return { ...centres, regions: [{ ...centres.regions[0], centres: count, variation }] };
};

describe('keptAtEvent', () => {
  it('is 1 − E[1/Y]', () => {
    for (const others of [0.1, 1, 7]) {
      let p = Math.exp(-others);
      let inverse = 0;
      for (let k = 0; k < 60; k++) {
        inverse += p / (k + 1);
        p *= others / (k + 1);
      }
      expect(keptAtEvent(others, 0)).toBeCloseTo(1 - inverse, 12);
      // Shape 1: P(K = k) = (k + 1) q² (1 − q)^k for the size-biased geometric count, q = 1 / (1 + λ); E[1/Y] = q.
      expect(keptAtEvent(others, 1)).toBeCloseTo(1 - 1 / (1 + others), 12);
      expect(keptAtEvent(others, 1e-4)).toBeCloseTo(keptAtEvent(others, 0), 6);
    }
    expect(keptAtEvent(0, 0.5)).toBe(0);
    expect(keptAtEvent(1e9, 0.5)).toBeCloseTo(1, 6);
  });
});

describe('a test stratified by centre', () => {
  it('sees what an unstratified one does where centres are alike and large', () => {
    const trial = followedToTheEnd(oneKind(1, 0), 0.7, 4e8);
    const plain = logRankDrift(expectationOf({ ...trial, test: { ...trial.test, stratifiedBy: [] } }), 36);
    const within = logRankDrift(expectationOf(trial), 36);
    expect(within.z / plain.z).toBeCloseTo(1, 7);
    expect(within.score / plain.score).toBeCloseTo(1, 7);
  });

  it('does not see frailty when all are followed to the end: it only stretches time', () => {
    // Patients of centres with little hazard fail late.
    const late = 10000;
    for (const frailty of [
      { kind: 'gamma', variance: 0.5 },
      { kind: 'lognormal', sd: 0.5 },
    ] satisfies Frailty[]) {
      const plain = logRankDrift(expectationOf(followedToTheEnd(oneKind(1, 0), 0.7, 4e8)), late);
      const within = logRankDrift(expectationOf(followedToTheEnd(oneKind(1, 0, frailty), 0.7, 4e8)), late);
      expect(within.z / plain.z).toBeCloseTo(1, 4);
      const mixed = { ...followedToTheEnd(oneKind(1, 0, frailty), 0.7, 4e8) };
      const across = logRankDrift(expectationOf({ ...mixed, test: { ...mixed.test, stratifiedBy: [] } }), late);
      expect(across.z / plain.z).toBeLessThan(0.97);
    }
  });

  it('has a stratum for each kind of centre, effects that differ included', () => {
    const trial = followedToTheEnd(oneKind(20, 0.5, { kind: 'lognormal', sd: 0.4 }, 0.3), 0.7);
    const { strata } = expectedLook(expectationOf(trial), 36, trial.test);
    expect(strata.length).toBe(12 * 7);
    expect(strata.reduce((sum, { share0, share1 }) => sum + share0 + share1, 0)).toBeCloseTo(1, 12);
    const ratios = strata.map(({ hazard0, hazard1 }) => Math.log(hazard1[10] / hazard0[10]));
    const mean = strata.reduce((sum, { share0 }, s) => sum + 2 * share0 * ratios[s], 0);
    expect(mean).toBeCloseTo(Math.log(0.7), 10);
    expect(strata.reduce((sum, { share0 }, s) => sum + 2 * share0 * (ratios[s] - mean) ** 2, 0)).toBeCloseTo(0.09, 10);
  });

  for (const [name, shape] of [
    ['alike', never],
    ['different', 2],
  ] as const)
    it(`loses the share of Σ Y₁Y₀/Y² that simulated small centres of ${name} rates lose`, () => {
      // 400 patients expected in 100 centres; arms by a coin; under no effect, nobody censored.
      const random = seedrandom(`small centres ${name}`);
      const exponential = () => -Math.log(1 - random());
      const variances = Array.from({ length: 1500 }, () => {
        let sum = 0;
        for (let c = 0; c < 100; c++) {
          const mean = shape === 2 ? 4 * ((exponential() + exponential()) / 2) : 4;
          let size = -1;
          for (let time = 0; time < mean; size++) time += exponential();
          // All exchangeable: the order of failure is the order drawn.
          const arms = Array.from({ length: size }, () => (random() < 0.5 ? 1 : 0));
          let treated = arms.reduce((n: number, arm) => n + arm, 0);
          for (let y = size; y > 0; y--) {
            sum += (treated / y) * (1 - treated / y);
            treated -= arms[y - 1];
          }
        }
        return sum;
      });
      const trial = followedToTheEnd(oneKind(100, shape === 2 ? 1 / Math.sqrt(2) : 0), 1);
      const { variance } = logRankDrift(
        expectationOf({ ...trial, test: { ...trial.test, statistic: LOG_RANK } }),
        never,
      );
      expect(variance).toBeLessThan(85);
      expectMean(variances, variance);
    });
});
