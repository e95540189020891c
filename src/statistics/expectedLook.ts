/** What a statistic sees of an analysis that is expected rather than simulated. */
/**
 * One stratum's expected follow-up at an analysis. Nodes come in panels of 32 that ascend in time on study and end where
 * follow-up does, those of a panel in the order of gaussLegendre (see expectedCurve.ts for integrals up to a node);
 * ∫ f du ≈ Σ weights × f. All shares are of the patients of the comparison, all strata and both arms together.
 */
export interface ExpectedStratum {
  readonly times: Float64Array;
  readonly weights: Float64Array;
  /** Shares allocated to the arms in this stratum, enrolled by the analysis or not. */
  readonly share0: number;
  readonly share1: number;
  /** Share expected at risk at times[i] on study: enrolled early enough, without event or dropout. */
  readonly atRisk0: Float64Array;
  readonly atRisk1: Float64Array;
  /** Hazard of the event among those at risk. */
  readonly hazard0: Float64Array;
  readonly hazard1: Float64Array;
  /** Probability of no event by times[i] if there were no dropout. */
  readonly survival0: Float64Array;
  readonly survival1: Float64Array;
  /** First nodes of panels that stand for one instant, at which all of its events are tied: scans without jitter. */
  readonly instants?: readonly number[];
}

export interface ExpectedLook {
  readonly strata: readonly ExpectedStratum[];
  /** Planned patients of the comparison: shares × this are numbers of patients. */
  readonly patients: number;
  /**
   * Share enrolled by the analysis, given where that is more than the share at risk at the start: with scans, a patient
   * who is never scanned is not at risk.
   */
  readonly enrolled?: number;
}
