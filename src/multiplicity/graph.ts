/**
 * The weights that a graph gives to the hypotheses of every intersection.
 * F. Bretz, W. Maurer, W. Brannath & M. Posch, Stat. Med. 28 (2009) 586–604, algorithm 1: hypothesis j is taken out by
 *   w_l ← w_l + w_j g_jl,   g_lk ← (g_lk + g_lj g_jk) / (1 − g_lj g_jl)  (0 when g_lj g_jl = 1).
 * The order of taking out does not matter.
 */

/** Sums of shares written with a few decimals may miss 1 by as much as this. */
const ROUNDING = 1e-9;

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0);

/** Says which entry is the first that is no share, or that the sum is above 1; null where neither is so. */
function sharesProblem(name: string, shares: readonly number[]): string | null {
  const wrong = shares.findIndex((share) => !(share >= 0));
  if (wrong >= 0) return `${name}[${wrong}] is ${shares[wrong]}; must be 0 or more`;
  const sum = sumOf(shares);
  return sum <= 1 + ROUNDING ? null : `${name} sum to ${sum}; must sum to 1 or less`;
}

/** What is wrong with weights of this many hypotheses, or null. */
export function weightsProblem(weights: readonly number[], hypotheses: number): string | null {
  if (weights.length !== hypotheses) return `weights has ${weights.length} entries; must have ${hypotheses}`;
  const problem = sharesProblem('weights', weights);
  if (problem !== null) return problem;
  return sumOf(weights) > 0 ? null : 'weights are all 0; one must be above 0 for anything to be tested';
}

/** What is wrong with a graph, or null. */
export function graphProblem(weights: readonly number[], transitions: readonly (readonly number[])[]): string | null {
  const n = weights.length;
  const problem = weightsProblem(weights, n);
  if (problem !== null) return problem;
  if (transitions.length !== n) return `transitions has ${transitions.length} rows; must have ${n}, one a hypothesis`;
  for (const [i, row] of transitions.entries()) {
    if (row.length !== n) return `transitions[${i}] has ${row.length} entries; must have ${n}, one a hypothesis`;
    if (row[i] !== 0) return `transitions[${i}][${i}] is ${row[i]}; must be 0, as nothing is handed on to itself`;
    const rowProblem = sharesProblem(`transitions[${i}]`, row);
    if (rowProblem !== null) return rowProblem;
  }
  return null;
}

interface Graph {
  readonly weights: readonly number[];
  readonly transitions: readonly (readonly number[])[];
}

/** The graph without hypothesis j, whose row, column and weight become 0. */
function takeOut({ weights, transitions: g }: Graph, j: number): Graph {
  return {
    weights: weights.map((w, l) => (l === j ? 0 : w + weights[j] * g[j][l])),
    transitions: g.map((row, l) =>
      row.map((share, k) => {
        if (l === j || k === j || l === k) return 0;
        const back = g[l][j] * g[j][l];
        return back < 1 ? (share + g[l][j] * g[j][k]) / (1 - back) : 0;
      }),
    ),
  };
}

/**
 * Weights of every intersection of n hypotheses: [mask × n + i], 0 for hypotheses outside the mask. Checks nothing: see
 * `graphProblem`.
 */
export function graphWeights(weights: readonly number[], transitions: readonly (readonly number[])[]): Float64Array {
  const n = weights.length;
  const result = new Float64Array(n << n);
  const visit = (graph: Graph, mask: number, next: number): void => {
    result.set(graph.weights, mask * n);
    for (let j = next; j < n; j++) visit(takeOut(graph, j), mask & ~(1 << j), j + 1);
  };
  visit({ weights, transitions }, (1 << n) - 1, 0);
  return result;
}
