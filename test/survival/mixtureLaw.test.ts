/** The law of patients who differ in hazard against its closed form. */
import { describe, expect, it } from 'vitest';
import { type Clock, clockHazard, exponential } from '../../src/survival/clock.ts';
import { hazard, NO_EFFECT, survival } from '../../src/survival/law.ts';
import { mixtureLaw } from '../../src/survival/mixtureLaw.ts';

const PARTS = [
  { share: 0.2, multiplier: 0.4 },
  { share: 0.5, multiplier: 1 },
  { share: 0.3, multiplier: 6 },
];

const CLOCKS: readonly (readonly [string, Clock, (t: number) => number])[] = [
  ['exponential', exponential(0.08), (t) => 0.08 * t],
  ['Weibull of shape 0.7', { kind: 'weibull', shape: 0.7, scale: 9 }, (t) => (t / 9) ** 0.7],
  [
    'hazard that falls at month 4',
    { kind: 'piecewise', starts: [0, 4], hazards: [0.08, 0.024] },
    (t) => 0.08 * (Math.min(t, 4) + 0.3 * Math.max(0, t - 4)),
  ],
];

describe('mixtureLaw', () => {
  for (const [name, clock, cumulative] of CLOCKS)
    it(`is the mean of the patients’ survival, to 2e-4: ${name}`, () => {
      const law = mixtureLaw(clock, PARTS);
      const exact = (t: number) =>
        PARTS.reduce((sum, { share, multiplier }) => sum + share * Math.exp(-multiplier * cumulative(t)), 0);
      for (let t = 0.01; t < 400; t *= 1.07) expect(Math.abs(survival(law, t) - exact(t))).toBeLessThan(2e-4);
      // Patients at high hazard go first: the hazard falls from that of the mean, 2.38 times the baseline's.
      for (const t of [0.1, 2, 10, 50]) {
        const alive = PARTS.map(({ share, multiplier }) => share * Math.exp(-multiplier * cumulative(t)));
        const mean = alive.reduce((sum, s, k) => sum + s * PARTS[k].multiplier, 0) / exact(t);
        expect(hazard(law, t) / clockHazard(clock, t)).toBeCloseTo(mean, 1);
      }
    });

  it('has its patients’ survival exactly where a step begins, and ends at the hazard of the slowest', () => {
    const [, clock, cumulative] = CLOCKS[0];
    const { steps } = mixtureLaw(clock, PARTS);
    expect(steps.starts.length).toBeLessThanOrEqual(40);
    for (const t of steps.starts.slice(1)) {
      const exact = PARTS.reduce(
        (sum, { share, multiplier }) => sum + share * Math.exp(-multiplier * cumulative(t)),
        0,
      );
      expect(survival({ clock, steps }, t) / exact).toBeCloseTo(1, 10);
    }
    expect(steps.ratios.at(-1)).toBeCloseTo(0.4, 2);
  });

  it('of one part is the part itself', () => {
    const [, clock] = CLOCKS[0];
    expect(mixtureLaw(clock, [{ share: 1, multiplier: 1 }])).toEqual({ clock, steps: NO_EFFECT });
    expect(hazard(mixtureLaw(clock, [{ share: 1, multiplier: 2 }]), 5)).toBe(0.16);
  });
});
