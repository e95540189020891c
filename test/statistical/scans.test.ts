/**
 * Scans in the kernel. Tolerances are 5.5 standard errors (3.8e-8 a comparison, some fifteen comparisons: 6e-7).
 *
 * @module-tag long
 */

import { describe, expect, it } from 'vitest';
import type { Columns } from '../../src/kernel/look/columns.ts';
import type { ScanSchedule, Scans } from '../../src/trial/scans.ts';
import { type Trial, underNull } from '../../src/trial/trial.ts';
import { eventDrivenTrial } from '../expectation/plannedTrial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { columnsOf, expectMean, expectNear, NOTHING } from './monteCarlo.ts';

const every = (interval: number, rest: Partial<ScanSchedule> = {}): ScanSchedule => ({
  starts: [0],
  intervals: [interval],
  jitter: 0,
  missed: 0,
  ...rest,
});

function scanned(trial: Trial, control: ScanSchedule, experimental = control, deaths: Scans['deaths'] = null): Trial {
  return { ...trial, scans: { schedules: [control, experimental], deaths } };
}

const COX = { statistic: { kind: 'cox', parameters: { test: 'wald' } }, stratifiedBy: [], adjustedFor: [] };
const wanted = { ...NOTHING, operations: true };

function operationsOf({ operations }: Columns) {
  if (operations === null) throw new Error('no operations');
  return operations;
}

const difference = (a: Float64Array, b: Float64Array) => a.map((x, i) => x - b[i]);

describe('scans', () => {
  it('at intervals that go to 0 show the events themselves, replicate by replicate', () => {
    const trial = eventDrivenTrial();
    const almost = scanned(trial, every(1e-6));
    const seen = columnsOf(
      { ...almost, test: { ...trial.test, beside: [{ ...trial.test, origin: { kind: 'exactTimes' } }] } },
      'fine scans',
      300,
    );
    const [asSeen, exact] = seen.statistics;
    for (let row = 0; row < 300; row++) expect(asSeen.z[row]).toBeCloseTo(exact.z[row], 1);
    expectMean(difference(asSeen.z, exact.z), 0, 1e-3);
    // The same draws as with scans so wide apart that times differ: true times do not depend on scans.
    const wide = columnsOf(scanned({ ...trial, analysis: { kind: 'calendarTime', time: 30 } }, every(2)), 'draws', 50);
    const fine = columnsOf(
      scanned({ ...trial, analysis: { kind: 'calendarTime', time: 30 } }, every(0.1)),
      'draws',
      50,
    );
    expect(wide.enrolled[0]).toEqual(fine.enrolled[0]);
    for (let row = 0; row < 50; row++) expect(wide.events[0][row]).toBeLessThanOrEqual(fine.events[0][row]);
  });

  it('delay the knowledge of progression by what a memoryless hazard expects, and tie all of it', () => {
    const trial: Trial = { ...eventDrivenTrial(), analysis: { kind: 'calendarTime', time: 500 } };
    const hazard = Math.LN2 / 6;
    const operations = operationsOf(columnsOf(underNull(scanned(trial, every(2))), 'delay', 400, wanted));
    // Time left to the next multiple of τ after an exponential time: τ/(1 − e^{−λτ}) − 1/λ.
    const expected = 2 / -Math.expm1(-2 * hazard) - 1 / hazard;
    // Dropout, with hazard η, leaves that as it is: events that come before dropout are as early as those of hazard λ + η, so that
    // waits have density ∝ e^{(λ + η)w}, of which dropout before the scan leaves e^{−ηw}.
    expectMean(operations.delay, expected);
    const noDropout: Trial = {
      ...trial,
      arms: armsOfLaws({ ...trial.arms[0], dropoutHazard: 0 }, { ...trial.arms[1], dropoutHazard: 0 }),
    };
    const without = operationsOf(columnsOf(underNull(scanned(noDropout, every(2))), 'delay alone', 400, wanted));
    expectMean(without.delay, expected);
    expect(without.tied.every((count) => count > 450)).toBe(true);
    const missing = operationsOf(
      columnsOf(underNull(scanned(noDropout, every(2, { missed: 0.2 }))), 'missed', 400, wanted),
    );
    // Each missed scan (a geometric number) adds an interval.
    expectMean(missing.delay, expected + (2 * 0.2) / 0.8);
  });

  it('leave deaths alone', () => {
    const trial = scanned(eventDrivenTrial(), every(2), every(2), { kind: 'share', share: 0.3 });
    const columns = columnsOf({ ...trial, analysis: { kind: 'calendarTime', time: 500 } }, 'deaths', 400, wanted);
    const operations = operationsOf(columns);
    const events = columns.events[0].map((count, row) => count + columns.events[1][row]);
    const share = Float64Array.from(operations.deaths, (count, row) => count / events[row]);
    // A dropout between progression and scan hides progressions, not deaths: 0.4 % of them in a wait of one month.
    expectMean(share, 0.3, 0.003);
    const byHazard = scanned(eventDrivenTrial(), every(2), every(2), { kind: 'hazard', hazard: 0.02 });
    const other = columnsOf(
      { ...byHazard, analysis: { kind: 'calendarTime', time: 500 } },
      'death hazard',
      400,
      wanted,
    );
    const deaths = Float64Array.from(operationsOf(other).deaths, (count, row) => {
      return count / (other.events[0][row] + other.events[1][row]);
    });
    // η/λ in each arm, half the patients each, nearly all of whom have the event.
    const hazards = [Math.LN2 / 6, (0.7 * Math.LN2) / 6];
    const dropout = -Math.log(0.95) / 12;
    const counts = hazards.map((h) => h / (h + dropout));
    const expected = (counts[0] * (0.02 / hazards[0]) + counts[1] * (0.02 / hazards[1])) / (counts[0] + counts[1]);
    expectMean(deaths, expected, 0.003);
  });

  it('of one schedule leave the size as it is, and different ones do not', () => {
    const trial = underNull({ ...eventDrivenTrial(), test: { ...eventDrivenTrial().test, beside: [COX] } });
    const n = 10_000;
    const alike = columnsOf(scanned(trial, every(2, { jitter: 0.2 })), 'alike', n);
    const rejected = alike.z.reduce((sum, z) => sum + (z >= 1.959964 ? 1 : 0), 0) / n;
    expectNear(rejected, 0.025, Math.sqrt((0.025 * 0.975) / n), 0.0015);
    expectMean(alike.statistics[1].estimate, 0, 0.002);
    const unlike = columnsOf(scanned(trial, every(1), every(4)), 'unlike', 2000);
    const bias = unlike.statistics[1].estimate.reduce((sum, x) => sum + x, 0) / 2000;
    expect(bias).toBeLessThan(-0.05);
  });
});
