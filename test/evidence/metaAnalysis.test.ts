/**
 * Random effects, meta-regression and MAP priors against published values and independent integrals in R
 * (test/reference/metaAnalysis.R, base R alone).
 */
import { describe, expect, it } from 'vitest';
import { heterogeneity } from '../../src/evidence/betweenStudies.ts';
import { mixtureCdf, mixtureMean, mixtureQuantile, mixtureSd } from '../../src/evidence/normalMixture.ts';
import { posteriorEffect, predictive, robust, tauPosterior } from '../../src/evidence/predictive.ts';
import { effectAt, randomEffects } from '../../src/evidence/randomEffects.ts';
import { alike } from '../../src/evidence/studyEffect.ts';
import { studentCdf, studentQuantile } from '../../src/maths/studentT.ts';
import { BCG, LATITUDES } from './bcg.ts';

const ALONE = alike(BCG.length);
const BY_LATITUDE = LATITUDES.map((latitude) => [1, latitude]);

describe('random effects of the BCG trials', () => {
  // metafor, rma(yi, vi, data = dat.bcg): tau^2 .3132, estimate −.7145, se .1798, I^2 92.22 % of its own definition.
  it('has the τ², mean and standard error of metafor by REML', () => {
    const found = randomEffects(BCG, ALONE);
    expect(found.heterogeneity.reml ** 2).toBeCloseTo(0.313243261, 7);
    const { mean, standardError } = effectAt(found, [1]);
    expect(mean).toBeCloseTo(-0.714532342, 7);
    expect(standardError).toBeCloseTo(0.179781517, 7);
  });

  it('has Q, I² and the τ² of DerSimonian and Laird', () => {
    const { q, degrees, iSquared, dersimonianLaird } = heterogeneity(BCG, ALONE);
    expect(q).toBeCloseTo(152.233008082, 8);
    expect(degrees).toBe(12);
    expect(iSquared).toBeCloseTo(0.921173469, 8);
    expect(dersimonianLaird ** 2).toBeCloseTo(0.308760263, 8);
  });

  it('has the interval of Hartung and Knapp, and of prediction, on 12 degrees of freedom', () => {
    const { mean, low, high, predictionLow, predictionHigh } = effectAt(randomEffects(BCG, ALONE), [1]);
    const half = 2.17881283 * 0.180791744;
    expect([low, high]).toEqual([expect.closeTo(mean - half, 6), expect.closeTo(mean + half, 6)]);
    const apart = 2.17881283 * Math.sqrt(0.180791744 ** 2 + 0.313243261);
    expect([predictionLow, predictionHigh]).toEqual([expect.closeTo(mean - apart, 6), expect.closeTo(mean + apart, 6)]);
  });

  it('falls with the latitude as metafor has it', () => {
    const found = randomEffects(BCG, BY_LATITUDE);
    expect(found.heterogeneity.reml ** 2).toBeCloseTo(0.076347963, 7);
    expect(found.fit.coefficients).toEqual([expect.closeTo(0.25146821, 6), expect.closeTo(-0.02910173, 7)]);
    expect(Math.sqrt(found.fit.covariance[0][0])).toBeCloseTo(0.2490954, 6);
    expect(Math.sqrt(found.fit.covariance[1][1])).toBeCloseTo(0.00719533, 7);
    expect(found.widening ** 2).toBeCloseTo(1.29920216, 6);
  });
});

describe('the posterior of the BCG trials with a half-normal prior of scale 0.5', () => {
  const nodes = tauPosterior(BCG, ALONE, 0.5);

  it('has the mean effect of an integral over τ in R', () => {
    const posterior = posteriorEffect(nodes, [1]);
    expect(mixtureMean(posterior)).toBeCloseTo(-0.711860008, 7);
    expect(mixtureSd(posterior)).toBeCloseTo(0.18732706, 7);
    expect(nodes.reduce((sum, { tau, weight }) => sum + tau * weight, 0)).toBeCloseTo(0.571909672, 7);
  });

  it('has the MAP prior of that integral, with its quantiles', () => {
    const map = predictive(nodes, [1]);
    expect(mixtureSd(map)).toBeCloseTo(0.618564884, 7);
    const quantiles = [0.025, 0.5, 0.975].map((p) => mixtureQuantile(map, p));
    expect(quantiles).toEqual([-1.95811038, -0.70844044, 0.51724743].map((x) => expect.closeTo(x, 6)));
  });

  it('has a vague part of the weight that it is given', () => {
    const map = predictive(nodes, [1]);
    expect(robust(map, 0)).toEqual(map);
    expect(robust(map, 1)).toEqual([{ weight: 1, mean: 0, sd: 2 }]);
    const mixed = robust(map, 0.2);
    expect(mixed.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(mixtureCdf(mixed, -0.5)).toBeCloseTo(0.8 * mixtureCdf(map, -0.5) + 0.2 * 0.4012936743, 9);
  });
});

describe('studies that say the same', () => {
  const same = Array.from({ length: 4 }, () => ({ estimate: -0.4, standardError: 0.2 }));

  it('have no spread between them, and are pooled', () => {
    const found = randomEffects(same, alike(4));
    expect(found.heterogeneity).toMatchObject({ reml: 0, dersimonianLaird: 0, iSquared: 0 });
    expect(found.heterogeneity.q).toBeCloseTo(0, 12);
    const { mean, standardError } = effectAt(found, [1]);
    expect(mean).toBeCloseTo(-0.4, 12);
    expect(standardError).toBeCloseTo(0.1, 12);
  });

  it('leave the MAP prior as wide as the prior of τ lets it be, and no wider', () => {
    // With τ almost surely 0 the MAP prior is the pooled estimate.
    const map = predictive(tauPosterior(same, alike(4), 1e-4), [1]);
    expect(mixtureMean(map)).toBeCloseTo(-0.4, 9);
    expect(mixtureSd(map)).toBeCloseTo(0.1, 6);
  });
});

it('takes studies in any order', () => {
  const turned = [...BCG].reverse();
  const [a, b] = [BCG, turned].map((studies) => {
    const found = randomEffects(studies, ALONE);
    const map = predictive(tauPosterior(studies, ALONE, 0.5), [1]);
    return [found.heterogeneity.reml, effectAt(found, [1]).low, mixtureQuantile(map, 0.1)];
  });
  for (const [i, x] of a.entries()) expect(x).toBeCloseTo(b[i], 7);
});

describe("Student's t distribution", () => {
  // R: qt(.975, c(1, 2, 5, 12, 100)); pt(c(-2, .5, 3), 4).
  it('has the quantiles and probabilities of R', () => {
    const quantiles = [1, 2, 5, 12, 100].map((degrees) => studentQuantile(0.975, degrees));
    const known = [12.7062047362, 4.30265272975, 2.57058183564, 2.17881282967, 1.98397151852];
    for (const [i, x] of quantiles.entries()) expect(x).toBeCloseTo(known[i], 8);
    const probabilities = [-2, 0.5, 3].map((t) => studentCdf(t, 4));
    const expected = [0.0580582617584, 0.6783350184091, 0.9800290159641];
    for (const [i, p] of probabilities.entries()) expect(p).toBeCloseTo(expected[i], 10);
    expect(studentQuantile(0.1, 3)).toBeCloseTo(-studentQuantile(0.9, 3), 12);
  });
});
