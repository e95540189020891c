/** Kaplan–Meier medians against R `survfit`, and against the curve in exact fractions. */
import { describe, expect, it } from 'vitest';
import { medianKey } from '../../src/statistics/kaplanMeier.ts';
import { createRiskTable, fillRiskTable } from '../../src/statistics/riskTable.ts';
import { codesOf, type Patient, randomPatients } from '../kernel/look/patientCodes.ts';
import { publicData } from '../reference/publicData.ts';

const CUT = 10_000;

function medianOf(patients: readonly Patient[], arm: 0 | 1): number {
  const table = createRiskTable(patients.length);
  fillRiskTable(codesOf(patients, CUT), patients.length, table);
  return CUT - medianKey(table, arm);
}

/** The first time with S ≤ ½, the middle of the interval where S = ½, in whole-number arithmetic. */
function exactMedian(patients: readonly Patient[], arm: 0 | 1): number {
  const own = patients.filter((patient) => patient.arm === arm);
  const times = [...new Set(own.filter(({ event }) => event === 1).map(({ time }) => time))].sort((a, b) => a - b);
  let alive = 1n;
  let of = 1n;
  for (const [k, t] of times.entries()) {
    const y = BigInt(own.filter(({ time }) => time >= t).length);
    const d = BigInt(own.filter(({ time, event }) => time === t && event === 1).length);
    alive *= y - d;
    of *= y;
    if (2n * alive < of) return t;
    if (2n * alive === of) return k + 1 < times.length ? (t + times[k + 1]) / 2 : t;
  }
  return Number.NaN;
}

describe('kaplan–meier medians', () => {
  for (const { name, patients, found } of publicData)
    it(`are R's on ${name}`, () => {
      expect(medianOf(patients, 0)).toBe(found.medianControl ?? Number.NaN);
      expect(medianOf(patients, 1)).toBe(found.medianExperimental ?? Number.NaN);
    });

  it('are those of the exact curve, flat stretches at ½ included', () => {
    let flat = 0;
    let never = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const patients = randomPatients(`median ${seed}`, 1 + (seed % 40), [2, 6, 40, 2000][seed % 4]);
      for (const arm of [0, 1] as const) {
        const expected = exactMedian(patients, arm);
        expect(medianOf(patients, arm)).toBe(expected);
        if (!Number.isInteger(expected)) flat++;
        if (Number.isNaN(expected)) never++;
      }
    }
    expect(flat - never).toBeGreaterThan(50);
    expect(never).toBeGreaterThan(50);
  });

  it('are exact where many small factors multiply to ½', () => {
    // 2000 patients, no censoring: S is exactly ½ from the 1000th event to the 1001st.
    const patients = Array.from({ length: 2000 }, (_, i): Patient => ({ time: i + 1, event: 1, arm: 0 }));
    expect(medianOf(patients, 0)).toBe(1000.5);
  });
});
