/** What a comparison's time origin makes of a patient: from when on time counts, in which group, or that the patient is left out. */
import type { ComparisonTables } from '../plan/statisticsPlan.ts';

/** A patient as compared. Ticks: time since the origin; and time on study until which a treated patient was not treated yet. */
export interface SeenPatient {
  time: number;
  group: 0 | 1;
  untreatedUntil: number;
}

/** A patient's time and group as randomised, and ticks on study to the second treatment's start and to exit or cut. */
export interface RandomisedPatient {
  time: number;
  group: 0 | 1;
  begins: number;
  onStudy: number;
}

/** Fills `into` with the patient as the origin has it; false where it leaves the patient out. */
export function seeFrom(
  { kind, ticks: landmark }: ComparisonTables['origin'],
  { time, group, begins, onStudy }: RandomisedPatient,
  into: SeenPatient,
): boolean {
  into.time = time;
  into.group = group;
  into.untreatedUntil = 0;
  switch (kind) {
    case 'randomisation':
    case 'exactTimes':
    case 'clones':
      return true;
    case 'treatmentStart':
      if (group === 0) return true;
      into.time = time - begins;
      return begins <= time;
    case 'everTreated':
      if (begins > onStudy) into.group = 0;
      return true;
    case 'landmark':
      if (begins > landmark) into.group = 0;
      into.time = time - landmark;
      return time > landmark;
    case 'timeDependent':
      if (begins >= time) into.group = 0;
      else if (group === 1) into.untreatedUntil = begins;
      return true;
  }
}
