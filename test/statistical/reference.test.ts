/**
 * The figures that other programs found (methods.md). A difference may be 5.5 standard errors of the difference, the
 * reference's own Monte Carlo error included, plus half a unit in its last printed place. One comparison is false at
 * 3.8e-8, all of this file's 16 at 6e-7.
 *
 * @module-tag long
 */
import { describe, expect, it } from 'vitest';
import { meanEstimate } from '../../src/tally/estimates.ts';
import { read } from '../../src/tally/tally.ts';
import { delayedTrial, eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';
import { expectNear, proportionError, tallyOf } from './monteCarlo.ts';

const MILLION = 1_000_000;

describe('reference values', () => {
  it('fixed design: power 0.9135, mean analysis time 27.365 over a million replicates', () => {
    const tally = tallyOf(eventDrivenTrial(), 'fixed design', MILLION);
    expectNear(
      tally.rejections.benefit / MILLION,
      0.9135,
      Math.hypot(0.0003, proportionError(0.9135, MILLION)),
      0.00005,
    );
    const time = meanEstimate(read(tally, 'analysisTime').time);
    expectNear(time.mean, 27.365, Math.SQRT2 * time.standardError, 0.0005);
    expect(read(tally, 'events').all.minimum).toBeGreaterThanOrEqual(350);
    expect(read(tally, 'analysisTime').unreached).toBe(0);
  });

  it('HR 1 for three months, then 0.6: power 0.7848, mean analysis time 27.322 over a million replicates', () => {
    const trial = eventDrivenTrial({ starts: [0, 3], ratios: [1, 0.6] });
    const tally = tallyOf(trial, 'delayed design', MILLION);
    expectNear(
      tally.rejections.benefit / MILLION,
      0.7848,
      Math.hypot(0.0004, proportionError(0.7848, MILLION)),
      0.00005,
    );
    const time = meanEstimate(read(tally, 'analysisTime').time);
    expectNear(time.mean, 27.322, Math.SQRT2 * time.standardError, 0.0005);
  });

  it('the published study’s shape: 60.08 events, significant for harm in 0.319', () => {
    const tally = tallyOf(publishedShape(), 'published shape', MILLION);
    const events = meanEstimate(read(tally, 'events').all);
    expectNear(events.mean, 60.08, Math.SQRT2 * events.standardError, 0.005);
    expectNear(tally.rejections.harm / MILLION, 0.319, Math.SQRT2 * proportionError(0.319, MILLION), 0.0005);
  });

  // 20,000 replicates elsewhere: their error is the larger one.
  const delays = [
    { lag: 0, power: 0.956, events: 204.1 },
    { lag: 3, power: 0.737, events: 209.3 },
    { lag: 6, power: 0.441, events: 213.7 },
  ];
  for (const { lag, power, events } of delays)
    it(`effect after ${lag} months: power ${power}, ${events} events`, () => {
      const trial = delayedTrial(lag);
      const n = 100_000;
      const tally = tallyOf({ ...trial, accrual: { ...trial.accrual, pattern: 'even' } }, `lag ${lag}`, n);
      const error = Math.hypot(proportionError(power, 20_000), proportionError(power, n));
      expectNear(tally.rejections.benefit / n, power, error, 0.0005);
      const { mean, standardDeviation } = meanEstimate(read(tally, 'events').all);
      expectNear(
        mean,
        events,
        Math.hypot(standardDeviation / Math.sqrt(20_000), standardDeviation / Math.sqrt(n)),
        0.05,
      );
    });
});
