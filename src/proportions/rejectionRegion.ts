/**
 * The outcomes in which a test of two proportions rejects: x events among n experimental patients, y among m controls. For
 * each y the x that lead to a claim of benefit, and for a two-sided test those that show harm, are a few runs of
 * neighbours, mostly one. More events are the benefit here; who wants fewer counts those without the event.
 */
import { normalQuantile } from '../maths/normal.ts';
import { boschlooThreshold } from './boschloo.ts';
import { eventsGivenAll, fisherTails, TIE } from './fisher.ts';
import { benefitLevel, type ProportionTest, type TwoCounts } from './proportionTest.ts';
import { correctedStatistic, scoreStatistic } from './scoreStatistic.ts';

/** x from `from[i]` to `to[i]`, both included, with y = `row[i]`. */
export interface Runs {
  readonly row: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

export interface RejectionRegion {
  /** Patients of the experimental arm, and of the control. */
  readonly n: number;
  readonly m: number;
  readonly benefit: Runs;
  /** Empty for a one-sided test. */
  readonly harm: Runs;
}

const NO_RUNS: Runs = { row: [], from: [], to: [] };

/** Statistics by which a test is one of a standard normal: z at (x, y). Precondition: no exact test. */
function statisticOf({ statistic, margin }: ProportionTest): (counts: TwoCounts) => number {
  if (statistic === 'pearson corrected') return correctedStatistic;
  const largeN = statistic !== 'miettinen-nurminen';
  return (counts) => scoreStatistic(counts, margin, largeN);
}

/** Runs to n of those x at or above a cut; the cut rises with y. `reaches` rises with x and falls with y. */
function above(n: number, m: number, reaches: (x: number, y: number) => boolean): Runs {
  const runs = { row: [] as number[], from: [] as number[], to: [] as number[] };
  let x = 0;
  for (let y = 0; y <= m; y++) {
    while (x <= n && !reaches(x, y)) x++;
    if (x > n) break;
    runs.row.push(y);
    runs.from.push(x);
    runs.to.push(n);
  }
  return runs;
}

/** The same from 0 of those x at or below a cut. `reaches` falls with x and rises with y. */
function below(n: number, m: number, reaches: (x: number, y: number) => boolean): Runs {
  const mirrored = above(n, m, (x, y) => reaches(n - x, m - y));
  return {
    row: mirrored.row.map((y) => m - y),
    from: mirrored.to.map((x) => n - x),
    to: mirrored.from.map((x) => n - x),
  };
}

/** Where the share of tables as improbable is at most alpha, which is no staircase: a row may have holes. */
function fisherTwoSided(n: number, m: number, alpha: number): Pick<RejectionRegion, 'benefit' | 'harm'> {
  const rejected = new Int8Array((n + 1) * (m + 1));
  for (let events = 0; events <= n + m; events++) {
    const { first, law } = eventsGivenAll(events, n, m);
    const middle = (n * events) / (n + m);
    // From the least probable table on, ties together.
    let [low, high] = [0, law.length - 1];
    let total = 0;
    while (low <= high) {
      const least = Math.min(law[low], law[high]) * (1 + TIE);
      const [fromLow, fromHigh] = [low, high];
      while (low <= high && law[low] <= least) total += law[low++];
      while (high >= low && law[high] <= least) total += law[high--];
      if (total > alpha) break;
      const mark = (i: number) => {
        const x = first + i;
        rejected[(events - x) * (n + 1) + x] = x > middle ? 1 : -1;
      };
      for (let i = fromLow; i < low; i++) mark(i);
      for (let i = fromHigh; i > high; i--) mark(i);
    }
  }
  const runsOf = (way: 1 | -1): Runs => {
    const runs = { row: [] as number[], from: [] as number[], to: [] as number[] };
    for (let y = 0; y <= m; y++)
      for (let x = 0; x <= n; x++) {
        if (rejected[y * (n + 1) + x] !== way) continue;
        const from = x;
        while (x < n && rejected[y * (n + 1) + x + 1] === way) x++;
        runs.row.push(y);
        runs.from.push(from);
        runs.to.push(x);
      }
    return runs;
  };
  return { benefit: runsOf(1), harm: runsOf(-1) };
}

/** Where one-sided Fisher P values are at most a threshold, either way; that for harm is the mirror image. */
function fisherAtMost(n: number, m: number, sides: 1 | 2, benefit: number, harm: number): RejectionRegion {
  const tails = fisherTails(n, m);
  const benefits = above(n, m, (x, y) => tails[y * (n + 1) + x] <= benefit);
  if (sides === 1) return { n, m, benefit: benefits, harm: NO_RUNS };
  // As few events among x as are as many without one among n − x.
  return { n, m, benefit: benefits, harm: below(n, m, (x, y) => tails[(m - y) * (n + 1) + n - x] <= harm) };
}

/** Where the test rejects with n experimental patients and m controls, more events being the benefit. */
export function rejectionRegion(test: ProportionTest, n: number, m: number): RejectionRegion {
  const { statistic, sides } = test;
  const level = benefitLevel(test);
  if (statistic === 'fisher')
    return sides === 2 ? { n, m, ...fisherTwoSided(n, m, test.alpha) } : fisherAtMost(n, m, 1, level, level);
  if (statistic === 'boschloo') {
    // By mirror symmetry the threshold for harm is the same.
    const threshold = boschlooThreshold(fisherTails(n, m), n, m, level);
    return fisherAtMost(n, m, sides, threshold, threshold);
  }
  const critical = normalQuantile(1 - level);
  const z = statisticOf(test);
  const at = (x: number, y: number) =>
    z({ experimental: { events: x, patients: n }, control: { events: y, patients: m } });
  return {
    n,
    m,
    benefit: above(n, m, (x, y) => at(x, y) >= critical),
    harm: sides === 1 ? NO_RUNS : below(n, m, (x, y) => at(x, y) <= -critical),
  };
}
