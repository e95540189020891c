/** Intersections of hypotheses as bit masks, and the share of alpha at which each of their members is tested. */
import { graphWeights } from './graph.ts';
import type { Procedure } from './procedure.ts';

/** Procedures that test each member of an intersection at its own share of alpha. */
export type WeightedProcedure = Exclude<Procedure, { kind: 'dunnett' | 'stepDownDunnett' }>;

/** The hypotheses of an intersection, from the lowest. */
export function membersOf(mask: number): number[] {
  const members: number[] = [];
  for (let i = 0; mask >> i > 0; i++) if ((mask >> i) & 1) members.push(i);
  return members;
}

/** The shares of alpha in one intersection, one per member. */
function sharesIn(members: readonly number[], procedure: Exclude<WeightedProcedure, { kind: 'graph' }>, n: number) {
  switch (procedure.kind) {
    case 'none':
    case 'allNeeded':
      return members.map(() => 1);
    case 'bonferroni':
      return members.map((i) => procedure.weights?.[i] ?? 1 / n);
    case 'holm': {
      const { weights } = procedure;
      if (!weights) return members.map(() => 1 / members.length);
      const whole = weights.reduce((sum, w) => sum + w, 0);
      const here = members.reduce((sum, i) => sum + weights[i], 0);
      return members.map((i) => (weights[i] * whole) / here);
    }
    case 'hochberg':
      return members.map(() => 1 / members.length);
    case 'fixedSequence': {
      const first = procedure.order?.find((i) => members.includes(i)) ?? members[0];
      return members.map((i) => (i === first ? 1 : 0));
    }
  }
}

/**
 * Shares of alpha in every intersection of n hypotheses: [mask × n + i], 0 outside the mask. They sum to more than 1 only
 * for `none` and `allNeeded`. Hochberg's are those that members are compared with by rank: the r largest p-values with 1/r.
 */
export function intersectionWeights(procedure: WeightedProcedure, n: number): Float64Array {
  if (procedure.kind === 'graph') return graphWeights(procedure.weights, procedure.transitions);
  const result = new Float64Array(n << n);
  for (let mask = 1; mask < 1 << n; mask++) {
    const members = membersOf(mask);
    for (const [place, share] of sharesIn(members, procedure, n).entries()) result[mask * n + members[place]] = share;
  }
  return result;
}
