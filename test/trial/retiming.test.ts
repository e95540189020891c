/** A trial with another lag or another synchronous effect, and without the starts that nobody sees. */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { testPower } from '../../src/formulas/testDrift.ts';
import { cumulativeHazard, survival } from '../../src/survival/law.ts';
import { type Lag, meanLag } from '../../src/trial/lag.ts';
import {
  synchronousHazardRatio,
  withMeanLag,
  withoutUnseenStarts,
  withSynchronousHazardRatio,
} from '../../src/trial/retiming.ts';
import { lastingEffect, type Priming, stepsOf, type TimedEffect } from '../../src/trial/treatmentStart.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { withTimedArm } from './timedArm.ts';

const HALF_LIFE: Priming = { kind: 'halfLife', synchronous: 0.6, residual: 0.95, halfLife: 1, plateau: 0.25 };

function effectOf(priming: Priming): TimedEffect {
  return { ...lastingEffect(priming), onset: 0.5 };
}

function timedTrial(lag: Lag, priming: Priming = HALF_LIFE): Trial {
  return withTimedArm(delayedTrial(0), lag, effectOf(priming));
}

function primingOf({ arms: [, { effect }] }: Trial): Priming {
  if (effect.kind !== 'timed') throw new Error('no effect that a start decides');
  return effect.timing.priming;
}

const SCATTERED: readonly Lag[] = [
  { kind: 'uniform', from: 0.5, to: 2.5 },
  { kind: 'lognormal', median: 1, spread: 0.5, after: 0.2 },
  { kind: 'exponential', mean: 1, after: 0 },
  { kind: 'discrete', times: [0.1, 1, 4], shares: [0.5, 0.3, 0.2] },
];

describe('another mean lag', () => {
  it('of a fixed start is that start', () => {
    const { start, law } = withMeanLag(timedTrial({ kind: 'fixed', time: 1 }), 1, 3).arms[1];
    expect(start?.lag).toEqual({ kind: 'fixed', time: 3 });
    expect(law.steps).toEqual(stepsOf(effectOf(HALF_LIFE), 3));
  });

  it.each(SCATTERED)('shifts a start that scatters as a whole: $kind', (lag) => {
    const trial = withMeanLag(timedTrial(lag), 1, 5);
    const moved = trial.arms[1].start?.lag as Lag;
    expect([moved.kind, meanLag(moved)]).toEqual([lag.kind, expect.closeTo(5, 10)]);
    // Later starts leave the early hazard to the control's, and survival lower for good.
    expect(cumulativeHazard(trial.arms[1].law, 0.5)).toBeCloseTo(cumulativeHazard(trial.arms[0].law, 0.5), 10);
    expect(survival(trial.arms[1].law, 24)).toBeLessThan(survival(timedTrial(lag).arms[1].law, 24));
  });

  it('of a further arm leaves the others alone', () => {
    const two = timedTrial({ kind: 'fixed', time: 1 });
    const trial: Trial = { ...two, arms: [two.arms[0], two.arms[1], two.arms[1]] };
    const moved = withMeanLag(trial, 2, 3);
    expect([moved.arms[0], moved.arms[1]]).toEqual([trial.arms[0], trial.arms[1]]);
    expect(moved.arms[2].start?.lag).toEqual({ kind: 'fixed', time: 3 });
  });
});

describe('another hazard ratio of an ICI that starts with TACE', () => {
  const table: Priming = { kind: 'table', lags: [0, 2, 4], hazardRatios: [0.5, 0.7, 1] };
  it.each<[string, Priming]>([
    ['constant', { kind: 'constant', hazardRatio: 0.7 }],
    ['halfLife', HALF_LIFE],
    ['table', table],
  ])('is had: %s', (_, priming) => {
    const trial = withSynchronousHazardRatio(timedTrial({ kind: 'fixed', time: 1 }, priming), 1, 0.8);
    expect(synchronousHazardRatio(primingOf(trial))).toBeCloseTo(0.8, 12);
  });

  it('keeps the residual of a half-life and the shape of a table', () => {
    const primingAt = (priming: Priming) =>
      primingOf(withSynchronousHazardRatio(timedTrial({ kind: 'fixed', time: 1 }, priming), 1, 0.8));
    expect(primingAt(HALF_LIFE)).toEqual({ ...HALF_LIFE, synchronous: 0.8 });
    const scaled = primingAt(table) as Extract<Priming, { kind: 'table' }>;
    const factor = Math.log(0.8) / Math.log(0.5);
    expect(scaled.hazardRatios.map(Math.log)).toEqual(
      table.hazardRatios.map((ratio) => expect.closeTo(factor * Math.log(ratio), 12)),
    );
    expect(() => primingAt({ kind: 'table', lags: [0, 2], hazardRatios: [1, 0.7] })).toThrow('cannot be scaled');
  });
});

describe('starts that no test looks at', () => {
  it('are left out where all start at once, the law as it is', () => {
    const trial = timedTrial({ kind: 'fixed', time: 1 });
    const { start, ...rest } = trial.arms[1];
    expect(start).toBeDefined();
    const effect = { kind: 'relative', steps: rest.law.steps };
    expect(withoutUnseenStarts(trial)).toEqual({ ...trial, arms: [trial.arms[0], { ...rest, effect }] });
  });

  it.each(SCATTERED)('that scatter become a law of few steps of the same power: $kind', (lag) => {
    const trial = timedTrial(lag);
    const reduced = withoutUnseenStarts(trial);
    expect(reduced.arms[1].start).toBeUndefined();
    expect(reduced.arms[1].law.steps.starts.length).toBeLessThanOrEqual(26);
    for (const t of [0.5, 1, 2, 3, 6, 12, 24])
      expect(survival(reduced.arms[1].law, t)).toBeCloseTo(survival(trial.arms[1].law, t), 4);
    const statistic = { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } };
    for (const test of [trial.test, { ...trial.test, statistic }])
      expect(
        Math.abs(testPower(expectationOf(reduced), 36, test) - testPower(expectationOf(trial), 36, test)),
      ).toBeLessThan(1e-4);
  });

  it('stay where a test looks at them, and where they scatter among patients who differ', () => {
    const fixed = timedTrial({ kind: 'fixed', time: 1 });
    const landmark = { ...fixed.test, origin: { kind: 'landmark', at: 2 } as const };
    const seen = { ...fixed, test: { ...fixed.test, beside: [landmark] } };
    expect(withoutUnseenStarts(seen)).toBe(seen);
    const population = { factors: [], covariates: [], survivalOf: 'everyone' } as const;
    const differ = { ...timedTrial(SCATTERED[0]), population };
    expect(withoutUnseenStarts(differ)).toEqual(differ);
    expect(withoutUnseenStarts({ ...fixed, population }).arms[1].start).toBeUndefined();
  });
});
