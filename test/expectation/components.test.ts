import { describe, expect, it } from 'vitest';
import { componentsOf, isMixed, mixtureAt, patientMix } from '../../src/expectation/components.ts';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { cumulativeHazard } from '../../src/survival/law.ts';
import type { Frailty } from '../../src/trial/centres.ts';
import type { Population } from '../../src/trial/population.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { centresWith } from './mixedCentres.ts';
import { delayedTrial } from './plannedTrial.ts';

const staged = (survivalOf: Population['survivalOf']): Population => ({
  factors: [
    {
      name: 'stage',
      levels: [
        { name: 'A', prevalence: 0.6, hazardRatio: 1, effectRatio: 1 },
        { name: 'B', prevalence: 0.4, hazardRatio: 2, effectRatio: 1.3 },
      ],
    },
  ],
  covariates: [{ name: 'afp', mean: 0, sd: 1, hazardRatio: 1.4 }],
  survivalOf,
});

const trial = delayedTrial(0);
const free = (of: Trial, arm: number, t: number) =>
  mixtureAt(arm === 0 ? of.arms[0].law : of.arms[1].law, componentsOf(patientMix(of), arm), t).free;

describe('components of centres that differ', () => {
  it('leave a trial alone whose centres do not', () => {
    const plain = { ...trial, centres: centresWith(null) };
    expect(isMixed(plain)).toBe(false);
    expect(componentsOf(patientMix(plain), 1)).toBe(componentsOf(patientMix(trial), 1));
    expect(patientMix(plain).cells).toEqual(patientMix(trial).cells);
    const population = staged('everyone');
    expect(componentsOf(patientMix({ ...plain, population }), 1)).toEqual(
      componentsOf(patientMix({ ...trial, population }), 1),
    );
  });

  it('keep the median of the control as a whole, with frailty alone, with a population, and of either kind', () => {
    for (const frailty of [
      { kind: 'gamma', variance: 0.4 },
      { kind: 'lognormal', sd: 0.5 },
    ] satisfies Frailty[])
      for (const population of [undefined, staged('everyone')]) {
        const centres = centresWith(frailty, 0.2);
        const mixed: Trial = { ...trial, centres, ...(population ? { population } : {}) };
        expect(free(mixed, 0, 9)).toBeCloseTo(0.5, 10);
      }
  });

  it('leave the law that of the reference where it is the reference that was given', () => {
    const mixed: Trial = {
      ...trial,
      centres: centresWith({ kind: 'gamma', variance: 0.4 }),
      population: staged('reference'),
    };
    expect(patientMix(mixed).cells.map(({ multiplier }) => multiplier)).toEqual([1, 2]);
  });

  it('are scaled in closed form with gamma frailty', () => {
    // (1 + v s Λ)^(−1/v) = 1/2 at the median, Λ = ln 2.
    const v = 0.4;
    const mixed: Trial = { ...trial, centres: centresWith({ kind: 'gamma', variance: v }) };
    const scale = (2 ** v - 1) / (v * Math.LN2);
    expect(patientMix(mixed).cells[0].multiplier).toBeCloseTo(scale, 8);
    expect(patientMix(mixed).cells[0].experimentalMultiplier).toBeCloseTo(scale, 8);
    for (const [arm, law] of [trial.arms[0].law, trial.arms[1].law].entries())
      for (const t of [1, 5, 20, 60])
        expect(free(mixed, arm, t)).toBeCloseTo((1 + v * scale * cumulativeHazard(law, t)) ** (-1 / v), 8);
  });

  it('scatter the effect in experimental arms only', () => {
    const mixed: Trial = { ...trial, centres: centresWith(null, 0.3) };
    expect(componentsOf(patientMix(mixed), 0)).toHaveLength(1);
    const logs = componentsOf(patientMix(mixed), 1).map(({ share, multiplier }) => [share, Math.log(multiplier)]);
    expect(logs.reduce((sum, [share]) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(logs.reduce((sum, [share, log]) => sum + share * log, 0)).toBeCloseTo(0, 12);
    expect(logs.reduce((sum, [share, log]) => sum + share * log * log, 0)).toBeCloseTo(0.09, 12);
  });

  it('tend to none as the variance does', () => {
    const [control, experimental] = expectationOf(trial).counts(30);
    for (const frailty of [
      { kind: 'gamma', variance: 1e-6 },
      { kind: 'lognormal', sd: 1e-3 },
    ] satisfies Frailty[]) {
      const [c, e] = expectationOf({ ...trial, centres: centresWith(frailty) }).counts(30);
      expect(c.events).toBeCloseTo(control.events, 3);
      expect(e.events).toBeCloseTo(experimental.events, 3);
    }
  });
});
