/** Covariates of the patients of a comparison, in the order of their sorted codes, as adjusted models read them. */
import type { Covariates } from '../../statistics/definition.ts';
import type { ComparisonTables } from '../plan/statisticsPlan.ts';

/** A code and a place in one exact double: 2³¹ × 2²². */
const PLACES = 2 ** 22;

/** Codes in any order, each with its patient. */
export interface GatheredCodes {
  readonly codes: Int32Array;
  readonly members: Int32Array;
}

/** What is known of patients beyond their codes: cells, and a column for each continuous covariate. */
export interface KnownCovariates {
  readonly cell: ArrayLike<number>;
  readonly traits: readonly Float32Array[];
}

/** The covariates of one comparison, stratum by stratum, in arrays that grow to what a stratum has had. */
export class CovariateOrder {
  readonly strata: readonly Covariates[];
  private readonly adjusts: NonNullable<ComparisonTables['adjusts']>;
  private order = new Float64Array(0);

  constructor(adjusts: NonNullable<ComparisonTables['adjusts']>, strata: number) {
    this.adjusts = adjusts;
    const count = (adjusts.byCell[0]?.length ?? 0) + adjusts.covariates.length;
    this.strata = Array.from({ length: strata }, () => ({
      count,
      values: new Float64Array(0),
      codes: new Int32Array(0),
      patients: 0,
    }));
  }

  /** Fills stratum `stratum` from the gathered codes [from, to); tied patients keep the order in which they were gathered. */
  fill(
    stratum: number,
    { codes, members }: GatheredCodes,
    from: number,
    to: number,
    { cell, traits }: KnownCovariates,
  ): void {
    const { byCell, covariates } = this.adjusts;
    const into = this.strata[stratum] as { -readonly [K in keyof Covariates]: Covariates[K] };
    const patients = to - from;
    if (this.order.length < patients) this.order = new Float64Array(2 * patients);
    if (into.codes.length < patients) {
      into.codes = new Int32Array(2 * patients);
      into.values = new Float64Array(2 * patients * into.count);
    }
    const { order } = this;
    for (let i = from; i < to; i++) order[i - from] = codes[i] * PLACES + i;
    const sorted = order.subarray(0, patients).sort();
    for (let i = 0; i < patients; i++) {
      const at = sorted[i] % PLACES;
      const patient = members[at];
      into.codes[i] = codes[at];
      let next = i * into.count;
      for (const level of byCell[cell[patient]]) into.values[next++] = level;
      for (const covariate of covariates) into.values[next++] = traits[covariate][patient];
    }
    into.patients = patients;
  }
}
