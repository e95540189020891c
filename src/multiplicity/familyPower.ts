/**
 * Power of a family in large samples: the probabilities of rejecting each hypothesis, any and all, the statistics
 * jointly normal, Z_i(k) = mean_i(k) + B_i(t_k)/√t_k with correlation ρ_ij at the same look. All looks are taken,
 * whatever was rejected; nothing is dropped. Probabilities are averaged over the points of a lattice shifted at random,
 * whose spread gives the error.
 */

import seedrandom from 'seedrandom';
import { square } from '../elementary/square.ts';
import { normalQuantile } from '../maths/normal.ts';
import { type ClosedTest, testFamily } from './closedTest.ts';
import { type Correlation, correlationProblem, factorCorrelation } from './correlation.ts';
import { fold, generatorOf, MIDDLE } from './korobov.ts';

export interface FamilyPower {
  /** Probability of rejecting each hypothesis, at any look. */
  readonly each: readonly number[];
  readonly any: number;
  readonly all: number;
  /** One standard error of the integration for each of them. */
  readonly error: { readonly each: readonly number[]; readonly any: number; readonly all: number };
}

/** Lattices that differ in their shift; their points together are 2¹⁷. */
const SHIFTS = 16;

function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const squares = values.reduce((sum, x) => sum + square(x - mean), 0);
  // Even where all shares agree, they are shares of only this many points.
  return { mean, error: Math.max(Math.sqrt(squares / (n * (n - 1))), 1 / (n * MIDDLE.points)) };
}

/**
 * Power to a standard error of about 1e-3 at worst (six hypotheses over four looks), given with it.
 *
 * @param means Expected z: means[look][hypothesis]; −∞ for a hypothesis that is not tested at a look.
 * @param fractions Information fractions of the looks, increasing.
 * @throws RangeError for sizes that do not agree or correlations of no joint distribution.
 */
export function familyPower(
  closed: ClosedTest,
  means: readonly (readonly number[])[],
  correlation: Correlation,
  fractions: readonly number[],
): FamilyPower {
  const { hypotheses: n, looks } = closed;
  if (means.length !== looks || fractions.length !== looks || means.some((row) => row.length !== n))
    throw new RangeError(
      `means has ${means.length} looks and fractions ${fractions.length}; must have ${looks}, means of ${n} hypotheses`,
    );
  const problem = correlationProblem(correlation, n);
  if (problem !== null) throw new RangeError(problem);
  const factor = factorCorrelation(correlation);
  const everyone = (1 << n) - 1;
  const generator = generatorOf(MIDDLE, n * looks);
  const shift = new Float64Array(n * looks);
  const xi = new Float64Array(n);
  const score = new Float64Array(n);
  const z = new Float64Array(n);
  const found: number[][] = Array.from({ length: n + 2 }, () => []);
  for (let round = 0; round < SHIFTS; round++) {
    const uniform = seedrandom(`familyPower ${round}`);
    for (let d = 0; d < shift.length; d++) shift[d] = uniform();
    const counts = new Float64Array(n + 2);
    for (let point = 0; point < MIDDLE.points; point++) {
      score.fill(0);
      let rejected = 0;
      for (let k = 0; k < looks; k++) {
        const sd = Math.sqrt(fractions[k] - (k > 0 ? fractions[k - 1] : 0));
        const root = Math.sqrt(fractions[k]);
        for (let i = 0; i < n; i++) {
          const d = k * n + i;
          xi[i] = normalQuantile(fold((point * generator[d]) / MIDDLE.points + shift[d]));
          let sum = 0;
          for (let j = 0; j <= i; j++) sum += factor[i][j] * xi[j];
          score[i] += sd * sum;
          z[i] = means[k][i] + score[i] / root;
        }
        rejected = testFamily(closed, z, rejected, k);
      }
      for (let i = 0; i < n; i++) counts[i] += (rejected >> i) & 1;
      if (rejected !== 0) counts[n]++;
      if (rejected === everyone) counts[n + 1]++;
    }
    for (let event = 0; event < n + 2; event++) found[event].push(counts[event] / MIDDLE.points);
  }
  const results = found.map(meanAndError);
  const each = results.slice(0, n);
  return {
    each: each.map(({ mean }) => mean),
    any: results[n].mean,
    all: results[n + 1].mean,
    error: { each: each.map(({ error }) => error), any: results[n].error, all: results[n + 1].error },
  };
}
