import { count, record, type Shape, sum } from './shape.ts';

/** Count, sum and sum of squares of a column: all that a mean and its Monte Carlo error need, and mergeable. */
export interface Moments {
  count: number;
  sum: number;
  sumOfSquares: number;
}

const fields = record({ count, sum, sumOfSquares: sum });

export function emptyMoments(): Moments {
  return { count: 0, sum: 0, sumOfSquares: 0 };
}

/** Add a value; NaN (no estimate in this replicate) is left out. */
export function addValue(into: Moments, x: number): void {
  if (Number.isNaN(x)) return;
  into.count++;
  into.sum += x;
  into.sumOfSquares += x * x;
}

export function mergeMoments(into: Moments, from: Moments): void {
  into.count += from.count;
  into.sum += from.sum;
  into.sumOfSquares += from.sumOfSquares;
}

/**
 * Moments are made and merged by hand: they are by far the most frequent shape, and a general record takes at least
 * five times as long.
 */
export const moments: Shape<Moments> = {
  empty: emptyMoments,
  merge(into, from) {
    mergeMoments(into, from);
    return into;
  },
  encode: fields.encode,
  decode(encoded, at) {
    const decoded = fields.decode(encoded, at);
    if (decoded.count === 0 && (decoded.sum !== 0 || decoded.sumOfSquares !== 0))
      at.refuse(encoded, 'must have sums of 0 where it counts nothing');
    if (decoded.sumOfSquares < 0) at.at('sumOfSquares').refuse(decoded.sumOfSquares, 'must not be below 0');
    return decoded;
  },
};

export function meanOf(m: Moments): number {
  return m.count > 0 ? m.sum / m.count : Number.NaN;
}

/** Sample standard deviation (denominator count − 1). */
export function standardDeviationOf(m: Moments): number {
  if (m.count < 2) return Number.NaN;
  const mean = m.sum / m.count;
  return Math.sqrt(Math.max(0, m.sumOfSquares - m.count * mean * mean) / (m.count - 1));
}
