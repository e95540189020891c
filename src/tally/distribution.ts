/**
 * Moments and a histogram whose memory does not grow with the number of replicates, for quantiles.
 * integer   one bin a value: quantiles are exact.
 * relative  128 bins an octave of a positive value: a bin is 0.54 % wide, quantiles interpolate inside it.
 * additive  bins 1/256 wide, for log hazard ratios (0.4 % of the ratio).
 */
import { addValue, emptyMoments, type Moments, mergeMoments } from './moments.ts';

export type BinScale = 'integer' | 'relative' | 'additive';

export interface Distribution extends Moments {
  minimum: number;
  maximum: number;
  readonly scale: BinScale;
  readonly bins: Map<number, number>;
}

const PER_OCTAVE = 128;
const PER_UNIT = 256;
/** Bin of a value of zero on the relative scale, below every other. */
const ZERO = -(2 ** 20);

export function emptyDistribution(scale: BinScale): Distribution {
  const minimum = Number.POSITIVE_INFINITY;
  return { ...emptyMoments(), minimum, maximum: -minimum, scale, bins: new Map() };
}

function binOf(scale: BinScale, x: number): number {
  if (scale === 'integer') return x;
  if (scale === 'additive') return Math.floor(x * PER_UNIT);
  return x > 0 ? Math.floor(Math.log2(x) * PER_OCTAVE) : ZERO;
}

/** The value a share `within` (0 … 1) of the way through a bin. */
function valueIn(scale: BinScale, bin: number, within: number): number {
  if (scale === 'integer') return bin;
  if (scale === 'additive') return (bin + within) / PER_UNIT;
  return bin === ZERO ? 0 : 2 ** ((bin + within) / PER_OCTAVE);
}

/** Add a value; NaN (no estimate in this replicate) is left out. */
export function add(distribution: Distribution, x: number): void {
  if (Number.isNaN(x)) return;
  addValue(distribution, x);
  if (x < distribution.minimum) distribution.minimum = x;
  if (x > distribution.maximum) distribution.maximum = x;
  const bin = binOf(distribution.scale, x);
  distribution.bins.set(bin, (distribution.bins.get(bin) ?? 0) + 1);
}

export function mergeDistribution(into: Distribution, from: Distribution): void {
  mergeMoments(into, from);
  into.minimum = Math.min(into.minimum, from.minimum);
  into.maximum = Math.max(into.maximum, from.maximum);
  for (const [bin, count] of from.bins) into.bins.set(bin, (into.bins.get(bin) ?? 0) + count);
}

/** The p-quantile of the values added, 0 ≤ p ≤ 1; NaN when there are none. */
export function quantileOf(distribution: Distribution, p: number): number {
  const { bins, scale, count } = distribution;
  if (count === 0) return Number.NaN;
  const target = p * count;
  let below = 0;
  for (const bin of [...bins.keys()].sort((a, b) => a - b)) {
    const here = bins.get(bin) as number;
    if (below + here >= target) {
      const x = valueIn(scale, bin, (target - below) / here);
      return Math.min(distribution.maximum, Math.max(distribution.minimum, x));
    }
    below += here;
  }
  return distribution.maximum;
}

/** Histogram rows (lower edge, upper edge, count), ascending, for tables and figures. */
export function histogram(distribution: Distribution): { from: number; to: number; count: number }[] {
  const { scale, bins } = distribution;
  return [...bins.keys()]
    .sort((a, b) => a - b)
    .map((bin) => ({
      from: valueIn(scale, bin, 0),
      to: scale === 'integer' ? bin : valueIn(scale, bin, 1),
      count: bins.get(bin) as number,
    }));
}
