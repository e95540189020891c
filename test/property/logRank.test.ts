/** Laws of the statistics on codes. */
import { describe, expect, it } from 'vitest';
import { logRank, logRankZ } from '../../src/kernel/look/logRankOfCodes.ts';
import { codesOf, type Patient, randomPatients } from '../kernel/look/patientCodes.ts';
import { publicData } from '../reference/publicData.ts';

const CUT = 2 ** 20;

function z(patients: readonly Patient[], cut = CUT): number {
  const result = { u: 0, v: 0 };
  logRank(codesOf(patients, cut), patients.length, result);
  return logRankZ(result);
}

const samples = [
  ...publicData.map(({ patients }) => patients),
  ...Array.from({ length: 200 }, (_, i) => randomPatients(`law ${i}`, 2 + (i % 90), [2, 10, 1000][i % 3])),
];

describe('log-rank', () => {
  it('turns its sign when the arms change places', () => {
    for (const patients of samples) {
      const swapped = patients.map((patient): Patient => ({ ...patient, arm: patient.arm === 1 ? 0 : 1 }));
      expect(Math.abs(z(swapped) + z(patients))).toBeLessThan(1e-11);
    }
  });

  it('does not see the unit of time, nor any other stretch of it that keeps the order', () => {
    for (const patients of samples) {
      for (const factor of [2, 7, 30])
        expect(z(patients.map((patient) => ({ ...patient, time: patient.time * factor })))).toBe(z(patients));
      const times = [...new Set(patients.map(({ time }) => time))].sort((a, b) => a - b);
      expect(z(patients.map((patient) => ({ ...patient, time: times.indexOf(patient.time) + 1 })))).toBe(z(patients));
    }
  });

  it('does not see when the trial was cut, given what was seen by then', () => {
    for (const patients of samples) expect(z(patients, 1e5)).toBe(z(patients));
  });

  it('is not moved by who left before the first event, nor by how long after the last one the rest stayed', () => {
    for (const patients of samples) {
      const later = patients.map((patient) => ({ ...patient, time: patient.time + 10 }));
      const early: Patient[] = [1, 5, 9].map((time) => ({ time, event: 0, arm: time === 5 ? 0 : 1 }));
      expect(z([...later, ...early])).toBe(z(patients));
      const last = Math.max(...patients.filter(({ event }) => event === 1).map(({ time }) => time), 0);
      const longer = patients.map((patient) =>
        patient.time > last ? { ...patient, time: patient.time + 500 } : patient,
      );
      expect(z(longer)).toBe(z(patients));
    }
  });
});
