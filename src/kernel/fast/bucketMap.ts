/**
 * The map from a code to its bucket: x = code ÷ the largest possible one, F(x) = c₁x + c₂x² + c₄x⁴ + c₈x⁸ with c ≥ 0 and
 * Σc = 1, fitted to the distribution of codes in a few replicates so that buckets fill evenly. It decides how fast the
 * sort is, never what it returns.
 */

const POWERS = [1, 2, 4, 8];
/** Points of the distribution that the fit looks at. */
const POINTS = 200;
/** Coefficients below this are dropped: products of tiny ones would be subnormal, which processors are slow at. */
const LEAST = 1e-3;

/** Solve the symmetric system [matrix | right], rows of augmented coefficients, by elimination with pivots; null if singular. */
function solve(rows: number[][]): number[] | null {
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    if (Math.abs(rows[k][k]) < 1e-14) return null;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, k) => row[n] / row[k]);
}

/** Coefficients for `sample`, values in [0, 1] in ascending order: least squares of F against the ranks. */
export function fitBucketMap(sample: Float64Array): number[] {
  const n = sample.length;
  const gram = POWERS.map(() => POWERS.map(() => 0));
  const right = POWERS.map(() => 0);
  for (let i = 0; i < POINTS; i++) {
    const x = sample[Math.floor(((i + 0.5) * n) / POINTS)];
    const x2 = x * x;
    const x4 = x2 * x2;
    const terms = [x, x2, x4, x4 * x4];
    for (let a = 0; a < POWERS.length; a++) {
      right[a] += (terms[a] * (i + 0.5)) / (POINTS * POINTS);
      for (let b = 0; b < POWERS.length; b++) gram[a][b] += (terms[a] * terms[b]) / POINTS;
    }
  }
  // The constrained optimum is the unconstrained one of the terms it keeps: all subsets of terms are tried, with a
  // multiplier for Σc = 1.
  let best = [1, 0, 0, 0];
  let least = Number.POSITIVE_INFINITY;
  for (let kept = 1; kept < 1 << POWERS.length; kept++) {
    const terms = [0, 1, 2, 3].filter((a) => (kept >> a) & 1);
    const rows = terms.map((a) => [...terms.map((b) => gram[a][b]), 1, right[a]]);
    const solution = solve([...rows, [...terms.map(() => 1), 0, 1]]);
    if (solution === null || terms.some((_, k) => solution[k] < LEAST)) continue;
    const c = POWERS.map(() => 0);
    terms.forEach((a, k) => {
      c[a] = solution[k];
    });
    let loss = 0;
    c.forEach((value, a) => {
      loss += value * (gram[a].reduce((sum, g, b) => sum + g * c[b], 0) - 2 * right[a]);
    });
    if (loss < least) {
      least = loss;
      best = c;
    }
  }
  return best;
}

/** Share of `sample` that would find its bucket of four full, at 1.25 buckets per value. */
export function overflowShare(coefficients: readonly number[], sample: Float64Array): number {
  const buckets = Math.ceil(sample.length * 1.25);
  const counts = new Uint32Array(buckets);
  const [c1, c2, c4, c8] = coefficients;
  for (const x of sample) {
    const x4 = x * x * (x * x);
    counts[Math.min(buckets - 1, Math.floor((x * (c1 + c2 * x) + x4 * (c4 + c8 * x4)) * (buckets - 1)))]++;
  }
  let over = 0;
  for (const count of counts) over += Math.max(0, count - 4);
  return over / sample.length;
}
