/**
 * Adjusted p-values of a fixed design: the smallest one-sided alpha over the family at which a hypothesis is rejected.
 * Of a closed test it is the largest p-value of the intersections a hypothesis is in: min_j p_j/w_j of weighted
 * Bonferroni tests, P(max_j Z_j ≥ max_j z_j) of Dunnett's.
 */
import { normalQuantile } from '../maths/normal.ts';
import { type Correlation, correlationOf, correlationProblem } from './correlation.ts';
import { dunnettTail } from './dunnett.ts';
import { intersectionWeights, membersOf } from './intersections.ts';
import { type Procedure, procedureProblem } from './procedure.ts';

/** Hochberg: p(i) × (n − i + 1), the smallest of those of larger p-values. */
function stepUpAdjusted(p: readonly number[]): number[] {
  const adjusted = new Array<number>(p.length);
  let least = 1;
  for (const [kept, i] of p
    .map((_, j) => j)
    .sort((i, j) => p[j] - p[i])
    .entries()) {
    least = Math.min(least, p[i] * (kept + 1));
    adjusted[i] = least;
  }
  return adjusted;
}

/**
 * @param p One-sided p-values, one a hypothesis.
 * @param correlation Of the statistics, for Dunnett's procedures.
 * @throws RangeError for parameters that make no test.
 */
export function adjustedPValues(procedure: Procedure, p: readonly number[], correlation?: Correlation): number[] {
  const n = p.length;
  const wrong = p.findIndex((value) => !(value >= 0 && value <= 1));
  const problem =
    procedureProblem(procedure, n) ?? (wrong >= 0 ? `p[${wrong}] is ${p[wrong]}; must be from 0 to 1` : null);
  if (problem !== null) throw new RangeError(problem);
  if (procedure.kind === 'hochberg') return stepUpAdjusted(p);

  let ofIntersection: (mask: number) => number;
  if (procedure.kind === 'dunnett' || procedure.kind === 'stepDownDunnett') {
    const correlations = correlation ?? [];
    const correlationWrong = correlationProblem(correlations, n);
    if (correlationWrong !== null) throw new RangeError(correlationWrong);
    const single = procedure.kind === 'dunnett';
    ofIntersection = (mask) => {
      const members = membersOf(mask);
      const tests = single ? p.map((_, i) => i) : members;
      const least = Math.min(...members.map((i) => p[i]));
      return dunnettTail(correlationOf(tests, correlations), -normalQuantile(least));
    };
  } else {
    const weights = intersectionWeights(procedure, n);
    ofIntersection = (mask) =>
      membersOf(mask).reduce((least, i) => {
        const weight = weights[mask * n + i];
        return weight > 0 ? Math.min(least, p[i] / weight) : least;
      }, 1);
  }
  const adjusted = new Array<number>(n).fill(0);
  for (let mask = 1; mask < 1 << n; mask++) {
    const value = ofIntersection(mask);
    for (const i of membersOf(mask)) adjusted[i] = Math.max(adjusted[i], value);
  }
  return adjusted;
}
