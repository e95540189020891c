/**
 * Centres: when they open, how fast they recruit and how they differ. Recruitment is Poisson–gamma (V. V. Anisimov &
 * V. V. Fedorov, Statist. Med. 26 (2007) 4958–4975): centre c recruits as a Poisson process from its opening on, its rate
 * drawn from a gamma distribution; all compete for the trial's N, none beyond its cap.
 */

import type { Accrual } from './accrual.ts';
import { expectedInRegion, lastOpening, openings, regionMoments } from './centreRecruitment.ts';
import type { Region } from './region.ts';

/** What multiplies the hazard of everybody in a centre. */
export type Frailty =
  /** exp(N(0, sd²)). */
  | { readonly kind: 'lognormal'; readonly sd: number }
  /** Gamma with mean 1. */
  | { readonly kind: 'gamma'; readonly variance: number };

export interface Centres {
  readonly regions: readonly Region[];
  /** Whether the centres' own recruitment makes the accrual; else patients come by the accrual and are spread over centres. */
  readonly recruit: boolean;
  readonly frailty: Frailty | null;
  /** Standard deviation of the log hazard ratio of the treatment between centres. */
  readonly effectSd: number;
}

/** The name by which tests and randomisation are stratified by centre. */
export const CENTRE = 'centre';

export function centreCount({ regions }: Pick<Centres, 'regions'>): number {
  return regions.reduce((sum, { centres }) => sum + centres, 0);
}

/** Region and name of every centre, in order: `Europe 3`, or `centre 3` where there is one region. */
export function centreNames({
  regions,
}: Pick<Centres, 'regions'>): { readonly centre: string; readonly region: string }[] {
  return regions.flatMap(({ name, centres }) =>
    Array.from({ length: centres }, (_, c) => ({
      centre: regions.length === 1 ? `centre ${c + 1}` : `${name} ${c + 1}`,
      region: name,
    })),
  );
}

/**
 * Mean and variance of the number recruited by calendar time t if the total N did not end recruitment: without caps
 * Σ m τ_c and Σ (m τ_c + (m τ_c)² variation²), τ_c the time a centre has been open, random openings integrated over; caps
 * exactly, from the negative binomial distribution of what each centre recruits.
 */
export function recruitmentMoments(
  { regions }: Pick<Centres, 'regions'>,
  t: number,
): { readonly mean: number; readonly variance: number } {
  return regions.reduce(
    (sum, region) => {
      const { mean, variance } = regionMoments(region, t);
      return { mean: sum.mean + mean, variance: sum.variance + variance };
    },
    { mean: 0, variance: 0 },
  );
}

/** Openings up to this many distinct times have a step of the rate each; more are drawn together. */
const MOST_OPENINGS = 48;

/** Between steps the rate is constant: what is expected by their middle may be off by this many patients, and by this share. */
const WITHIN = 0.01;
const SHARE_WITHIN = 0.002;

/**
 * What the centres are expected to recruit together, as an accrual whose expected numbers are exact at its steps: its
 * cumulative rate is E Σ min(cap, N_c(t)), linear between steps that are close enough for 0.01 patients + 0.2 %. The
 * rate after the last is that of all centres; where every centre has a cap, patients are taken to come until all
 * centres are full but for half a patient, who follows: the expectation itself would never get there.
 */
export function expectedRecruitment({ regions }: Pick<Centres, 'regions'>): Accrual {
  const among = (some: Centres['regions'], t: number) =>
    some.reduce((sum, region) => sum + expectedInRegion(region, t), 0);
  const expected = (t: number) => among(regions, t);
  const open = Math.max(...regions.map(lastOpening));
  const times = [...new Set([0, open, ...regions.flatMap((region) => [region.start, ...(openings(region) ?? [])])])];
  times.sort((a, b) => a - b);
  const ends =
    times.length <= MOST_OPENINGS
      ? times
      : [...new Set([0, Math.min(...regions.map((region) => openings(region)?.[0] ?? region.start)), open])];
  const starts: number[] = [];
  const rates: number[] = [];
  const put = (from: number, to: number, patients: number): void => {
    const rate = Math.max(0, patients / (to - from));
    const before = rates[rates.length - 1];
    if (before !== undefined && Math.abs(rate - before) <= 1e-12 * before) return;
    starts.push(from);
    rates.push(rate);
  };
  const split = (from: number, to: number, before: number, after: number, depth: number): void => {
    const middle = (from + to) / 2;
    const here = expected(middle);
    const off = Math.abs(here - (before + after) / 2);
    if (off <= WITHIN + SHARE_WITHIN * after || depth === 0) put(from, to, after - before);
    else {
      split(from, middle, before, here, depth - 1);
      split(middle, to, here, after, depth - 1);
    }
  };
  const between = (from: number, to: number) => split(from, to, expected(from), expected(to), 12);
  for (let i = 1; i < ends.length; i++) between(ends[i - 1], ends[i]);

  const uncapped = regions.filter(({ cap }) => !Number.isFinite(cap));
  const capped = regions.filter(({ cap }) => Number.isFinite(cap));
  const full = capped.reduce((sum, { cap, centres }) => sum + cap * centres, 0);
  const left = (t: number) => full - among(capped, t);
  let from = open;
  // Rates that scatter much leave centres that hardly recruit at all: the tail is not followed for ever.
  const fill = Math.max(0, ...capped.map(({ cap, rate }) => cap / rate));
  const end = open + 256 * fill;
  let step = Math.min(...capped.map(({ cap, rate }) => cap / rate)) / 4;
  while (capped.length > 0 && left(from) > 0.5 && from < end) {
    between(from, from + step);
    from += step;
    step *= 1.5;
  }
  const after = uncapped.reduce((sum, { centres, rate }) => sum + centres * rate, 0);
  if (after > 0) put(from, from + 1, after);
  else {
    const rest = left(from);
    if (rest > 0) put(from, from + step, rest);
    starts.push(rest > 0 ? from + step : from);
    rates.push(0);
  }
  return { pattern: 'centres', starts, rates, duration: null };
}
