/**
 * Bounds common to several correlated statistics over looks: look k rejects when max_i Z_i(k) ≥ c_k, and c_k spends
 *   P(max_i Z_i(l) < c_l for l < k, max_i Z_i(k) ≥ c_k) = spend(t_k) − spend(t_{k−1}).
 * The statistics are Z_i(k) = B_i(t_k)/√t_k of Brownian motions with correlation ρ_ij at the same time, so
 * corr(Z_i(k), Z_j(l)) = ρ_ij √(t_k/t_l), k ≤ l, whatever ρ is.
 *
 * The probability is split by the first statistic that reaches c_k. For the i-th, Z_i(k) is drawn from its tail beyond
 * c_k, whose probability Φ(−c_k) is exact; the statistics before it at look k below c_k; then the looks before,
 * backwards along the Brownian bridges B(t_l) | B(t_{l+1}) ~ N(B(t_{l+1}) t_l/t_{l+1}, ρ t_l (1 − t_l/t_{l+1})), each
 * statistic below its bound. Each draw is from its normal distribution truncated to where it must be; what is averaged
 * is the product of the probabilities of being there (A. Genz, J. Comput. Graph. Stat. 1 (1992) 141–149), over the
 * points of a lattice. What is averaged is of the order of 1 however small the probability, so bounds of early looks
 * are as good as those of late ones: see test/multiplicity/dunnett.test.ts.
 */
import { log } from '../elementary/log.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { type SpendingFunction, spend } from '../sequential/spending.ts';
import { type Correlation, factorCorrelation } from './correlation.ts';
import { COARSE, FINE, fold, generatorOf, type Lattice, MIDDLE } from './korobov.ts';

const INFINITY = Number.POSITIVE_INFINITY;
/** A look with less probability than this to spend spends none, as in src/sequential. */
const NONE = 1e-40;
/** Any irrational number: it shifts the lattice differently in every dimension. */
const SHIFT = Math.sqrt(2) - 1;

/**
 * The statistics in an order, one of them first. A statistic that is a sum of those before it has no coordinate of its
 * own; its limit is another one on the last coordinate that it depends on.
 */
interface Ordered {
  readonly order: readonly number[];
  /** Lower triangular, flat: [a × m + b]. */
  readonly factor: Float64Array;
  /** The places in the order that limit coordinate a; none where there is no coordinate. */
  readonly limiting: readonly (readonly number[])[];
}

function orderedFrom(correlation: Correlation, first: number): Ordered {
  const others = correlation.map((_, i) => i).filter((i) => i !== first);
  const order = [first, ...others];
  const rows = factorCorrelation(correlation, order);
  const limiting: number[][] = order.map(() => []);
  // Rounding may leave coefficients where there should be none.
  for (const [a, row] of rows.entries()) limiting[row.findLastIndex((x) => Math.abs(x) > 1e-7)].push(a);
  return { order, factor: Float64Array.from(rows.flat()), limiting };
}

/** Draws all statistics at one look, each below its limit, and gives the probability that they are. */
class TruncatedDraw {
  /** The lattice's point that coordinates are taken from, and the first of its dimensions not yet used. */
  point = 0;
  dimension = 0;
  private readonly size: number;
  private readonly xi: Float64Array;
  private readonly generator: Float64Array;
  private readonly points: number;

  constructor(size: number, lattice: Lattice, dimensions: number) {
    this.size = size;
    this.xi = new Float64Array(size);
    this.generator = generatorOf(lattice, dimensions);
    this.points = lattice.points;
  }

  private coordinate(): number {
    const d = this.dimension++;
    return fold((this.point * this.generator[d]) / this.points + (d + 1) * SHIFT);
  }

  /**
   * Adds sd × (factor ξ) to `values`, every value below its limit (both by place in the order) and the first above `floor`.
   * Returns the probability of that; where it is 0 the values are left as they were.
   */
  draw({ factor, limiting }: Ordered, values: Float64Array, sd: number, limits: Float64Array, floor: number): number {
    const { size, xi } = this;
    let probability = 1;
    for (let a = 0; a < size; a++) {
      const places = limiting[a];
      if (places.length === 0) {
        xi[a] = 0;
        continue;
      }
      let low = a === 0 ? (floor - values[0]) / sd : -INFINITY;
      let high = INFINITY;
      for (let p = 0; p < places.length; p++) {
        const place = places[p];
        if (limits[place] === INFINITY) continue;
        const row = place * size;
        let room = (limits[place] - values[place]) / sd;
        for (let b = 0; b < a; b++) room -= factor[row + b] * xi[b];
        const slope = factor[row + a];
        if (slope > 0) high = Math.min(high, room / slope);
        else low = Math.max(low, room / slope);
      }
      if (!(high > low)) return 0;
      // Drawn from the nearer tail, where probabilities keep their digits.
      const mirrored = low > 0;
      const from = normalCdf(mirrored ? -high : low);
      const within = normalCdf(mirrored ? -low : high) - from;
      if (!(within > 0)) return 0;
      probability *= within;
      const x = normalQuantile(Math.min(from + within * this.coordinate(), 1 - 1e-16));
      xi[a] = mirrored ? -x : x;
    }
    for (let a = 0; a < size; a++) {
      const row = a * size;
      let sum = 0;
      for (let b = 0; b <= a; b++) sum += factor[row + b] * xi[b];
      values[a] += sd * sum;
    }
    return probability;
  }
}

/**
 * P(no statistic reaches its look's bound before the last look given, one does at the last).
 *
 * @param bounds On the z scale, finite, one per look.
 */
function firstReached(
  orders: readonly Ordered[],
  fractions: readonly number[],
  bounds: readonly number[],
  lattice: Lattice,
): number {
  const size = orders.length;
  const last = fractions.length - 1;
  const scores = bounds.map((bound, l) => bound * Math.sqrt(fractions[l]));
  const draw = new TruncatedDraw(size, lattice, size * fractions.length);
  const values = new Float64Array(size);
  const here = new Float64Array(size);
  const before = scores.map((score) => new Float64Array(size).fill(score));
  let total = 0;
  for (const [first, ordered] of orders.entries()) {
    // At the last look, statistics numbered below the first one are below the bound, those numbered above it anywhere.
    for (let a = 0; a < size; a++) here[a] = ordered.order[a] < first ? scores[last] : INFINITY;
    for (let n = 0; n < lattice.points; n++) {
      draw.point = n;
      draw.dimension = 0;
      values.fill(0);
      let product = draw.draw(ordered, values, Math.sqrt(fractions[last]), here, scores[last]);
      for (let l = last - 1; l >= 0 && product > 0; l--) {
        const ratio = fractions[l] / fractions[l + 1];
        for (let a = 0; a < size; a++) values[a] *= ratio;
        product *= draw.draw(ordered, values, Math.sqrt(fractions[l] * (1 - ratio)), before[l], -INFINITY);
      }
      total += product;
    }
  }
  return total / lattice.points;
}

/** P(max_i Z_i ≥ z) of standard normal statistics with a correlation. */
export function dunnettTail(correlation: Correlation, z: number): number {
  if (correlation.length === 1) return normalCdf(-z);
  const orders = correlation.map((_, first) => orderedFrom(correlation, first));
  return z === -INFINITY ? 1 : Math.min(1, firstReached(orders, [1], [z], FINE));
}

/**
 * The root of a log probability, which falls nearly straight in c: secants on the coarse lattice, then a step on each
 * of the finer ones with their slope. What a step leaves is the slope's error times its length, about a hundredth of
 * the latter.
 */
function solveBound(logRatio: (c: number, lattice: Lattice) => number, guess: number): number {
  let c = guess;
  let value = logRatio(c, COARSE);
  // The logarithm of a normal tail falls by about c + 1/c.
  let slope = -(Math.abs(c) + 0.5);
  for (let i = 0; i < 30 && Math.abs(value) > 1e-7; i++) {
    const change = Math.max(-1, Math.min(1, -value / slope));
    const there = logRatio(c + change, COARSE);
    if (there !== value) slope = (there - value) / change;
    c += change;
    value = there;
  }
  for (const lattice of [MIDDLE, FINE]) c -= logRatio(c, lattice) / slope;
  return c;
}

export interface DunnettPlan {
  readonly correlation: Correlation;
  /** One-sided, over all statistics and looks. */
  readonly alpha: number;
  /** Information fractions of the looks, increasing. The last look spends all alpha that is left, whatever its fraction. */
  readonly fractions: readonly number[];
  /** If this is left out, nothing is spent before the last look. */
  readonly spending?: SpendingFunction;
  /** Which looks test; all, if this is left out. The last always does. */
  readonly tested?: readonly boolean[];
}

/**
 * The bound of every look, the same for all statistics, ∞ where nothing is tested. Bounds of up to four statistics over
 * four looks are within 1e-4.
 */
export function dunnettBounds({ correlation, alpha, fractions, spending, tested }: DunnettPlan): number[] {
  const size = correlation.length;
  const orders = correlation.map((_, first) => orderedFrom(correlation, first));
  const at: number[] = [];
  const solved: number[] = [];
  let spent = 0;
  return fractions.map((fraction, k) => {
    const last = k === fractions.length - 1;
    if (!last && (spending === undefined || tested?.[k] === false)) return INFINITY;
    const planned = last || spending === undefined ? alpha : spend(spending, alpha, fraction);
    const toSpend = planned - spent;
    spent = Math.max(spent, planned);
    if (!(toSpend > NONE)) return INFINITY;
    at.push(fraction);
    const logRatio = (c: number, lattice: Lattice) => log(firstReached(orders, at, [...solved, c], lattice) / toSpend);
    const bound = solveBound(logRatio, -normalQuantile(toSpend / size));
    solved.push(bound);
    return bound;
  });
}
