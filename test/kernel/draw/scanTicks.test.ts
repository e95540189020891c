/**
 * What a tick is (it follows from accrual, time unit and horizon) does not show in results: scans that fall together are tied,
 * and a scan at the time of a milestone, a landmark or a look has been seen. Where chance is involved tolerances are 5.5
 * standard errors (3.8e-8 a comparison, eight comparisons: 3e-7).
 *
 * @module-tag slow
 */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../../src/kernel/choose.ts';
import { createSchedule, firstScanFrom, lastScanBy } from '../../../src/kernel/draw/scan.ts';
import { streamKey } from '../../../src/kernel/draw/stream.ts';
import { planCuts } from '../../../src/kernel/plan/cutRule.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { tickOf } from '../../../src/kernel/plan/ticks.ts';
import { replicateLooks } from '../../../src/kernel/replicate.ts';
import { timeToEvent } from '../../../src/trial/endpoint.ts';
import type { ScanSchedule } from '../../../src/trial/scans.ts';
import { logRankTest, type Trial } from '../../../src/trial/trial.ts';
import { exponentialLaw } from '../../expectation/plannedTrial.ts';
import { columnsOf, expectMean, expectNear, NOTHING, proportionError } from '../../statistical/monteCarlo.ts';
import { naiveLogRank, naiveMilestone, naiveReplicates } from '../../statistical/naiveScans.ts';
import { armsOfLaws } from '../../trial/armsOfLaws.ts';

/** Weeks in a month. */
const MONTH = 365.25 / 12 / 7;
const CRITICAL = 1.959964;

const every = (interval: number): ScanSchedule => ({ starts: [0], intervals: [interval], jitter: 0, missed: 0 });

/** Medians of 7 months but for the effect, scans every so many weeks; `week` is one in the trial's unit. */
function scanned(week: number, accrual: number, weeks: readonly [number, number], own: Partial<Trial> = {}): Trial {
  const arm = (name: string) => ({ name, weight: 1, law: exponentialLaw(7 * MONTH * week), dropoutHazard: 0 });
  return {
    endpoints: [timeToEvent()],
    arms: armsOfLaws(arm('control'), arm('experimental')),
    patients: 260,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: accrual * MONTH * week },
    analysis: { kind: 'events', events: 170 },
    test: logRankTest(0.025, 1),
    scans: { schedules: [every(weeks[0] * week), every(weeks[1] * week)], deaths: null },
    ...own,
  };
}

const claimed = (z: ArrayLike<number>) => Array.from(z).filter((each) => each >= CRITICAL).length / z.length;

describe('scans of two schedules', () => {
  it('at the same time are at the same tick, whatever a tick is', () => {
    const random = seedrandom('the same tick');
    for (let i = 0; i < 50; i++) {
      const ticks = 10 ** (1 + 5 * random());
      const often = createSchedule(every(6 * ticks));
      const seldom = createSchedule(every(12 * ticks));
      for (let k = 1; k < 20; k++) {
        const at = Math.round(12 * k * ticks);
        expect(firstScanFrom(seldom, 1, at - 2)).toBe(at);
        expect(firstScanFrom(often, 1, at - 2)).toBe(at);
        expect(lastScanBy(often, 1, at)).toBe(at);
        expect(lastScanBy(often, 1, at - 1)).toBe(Math.round(6 * (2 * k - 1) * ticks));
      }
      // An interval that begins with a scan of the one before, and goes on with its times.
      const later = createSchedule({
        ...every(6 * ticks),
        starts: [0, 24 * ticks],
        intervals: [6 * ticks, 12 * ticks],
      });
      for (const k of [2, 3, 4, 9])
        expect(firstScanFrom(later, 1, Math.round(12 * k * ticks) - 2)).toBe(Math.round(12 * k * ticks));
      expect(lastScanBy(later, 1, Math.round(24 * ticks) - 1)).toBe(Math.round(18 * ticks));
    }
  });

  for (const weeks of [
    [6, 12],
    [8, 6],
  ] as const)
    it(`are tied in a trial of any accrual: ${weeks.join(' v ')} weeks`, () => {
      for (const accrual of [14, 15, 16, 16.37, 17, 18, 20, 24]) {
        const plan = planKernel(scanned(1 / MONTH, accrual, weeks));
        const [{ patients }] = replicateLooks(plan, streamKey('tied', 'test'), 0);
        const events = patients.filter(({ event }) => event);
        for (const arm of [0, 1])
          for (const { time } of events.filter((each) => each.arm === arm)) {
            const scan = (time * MONTH) / weeks[arm];
            expect(Math.abs(scan - Math.round(scan))).toBeLessThan(1e-6);
          }
        // Two times are weeks apart, or one: as many as there are in whole weeks.
        const whole = new Set(events.map(({ time }) => Math.round(time * MONTH)));
        expect(new Set(events.map(({ time }) => time)).size).toBe(whole.size);
      }
    });

  it('find the same bias at any accrual', () => {
    const n = 1500;
    const arm = (each: number) => ({ median: 7 * MONTH, every: each, jitter: 0 });
    const naive = naiveReplicates(
      { arms: [arm(6), arm(12)], patients: 260, accrual: 16 * MONTH, analysis: { events: 170 } },
      naiveLogRank,
      n,
      'bias',
    );
    for (const accrual of [15, 16, 17, 20]) {
      const { z } = columnsOf(scanned(1 / MONTH, accrual, [6, 12]), `bias ${accrual}`, n);
      // Right is 0.125 at month 16, and up to 0.005 more or less at the others.
      expectNear(claimed(z), claimed(naive), proportionError(0.125, n) * Math.SQRT2, accrual === 16 ? 0 : 0.005);
    }
  });

  it('give the same z in weeks, days and months, and under a horizon ten times as far', () => {
    const trial = (week: number) =>
      scanned(week, 16, [6, 12], { analysis: { kind: 'calendarTime', time: 24 * MONTH * week } });
    const months = columnsOf(trial(1 / MONTH), 'units', 100);
    for (const week of [1, 7, 0.25]) expect(columnsOf(trial(week), 'units', 100).z).toEqual(months.z);
    const far = planKernel({
      ...trial(1 / MONTH),
      interims: [{ kind: 'calendarTime', time: 24 }],
      analysis: { kind: 'calendarTime', time: 240 },
    });
    expect(far.ticksPerUnit).toBeLessThan(planKernel(trial(1 / MONTH)).ticksPerUnit);
    const [look] = createSimulator(far).simulate(streamKey('units', 'test'), 0, 100, NOTHING);
    expect(look.z).toEqual(months.z);
  });
});

describe('a scan at the time of a milestone', () => {
  const control = { name: 'control', weight: 1, law: exponentialLaw(7), dropoutHazard: 0 };
  const experimental = { ...control, name: 'experimental', law: exponentialLaw(7 / 0.6) };
  for (const at of [16, 24])
    it(`has been seen, at any accrual: ${at} weeks`, () => {
      const n = 300;
      const estimates = [14, 16, 17, 18, 20].map((accrual) => {
        const test = {
          ...logRankTest(0.025, 1),
          statistic: { kind: 'milestone', parameters: { at: at / MONTH, scale: 'plain' } },
        };
        const trial = scanned(1 / MONTH, accrual, [8, 8], {
          arms: armsOfLaws(control, experimental),
          patients: 300,
          analysis: { kind: 'followUp', time: 12 },
          test,
        });
        return columnsOf(trial, 'milestone', n).statistics[0].estimate;
      });
      // Everybody is followed past the milestone: the draws are the same at any accrual, and so is the answer.
      for (const estimate of estimates) expect(estimate).toEqual(estimates[0]);
      const weeks = at / MONTH;
      expectMean(estimates[0], 2 ** (-weeks / (7 / 0.6)) - 2 ** (-weeks / 7));
      const naive = naiveReplicates(
        {
          arms: [
            { median: 7 * MONTH, every: 8, jitter: 0 },
            { median: (7 / 0.6) * MONTH, every: 8, jitter: 0 },
          ],
          patients: 300,
          accrual: 14 * MONTH,
          analysis: { time: 26 * MONTH },
        },
        (patients) => naiveMilestone(patients, at),
        300,
        `milestone ${at}`,
      );
      expectMean(naive, 2 ** (-weeks / (7 / 0.6)) - 2 ** (-weeks / 7));
    });
});

describe('looks at the same time', () => {
  it('are at the same tick, planned by the calendar, by follow-up or since the look before', () => {
    const random = seedrandom('looks');
    for (let i = 0; i < 500; i++) {
      const ticks = 10 ** (1 + 5 * random());
      const [first, wait] = [1 + Math.floor(30 * random()), 1 + Math.floor(30 * random())];
      for (const kind of ['calendarTime', 'followUp'] as const) {
        const cuts = planCuts(
          [
            { kind, time: first },
            { kind: 'sinceLook', time: wait },
            { kind: 'sinceLook', time: wait },
          ],
          false,
          ticks,
        );
        const [a, b, c] = cuts.map((cut) => ('ticks' in cut ? cut.ticks : Number.NaN));
        expect([a, a + b, a + b + c]).toEqual([first, first + wait, first + 2 * wait].map((t) => tickOf(t, ticks)));
      }
    }
  });

  it('see the scans at this very time after a look that waited for events', () => {
    const random = seedrandom('after events');
    for (let i = 0; i < 500; i++) {
      const ticks = 10 ** (1 + 5 * random());
      const [, cut] = planCuts(
        [
          { kind: 'events', events: 5 },
          { kind: 'sinceLook', time: 12 },
        ],
        true,
        ticks,
      );
      if (cut.kind !== 'sinceLook') throw new Error(cut.kind);
      for (let k = 1; k < 20; k++)
        expect(tickOf(6 * k, ticks) + cut.ticks).toBeGreaterThanOrEqual(tickOf(6 * (k + 2), ticks));
    }
  });
});
