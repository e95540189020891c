/** Laws of arms that differ in prognostic factors against closed forms. */
import { describe, expect, it } from 'vitest';
import { areAlike, lawsOfUnlikeArms, type PrognosticFactor } from '../../src/evidence/prognosticFactors.ts';
import { exponential } from '../../src/survival/clock.ts';
import { median, survival } from '../../src/survival/law.ts';

const control = exponential(Math.LN2 / 9);
const stage: PrognosticFactor = { inArms: { kind: 'share', control: 0.25, experimental: 0.75 }, hazardRatio: 2 };
const continuous = (experimental: { mean: number; sd: number }): PrognosticFactor => ({
  inArms: { kind: 'continuous', control: { mean: 3.9, sd: 1.8 }, experimental },
  hazardRatio: 0.8,
});

describe('lawsOfUnlikeArms', () => {
  it('keeps the median of the control arm', () => {
    for (const factors of [[stage], [continuous({ mean: 3.5, sd: 1.1 })], [stage, continuous({ mean: 5, sd: 2 })]])
      expect(median(lawsOfUnlikeArms(factors, control).control)).toBeCloseTo(9, 10);
  });

  it('mixes patients with and without a factor', () => {
    // 0.75 x + 0.25 x² = 0.5, x being the survival of patients without the factor at month 9.
    const x = (-0.75 + Math.sqrt(0.75 ** 2 + 0.5)) / 0.5;
    const laws = lawsOfUnlikeArms([stage], control);
    for (const t of [1, 9, 20, 40]) {
      const without = x ** (t / 9);
      expect(survival(laws.control, t)).toBeCloseTo(0.75 * without + 0.25 * without ** 2, 3);
      expect(survival(laws.experimental, t)).toBeCloseTo(0.25 * without + 0.75 * without ** 2, 3);
    }
  });

  it('moves all hazards by HR^(difference of means) where a continuous factor is as spread out in both arms', () => {
    const laws = lawsOfUnlikeArms([continuous({ mean: 4.9, sd: 1.8 })], control);
    for (const t of [1, 9, 20, 40])
      expect(survival(laws.experimental, t)).toBeCloseTo(survival(laws.control, 0.8 * t), 3);
  });

  it('is the limit of patients who all have a factor, or none', () => {
    const all: PrognosticFactor = { inArms: { kind: 'share', control: 0, experimental: 1 }, hazardRatio: 0.5 };
    const laws = lawsOfUnlikeArms([all], control);
    for (const t of [1, 9, 20]) {
      expect(survival(laws.control, t)).toBeCloseTo(0.5 ** (t / 9), 12);
      expect(survival(laws.experimental, t)).toBeCloseTo(0.5 ** (t / 18), 12);
    }
  });

  it('gives both arms one law where their patients are alike', () => {
    const same: PrognosticFactor = { inArms: { kind: 'share', control: 0.3, experimental: 0.3 }, hazardRatio: 4 };
    const factors = [same, continuous({ mean: 3.9, sd: 1.8 })];
    expect(areAlike(factors)).toBe(true);
    const laws = lawsOfUnlikeArms(factors, control);
    expect(laws.experimental).toBe(laws.control);
    expect(areAlike([stage])).toBe(false);
    expect(areAlike([continuous({ mean: 3.9, sd: 1.7 })])).toBe(false);
  });
});
