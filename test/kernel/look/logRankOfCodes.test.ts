/** Log-rank U, V and z against R `survdiff`, and against a second program of the definition in O(n²). */
import { describe, expect, it } from 'vitest';
import { type LogRank, logRank, logRankZ } from '../../../src/kernel/look/logRankOfCodes.ts';
import { createRiskTable, fillRiskTable } from '../../../src/statistics/riskTable.ts';
import { publicData } from '../../reference/publicData.ts';
import { codesOf, type Patient, randomPatients } from './patientCodes.ts';

const CUT = 10_000;

function tested(patients: readonly Patient[]): LogRank {
  const result = { u: 0, v: 0 };
  logRank(codesOf(patients, CUT), patients.length, result);
  return result;
}

/** Σ over distinct event times, everybody counted anew at each of them. */
function naive(patients: readonly Patient[]): LogRank {
  let u = 0;
  let v = 0;
  for (const t of new Set(patients.filter(({ event }) => event === 1).map(({ time }) => time))) {
    const atRisk = patients.filter(({ time }) => time >= t);
    const failed = atRisk.filter(({ time, event }) => time === t && event === 1);
    const y = atRisk.length;
    const y1 = atRisk.filter(({ arm }) => arm === 1).length;
    const d = failed.length;
    const d1 = failed.filter(({ arm }) => arm === 1).length;
    u += d1 - (d * y1) / y;
    if (y > 1) v += (d * (y1 / y) * (1 - y1 / y) * (y - d)) / (y - 1);
  }
  return { u, v };
}

describe('log-rank', () => {
  for (const { name, patients, found } of publicData)
    it(`is R's on ${name}: ${found.events} events of ${found.patients}`, () => {
      const result = tested(patients);
      expect(patients.length).toBe(found.patients);
      expect(result.u).toBeCloseTo(found.u, 10);
      expect(result.v).toBeCloseTo(found.v, 10);
      expect(logRankZ(result)).toBeCloseTo(-Math.sign(found.u) * Math.sqrt(found.chisq), 10);
    });

  it('is the definition on random data with every degree of ties', () => {
    for (let seed = 0; seed < 600; seed++) {
      const patients = randomPatients(`log-rank ${seed}`, 1 + (seed % 80), [1, 2, 5, 20, 100, 3000][seed % 6]);
      const [result, expected] = [tested(patients), naive(patients)];
      expect(Math.abs(result.u - expected.u)).toBeLessThan(1e-12);
      expect(Math.abs(result.v - expected.v)).toBeLessThan(1e-12);
    }
  });

  it('counts a patient censored at the time of an event as at risk for it', () => {
    // At time 5: one event in arm 1 among two patients, one of them censored at 5.
    const result = tested([
      { time: 5, event: 1, arm: 1 },
      { time: 5, event: 0, arm: 0 },
    ]);
    expect(result).toEqual({ u: 0.5, v: 0.25 });
  });

  it('has z = 0 when nothing can be compared', () => {
    const alone: Patient[] = [{ time: 3, event: 1, arm: 1 }];
    const oneArm: Patient[] = [1, 2, 3].map((time) => ({ time, event: 1, arm: 0 }));
    const noEvents: Patient[] = [0, 1].map((arm) => ({ time: 3, event: 0, arm: arm as 0 | 1 }));
    const allAtOnce: Patient[] = [0, 1, 1].map((arm) => ({ time: 3, event: 1, arm: arm as 0 | 1 }));
    for (const patients of [[], alone, oneArm, noEvents, allAtOnce]) expect(logRankZ(tested(patients))).toBe(0);
  });

  it('is positive when experimental does better', () => {
    const patients: Patient[] = [1, 2, 3, 4, 5, 6].map((time) => ({ time, event: 1, arm: time > 3 ? 1 : 0 }));
    expect(logRankZ(tested(patients))).toBeGreaterThan(1.5);
  });
});

describe('risk table', () => {
  it('holds d, Y and their experimental parts at every distinct event time', () => {
    for (let seed = 0; seed < 100; seed++) {
      const patients = randomPatients(`risk table ${seed}`, 1 + (seed % 60), [1, 4, 30, 1000][seed % 4]);
      const table = createRiskTable(patients.length);
      fillRiskTable(codesOf(patients, CUT), patients.length, table);
      const times = [...new Set(patients.filter(({ event }) => event === 1).map(({ time }) => time))];
      times.sort((a, b) => b - a);
      expect([...table.keys.subarray(0, table.rows)]).toEqual(times.map((time) => CUT - time));
      times.forEach((t, k) => {
        const atRisk = patients.filter(({ time }) => time >= t);
        const failed = atRisk.filter(({ time, event }) => time === t && event === 1);
        const experimental = (some: Patient[]) => some.filter(({ arm }) => arm === 1).length;
        expect([table.atRisk[k], table.atRisk1[k]]).toEqual([atRisk.length, experimental(atRisk)]);
        expect([table.events[k], table.events1[k]]).toEqual([failed.length, experimental(failed)]);
      });
    }
  });
});
