/** The planned trial: what is held fixed from replicate to replicate. All times in the scenario's unit. */
import type { SequentialPlan } from '../sequential/plan.ts';
import type { SurvivalLaw } from '../survival/law.ts';
import type { Accrual } from './accrual.ts';
import type { AnalysisRule } from './analysis.ts';

export interface Arm {
  readonly name: string;
  /** Patients of this arm in one allocation block. */
  readonly weight: number;
  readonly law: SurvivalLaw;
  /** Hazard of dropout, independent of the event; 0 for none. */
  readonly dropoutHazard: number;
}

/** `alpha` belongs to `sides`: (0.05, 2) and (0.025, 1) share their critical value. One-sided tests reject for benefit. */
export interface TestPlan {
  readonly statistic: 'log-rank';
  readonly alpha: number;
  readonly sides: 1 | 2;
}

export interface Trial {
  readonly control: Arm;
  readonly experimental: Arm;
  /** Total number of patients, a multiple of the allocation block. */
  readonly patients: number;
  readonly accrual: Accrual;
  /** Looks before the final analysis, in the order planned. */
  readonly interims?: readonly AnalysisRule[];
  /** The final analysis. */
  readonly analysis: AnalysisRule;
  readonly test: TestPlan;
  /** What the looks stop for; none where the trial runs to its final analysis. */
  readonly sequential?: SequentialPlan;
}

/** Patients in one allocation block. */
export function allocationBlock(trial: Pick<Trial, 'control' | 'experimental'>): number {
  return trial.control.weight + trial.experimental.weight;
}

/** Share of patients allocated to the experimental arm. */
export function experimentalShare(trial: Pick<Trial, 'control' | 'experimental'>): number {
  return trial.experimental.weight / allocationBlock(trial);
}

/** Patients per arm. */
export function armSizes(trial: Trial): { control: number; experimental: number } {
  const blocks = Math.round(trial.patients / allocationBlock(trial));
  return { control: blocks * trial.control.weight, experimental: blocks * trial.experimental.weight };
}

/** The trial as it would be if the experimental arm did nothing: every arm with the control's distribution (the weak null). */
export function underNull(trial: Trial): Trial {
  return { ...trial, experimental: { ...trial.experimental, law: trial.control.law } };
}
