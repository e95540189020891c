/**
 * How many patients one centre has recruited a time after its opening, or by a calendar time when its opening is random.
 * Its rate is gamma distributed with mean m and shape k = 1/variation², so that the count after τ without a cap is negative
 * binomial with mean μ = m τ: P(0) = (1 + μ/k)^−k, P(j + 1) / P(j) = (k + j)/(j + 1) × μ/(k + μ); Poisson when all rates are
 * alike. V. V. Anisimov & V. V. Fedorov, Statist. Med. 26 (2007) 4958–4975, section 2.
 */
import { exp } from '../elementary/exp.ts';
import { expm1 } from '../elementary/expm1.ts';
import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import { pow } from '../elementary/pow.ts';
import { square } from '../elementary/square.ts';
import { gaussLegendre, integrate } from '../maths/quadrature.ts';
import type { Region } from './region.ts';

type Recruiting = Pick<Region, 'rate' | 'variation' | 'cap'>;

/** Points of an average over openings. */
const OPENING_POINTS = 32;

/** P(the centre would have recruited j without a cap), j from 0 to `upTo` − 1, a time `open` after opening. */
function countProbabilities({ rate, variation }: Recruiting, open: number, upTo: number): Float64Array {
  const probabilities = new Float64Array(upTo);
  const mean = rate * open;
  const shape = variation > 0 ? 1 / square(variation) : Number.POSITIVE_INFINITY;
  const alike = !Number.isFinite(shape);
  // On the log scale: e^−μ itself underflows for a centre that has been open long.
  let logarithm = alike ? -mean : -shape * log1p(mean / shape);
  for (let j = 0; j < upTo; j++) {
    probabilities[j] = exp(logarithm);
    logarithm += log(alike ? mean / (j + 1) : (((shape + j) / (j + 1)) * mean) / (shape + mean));
  }
  return probabilities;
}

/** First and second moment of what a centre has recruited a time `open` after opening; exact, cap included. */
function momentsSinceOpening(centre: Recruiting, open: number): { readonly first: number; readonly second: number } {
  if (!(open > 0)) return { first: 0, second: 0 };
  const { rate, variation, cap } = centre;
  if (!Number.isFinite(cap)) {
    const mean = rate * open;
    return { first: mean, second: mean + square(mean) * (1 + square(variation)) };
  }
  // E min(N, cap) = Σ_{j < cap} P(N > j), E min(N, cap)² = Σ_{j < cap} (2j + 1) P(N > j).
  let first = 0;
  let second = 0;
  let more = 1;
  countProbabilities(centre, open, cap).forEach((p, j) => {
    more = Math.max(0, more - p);
    first += more;
    second += (2 * j + 1) * more;
  });
  return { first, second };
}

/** P(the centre has recruited j), j from 0 to its cap, a time `open` after opening. */
function shares(centre: Recruiting, open: number): Float64Array {
  const { cap } = centre;
  const of = new Float64Array(cap + 1);
  if (!(open > 0)) {
    of[0] = 1;
    return of;
  }
  of.set(countProbabilities(centre, open, cap));
  of[cap] = Math.max(0, 1 - of.reduce((sum, p) => sum + p, 0));
  return of;
}

/** E exp(−s × recruited) as a function of s. */
type Transform = (s: number) => number;

function transformOfShares(of: Float64Array): Transform {
  return (s) => {
    const factor = exp(-s);
    let sum = 0;
    for (let j = of.length - 1; j >= 0; j--) sum = sum * factor + of[j];
    return sum;
  };
}

/** Of a centre without a cap, a time `open` after opening. */
function transformWithoutCap({ rate, variation }: Recruiting, open: number, s: number): number {
  if (!(open > 0)) return 1;
  const gone = rate * open * -expm1(-s);
  return variation > 0 ? pow(1 + gone * square(variation), -1 / square(variation)) : exp(-gone);
}

/** Known calendar times at which centres of the region open, with how many open; null where they are random. */
export function openings({ centres, start, opening }: Region): readonly number[] | null {
  switch (opening.kind) {
    case 'list':
      return opening.times.map((time) => start + time);
    case 'ramp':
      return Array.from({ length: centres }, (_, c) => start + (centres > 1 ? (opening.over * c) / (centres - 1) : 0));
    case 'uniform':
      return opening.over > 0 ? null : new Array<number>(centres).fill(start);
  }
}

/** When the last of the region's centres has opened at the latest. */
export function lastOpening(region: Region): number {
  return region.opening.kind === 'list'
    ? region.start + Math.max(...region.opening.times)
    : region.start + region.opening.over;
}

/**
 * The sum over the region's centres (or over groups of them that open together) of a function of the time a centre has
 * been open.
 */
function perCentre<T>(
  region: Region,
  t: number,
  fixed: (open: number) => T,
  random: (over: number, since: number) => T,
): { readonly value: T; readonly centres: number }[] {
  const known = openings(region);
  if (known === null) {
    const over = region.opening.kind === 'uniform' ? region.opening.over : 0;
    return [{ value: random(over, t - region.start), centres: region.centres }];
  }
  const together = new Map<number, number>();
  for (const time of known) together.set(time, (together.get(time) ?? 0) + 1);
  return [...together].map(([time, centres]) => ({ value: fixed(t - time), centres }));
}

/**
 * E f(time open) for an opening uniform in [0, over], `since` after the start, where f vanishes for a centre that is
 * not open yet.
 */
function overOpenings(f: (open: number) => number, over: number, since: number): number {
  return since > 0 ? integrate(f, Math.max(0, since - over), since) / over : 0;
}

/** Mean and variance of what the region's centres have recruited by calendar time t; centres are independent of one another. */
export function regionMoments(region: Region, t: number): { readonly mean: number; readonly variance: number } {
  const parts = perCentre(
    region,
    t,
    (open) => momentsSinceOpening(region, open),
    (over, since) => ({
      first: overOpenings((open) => momentsSinceOpening(region, open).first, over, since),
      second: overOpenings((open) => momentsSinceOpening(region, open).second, over, since),
    }),
  );
  return parts.reduce(
    ({ mean, variance }, { value: { first, second }, centres }) => ({
      mean: mean + centres * first,
      variance: variance + centres * (second - square(first)),
    }),
    { mean: 0, variance: 0 },
  );
}

/** The mean of regionMoments alone, at half the cost where openings are random. */
export function expectedInRegion(region: Region, t: number): number {
  const first = (open: number) => momentsSinceOpening(region, open).first;
  const parts = perCentre(region, t, first, (over, since) => overOpenings(first, over, since));
  return parts.reduce((mean, { value, centres }) => mean + centres * value, 0);
}

/** The shares of what a centre has recruited, over openings as in overOpenings. */
function sharesOverOpenings(region: Region, over: number, since: number): Float64Array {
  const of = shares(region, 0);
  if (!(since > 0)) return of;
  const { nodes, weights } = gaussLegendre(OPENING_POINTS);
  const half = (since - Math.max(0, since - over)) / 2;
  // Centres that are not open yet have recruited nobody.
  of[0] -= (2 * half) / over;
  for (let i = 0; i < OPENING_POINTS; i++) {
    const share = (weights[i] * half) / over;
    shares(region, since - half + half * nodes[i]).forEach((p, j) => {
      of[j] += share * p;
    });
  }
  return of;
}

/** ln E exp(−s × recruited in the region by calendar time t), as a function of s. */
export function regionLogTransform(region: Region, t: number): Transform {
  const parts = Number.isFinite(region.cap)
    ? perCentre(
        region,
        t,
        (open) => transformOfShares(shares(region, open)),
        (over, since) => transformOfShares(sharesOverOpenings(region, over, since)),
      )
    : perCentre<Transform>(
        region,
        t,
        (open) => (s) => transformWithoutCap(region, open, s),
        // Centres that are certainly or possibly closed add their share at value 1.
        (over, since) => (s) => 1 + overOpenings((open) => transformWithoutCap(region, open, s) - 1, over, since),
      );
  return (s) => parts.reduce((sum, { value, centres }) => sum + centres * log(value(s)), 0);
}
