/** What is kept of where the replicates of a group-sequential trial stop. */

import type { Columns } from '../kernel/look/columns.ts';
import { conductAt } from './conduct.ts';
import { type Decisions, EFFICACY, FUTILITY, HARM } from './decisions.ts';
import { addValue, emptyMoments, type Moments, mergeMoments } from './moments.ts';

/** Replicates at one look, futility stops acted on; and ignored, where it says so. */
export interface LookTally {
  /** The look took place. */
  reached: number;
  efficacy: number;
  harm: number;
  futility: number;
  /** The replicate went on past this look although it never took place: the final analysis was due first. */
  skipped: number;
  efficacyIgnoring: number;
  harmIgnoring: number;
  /** Where the look took place. */
  time: Moments;
  events: Moments;
  enrolled: Moments;
}

export interface SequentialTally {
  readonly looks: LookTally[];
  /** Median-unbiased log hazard ratio, and how often its stagewise interval held the true one. */
  readonly adjusted: Moments;
  covered: number;
}

/** Stagewise estimates of the log hazard ratio after a stop at one look, between which z is interpolated. */
export interface EstimateTable {
  readonly z: readonly number[];
  readonly logHazardRatio: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export function emptySequential(looks: number): SequentialTally {
  return {
    looks: Array.from({ length: looks }, () => ({
      reached: 0,
      efficacy: 0,
      harm: 0,
      futility: 0,
      skipped: 0,
      efficacyIgnoring: 0,
      harmIgnoring: 0,
      time: emptyMoments(),
      events: emptyMoments(),
      enrolled: emptyMoments(),
    })),
    adjusted: emptyMoments(),
    covered: 0,
  };
}

const total = (byArm: readonly Int32Array[], row: number) => byArm.reduce((sum, counts) => sum + counts[row], 0);

export function addDecisions(tally: SequentialTally, looks: readonly Columns[], decisions: Decisions): void {
  const rows = decisions.look.length;
  for (let row = 0; row < rows; row++) {
    const end = decisions.look[row];
    for (let k = 0; k <= end; k++) {
      const columns = looks[k];
      const at = tally.looks[k];
      if (columns.performed[row] === 0) {
        at.skipped++;
        continue;
      }
      at.reached++;
      addValue(at.time, columns.analysisTime[row]);
      addValue(at.events, total(columns.events, row));
      addValue(at.enrolled, total(columns.enrolled, row));
    }
    const reason = decisions.reason[row];
    if (reason === EFFICACY) tally.looks[end].efficacy++;
    else if (reason === HARM) tally.looks[end].harm++;
    else if (reason === FUTILITY) tally.looks[end].futility++;
    const ignoring = decisions.reasonIgnoring[row];
    if (ignoring === EFFICACY) tally.looks[decisions.lookIgnoring[row]].efficacyIgnoring++;
    else if (ignoring === HARM) tally.looks[decisions.lookIgnoring[row]].harmIgnoring++;
  }
}

/** `values` at x, linear between the points of the ascending `grid`, the end values beyond it. */
function interpolate(grid: readonly number[], values: readonly number[], x: number): number {
  let low = 0;
  let high = grid.length - 1;
  if (x <= grid[0]) return values[0];
  if (x >= grid[high]) return values[high];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (grid[middle] <= x) low = middle;
    else high = middle;
  }
  const share = (x - grid[low]) / (grid[high] - grid[low]);
  return values[low] + share * (values[high] - values[low]);
}

/** Add the stagewise estimates; `truth` the log hazard ratio their intervals should hold, null where there is none. */
export function addEstimates(
  tally: SequentialTally,
  decisions: Decisions,
  tables: readonly EstimateTable[],
  truth: number | null,
): void {
  for (let row = 0; row < decisions.look.length; row++) {
    const { z, logHazardRatio, low, high } = tables[decisions.look[row]];
    const seen = decisions.z[row];
    addValue(tally.adjusted, interpolate(z, logHazardRatio, seen));
    if (truth === null) continue;
    if (interpolate(z, low, seen) <= truth && truth <= interpolate(z, high, seen)) tally.covered++;
  }
}

export function mergeSequential(into: SequentialTally, from: SequentialTally): void {
  into.looks.forEach((look, k) => {
    const other = from.looks[k];
    for (const field of [
      'reached',
      'efficacy',
      'harm',
      'futility',
      'skipped',
      'efficacyIgnoring',
      'harmIgnoring',
    ] as const)
      look[field] += other[field];
    for (const field of ['time', 'events', 'enrolled'] as const) mergeMoments(look[field], other[field]);
  });
  mergeMoments(into.adjusted, from.adjusted);
  into.covered += from.covered;
}

/** The row of each replicate at the look it ended at. */
export function columnsAt(looks: readonly Columns[], look: Uint8Array): Columns {
  const rows = look.length;
  const pick = <T extends Float64Array | Int32Array | Uint8Array>(into: T, of: (columns: Columns) => T): T => {
    for (let row = 0; row < rows; row++) into[row] = of(looks[look[row]])[row];
    return into;
  };
  const doubles = (of: (columns: Columns) => Float64Array) => pick(new Float64Array(rows), of);
  const byArm = (of: (columns: Columns) => readonly Int32Array[]) =>
    of(looks[0]).map((_, arm) => pick(new Int32Array(rows), (columns) => of(columns)[arm]));
  const optional = (of: (columns: Columns) => Float64Array | null) =>
    of(looks[0]) === null ? null : doubles((columns) => of(columns) as Float64Array);
  const optionalPair = (of: (columns: Columns) => readonly [Float64Array, Float64Array] | null) => {
    if (of(looks[0]) === null) return null;
    const arm = (a: 0 | 1) => doubles((columns) => (of(columns) as readonly [Float64Array, Float64Array])[a]);
    return [arm(0), arm(1)] as const;
  };
  return {
    rows,
    performed: new Uint8Array(rows).fill(1),
    z: doubles((columns) => columns.z),
    analysisTime: doubles((columns) => columns.analysisTime),
    reached: pick(new Uint8Array(rows), (columns) => columns.reached),
    enrolled: byArm((columns) => columns.enrolled),
    events: byArm((columns) => columns.events),
    dropouts: byArm((columns) => columns.dropouts),
    completed: byArm((columns) => columns.completed),
    logHazardRatio: optional((columns) => columns.logHazardRatio),
    standardError: optional((columns) => columns.standardError),
    medians: optionalPair((columns) => columns.medians),
    compensators: optionalPair((columns) => columns.compensators),
    statistics: looks[0].statistics.map((_, s) => ({
      z: doubles((columns) => columns.statistics[s].z),
      estimate: doubles((columns) => columns.statistics[s].estimate),
      information: doubles((columns) => columns.statistics[s].information),
    })),
    conduct: conductAt(looks, look),
  };
}
