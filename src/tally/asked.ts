/** What a job asks its tallies to hold, from which the shape of everything in them follows. */

import type { Wants } from '../kernel/look/columns.ts';
import type { KernelPlan } from '../kernel/plan/kernelPlan.ts';
import type { SequentialSpec } from './decisions.ts';
import type { EstimateTable } from './estimateTable.ts';
import type { FamilySpec } from './familyDecisions.ts';
import type { DetrimentSpec } from './observedThresholds.ts';

/** What the paper printed, to be placed among the simulated results. Medians are (control, experimental). */
export interface Published {
  /** Two-sided log-rank P. */
  readonly pValue: number | null;
  readonly hazardRatio: number | null;
  readonly medians: readonly [number, number] | null;
  /** The Weibull shape under which medians imply a hazard ratio, (control ÷ experimental)^shape. */
  readonly survivalShape: number;
}

/** What to count. */
export interface TallySpec {
  /** False where a question asks for rejections only: collectors of anything else keep nothing. */
  readonly details: boolean;
  /** z at and beyond which the test rejects. */
  readonly criticalValue: number;
  /** The log hazard ratio that confidence intervals should cover, null where there is no single one. */
  readonly trueLogHazardRatio: number | null;
  readonly published: Published | null;
  /** A group-sequential trial: what it stops at, and estimates after a stop where they are wanted. */
  readonly sequential?: SequentialSpec & { readonly estimates?: readonly EstimateTable[] };
  /** The statistic (its index) that decides each look, where they are not all the first. */
  readonly decidedBy?: readonly number[];
  /** Tests on the same replicates, in the order of the statistics, the deciding one first; each with the bounds of its looks. */
  readonly tests?: { readonly sides: 1 | 2; readonly sequential: readonly (SequentialSpec | null)[] };
  /** Several hypotheses. */
  readonly family?: FamilySpec;
  /** The watch over survival. */
  readonly detriment?: DetrimentSpec;
  /** Whether to keep estimates of all statistics at every look, whatever is decided there. */
  readonly lookEstimates?: boolean;
  /** Whether to keep what each replicate claimed. */
  readonly everyClaim?: boolean;
  /** Sum control variates of every test's rejections; `sizes` are the patients of the arms whose events are compensated. */
  readonly controls?: { readonly sides: 1 | 2; readonly sizes: readonly number[] };
}

export interface Asked {
  readonly plan: KernelPlan;
  readonly wants: Wants;
  readonly spec: TallySpec;
}

/**
 * Lengths of lists with an entry per arm, per endpoint beside the driving one, per look, per statistic, per test of the deciding hypothesis, per hypothesis.
 */
export const arms = ({ plan }: Asked): number => plan.sizes.length;
export const furtherEndpoints = ({ plan }: Asked): number => plan.endpoints.length;
export const looks = ({ plan }: Asked): number => plan.looks.length;
export const statistics = ({ plan }: Asked): number => plan.statistics?.statistics.length ?? 0;
export const tests = ({ spec }: Asked): number => spec.tests?.sequential.length ?? 0;
export const hypotheses = ({ spec }: Asked): number => spec.family?.closed.hypotheses ?? 0;
