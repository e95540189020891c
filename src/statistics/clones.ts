/**
 * Cloning, censoring and weighting: everybody is copied into two strategies, to start the second treatment within a grace
 * period G of randomisation and not to, and a clone is censored when its patient does otherwise. With T the time on study of a
 * patient's exit and S < T that of the start, none for who has not started by then,
 *
 *   the starter is followed to T where S ≤ G or T ≤ G, and otherwise to G;
 *   the non-starter is followed to T where not S ≤ G, and otherwise to S.
 *
 * A clone that is followed to time t is at risk at t, and exits at t come before starts at t. The clones left stand for those
 * censored, weighted by 1/K(t−), K the Kaplan–Meier estimate of staying uncensored within the strategy from the compared
 * patients of the trial, as of that time, nothing else known of them:
 *
 *   starters       1 to G, then  #{T > G} / #{T > G, S ≤ G}
 *   non-starters   1 / Π_{s < t, s ≤ G} (1 − c(s)/r(s)),  r(s) = #{T > s, not S < s},  c(s) = #{T > s, S = s}.
 *
 * M. A. Hernán, B. Brumback, J. M. Robins, Epidemiology 11 (2000) 561–570; M. A. Hernán & J. M. Robins, Am. J. Epidemiol. 183
 * (2016) 758–764; C. Maringe et al., Int. J. Epidemiol. 49 (2020) 1719–1729. Without the weights the clones are only censored.
 */
import { orderOf } from '../maths/orderOf.ts';

/** The patients who are copied, one row each up to `n`; times on study in ticks. */
export interface ClonedPatients {
  n: number;
  /** To the event or to the last that is known, ≥ 0; `event` is 1 where that is the event. */
  readonly time: Int32Array;
  readonly event: Uint8Array;
  /** Of the second treatment's start; a patient whose start is not before `time` has not started. */
  readonly start: Int32Array;
}

/** What a statistic of clones reads. */
export interface Clones {
  readonly table: CloneTable;
  /** Whether clones left are weighted for those censored. */
  readonly weighted: boolean;
}

/** Row of the start of a patient who has not started within the grace period. */
export const NOT_STARTED = -1;

/**
 * The risk sets of the clones of `patients`. Row k, in ascending time: the starters (1) and non-starters (0) at risk, those of them
 * that fail, and the weight of each non-starter; that of each starter is `weightAfterGrace` from row `rowsToGrace` on, before 1.
 * For each patient: how many rows there are up to the exit, and up to the start, NOT_STARTED for who is not one of the starters.
 */
export class CloneTable {
  readonly patients: ClonedPatients;
  /** In ticks. */
  readonly grace: number;
  rows = 0;
  readonly atRisk1: Int32Array;
  readonly atRisk0: Int32Array;
  readonly failing1: Int32Array;
  readonly failing0: Int32Array;
  readonly weight0: Float64Array;
  weightAfterGrace = 1;
  rowsToGrace = 0;
  readonly rowsToExit: Int32Array;
  readonly rowsToStart: Int32Array;
  /** Patients who have started within the grace period. */
  starters = 0;
  /** Patients with the event. */
  failed = 0;
  private readonly exits: Int32Array;
  private readonly starts: Int32Array;
  private readonly startOf: Int32Array;
  private readonly starterOf: Int32Array;

  /** Room for `capacity` patients. */
  constructor(capacity: number, grace: number) {
    const column = () => new Int32Array(capacity);
    this.grace = grace;
    this.patients = { n: 0, time: column(), event: new Uint8Array(capacity), start: column() };
    this.atRisk1 = column();
    this.atRisk0 = column();
    this.failing1 = column();
    this.failing0 = column();
    this.weight0 = new Float64Array(capacity);
    this.rowsToExit = column();
    this.rowsToStart = column();
    this.exits = column();
    this.starts = column();
    this.startOf = column();
    this.starterOf = column();
  }

  /** Finds who starts within the grace period, in the order of their starts. */
  private findStarters(): void {
    const { patients, grace, rowsToStart, starts, startOf, starterOf } = this;
    const { n, time, start } = patients;
    let starters = 0;
    for (let i = 0; i < n; i++) {
      rowsToStart[i] = NOT_STARTED;
      if (start[i] > grace || start[i] >= time[i]) continue;
      startOf[starters] = start[i];
      starterOf[starters++] = i;
      // Until the row is known.
      rowsToStart[i] = 0;
    }
    orderOf(startOf, starters, starts);
    for (let j = 0; j < starters; j++) starts[j] = starterOf[starts[j]];
    this.starters = starters;
  }

  /** Fills the table from the patients as they are. */
  fill(): void {
    this.findStarters();
    const { patients, grace, exits, starts, starters, rowsToExit, rowsToStart } = this;
    const { n, time, event, start } = patients;
    orderOf(time, n, exits);
    let rows = 0;
    let failed = 0;
    /** Patients still there, and those of them who have started. */
    let there = n;
    let started = 0;
    let uncensored = 1;
    let inGrace = true;
    for (let i = 0, j = 0; i < n; ) {
      const t = time[exits[i]];
      while (j < starters && start[starts[j]] < t) {
        const s = start[starts[j]];
        const left = there - started;
        const first = j;
        for (; j < starters && start[starts[j]] === s; j++) rowsToStart[starts[j]] = rows;
        uncensored *= 1 - (j - first) / left;
        started += j - first;
      }
      if (inGrace && t > grace) {
        inGrace = false;
        this.rowsToGrace = rows;
        this.weightAfterGrace = started > 0 ? there / started : 0;
      }
      let d = 0;
      let startedFail = 0;
      let startedLeave = 0;
      const from = i;
      for (; i < n && time[exits[i]] === t; i++) {
        const patient = exits[i];
        d += event[patient];
        if (rowsToStart[patient] === NOT_STARTED) continue;
        startedLeave++;
        startedFail += event[patient];
      }
      if (d > 0) {
        this.atRisk1[rows] = inGrace ? there : started;
        this.atRisk0[rows] = there - started;
        this.failing1[rows] = inGrace ? d : startedFail;
        this.failing0[rows] = d - startedFail;
        // With nobody left there is nobody to weigh.
        this.weight0[rows] = uncensored > 0 ? 1 / uncensored : 0;
        rows++;
        failed += d;
      }
      for (let k = from; k < i; k++) rowsToExit[exits[k]] = rows;
      there -= i - from;
      started -= startedLeave;
    }
    if (inGrace) this.rowsToGrace = rows;
    this.rows = rows;
    this.failed = failed;
  }
}
