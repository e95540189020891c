/** What the answer to `monitor` holds of a trial with several hypotheses. Looks count from 1, hypotheses from 0. */
import type { Procedure } from '../multiplicity/procedure.ts';
import type { HypothesisFamily } from '../trial/hypothesisFamily.ts';
import type { ComparedCounts } from './patientsOfReplicates.ts';

export type HypothesisDecision = 'rejected' | 'rejected before' | 'not rejected' | 'not tested' | 'as at its last test';

/** A hypothesis at a look that took place. */
export interface HypothesisSeen extends ComparedCounts {
  readonly hypothesis: number;
  /** Of its test: events where it counts them. */
  readonly information: number;
  /** Over that planned for its last test; null where its bounds stay as planned. */
  readonly informationFraction: number | null;
  readonly z: number;
  /** Cox's, in the strata of its test; null for a response, and without a finite estimate. */
  readonly hazardRatio: number | null;
  /** Its share of alpha when it was rejected, or after all rejections of the look; null where shares do not tell. */
  readonly share: number | null;
  /** The bound of that share at the information observed, its nominal one-sided p, and as a hazard ratio; null for none. */
  readonly boundZ: number | null;
  readonly boundP: number | null;
  readonly boundHazardRatio: number | null;
  readonly decision: HypothesisDecision;
}

export interface FamilyLook {
  readonly look: number;
  readonly final: boolean;
  /** One per hypothesis. */
  readonly rows: readonly HypothesisSeen[];
}

/** Where a hypothesis stands after the latest look. */
export interface HypothesisStanding {
  readonly rejectedAt: number | null;
  /** Its share of alpha now; null for a rejected one, and where shares do not tell. */
  readonly share: number | null;
  readonly lastTest: number;
  /** By hypothesis, the share that it would have were this one rejected now; null for rejected ones and itself. */
  readonly frees: readonly (number | null)[];
}

/** The bound of an open hypothesis at a look to come, as shares stand, at the information planned. */
export interface BoundAhead {
  readonly look: number;
  readonly final: boolean;
  readonly hypothesis: number;
  readonly information: number | null;
  readonly boundZ: number;
  readonly boundP: number;
  readonly boundHazardRatio: number | null;
}

export interface GateSeen {
  readonly look: number;
  readonly on: 'z' | 'estimate';
  readonly value: number | null;
  readonly least: number;
  readonly binding: boolean;
  readonly passed: boolean;
}

/** The watch over survival at a look. */
export interface DetrimentSeen {
  readonly look: number;
  readonly deaths: number;
  readonly hazardRatio: number | null;
  /** On the hazard ratio, at these deaths; null without deaths. */
  readonly threshold: number | null;
  readonly detriment: boolean;
  readonly binding: boolean;
  /** Chance that the true hazard ratio is ≥ 1, and ≥ `harmful`. */
  readonly chanceOfHarm: number | null;
  readonly chanceOfHarmful: number | null;
  readonly harmful: number;
}

export interface FamilyMonitorResult {
  readonly kind: 'family';
  readonly plannedLooks: number;
  /** One-sided, over the family. */
  readonly alpha: number;
  readonly procedure: Procedure['kind'];
  readonly stopsAt: HypothesisFamily['stopsAt'];
  readonly hypotheses: readonly { readonly name: string; readonly endpoint: string; readonly test: string }[];
  /** The looks so far; the last is the current one. */
  readonly looks: readonly FamilyLook[];
  readonly standings: readonly HypothesisStanding[];
  /** Whether what is rejected counts as success of the trial. */
  readonly success: boolean;
  readonly ahead: readonly BoundAhead[];
  readonly gate: GateSeen | null;
  /** Null where survival is not watched, or no watched look has taken place. */
  readonly detriment: readonly DetrimentSeen[] | null;
}
