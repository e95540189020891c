import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { latestRecruitment, logShareShort } from '../../src/trial/latestRecruitment.ts';
import type { Region } from '../../src/trial/region.ts';

const region = (own: Partial<Region>): Region => ({
  name: 'all',
  centres: 10,
  start: 0,
  opening: { kind: 'uniform', over: 0 },
  rate: 0.5,
  variation: 0,
  cap: Number.POSITIVE_INFINITY,
  ...own,
});

describe('logShareShort', () => {
  it('is the Chernoff bound of a Poisson count', () => {
    // Mean μ, at most n: e^−μ (e μ / n)^n for n < μ.
    const bound = logShareShort({ regions: [region({})] }, 31, 10);
    expect(bound).toBeCloseTo(-50 + 30 * (1 + Math.log(50 / 30)), 6);
    expect(logShareShort({ regions: [region({})] }, 61, 10)).toBeCloseTo(0, 3);
  });

  it('is the Chernoff bound of a negative binomial count', () => {
    // One centre, k = 1: P(N ≤ n) of a geometric count with p = 1 / (1 + μ); bound minimised over a fine grid of s.
    const regions = [region({ centres: 1, rate: 5, variation: 1 })];
    let least = 0;
    for (let s = 1e-4; s < 20; s *= 1.0005) least = Math.min(least, 3 * s - Math.log(1 + 50 * -Math.expm1(-s)));
    expect(logShareShort({ regions }, 4, 10)).toBeCloseTo(least, 5);
    // Above the exact probability.
    expect(Math.exp(least)).toBeGreaterThan(1 - (50 / 51) ** 4);
  });

  it('knows that full centres take nobody more', () => {
    const regions = [region({ cap: 3, variation: 0.4 })];
    expect(logShareShort({ regions }, 31, 1e6)).toBeCloseTo(0, 12);
    expect(logShareShort({ regions }, 30, 1e6)).toBeLessThan(-20);
  });
});

describe('latestRecruitment', () => {
  it('is a little more than a Poisson quantile needs', () => {
    const t = latestRecruitment({ regions: [region({})] }, 400, 80, 1e-6, 16);
    // 4.75 standard deviations of 20 are the normal approximation.
    expect(t).toBeGreaterThan(80 * (1 + 4.75 / 20));
    expect(t).toBeLessThan(80 * (1 + 7 / 20));
  });

  it('stops at the most times the expected duration', () => {
    expect(latestRecruitment({ regions: [region({ centres: 1, variation: 2 })] }, 400, 80, 1e-6, 16)).toBe(1280);
  });

  it('bounds the share of simulated trials that are still recruiting', () => {
    const regions = [
      region({ centres: 5, variation: 1 / Math.sqrt(2), opening: { kind: 'uniform', over: 4 }, cap: 40 }),
      region({ centres: 3, start: 2, rate: 1 }),
    ];
    const random = seedrandom('latest recruitment');
    const exponential = () => -Math.log(1 - random());
    const poisson = (mean: number) => {
      let count = -1;
      for (let sum = 0; sum < mean; count++) sum += exponential();
      return Math.max(0, count);
    };
    const t = latestRecruitment({ regions }, 80, 20, 0.05, 16);
    const replicates = 4000;
    let short = 0;
    const bound = Math.exp(logShareShort({ regions }, 80, t));
    for (let r = 0; r < replicates; r++) {
      let total = 0;
      for (let c = 0; c < 5; c++) {
        const open = Math.max(0, t - 4 * random());
        total += Math.min(40, poisson(((0.5 * (exponential() + exponential())) / 2) * open));
      }
      for (let c = 0; c < 3; c++) total += poisson(t - 2);
      if (total < 80) short++;
    }
    // A bound, within a factor of ten: 5.5 standard errors of slack either way.
    expect(short / replicates).toBeLessThan(bound + 5.5 * Math.sqrt(0.05 / replicates));
    expect(short / replicates).toBeGreaterThan(bound / 10 - 5.5 * Math.sqrt(0.005 / replicates));
  });
});
