/**
 * What is expected of a trial whose care improves: against nested quadrature over entries, and against simulation within 4
 * Monte Carlo standard errors (6.3e-5 two-sided a comparison, seeds fixed) and the
 * 3e-4 of an expected number that periods of entry may leave out.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';

import { expectationOf } from '../../src/expectation/expectation.ts';
import { eventProbability } from '../../src/expectation/expectedEvents.ts';
import { testDrift } from '../../src/formulas/testDrift.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { gaussLegendre } from '../../src/maths/quadrature.ts';
import { type Clock, exponential } from '../../src/survival/clock.ts';
import { multiplied, NO_EFFECT } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import { type CareDrift, hazardOfEntry, improvedArms } from '../../src/trial/careDrift.ts';
import { expectedRecruitment } from '../../src/trial/centres.ts';
import { timeToDeath, timeToEvent, timeToProgressionOrDeath } from '../../src/trial/endpoint.ts';
import type { Population } from '../../src/trial/population.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';
import { centresWith } from './mixedCentres.ts';

const KEY = [31, 41] as const;
const REPLICATES = 4000;

const yearly = (factor: number, until = Number.POSITIVE_INFINITY): CareDrift => ({
  logPerUnit: Math.log(factor) / 12,
  sincePublication: 0,
  until,
});

const armsOf = (clock: Clock, ratio = 0.7, dropoutHazard = 0.008) =>
  makeArms(
    { name: 'C', weight: 1, effect: { kind: 'own', law: { clock, steps: NO_EFFECT } }, dropoutHazard },
    { name: 'E', weight: 1, effect: { kind: 'relative', steps: { starts: [0], ratios: [ratio] } }, dropoutHazard },
  );

const base: Trial = {
  endpoints: [timeToEvent()],
  arms: armsOf(exponential(Math.LN2 / 9)),
  patients: 400,
  accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 30 },
  drift: yearly(1.3),
  interims: [{ kind: 'calendarTime', time: 22 }],
  analysis: { kind: 'calendarTime', time: 42 },
  test: logRankTest(0.025, 1),
};

const weibull: Clock = { kind: 'weibull', shape: 1.6, scale: 14 };
const people: Population = {
  factors: [
    {
      name: 'stage',
      levels: [
        { name: 'B', prevalence: 0.6, hazardRatio: 1, effectRatio: 1 },
        { name: 'C', prevalence: 0.4, hazardRatio: 1.8, effectRatio: 1.2 },
      ],
    },
  ],
  covariates: [{ name: 'age', mean: 60, sd: 10, hazardRatio: 1.03 }],
  survivalOf: 'everyone',
};
const recruiting = {
  ...centresWith({ kind: 'gamma', variance: 0.2 }),
  regions: centresWith(null).regions.map((region) => ({ ...region, rate: 0.7 })),
  recruit: true,
};
const after = { kind: 'law', law: { clock: exponential(0.08), steps: NO_EFFECT } } as const;
const course = { deaths: { starts: [0], shares: [0.15] }, after, switching: null };
const [control, experimental] = base.arms;

const designs: Record<string, Trial> = {
  exponential: base,
  'medians that shrink': { ...base, drift: yearly(0.8) },
  'Weibull, rates that change, until month 12': {
    ...base,
    arms: armsOf(weibull),
    accrual: { ...base.accrual, starts: [0, 6, 18], rates: [1, 3, 0.5] },
    drift: yearly(1.4, 12),
  },
  'cure fraction': { ...base, arms: armsOf({ kind: 'cure', cureFraction: 0.25, uncured: exponential(0.1) }) },
  'an arm with a law of its own': {
    ...base,
    arms: makeArms(control, { ...experimental, effect: { kind: 'own', law: { clock: weibull, steps: NO_EFFECT } } }),
  },
  'patients who differ': { ...base, population: people },
  'fixed follow-up': { ...base, followUpOfEach: 12 },
  'even entries': { ...base, accrual: { ...base.accrual, pattern: 'even' } },
  'centres that recruit': {
    ...base,
    accrual: expectedRecruitment(recruiting),
    centres: recruiting,
    patients: 400,
  },
  'first event and death': {
    ...base,
    endpoints: [timeToProgressionOrDeath('PFS'), timeToDeath('OS')],
    arms: makeArms({ ...control, course }, { ...experimental, course }),
  },
};

function moments(values: ArrayLike<number>): { mean: number; se: number } {
  const all = Array.from(values);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  const squares = all.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, se: Math.sqrt(squares / (all.length - 1) / all.length) };
}

function isNear(values: ArrayLike<number>, expected: number, what: string, relative = 3e-4): void {
  const { mean, se } = moments(values);
  expect(Math.abs(mean - expected), `${what}: ${mean} (SE ${se}), ${expected} expected`).toBeLessThan(
    4 * se + relative * Math.abs(expected) + 1e-9,
  );
}

describe('expected numbers of a trial whose care improves', () => {
  it.each(['exponential', 'medians that shrink', 'cure fraction'])('are integrals over entries: %s', (name) => {
    const trial = designs[name];
    const { drift, arms, accrual } = trial;
    const { nodes, weights } = gaussLegendre(40);
    const counts = expectationOf(trial).counts(42);
    arms.forEach((arm, a) => {
      const duration = accrual.duration as number;
      const share = nodes.reduce((sum, x, i) => {
        const entry = (duration * (1 + x)) / 2;
        const law = multiplied(lawOfArm(arm), hazardOfEntry(drift as CareDrift, arms, entry));
        return sum + (weights[i] / 2) * eventProbability({ law, dropoutHazard: arm.dropoutHazard }, 42 - entry);
      }, 0);
      expect(Math.abs(counts[a].events / (200 * share) - 1)).toBeLessThan(3e-4);
    });
  });

  it('add up to the patients enrolled', () => {
    for (const trial of Object.values(designs))
      for (const t of [5, 22, 42])
        for (const { enrolled, events, dropouts, completed, atRisk } of expectationOf(trial).counts(t))
          expect(events + dropouts + completed + atRisk).toBeCloseTo(enrolled, 6);
  });

  it('are those of a constant where everybody enters at once after the improvement', () => {
    const late = { ...base, arms: improvedArms(base.arms, Math.log(1.3)), drift: yearly(1.3) };
    const atOnce = { ...late, accrual: { ...base.accrual, duration: 0 } };
    const { drift: _, ...without } = atOnce;
    expect(expectationOf(atOnce).counts(20)).toEqual(expectationOf(without).counts(20));
    // Hardly any enrolment is next to none.
    const soon = { ...late, accrual: { ...base.accrual, duration: 1e-4 } };
    expect(expectationOf(soon).events(20)).toBeCloseTo(expectationOf(without).events(20), 3);
  });

  it.each(Object.keys(designs))('are those of simulated trials: %s', (name) => {
    const trial = designs[name];
    const looks = createSimulator(planKernel(trial)).simulate(KEY, 0, REPLICATES, {
      hazardRatio: false,
      medians: false,
    });
    const expected = expectationOf(trial);
    [22, 42].forEach((t, k) => {
      expected.counts(t).forEach(({ events, dropouts, completed, enrolled }, arm) => {
        const where = `${name}, month ${t}, arm ${arm}`;
        // Entries of centres are random, of which the expectation knows the mean course; even ones are whole patients by then.
        const relative = ['centres that recruit', 'even entries'].includes(name) ? 0.01 : 3e-4;
        isNear(looks[k].enrolled[arm], enrolled, `${where}: enrolled`, relative);
        isNear(looks[k].events[arm], events, `${where}: events`, relative);
        isNear(looks[k].dropouts[arm], dropouts, `${where}: dropouts`, relative);
        isNear(looks[k].completed[arm], completed, `${where}: completed`, relative);
      });
      trial.endpoints.slice(1).forEach((_, e) => {
        expected
          .of(e + 1)
          .counts(t)
          .forEach(({ events }, arm) => {
            isNear(looks[k].further[e].events[arm], events, `${name}, month ${t}, death, arm ${arm}`);
          });
      });
    });
    // z by large samples: the mean of a finite sample's is off by about 1 %.
    isNear(looks[1].z, testDrift(expected, 42).z, `${name}: z`, 0.02);
  });

  it('have the time of an event-driven analysis', () => {
    const trial: Trial = { ...base, patients: 800, interims: [], analysis: { kind: 'events', events: 500 } };
    const [look] = createSimulator(planKernel(trial)).simulate(KEY, 0, REPLICATES, {
      hazardRatio: false,
      medians: false,
    });
    const { drift: _, ...without } = trial;
    const time = expectationOf(trial).analysisTime;
    isNear(look.analysisTime, time, 'month', 2e-3);
    expect(time - expectationOf(without).analysisTime).toBeGreaterThan(3);
  });

  it('follow the duration of enrolment, which goes with the size', () => {
    const rated: Trial = { ...base, accrual: { ...base.accrual, rates: [10], duration: null } };
    const small = expectationOf({ ...rated, patients: 120 });
    const large = { ...rated, patients: 600 };
    // What is taken over from a smaller trial does not hold for the entries of a larger one.
    expect(expectationOf(large, small).counts(60)).toEqual(expectationOf(large).counts(60));
    const share = (expected: typeof small) => expected.events(60) / expected.trial.patients;
    const fixed = { ...large, drift: yearly(1) };
    expect(share(expectationOf(large))).toBeLessThan(share(expectationOf(fixed)) - 0.05);
  });
});
