/** Φ(a + b√N): the fits find what was put in. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from '../../src/maths/normal.ts';
import { fitControlledIntercept, pairedSlope, probit, slopeOf } from '../../src/questions/powerModel.ts';

const A = -1.96;
const B = 0.2;
const power = (n: number) => normalCdf(A + B * Math.sqrt(n));

describe('probit', () => {
  it('is the normal quantile of the proportion, finite at 0 and 1', () => {
    expect(probit(800_000, 1_000_000)).toBeCloseTo(normalQuantile(0.8), 5);
    for (const rejected of [0, 100]) expect(Number.isFinite(probit(rejected, 100))).toBe(true);
    expect(probit(0, 100)).toBeCloseTo(-probit(100, 100), 12);
  });
});

describe('intercept', () => {
  it('is found from exact proportions at any N', () => {
    for (const sizes of [[200], [150, 200, 260], [100, 400]]) {
      const points = sizes.map((patients) => ({
        patients,
        replicates: 1e6,
        rejected: 1e6 * power(patients),
        controls: null,
      }));
      expect(fitControlledIntercept(points, B).intercept).toBeCloseTo(A, 9);
    }
  });

  it('has the variance of a binomial probit: p(1 − p) / (n φ²) at one N', () => {
    for (const patients of [50, 200, 400]) {
      const p = power(patients);
      const { variance } = fitControlledIntercept(
        [{ patients, replicates: 5000, rejected: 5000 * p, controls: null }],
        B,
      );
      expect(variance).toBeCloseTo((p * (1 - p)) / (5000 * normalDensity(normalQuantile(p)) ** 2), 10);
    }
  });

  it('scatters as its variance says', () => {
    // 400 fits of 2 points: the sample variance is within 5.5 √(2/400) of the stated one, false at 4e-8.
    const random = seedrandom('intercept');
    const fits: number[] = [];
    let stated = 0;
    for (let i = 0; i < 400; i++) {
      const points = [150, 250].map((patients) => {
        let rejected = 0;
        for (let k = 0; k < 500; k++) if (random() < power(patients)) rejected++;
        return { patients, rejected, replicates: 500, controls: null };
      });
      const fit = fitControlledIntercept(points, B);
      fits.push(fit.intercept);
      stated += fit.variance / 400;
    }
    const variance = fits.reduce((sum, a) => sum + (a - A) ** 2, 0) / 400;
    expect(Math.abs(variance / stated - 1)).toBeLessThan(5.5 * Math.sqrt(2 / 400));
  });

  it('is finite when everything or nothing was rejected', () => {
    for (const rejected of [0, 1000])
      expect(
        Number.isFinite(
          fitControlledIntercept([{ patients: 200, rejected, replicates: 1000, controls: null }], B).intercept,
        ),
      ).toBe(true);
  });
});

describe('slope', () => {
  it('is per √N', () => {
    const sizes = [100, 225, 400];
    expect(
      slopeOf(
        sizes,
        sizes.map((n) => 3 + 0.25 * Math.sqrt(n)),
      ),
    ).toBeCloseTo(0.25, 12);
  });

  it('comes out of exact paired batches, without error', () => {
    const sizes = [150, 200, 250];
    const batch = sizes.map((n) => Math.round(1e6 * power(n)));
    const { slope, variance } = pairedSlope(
      sizes,
      Array.from({ length: 16 }, () => batch),
      1e6,
    );
    expect(slope).toBeCloseTo(B, 5);
    expect(variance).toBeLessThan(1e-20);
  });

  it('scatters as its jackknife says, common random numbers or not', () => {
    // 300 pilots of 16 batches: the jackknife variance has 15 degrees of freedom, its mean over pilots is within 10 %.
    const random = seedrandom('slope');
    const sizes = [150, 200, 250];
    for (const common of [true, false]) {
      const slopes: number[] = [];
      let stated = 0;
      for (let i = 0; i < 300; i++) {
        const rejected = Array.from({ length: 16 }, () => {
          const counts = [0, 0, 0];
          for (let k = 0; k < 64; k++) {
            const u = random();
            sizes.forEach((n, at) => {
              if ((common ? u : random()) < power(n)) counts[at]++;
            });
          }
          return counts;
        });
        const found = pairedSlope(sizes, rejected, 64);
        slopes.push(found.slope);
        stated += found.variance / 300;
      }
      const mean = slopes.reduce((a, b) => a + b, 0) / 300;
      const variance = slopes.reduce((sum, b) => sum + (b - mean) ** 2, 0) / 299;
      // Sample variance: relative error √(2/299). 5.5 of them, and a tenth for the jackknife's own bias.
      expect(Math.abs(variance / stated - 1)).toBeLessThan(5.5 * Math.sqrt(2 / 299) + 0.1);
      expect(Math.abs(mean - B)).toBeLessThan(5.5 * Math.sqrt(variance / 300) + 0.002);
    }
  });
});
