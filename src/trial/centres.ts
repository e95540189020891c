/**
 * Centres: when they open, how fast they recruit and how they differ. Recruitment is Poisson–gamma (V. V. Anisimov &
 * V. V. Fedorov, Statist. Med. 26 (2007) 4958–4975): centre c recruits as a Poisson process from its opening on, its rate
 * drawn from a gamma distribution; all compete for the trial's N, none beyond its cap.
 */
export type Opening =
  /** One time a centre, after the region's start. */
  | { readonly kind: 'list'; readonly times: readonly number[] }
  /** Independent uniform times in [0, over]. */
  | { readonly kind: 'uniform'; readonly over: number }
  /** Evenly spaced, the first at once, the last at `over`. */
  | { readonly kind: 'ramp'; readonly over: number };

export interface Region {
  readonly name: string;
  readonly centres: number;
  /** Calendar time before which none of its centres opens. */
  readonly start: number;
  readonly opening: Opening;
  /** Mean patients a centre and unit of time; where the accrual says how many come, the centre's mean share among all. */
  readonly rate: number;
  /** Coefficient of variation of the centres' rates: 1/√(gamma shape); 0 for all alike. */
  readonly variation: number;
  /** Patients a centre may enrol at most; Infinity for no cap. */
  readonly cap: number;
}

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

// draft
export function expectedRecruitment(centres: Centres): import('./accrual.ts').Accrual {
  const pts: { t: number; r: number }[] = [];
  for (const r of centres.regions)
    for (let i = 0; i < r.centres; i++) {
      const o = r.opening;
      if (o.kind === 'list') pts.push({ t: r.start + o.times[i], r: r.rate });
      else if (o.kind === 'ramp')
        pts.push({ t: r.start + (r.centres > 1 ? (o.over * i) / (r.centres - 1) : 0), r: r.rate });
      else for (let k = 0; k < 20; k++) pts.push({ t: r.start + (o.over * (k + 0.5)) / 20, r: r.rate / 20 });
    }
  pts.sort((a, b) => a.t - b.t);
  const starts = [0];
  const rates = [0];
  for (const { t, r } of pts) {
    if (t > starts[starts.length - 1]) {
      starts.push(t);
      rates.push(rates[rates.length - 1]);
    }
    rates[rates.length - 1] += r;
  }
  return { pattern: 'centres', starts, rates, duration: null };
}
