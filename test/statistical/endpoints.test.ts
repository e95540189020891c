/**
 * Events, losses and z of every endpoint of a trial with a course, simulated by the kernel's definition, against their
 * expectation. Counts: 5.5 standard errors, at most 24 comparisons a test: false at 9e-7; under scans a further allowance, as
 * expectations take deaths before the scan at one hazard. z: 5.5 standard errors and an allowance for what large samples leave
 * out.
 *
 * @module-tag long
 */
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { testDrift } from '../../src/formulas/testDrift.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';
import { exponential } from '../../src/survival/clock.ts';
import type { DiseaseCourse } from '../../src/survival/diseaseCourse.ts';
import { gumbelHistory, gumbelOfMedians } from '../../src/survival/gumbel.ts';
import { NO_EFFECT, type SurvivalLaw } from '../../src/survival/law.ts';
import { type Endpoint, timeToDeath, timeToProgression, timeToProgressionOrDeath } from '../../src/trial/endpoint.ts';
import type { Factor } from '../../src/trial/population.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';
import { centresWith } from '../expectation/mixedCentres.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { expectMean, NOTHING } from './monteCarlo.ts';

/** Responders are those whose first event comes late. */
const RESPONSE: Endpoint = {
  kind: 'response',
  name: 'response',
  at: 3,
  wanted: true,
  rates: [0.4, 0.6],
  correlation: 0.5,
};

const REPLICATES = 4000;

const constant = (hazard: number): SurvivalLaw => ({ clock: exponential(hazard), steps: NO_EFFECT });
const weibull: SurvivalLaw = { clock: { kind: 'weibull', shape: 1.4, scale: 14 }, steps: NO_EFFECT };

function course(shares: readonly number[], law: SurvivalLaw, rest: Partial<DiseaseCourse> = {}): DiseaseCourse {
  return {
    deaths: { starts: [0, 6].slice(0, shares.length), shares },
    after: { kind: 'law', law },
    switching: null,
    ...rest,
  };
}

interface Planned {
  readonly law: SurvivalLaw;
  readonly course: DiseaseCourse;
}

function trialOf(control: Planned, experimental: Planned, rest: Partial<Trial> = {}): Trial {
  const hypotheses = ['PFS', 'OS', 'progression'].map((name, endpoint) => ({ name, endpoint, arm: 1, subgroup: null }));
  return {
    endpoints: [timeToProgressionOrDeath('PFS'), timeToDeath('OS'), timeToProgression('progression'), RESPONSE],
    arms: armsOfLaws(
      { name: 'control', weight: 1, dropoutHazard: 0.01, ...control },
      { name: 'experimental', weight: 1, dropoutHazard: 0.01, ...experimental },
    ),
    patients: 300,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 20 },
    interims: [{ kind: 'calendarTime', time: 14 }],
    analysis: { kind: 'calendarTime', time: 36 },
    test: logRankTest(0.025, 1),
    family: { hypotheses, procedure: { kind: 'none' }, dropping: null, success: 'any', stopsAt: 'nothingLeft' },
    ...rest,
  };
}

const control: Planned = { law: constant(0.09), course: course([0.2, 0.1], constant(0.06)) };
const experimental: Planned = { law: constant(0.055), course: course([0.25, 0.15], constant(0.05)) };

const STAGE: Factor = {
  name: 'stage',
  levels: [
    { name: 'B', prevalence: 0.6, hazardRatio: 1, effectRatio: 1 },
    { name: 'C', prevalence: 0.4, hazardRatio: 2, effectRatio: 0.9 },
  ],
};

function gumbel(first: number, death: number, tau: number): Planned {
  const found = gumbelOfMedians({ first, death, tau });
  if (found === null) throw new Error('impossible');
  const history = gumbelHistory(found);
  return { law: history.first, course: history.course };
}

const schedules = [0, 1].map(() => ({ starts: [0], intervals: [2], jitter: 0.3, missed: 0.1 }));

/** A trial, what is allowed of a mean count of 150 patients, and of a mean z. */
const TRIALS: Record<string, readonly [Trial, number, number]> = {
  'constant hazards': [trialOf(control, experimental), 0, 0.03],
  'Weibull laws, switching': [
    trialOf(
      { law: weibull, course: course([0.1], weibull, { switching: { share: 0.5, delay: 1, hazardRatio: 0.6 } }) },
      { law: { ...weibull, steps: { starts: [0, 3], ratios: [1, 0.5] } }, course: course([0.15], weibull) },
    ),
    0,
    0.03,
  ],
  'a copula': [trialOf(gumbel(9, 20, 0.4), gumbel(14, 25, 0.3)), 0, 0.03],
  'two stages': [
    trialOf(control, experimental, {
      population: { factors: [STAGE], covariates: [], survivalOf: 'everyone' },
      test: { ...logRankTest(0.025, 1), stratifiedBy: ['stage'] },
    }),
    0,
    0.03,
  ],
  'stages, a covariate and frail centres': [
    trialOf(control, experimental, {
      population: {
        factors: [STAGE],
        covariates: [{ name: 'age', mean: 60, sd: 8, hazardRatio: 1.03 }],
        survivalOf: 'everyone',
      },
      centres: centresWith({ kind: 'gamma', variance: 0.3 }),
    }),
    0.1,
    0.03,
  ],
  scans: [trialOf(control, experimental, { scans: { schedules, deaths: null } }), 0.25, 0.04],
};

describe.each(Object.entries(TRIALS))('%s', (name, [trial, count, drift]) => {
  const looks = createReference(planKernel(trial)).simulate(streamKey(name, 'test'), 0, REPLICATES, NOTHING);
  const expected = expectationOf(trial);

  it('every endpoint has the events and losses that are expected', () => {
    looks.forEach((columns, k) => {
      const time = expected.lookTimes[k];
      [0, 1, 2, 3].forEach((endpoint) => {
        expected
          .of(endpoint)
          .counts(time)
          .forEach(({ events, dropouts }, arm) => {
            if (endpoint === 0) {
              expectMean(columns.events[arm], events, count);
              return;
            }
            const further = columns.further[endpoint - 1];
            expectMean(further.events[arm], events, count);
            const lost = further.ended[arm].map((ended, i) => ended - further.events[arm][i]);
            expectMean(lost, dropouts, count);
          });
      });
    });
  });

  it('every endpoint has the z that large samples expect', () => {
    const last = looks[looks.length - 1];
    trial.family?.hypotheses.forEach((hypothesis, h) => {
      const { z } = testDrift(expected.of(hypothesis.endpoint), expected.analysisTime, trial.test, hypothesis);
      expectMean(last.statistics[h].z, z, drift);
    });
  });
});

it('expectations of endpoints share looks and times, and are found once', () => {
  const trial = trialOf(control, experimental, { analysis: { kind: 'events', events: 180 } });
  const expected = expectationOf(trial);
  const survival = expected.of(1);
  expect(survival.of(0)).toBe(expected);
  expect(expected.of(0)).toBe(expected);
  expect(survival.lookTimes).toEqual(expected.lookTimes);
  expect(survival.analysisTime).toBe(expected.analysisTime);
  expect(survival.informationEvents).toBeCloseTo(survival.events(expected.analysisTime), 9);
  expect(survival.informationEvents).toBeLessThan(180);
  expect(expected.of(1).counts(30)).toBe(survival.counts(30));
  expect(survival.analysed({ interims: undefined }).lookTimes).toEqual([expected.analysisTime]);
  const compared = { endpoint: 1, arm: 1, subgroup: null };
  expect(testDrift(expected, 30, trial.test, compared)).toEqual(testDrift(survival, 30, trial.test, compared));
});

it('a look waits for the deaths of an arm, or the events of a subgroup', () => {
  const population = { factors: [STAGE], covariates: [], survivalOf: 'everyone' } as const;
  const trial = trialOf(control, experimental, { population });
  const expected = expectationOf(trial);
  const deaths = expected.of(1);
  const ofArm = deaths.timeOfEventsAmong(40, { arm: 0, subgroup: null });
  expect(deaths.counts(ofArm)[0].events).toBeCloseTo(40, 6);
  const part = (level: string) => ({ arm: null, subgroup: { factor: 'stage', level } });
  const time = expected.timeOfEventsAmong(60, part('C'));
  const others = expected.events(time) - 60;
  expect(expected.timeOfEventsAmong(others, part('B'))).toBeCloseTo(time, 5);
  const rule = { kind: 'eventsOf', events: 40, of: { endpoint: 1, arm: 0, subgroup: null, words: 'death' } } as const;
  expect(expectationOf({ ...trial, analysis: rule }).analysisTime).toBeCloseTo(ofArm, 9);
});
