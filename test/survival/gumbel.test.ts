import { describe, expect, test } from 'vitest';
import { correlationOfFirstAndDeath } from '../../src/survival/correlationWithDeath.ts';
import {
  deathAfterProgressionGumbel,
  deathShareOfGumbel,
  firstHazard,
  gumbelHistory,
  gumbelOfMedians,
} from '../../src/survival/gumbel.ts';
import { overallSurvival, overallSurvivalLaw, stateOccupancy } from '../../src/survival/illnessDeath.ts';
import { median, survival } from '../../src/survival/law.ts';

const found = (first: number, death: number, tau: number) => {
  const gumbel = gumbelOfMedians({ first, death, tau });
  if (gumbel === null) throw new Error('impossible');
  return gumbel;
};

describe('a Gumbel copula', () => {
  test.each([0, 0.3, 0.7])('has the medians it was given with tau %f', (tau) => {
    const history = gumbelHistory(found(9, 24, tau));
    expect(median(history.first)).toBeCloseTo(9, 12);
    expect(median(overallSurvivalLaw(history))).toBeCloseTo(24, 12);
    expect(overallSurvival(history, 24)).toBeCloseTo(0.5, 14);
    const shares = Object.values(stateOccupancy(history, 10));
    expect(shares.every((share) => share > 0)).toBe(true);
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 14);
  });

  test('is impossible where death is not later than the first event', () => {
    expect(gumbelOfMedians({ first: 9, death: 9, tau: 0.3 })).toBe(null);
  });

  test('with tau 0 is independence: Cor(PFS, OS) is the ratio of medians, and death has no memory of progression', () => {
    const gumbel = found(6, 14, 0);
    expect(correlationOfFirstAndDeath(gumbelHistory(gumbel))).toBeCloseTo(6 / 14, 12);
    expect(deathAfterProgressionGumbel(gumbel, 5, 0.3)).toBeCloseTo(5 - Math.log(0.3) / gumbel.death, 11);
  });

  /**
   * The draw of death after progression against the joint law of the copula: tolerance 5 standard errors, false failures below
   * 1e-5. Kendall's τ is that of the latent times, of which progression after death is not seen; what is seen is compared:
   * P(first > s, death > u) = exp(−((a s)^θ + (b u)^θ)^{1/θ}), s ≤ u.
   */
  test.each([0, 0.3, 0.7])('is what draws of death after progression follow, tau %f', (tau) => {
    const gumbel = found(9, 16, tau);
    const { theta, progression, death } = gumbel;
    const leaving = firstHazard(gumbel);
    const share = deathShareOfGumbel(gumbel);
    let state = 99;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const high = state >>> 6;
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (high * 67108864 + (state >>> 6) + 0.5) / 2 ** 52;
    };
    const n = 200_000;
    const points = [
      [3, 8],
      [6, 7],
      [10, 30],
      [2, 40],
      [0, 16],
    ];
    const counts = points.map(() => 0);
    const sums = [0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const t = -Math.log(uniform()) / leaving;
      const d = uniform() < share ? t : deathAfterProgressionGumbel(gumbel, t, uniform());
      expect(d).toBeGreaterThanOrEqual(t);
      points.forEach(([s, u], k) => {
        if (t > s && d > u) counts[k]++;
      });
      [t, d, t * t, d * d, t * d].forEach((x, k) => {
        sums[k] += x / n;
      });
    }
    points.forEach(([s, u], k) => {
      const p = Math.exp(-(((progression * s) ** theta + (death * u) ** theta) ** (1 / theta)));
      expect(Math.abs(counts[k] / n - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / n));
    });
    const [t, d, tt, dd, td] = sums;
    const cor = (td - t * d) / Math.sqrt((tt - t * t) * (dd - d * d));
    expect(Math.abs(correlationOfFirstAndDeath(gumbelHistory(gumbel)) - cor)).toBeLessThan(
      (5 * 2 * (1 - cor * cor)) / Math.sqrt(n),
    );
  });

  test('dies twice as fast with hazards twice as large', () => {
    const history = gumbelHistory(found(9, 24, 0.5));
    expect(survival(overallSurvivalLaw(history, 2), 12)).toBeCloseTo(0.5, 12);
  });
});
