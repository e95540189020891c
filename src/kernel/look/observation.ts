/** What is known of every patient at a cut. */
import type { Patients } from '../draw/patients.ts';
import { lastScanBy, type Schedule } from '../draw/scan.ts';

/** One row per patient. */
export interface Observation {
  /** Ticks on study to the event or to the last that is known; −1 for a patient who has not entered. */
  readonly time: Int32Array;
  readonly event: Uint8Array;
  /** Ticks on study to exit or cut, whether or not seen at a scan. */
  readonly onStudy: Int32Array;
  /** As `time` and `event`, were progression known at once; the same arrays without scans. */
  readonly trueTime: Int32Array;
  readonly trueEvent: Uint8Array;
}

export function createObservation(n: number, scanned: boolean): Observation {
  const time = new Int32Array(n);
  const event = new Uint8Array(n);
  return {
    time,
    event,
    onStudy: scanned ? new Int32Array(n) : time,
    trueTime: scanned ? new Int32Array(n) : time,
    trueEvent: scanned ? new Uint8Array(n) : event,
  };
}

/**
 * Fills in what is known at `cut`; `followUp` is a fixed follow-up in ticks. A patient without event is followed to the
 * last scan attended or, without scans, to exit or cut.
 */
export function observe(
  { n, entry, exit, trueExit, arm, scanWord }: Patients,
  cut: number,
  schedules: readonly Schedule[] | null,
  followUp: number,
  into: Observation,
): void {
  const { time, event, onStudy, trueTime, trueEvent } = into;
  for (let i = 0; i < n; i++) {
    const began = entry[i] >> 2;
    if (began > cut) {
      time[i] = onStudy[i] = trueTime[i] = -1;
      event[i] = trueEvent[i] = 0;
      continue;
    }
    const left = exit[i] >> 2;
    const happened = left <= cut && (exit[i] & 2) === 0;
    const followed = Math.min(followUp, Math.min(left, cut) - began);
    event[i] = happened ? 1 : 0;
    if (schedules === null) {
      time[i] = followed;
      continue;
    }
    onStudy[i] = followed;
    time[i] = happened ? followed : lastScanBy(schedules[arm[i]], scanWord[i], followed);
    const really = trueExit[i] >> 2;
    trueTime[i] = Math.min(followUp, Math.min(really, cut) - began);
    trueEvent[i] = really <= cut && (trueExit[i] & 2) === 0 ? 1 : 0;
  }
}
