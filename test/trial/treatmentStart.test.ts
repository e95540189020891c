/** What the timing of an ICI compiles to. */
import { describe, expect, it } from 'vitest';
import { exponential } from '../../src/survival/clock.ts';
import { cumulativeHazard, NO_EFFECT, type SurvivalLaw, survival } from '../../src/survival/law.ts';
import { steppedTime } from '../../src/survival/steppedTime.ts';
import { type Lag, lagNodes, lagQuantile, meanLag, shiftedLag } from '../../src/trial/lag.ts';
import {
  lastingEffect,
  marginalLaw,
  type Priming,
  primedHazardRatio,
  stepsOf,
  type TimedEffect,
} from '../../src/trial/treatmentStart.ts';

const CONSTANT: Priming = { kind: 'constant', hazardRatio: 0.6 };
const WINDOW: Priming = { kind: 'halfLife', synchronous: 0.5, residual: 0.9, halfLife: 2, plateau: 1 };

const effect = (rest: Partial<TimedEffect> = {}): TimedEffect => ({
  ...lastingEffect(CONSTANT),
  ...rest,
});

describe('priming', () => {
  it('halves the log ratio towards the residual every half-life, after the plateau', () => {
    expect(primedHazardRatio(WINDOW, 0)).toBeCloseTo(0.5, 12);
    expect(primedHazardRatio(WINDOW, 1)).toBeCloseTo(0.5, 12);
    expect(Math.log(primedHazardRatio(WINDOW, 3))).toBeCloseTo((Math.log(0.5) + Math.log(0.9)) / 2, 12);
    expect(primedHazardRatio(WINDOW, 1e6)).toBeCloseTo(0.9, 12);
    expect(primedHazardRatio(WINDOW, -5)).toBeCloseTo(0.5, 12);
  });

  it('goes along a table on the log scale, constant beyond it', () => {
    const table: Priming = { kind: 'table', lags: [-1, 1, 2], hazardRatios: [0.4, 0.8, 1] };
    expect([-9, -1, 1, 2, 9].map((lag) => primedHazardRatio(table, lag))).toEqual([0.4, 0.4, 0.8, 1, 1]);
    expect(primedHazardRatio(table, 0)).toBeCloseTo(Math.sqrt(0.4 * 0.8), 12);
  });
});

describe('steps of a patient', () => {
  it.each([
    ['an ICI with TACE', effect(), 0, [0], [0.6]],
    ['one that starts later', effect(), 2, [0, 2], [1, 0.6]],
    ['one that sets in late', effect({ onset: 1 }), 2, [0, 3], [1, 0.6]],
    ['one that wears off', effect({ onset: 1, duration: 4, waned: 1.1 }), 2, [0, 3, 7], [1, 0.6, 1.1]],
    ['one before TACE, which waits', effect({ onset: 1, waiting: 1.2 }), -0.5, [0, 0.5, 1.5], [1.2, 1, 0.6]],
    ['one before TACE, waiting harmless', effect(), -0.5, [0, 0.5], [1, 0.6]],
  ] as [string, TimedEffect, number, number[], number[]][])('%s', (_, planned, lag, starts, ratios) => {
    expect(stepsOf(planned, lag)).toEqual({ starts, ratios });
  });

  it('a repeated TACE finds the ICI on board and opens the window anew', () => {
    const planned = effect({ priming: WINDOW, repeats: [4], duration: 3, onset: 0.5 });
    const { starts, ratios } = stepsOf(planned, 3);
    expect(starts).toEqual([0, 3.5, 4.5, 7.5]);
    expect(ratios).toEqual([1, primedHazardRatio(WINDOW, 3), primedHazardRatio(WINDOW, 0), 1]);
  });

  it('an ICI that starts after the second TACE meets that one', () => {
    const planned = effect({ priming: WINDOW, repeats: [2] });
    expect(stepsOf(planned, 3)).toEqual({ starts: [0, 3], ratios: [1, primedHazardRatio(WINDOW, 1)] });
  });

  it('between two TACE far apart the effect wears off and comes back', () => {
    const planned = effect({ duration: 2, waned: 1.05, repeats: [6] });
    expect(stepsOf(planned, 0)).toEqual({ starts: [0, 2, 6, 8], ratios: [0.6, 1.05, 0.6, 1.05] });
  });
});

const control: SurvivalLaw = { clock: exponential(Math.LN2 / 9), steps: NO_EFFECT };

describe('the law of patients together', () => {
  it('of one lag is that of each', () => {
    const lag: Lag = { kind: 'fixed', time: 2 };
    expect(marginalLaw(control, effect(), lag).steps).toEqual(stepsOf(effect(), 2));
  });

  it.each([
    { kind: 'uniform', from: 0, to: 4 },
    { kind: 'uniform', from: -1, to: 1 },
    { kind: 'lognormal', median: 1, spread: 0.7, after: 0.1 },
    { kind: 'exponential', mean: 2, after: 0 },
    { kind: 'discrete', times: [0, 1, 6], shares: [0.2, 0.5, 0.3] },
  ] as Lag[])('of lags that scatter is their average: $kind', (lag) => {
    const planned = effect({ priming: WINDOW, onset: 0.5, duration: 6, waned: 1.1, repeats: [5], waiting: 1.2 });
    const law = marginalLaw(control, planned, lag);
    for (const t of [0.3, 1, 2, 3.7, 6, 9, 14, 24, 40]) {
      const average = lagNodes(lag, 4000).reduce((sum, { lag: own, share }) => {
        return sum + share * survival({ clock: control.clock, steps: stepsOf(planned, own) }, t);
      }, 0);
      // Exact at 24 points of a grid, with hazard ratios constant in between.
      expect(Math.abs(survival(law, t) - average)).toBeLessThan(1e-3);
    }
  });

  it('has the time at which a cumulative hazard is reached', () => {
    const steps = stepsOf(effect({ onset: 1, duration: 4, waned: 1.1 }), 2);
    const law = { clock: control.clock, steps };
    for (const t of [0.5, 2.9, 3.1, 6.9, 7.1, 30]) {
      const e = cumulativeHazard(law, t);
      expect(steppedTime(control.clock, steps.starts.length, steps.starts, steps.ratios, e)).toBeCloseTo(t, 9);
    }
  });
});

describe('lags', () => {
  it.each([
    { kind: 'fixed', time: 2 },
    { kind: 'uniform', from: -1, to: 3 },
    { kind: 'lognormal', median: 1, spread: 0.5, after: 0.5 },
    { kind: 'exponential', mean: 2, after: 1 },
    { kind: 'discrete', times: [0, 1, 6], shares: [0.2, 0.5, 0.3] },
  ] as Lag[])('$kind: the mean is that of the quantiles, and moves with a shift', (lag) => {
    const n = 20_000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += lagQuantile(lag, (i + 0.5) / n);
    expect(sum / n).toBeCloseTo(meanLag(lag), 2);
    expect(meanLag(shiftedLag(lag, 0.7))).toBeCloseTo(meanLag(lag) + 0.7, 12);
    expect(lagNodes(lag).reduce((total, { share }) => total + share, 0)).toBeCloseTo(1, 12);
  });
});
