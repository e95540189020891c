import { describe, expect, test } from 'vitest';
import { integrate } from '../../src/maths/quadrature.ts';
import { findRoot } from '../../src/maths/roots.ts';
import { clockCumulativeHazard, clockTime } from '../../src/survival/clock.ts';
import {
  cumulativeHazard,
  cureFraction,
  hazard,
  hazardBreaks,
  invertLaw,
  median,
  quantile,
  survival,
  timeAtCumulativeHazard,
} from '../../src/survival/law.ts';
import { LAWS } from './laws.ts';

const P = [1e-6, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999];

describe.each(LAWS)('%s', (_, law) => {
  test('S(quantile(p)) = 1 − p, and Infinity for those who never fail', () => {
    const cured = cureFraction(law);
    for (const p of P) {
      const t = quantile(law, p);
      if (1 - p > cured) expect(Math.abs(survival(law, t) - (1 - p))).toBeLessThan(1e-13);
      else expect(t).toBe(Number.POSITIVE_INFINITY);
    }
    expect(median(law)).toBe(quantile(law, 0.5));
  });

  test('the cumulative hazard is the integral of the hazard', () => {
    for (const t of [0.3, 2.5, 7, 20]) {
      // u = x^20 tames the hazard of a Weibull of shape below 1 at 0.
      const inX = (x: number) => hazard(law, x ** 20) * 20 * x ** 19;
      const breaks = [...hazardBreaks(law), 0.01, 1, 5].map((u) => u ** (1 / 20));
      const integral = integrate(inX, 0, t ** (1 / 20), breaks);
      expect(Math.abs(integral - cumulativeHazard(law, t))).toBeLessThan(
        1e-11 * Math.max(cumulativeHazard(law, t), 1e-3),
      );
    }
  });

  test('T = H₀⁻¹(g⁻¹(E)) with g(h) = ∫₀ʰ HR(H₀⁻¹(s)) ds', () => {
    const { clock, steps } = law;
    const end = clockCumulativeHazard(clock, 40);
    const jumps = steps.starts.map((t) => clockCumulativeHazard(clock, t));
    const ratioAt = (h: number) => steps.ratios[jumps.findLastIndex((jump) => jump <= h)];
    const g = (h: number) => integrate(ratioAt, 0, h, jumps);
    for (const share of [0.05, 0.3, 0.6, 0.95]) {
      const e = share * g(end);
      const expected = clockTime(
        clock,
        findRoot((h) => g(h) - e, 0, end, 1e-14),
      );
      expect(Math.abs(timeAtCumulativeHazard(invertLaw(law), e) - expected)).toBeLessThan(1e-9 * expected);
    }
  });

  test('survival falls from 1', () => {
    expect(survival(law, 0)).toBe(1);
    let before = 1;
    for (let t = 0.5; t < 60; t += 0.5) {
      expect(survival(law, t)).toBeLessThanOrEqual(before);
      before = survival(law, t);
    }
    expect(cureFraction(law)).toBeLessThanOrEqual(before);
  });
});

test('the share that never fails is π^HR under a constant ratio', () => {
  const [, law] = LAWS.find(([name]) => name === 'cure, exponential; constant 0.7') ?? [];
  expect(law && cureFraction(law)).toBeCloseTo(0.35 ** 0.7, 14);
});
