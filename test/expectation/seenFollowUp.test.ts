/**
 * The formula under scans against patients and trials simulated by the definition (naiveScans.ts) and by the kernel. Four hundred
 * shares are compared at 6.5 standard errors (8.0e-11 each) and four means at 5.5 (3.8e-8 each): 2e-7 in all.
 *
 * @module-tag slow
 */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { expectedLook } from '../../src/expectation/expectedAtLook.ts';
import { logRankDrift } from '../../src/formulas/logRankDrift.ts';
import { testDrift } from '../../src/formulas/testDrift.ts';
import { timeToEvent } from '../../src/trial/endpoint.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';
import { columnsOf, expectMean, expectNear, proportionError } from '../statistical/monteCarlo.ts';
import { type NaiveArm, naiveTrial } from '../statistical/naiveScans.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { exponentialLaw } from './plannedTrial.ts';

/** Weeks in a month. */
const MONTH = 365.25 / 12 / 7;
const MEDIAN = 7 * MONTH;
const ACCRUAL = 16 * MONTH;
const ANALYSIS = 26 * MONTH;

/** The trial of the naive arms, in weeks. */
function planned(arms: readonly [NaiveArm, NaiveArm], own: Partial<Trial> = {}): Trial {
  const arm = (name: string, { median, dropout = 0 }: NaiveArm) => ({
    name,
    weight: 1,
    law: exponentialLaw(median),
    dropoutHazard: dropout,
  });
  const [{ deaths = 0 }] = arms;
  return {
    endpoints: [timeToEvent()],
    arms: armsOfLaws(arm('control', arms[0]), arm('experimental', arms[1])),
    patients: 260,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: ACCRUAL },
    analysis: { kind: 'calendarTime', time: ANALYSIS },
    test: logRankTest(0.025, 1),
    scans: {
      schedules: arms.map(({ every, jitter, missed = 0 }) => ({ starts: [0], intervals: [every], jitter, missed })),
      deaths: deaths > 0 ? { kind: 'share', share: deaths } : null,
    },
    ...own,
  };
}

const arm = (every: number, jitter: number, own: Partial<NaiveArm> = {}): NaiveArm => ({
  median: MEDIAN,
  every,
  jitter,
  ...own,
});

const CASES: Record<string, readonly [NaiveArm, NaiveArm]> = {
  'no jitter': [arm(6, 0), arm(12, 0)],
  jitter: [arm(6, 1), arm(12, 1)],
  'no jitter, dropout and scans missed': [arm(8, 0, { dropout: 0.02, missed: 0.3 }), arm(6, 0, { dropout: 0.01 })],
  'wide jitter, deaths, dropout and scans missed': [
    arm(8, 3, { deaths: 0.3, dropout: 0.02, missed: 0.3 }),
    arm(6, 1.5, { deaths: 0.3, dropout: 0.01, median: MEDIAN / 0.6 }),
  ],
};

describe('patients at risk, and events among them, are those of data', () => {
  const n = 50_000;
  for (const [name, arms] of Object.entries(CASES))
    it(name, () => {
      const trial = { arms, patients: n, accrual: ACCRUAL, analysis: { time: ANALYSIS } };
      const patients = naiveTrial(trial, seedrandom(`at risk ${name}`));
      const { strata } = expectedLook(expectationOf(planned(arms)), ANALYSIS, logRankTest(0.025, 1));
      const [{ times, weights, atRisk0, atRisk1, hazard0, hazard1 }] = strata;
      for (const [a, atRisk, hazard] of [
        [0, atRisk0, hazard0],
        [1, atRisk1, hazard1],
      ] as const) {
        const own = patients.filter((patient) => patient.arm === a);
        let events = 0;
        let next = 0;
        // Panel after panel: who is at risk at a node, and who has been seen to have the event by the end.
        for (let first = 0; first < times.length; first += 32) {
          const length = weights.subarray(first, first + 32).reduce((sum, w) => sum + w, 0);
          const end = (times[first] + times[first + 31] + length) / 2;
          for (let j = first; j < first + 32; j++) events += weights[j] * hazard[j] * atRisk[j];
          if (end < next || length < 1e-3) continue;
          next = end + 2;
          const share = own.filter(({ time }) => time >= times[first + 10]).length / n;
          // Allowance: progressions within a scan's window are taken to be even over it.
          expectNear(share, atRisk[first + 10], proportionError(atRisk[first + 10], n), 3e-4, 6.5);
          const seen = own.filter(({ time, event }) => event && time <= end).length / n;
          expectNear(seen, events, proportionError(Math.max(1e-3, events), n), 3e-4, 6.5);
        }
      }
    });
});

describe('the log-rank test by formula', () => {
  for (const [name, arms] of Object.entries(CASES))
    it(`has the mean of simulated z: ${name}`, () => {
      const { z } = columnsOf(planned(arms), `drift ${name}`, 3000);
      // Allowance: large samples.
      expectMean(z, testDrift(expectationOf(planned(arms)), ANALYSIS, logRankTest(0.025, 1)).z, 0.03);
      expect(logRankDrift(expectationOf(planned(arms)), ANALYSIS).z).toBeCloseTo(
        testDrift(expectationOf(planned(arms)), ANALYSIS, logRankTest(0.025, 1)).z,
        6,
      );
    });

  it('has no bias where schedules are the same', () => {
    for (const jitter of [0, 1])
      expect(logRankDrift(expectationOf(planned([arm(6, jitter), arm(6, jitter)])), ANALYSIS).z).toBeCloseTo(0, 8);
  });
});

describe('a milestone at a scan by formula', () => {
  for (const [at, difference] of [
    [16, 0.109],
    [24, 0.1415],
  ] as const)
    it(`has seen the scan: ${at} weeks`, () => {
      for (const unit of [1, 7, 1 / MONTH]) {
        const test = {
          ...logRankTest(0.025, 1),
          statistic: { kind: 'milestone', parameters: { at: at * unit, scale: 'plain' } },
        };
        const {
          accrual,
          arms: [control, experimental],
          ...rest
        } = planned([arm(8, 0), arm(8, 0)]);
        const trial: Trial = {
          ...rest,
          arms: armsOfLaws(
            { ...control, law: exponentialLaw(MEDIAN * unit) },
            { ...experimental, law: exponentialLaw((MEDIAN / 0.6) * unit) },
          ),
          accrual: { ...accrual, duration: ACCRUAL * unit },
          scans: {
            schedules: [0, 1].map(() => ({ starts: [0], intervals: [8 * unit], jitter: 0, missed: 0 })),
            deaths: null,
          },
          patients: 300,
          test,
        };
        expect(testDrift(expectationOf(trial), (ACCRUAL + 12 * MONTH) * unit, test).estimate).toBeCloseTo(
          difference,
          4,
        );
      }
    });
});
