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

/** Blocks of at most this many places and orders have their orders counted. */
const MOST_PLACES = 30;
const MOST_ORDERS = 1000;

/**
 * All orders of a block of two arms: bit k is the arm of place k, and one bit more stands behind the last place. Null where
 * there are too many to be numbered by a word.
 */
function blockOrders(places: number, experimental: number): number[] | null {
  if (places > MOST_PLACES) return null;
  const orders: number[] = [];
  const end = 1 << places;
  for (let order = (1 << experimental) - 1; order < end; ) {
    if (orders.length === MOST_ORDERS) return null;
    orders.push(order + end);
    // The next larger number of as many ones: R. W. Gosper, HAKMEM item 175 (1972).
    const lowest = order & -order;
    const ripple = order + lowest;
    order = ripple + Math.floor((ripple ^ order) / lowest / 4);
  }
  return orders;
}

/** The orders of blocks of each size; null unless there are two arms and few orders of every size. */
export function ordersBySize(weights: readonly number[], sizes: readonly number[]): readonly number[][] | null {
  if (weights.length !== 2) return null;
  const share = weights[1] / (weights[0] + weights[1]);
  const bySize = sizes.flatMap((size) => {
    const orders = blockOrders(size, Math.round(size * share));
    return orders === null ? [] : [orders];
  });
  return bySize.length === sizes.length ? bySize : null;
}

/**
 * Permuted blocks within strata. A second word of each patient is the size of the block that the patient would begin, where
 * there are several sizes.
 */
function blockAllocator(plan: Extract<AllocationRule, { kind: 'permutedBlocks' }>): Allocator {
  const { weights, sizes, strata } = plan;
  const several = sizes.length > 1;
  const stratumOf = (centre: number, cell: number) =>
    (strata.byCentre ? centre * strata.ofCells : 0) + strata.ofCell[cell];
  const sizeOf = (words: Uint32Array, at: number) => (several ? below(sizes.length, words[at + 1]) : 0);
  const words = several ? 2 : 1;
  const orders = ordersBySize(weights, sizes);
  return orders === null
    ? { words, ...byPlaces(weights, sizes, strata.count, stratumOf, sizeOf) }
    : { words, ...byOrders(orders, strata.count, stratumOf, sizeOf) };
}

type StratumOf = (centre: number, cell: number) => number;
type SizeOf = (words: Uint32Array, at: number) => number;

/** Who begins a block draws the order of all of it. */
function byOrders(
  orders: readonly number[][],
  strata: number,
  stratumOf: StratumOf,
  sizeOf: SizeOf,
): Pick<Allocator, 'begin' | 'assign'> {
  /** What is left of the order of each stratum's block, 1 where that has ended. */
  const left = new Int32Array(strata);
  return {
    begin() {
      left.fill(1);
    },
    assign(centre, cell, words, at) {
      const stratum = stratumOf(centre, cell);
      const ofSize = orders[sizeOf(words, at)];
      if (left[stratum] === 1) left[stratum] = ofSize[below(ofSize.length, words[at])];
      const arm = left[stratum] & 1;
      left[stratum] >>= 1;
      return arm;
    },
  };
}

/** Each patient takes one of the places left in the block of the patient's stratum. */
function byPlaces(
  weights: readonly number[],
  sizes: readonly number[],
  strata: number,
  stratumOf: StratumOf,
  sizeOf: SizeOf,
): Pick<Allocator, 'begin' | 'assign'> {
  const arms = weights.length;
  const last = arms - 1;
  const whole = cumulativeWeights(weights);
  /** Places left in the block of each stratum, in arms 0 … arm. */
  const left = new Int32Array(strata * arms);
  return {
    begin() {
      left.fill(0);
    },
    assign(centre, cell, words, at) {
      const from = stratumOf(centre, cell) * arms;
      if (left[from + last] === 0) {
        const size = sizes[sizeOf(words, at)];
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
