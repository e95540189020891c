/** What a kernel plan holds of trials whose patients differ by more than one of two arms. */
import type { ExitPlan } from './plan.ts';

/** What a plan holds of patients who differ. */
export interface CohortPlan {
  /** exits[arm][cell]; with covariates of the event alone, and `dropoutMeans` of each arm in quanta, 0 for none. */
  readonly exits: readonly (readonly ExitPlan[])[];
  readonly dropoutMeans: readonly number[];
  /** Cumulative prevalence of the cells, the last 1. */
  readonly cells: readonly number[];
  /** Standard deviation, and log hazard ratio of one unit more, of each covariate about its mean. */
  readonly covariates: readonly { readonly sd: number; readonly logHazardRatio: number }[];
  /** Entry slot of patient k of an arm within a block, by arm. */
  readonly slots: readonly (readonly number[])[];
  /** Hazard of each cell over that of the arm's law, by arm. */
  readonly multipliers: readonly (readonly number[])[];
  readonly dropping: DroppingPlan | null;
}

export interface DroppingPlan {
  /** By look: drop arms whose z is at or below; −Infinity for none. */
  readonly atMost: readonly number[];
  /** By look: keep only so many experimental arms; 0 for all. */
  readonly keep: readonly number[];
  /** The statistic (index) by which an arm is judged, arm 1 first. */
  readonly judgedBy: readonly number[];
}

/** Entry slot of each arm's patients within an allocation block: every arm spread evenly, the control first among equals. */
export function blockSlots(block: readonly number[]): number[][] {
  const places = block.flatMap((own, arm) =>
    Array.from({ length: own }, (_, k) => ({ arm, k, position: (k + 0.5) / own })),
  );
  places.sort((a, b) => a.position - b.position || a.arm - b.arm);
  const slots = block.map((own) => new Array<number>(own).fill(0));
  places.forEach(({ arm, k }, slot) => {
    slots[arm][k] = slot;
  });
  return slots;
}
