/**
 * Reconstruction of drawn curves. Curves are drawn, digitised at the foot of every step to three places, and given a table
 * of numbers at risk; what comes back is compared with what was drawn.
 */
import { describe, expect, it } from 'vitest';
import { atRiskAt, curveMedian, curveSteps, followUpSteps, survivalAt } from '../../src/evidence/curveEstimate.ts';
import { fallingPoints } from '../../src/evidence/curvePoints.ts';
import { type PseudoPatient, reconstruct } from '../../src/evidence/reconstruct.ts';
import { digitised, drawPatients, normal, uniformOf } from './digitised.ts';

const eventsOf = (patients: readonly PseudoPatient[]) => patients.filter(({ event }) => event).length;
const medianOf = (patients: readonly PseudoPatient[]) => curveMedian(curveSteps(patients));

/** Light: all followed 24 to 36 months. Heavy: 0 to 24 or 30 months with dropout; up to two thirds are censored. */
const CENSORING = {
  light: { entry: 12, end: 36, dropout: 0 },
  heavy: { entry: 24, end: 24, dropout: 0.02 },
  'very heavy': { entry: 30, end: 30, dropout: 0.05 },
};

describe('reconstruction of drawn curves', () => {
  const rows = Object.entries(CENSORING).flatMap(([name, plan]) =>
    [2, 3, 6].flatMap((period) => [20, 60, 150, 400].map((patients) => ({ name, plan, period, patients }))),
  );
  const results = rows.map(({ name, plan, period, patients }) => {
    const u = uniformOf(`reconstruct ${name} ${period} ${patients}`);
    const off: number[] = [];
    const shifts: number[] = [];
    for (let r = 0; r < 10; r++) {
      const drawn = drawPatients(u, { patients, shape: 0.7 + u(), ...plan });
      const back = reconstruct(digitised(drawn, period, 3, period === 6 ? eventsOf(drawn) : null));
      expect(back.length).toBe(patients);
      off.push(Math.abs(eventsOf(back) - eventsOf(drawn)));
      const [before, after] = [medianOf(drawn), medianOf(back)];
      if (before?.standardError && after) shifts.push(Math.abs(after.value - before.value) / before.standardError);
    }
    return { name, period, patients, off, shifts };
  });

  it('has the number of events, but for one, in nearly every arm', () => {
    const off = results.flatMap((each) => each.off);
    expect(off.length).toBe(360);
    expect(off.filter((each) => each <= 1).length / off.length).toBeGreaterThan(0.95);
    expect(off.filter((each) => each === 0).length / off.length).toBeGreaterThan(0.8);
    expect(Math.max(...off)).toBeLessThanOrEqual(6);
  });

  it('has the median within a small part of its standard error', () => {
    const shifts = results.flatMap((each) => each.shifts);
    expect(shifts.length).toBeGreaterThan(250);
    expect(shifts.filter((each) => each < 1e-9).length / shifts.length).toBeGreaterThan(0.85);
    expect(shifts.filter((each) => each < 1).length / shifts.length).toBeGreaterThan(0.99);
    expect(shifts.reduce((sum, each) => sum + each, 0) / shifts.length).toBeLessThan(0.05);
  });

  it('gives back the printed numbers at risk', () => {
    const u = uniformOf('reconstruct at risk');
    for (let r = 0; r < 40; r++) {
      const drawn = drawPatients(u, { patients: 100, shape: 1, ...CENSORING.heavy });
      const published = digitised(drawn, 4);
      const back = reconstruct(published);
      for (const { time, patients } of published.atRisk)
        expect(Math.abs(atRiskAt(back, time) - patients)).toBeLessThanOrEqual(1);
    }
  });

  it('follows the curve from point to point', () => {
    const u = uniformOf('reconstruct follows');
    for (let r = 0; r < 40; r++) {
      const published = digitised(drawPatients(u, { patients: 120, shape: 1, ...CENSORING.heavy }), 4);
      const steps = curveSteps(reconstruct(published));
      for (const { time, survival } of published.points)
        expect(Math.abs(survivalAt(steps, time) - survival)).toBeLessThan(0.03);
    }
  });

  it('has the follow-up of the drawn patients', () => {
    const u = uniformOf('reconstruct follow-up');
    for (let r = 0; r < 20; r++) {
      const drawn = drawPatients(u, { patients: 200, shape: 1, ...CENSORING.heavy });
      const [before, after] = [drawn, reconstruct(digitised(drawn, 3))].map(
        (patients) => curveMedian(followUpSteps(patients))?.value ?? Number.NaN,
      );
      expect(Math.abs(after / before - 1)).toBeLessThan(0.1);
    }
  });
});

describe('reconstruction from exact points', () => {
  it('is the Kaplan–Meier curve itself where patients are censored at the times of the table', () => {
    const u = uniformOf('reconstruct exactly');
    for (let r = 0; r < 60; r++) {
      const period = [3, 6, 12][r % 3];
      const drawn = drawPatients(u, { patients: 20 + Math.floor(180 * u()), shape: 0.8 + u(), ...CENSORING.heavy }).map(
        ({ time, event }) => (event ? { time, event } : { time: Math.floor(time / period) * period, event }),
      );
      const last = Math.max(...drawn.map(({ time }) => time));
      // The table ends when nobody is left.
      const atRisk = Array.from({ length: Math.ceil(last / period) + 1 }, (_, i) => ({
        time: i * period,
        patients: atRiskAt(drawn, i * period),
      }));
      const steps = curveSteps(drawn);
      const points = [...steps.map(({ time, survival }) => ({ time, survival }))];
      const back = curveSteps(reconstruct({ points, atRisk, events: null }));
      // A fall of 1 in 5 may be one of 2 in 10: the curve is the same, its events are not.
      expect(back.map(({ time }) => time)).toEqual(steps.map(({ time }) => time));
      for (const [i, { survival }] of back.entries()) expect(survival).toBeCloseTo(steps[i].survival, 12);
    }
  });
});

describe('reconstruction from noisy points', () => {
  /** Noise of 5 %, times (1 + .05 z) or plus .05 z, at every point: on average over 100 curves less than one standard error. */
  it.each(['multiplied', 'added'])('moves the median by less than its standard error: noise %s', (kind) => {
    const u = uniformOf(`reconstruct noise ${kind}`);
    const shifts: number[] = [];
    const signed: number[] = [];
    for (let r = 0; r < 100; r++) {
      const drawn = drawPatients(u, { patients: 50 + Math.floor(200 * u()), shape: 0.8 + u(), ...CENSORING.light });
      const published = digitised(drawn, 6);
      const points = published.points.map(({ time, survival }) => ({
        time,
        survival: kind === 'added' ? survival + 0.05 * normal(u) : survival * (1 + 0.05 * normal(u)),
      }));
      const [before, after] = [medianOf(drawn), medianOf(reconstruct({ ...published, points }))];
      if (!before?.standardError || after === null) continue;
      signed.push((after.value - before.value) / before.standardError);
      shifts.push(Math.abs(signed[signed.length - 1]));
    }
    expect(shifts.length).toBeGreaterThan(90);
    expect(shifts.reduce((sum, each) => sum + each, 0) / shifts.length).toBeLessThan(0.5);
    expect(shifts.filter((each) => each < 1).length / shifts.length).toBeGreaterThan(0.9);
    expect(Math.abs(signed.reduce((sum, each) => sum + each, 0) / signed.length)).toBeLessThan(0.25);
  });
});

describe('points of a curve', () => {
  it('are sorted, start at 1 and never rise; a rise is averaged on both sides', () => {
    expect(
      fallingPoints([
        { time: 2, survival: 0.8 },
        { time: 1, survival: 0.9 },
        { time: 3, survival: 0.84 },
        { time: 4, survival: 0.5 },
      ]),
    ).toEqual([
      { time: 0, survival: 1 },
      { time: 1, survival: 0.9 },
      { time: 2, survival: 0.8200000000000001 },
      { time: 3, survival: 0.8200000000000001 },
      { time: 4, survival: 0.5 },
    ]);
  });

  it('stay as they are where they fall already', () => {
    const points = [1, 0.9, 0.9, 0.2, 0].map((survival, i) => ({ time: i, survival }));
    expect(fallingPoints(points)).toEqual(points);
  });
});
