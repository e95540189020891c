/**
 * The codes of a comparison at a cut: which patients it compares, in which stratum and group, from when on (the
 * origin).
 *
 * code = key << 2 | event << 1 | group, key = cut − time since the origin, so ascending codes are descending times (patientCode.ts).
 */

import type { Patients } from '../draw/patients.ts';
import type { ComparisonTables } from '../plan/statisticsPlan.ts';
import type { Observation } from './observation.ts';
import { type RandomisedPatient, type SeenPatient, seeFrom } from './originCode.ts';
import { codeOf } from './patientCode.ts';

/**
 * Codes of a comparison, stratum after stratum from firsts[stratum] to firsts[stratum + 1], each code with its patient.
 */
export interface Codes {
  readonly codes: Int32Array;
  readonly members: Int32Array;
  readonly firsts: Int32Array;
  /**
   * Keys at which treated patients were not treated yet, stratum after stratum in the same way; for time-dependent
   * treatment.
   */
  readonly switches: Int32Array;
  readonly switchFirsts: Int32Array;
}

export function createCodes(n: number, strata: number, switching: boolean): Codes {
  return {
    codes: new Int32Array(n),
    members: new Int32Array(n),
    firsts: new Int32Array(strata + 1),
    switches: new Int32Array(switching ? n : 0),
    switchFirsts: new Int32Array(strata + 1),
  };
}

/** The patients of the plain comparison of an arm with the control: everybody, as randomised. */
export function plainComparison(arm: number): GatheredPatients {
  return { arm, stratumOf: null, byCentre: false, strata: 1, origin: { kind: 'randomisation', ticks: 0 } };
}

export type GatheredPatients = Pick<ComparisonTables, 'arm' | 'byCentre' | 'strata' | 'origin'> & {
  readonly stratumOf: readonly number[] | null;
};

/** What is read of the patients. */
export type ComparedPatients = Pick<Patients, 'n' | 'arm' | 'cell' | 'centre' | 'start'>;

const randomised: RandomisedPatient = { time: 0, group: 0, begins: 0, onStudy: 0 };
const compared: SeenPatient = { time: 0, group: 0, untreatedUntil: 0 };
const places = { codes: new Int32Array(1), switches: new Int32Array(1) };

/** Gathers the codes of a comparison at `cut`. */
export function gather(
  { arm, stratumOf, byCentre, strata, origin }: GatheredPatients,
  { n, arm: armOf, cell, centre, start }: ComparedPatients,
  observed: Observation,
  cut: number,
  cellStrata: number,
  into: Codes,
): void {
  const { codes, members, firsts, switches, switchFirsts } = into;
  const exact = origin.kind === 'exactTimes';
  const time = exact ? observed.trueTime : observed.time;
  const event = exact ? observed.trueEvent : observed.event;
  const switching = origin.kind === 'timeDependent';
  if (places.codes.length <= strata) {
    places.codes = new Int32Array(strata + 1);
    places.switches = new Int32Array(strata + 1);
  }
  const nextPlace = places.codes;
  const nextSwitch = places.switches;
  const alone = strata === 1;
  // With several strata a first pass counts, the second one fills.
  for (let pass = alone ? 1 : 0; pass < 2; pass++) {
    if (pass === 0) {
      firsts.fill(0);
      switchFirsts.fill(0);
    } else if (!alone) {
      for (let s = 1; s <= strata; s++) {
        firsts[s] += firsts[s - 1];
        switchFirsts[s] += switchFirsts[s - 1];
      }
      nextPlace.set(firsts);
      nextSwitch.set(switchFirsts);
    } else {
      nextPlace[0] = 0;
      nextSwitch[0] = 0;
    }
    for (let i = 0; i < n; i++) {
      const a = armOf[i];
      if (a !== 0 && a !== arm) continue;
      if (time[i] < 0) continue;
      let stratum = stratumOf === null ? 0 : stratumOf[cell[i]];
      if (stratum < 0) continue;
      if (byCentre) stratum += centre[i] * cellStrata;
      randomised.time = time[i];
      randomised.group = a === 0 ? 0 : 1;
      randomised.begins = start[i];
      randomised.onStudy = observed.onStudy[i];
      if (!seeFrom(origin, randomised, compared)) continue;
      const { time: u, group, untreatedUntil } = compared;
      if (pass === 0) {
        firsts[stratum + 1]++;
        if (untreatedUntil > 0) switchFirsts[stratum + 1]++;
        continue;
      }
      const place = nextPlace[stratum]++;
      codes[place] = codeOf(u, event[i], group, cut);
      members[place] = i;
      if (switching && untreatedUntil > 0) switches[nextSwitch[stratum]++] = cut - untreatedUntil;
    }
  }
  if (alone) {
    firsts[0] = switchFirsts[0] = 0;
    firsts[1] = nextPlace[0];
    switchFirsts[1] = nextSwitch[0];
  }
}
