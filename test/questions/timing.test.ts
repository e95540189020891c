/** The response surface: the lag figures of methods, one lane or two, contours on rows made by hand. */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { neverStarted } from '../../src/expectation/neverStarted.ts';
import { logRankPower } from '../../src/formulas/logRankDrift.ts';
import {
  type Axis,
  askTiming,
  emptyTiming,
  type PlannedSurface,
  type SurfacePrecision,
  type TimingResult,
} from '../../src/questions/timing.ts';
import { crossings, longestWithPower } from '../../src/questions/timingContours.ts';
import type { TimingPoint } from '../../src/questions/timingPoint.ts';
import { Interrupted } from '../../src/run/executor.ts';
import { LOG_RANK } from '../../src/statistics/registry.ts';
import { proportion } from '../../src/tally/estimates.ts';
import type { Lag } from '../../src/trial/lag.ts';
import { withMeanLag, withSynchronousHazardRatio } from '../../src/trial/retiming.ts';
import type { Test } from '../../src/trial/test.ts';
import { lastingEffect, type TimedEffect } from '../../src/trial/treatmentStart.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { expectNear, proportionError } from '../statistical/monteCarlo.ts';
import { withTimedArm } from '../trial/timedArm.ts';
import { asking } from './asked.ts';

const LATE: Test = {
  statistic: { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } },
  stratifiedBy: [],
  adjustedFor: [],
};
const COMBINED: Test = {
  statistic: { kind: 'maxCombo', parameters: {}, of: [LOG_RANK, LATE.statistic] },
  stratifiedBy: [],
  adjustedFor: [],
};

const CONSTANT = lastingEffect({ kind: 'constant', hazardRatio: 0.6 });

/** The delayed trial of the reference figures, whose delay is the lag of an ICI with hazard ratio 0.6. */
function laggedTrial(lag: Lag = { kind: 'fixed', time: 3 }, effect: TimedEffect = CONSTANT): Trial {
  return {
    ...withTimedArm(delayedTrial(0), lag, effect),
    test: { ...logRankTest(0.025, 1), beside: [LATE, COMBINED] },
  };
}

function axis(key: string, numbers: readonly number[]): Axis {
  return { key, words: key, label: key, planned: null, isTime: key === 'lag', values: numbers, numbers };
}

function surface(
  trial: Trial,
  lags: readonly number[],
  ratios: readonly number[],
  precision: SurfacePrecision,
): PlannedSurface {
  return {
    x: axis('lag', lags),
    y: axis('hazardRatio', ratios),
    trials: ratios.map((ratio) => lags.map((lag) => withSynchronousHazardRatio(withMeanLag(trial, 1, lag), 1, ratio))),
    arm: 1,
    targetPower: 0.8,
    precision,
    timeUnit: 'month',
  };
}

async function ask(planned: PlannedSurface, seed: string): Promise<TimingResult> {
  const result = emptyTiming(planned);
  await askTiming(asking(seed, { replicates: 1 }), planned, result);
  return result;
}

describe('the surface over the lag', () => {
  it('has the powers of the reference', async () => {
    const n = 20_000;
    const { points, tests, longest, reference } = await ask(
      surface(laggedTrial(), [0, 3, 6], [0.6], { replicates: n }),
      'lag figures',
    );
    expect(tests.map(({ name }) => name)).toEqual([
      'log-rank',
      'Fleming–Harrington (0, 1)',
      'MaxCombo of log-rank, Fleming–Harrington (0, 1)',
    ]);
    expect(reference).toBe(0);
    // Simulated elsewhere from 20,000 replicates, with Poisson entries or fixed numbers an arm: an allowance of 0.01.
    [0.956, 0.737, 0.441].forEach((power, i) => {
      const [{ power: found }] = points[i].tests;
      expectNear(found.estimate, power, Math.SQRT2 * proportionError(power, n), 0.01);
    });
    // Analytic elsewhere, z given variance 1 where it has less: an allowance of 0.01.
    [0.883, 0.83, 0.67].forEach((power, i) => {
      const { power: found, formula } = points[i].tests[1];
      expect(Math.abs((formula ?? 0) - power)).toBeLessThan(0.01);
      expectNear(found.estimate, power, proportionError(power, n), 0.01);
    });
    [204.1, 209.3, 213.7].forEach((events, i) => {
      expectNear(points[i].events.mean, events, points[i].events.standardError, 0.5);
    });
    expect(points.map(({ averageHazardRatio }) => averageHazardRatio)).toEqual([
      expect.closeTo(0.6, 6),
      expect.any(Number),
      expect.any(Number),
    ]);
    const [never0, never3] = points.map(({ neverStarted: share }) => share);
    const hazard = Math.LN2 / 9 - Math.log(0.9) / 12;
    expect([never0, never3]).toEqual([0, expect.closeTo(1 - Math.exp(-3 * hazard), 10)]);
    // Between 0 and 3 months at 80 %, nearer to 3.
    const own = longest.find(({ test }) => test === 0);
    expect(own?.kind).toBe('within');
    expect(own?.x).toBeGreaterThan(1.5);
    expect(own?.x).toBeLessThan(3);
    // N of the probit of the power: at lag 0 fewer than planned, at lag 6 far more.
    const required = points.map(({ tests: [first] }) => first.required);
    expect(required[0]?.patientsUnrounded).toBeLessThan(300);
    expect(required[2]?.patientsUnrounded).toBeGreaterThan(500);
    for (const size of required) {
      expect(size?.low).toBeLessThan(size?.patientsUnrounded ?? 0);
      expect(size?.high).toBeGreaterThan(size?.patientsUnrounded ?? 0);
      expect((size?.patients ?? 1) % 2).toBe(0);
    }
    // The N at which large samples promise the target, by the same rule, is the one they have power 0.8 at.
    const larger = { ...surface(laggedTrial(), [3], [0.6], { replicates: n }).trials[0][0] };
    const n80 = points[1].tests[0].formulaRequired ?? 0;
    expect(logRankPower(expectationOf({ ...larger, patients: n80 }))).toBeCloseTo(0.8, 6);
  });

  it('simulates to the precision asked for, decided by counts alone, whatever comes first', async () => {
    const planned = surface(laggedTrial(), [0, 6], [0.6, 0.9], { halfWidth: 0.01, most: 8000 });
    const [once, again] = [await ask(planned, 'precision'), await ask(planned, 'precision')];
    expect(again).toEqual(once);
    for (const { tests, replicates } of once.points) {
      const widest = Math.max(...tests.map(({ power }) => power.standardError));
      if (replicates < 8000) expect(1.96 * widest).toBeLessThan(0.0101);
      expect(replicates).toBeGreaterThanOrEqual(4096);
      expect(replicates).toBeLessThanOrEqual(8000);
    }
    expect(once.points.map(({ at }) => [at.y, at.x])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });

  it('keeps the points that are finished when it is interrupted', async () => {
    const planned = surface(laggedTrial(), [0, 3, 6], [0.6, 0.9], { replicates: 2000 });
    const result = emptyTiming(planned);
    const stop = new AbortController();
    let heard = 0;
    const progress = {
      begin() {},
      advance(replicates: number) {
        heard += replicates;
        if (heard >= 5000) stop.abort();
      },
    };
    const work = askTiming(
      asking('interrupted', { replicates: 1 }, { progress, signal: stop.signal }),
      planned,
      result,
    );
    await expect(work).rejects.toThrow(Interrupted);
    expect(result.points.length).toBeGreaterThanOrEqual(2);
    expect(result.points.length).toBeLessThan(6);
    const whole = await ask(planned, 'interrupted');
    for (const point of result.points)
      expect(whole.points.find(({ at }) => at.x === point.at.x && at.y === point.at.y)).toEqual(point);
    expect(result.longest.every(({ y }) => y === 0.6)).toBe(true);
  });
});

describe('the share that never starts', () => {
  it('is that of the exponential of event and dropout, averaged over the lag', () => {
    const hazard = Math.LN2 / 9 - Math.log(0.9) / 12;
    expect(neverStarted(expectationOf(laggedTrial({ kind: 'fixed', time: -1 })), 1)).toBe(0);
    expect(neverStarted(expectationOf(delayedTrial(3)), 1)).toBe(0);
    const uniform = 1 - (Math.exp(-hazard) - Math.exp(-3 * hazard)) / (2 * hazard);
    expect(neverStarted(expectationOf(laggedTrial({ kind: 'uniform', from: 1, to: 3 })), 1)).toBeCloseTo(uniform, 5);
  });
});

/** A row of one reference and one other test: powers and differences as given, on n replicates. */
function row(powers: readonly number[], differences: readonly number[], error: number, n = 10_000): TimingPoint[] {
  return powers.map((power, x) => {
    const own = { required: null, formula: null, formulaRequired: null };
    const estimate = differences[x];
    const minusReference = { estimate, standardError: error, low: estimate - 2 * error, high: estimate + 2 * error };
    const mean = { mean: 0, standardDeviation: 0, standardError: 0, replicates: n };
    return {
      at: { x, y: 0 },
      x: 10 * x,
      y: 0.7,
      patients: 300,
      replicates: n,
      tests: [
        { power: proportion(Math.round(power * n), n), minusReference: null, ...own },
        { power: proportion(Math.round((power + differences[x]) * n), n), minusReference, ...own },
      ],
      events: mean,
      analysisTime: mean,
      averageHazardRatio: null,
      neverStarted: null,
    };
  });
}

describe('contours', () => {
  const flat = [0.9, 0.8, 0.7, 0.6];
  it('cross where the difference changes sign between points beyond chance', () => {
    expect(crossings(row(flat, [-0.06, -0.02, 0.02, 0.06], 0.005), 0)).toEqual([
      {
        y: 0.7,
        test: 1,
        kind: 'overtakes',
        x: expect.closeTo(15, 9),
        standardError: expect.closeTo((Math.hypot(0.5, 0.5) * 0.005) / 0.004, 9),
        from: 10,
        to: 20,
      },
    ]);
    // What is within chance of nothing does not count, but shows where between.
    const [crossing] = crossings(row(flat, [-0.06, -0.002, 0.002, 0.06], 0.005), 0);
    expect(crossing).toMatchObject({ kind: 'overtakes', x: expect.closeTo(15, 9), from: 0, to: 30 });
    expect(crossings(row(flat, [0.06, 0.02, -0.02, 0.06], 0.005), 0).map(({ kind }) => kind)).toEqual([
      'falls behind',
      'overtakes',
    ]);
  });

  it('say when there is none', () => {
    const kindOf = (differences: readonly number[]) => crossings(row(flat, differences, 0.005), 0)[0].kind;
    expect(kindOf([-0.06, -0.02, 0.001, 0.009])).toBe('behind');
    expect(kindOf([0.06, 0.02, -0.001, -0.009])).toBe('ahead');
    expect(kindOf([0.006, 0.002, -0.001, -0.009])).toBe('no difference');
    expect(kindOf([0, 0, 0, 0])).toBe('no difference');
  });

  it('find the longest x with the target power on the probit scale', () => {
    const none = [0, 0, 0, 0];
    const [own] = longestWithPower(row([0.95, 0.9, 0.7, 0.6], none, 0), 0.8);
    expect(own.kind).toBe('within');
    // Φ⁻¹: 1.2816 at 10, 0.5244 at 20; 0.8416 wanted.
    expect(own.x).toBeCloseTo(10 + (10 * (1.2816 - 0.8416)) / (1.2816 - 0.5244), 2);
    expect(own.standardError).toBeGreaterThan(0);
    expect(longestWithPower(row([0.7, 0.6, 0.5, 0.4], none, 0), 0.8)[0].kind).toBe('never');
    expect(longestWithPower(row([0.99, 0.95, 0.9, 0.85], none, 0), 0.8)[0]).toMatchObject({ kind: 'beyond', x: 30 });
  });
});
