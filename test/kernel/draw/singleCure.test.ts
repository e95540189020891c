/** Single-precision cure against double precision. */
import { describe, expect, it } from 'vitest';
import { hazardOfAll, hazardOfUncured, singleExpm1 } from '../../../src/kernel/draw/singleCure.ts';
import type { SingleCure } from '../../../src/kernel/plan/ownExit.ts';

const { fround } = Math;

function cureOf(share: number): SingleCure {
  return { uncured: fround(1 - share), odds: fround(share / (1 - share)), most: fround(-Math.log(share)) };
}

const shares = [0.001, 0.05, 0.2, 0.5, 0.8, 0.99];

describe('singleExpm1', () => {
  it('is e^y − 1 to 3e-7 of itself', () => {
    let worst = 0;
    for (let y = -30; y < 30; y += 0.00137) {
      const single = fround(y);
      worst = Math.max(worst, Math.abs(singleExpm1(single) / Math.expm1(single) - 1));
    }
    for (let y = 1e-20; y < 1; y *= 1.37)
      for (const single of [fround(y), -fround(y)])
        worst = Math.max(worst, Math.abs(singleExpm1(single) / Math.expm1(single) - 1));
    expect(worst).toBeLessThan(3e-7);
  });
});

describe('the cumulative hazard of all', () => {
  it('is that of the law to 1e-6 of itself', () => {
    for (const share of shares) {
      for (let u = 1e-9; u < 60; u *= 1.07) {
        const exact = -Math.log1p((1 - share) * Math.expm1(-fround(u)));
        // The rounding of 1 − π itself counts where the last patients fail.
        expect(Math.abs(hazardOfAll(cureOf(share), fround(u)) / exact - 1), `${share} ${u}`).toBeLessThan(
          1e-6 + 1e-7 / share / Math.abs(Math.log(share)),
        );
      }
    }
  });

  it('comes back: early times to 1e-6 of themselves, survival of the uncured to 2e-7 / π', () => {
    for (const share of shares) {
      for (let u = 1e-9; u < 9; u *= 1.07) {
        const h = fround(-Math.log1p((1 - share) * Math.expm1(-u)));
        const back = hazardOfUncured(cureOf(share), h);
        const survival = Math.exp(-back) - Math.exp(-u);
        if (u < 0.3) expect(Math.abs(back / u - 1), `${share} ${u}`).toBeLessThan(1e-6);
        // Single precision leaves h, which is all there is, an error that survival of the uncured has magnified.
        const all = share + (1 - share) * Math.exp(-u);
        const magnified = (all * h) / (1 - share);
        expect(Math.abs(survival), `${share} ${u}`).toBeLessThan(5e-7 * Math.max(1, magnified));
      }
    }
  });

  it('is never reached by the share that never fails', () => {
    for (const share of shares) {
      const cure = cureOf(share);
      expect(hazardOfUncured(cure, cure.most)).toBe(Number.POSITIVE_INFINITY);
      expect(hazardOfUncured(cure, fround(cure.most * (1 - 1e-6)))).toBeLessThan(50);
      expect(Math.abs(Math.exp(-cure.most) - share)).toBeLessThan(1e-7);
    }
  });
});
