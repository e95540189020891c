import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { expectedStarted, neverStarted } from '../../src/expectation/neverStarted.ts';
import type { SurvivalLaw } from '../../src/survival/law.ts';
import type { Population } from '../../src/trial/population.ts';
import { exponentialLaw } from './plannedTrial.ts';
import { constantEffect, timedTrial } from './timedTrial.ts';

const hazard = Math.LN2 / 9;

describe('neverStarted', () => {
  it('is who fails or drops out before a fixed lag', () => {
    const trial = timedTrial({ lag: { kind: 'fixed', time: 2 }, effect: constantEffect(0.5), dropoutHazard: 0.03 });
    expect(neverStarted(expectationOf(trial), 1)).toBeCloseTo(1 - Math.exp(-2 * (hazard + 0.03)), 12);
    expect(neverStarted(expectationOf(trial), 0)).toBe(0);
  });

  it('is nobody when the ICI comes with TACE or before it', () => {
    for (const time of [0, -1])
      expect(
        neverStarted(expectationOf(timedTrial({ lag: { kind: 'fixed', time }, effect: constantEffect(0.5) })), 1),
      ).toBe(0);
  });

  it('integrates over lags that scatter', () => {
    const rate = hazard + 0.03;
    const of = (lag: Parameters<typeof timedTrial>[0]['lag']) =>
      neverStarted(expectationOf(timedTrial({ lag, effect: constantEffect(0.5), dropoutHazard: 0.03 })), 1);
    // E e^{−rate × L} of a uniform, an exponential and a discrete L; who starts at −1 … 0 always does.
    expect(of({ kind: 'uniform', from: 1, to: 5 })).toBeCloseTo(
      1 - (Math.exp(-rate) - Math.exp(-5 * rate)) / (4 * rate),
      6,
    );
    expect(of({ kind: 'uniform', from: -1, to: 1 })).toBeCloseTo((1 - (1 - Math.exp(-rate)) / rate) / 2, 6);
    expect(of({ kind: 'exponential', mean: 3, after: 1 })).toBeCloseTo(1 - Math.exp(-rate) / (1 + 3 * rate), 4);
    expect(of({ kind: 'discrete', times: [-1, 2], shares: [0.3, 0.7] })).toBeCloseTo(
      0.7 * (1 - Math.exp(-2 * rate)),
      12,
    );
  });

  it('needs no effect: Weibull hazards under the null', () => {
    const control: SurvivalLaw = {
      clock: { kind: 'weibull', shape: 1.5, scale: 10 },
      steps: { starts: [0], ratios: [1] },
    };
    const trial = timedTrial({ lag: { kind: 'fixed', time: 4 }, control });
    expect(neverStarted(expectationOf(trial), 1)).toBeCloseTo(1 - Math.exp(-(0.4 ** 1.5)), 12);
  });

  it('averages over patients who differ', () => {
    const level = (name: string, hazardRatio: number) => ({ name, prevalence: 0.5, hazardRatio, effectRatio: 1 });
    const population: Population = {
      factors: [{ name: 'stage', levels: [level('A', 1), level('B', 3)] }],
      covariates: [],
      survivalOf: 'reference',
    };
    const trial = { ...timedTrial({ lag: { kind: 'fixed', time: 2 }, effect: constantEffect(0.5) }), population };
    expect(neverStarted(expectationOf(trial), 1)).toBeCloseTo(
      1 - (Math.exp(-2 * hazard) + Math.exp(-6 * hazard)) / 2,
      12,
    );
  });
});

describe('expectedStarted', () => {
  it('counts those who entered a lag ago and were still there', () => {
    const trial = timedTrial({ lag: { kind: 'fixed', time: 2 }, effect: constantEffect(0.5), dropoutHazard: 0.03 });
    expect(expectedStarted(expectationOf(trial), 1, 14)).toBeCloseTo(150 * 0.5 * Math.exp(-2 * (hazard + 0.03)), 10);
    expect(expectedStarted(expectationOf(trial), 1, 36)).toBeCloseTo(
      150 * (1 - neverStarted(expectationOf(trial), 1)),
      10,
    );
    expect(expectedStarted(expectationOf(trial), 1, 1)).toBe(0);
    expect(expectedStarted(expectationOf(trial), 0, 36)).toBe(0);
  });

  it('counts who starts before TACE from randomisation on', () => {
    const trial = timedTrial({ lag: { kind: 'fixed', time: -2 }, control: exponentialLaw(9) });
    expect(expectedStarted(expectationOf(trial), 1, 12)).toBeCloseTo(75, 10);
  });
});
