/** Correlation of the statistics of several hypotheses at the same look. */

export type Correlation = readonly (readonly number[])[];

/** If the others leave a statistic less variance than this, it leaves none: the statistic is a sum of them. */
const NOTHING_LEFT = 1e-10;
/** Correlations written with a few decimals may miss the exact value by this. */
const ROUNDING = 1e-7;
/** Correlations at least this high are 1 but for rounding when computed in two ways. */
const SAME = 1e-12;

/**
 * Arms against one control: ρ_ij = √(n_i/(n_i + n₀) · n_j/(n_j + n₀)) (Dunnett, JASA 50 (1955) 1096–1121).
 *
 * @param control Patients (or allocation weight, or information) of the control.
 * @param arms The same of each arm.
 */
export function dunnettCorrelation(control: number, arms: readonly number[]): number[][] {
  const shares = arms.map((arm) => Math.sqrt(arm / (arm + control)));
  return shares.map((a, i) => shares.map((b, j) => (i === j ? 1 : a * b)));
}

/** The correlation of some of the statistics. */
export function correlationOf(members: readonly number[], correlation: Correlation): number[][] {
  return members.map((i) => members.map((j) => correlation[i][j]));
}

/**
 * The lower triangular L with L Lᵀ = the correlation, its statistics taken in `order`: z_{order[a]} = Σ_{b ≤ a} L_ab ξ_b
 * of independent standard normal ξ. A zero on the diagonal is exact: the statistic is a sum of those before it.
 *
 * @throws RangeError when no joint distribution has these correlations.
 */
export function factorCorrelation(correlation: Correlation, order = correlation.map((_, i) => i)): number[][] {
  const factor = order.map(() => order.map(() => 0));
  for (const [a, i] of order.entries())
    for (let b = 0; b <= a; b++) {
      let rest = correlation[i][order[b]];
      for (let c = 0; c < b; c++) rest -= factor[a][c] * factor[b][c];
      const tolerable = a === b ? rest > -ROUNDING : factor[b][b] > 0 || Math.abs(rest) < Math.sqrt(ROUNDING);
      if (!tolerable)
        throw new RangeError('correlation is that of no joint distribution; must be positive semidefinite');
      if (a === b) factor[a][a] = rest > NOTHING_LEFT ? Math.sqrt(rest) : 0;
      else factor[a][b] = factor[b][b] > 0 ? rest / factor[b][b] : 0;
    }
  return factor;
}

/** What is wrong with the correlation of this many statistics, or null. */
export function correlationProblem(correlation: Correlation, hypotheses: number): string | null {
  if (correlation.length !== hypotheses) return `correlation has ${correlation.length} rows; must have ${hypotheses}`;
  for (const [i, row] of correlation.entries()) {
    if (row.length !== hypotheses) return `correlation[${i}] has ${row.length} entries; must have ${hypotheses}`;
    for (const [j, rho] of row.entries()) {
      if (i === j && !(Math.abs(rho - 1) < SAME)) return `correlation[${i}][${i}] is ${rho}; must be 1`;
      if (!(Math.abs(rho) < 1 + SAME)) return `correlation[${i}][${j}] is ${rho}; must be from -1 to 1`;
      if (Math.abs(rho - correlation[j][i]) > SAME)
        return `correlation[${i}][${j}] is ${rho} and [${j}][${i}] ${correlation[j][i]}; must be the same`;
    }
  }
  try {
    factorCorrelation(correlation);
  } catch (problem) {
    if (problem instanceof RangeError) return problem.message;
    throw problem;
  }
  return null;
}
