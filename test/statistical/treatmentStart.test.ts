/**
 * Starts of the ICI in the kernel: against the plain model where they are the same thing, against integrals elsewhere.
 * Tolerances are 5.5 standard errors (3.8e-8 a comparison, some twenty comparisons: 8e-7).
 *
 * @module-tag long
 */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { neverStarted } from '../../src/expectation/neverStarted.ts';
import type { Lag } from '../../src/trial/lag.ts';
import type { TimedEffect } from '../../src/trial/treatmentStart.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial, eventDrivenTrial } from '../expectation/plannedTrial.ts';
import { columnsOf, expectMean, expectNear, NOTHING, proportionError, tallyOf } from './monteCarlo.ts';
import { started } from './treatmentStart.ts';

const MANY = 20_000;

const fixed = (time: number): Lag => ({ kind: 'fixed', time });

describe('the start of the ICI', () => {
  it.each([
    { lag: 0, power: 0.956 },
    { lag: 3, power: 0.737 },
    { lag: 6, power: 0.441 },
  ])('at month $lag gives the lag figures of other programs: power $power', ({ lag, power }) => {
    const trial = started(delayedTrial(0), fixed(lag));
    const even: Trial = { ...trial, accrual: { ...trial.accrual, pattern: 'even' } };
    const tally = tallyOf(even, `start ${lag}`, MANY);
    const error = Math.hypot(proportionError(power, 20_000), proportionError(power, MANY));
    expectNear(tally.rejections.benefit / MANY, power, error, 0.0005);
  });

  it('at randomisation, without delay, is the plain model', () => {
    const plain = columnsOf(delayedTrial(0), 'plain', 200_000);
    const lagged = columnsOf(started(delayedTrial(0), fixed(0)), 'lag 0', MANY);
    const average = (column: ArrayLike<number>) => Array.from(column).reduce((sum, x) => sum + x, 0) / column.length;
    const [mean, meanEvents] = [average(plain.z), average(plain.events[1])];
    expectMean(lagged.z, mean, 5.5 / Math.sqrt(200_000));
    expectMean(lagged.events[1], meanEvents, (5.5 * 7) / Math.sqrt(200_000));
  });

  it.each([
    ['uniform', { kind: 'uniform', from: 0.5, to: 4 }],
    ['uniform across TACE', { kind: 'uniform', from: -2, to: 2 }],
    ['log-normal', { kind: 'lognormal', median: 2, spread: 0.6, after: 0.2 }],
    ['exponential', { kind: 'exponential', mean: 3, after: 0 }],
    ['discrete', { kind: 'discrete', times: [0, 1, 5], shares: [0.2, 0.5, 0.3] }],
  ] as [string, Lag][])('drawn for each patient (%s) makes the events that the marginal law expects', (_, lag) => {
    const effect: TimedEffect = {
      priming: { kind: 'halfLife', synchronous: 0.4, residual: 0.95, halfLife: 1.5, plateau: 0.5 },
      onset: 0.5,
      duration: 8,
      waned: 1.1,
      repeats: [3],
      waiting: 1.2,
    };
    const trial = started(delayedTrial(0), lag, effect);
    const columns = columnsOf(trial, `lag ${lag.kind}`, MANY);
    const expected = expectationOf(trial).counts(36);
    for (const arm of [0, 1]) {
      expectMean(columns.events[arm], expected[arm].events, 0.01);
      expectMean(columns.dropouts[arm], expected[arm].dropouts, 0.01);
    }
  });

  it('comes too late for as many as integration says', () => {
    const lag: Lag = { kind: 'uniform', from: 1, to: 5 };
    const trial: Trial = { ...started(eventDrivenTrial(), lag), analysis: { kind: 'calendarTime', time: 200 } };
    const { operations, enrolled } = columnsOf(trial, 'never started', 4000, { ...NOTHING, operations: true });
    if (!operations) throw new Error('no operations');
    const share = Float64Array.from(operations.neverStarted[1], (count, row) => count / enrolled[1][row]);
    expectMean(share, neverStarted(expectationOf(trial), 1), 1e-6);
    expect(operations.neverStarted[0].every((count) => count === 0)).toBe(true);
    const all = operations.started[1].every(
      (count, row) => count + operations.neverStarted[1][row] === enrolled[1][row],
    );
    expect(all).toBe(true);
  });
});
