/** One point of a response surface. */
import type { MeanEstimate, Proportion } from '../tally/estimates.ts';
import type { PairedDifference } from './testsResult.ts';
/** N for the target power: N ((z_α + z_β) / (z_α + Φ⁻¹(p)))² of the simulated power p at the planned N. */
export interface RequiredSize {
  readonly patientsUnrounded: number;
  /**
   * The 95 % interval by the delta method on the log scale; `low` is 0 where every replicate claimed a benefit: N is at
   * most this.
   */
  readonly low: number;
  readonly high: number;
  /** Rounded up by arm. */
  readonly patients: number;
}

export interface TestAt {
  readonly power: Proportion;
  /** Power minus that of the reference test, on the same replicates; null for that test itself. */
  readonly minusReference: PairedDifference | null;
  /** Null where no benefit shows beyond chance. */
  readonly required: RequiredSize | null;
  /** Power by large samples, and N by the same rule from it; null where there is no such formula, or no benefit. */
  readonly formula: number | null;
  readonly formulaRequired: number | null;
}

export interface TimingPoint {
  /** Positions on the axes. */
  readonly at: { readonly x: number; readonly y: number };
  readonly x: number;
  readonly y: number;
  readonly patients: number;
  readonly replicates: number;
  /** In the order of the result's tests. */
  readonly tests: readonly TestAt[];
  readonly events: MeanEstimate;
  readonly analysisTime: MeanEstimate;
  /** Of the arm at the expected analysis; null when that is never expected. */
  readonly averageHazardRatio: number | null;
  /** Share of the arm's patients who never start the second treatment; null where no start is planned. */
  readonly neverStarted: number | null;
}
