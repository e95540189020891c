/** The data sets of survival.csv and stratified.csv as looks, with what R found in them; see weightedLogRank.R. */
import { readFileSync } from 'node:fs';
import type { Look } from '../../src/statistics/definition.ts';
import type { Patient } from '../kernel/look/patientCodes.ts';
import { publicData } from '../reference/publicData.ts';
import numbers from '../reference/weightedLogRank.json' with { type: 'json' };
import { lookOf } from './looks.ts';

interface Reference {
  /** t* of the modestly weighted test. */
  readonly until: number;
  /** survdiff with rho 0 and 1. */
  readonly chisq: readonly number[];
  readonly v: Readonly<Record<string, number>>;
  readonly z: Readonly<Record<string, number>>;
  /** P(max X > max z) and P(max X > max −z) of combinations. */
  readonly p: Readonly<Record<string, readonly number[]>>;
}

export interface ReferenceSet {
  readonly name: string;
  readonly patients: readonly Patient[];
  readonly strata: number[] | undefined;
  readonly look: Look;
  readonly reference: Reference;
}

const stratified = new Map<string, { patients: Patient[]; strata: number[] }>();
for (const line of readFileSync(new URL('../reference/stratified.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)) {
  const [set, time, event, arm, stratum] = line.split(',');
  const { patients, strata } = stratified.get(set) ?? { patients: [], strata: [] };
  patients.push({ time: Number(time), event: event === '1' ? 1 : 0, arm: arm === '1' ? 1 : 0 });
  strata.push(Number(stratum));
  stratified.set(set, { patients, strata });
}

export const referenceSets: readonly ReferenceSet[] = Object.entries<Reference>(numbers).map(([name, reference]) => {
  const plain = publicData.find((set) => set.name === name)?.patients;
  const { patients, strata } = plain
    ? { patients: plain, strata: undefined }
    : (stratified.get(name) ?? { patients: [], strata: [] });
  const look = lookOf(
    patients.map(({ time }) => time),
    patients.map(({ event }) => event),
    patients.map(({ arm }) => arm),
    strata,
  );
  return { name, patients, strata, look, reference };
});
