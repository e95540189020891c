import { describe, expect, test } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { logRankDrift, logRankPower, powerOfDrift } from '../../src/formulas/logRankDrift.ts';
import { type Trial, underNull } from '../../src/trial/trial.ts';
import { delayedTrial, eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';
import { delayedTwoToOne, shapesTwoToOne } from '../expectation/unequalTrials.ts';
import reference from '../reference/expectedEvents.json' with { type: 'json' };
import { armsOfLaws } from '../trial/armsOfLaws.ts';

describe('log-rank drift', () => {
  test('agrees with R integrate() per patient (test/reference/expectedEvents.R)', () => {
    for (const [trial, t, target] of [
      [delayedTwoToOne, 36, reference.delayed],
      [shapesTwoToOne, 30, reference.shapes],
    ] as const) {
      const { score, variance, z } = logRankDrift(expectationOf(trial), t);
      expect(Math.abs(score / 300 - target.score)).toBeLessThan(1e-9);
      expect(Math.abs(variance / 300 - target.variance)).toBeLessThan(1e-9);
      expect(z).toBeCloseTo(-score / Math.sqrt(variance), 12);
    }
  });

  // Simulated powers, 20,000 replicates (SE 0.0015, 0.0031, 0.0035). The drift is off by 0.0024, 0.0018 and 0.0052.
  test.each([
    [0, 0.956],
    [3, 0.737],
    [6, 0.441],
  ])('delayed by %i: simulated power %f', (lag, simulated) => {
    expect(Math.abs(logRankPower(expectationOf(delayedTrial(lag))) - simulated)).toBeLessThan(0.01);
  });

  // Simulated over a million replicates (SE 0.0003, 0.0004). The drift is off by 0.0014 and 0.0052.
  test('350 events: simulated power 0.9135, delayed by 3 then 0.6 0.7848', () => {
    const delayed = eventDrivenTrial({ starts: [0, 3], ratios: [1, 0.6] });
    expect(Math.abs(logRankPower(expectationOf(eventDrivenTrial())) - 0.9135)).toBeLessThan(0.003);
    expect(Math.abs(logRankPower(expectationOf(delayed)) - 0.7848)).toBeLessThan(0.008);
  });

  // At 60 events, 20 of them in the smaller arm, the simulated 0.319 is missed by 0.014: few events, no fine print.
  test('the published shape: two-sided significance for harm, simulated 0.319', () => {
    const trial = publishedShape();
    const { z } = logRankDrift(expectationOf(trial), 36);
    expect(z).toBeLessThan(0);
    const harm = powerOfDrift(-z, { alpha: 0.025, sides: 1 });
    expect(Math.abs(harm - 0.319)).toBeLessThan(0.025);
    expect(logRankPower(expectationOf(trial)) - harm).toBeLessThan(0.001);
    expect(logRankPower(expectationOf({ ...trial, test: { ...trial.test, sides: 1, alpha: 0.025 } }))).toBeLessThan(
      0.001,
    );
  });

  test('under the null z is 0, V is D p₀p₁ and power is alpha', () => {
    const trial = underNull(delayedTwoToOne);
    const same: Trial = {
      ...trial,
      arms: armsOfLaws(trial.arms[0], { ...trial.arms[1], dropoutHazard: trial.arms[0].dropoutHazard }),
    };
    const { z, variance } = logRankDrift(expectationOf(same), 36);
    expect(z).toBeCloseTo(0, 14);
    expect(variance).toBeCloseTo((expectationOf(same).events(36) * 2) / 9, 10);
    expect(powerOfDrift(z, { alpha: 0.05, sides: 2 })).toBeCloseTo(0.05, 14);
    expect(powerOfDrift(z, { alpha: 0.05, sides: 1 })).toBeCloseTo(0.05, 14);
  });

  test('swapping the arms flips z', () => {
    const [control, experimental] = shapesTwoToOne.arms;
    const swapped: Trial = { ...shapesTwoToOne, arms: [experimental, control] };
    expect(logRankDrift(expectationOf(swapped), 30).z).toBeCloseTo(
      -logRankDrift(expectationOf(shapesTwoToOne), 30).z,
      12,
    );
  });

  test('z grows as the square root of N', () => {
    const trial = delayedTrial(3);
    const double = logRankDrift(expectationOf({ ...trial, patients: 600 }), 36).z;
    expect(double).toBeCloseTo(Math.SQRT2 * logRankDrift(expectationOf(trial), 36).z, 12);
  });

  test('the planned analysis is the default', () => {
    const trial = eventDrivenTrial();
    expect(logRankPower(expectationOf(trial))).toBe(
      logRankPower(expectationOf(trial), expectationOf(trial).analysisTime),
    );
  });
});
