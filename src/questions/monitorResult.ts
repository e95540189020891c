/** What is known of a running group-sequential trial when it is monitored, and what the answer holds. */
import type { ReportedEstimate } from '../scenario/scenario.ts';
import type { Zone } from '../sequential/reestimation.ts';
import type { ClaimsAhead } from './claimsAhead.ts';
import type { Decision, HeldLook, Seen } from './monitoredLooks.ts';
import type { ObservedData } from './observedPatients.ts';

export type { Decision, Seen } from './monitoredLooks.ts';
export type { ObservedData, ObservedPatient } from './observedPatients.ts';

export interface Observations {
  /** The looks so far, in order, with more events each; the last is the current one. */
  readonly seen: readonly Seen[];
  /**
   * Which planned looks they were, counted from 1, ascending; the number of all planned looks for the final analysis, null
   * for a look that was not planned.
   */
  readonly looks: readonly (number | null)[];
  /** A normal prior of the log hazard ratio. */
  readonly prior: { readonly hazardRatio: number; readonly standardDeviation: number } | null;
  /** The hazard ratio of a published study; a prior where it has an interval. */
  readonly published: ReportedEstimate | null;
}

/** A look with its bounds; null stands for a bound that does not exist. */
export interface LookBoundsRow {
  /** The look of the plan, counted from 1; null for a look that was not planned. */
  readonly look: number | null;
  readonly final: boolean;
  readonly events: number;
  /** Events over those planned for the final analysis. */
  readonly informationFraction: number;
  readonly efficacyZ: number | null;
  /** Nominal p at the bound, with the test's number of sides. */
  readonly efficacyP: number | null;
  /** The observed hazard ratio that is the bound. */
  readonly efficacyHazardRatio: number | null;
  /** Cumulative, over all sides, this look included. */
  readonly alphaSpent: number;
  readonly futilityZ: number | null;
  readonly futilityHazardRatio: number | null;
  /** Cumulative; null for a rule that spends no beta. */
  readonly betaSpent: number | null;
}

export interface LookSeen extends LookBoundsRow {
  /** Null for a look that was not planned. */
  readonly plannedEvents: number | null;
  readonly plannedInformationFraction: number | null;
  readonly z: number;
  readonly hazardRatio: number;
  /** `z`: exp(−z / √information); Cox's where patients were given. */
  readonly hazardRatioFrom: HeldLook['hazardRatioFrom'];
  /** Nominal, with the test's number of sides. */
  readonly p: number;
  /** Repeated confidence interval of the hazard ratio at the result's `repeatedLevel`; null where efficacy is not tested. */
  readonly repeated: { readonly low: number; readonly high: number } | null;
  /** The weighted statistic that was held against the bound after a re-estimation; null where that was z. */
  readonly weightedZ: number | null;
  readonly decision: Decision;
}

export interface Chance extends ClaimsAhead {
  readonly under:
    | 'planned effect'
    | 'planned effect as it sets in'
    | 'observed effect'
    | 'no effect'
    | 'flat prior'
    | 'prior given'
    | 'published study';
  /** Whether the effect is taken to be true, or averaged over its distribution given prior and data. */
  readonly kind: 'conditional' | 'predictive';
  /** The effect to come as a hazard ratio; for a prior, its posterior median. */
  readonly hazardRatio: number;
}

export interface MonitoredReestimation {
  /** The look that re-estimates, counted from 1. */
  readonly look: number;
  readonly zone: Zone;
  readonly effect: 'observed' | 'planned';
  /**
   * Conditional power at the events planned, under the effect that the rule assumes; and the promising zone that it is
   * compared with.
   */
  readonly conditionalPower: number;
  readonly lowerLimit: number;
  readonly target: number;
  readonly plannedEvents: number;
  readonly maxEvents: number;
  readonly events: number;
  readonly statistic: 'weighted' | 'unweighted';
  /** Conditional power of the final analysis at the planned and at the re-estimated events. */
  readonly chances: readonly {
    readonly under: 'planned effect' | 'observed effect' | 'no effect';
    readonly atPlanned: number;
    readonly atReestimated: number;
  }[];
}

/** The result if the trial stopped at the current look. Intervals are 95 %. */
export interface StoppedHere {
  readonly naive: {
    readonly hazardRatio: number;
    readonly low: number;
    readonly high: number;
    readonly pOneSided: number;
    readonly pTwoSided: number;
  };
  readonly stagewise: {
    readonly pOneSided: number;
    readonly pTwoSided: number;
    /** The median-unbiased estimate and its interval; null after a re-estimation, which the ordering does not know. */
    readonly hazardRatio: number | null;
    readonly low: number | null;
    readonly high: number | null;
  };
  readonly biasAdjusted: number | null;
}

export interface MonitorResult {
  readonly plannedLooks: number;
  /** Events at information fraction 1. */
  readonly informationEvents: number;
  readonly alpha: number;
  readonly sides: 1 | 2;
  readonly experimentalShare: number;
  /** Null for a plan that never stops for futility. */
  readonly futility: 'binding' | 'non-binding' | null;
  /** The direction of the planned effect. */
  readonly planned: 'benefit' | 'harm';
  /** The looks so far; the last is the current one. */
  readonly looks: readonly LookSeen[];
  /** Two-sided confidence level of the repeated intervals: 1 − alpha, 1 − 2 alpha for a one-sided test. */
  readonly repeatedLevel: number;
  /** The first look before the current one at which the plan would have ended the trial. */
  readonly endedEarlier: { readonly look: number | null; readonly events: number; readonly decision: Decision } | null;
  /** Looks still to come at the information planned, with the bounds they would then have. */
  readonly later: readonly LookBoundsRow[];
  /** What the patients given for the current look show. */
  readonly data: ObservedData | null;
  /** Empty when no look is still to come. */
  readonly chances: readonly Chance[];
  /** Given once the trial has come to the look that may change its events. */
  readonly reestimation: MonitoredReestimation | null;
  readonly stoppedHere: StoppedHere;
  /** What the reader should know about how the data differ from the plan. */
  readonly remarks: readonly string[];
}
