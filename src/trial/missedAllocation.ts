/** How near arms of whole patients come to the allocation that was planned. */
import { sizesOf, type Trial } from './trial.ts';

export interface MissedAllocation {
  /** Patients of the experimental arms in their order, then of the control: `270:106`. */
  readonly sizes: string;
  /** In the same order: `51:20`. */
  readonly planned: string;
  /** Experimental ÷ control, for two arms; null for more. */
  readonly ratio: number | null;
  readonly plannedRatio: number | null;
}

/**
 * Null where N is whole allocation blocks, and where patients are randomised as they come, so that sizes are left to
 * chance.
 */
export function missedAllocation(trial: Trial): MissedAllocation | null {
  if (trial.randomisation !== undefined) return null;
  const [control, ...experimental] = trial.arms.map(({ weight }) => weight);
  const [inControl, ...inExperimental] = sizesOf(trial);
  if (experimental.every((weight, k) => weight * inControl === inExperimental[k] * control)) return null;
  const two = experimental.length === 1;
  return {
    sizes: [...inExperimental, inControl].join(':'),
    planned: [...experimental, control].join(':'),
    ratio: two ? inExperimental[0] / inControl : null,
    plannedRatio: two ? experimental[0] / control : null,
  };
}
