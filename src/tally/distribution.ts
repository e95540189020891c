/**
 * Moments and counts whose memory does not grow with the number of replicates, for quantiles.
 *
 * As long as no more than MOST_EXACT values are distinct, each is counted, and quantiles are values that occurred.
 * Otherwise they interpolate within bins: integer one bin per value: quantiles are exact. relative 128 equal bins an
 * octave of a value ≥ 0: a bin is at most 0.8 % wide. additive bins 1/256 wide, for log hazard ratios (0.4 % of the
 * ratio). Bins of the last two are halved over and over, `level` times, while the values, smallest to largest, span
 * fewer than SPAN of them: values that differ little have bins as narrow as they need. The level and the counts follow
 * from the values alone, so that parts may be merged in any order.
 */
import { powerOfTwo } from '../elementary/powersOfTwo.ts';
import { emptyMoments, type Moments, mergeMoments, moments } from './moments.ts';
import { double, fieldsOf, itemsOf, type Json, type Place, type Shape, wholeOf } from './shape.ts';

export type BinScale = 'integer' | 'relative' | 'additive';

export interface Distribution extends Moments {
  minimum: number;
  maximum: number;
  readonly scale: BinScale;
  /** Counts of the values themselves; null once there are more than MOST_EXACT, and for integers, whose bins are these. */
  exact: Map<number, number> | null;
  /** How often bins have been halved. */
  level: number;
  bins: Map<number, number>;
}

/**
 * The most distinct values that are each counted: those of looks at calendar times, say, or of scans at which everybody
 * is seen.
 */
const MOST_EXACT = 64;
const SPAN = 256;
const FINEST = 24;
const PER_UNIT = 256;

/** A number as its IEEE 754 words; its exponent and leading mantissa bits number the relative bins. */
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
/** Bits of the high word below the seven leading mantissa bits. */
const DROPPED_BITS = 13;

export function emptyDistribution(scale: BinScale): Distribution {
  const minimum = Number.POSITIVE_INFINITY;
  return {
    ...emptyMoments(),
    minimum,
    maximum: -minimum,
    scale,
    exact: scale === 'integer' ? null : new Map(),
    level: scale === 'integer' ? 0 : FINEST,
    bins: new Map(),
  };
}

/** A bin of one level is floor(bin / 2) one level lower. */
function binOf(scale: BinScale, level: number, x: number): number {
  if (scale === 'integer') return x;
  if (scale === 'additive') return Math.floor(x * PER_UNIT * powerOfTwo(level));
  number[0] = x;
  if (level <= DROPPED_BITS) return words[HIGH] >>> (DROPPED_BITS - level);
  const bits = level - DROPPED_BITS;
  return words[HIGH] * powerOfTwo(bits) + (words[1 - HIGH] >>> (32 - bits));
}

/** The lower edge of a bin. */
function edgeOf(scale: BinScale, level: number, bin: number): number {
  if (scale === 'integer') return bin;
  if (scale === 'additive') return bin / (PER_UNIT * powerOfTwo(level));
  const high = bin * powerOfTwo(DROPPED_BITS - level);
  words[HIGH] = Math.floor(high);
  words[1 - HIGH] = (high - Math.floor(high)) * 2 ** 32;
  return number[0];
}

/** Halves bins less often, until the values span few enough of them. */
function coarsen(distribution: Distribution): void {
  const { scale, minimum, maximum } = distribution;
  const before = distribution.level;
  let { level } = distribution;
  while (level > 0 && binOf(scale, level, maximum) - binOf(scale, level, minimum) >= SPAN) level--;
  if (level === before) return;
  const wider = new Map<number, number>();
  for (const [bin, count] of distribution.bins) {
    const at = Math.floor(bin / powerOfTwo(before - level));
    wider.set(at, (wider.get(at) ?? 0) + count);
  }
  distribution.level = level;
  distribution.bins = wider;
}

function addExact(distribution: Distribution, x: number, count: number): void {
  const { exact } = distribution;
  if (exact === null) return;
  exact.set(x, (exact.get(x) ?? 0) + count);
  if (exact.size > MOST_EXACT) distribution.exact = null;
}

/** Widest range of bins that is counted in an array; blocks hardly ever need more. */
const DENSE = 1 << 14;
const dense = new Int32Array(DENSE);

/** Add values; NaN (no estimate in that replicate) is left out. */
export function addAll(distribution: Distribution, values: ArrayLike<number>): void {
  // Kept in locals: writing each value to the object took twice as long.
  let { count, sum, sumOfSquares, minimum, maximum } = distribution;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (Number.isNaN(x)) continue;
    count++;
    sum += x;
    sumOfSquares += x * x;
    if (x < minimum) minimum = x;
    if (x > maximum) maximum = x;
  }
  if (count === distribution.count) return;
  Object.assign(distribution, { count, sum, sumOfSquares, minimum, maximum });
  for (let i = 0; i < values.length && distribution.exact !== null; i++)
    if (!Number.isNaN(values[i])) addExact(distribution, values[i], 1);
  coarsen(distribution);
  const { scale, level, bins } = distribution;
  // Counting near the smallest value in an array costs a tenth of counting in the map.
  const base = binOf(scale, level, minimum);
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (Number.isNaN(x)) continue;
    const bin = binOf(scale, level, x);
    if (bin - base < DENSE) dense[bin - base]++;
    else bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  const to = Math.min(DENSE - 1, binOf(scale, level, maximum) - base);
  for (let at = 0; at <= to; at++) {
    if (dense[at] === 0) continue;
    bins.set(base + at, (bins.get(base + at) ?? 0) + dense[at]);
    dense[at] = 0;
  }
}

function merged(into: Distribution, from: Distribution): Distribution {
  if (from.count === 0) return into;
  mergeMoments(into, from);
  into.minimum = Math.min(into.minimum, from.minimum);
  into.maximum = Math.max(into.maximum, from.maximum);
  if (from.exact === null) into.exact = null;
  else for (const [x, count] of from.exact) addExact(into, x, count);
  coarsen(into);
  const { bins, level } = into;
  // The part's values span no more than all values do, so its bins are as narrow or narrower.
  const narrower = powerOfTwo(from.level - level);
  for (const [bin, count] of from.bins) {
    const at = narrower === 1 ? bin : Math.floor(bin / narrower);
    bins.set(at, (bins.get(at) ?? 0) + count);
  }
  return into;
}

/** Counts as pairs, in the order in which they came. */
const pairs = (counts: ReadonlyMap<number, number>): Json => [...counts].map(([x, n]) => [double.encode(x), n]);

function countsOf(encoded: unknown, total: number, at: Place): Map<number, number> {
  const counts = new Map<number, number>();
  let left = total;
  itemsOf(encoded, at).forEach((item, i) => {
    const pair = itemsOf(item, at.at(i));
    if (pair.length !== 2) at.at(i).refuse(item, 'must be a value and its count');
    const x = double.decode(pair[0], at.at(i).at(0));
    if (Number.isNaN(x) || counts.has(x)) at.at(i).refuse(item, 'must count a number of its own');
    const n = wholeOf(pair[1], left, at.at(i).at(1), 1);
    counts.set(x, n);
    left -= n;
  });
  if (left > 0) at.refuse(encoded, `must count ${total} values, not ${total - left}`);
  return counts;
}

/** Whether the smallest and the largest key are these. */
function spans(counts: ReadonlyMap<number, number>, smallest: number, largest: number): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const key of counts.keys()) {
    low = Math.min(low, key);
    high = Math.max(high, key);
  }
  return low === smallest && high === largest;
}

function decoded(encoded: unknown, scale: BinScale, at: Place): Distribution {
  const empty = emptyDistribution(scale);
  const given = fieldsOf(encoded, Object.keys(empty), at);
  if (given.scale !== scale) at.at('scale').refuse(given.scale, `must be ${JSON.stringify(scale)}`);
  const { count, sum, sumOfSquares } = given;
  const distribution: Distribution = {
    ...moments.decode({ count, sum, sumOfSquares }, at),
    minimum: double.decode(given.minimum, at.at('minimum')),
    maximum: double.decode(given.maximum, at.at('maximum')),
    scale,
    exact: null,
    level: wholeOf(given.level, empty.level, at.at('level')),
    bins: new Map(),
  };
  distribution.bins = countsOf(given.bins, distribution.count, at.at('bins'));
  if (scale === 'integer' || given.exact === null) {
    if (given.exact !== null) at.at('exact').refuse(given.exact, 'must be null for integers');
  } else distribution.exact = countsOf(given.exact, distribution.count, at.at('exact'));
  const { minimum, maximum, level, exact, bins } = distribution;
  if (exact !== null && exact.size > MOST_EXACT)
    at.at('exact').refuse(given.exact, `must hold at most ${MOST_EXACT} values`);
  if (distribution.count === 0) {
    if (minimum !== empty.minimum || maximum !== empty.maximum || level !== empty.level)
      at.refuse(encoded, 'must have no smallest and largest value where it counts nothing');
    return distribution;
  }
  if (scale === 'relative' && !(minimum >= 0)) at.at('minimum').refuse(given.minimum, 'must not be below 0');
  if (exact !== null && !spans(exact, minimum, maximum))
    at.at('exact').refuse(given.exact, 'must reach from the minimum to the maximum');
  if (!spans(bins, binOf(scale, level, minimum), binOf(scale, level, maximum)))
    at.at('bins').refuse(given.bins, 'must reach from the bin of the minimum to that of the maximum');
  return distribution;
}

export function distribution(scale: BinScale): Shape<Distribution> {
  return {
    empty: () => emptyDistribution(scale),
    merge: merged,
    encode: ({ exact, bins, minimum, maximum, level, ...kept }) => ({
      ...(moments.encode(kept) as { readonly [key: string]: Json }),
      minimum: double.encode(minimum),
      maximum: double.encode(maximum),
      scale,
      exact: exact && pairs(exact),
      level,
      bins: pairs(bins),
    }),
    decode: (encoded, at) => decoded(encoded, scale, at),
  };
}

/**
 * The p-quantile of the values added, 0 ≤ p ≤ 1; NaN when there are none. Where few values are distinct it is the
 * smallest with a share p at or below it; otherwise it is interpolated in its bin, between the smallest and the largest
 * value.
 */
export function quantileOf(distribution: Distribution, p: number): number {
  const { exact, bins, scale, level, count, minimum, maximum } = distribution;
  if (count === 0) return Number.NaN;
  const counts = exact ?? bins;
  const target = p * count - 1e-9;
  let below = 0;
  for (const bin of [...counts.keys()].sort((a, b) => a - b)) {
    const here = counts.get(bin) as number;
    if (below + here >= target) {
      if (exact !== null || scale === 'integer') return bin;
      const low = Math.max(minimum, edgeOf(scale, level, bin));
      const high = Math.min(maximum, edgeOf(scale, level, bin + 1));
      return low + Math.max(0, (target - below) / here) * (high - low);
    }
    below += here;
  }
  return maximum;
}
