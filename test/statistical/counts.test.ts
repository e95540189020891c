/**
 * Patients enrolled, with an event, dropped out and at risk at a calendar time, against the expectations by integration
 * (expectation/expectedEvents.ts, itself checked against R). 5.5 standard errors, at most 24 comparisons
 * a test: false at 9e-7.
 *
 * @module-tag long
 */

import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { exponential } from '../../src/survival/clock.ts';
import { NO_EFFECT, type SurvivalLaw } from '../../src/survival/law.ts';
import { type Accrual, expectedEnrolled } from '../../src/trial/accrual.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial, eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { columnsOf, expectMean, expectNear } from './monteCarlo.ts';

const REPLICATES = 10_000;

const base = delayedTrial(3);
const ramp = { starts: [0, 3, 6, 9], rates: [1, 2, 3, 4] };

function withLaws(control: SurvivalLaw, experimental: SurvivalLaw): Trial {
  return {
    ...base,
    arms: armsOfLaws({ ...base.arms[0], law: control }, { ...base.arms[1], law: experimental }),
  };
}

const weibull = { kind: 'weibull' as const, shape: 1.4, scale: 12 };
const cure = { kind: 'cure' as const, cureFraction: 0.3, uncured: exponential(0.1) };
const late = { starts: [0, 4], ratios: [1, 0.55] };
const pieces = { kind: 'piecewise' as const, starts: [0, 2, 5], hazards: [0.02, 0.2, 0.05] };

const trials: Record<string, Trial> = {
  'delayed effect, uniform entry': base,
  'ramp-up of rates': { ...base, accrual: { pattern: 'uniform', ...ramp, duration: 20 } },
  'rates decide the duration, with a pause': {
    ...base,
    accrual: { pattern: 'uniform', starts: [0, 5, 8], rates: [10, 0, 25], duration: null },
  },
  'even entry': { ...base, accrual: { ...base.accrual, pattern: 'even' } },
  'even entry, ramp-up': { ...base, accrual: { pattern: 'even', ...ramp, duration: 20 } },
  '20 to 51, no dropout': publishedShape(),
  weibull: withLaws({ clock: weibull, steps: NO_EFFECT }, { clock: weibull, steps: late }),
  'cure fraction': withLaws({ clock: cure, steps: NO_EFFECT }, { clock: cure, steps: late }),
  'piecewise against weibull': withLaws({ clock: pieces, steps: NO_EFFECT }, { clock: weibull, steps: NO_EFFECT }),
  'dropout in one arm only': { ...base, arms: armsOfLaws({ ...base.arms[0], dropoutHazard: 0 }, base.arms[1]) },
};

describe('expected counts', () => {
  for (const [name, trial] of Object.entries(trials))
    it(`are met: ${name}`, () => {
      for (const time of [7, 16, 36]) {
        const columns = columnsOf({ ...trial, analysis: { kind: 'calendarTime', time } }, name, REPLICATES);
        const expected = expectationOf(trial).counts(time);
        for (const [arm, { enrolled, events, dropouts, atRisk }] of expected.entries()) {
          const left = columns.enrolled[arm].map((n, i) => n - columns.events[arm][i] - columns.dropouts[arm][i]);
          // Even entry counts whole patients of alternating arms, less than one of an arm off the intensity.
          const whole = trial.accrual.pattern === 'even' ? 1 : 0;
          expectMean(columns.enrolled[arm], enrolled, whole + 1e-9);
          expectMean(columns.events[arm], events, whole * 0.1);
          expectMean(columns.dropouts[arm], dropouts, whole * 0.1);
          expectMean(left, atRisk, whole);
        }
        expect(columns.analysisTime.every((t) => Math.abs(t - time) < 1e-6)).toBe(true);
      }
    });
});

describe('hazards', () => {
  // N(t) − λ ∫ at risk is a martingale for events and for dropouts, so δ·events − λ·dropouts has mean 0 at any stopping rule.
  const rules: Trial['analysis'][] = [
    { kind: 'events', events: 150 },
    { kind: 'calendarTime', time: 20 },
    { kind: 'followUp', time: 2 },
  ];
  for (const analysis of rules)
    it(`are recovered from events and dropouts, whatever stops the trial: ${analysis.kind}`, () => {
      const lambda = [Math.LN2 / 9, 0.6 * (Math.LN2 / 9)];
      const delta = [0.05, 0.01];
      const trial = delayedTrial(0);
      const columns = columnsOf(
        {
          ...trial,
          arms: armsOfLaws(
            { ...trial.arms[0], dropoutHazard: delta[0] },
            { ...trial.arms[1], dropoutHazard: delta[1] },
          ),
          analysis,
        },
        'martingale',
        50_000,
      );
      for (const arm of [0, 1])
        expectMean(
          Float64Array.from(columns.events[arm], (d, i) => d * delta[arm] - columns.dropouts[arm][i] * lambda[arm]),
          0,
        );
    });

  it('split exits between event and dropout in proportion', () => {
    // Never stopped: P(dropout) = δ / (λ + δ) of every patient.
    const trial = eventDrivenTrial();
    const dropoutHazard = 0.04;
    const arm = { ...trial.arms[0], dropoutHazard };
    const columns = columnsOf(
      { ...trial, arms: armsOfLaws(arm, trial.arms[1]), analysis: { kind: 'calendarTime', time: 400 } },
      'never stopped',
      20_000,
    );
    expectMean(columns.dropouts[0], (250 * dropoutHazard) / (Math.LN2 / 6 + dropoutHazard));
  });
});

describe('enrolment', () => {
  const enrolledAt = (accrual: Accrual, time: number, name: string) => {
    const trial = { ...base, accrual, analysis: { kind: 'calendarTime' as const, time } };
    const { enrolled } = columnsOf(trial, name, REPLICATES);
    return Float64Array.from(enrolled[0], (n, i) => n + enrolled[1][i]);
  };
  const varianceOf = (x: Float64Array) => {
    const mean = x.reduce((a, b) => a + b, 0) / x.length;
    return x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (x.length - 1);
  };
  const rates = { starts: [0, 3, 6, 9], rates: [5, 10, 15, 20] };
  const varianceError = Math.sqrt(2 / REPLICATES);

  it('of independent entries scatters as a binomial', () => {
    const accrual: Accrual = { pattern: 'uniform', ...rates, duration: 20 };
    for (const time of [2, 8, 15]) {
      const counts = enrolledAt(accrual, time, 'binomial');
      const mean = expectedEnrolled(accrual, 300, time);
      expectMean(counts, mean);
      expectNear(varianceOf(counts) / (mean * (1 - mean / 300)), 1, varianceError);
    }
  });

  it('of even entries does not scatter', () => {
    const accrual: Accrual = { pattern: 'even', ...rates, duration: null };
    for (const time of [2, 8, 15]) {
      const counts = enrolledAt(accrual, time, 'even');
      expect(varianceOf(counts)).toBe(0);
      expect(Math.abs(counts[0] - expectedEnrolled(accrual, 300, time))).toBeLessThanOrEqual(0.5 + 1e-9);
    }
  });

  it('of a Poisson process scatters as its mean', () => {
    const accrual: Accrual = { pattern: 'poisson', ...rates, duration: null };
    for (const time of [2, 8, 14]) {
      const counts = enrolledAt(accrual, time, 'poisson');
      const mean = expectedEnrolled(accrual, 300, time);
      expectMean(counts, mean);
      // Kurtosis of a Poisson count adds 1/mean to the variance of the sample variance.
      expectNear(varianceOf(counts) / mean, 1, Math.sqrt((2 + 1 / mean) / REPLICATES));
    }
  });

  it('ends when the last patient has come', () => {
    const rate = 12.5;
    const lastEntry = (pattern: Accrual['pattern']) =>
      columnsOf(
        {
          ...base,
          accrual: { pattern, starts: [0], rates: [rate], duration: null },
          analysis: { kind: 'followUp', time: 6 },
        },
        `last of ${pattern}`,
        REPLICATES,
      ).analysisTime.map((t) => t - 6);
    // The largest of n uniform times; the n-th arrival, a gamma; the middle of the last slot.
    expectMean(lastEntry('uniform'), 24 * (300 / 301));
    const poisson = lastEntry('poisson');
    expectMean(poisson, 24);
    expectNear(varianceOf(poisson) / (300 / rate ** 2), 1, Math.sqrt((2 + 6 / 300) / REPLICATES));
    for (const t of lastEntry('even')) expect(t).toBeCloseTo(24 * (299.5 / 300), 5);
  });
});
