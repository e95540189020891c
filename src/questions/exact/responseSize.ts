/** How many patients a trial of a proportion needs: by exact power, and by the normal formula. */
import { exactSize, type PowerOfSize, powersBySize, smallestBlock } from '../../proportions/exactSize.ts';
import { normalSize } from '../../proportions/normalSize.ts';
import type { ResponseTrial } from '../../scenario/plannedResponseTrial.ts';
import { MOST_ENUMERATED } from '../../scenario/responseSchema.ts';
import { orientedPlan } from './responsePlan.ts';
import type { ExactPoint } from './responsePower.ts';

export interface ResponseSizeForTarget {
  readonly targetPower: number;
  /** By the normal formula, unrounded; null where the rates do not differ from the margin. */
  readonly formula: number | null;
  /** The smallest N that reaches the target; null where none up to `searchedTo` does. */
  readonly first: PowerOfSize | null;
  /** The smallest N from which on every one does, up to `searchedTo`. */
  readonly stays: PowerOfSize | null;
  readonly searchedTo: number;
  /** Sizes between `first` and `stays` that fall below the target, and the lowest power among them; null for none. */
  readonly dips: { readonly sizes: number; readonly lowest: number } | null;
}

export interface ResponseSize {
  readonly targets: readonly ResponseSizeForTarget[];
  /** Exact power of every N that was tried, in ascending order. */
  readonly curve: readonly ExactPoint[];
}

export function sizeOfResponses(plan: ResponseTrial): ResponseSize {
  const { test, rates, block, share } = orientedPlan(plan);
  const smallest = smallestBlock(block);
  const powerAt = powersBySize(test, rates, smallest);
  const curve = new Map<number, number>();
  const targets = plan.targetPower.map((targetPower): ResponseSizeForTarget => {
    const size = normalSize(test, rates, targetPower, share);
    const formula = Number.isFinite(size) ? size : null;
    const found = formula === null ? null : exactSize(test, rates, smallest, targetPower, MOST_ENUMERATED, powerAt);
    if (found === null)
      return { targetPower, formula, first: null, stays: null, searchedTo: MOST_ENUMERATED, dips: null };
    const { first, stays, tried } = found;
    for (const { patients, power } of tried) curve.set(patients, power);
    const below = tried.filter(({ patients, power }) => patients > first.patients && power < targetPower);
    const dips =
      below.length === 0 ? null : { sizes: below.length, lowest: Math.min(...below.map(({ power }) => power)) };
    return { targetPower, formula, first, stays, searchedTo: tried[tried.length - 1].patients, dips };
  });
  const points = [...curve].sort(([a], [b]) => a - b).map(([patients, power]) => ({ patients, power }));
  return { targets, curve: points };
}
