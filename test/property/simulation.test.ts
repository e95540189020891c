/**
 * Laws of whole simulated trials, on random designs and on the kernel that runs them.
 *
 * @module-tag slow
 */

import { describe, expect, it } from 'vitest';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import type { Clock } from '../../src/survival/clock.ts';
import type { SurvivalLaw } from '../../src/survival/law.ts';
import { stretchedClock } from '../../src/survival/tabulatedClock.ts';
import type { Accrual } from '../../src/trial/accrual.ts';
import type { AnalysisRule } from '../../src/trial/analysis.ts';
import { type Arm, type ArmParts, makeArms } from '../../src/trial/arm.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial, eventDrivenTrial } from '../expectation/plannedTrial.ts';
import { drawsOfArm } from '../kernel/drawsOfArm.ts';
import { randomTrial } from '../kernel/randomTrial.ts';
import { columnsOf, EVERYTHING } from '../statistical/monteCarlo.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';

function scaleClock(clock: Clock, factor: number): Clock {
  switch (clock.kind) {
    case 'piecewise':
      return {
        ...clock,
        starts: clock.starts.map((t) => t * factor),
        hazards: clock.hazards.map((hazard) => hazard / factor),
      };
    case 'weibull':
      return { ...clock, scale: clock.scale * factor };
    case 'cure':
      return { ...clock, uncured: scaleClock(clock.uncured, factor) as typeof clock.uncured };
    case 'tabulated':
      return stretchedClock(clock, factor);
  }
}

function scaleRule(rule: AnalysisRule, factor: number): AnalysisRule {
  if (rule.kind === 'events') return rule;
  if ('rules' in rule) return { ...rule, rules: rule.rules.map((part) => scaleRule(part, factor)) };
  return 'time' in rule ? { ...rule, time: rule.time * factor } : rule;
}

/** The trial in another unit of time, `factor` of which make one of the old. */
function scaleTrial(trial: Trial, factor: number): Trial {
  const law = ({ clock, steps }: SurvivalLaw): SurvivalLaw => ({
    clock: scaleClock(clock, factor),
    steps: { ...steps, starts: steps.starts.map((t) => t * factor) },
  });
  const entries = (accrual: Accrual): Accrual => ({
    ...accrual,
    starts: accrual.starts.map((t) => t * factor),
    rates: accrual.rates.map((rate) => rate / factor),
    duration: accrual.duration === null ? null : accrual.duration * factor,
  });
  const arm = (old: Arm): ArmParts => ({
    ...old,
    effect: { kind: 'own', law: law(lawOfArm(old)) },
    dropoutHazard: old.dropoutHazard / factor,
    ...(old.accrual ? { accrual: entries(old.accrual) } : {}),
  });
  return {
    ...trial,
    arms: makeArms(arm(trial.arms[0]), arm(trial.arms[1])),
    accrual: entries(trial.accrual),
    ...(trial.followUpOfEach === undefined ? {} : { followUpOfEach: trial.followUpOfEach * factor }),
    analysis: scaleRule(trial.analysis, factor),
    interims: (trial.interims ?? []).map((rule) => scaleRule(rule, factor)),
  };
}

const designs = Array.from({ length: 60 }, (_, i) => randomTrial(`property ${i}`, 400));

describe('a simulated trial', () => {
  it('does not see the unit of time', () => {
    for (const trial of designs) {
      const here = columnsOf(trial, 'unit', 20, EVERYTHING);
      const there = columnsOf(scaleTrial(trial, 64), 'unit', 20, EVERYTHING);
      expect([...there.z]).toEqual([...here.z]);
      expect([...there.analysisTime]).toEqual([...here.analysisTime].map((t) => t * 64));
      expect(there.logHazardRatio).toEqual(here.logHazardRatio);
      expect([...(there.medians?.[1] ?? [])]).toEqual([...(here.medians?.[1] ?? [])].map((t) => t * 64));
    }
  });

  it('does not see months from days either, but for rounding', () => {
    const trial = delayedTrial(3);
    const [months, days] = [columnsOf(trial, 'unit', 500), columnsOf(scaleTrial(trial, 365.25 / 12), 'unit', 500)];
    // A time that rounds to the next tick may pass another one's; z then moves by one exchange, in a replicate here and there.
    const same = months.z.filter((z, i) => Math.abs(z - days.z[i]) < 1e-9).length;
    expect(same).toBeGreaterThan(490);
    for (const [row, z] of months.z.entries()) expect(Math.abs(z - days.z[row])).toBeLessThan(0.1);
  });

  it('has the events that its rule asks for, unless it never gets them', () => {
    for (const trial of designs) {
      const asked = Math.floor(trial.patients / 2);
      const columns = columnsOf({ ...trial, analysis: { kind: 'events', events: asked } }, 'events', 20);
      for (let row = 0; row < columns.rows; row++) {
        const events = columns.events[0][row] + columns.events[1][row];
        if (columns.reached[row]) expect(events).toBeGreaterThanOrEqual(asked);
        else expect(events).toBeLessThan(asked);
      }
    }
  });

  it('has exactly the events asked for where times have no ties', () => {
    const columns = columnsOf(eventDrivenTrial(), 'exactly', 2000);
    const over = columns.events[0].filter((events, row) => events + columns.events[1][row] !== 350);
    // A tie at the last event: 350 events over 2^27 ticks make one in a few thousand replicates.
    expect(over.length).toBeLessThan(5);
  });

  it('accounts for every patient', () => {
    for (const trial of designs) {
      const plan = planKernel(trial);
      const columns = columnsOf(trial, 'accounts', 20);
      for (const arm of [0, 1])
        for (let row = 0; row < columns.rows; row++) {
          expect(columns.enrolled[arm][row]).toBeLessThanOrEqual(plan.sizes[arm]);
          expect(columns.events[arm][row]).toBeGreaterThanOrEqual(0);
          expect(columns.dropouts[arm][row]).toBeGreaterThanOrEqual(0);
          expect(columns.events[arm][row] + columns.dropouts[arm][row]).toBeLessThanOrEqual(columns.enrolled[arm][row]);
        }
    }
  });

  it('is analysed at the earlier or the later of two rules', () => {
    const rules: AnalysisRule[] = [
      { kind: 'events', events: 180 },
      { kind: 'calendarTime', time: 30 },
    ];
    const at = (analysis: AnalysisRule) => columnsOf({ ...delayedTrial(3), analysis }, 'rules', 300).analysisTime;
    const [events, calendar] = rules.map(at);
    const [earlier, later] = [at({ kind: 'earlierOf', rules }), at({ kind: 'laterOf', rules })];
    // Ticks differ with the horizon: times agree to a few of them.
    events.forEach((t, row) => {
      expect(earlier[row]).toBeCloseTo(Math.min(t, calendar[row]), 4);
      expect(later[row]).toBeCloseTo(Math.max(t, calendar[row]), 4);
    });
    expect(new Set(events.map((t) => (t < 30 ? 0 : 1))).size).toBe(2);
  });

  it('sees only more with every later analysis', () => {
    const at = (time: number) =>
      columnsOf({ ...delayedTrial(3), analysis: { kind: 'calendarTime', time } }, 'later', 100);
    const looks = [6, 12, 24, 36].map(at);
    for (let k = 1; k < looks.length; k++)
      for (const arm of [0, 1])
        for (const field of ['enrolled', 'events', 'dropouts'] as const)
          looks[k][field][arm].forEach((n, row) => {
            // Ticks differ with the horizon: a time at the cut may fall to either side.
            expect(n).toBeGreaterThanOrEqual(looks[k - 1][field][arm][row] - 1);
          });
  });
});

describe('streams', () => {
  const draw = (patients: number, arm: 0 | 1) => {
    const plan = planKernel({ ...delayedTrial(3), patients });
    return drawsOfArm(plan, arm, streamKey('grow', ''), 5);
  };

  it('keep the draws of those already in an arm when it grows', () => {
    for (const arm of [0, 1] as const) {
      const large = draw(2 * 128, arm);
      for (const patients of [2, 10, 64, 100, 254]) {
        const small = draw(patients, arm);
        expect(small.entry).toEqual(large.entry.subarray(0, patients / 2));
        expect(small.exit).toEqual(large.exit.subarray(0, patients / 2));
      }
    }
  });

  it('differ between arms, replicates, seeds and purposes', () => {
    expect(draw(200, 0).exit.map((t) => t >> 2)).not.toEqual(draw(200, 1).exit.map((t) => t >> 2));
    const z = (seed: string) => columnsOf(delayedTrial(3), seed, 100).z;
    expect(new Set(z('one')).size).toBe(100);
    const other = z('two');
    expect(z('one').filter((value, row) => value === other[row]).length).toBe(0);
  });
});
