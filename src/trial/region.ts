/** Regions: centres that open and recruit alike. */
export type Opening =
  /** One time per centre, after the region's start. */
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
  /**
   * Mean number of patients per centre and unit of time; where the accrual says how many come, the centre's mean share
   * among all.
   */
  readonly rate: number;
  /** Coefficient of variation of the centres' rates: 1/√(gamma shape); 0 where all are alike. */
  readonly variation: number;
  /** Patients a centre may enrol at most; Infinity for no cap. */
  readonly cap: number;
}
