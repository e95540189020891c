/**
 * Moments and a histogram whose memory does not grow with the number of replicates, for quantiles.
 * integer   one bin a value: quantiles are exact.
 * relative  128 equal bins an octave of a value ≥ 0: a bin is at most 0.8 % wide, quantiles interpolate inside it.
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

const PER_UNIT = 256;

/** A number as its IEEE 754 words: exponent and leading mantissa bits number the relative bins. */
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
/** Bits of the high word below the seven leading mantissa bits. */
const DROPPED_BITS = 13;

export function emptyDistribution(scale: BinScale): Distribution {
  const minimum = Number.POSITIVE_INFINITY;
  return { ...emptyMoments(), minimum, maximum: -minimum, scale, bins: new Map() };
}

function binOf(scale: BinScale, x: number): number {
  if (scale === 'integer') return x;
  if (scale === 'additive') return Math.floor(x * PER_UNIT);
  number[0] = x;
  return words[HIGH] >>> DROPPED_BITS;
}

/** The lower edge of a bin. */
function edgeOf(scale: BinScale, bin: number): number {
  if (scale === 'integer') return bin;
  if (scale === 'additive') return bin / PER_UNIT;
  words[HIGH] = bin << DROPPED_BITS;
  words[1 - HIGH] = 0;
  return number[0];
}

/** The value a share `within` (0 … 1) of the way through a bin. */
function valueIn(scale: BinScale, bin: number, within: number): number {
  const low = edgeOf(scale, bin);
  // The first relative bin holds zeros, and nothing else that is met in a trial.
  if (scale === 'relative' && bin === 0) return 0;
  return scale === 'integer' ? low : low + within * (edgeOf(scale, bin + 1) - low);
}

/** Widest range of bins that is counted in an array; blocks hardly ever need more. */
const DENSE = 1 << 14;
const dense = new Int32Array(DENSE);

/** Add values; NaN (no estimate in that replicate) is left out. */
export function addAll(distribution: Distribution, values: ArrayLike<number>): void {
  const { scale, bins } = distribution;
  let base = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (Number.isNaN(x)) continue;
    addValue(distribution, x);
    if (x < distribution.minimum) distribution.minimum = x;
    if (x > distribution.maximum) distribution.maximum = x;
    const bin = binOf(scale, x);
    // Counting near the first value in an array costs a tenth of counting in the map.
    if (Number.isNaN(base)) base = bin - DENSE / 2;
    const at = bin - base;
    if (at >= 0 && at < DENSE) dense[at]++;
    else bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  if (Number.isNaN(base)) return;
  const from = Math.max(0, binOf(scale, distribution.minimum) - base);
  const to = Math.min(DENSE - 1, binOf(scale, distribution.maximum) - base);
  for (let at = from; at <= to; at++) {
    if (dense[at] === 0) continue;
    bins.set(base + at, (bins.get(base + at) ?? 0) + dense[at]);
    dense[at] = 0;
  }
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
