/** The one-sample log-rank test: published sizes, moments integrated in R (test/reference/oneSample.R), simulation. */
import { describe, expect, test } from 'vitest';
import { log } from '../../src/elementary/log.ts';
import { pow } from '../../src/elementary/pow.ts';
import { exponential as drawExponential } from '../../src/kernel/draw/exponential.ts';
import { nextWord, seedLane, streamKey, uniform } from '../../src/kernel/draw/stream.ts';
import { oneSampleBounds, oneSampleCharacteristics, timeOfInformation } from '../../src/singleArm/oneSampleDesign.ts';
import { oneSampleCourse } from '../../src/singleArm/oneSampleMoments.ts';
import { type OneSampleDraws, simulateOneSample } from '../../src/singleArm/oneSampleReplicates.ts';
import { oneSamplePatients, wuPatients } from '../../src/singleArm/oneSampleSize.ts';
import { type OneSampleTrial, oneSampleZ } from '../../src/singleArm/oneSampleTrial.ts';
import { exponential } from '../../src/survival/clock.ts';
import { NO_EFFECT, type SurvivalLaw } from '../../src/survival/law.ts';
import integrated from '../reference/oneSample.json' with { type: 'json' };

const over = (duration: number) => ({ pattern: 'uniform' as const, starts: [0], rates: [1], duration });

function weibull(shape: number, median: number, ratio = 1): SurvivalLaw {
  const clock = { kind: 'weibull' as const, shape, scale: median / pow(Math.LN2, 1 / shape) };
  return { clock, steps: { starts: [0], ratios: [ratio] } };
}

const withMedian = (median: number): SurvivalLaw => ({ clock: exponential(log(2) / median), steps: NO_EFFECT });

function draws(seed: string): OneSampleDraws {
  const key = streamKey(seed, 'one-sample test');
  const state = new Int32Array(4);
  return {
    begin: (replicate) => seedLane(key, replicate, 0, 0, state),
    uniform: () => uniform(nextWord(state)),
    exponential: () => drawExponential(nextWord(state)),
  };
}

/** The example of Wu (2015), section 4. */
const WU: OneSampleTrial = {
  reference: weibull(1.22, 9),
  planned: weibull(1.22, 9, 1 / 1.75),
  dropoutHazard: 0,
  accrual: over(5),
  patients: 88,
  followUp: 3,
  interim: null,
  variance: 'expected',
};

const NO_LOOK = { alpha: 0.05, efficacy: null, futility: null, binding: false };

const LOOKED: OneSampleTrial = {
  reference: withMedian(6),
  planned: withMedian(9),
  dropoutHazard: 0.01,
  accrual: { pattern: 'uniform', starts: [0], rates: [4], duration: null },
  patients: 60,
  followUp: 6,
  interim: 10,
  variance: 'expected',
};

const LOOK = {
  alpha: 0.05,
  efficacy: { kind: 'spending', spending: { kind: 'obrienFleming' } },
  futility: { kind: 'z', z: [0.2] },
  binding: false,
} as const;

describe('the one-sample log-rank test', () => {
  test.each([
    [0.8, 88],
    [0.85, 100],
    [0.9, 117],
  ])('for a power of %f needs the patients of Wu (2015)', (power, patients) => {
    expect(Math.ceil(wuPatients(WU, 0.05, power))).toBe(patients);
    expect(oneSamplePatients((n) => ({ ...WU, patients: n }), NO_LOOK, power, 1000)).toBe(patients);
  });

  test.each(integrated)('has the moments that R integrates: $name', (row) => {
    const { shape, median, ratio, dropout, accrual, times } = row;
    const trial: OneSampleTrial = {
      ...WU,
      reference: weibull(shape, median),
      dropoutHazard: dropout,
      accrual: over(accrual),
    };
    const { looks, covariance } = oneSampleCourse(trial, weibull(shape, median, ratio), times);
    looks.forEach(({ events, expected, variance }, k) => {
      expect(events).toBeCloseTo(row.events[k], 8);
      expect(events - expected).toBeCloseTo(row.mean[k], 8);
      expect(variance).toBeCloseTo(row.variance[k], 8);
    });
    expect(covariance).toBeCloseTo(row.covariance, 7);
  });

  test('has independent increments under the historical law, which its bounds count on', () => {
    const { looks, covariance } = oneSampleCourse(LOOKED, LOOKED.reference, [10, 21]);
    for (const { events, expected, variance } of looks) {
      expect(expected).toBeCloseTo(events, 12);
      expect(variance).toBeCloseTo(events, 12);
    }
    expect(covariance).toBeCloseTo(looks[0].variance, 12);
    const bounds = oneSampleBounds(LOOKED, LOOK);
    expect(bounds.fractions[0]).toBeCloseTo(looks[0].expected / looks[1].expected, 12);
    const none = oneSampleCharacteristics(LOOKED, bounds, LOOKED.reference);
    expect(none.powerIgnoring).toBeCloseTo(0.05, 10);
    expect(none.power).toBeLessThan(0.05);
    expect(timeOfInformation(LOOKED, bounds.fractions[0])).toBeCloseTo(10, 6);
  });

  test('looks at all patients at once where none is waited for', () => {
    const trial = { ...LOOKED, accrual: over(0), followUp: 12, interim: 5 };
    const { covariance, looks } = oneSampleCourse(trial, trial.reference, [5, 12]);
    expect(covariance).toBeCloseTo(looks[0].variance, 12);
  });

  test('with a look needs the fewest patients that reach the power', () => {
    const trialOf = (patients: number) => ({ ...LOOKED, patients });
    const patients = oneSamplePatients(trialOf, LOOK, 0.8, 1000) ?? 0;
    const powerOf = (n: number) =>
      oneSampleCharacteristics(trialOf(n), oneSampleBounds(trialOf(n), LOOK), LOOKED.planned).power;
    expect(powerOf(patients)).toBeGreaterThanOrEqual(0.8);
    expect(powerOf(patients - 1)).toBeLessThan(0.8);
    expect(oneSamplePatients(trialOf, LOOK, 0.8, patients - 1)).toBeNull();
  });

  test('scales by the expected number, or by the average of both', () => {
    expect(oneSampleZ(16, 25, 'expected')).toBe(1.8);
    expect(oneSampleZ(7, 25, 'average')).toBe(4.5);
    expect(oneSampleZ(0, 0, 'expected')).toBe(0);
  });

  test('is simulated as it is expected', () => {
    // 20,000 replicates; each of 16 means within 5 standard errors fails falsely less than once in 10⁵ runs.
    const replicates = 20_000;
    const bounds = oneSampleBounds(LOOKED, LOOK);
    for (const law of [LOOKED.reference, LOOKED.planned]) {
      const formula = oneSampleCharacteristics(LOOKED, bounds, law);
      const found = simulateOneSample(LOOKED, bounds, law, replicates, draws('means'));
      bounds.times.forEach((_, k) => {
        const events = Math.sqrt(formula.events[k] / replicates);
        expect(Math.abs(found.events[k] / replicates - formula.events[k])).toBeLessThan(5 * events);
        // Follow-up varies less than a count of events does.
        const expected = Math.sqrt(formula.expected[k] / replicates);
        expect(Math.abs(found.expected[k] / replicates - formula.expected[k])).toBeLessThan(5 * expected);
      });
      expect(found.claims[0] + found.claims[1]).toBeLessThanOrEqual(found.claimsIgnoring);
    }
  });

  test('of many patients is simulated as large samples say', () => {
    // 900 patients: large samples err by about 0.5 %; 3,000 replicates: 5 standard errors of a proportion are below 5 %.
    const trial = { ...LOOKED, planned: withMedian(6.7), patients: 900, accrual: over(15) };
    const bounds = oneSampleBounds(trial, LOOK);
    const formula = oneSampleCharacteristics(trial, bounds, trial.planned);
    const replicates = 3000;
    const found = simulateOneSample(trial, bounds, trial.planned, replicates, draws('many'));
    const within = (count: number, p: number) =>
      expect(Math.abs(count / replicates - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / replicates) + 0.005);
    within(found.claims[0], formula.claimAt[0]);
    within(found.claims[1], formula.claimAt[1]);
    within(found.futile[0], formula.futilityAt[0]);
    within(found.claimsIgnoring, formula.powerIgnoring);
    expect(found.ended.time / replicates).toBeCloseTo(formula.ends.time, 0);
  });
});
