import { describe, expect, it } from 'vitest';
import { mixtureCdf, mixtureMean, mixtureQuantile, mixtureSd, normal } from '../../src/evidence/normalMixture.ts';
import { fromScale, onScale, priorCdf, priorQuantile } from '../../src/evidence/prior.ts';
import { shrunken } from '../../src/evidence/shrinkage.ts';
import { logHazardRatioSe } from '../../src/formulas/publication.ts';

describe('shrinkage of a published effect', () => {
  it('brings the hazard ratio 1.206 (0.599 to 2.428) to 1.1048, its standard deviation to .2644', () => {
    const se = logHazardRatioSe({ lower: 0.599, upper: 2.428 });
    const { posterior, factor } = shrunken(Math.log(1.206), se);
    expect(se).toBeCloseTo(0.357, 4);
    expect(Math.log(1.206) / se).toBeCloseTo(0.5246, 4);
    expect(Math.exp(mixtureMean(posterior))).toBeCloseTo(1.1048, 4);
    expect(factor).toBeCloseTo(0.532, 3);
    expect(mixtureSd(posterior)).toBeCloseTo(0.2644, 4);
  });

  it('shrinks an effect and its opposite alike, and a clear effect hardly at all', () => {
    expect(shrunken(0.4, 0.3).factor).toBeCloseTo(shrunken(-0.4, 0.3).factor, 15);
    expect(shrunken(0, 0.3).factor).toBeGreaterThan(0.4);
    expect(shrunken(6, 0.5).factor).toBeGreaterThan(0.9);
  });
});

describe('mixtures of normal distributions', () => {
  const mixture = [
    { weight: 0.7, mean: -1, sd: 0.5 },
    { weight: 0.3, mean: 2, sd: 1.5 },
  ];

  it('have quantiles that invert their distribution', () => {
    for (const p of [1e-6, 0.01, 0.3, 0.5, 0.9, 1 - 1e-6])
      expect(mixtureCdf(mixture, mixtureQuantile(mixture, p))).toBeCloseTo(p, 10);
  });

  it('have a quantile where their parts are all but the same', () => {
    const parts = [0, 1, 2].map((i) => ({
      weight: 1 / 3,
      mean: -0.5276327420823721 + i * 1.2e-16,
      sd: 0.1 + i * 0.05,
    }));
    expect(mixtureQuantile(parts, 0.5)).toBeCloseTo(-0.5276327420823721, 14);
  });

  it('have the mean and standard deviation of their parts together', () => {
    expect(mixtureMean(mixture)).toBeCloseTo(-0.1, 12);
    expect(mixtureSd(mixture) ** 2).toBeCloseTo(0.7 * (0.25 + 0.81) + 0.3 * (2.25 + 4.41), 12);
    expect(mixtureQuantile(normal(3, 2), 0.975)).toBeCloseTo(3 + 2 * 1.959964, 5);
  });
});

describe('priors', () => {
  it('have quantiles on the scale of the value', () => {
    const prior = { kind: 'normal', scale: 'log', mixture: normal(Math.log(0.7), 0.2) } as const;
    expect(priorQuantile(prior, 0.5)).toBeCloseTo(0.7, 12);
    expect(priorCdf(prior, priorQuantile(prior, 0.2))).toBeCloseTo(0.2, 10);
    expect(fromScale('logit', onScale('logit', 0.3))).toBeCloseTo(0.3, 12);
  });

  it('of draws are the draws', () => {
    const prior = { kind: 'draws', table: null, values: [3, 1, 2, 4] } as const;
    expect([0.1, 0.3, 0.6, 0.9].map((p) => priorQuantile(prior, p))).toEqual([1, 2, 3, 4]);
    expect(priorCdf(prior, 2)).toBe(0.5);
  });
});
