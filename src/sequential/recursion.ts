/**
 * Recursive numerical integration of a monitored test statistic.
 * C. Jennison & B. W. Turnbull, Group Sequential Methods with Applications to Clinical Trials (2000), ch. 19.
 *
 * The statistics z₁ … z_K at information fractions t₁ < … < t_K under drift δ are B(t_k)/√t_k of a Brownian motion with
 * drift, B(t) ~ N(δt, t). From look to look, the part of B's density that has not stopped yet is kept, at the points of
 * a quadrature grid over the continuation region: with x the points, m the masses (weight × sub-density), Δ = t′ − t,
 *   m′ⱼ = wⱼ Σᵢ mᵢ φ((x′ⱼ − xᵢ − δΔ)/√Δ)/√Δ,   P(stop above U) = Σᵢ mᵢ Φ((xᵢ + δΔ − U)/√Δ).
 * The sub-density is analytic between its ends, so Gauss–Legendre replaces the book's Simpson rule: some 40 points give
 * eleven digits where Simpson's 400 give seven. As many points are taken as the narrower of the kernels into and out of a
 * look asks for, so looks may be one event apart.
 *
 * Bounds come in and go out on the z scale, ±∞ for none. Nothing here is changed once made: states may be kept,
 * shared and continued many times.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { normalCdf, normalDensity, normalQuantile } from '../maths/normal.ts';
import { gaussLegendre } from '../maths/quadrature.ts';

/** What is left of a trial after a look: the sub-density of those that went on. */
export interface Continuation {
  readonly drift: number;
  /** Information fraction of the look; 0 before the first. */
  readonly fraction: number;
  /** Grid points on the scale of B = z√t, increasing. */
  readonly scores: Float64Array;
  /** Probability held at each grid point; their sum is the probability of going on. */
  readonly masses: Float64Array;
  /** The point at which the process is known to have been: B(fraction) = score. */
  readonly origin: { readonly fraction: number; readonly score: number };
  /** Grid points wanted per kernel width. */
  readonly resolution: number;
  /** The narrowest kernel, as a standard deviation of B, that the grid serves at that resolution. */
  readonly serves: number;
  /** The look that led here; null at the origin. */
  readonly step: { readonly from: Continuation; readonly lower: number; readonly upper: number } | null;
}

/** The probabilities of leaving at a look. */
export interface Exits {
  readonly above: number;
  readonly below: number;
}

/** A look taken: the probabilities of leaving at it, and what goes on. */
export interface LookTaken extends Exits {
  readonly next: Continuation;
}

/**
 * Grid points per kernel width for answers: bounds and probabilities are good to 1e-11, to 1e-9 where looks nearly
 * coincide.
 */
export const FULL_RESOLUTION = 1.5;
/**
 * For solving again and again inside a simulation: bounds are good to about 1e-8, to 1e-4 where looks nearly coincide.
 */
export const COARSE_RESOLUTION = 1;

/** Information that grew by less than this share counts as the same information, and the statistic as the same. */
const SAME = 1e-8;
/** Standard deviations of B kept on either side of its mean. */
const RANGE = 9;
/** Kernel widths beyond which a Gaussian is negligible, even beside a very small sub-density. */
const REACH = 12;
/**
 * The kernel out of a look that its grid allows for from the start, in standard deviations of B: Δ is a quarter of t.
 */
const USUAL_KERNEL = 0.5;
/** Extra points for the two ends, whatever the region. */
const SPARE = 8;
const LARGEST_RULE = 64;
/** A look with less probability than this to spend spends none. */
const NONE = 1e-40;

/** The state before any look, or at a fraction already reached, with z there (a conditional distribution). */
export function start(drift: number, resolution = FULL_RESOLUTION, z = 0, fraction = 0): Continuation {
  const score = z * Math.sqrt(fraction);
  return {
    drift,
    fraction,
    scores: Float64Array.of(score),
    masses: Float64Array.of(1),
    origin: { fraction, score },
    resolution,
    serves: 0,
    step: null,
  };
}

/** Gauss–Legendre points and weights over [lower, upper], `count` or a few more, in pieces when they are many. */
function legendreGrid(lower: number, upper: number, count: number) {
  const size = Math.min(LARGEST_RULE, 8 * Math.ceil(count / 8));
  const pieces = Math.ceil(count / size);
  const { nodes, weights: shares } = gaussLegendre(size);
  const points = new Float64Array(size * pieces);
  const weights = new Float64Array(size * pieces);
  const half = (upper - lower) / (2 * pieces);
  for (let piece = 0; piece < pieces; piece++) {
    const middle = lower + (2 * piece + 1) * half;
    for (let i = 0; i < size; i++) {
      // The rule's nodes descend from 1.
      points[piece * size + i] = middle - half * nodes[i];
      weights[piece * size + i] = half * shares[i];
    }
  }
  return { points, weights };
}

/** The state on a grid fine enough to be continued by `gained` information. */
function fineFor(state: Continuation, gained: number): Continuation {
  const kernel = Math.sqrt(gained);
  if (state.step === null || state.serves <= kernel) return state;
  const { from, lower, upper } = state.step;
  return continueBetween(from, state.fraction, lower, upper, kernel);
}

/** The state after a look, at more information, that goes on with z in (lower, upper), on a grid that serves `kernel`. */
function continueBetween(
  from: Continuation,
  fraction: number,
  lower: number,
  upper: number,
  kernel = Number.POSITIVE_INFINITY,
): Continuation {
  const { drift, origin, resolution } = from;
  const gained = fraction - from.fraction;
  const sd = Math.sqrt(fraction - origin.fraction);
  const mean = origin.score + drift * (fraction - origin.fraction);
  const serves = Math.min(kernel, Math.sqrt(gained), USUAL_KERNEL * sd);
  const low = Math.max(lower * Math.sqrt(fraction), mean - RANGE * sd);
  const high = Math.min(upper * Math.sqrt(fraction), mean + RANGE * sd);
  const count = high > low ? Math.ceil(SPARE + (resolution * (high - low)) / serves) : 0;
  const { points, weights } = legendreGrid(low, high, count);
  const { scores, masses } = fineFor(from, gained);
  convolve(scores, masses, drift * gained, gained, points, weights);
  return { ...from, fraction, scores: points, masses: weights, serves, step: { from, lower, upper } };
}

/** Turns weights at `points` into masses: each times the density there of x + N(shift, variance), x as in `masses`. */
function convolve(
  scores: Float64Array,
  masses: Float64Array,
  shift: number,
  variance: number,
  points: Float64Array,
  weights: Float64Array,
): void {
  const count = scores.length;
  const reach = REACH * Math.sqrt(variance);
  const scale = -0.5 / variance;
  const height = 1 / Math.sqrt(2 * Math.PI * variance);
  let first = 0;
  let end = 0;
  for (let j = 0; j < points.length; j++) {
    const centre = points[j] - shift;
    while (first < count && scores[first] < centre - reach) first++;
    while (end < count && scores[end] <= centre + reach) end++;
    let sum = 0;
    for (let i = first; i < end; i++) {
      const away = centre - scores[i];
      sum += masses[i] * exp(scale * away * away);
    }
    weights[j] *= height * sum;
  }
}

/** Information added by a look at `fraction`; 0 where it is the same information. */
function gainedBy(state: Continuation, fraction: number): number {
  const gained = fraction - state.fraction;
  if (gained > SAME * fraction) return gained;
  if (fraction > 0 && gained >= -SAME * fraction) return 0;
  throw new RangeError(`information fraction ${fraction} after ${state.fraction}; must be above 0 and not go back`);
}

/** Σ mᵢ Φ(side (xᵢ + shift − bound)/sd): beyond `bound`, above it (side 1) or below it (side −1). */
function massBeyond({ scores, masses }: Continuation, bound: number, shift: number, sd: number, side: 1 | -1): number {
  const scale = side / sd;
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += masses[i] * normalCdf(scale * (scores[i] + shift - bound));
  return sum;
}

/** Σ mᵢ φ((xᵢ + shift − bound)/sd)/sd: the sub-density at `bound`. */
function densityAt({ scores, masses }: Continuation, bound: number, shift: number, sd: number): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += masses[i] * normalDensity((scores[i] + shift - bound) / sd);
  return sum / sd;
}

/** P(not stopped before, and z beyond `bound` at this look), above it (side 1) or below it (side −1). */
function probabilityBeyond(state: Continuation, fraction: number, bound: number, side: 1 | -1): number {
  if (bound === side * Number.POSITIVE_INFINITY) return 0;
  const gained = gainedBy(state, fraction);
  const score = bound * Math.sqrt(fraction);
  if (gained > 0) return massBeyond(fineFor(state, gained), score, state.drift * gained, Math.sqrt(gained), side);
  if (state.step === null) return side * (state.origin.score - score) >= 0 ? 1 : 0;
  const { from, lower, upper } = state.step;
  const gone = probabilityBeyond(from, fraction, side > 0 ? upper : lower, side);
  return Math.max(0, probabilityBeyond(from, fraction, bound, side) - gone);
}

/**
 * Density of z at a look at `fraction`, more information than the state's, among trials that have not stopped before.
 */
export function subDensity(state: Continuation, fraction: number, z: number): number {
  const gained = fraction - state.fraction;
  const root = Math.sqrt(fraction);
  return root * densityAt(fineFor(state, gained), z * root, state.drift * gained, Math.sqrt(gained));
}

/** P(not stopped before, z ≥ bound at a look at `fraction`). */
export function probabilityAbove(state: Continuation, fraction: number, bound: number): number {
  return probabilityBeyond(state, fraction, bound, 1);
}

/** P(not stopped before, z ≤ bound at a look at `fraction`). */
export function probabilityBelow(state: Continuation, fraction: number, bound: number): number {
  return probabilityBeyond(state, fraction, bound, -1);
}

/** P(not stopped): the probability of reaching the next look. */
export function probabilityOfContinuing({ masses }: Continuation): number {
  return masses.reduce((sum, mass) => sum + mass, 0);
}

/** The probabilities of leaving at a look above and below, with stops as in `goOn`. */
export function exits(state: Continuation, fraction: number, lower: number, upper: number): Exits {
  return {
    above: probabilityAbove(state, fraction, upper),
    below: probabilityBelow(state, fraction, Math.min(lower, upper)),
  };
}

/**
 * What goes on from a look at information `fraction` that stops at z ≥ upper or z ≤ lower (±∞ for no such stop; upper
 * wins where they overlap). At the information of the look before, the statistic is the same again, and only bounds
 * closer in add a stop.
 *
 * @throws RangeError when `fraction` is below the state's, or 0.
 */
export function goOn(state: Continuation, fraction: number, lower: number, upper: number): Continuation {
  const floor = Math.min(lower, upper);
  if (gainedBy(state, fraction) > 0) return continueBetween(state, fraction, floor, upper);
  if (state.step !== null) {
    const { from, lower: formerLower, upper: formerUpper } = state.step;
    return continueBetween(from, state.fraction, Math.max(floor, formerLower), Math.min(upper, formerUpper));
  }
  const { above, below } = exits(state, fraction, lower, upper);
  return above + below > 0 ? { ...state, masses: Float64Array.of(0) } : state;
}

/** A look as in `goOn`, with the probabilities of leaving at it. */
export function advance(state: Continuation, fraction: number, lower: number, upper: number): LookTaken {
  return { ...exits(state, fraction, lower, upper), next: goOn(state, fraction, lower, upper) };
}

/**
 * The score that stops `probability` of what is left, above it (side 1) or below it (side −1). Newton's method on the
 * logarithm of the probability beyond, which is concave because the sub-density is log-concave (Prékopa): started too
 * far out, it comes in monotonically. Two bounds are too far out: the one as if nothing had stopped before, and the one
 * as if everything left were at the near end.
 */
function scoreBeyond(state: Continuation, gained: number, probability: number, left: number, side: 1 | -1): number {
  const { scores, origin, drift, fraction } = state;
  const shift = drift * gained;
  const sd = Math.sqrt(gained);
  const known = fraction + gained - origin.fraction;
  const free = origin.score + drift * known - side * Math.sqrt(known) * normalQuantile(probability);
  const nearEnd = side > 0 ? scores[scores.length - 1] : scores[0];
  const atEnd = nearEnd + shift - side * sd * normalQuantile(probability / left);
  let score = side * Math.min(side * free, side * atEnd);
  for (let i = 0; i < 100; i++) {
    const beyond = massBeyond(state, score, shift, sd, side);
    const change = (beyond * log(beyond / probability)) / densityAt(state, score, shift, sd);
    score += side * change;
    if (Math.abs(change) < 1e-14 * Math.sqrt(known)) break;
  }
  return score;
}

/** The z bound that a look at `fraction` passes with `probability`, above it (side 1) or below it (side −1). */
function boundBeyond(state: Continuation, fraction: number, probability: number, side: 1 | -1): number {
  const gained = gainedBy(state, fraction);
  if (gained === 0 && state.step !== null) {
    const { from, lower, upper } = state.step;
    const former = side > 0 ? upper : lower;
    if (!(probability > 0)) return former;
    return boundBeyond(from, fraction, probability + probabilityBeyond(from, fraction, former, side), side);
  }
  if (!(probability > NONE)) return side * Number.POSITIVE_INFINITY;
  const left = probabilityOfContinuing(state);
  if (gained === 0 || probability >= left) return -side * Number.POSITIVE_INFINITY;
  return scoreBeyond(fineFor(state, gained), gained, probability, left, side) / Math.sqrt(fraction);
}

/**
 * The upper bound a look at `fraction` exceeds with `probability`: ∞ for 0, −∞ for all that is left. At the information
 * of the look before it is that look's bound, lowered when there is more probability to spend.
 */
export function boundAbove(state: Continuation, fraction: number, probability: number): number {
  return boundBeyond(state, fraction, probability, 1);
}

/** The lower bound a look at `fraction` falls below with `probability`: −∞ for 0, ∞ for all that is left. */
export function boundBelow(state: Continuation, fraction: number, probability: number): number {
  return boundBeyond(state, fraction, probability, -1);
}
