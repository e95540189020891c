/**
 * A fixed follow-up of each patient against hazards that end there, and its counts against their formulas: means within 6
 * standard errors (2e-9 each). The fast kernel is held to the reference on the random designs of kernel/agreement.test.ts.
 *
 * @module-tag slow
 */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { logRankPower } from '../../src/formulas/logRankDrift.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import type { Columns } from '../../src/kernel/look/columns.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { scenarioFromText } from '../../src/scenario/scenario.ts';
import { exponential } from '../../src/survival/clock.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { draft, problems } from '../scenario/draft.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';

const NOTHING = { hazardRatio: false, medians: false };
const standIn = trialOf(readFileSync(new URL('../cases/fixed-follow-up.yaml', import.meta.url), 'utf8'));
/** The same by followUpOfEach. */
const trial = trialOf(
  readFileSync(new URL('../cases/fixed-follow-up.yaml', import.meta.url), 'utf8')
    .replace(', { from: 12, hazard: 0 }', '')
    .replace('  patients:', '  followUpOfEach: 12\n  patients:'),
);

function trialOf(text: string): Trial {
  const { trial: planned } = scenarioFromText('x', text);
  if (planned?.patients == null) throw new Error('no patients');
  return { ...planned.unsized, patients: planned.patients };
}

function simulated(planned: Trial, replicates: number): Columns {
  const plan = planKernel(planned);
  return createSimulator(plan).simulate(streamKey('fixed', 'counts'), 0, replicates, NOTHING)[0];
}

type Count = 'enrolled' | 'events' | 'dropouts' | 'completed' | 'atRisk';

/** Mean counts of each arm held to those expected at calendar time t. */
function expectCounts(planned: Trial, t: number, replicates: number): void {
  const columns = simulated({ ...planned, analysis: { kind: 'calendarTime', time: t } }, replicates);
  expectationOf(planned)
    .counts(t)
    .forEach((expected, arm) => {
      expect(expected.enrolled).toBeCloseTo(
        expected.events + expected.dropouts + expected.completed + expected.atRisk,
        8,
      );
      const values = (count: Count): number[] => {
        if (count !== 'atRisk') return [...columns[count][arm]];
        const left = ['events', 'dropouts', 'completed'] as const;
        return left.reduce(
          (rest, each) => rest.map((n, row) => n - columns[each][arm][row]),
          [...columns.enrolled[arm]],
        );
      };
      for (const count of ['events', 'dropouts', 'completed', 'atRisk'] as const) {
        const found = values(count);
        const mean = found.reduce((sum, x) => sum + x, 0) / replicates;
        const variance = found.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (replicates - 1);
        const tolerance = 6 * Math.sqrt(variance / replicates) + 1e-9 * planned.patients;
        expect(Math.abs(mean - expected[count]), `${count} of arm ${arm}: ${mean}, ${expected[count]}`).toBeLessThan(
          tolerance,
        );
      }
    });
}

describe('a fixed follow-up of each patient', () => {
  it('is what hazards that end there are, replicate by replicate', () => {
    const [a, b] = [simulated(trial, 60), simulated(standIn, 60)];
    expect([...a.z]).toEqual([...b.z]);
    expect([...a.analysisTime]).toEqual([...b.analysisTime]);
    for (const arm of [0, 1]) {
      expect([...a.events[arm]]).toEqual([...b.events[arm]]);
      // The last patient's follow-up ends with the analysis.
      expect([...a.completed[arm]]).toEqual([...a.events[arm]].map((events) => 4000 - events));
    }
    expect(expectationOf(trial).events(30)).toBeCloseTo(expectationOf(standIn).events(30), 9);
    expect(expectationOf(trial).events(30)).toBeCloseTo(4000 * (2 - Math.exp(-0.048) - Math.exp(-0.0336)), 8);
    expect(logRankPower(expectationOf(trial), 30)).toBeCloseTo(logRankPower(expectationOf(standIn), 30), 9);
  });

  const small: Trial = {
    ...trial,
    patients: 401,
    arms: armsOfLaws(
      { ...trial.arms[0], law: { clock: exponential(0.06), steps: NO_EFFECT }, dropoutHazard: 0.02 },
      { ...trial.arms[1], law: { clock: exponential(0.04), steps: NO_EFFECT }, dropoutHazard: 0.03 },
    ),
  };
  const weibull = { kind: 'weibull', shape: 1.4, scale: 20 } as const;

  it.each([
    ['exponential, before everybody is followed', small, 20],
    ['exponential, at the end', small, 31],
    [
      'Weibull',
      { ...small, arms: [{ ...small.arms[0], law: { clock: weibull, steps: NO_EFFECT } }, small.arms[1]] },
      24,
    ],
    ['randomised as they come', { ...small, randomisation: { kind: 'complete' } }, 24],
    [
      'seen at scans',
      {
        ...small,
        scans: {
          schedules: [2.5, 2.5].map((every) => ({ starts: [0], intervals: [every], jitter: 0.4, missed: 0.1 })),
          deaths: { kind: 'share', share: 0.3 },
        },
      },
      24,
    ],
  ] as [string, Trial, number][])('counts events, drop-outs, who is done and who is at risk: %s', (_, planned, t) => {
    expectCounts(planned, t, 4000);
  });

  it('has as many events in the end where they are seen at scans', () => {
    const schedule = { starts: [0], intervals: [2.5], jitter: 0.4, missed: 0.1 };
    const scanned: Trial = { ...small, scans: { schedules: [schedule, schedule], deaths: null } };
    expect(expectationOf(scanned).events(Number.POSITIVE_INFINITY)).toBeCloseTo(expectationOf(scanned).events(30), 4);
    expect(expectationOf({ ...scanned, followUpOfEach: 400 }).events(Number.POSITIVE_INFINITY)).toBeGreaterThan(200);
  });

  it('lets an analysis wait for events no longer than there can be any', () => {
    const waiting: Trial = { ...small, analysis: { kind: 'events', events: 300 } };
    const plan = planKernel(waiting);
    expect(plan.horizonTicks / plan.ticksPerUnit).toBeLessThan(18 + 12 * 2.1);
    expect([...simulated(waiting, 20).reached].every((reached) => reached === 0)).toBe(true);
  });

  it('bounds the times that tests and estimands look at', async () => {
    const edit = (time: number): [string, string] => [
      '  patients: 300\n',
      `  patients: 300\n  followUpOfEach: 12\n  estimands: { rmstUntil: ${time} }\n`,
    ];
    const events: [string, string] = ['{ events: 200 }', '{ followUp: 12 }'];
    expect(await problems(draft(edit(12), events))).toBe('no problem');
    expect(await problems(draft(edit(13), events))).toMatch(
      /estimands.rmstUntil is 13 months; must be ≤ 12 months: each patient is followed for 12 months \(followUpOfEach\)/,
    );
    expect(await problems(draft(['  patients: 300\n', '  patients: 300\n  followUpOfEach: 0\n']))).toMatch(
      /followUpOfEach is 0; must be a time > 0/,
    );
  });
});
