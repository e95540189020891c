/**
 * The map from a word to its bucket: x = word ÷ the largest possible one, F(x) = c₁x + c₂x² + c₄x⁴ + c₈x⁸ with c ≥ 0 and
 * Σc = 1, fitted to the distribution of words in a few replicates so that buckets fill evenly. It decides how fast the
 * sort is, never what it returns.
 */

const POWERS = [1, 2, 4, 8];
const STEPS = 4000;

const basis = (x: number): number[] => POWERS.map((power) => x ** power);

/** Coefficients for `sample`, values in [0, 1] in any order. */
export function fitBucketMap(sample: Float64Array): number[] {
  const sorted = sample.slice().sort();
  const n = sorted.length;
  // Least squares of F(x) against the ranks by exponentiated gradients, which keep c ≥ 0 and Σc = 1.
  const gram = POWERS.map(() => POWERS.map(() => 0));
  const right = POWERS.map(() => 0);
  const stride = Math.max(1, Math.floor(n / 500));
  for (let i = 0; i < n; i += stride) {
    const f = basis(sorted[i]);
    f.forEach((a, j) => {
      right[j] += (a * (i + 0.5)) / n;
      f.forEach((b, k) => {
        gram[j][k] += a * b;
      });
    });
  }
  const rate = (20 * stride) / n;
  let c = POWERS.map(() => 1 / POWERS.length);
  for (let step = 0; step < STEPS; step++) {
    const raised = c.map((value, j) => {
      const gradient = gram[j].reduce((sum, g, k) => sum + g * c[k], -right[j]);
      return value * Math.exp(-rate * gradient);
    });
    const total = raised.reduce((sum, value) => sum + value, 0);
    c = raised.map((value) => value / total);
  }
  return c;
}

/** Share of `sample` that would find its bucket of four full, at 1.25 buckets a value. */
export function overflowShare(coefficients: readonly number[], sample: Float64Array): number {
  const buckets = Math.ceil(sample.length * 1.25);
  const counts = new Uint32Array(buckets);
  for (const x of sample) {
    const f = basis(x).reduce((sum, value, j) => sum + coefficients[j] * value, 0);
    counts[Math.min(buckets - 1, Math.floor(f * (buckets - 1)))]++;
  }
  return counts.reduce((sum, count) => sum + Math.max(0, count - 4), 0) / sample.length;
}
