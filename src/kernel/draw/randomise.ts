/** Allocation of patients to arms in order of entry; arm 0 is the control. Weights are whole numbers. */
import type { AllocationRule } from '../plan/cohortPlan.ts';
import type { Allocator } from './allocator.ts';
import { minimisingAllocator } from './minimise.ts';

/** An allocator by `plan`. `centres` is the number of centres, 1 without any. */
export function createAllocator(plan: AllocationRule, centres: number): Allocator {
  switch (plan.kind) {
    case 'complete':
      return completeAllocator(plan.weights);
    case 'permutedBlocks':
      return blockAllocator(plan);
    case 'minimisation':
      return minimisingAllocator(plan, centres);
  }
}

/** A whole number from 0 to n − 1, each with the same probability to n × 2⁻³², from a word. */
export function below(n: number, word: number): number {
  return Math.floor(word * n * 2 ** -32);
}

/** Running sums of the weights. */
export function cumulativeWeights(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}

/** Each patient by an independent draw. */
function completeAllocator(weights: readonly number[]): Allocator {
  const cumulative = cumulativeWeights(weights);
  const total = cumulative[weights.length - 1];
  return {
    words: 1,
    begin() {},
    assign(_centre, _cell, words, at) {
      const place = below(total, words[at]);
      let arm = 0;
      while (place >= cumulative[arm]) arm++;
      return arm;
    },
  };
}

/**
 * Blocks in random order: each patient takes one of the places left in the block of the patient's stratum. A second word
 * is the size of the block that the patient would begin, where there are several sizes.
 */
function blockAllocator({ weights, sizes, strata }: Extract<AllocationRule, { kind: 'permutedBlocks' }>): Allocator {
  const arms = weights.length;
  const last = arms - 1;
  const whole = cumulativeWeights(weights);
  /** Places left in the block of each stratum, in arms 0 … arm. */
  const left = new Int32Array(strata.count * arms);
  const several = sizes.length > 1;
  return {
    words: several ? 2 : 1,
    begin() {
      left.fill(0);
    },
    assign(centre, cell, words, at) {
      const stratum = (strata.byCentre ? centre * strata.ofCells : 0) + strata.ofCell[cell];
      const from = stratum * arms;
      if (left[from + last] === 0) {
        const size = sizes[several ? below(sizes.length, words[at + 1]) : 0];
        for (let arm = 0; arm < arms; arm++) left[from + arm] = (size / whole[last]) * whole[arm];
      }
      const place = below(left[from + last], words[at]);
      let arm = 0;
      while (place >= left[from + arm]) arm++;
      for (let a = arm; a < arms; a++) left[from + a]--;
      return arm;
    },
  };
}
