/** What the reference knows of an arm's patients at a cut, as the module writes it: one code each, and counts. */
import { createPatients } from '../../../src/kernel/draw/patients.ts';
import type { Schedule } from '../../../src/kernel/draw/scan.ts';
import { EMPTY } from '../../../src/kernel/fast/memory.ts';
import { createObservation, observe } from '../../../src/kernel/look/observation.ts';
import { codeOf } from '../../../src/kernel/look/patientCode.ts';

export interface ObservedCodes {
  /** EMPTY for a patient who has not entered. */
  readonly codes: Int32Array;
  /** Ticks on study to exit or cut, whether or not seen at a scan, −1 for a patient who has not entered; null where nobody asks. */
  readonly onStudy: Int32Array | null;
  /** Enrolled, events, dropouts, completed. */
  readonly counts: Int32Array;
}

/** Arrays of an arm's patients; `scans` is null where exits are known as they happen. */
export interface ObservedPatients {
  readonly entry: Int32Array;
  readonly exit: Int32Array;
  readonly scans: { readonly schedule: Schedule; readonly word: Int32Array } | null;
}

/**
 * Fills the codes of patients 0 … n − 1. The counts are those of tick `by`: the cut, or when the arm was closed.
 */
export function observeArm(
  { entry, exit, scans }: ObservedPatients,
  n: number,
  cut: number,
  by: number,
  followUp: number,
  group: number,
  { codes, onStudy, counts }: ObservedCodes,
): void {
  const patients = createPatients(n, 1, 0, 1, { scanned: scans !== null, course: false, further: [] });
  patients.entry.set(entry.subarray(0, n));
  patients.exit.set(exit.subarray(0, n));
  patients.trueExit.set(exit.subarray(0, n));
  if (scans !== null) patients.scanWord.set(scans.word.subarray(0, n));
  const seen = createObservation(n, scans !== null);
  observe(patients, cut, scans === null ? null : [scans.schedule], followUp, seen);
  counts.fill(0);
  for (let i = 0; i < n; i++) {
    const began = entry[i] >> 2;
    const left = exit[i] >> 2;
    if (began <= by) {
      counts[0]++;
      if (left <= by) counts[1 + ((exit[i] >> 1) & 1)]++;
      else if (began <= by - followUp) counts[3]++;
    }
    codes[i] = seen.time[i] < 0 ? EMPTY : codeOf(seen.time[i], seen.event[i], group, cut);
    if (onStudy !== null) onStudy[i] = seen.onStudy[i];
  }
}
