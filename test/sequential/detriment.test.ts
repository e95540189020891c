import { describe, expect, test } from 'vitest';
import {
  type DetrimentRule,
  detrimentChances,
  detrimentThresholds,
  posteriorOfHarm,
  type ThresholdRule,
} from '../../src/sequential/detriment.ts';
import { normals } from './brownian.ts';

const POLARIX = { deaths: [60, 89, 110, 131, 178], perDeath: 0.25 };
const ruled = (thresholds: ThresholdRule): DetrimentRule => ({ harmful: 1.3, planned: 0.8, thresholds });
const PUBLISHED = ruled({ kind: 'probability', passing: 0.9, missing: 0.025 });
const rounded = (values: readonly number[]) => values.map((value) => value.toFixed(3));

describe('thresholds by probability', () => {
  const thresholds = detrimentThresholds(PUBLISHED, POLARIX);

  test('those of POLARIX as Fleming, Hampson et al. print them', () => {
    expect(rounded(thresholds)).toEqual(['1.114', '1.050', '1.021', '1.001', '0.969']);
    const { each } = detrimentChances(thresholds, POLARIX, 1.3);
    expect(rounded(each.map((above) => 1 - above))).toEqual(['0.275', '0.157', '0.103', '0.067', '0.025']);
  });

  test('pass the planned hazard ratio with the chance wanted before the last look', () => {
    const { each } = detrimentChances(thresholds, POLARIX, 0.8);
    for (const above of each.slice(0, -1)) expect(1 - above).toBeCloseTo(0.9, 12);
  });

  test('2:1 has 8/9 of the information a death, and a look without deaths passes', () => {
    const equal = detrimentThresholds(PUBLISHED, { deaths: [0, 80, 160], perDeath: 0.25 });
    const unequal = detrimentThresholds(PUBLISHED, { deaths: [0, 90, 180], perDeath: 2 / 9 });
    expect(unequal[0]).toBe(Number.POSITIVE_INFINITY);
    for (const k of [1, 2]) expect(unequal[k]).toBeCloseTo(equal[k], 12);
    const chances = detrimentChances(equal, { deaths: [0, 80, 160], perDeath: 0.25 }, 1.3);
    expect([chances.each[0], chances.byLook[0]]).toEqual([0, 0]);
  });
});

describe('thresholds by spending', () => {
  const spending = { kind: 'obrienFleming' } as const;

  test('a neutral treatment is stopped by all looks together with the whole chance', () => {
    const thresholds = detrimentThresholds(ruled({ kind: 'stoppedNeutral', spending, error: 0.1 }), POLARIX);
    const { byLook } = detrimentChances(thresholds, POLARIX, 1);
    expect(byLook[4]).toBeCloseTo(0.1, 10);
    expect(thresholds[0]).toBeGreaterThan(thresholds[4]);
  });

  test('a harmful one passes any look with the whole chance: simulated, within 5.5 standard errors', () => {
    const error = 0.1;
    const thresholds = detrimentThresholds(ruled({ kind: 'missedHarm', spending, error }), POLARIX);
    const normal = normals('missed harm');
    const paths = 200_000;
    let passed = 0;
    for (let path = 0; path < paths; path++) {
      let score = 0;
      let passes = false;
      POLARIX.deaths.forEach((count, k) => {
        const information = count / 4;
        const gained = information - (k === 0 ? 0 : POLARIX.deaths[k - 1] / 4);
        score += Math.log(1.3) * gained + Math.sqrt(gained) * normal();
        passes ||= Math.exp(score / information) < thresholds[k];
      });
      if (passes) passed++;
    }
    expect(Math.abs(passed / paths - error)).toBeLessThan(5.5 * Math.sqrt((error * (1 - error)) / paths));
  });

  test('one look spends all: the threshold is that of one test', () => {
    const [threshold] = detrimentThresholds(ruled({ kind: 'missedHarm', spending, error: 0.025 }), {
      deaths: [178],
      perDeath: 0.25,
    });
    expect(threshold.toFixed(3)).toBe('0.969');
  });
});

test('chances of crossing by any look are those of the joint normal, integrated in R', () => {
  // R: test/reference/detriment.R
  const thresholds = detrimentThresholds(PUBLISHED, POLARIX);
  const any = [1.3, 1, 0.8].map((truth) => detrimentChances(thresholds, POLARIX, truth).byLook[4]);
  [0.98431327, 0.69337111, 0.21048364].forEach((reference, i) => {
    expect(Math.abs(any[i] - reference)).toBeLessThan(1e-6);
  });
});

describe('posterior probability of harm', () => {
  test('a flat prior leaves the one-sided P value', () => {
    expect(posteriorOfHarm(1.3, 178 / 4, 1.3)).toBe(0.5);
    expect(posteriorOfHarm(0.969, 178 / 4, 1.3)).toBeCloseTo(0.025, 3);
  });

  test('a prior counts as the deaths it is worth', () => {
    const prior = { mean: Math.log(0.8), sd: Math.sqrt(4 / 60) };
    const pooled = Math.exp((60 * Math.log(1.2) + 60 * Math.log(0.8)) / 120);
    expect(posteriorOfHarm(1.2, 15, 1, prior)).toBeCloseTo(posteriorOfHarm(pooled, 30, 1), 12);
  });
});
