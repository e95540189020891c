/** Count, sum and sum of squares of a column: all that a mean and its Monte Carlo error need, and mergeable. */
export interface Moments {
  count: number;
  sum: number;
  sumOfSquares: number;
}

export function emptyMoments(): Moments {
  return { count: 0, sum: 0, sumOfSquares: 0 };
}

/** Add a value; NaN (no estimate in this replicate) is left out. */
export function addValue(moments: Moments, x: number): void {
  if (Number.isNaN(x)) return;
  moments.count++;
  moments.sum += x;
  moments.sumOfSquares += x * x;
}

export function mergeMoments(into: Moments, from: Moments): void {
  into.count += from.count;
  into.sum += from.sum;
  into.sumOfSquares += from.sumOfSquares;
}

export function meanOf(m: Moments): number {
  return m.count > 0 ? m.sum / m.count : Number.NaN;
}

/** Sample standard deviation (denominator count − 1). */
export function standardDeviationOf(m: Moments): number {
  if (m.count < 2) return Number.NaN;
  const mean = m.sum / m.count;
  return Math.sqrt(Math.max(0, m.sumOfSquares - m.count * mean * mean) / (m.count - 1));
}
