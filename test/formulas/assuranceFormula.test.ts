import { describe, expect, it } from 'vitest';
import { mixtureCdf, normal } from '../../src/evidence/normalMixture.ts';
import { updated } from '../../src/evidence/updated.ts';
import { assurance } from '../../src/formulas/assuranceFormula.ts';
import { normalQuantile } from '../../src/maths/normal.ts';

/** 1.206 (0.599 to 2.428), its standard error as rounded in the reference values. */
const PUBLISHED = normal(Math.log(1.206), 0.357);

describe('assurance by formula', () => {
  it.each([
    [100, 0.0784],
    [200, 0.1132],
    [400, 0.1506],
  ])('of a benefit with %i events, were the published interval all that is known', (events, chance) => {
    expect(assurance(PUBLISHED, events / 4, normalQuantile(0.975)).benefit).toBeCloseTo(chance, 4);
  });

  it('grows to the share of the prior that is a benefit, and no further', () => {
    const ceiling = mixtureCdf(PUBLISHED, 0);
    expect(ceiling).toBeCloseTo(0.3, 3);
    expect(assurance(PUBLISHED, 1e9, normalQuantile(0.975)).benefit).toBeCloseTo(ceiling, 3);
  });

  /** The R package bpp, its vignette, Table 1: 1,600 events, two-sided .049, prior hazard ratio .85 (sd .11 of its log). */
  it('agrees with the predictive power that bpp prints, before and after either of two further studies', () => {
    const critical = normalQuantile(1 - 0.049 / 2);
    const chance = (prior: typeof PUBLISHED) => assurance(prior, 1600 / 4, critical).benefit;
    const before = normal(Math.log(0.85), 0.11);
    expect(chance(before)).toBeCloseTo(0.702, 3);
    expect(chance(updated(before, Math.log(0.396), 0.837))).toBeCloseTo(0.74, 3);
    expect(chance(updated(before, Math.log(0.287), 0.658))).toBeCloseTo(0.783, 3);
  });

  it('is power where the prior has hardly a spread, and each claim is the other one seen from the null', () => {
    const claims = assurance(normal(Math.log(0.7), 1e-9), 50, normalQuantile(0.975));
    expect(claims.benefit).toBeCloseTo(0.7126, 3);
    const mirrored = assurance(normal(-Math.log(0.7), 1e-9), 50, normalQuantile(0.975));
    expect(mirrored.harm).toBeCloseTo(claims.benefit, 14);
    expect(assurance(normal(Math.log(0.9), 0.2), 50, 1.96, Math.log(1.3)).benefit).toBeCloseTo(
      assurance(normal(Math.log(0.9 / 1.3), 0.2), 50, 1.96).benefit,
      14,
    );
  });
});
