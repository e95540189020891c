/** The data sets of survival.csv and what R found in them; see survival.R. */
import { readFileSync } from 'node:fs';
import type { Patient } from '../kernel/look/patientCodes.ts';
import numbers from './survival.json' with { type: 'json' };

export interface Found {
  readonly u: number;
  readonly v: number;
  readonly chisq: number;
  readonly logHazardRatio: number;
  readonly standardError: number;
  readonly medianControl: number | null;
  readonly medianExperimental: number | null;
  readonly patients: number;
  readonly events: number;
}

const sets = new Map<string, Patient[]>();
for (const line of readFileSync(new URL('./survival.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)) {
  const [set, time, event, arm] = line.split(',');
  if (!sets.has(set)) sets.set(set, []);
  sets.get(set)?.push({ time: Number(time), event: event === '1' ? 1 : 0, arm: arm === '1' ? 1 : 0 });
}

/** A set by its name in survival.json; `lungBy100` is `lung` with times in units of 100 days, rounded up. */
function patientsOf(name: string): Patient[] {
  const [set, unit = '1'] = name.split('By');
  const patients = sets.get(set);
  if (patients === undefined) throw new Error(`no data set ${set}`);
  return patients.map((patient) => ({ ...patient, time: Math.ceil(patient.time / Number(unit)) }));
}

export const publicData: readonly { name: string; patients: readonly Patient[]; found: Found }[] = Object.entries(
  numbers,
).map(([name, found]) => ({ name, patients: patientsOf(name), found }));
