/** Allocation of patients to arms in order of entry; arm 0 is the control. */
import type { AllocationRule } from '../plan/cohortPlan.ts';
import { nextWord, uniform } from './stream.ts';

export interface Allocator {
  /** Called before the first patient of a replicate. */
  begin(): void;
  /** The arm of the next patient, who is at `centre` and in cell `cell`. */
  assign(centre: number, cell: number, state: Int32Array): number;
}

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

function sumOf(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

/** Each patient by an independent draw: one word per patient. */
function completeAllocator(weights: readonly number[]): Allocator {
  const total = sumOf(weights);
  return {
    begin() {},
    assign(_centre, _cell, state) {
      let u = uniform(nextWord(state)) * total;
      let arm = 0;
      while (arm < weights.length - 1 && u >= weights[arm]) u -= weights[arm++];
      return arm;
    },
  };
}

/**
 * Blocks in random order: each patient takes one of the places left in the block of the patient's stratum. Takes one
 * word per patient, and one per block where its size is drawn.
 */
function blockAllocator({ weights, sizes, strata }: Extract<AllocationRule, { kind: 'permutedBlocks' }>): Allocator {
  const arms = weights.length;
  const total = sumOf(weights);
  const left = new Int32Array(strata.count * arms);
  const open = new Int32Array(strata.count);
  return {
    begin() {
      left.fill(0);
      open.fill(0);
    },
    assign(centre, cell, state) {
      const stratum = (strata.byCentre ? centre * strata.ofCells : 0) + strata.ofCell[cell];
      const from = stratum * arms;
      if (open[stratum] === 0) {
        const which = sizes.length === 1 ? 0 : Math.floor(uniform(nextWord(state)) * sizes.length);
        for (let arm = 0; arm < arms; arm++) left[from + arm] = (sizes[which] / total) * weights[arm];
        open[stratum] = sizes[which];
      }
      let place = Math.floor(uniform(nextWord(state)) * open[stratum]--);
      let arm = 0;
      while (place >= left[from + arm]) place -= left[from + arm++];
      left[from + arm]--;
      return arm;
    },
  };
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}

/** Stands in place of an arm where there is none. */
const NONE = -1;

/**
 * S. J. Pocock & R. Simon, Biometrics 31 (1975) 103–115: the preferred arm is the one that would leave the least sum
 * over factors of the range of n_arm/weight among the arms at the patient's level; ties are broken by the allocation.
 * It gets the patient with probability 1 − (S − w)(1 − p)/(S − least w), S = Σ w, the others the rest in proportion to
 * their weights, which in the long run keeps the allocation (B. Han, N. H. Enas & D. McEntegart, Statist. Med. 28
 * (2009) 3329–3346). Takes two words per patient, a third where the preferred arm is not taken and there are several
 * others.
 */
function minimisingAllocator(
  { weights, factors, probability }: Extract<AllocationRule, { kind: 'minimisation' }>,
  centres: number,
): Allocator {
  const arms = weights.length;
  const total = sumOf(weights);
  const least = Math.min(...weights);
  const firsts: number[] = [];
  let levels = 0;
  for (const { levelOf, levels: own } of factors) {
    firsts.push(levels);
    levels += levelOf === null ? centres : own;
  }
  // Patients of an arm over its weight, in whole units of one over the least common multiple of the weights: exact up to 2⁵³.
  const multiple = weights.reduce(leastCommonMultiple);
  const units = Float64Array.from(weights, (weight) => multiple / weight);
  const shares = new Float64Array(levels * arms);
  const places = new Int32Array(factors.length);
  const ranges = new Float64Array(arms);

  /**
   * Draws by weight, the weights summing to `of`, among the arms whose range is at most `most`, arm `without` excepted.
   */
  function among(most: number, without: number, of: number, state: Int32Array): number {
    let u = uniform(nextWord(state)) * of;
    let found = 0;
    for (let arm = 0; arm < arms; arm++) {
      if (ranges[arm] > most || arm === without) continue;
      found = arm;
      u -= weights[arm];
      if (u < 0) break;
    }
    return found;
  }

  return {
    begin() {
      shares.fill(0);
    },
    assign(centre, cell, state) {
      for (let f = 0; f < factors.length; f++) {
        const { levelOf } = factors[f];
        places[f] = (firsts[f] + (levelOf === null ? centre : levelOf[cell])) * arms;
      }
      let smallest = Number.POSITIVE_INFINITY;
      let tied = 0;
      for (let arm = 0; arm < arms; arm++) {
        let sum = 0;
        for (let f = 0; f < places.length; f++) {
          const from = places[f];
          const own = shares[from + arm] + units[arm];
          let low = own;
          let high = own;
          for (let a = 0; a < arms; a++) {
            if (a === arm) continue;
            const share = shares[from + a];
            if (share < low) low = share;
            if (share > high) high = share;
          }
          sum += high - low;
        }
        ranges[arm] = sum;
        if (sum < smallest) {
          smallest = sum;
          tied = 0;
        }
        if (sum === smallest) tied += weights[arm];
      }
      const preferred = among(smallest, NONE, tied, state);
      const rest = total - weights[preferred];
      let arm = preferred;
      if (uniform(nextWord(state)) >= 1 - (rest * (1 - probability)) / (total - least))
        arm = arms === 2 ? 1 - preferred : among(Number.POSITIVE_INFINITY, preferred, rest, state);
      for (let f = 0; f < places.length; f++) shares[places[f] + arm] += units[arm];
      return arm;
    },
  };
}
