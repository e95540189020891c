/** Several tests on the same replicates: how often each rejects, how often two of them do together, what they estimate. */
import type { Columns } from '../kernel/look/columns.ts';
import { addAll, type Distribution, emptyDistribution, mergeDistribution } from './distribution.ts';
import { addValue, emptyMoments, type Moments, mergeMoments } from './moments.ts';

export interface TestTally {
  /** Claims for benefit, and for harm. */
  benefit: number;
  harm: number;
  z: Moments;
  /** NaN (not estimable) left out. */
  estimate: Distribution;
  /** Replicates in which this test and test u both reject: benefit when one-sided, either way when two-sided. */
  readonly both: number[];
}

export function emptyTests(tests: number): TestTally[] {
  return Array.from({ length: tests }, () => ({
    benefit: 0,
    harm: 0,
    z: emptyMoments(),
    estimate: emptyDistribution('additive'),
    both: new Array<number>(tests).fill(0),
  }));
}

/** Add a block: `claims[t][row]` is 1 for benefit, −1 for harm; `columns` the analysis at which each replicate ended. */
export function addTests(
  tallies: readonly TestTally[],
  claims: readonly Int8Array[],
  columns: Columns,
  sides: 1 | 2,
): void {
  const rejects = (t: number, row: number) => (sides === 1 ? claims[t][row] === 1 : claims[t][row] !== 0);
  tallies.forEach((tally, t) => {
    const { z, estimate } = columns.statistics[t];
    addAll(tally.estimate, estimate);
    for (let row = 0; row < columns.rows; row++) {
      if (claims[t][row] === 1) tally.benefit++;
      else if (claims[t][row] === -1) tally.harm++;
      if (Number.isFinite(z[row])) addValue(tally.z, z[row]);
      if (!rejects(t, row)) continue;
      for (let u = 0; u < tallies.length; u++) if (rejects(u, row)) tally.both[u]++;
    }
  });
}

export function mergeTests(into: readonly TestTally[], from: readonly TestTally[]): void {
  into.forEach((tally, t) => {
    const other = from[t];
    tally.benefit += other.benefit;
    tally.harm += other.harm;
    mergeMoments(tally.z, other.z);
    mergeDistribution(tally.estimate, other.estimate);
    other.both.forEach((count, u) => {
      tally.both[u] += count;
    });
  });
}

/** Estimates at every look that took place: moments[look][statistic]. */
export function emptyLookEstimates(looks: number, statistics: number): Moments[][] {
  return Array.from({ length: looks }, () => Array.from({ length: statistics }, emptyMoments));
}

export function addLookEstimates(moments: readonly (readonly Moments[])[], looks: readonly Columns[]): void {
  looks.forEach(({ rows, performed, statistics }, k) => {
    statistics.forEach(({ estimate }, s) => {
      for (let row = 0; row < rows; row++) if (performed[row] === 1) addValue(moments[k][s], estimate[row]);
    });
  });
}
