/**
 * What a replicate estimates against what was put in: medians, hazard ratio, coverage; power against Schoenfeld.
 *
 * @module-tag slow
 */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { schoenfeldPower } from '../../src/formulas/schoenfeld.ts';
import { meanEstimate } from '../../src/tally/estimates.ts';
import { read } from '../../src/tally/tally.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { eventDrivenTrial, plannedTrial, publishedShape } from '../expectation/plannedTrial.ts';
import { columnsOf, EVERYTHING, expectMean, expectNear, proportionError, tallyOf } from './monteCarlo.ts';

/** Σ 1/i from `from` to `to`: mean of an exponential order statistic, in units of 1/λ (A. Rényi 1953). */
function harmonic(from: number, to: number): number {
  let sum = 0;
  for (let i = from; i <= to; i++) sum += 1 / i;
  return sum;
}

describe('medians', () => {
  it('have the mean of exponential order statistics when nobody is censored', () => {
    const trial: Trial = { ...publishedShape(), analysis: { kind: 'calendarTime', time: 400 } };
    const { medians } = columnsOf(trial, 'order statistics', 200_000, EVERYTHING);
    if (medians === null) throw new Error('asked for');
    // 51 patients: the 26th. 20 patients: halfway between the 10th and the 11th.
    expectMean(medians[0], harmonic(26, 51) / (Math.LN2 / 9));
    expectMean(medians[1], (harmonic(11, 20) + harmonic(10, 20)) / 2 / (Math.LN2 / 6));
  });

  it('are above and below the true one equally often', () => {
    const trial = eventDrivenTrial();
    const n = 20_000;
    const { medians } = columnsOf({ ...trial, analysis: { kind: 'calendarTime', time: 30 } }, 'signs', n, EVERYTHING);
    if (medians === null) throw new Error('asked for');
    const truth = [6, 6 / 0.7];
    for (const arm of [0, 1]) {
      const below = medians[arm].filter((median) => median < truth[arm]).length;
      // The median of a Kaplan–Meier median is off by O(1/n) of its spread with 250 patients an arm.
      expectNear(below / n, 0.5, proportionError(0.5, n), 0.03);
    }
  });
});

describe('hazard ratio', () => {
  it('is recovered, and its interval covers it in 95 %', () => {
    const trial = plannedTrial({
      controlMedian: 6,
      steps: { starts: [0], ratios: [0.7] },
      patients: 2000,
      dropoutHazard: 0.005,
      analysis: { kind: 'events', events: 1400 },
    });
    const n = 10_000;
    const tally = tallyOf(trial, 'hazard ratio', n, EVERYTHING, Math.log(0.7));
    const { log: observed, standardError, covered } = read(tally, 'hazardRatio');
    const log = meanEstimate(observed);
    // The estimate's bias is of order 1/D; the interval is exact to as much.
    expectNear(log.mean, Math.log(0.7), log.standardError, 1 / 1400);
    expectNear(covered / n, 0.95, proportionError(0.95, n), 1 / 1400);
    // Its spread is what it says of itself, to 1/√(2n) by chance and to 1/D at best.
    const spread = log.standardDeviation / meanEstimate(standardError).mean;
    expectNear(spread, 1, 1 / Math.sqrt(2 * n), 0.005);
    // With events nearly halved between the arms it is about 2/√D.
    expect(meanEstimate(standardError).mean).toBeCloseTo(2 / Math.sqrt(1400), 3);
  });
});

describe('power', () => {
  // Schoenfeld is good to a few thousandths at many events, a hazard ratio near 1 and equal arms.
  for (const [hazardRatio, events] of [
    [0.85, 1200],
    [0.9, 2500],
    [0.8, 600],
  ])
    it(`is Schoenfeld’s at hazard ratio ${hazardRatio} and ${events} events, to 0.5 %`, () => {
      const trial = plannedTrial({
        controlMedian: 9,
        steps: { starts: [0], ratios: [hazardRatio] },
        patients: Math.round(events * 0.75) * 2,
        dropoutHazard: 0.002,
        analysis: { kind: 'events', events },
      });
      const n = 40_000;
      const tally = tallyOf(trial, `schoenfeld ${hazardRatio}`, n);
      const power = schoenfeldPower(hazardRatio, 0.025, events);
      expectNear(tally.rejections.benefit / n, power, proportionError(power, n), 0.005);
    });

  it('is not Schoenfeld’s with few events and unequal arms', () => {
    const trial = publishedShape();
    const n = 100_000;
    const tally = tallyOf(trial, 'few events', n);
    const [control, experimental] = expectationOf(trial).counts(36);
    const formula = schoenfeldPower(1.5, 0.025, control.events + experimental.events, 20 / 71);
    expect(Math.abs(tally.rejections.harm / n - formula)).toBeGreaterThan(0.01);
  });
});
