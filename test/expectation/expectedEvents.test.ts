import { describe, expect, test } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { dropoutProbability, eventProbability } from '../../src/expectation/expectedEvents.ts';
import { type Clock, exponential } from '../../src/survival/clock.ts';
import { cumulativeHazard, type SurvivalLaw } from '../../src/survival/law.ts';
import type { Accrual } from '../../src/trial/accrual.ts';
import type { Trial } from '../../src/trial/trial.ts';
import reference from '../reference/expectedEvents.json' with { type: 'json' };
import { LAWS } from '../survival/laws.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { delayedTrial, eventDrivenTrial, publishedShape } from './plannedTrial.ts';

const UNIFORM: Accrual = { pattern: 'uniform', starts: [0], rates: [1], duration: 24 };
const RAMP: Accrual = { pattern: 'uniform', starts: [0, 3, 9], rates: [2, 0, 7], duration: 20 };
const law = (clock: Clock, starts = [0], ratios = [1]): SurvivalLaw => ({ clock, steps: { starts, ratios } });
const weibull = (shape: number, scale: number) => ({ kind: 'weibull', shape, scale }) as const;

/** The cases of test/reference/expectedEvents.R. */
const cases: Record<string, { law: SurvivalLaw; dropoutHazard: number; accrual: Accrual }> = {
  exponential: { law: law(exponential(Math.LN2 / 9)), dropoutHazard: 0.01, accrual: UNIFORM },
  piecewiseZero: {
    law: law({ kind: 'piecewise', starts: [0, 2, 5, 11], hazards: [0.1, 0, 0.25, 0.03] }),
    dropoutHazard: 0.02,
    accrual: RAMP,
  },
  weibullHalf: { law: law(weibull(0.5, 12)), dropoutHazard: 0.015, accrual: RAMP },
  weibull07: { law: law(weibull(0.7, 10)), dropoutHazard: 0, accrual: UNIFORM },
  weibull15steps: { law: law(weibull(1.5, 14), [0, 3, 10], [1.3, 0.6, 0.9]), dropoutHazard: 0.01, accrual: UNIFORM },
  weibull3: { law: law(weibull(3, 8)), dropoutHazard: 0.004, accrual: UNIFORM },
  cure: {
    law: law({ kind: 'cure', cureFraction: 0.35, uncured: exponential(0.12) }, [0, 4], [1, 0.55]),
    dropoutHazard: 0.008,
    accrual: RAMP,
  },
  cureWeibull: {
    law: law({ kind: 'cure', cureFraction: 0.2, uncured: weibull(0.8, 9) }),
    dropoutHazard: 0.01,
    accrual: UNIFORM,
  },
};

/** Both arms alike, so that either is the case. */
function alike(arm: { law: SurvivalLaw; dropoutHazard: number }, accrual: Accrual, patients = 200): Trial {
  return {
    ...eventDrivenTrial(),
    arms: armsOfLaws({ name: 'control', weight: 1, ...arm }, { name: 'experimental', weight: 1, ...arm }),
    accrual,
    patients,
  };
}

describe('expected numbers against R integrate(), entry times outside and exposure inside', () => {
  // R's own nested tolerance is near 1e-11; ours is below it.
  test.each(reference.expected)('$case at $t', ({ case: name, t, events, dropouts, atRisk }) => {
    const { accrual, ...arm } = cases[name];
    const [control] = expectationOf(alike(arm, accrual)).counts(t);
    expect(Math.abs(control.events / 100 - events)).toBeLessThan(2e-9 * events);
    expect(Math.abs(control.dropouts / 100 - dropouts)).toBeLessThan(2e-9 * dropouts + 1e-15);
    expect(Math.abs(control.atRisk / 100 - atRisk)).toBeLessThan(2e-9);
  });
});

describe('expected events against rpact (test/reference/rpact.R)', () => {
  // rpact integrates piecewise hazards numerically and is itself 8e-9 off at 12 months, checked with 25-digit arithmetic.
  const close = (value: number, target: number, tolerance = 1e-9) =>
    expect(Math.abs(value - target)).toBeLessThan(tolerance);

  test('exponential, 300 over 24, dropout 5 % and 10 % a year', () => {
    const trial = { ...delayedTrial(0), accrual: UNIFORM };
    const arms: Trial = {
      ...trial,
      arms: armsOfLaws(
        { ...trial.arms[0], dropoutHazard: -Math.log(0.9) / 12 },
        {
          ...trial.arms[1],
          law: law(exponential(Math.LN2 / 9), [0], [0.7]),
          dropoutHazard: -Math.log(0.95) / 12,
        },
      ),
    };
    const experimental = [0.036111847, 0.3158482275, 0.6781563376];
    const control = [0.04900540677, 0.3904884403, 0.7618219446];
    for (const [i, t] of [6, 20, 36].entries()) {
      const counts = expectationOf(arms).counts(t);
      close(counts[1].events / 150, experimental[i]);
      close(counts[0].events / 150, control[i]);
    }
  });

  test('Weibull of shape 1.5, 2 : 1, 5 a month for 6 months and then 15 a month to month 18', () => {
    // rpact's hazard is 1 / scale.
    const trial = eventDrivenTrial();
    const arms: Trial = {
      ...trial,
      arms: armsOfLaws(
        { name: 'control', weight: 1, law: law(weibull(1.5, 1 / 0.06)), dropoutHazard: 0 },
        { name: 'experimental', weight: 2, law: law(weibull(1.5, 1 / 0.04)), dropoutHazard: 0 },
      ),
      accrual: { pattern: 'uniform', starts: [0, 6], rates: [5, 15], duration: null },
      patients: 210,
    };
    const experimental = [0.02708018873, 0.4848328681];
    const control = [0.04713517776, 0.6924473882];
    for (const [i, t] of [10, 30].entries()) {
      const counts = expectationOf(arms).counts(t);
      close(counts[1].events / 140, experimental[i]);
      close(counts[0].events / 70, control[i]);
    }
  });

  test('piecewise exponential, HR 0.6, dropout 10 % a year', () => {
    const trial = eventDrivenTrial();
    const clock: Clock = { kind: 'piecewise', starts: [0, 4, 9], hazards: [0.02, 0.09, 0.05] };
    const dropoutHazard = -Math.log(0.9) / 12;
    const arms: Trial = {
      ...trial,
      arms: armsOfLaws(
        { name: 'control', weight: 1, law: law(clock), dropoutHazard },
        { name: 'experimental', weight: 1, law: law(clock, [0], [0.6]), dropoutHazard },
      ),
      accrual: { ...UNIFORM, duration: 20 },
      patients: 100,
    };
    const experimental = [0.08749595556, 0.5432316009];
    const control = [0.1339835388, 0.7121850472];
    for (const [i, t] of [12, 40].entries()) {
      const counts = expectationOf(arms).counts(t);
      close(counts[1].events / 50, experimental[i], 2e-8);
      close(counts[0].events / 50, control[i], 2e-8);
    }
  });
});

describe('probabilities on study', () => {
  test.each(LAWS)('%s: event, dropout and neither add up to 1', (_, survivalLaw) => {
    const arm = { law: survivalLaw, dropoutHazard: 0.02 };
    for (const u of [1e-3, 0.7, 6, 25, 80]) {
      const neither = Math.exp(-cumulativeHazard(survivalLaw, u) - 0.02 * u);
      expect(Math.abs(eventProbability(arm, u) + dropoutProbability(arm, u) + neither - 1)).toBeLessThan(1e-12);
      // Without dropout the event probability is 1 − S exactly, tiny as it may be.
      const failed = -Math.expm1(-cumulativeHazard(survivalLaw, u));
      const alone = eventProbability({ law: survivalLaw, dropoutHazard: 0 }, u);
      expect(Math.abs(alone - failed)).toBeLessThanOrEqual(1e-11 * failed);
    }
  });

  test.each([0.2, 0.3, 0.4, 1.1, 2, 6])('Weibull of shape %f from early to late', (shape) => {
    for (const u of [1e-6, 1e-2, 1, 30, 400, 1e5]) {
      const failed = -Math.expm1(-((u / 10) ** shape));
      const alone = eventProbability({ law: law(weibull(shape, 10)), dropoutHazard: 0 }, u);
      expect(Math.abs(alone - failed)).toBeLessThan(1e-9 * failed);
    }
  });

  test('exponential with dropout: λ/(λ + δ) (1 − e^{−(λ + δ)u})', () => {
    const arm = { law: law(exponential(0.08)), dropoutHazard: 0.5 };
    for (const u of [0.1, 3, 50, Number.POSITIVE_INFINITY])
      expect(eventProbability(arm, u)).toBeCloseTo((0.08 / 0.58) * -Math.expm1(-0.58 * u), 13);
    expect(dropoutProbability(arm, Number.POSITIVE_INFINITY)).toBeCloseTo(0.5 / 0.58, 13);
  });
});

describe('expected numbers of a trial', () => {
  test('delayed effect, month 36: 204.1, 209.3, 213.7 events', () => {
    for (const [lag, events] of [
      [0, 204.1],
      [3, 209.3],
      [6, 213.7],
    ] as const)
      expect(Math.abs(expectationOf(delayedTrial(lag)).events(36) - events)).toBeLessThan(0.051);
  });

  test('the published shape: 60.08 events', () => {
    expect(Math.abs(expectationOf(publishedShape()).events(36) - 60.08)).toBeLessThan(0.0051);
  });

  test('nobody counts before entering', () => {
    const [early] = expectationOf(delayedTrial(3)).counts(6);
    expect(early.enrolled).toBeCloseTo(37.5, 12);
    expect(early.events + early.dropouts + early.atRisk).toBeCloseTo(37.5, 12);
    expect(expectationOf(delayedTrial(3)).events(0)).toBe(0);
  });

  test('rates in patients per month: N only sets when accrual stops', () => {
    const trial = { ...delayedTrial(0), accrual: { ...RAMP, duration: null } };
    const few = expectationOf({ ...trial, patients: 100 }).events(15);
    expect(expectationOf({ ...trial, patients: 1000 }).events(15)).toBeCloseTo(few, 9);
  });

  test('time in weeks gives the same numbers', () => {
    const weeks = (month: number) => (month * 365.25) / 12 / 7;
    const arm = { law: law(weibull(0.7, 10), [0, 3], [1, 0.6]), dropoutHazard: 0.01 };
    const inWeeks = { law: law(weibull(0.7, weeks(10)), [0, weeks(3)], [1, 0.6]), dropoutHazard: 0.01 / weeks(1) };
    const accrual = { ...RAMP, starts: RAMP.starts.map(weeks), duration: weeks(20) };
    expect(expectationOf(alike(inWeeks, accrual)).events(weeks(28))).toBeCloseTo(
      expectationOf(alike(arm, RAMP)).events(28),
      9,
    );
  });

  test('costs about as much for a Weibull with steps and a ramp as for the plainest trial', () => {
    const arm = { law: law(weibull(0.7, 10), [0, 3], [1, 0.6]), dropoutHazard: 0.01 };
    const time = (trial: Trial) => {
      const start = performance.now();
      for (let i = 0; i < 100; i++) expectationOf(trial).events(20 + i / 10);
      return performance.now() - start;
    };
    const [all, plain] = [alike(arm, RAMP), alike({ law: law(exponential(0.1)), dropoutHazard: 0 }, UNIFORM)];
    // In turn, so that a busy machine slows both; a mistake in complexity costs a hundred times as much.
    const ratios = Array.from({ length: 9 }, () => time(all) / time(plain)).sort((a, b) => a - b);
    expect(ratios[4]).toBeLessThan(25);
  });
});
