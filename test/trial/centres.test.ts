import { describe, expect, it } from 'vitest';
import { integrate } from '../../src/maths/quadrature.ts';
import { cumulativeRate } from '../../src/trial/accrual.ts';
import { expectedRecruitment, recruitmentMoments } from '../../src/trial/centres.ts';
import type { Region } from '../../src/trial/region.ts';

const region = (own: Partial<Region>): Region => ({
  name: 'all',
  centres: 10,
  start: 0,
  opening: { kind: 'list', times: new Array(10).fill(0) },
  rate: 0.5,
  variation: 0,
  cap: Number.POSITIVE_INFINITY,
  ...own,
});

/** Σ f(n) P(n) of a Poisson variable. */
function poissonMean(mean: number, f: (n: number) => number): number {
  let p = Math.exp(-mean);
  let sum = 0;
  for (let n = 0; n < mean + 40 * Math.sqrt(mean + 1) + 40; n++) {
    sum += p * f(n);
    p *= mean / (n + 1);
  }
  return sum;
}

/** E f(count) of a centre whose rate is gamma with an integer shape, by integrating over the rate. */
function gammaMean(rate: number, shape: number, open: number, f: (n: number) => number): number {
  let factorial = 1;
  for (let i = 2; i < shape; i++) factorial *= i;
  const density = (g: number) => (shape ** shape * g ** (shape - 1) * Math.exp(-shape * g)) / factorial;
  const breaks = Array.from({ length: 95 }, (_, i) => (i + 1) / 4);
  return integrate((g) => density(g) * poissonMean(rate * g * open, f), 0, 24, breaks);
}

describe('recruitmentMoments', () => {
  it('is Poisson where all rates are alike', () => {
    const { mean, variance } = recruitmentMoments({ regions: [region({ start: 2 })] }, 8);
    expect(mean).toBeCloseTo(10 * 0.5 * 6, 12);
    expect(variance).toBeCloseTo(10 * 0.5 * 6, 10);
    expect(recruitmentMoments({ regions: [region({ start: 2 })] }, 1)).toEqual({ mean: 0, variance: 0 });
  });

  it('adds (m τ variation)² for rates that differ (Anisimov & Fedorov 2007)', () => {
    const times = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const { mean, variance } = recruitmentMoments(
      { regions: [region({ opening: { kind: 'list', times }, variation: 0.8 })] },
      7.5,
    );
    const open = times.map((time) => Math.max(0, 7.5 - time) * 0.5);
    expect(mean).toBeCloseTo(
      open.reduce((sum, mu) => sum + mu, 0),
      10,
    );
    expect(variance).toBeCloseTo(
      open.reduce((sum, mu) => sum + mu + (0.8 * mu) ** 2, 0),
      10,
    );
  });

  it('integrates over random openings', () => {
    const uniform = region({ opening: { kind: 'uniform', over: 6 }, variation: 0.5 });
    for (const t of [3, 6, 10]) {
      // τ = t − U, U uniform in [0, 6], 0 where not open.
      const from = Math.max(0, t - 6);
      const first = (t ** 2 - from ** 2) / 12;
      const second = (t ** 3 - from ** 3) / 18;
      const { mean, variance } = recruitmentMoments({ regions: [uniform] }, t);
      expect(mean).toBeCloseTo(10 * 0.5 * first, 10);
      expect(variance).toBeCloseTo(10 * (0.5 * first + 0.25 * (second * 1.25 - first ** 2)), 10);
    }
  });

  it('has caps exactly', () => {
    for (const shape of [1, 4]) {
      const capped = region({ variation: 1 / Math.sqrt(shape), cap: 7, rate: 0.8 });
      const { mean, variance } = recruitmentMoments({ regions: [capped] }, 9);
      const first = gammaMean(0.8, shape, 9, (n) => Math.min(7, n));
      const second = gammaMean(0.8, shape, 9, (n) => Math.min(7, n) ** 2);
      expect(mean).toBeCloseTo(10 * first, 4);
      expect(variance).toBeCloseTo(10 * (second - first ** 2), 4);
    }
    const alike = recruitmentMoments({ regions: [region({ cap: 1000, rate: 100 })] }, 10);
    expect(alike.mean / 10).toBeCloseTo(1000 - Math.sqrt(1000 / (2 * Math.PI)), 0);
    expect(alike.mean / 10).toBeLessThan(1000);
  });

  it('is that of the sum of regions', () => {
    const a = region({ centres: 4, opening: { kind: 'ramp', over: 6 }, variation: 0.7 });
    const b = region({ start: 3, cap: 5 });
    const [of, ofA, ofB] = [[a, b], [a], [b]].map((regions) => recruitmentMoments({ regions }, 9));
    expect(of.mean).toBeCloseTo(ofA.mean + ofB.mean, 12);
    expect(of.variance).toBeCloseTo(ofA.variance + ofB.variance, 12);
    expect(ofA.mean).toBeCloseTo(0.5 * (9 + 7 + 5 + 3), 12);
  });
});

describe('expectedRecruitment', () => {
  it('steps up as centres open', () => {
    const accrual = expectedRecruitment({
      regions: [
        region({ centres: 3, opening: { kind: 'list', times: [0, 2, 5] }, rate: 2 }),
        region({ centres: 2, start: 3, opening: { kind: 'ramp', over: 4 }, rate: 1 }),
      ],
    });
    expect(accrual).toEqual({
      pattern: 'centres',
      starts: [0, 2, 3, 5, 7],
      rates: [2, 4, 5, 7, 8].map((rate) => expect.closeTo(rate, 9)),
      duration: null,
    });
  });

  it('is a single rate where all are open from the start', () => {
    expect(expectedRecruitment({ regions: [region({})] })).toEqual({
      pattern: 'centres',
      starts: [0],
      rates: [5],
      duration: null,
    });
  });

  const cases: Record<string, readonly Region[]> = {
    'uniform openings': [region({ opening: { kind: 'uniform', over: 12 }, start: 1 })],
    'more openings than steps': [region({ centres: 200, opening: { kind: 'ramp', over: 24 } })],
    caps: [region({ cap: 12, opening: { kind: 'uniform', over: 6 }, variation: 0.6 })],
    'caps in one region of two': [region({ cap: 3, variation: 1 }), region({ start: 4, rate: 0.1 })],
  };
  for (const [name, regions] of Object.entries(cases))
    it(`is exact at its steps and close between them with ${name}`, () => {
      const accrual = expectedRecruitment({ regions });
      expect(accrual.starts[0]).toBe(0);
      expect(accrual.starts.length).toBeLessThan(120);
      const last = accrual.starts[accrual.starts.length - 1];
      const expected = (t: number) => recruitmentMoments({ regions }, t).mean;
      accrual.starts.slice(0, -2).forEach((start, j) => {
        expect(cumulativeRate(accrual, start)).toBeCloseTo(expected(start), 8);
        expect(accrual.starts[j + 1]).toBeGreaterThan(start);
      });
      for (let i = 1; i < 400; i++) {
        const t = (last * i) / 400;
        const off = Math.abs(cumulativeRate(accrual, t) - expected(t));
        expect(off).toBeLessThan(0.55 + 0.003 * expected(t));
      }
    });

  it('ends when all centres are full', () => {
    const accrual = expectedRecruitment({ regions: [region({ cap: 12, variation: 0.6 })] });
    expect(accrual.rates.at(-1)).toBe(0);
    expect(cumulativeRate(accrual, Number.POSITIVE_INFINITY)).toBeCloseTo(120, 8);
    // Rates that scatter so much that their mean time to a patient is infinite end too.
    const slow = expectedRecruitment({ regions: [region({ cap: 12, variation: 2 })] });
    expect(cumulativeRate(slow, Number.POSITIVE_INFINITY)).toBeCloseTo(120, 8);
  });

  it('goes on at the rate of the centres without a cap', () => {
    const accrual = expectedRecruitment({ regions: [region({ cap: 12 }), region({ rate: 0.3 })] });
    expect(accrual.rates.at(-1)).toBeCloseTo(3, 12);
  });
});
