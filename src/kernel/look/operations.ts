/** Operations of a replicate: who came when and where, who started the second treatment, what scans made of the events. */

import type { Patients } from '../draw/patients.ts';
import type { CohortPlan } from '../plan/cohortPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import type { Observation } from './observation.ts';
import { sortAscending } from './sort.ts';

/** One row per replicate, about the patients enrolled by the cut of a look. Times in the scenario's unit. */
export interface OperationsColumns {
  /** Calendar time of the last patient in. */
  readonly lastEntry: Float64Array;
  /** By arm, the control first: patients who have started the second treatment, and who left before they could. */
  readonly started: readonly Int32Array[];
  readonly neverStarted: readonly Int32Array[];
  /** Events that are deaths, and events at a time on study at which another patient has one. */
  readonly deaths: Int32Array;
  readonly tied: Int32Array;
  /** Mean time from progression to the scan that shows it; NaN where no scan shows one. */
  readonly delay: Float64Array;
  /**
   * Patients by which arms miss the allocation: for experimental arm k and the control, 2 |n_k w_0 − n_0 w_k| / (w_0 +
   * w_k) (the difference at 1:1), the largest over k. For the whole trial, and as the mean over centres and over levels
   * of factors that have patients; NaN without them.
   */
  readonly imbalance: Float64Array;
  readonly imbalanceInCentres: Float64Array;
  readonly imbalanceInLevels: Float64Array;
  /** The number of centres open when the last patient enters, and of those with patients. */
  readonly centresOpen: Int32Array;
  readonly centresRecruiting: Int32Array;
  /** The number of patients of the largest centre. */
  readonly largestCentre: Int32Array;
}

export function createOperationsColumns(arms: number, rows: number): OperationsColumns {
  const byArm = () => Array.from({ length: arms }, () => new Int32Array(rows));
  return {
    lastEntry: new Float64Array(rows),
    started: byArm(),
    neverStarted: byArm(),
    deaths: new Int32Array(rows),
    tied: new Int32Array(rows),
    delay: new Float64Array(rows),
    imbalance: new Float64Array(rows),
    imbalanceInCentres: new Float64Array(rows),
    imbalanceInLevels: new Float64Array(rows),
    centresOpen: new Int32Array(rows),
    centresRecruiting: new Int32Array(rows),
    largestCentre: new Int32Array(rows),
  };
}

/** The patients by which the arms' counts, `counts[from …]`, miss their weights. */
function missed(counts: Int32Array, from: number, weights: readonly number[]): number {
  let most = 0;
  for (let k = 1; k < weights.length; k++) {
    const off = Math.abs(counts[from + k] * weights[0] - counts[from] * weights[k]);
    most = Math.max(most, (2 * off) / (weights[0] + weights[k]));
  }
  return most;
}

/** Whether the patient's exit came before a second treatment that was still to start; `at` is the cut. */
function leftBeforeStart({ entry, exit, start }: Patients, i: number, cut: number): boolean {
  const left = exit[i] >> 2;
  return start[i] !== NEVER && left <= cut && left - (entry[i] >> 2) < start[i];
}

export type FillOperations = (observed: Observation, cut: number, columns: OperationsColumns, row: number) => void;

/** Fills the columns of a plan from its patients; `weights` are by arm, `unit` is one tick. */
export function createOperations(
  { levels, scans, centres }: CohortPlan,
  patients: Patients,
  weights: readonly number[],
  unit: number,
): FillOperations {
  const { n, entry, arm, cell, centre, exit, trueExit, start, death, openings } = patients;
  const arms = weights.length;
  const overall = new Int32Array(arms);
  const byCentre = new Int32Array(openings.length * arms);
  const firstLevels: number[] = [];
  let levelCount = 0;
  for (const factor of levels) {
    firstLevels.push(levelCount);
    levelCount += factor.levels;
  }
  const byLevel = new Int32Array(levelCount * arms);
  const times = new Int32Array(scans === null ? 0 : n);
  const scratch = new Int32Array(times.length);
  const places = new Int32Array(times.length + 1);

  /**
   * The mean of `missed` over groups (centres, levels) that have patients, the number of such groups and the size of
   * the largest.
   */
  const groups = { mean: 0, filled: 0, largest: 0 };
  function overGroups(counts: Int32Array): void {
    let sum = 0;
    groups.filled = 0;
    groups.largest = 0;
    for (let from = 0; from < counts.length; from += arms) {
      let size = 0;
      for (let k = 0; k < arms; k++) size += counts[from + k];
      if (size === 0) continue;
      groups.filled++;
      groups.largest = Math.max(groups.largest, size);
      sum += missed(counts, from, weights);
    }
    groups.mean = sum / groups.filled;
  }

  return (observed, cut, columns, row) => {
    overall.fill(0);
    byCentre.fill(0);
    byLevel.fill(0);
    let last = 0;
    let deaths = 0;
    let late = 0;
    let lateSum = 0;
    let events = 0;
    for (let k = 0; k < arms; k++) columns.started[k][row] = columns.neverStarted[k][row] = 0;
    for (let i = 0; i < n; i++) {
      const began = entry[i] >> 2;
      if (began > cut) continue;
      if (began > last) last = began;
      const a = arm[i];
      overall[a]++;
      byCentre[centre[i] * arms + a]++;
      for (let f = 0; f < levels.length; f++) byLevel[(firstLevels[f] + levels[f].levelOf[cell[i]]) * arms + a]++;
      if (start[i] !== NEVER) {
        if (leftBeforeStart(patients, i, cut)) columns.neverStarted[a][row]++;
        else if (start[i] <= observed.onStudy[i]) columns.started[a][row]++;
      }
      if (scans === null || observed.event[i] === 0) continue;
      times[events++] = observed.time[i];
      if (death[i] === 1) deaths++;
      else {
        late++;
        lateSum += (exit[i] >> 2) - (trueExit[i] >> 2);
      }
    }
    columns.lastEntry[row] = last * unit;
    columns.deaths[row] = deaths;
    columns.delay[row] = late > 0 ? (lateSum * unit) / late : Number.NaN;
    sortAscending(times, events, scratch, places);
    let tied = 0;
    for (let k = 0; k < events; k++) {
      if ((k > 0 && times[k] === times[k - 1]) || (k + 1 < events && times[k] === times[k + 1])) tied++;
    }
    columns.tied[row] = tied;
    columns.imbalance[row] = missed(overall, 0, weights);
    overGroups(byLevel);
    columns.imbalanceInLevels[row] = levelCount === 0 ? Number.NaN : groups.mean;
    overGroups(byCentre);
    columns.imbalanceInCentres[row] = centres === null ? Number.NaN : groups.mean;
    columns.centresRecruiting[row] = groups.filled;
    columns.largestCentre[row] = groups.largest;
    let open = 0;
    for (let c = 0; c < openings.length; c++) if (openings[c] <= last) open++;
    columns.centresOpen[row] = open;
  };
}
