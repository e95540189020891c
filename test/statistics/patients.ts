/** Patients as looks: the data sets of survival.csv, random ones, and what laws do to them. */
import { readFileSync } from 'node:fs';
import type { Covariates, Look, Outcome, Statistic } from '../../src/statistics/definition.ts';
import { emptyOutcome } from '../../src/statistics/definition.ts';
import { definitionOf } from '../../src/statistics/registry.ts';
import { type Patient, randomPatients } from '../kernel/look/patientCodes.ts';
import { publicData } from '../reference/publicData.ts';
import { lookOf } from './looks.ts';

export function patientsOf(name: string): readonly Patient[] {
  const found = publicData.find((set) => set.name === name);
  if (found === undefined) throw new Error(`no data set ${name}`);
  return found.patients;
}

/**
 * Cell type (0 squamous, 1 smallcell, 2 adeno, 3 large), Karnofsky score and age of the patients of `veteran`, in their
 * order, from R: write.csv(veteran[, c("celltype", "karno", "age")], "veteran.csv", row.names = FALSE, quote = FALSE).
 */
export const veteran = readFileSync(new URL('../reference/veteran.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [cell, karno, age] = line.split(',');
    return { cell: ['squamous', 'smallcell', 'adeno', 'large'].indexOf(cell), karno: Number(karno), age: Number(age) };
  });

export const veteranCells: readonly number[] = veteran.map(({ cell }) => cell);

/** The look with covariates, one row of them a patient, in whole numbers of time; strata as lookOf orders them. */
export function adjustedLook(
  patients: readonly Patient[],
  rows: readonly (readonly number[])[],
  strata: readonly number[] = patients.map(() => 0),
): Look {
  const look = lookAt(patients, strata);
  const covariates = [...new Set(strata)]
    .sort((a, b) => a - b)
    .map((stratum): Covariates => {
      const members = patients
        .map(({ time, event, arm }, i) => ({ code: ((look.cut - time) << 2) | (event << 1) | arm, i }))
        .filter(({ i }) => strata[i] === stratum)
        .sort((a, b) => a.code - b.code);
      return {
        count: rows[0].length,
        values: Float64Array.from(members.flatMap(({ i }) => [...rows[i]])),
        codes: Int32Array.from(members, ({ code }) => code),
        patients: members.length,
      };
    });
  return { ...look, covariates };
}

export function lookAt(patients: readonly Patient[], strata?: readonly number[]): Look {
  return lookOf(
    patients.map(({ time }) => time),
    patients.map(({ event }) => event),
    patients.map(({ arm }) => arm),
    strata,
  );
}

export function outcomeOf(look: Look, statistic: Statistic): Outcome {
  const outcome = emptyOutcome();
  definitionOf(statistic).compute(look, statistic, outcome);
  return outcome;
}

/** Samples with few and many ties, and the smaller public data sets. */
export const samples: readonly (readonly Patient[])[] = [
  ...['aml', 'veteran', 'ovarian', 'lung', 'lungBy100'].map(patientsOf),
  ...Array.from({ length: 60 }, (_, i) => randomPatients(`statistic ${i}`, 20 + 2 * i, [6, 40, 1000][i % 3])),
];

export function swapped(patients: readonly Patient[]): Patient[] {
  return patients.map((patient) => ({ ...patient, arm: patient.arm === 1 ? 0 : 1 }));
}

export function slower(patients: readonly Patient[], factor: number): Patient[] {
  return patients.map((patient) => ({ ...patient, time: patient.time * factor }));
}

/** A time well inside the follow-up of a sample. */
export function middleTime(patients: readonly Patient[]): number {
  const times = patients.map(({ time }) => time).sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.6)];
}
