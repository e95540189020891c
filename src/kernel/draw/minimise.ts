/** Allocation to arms by minimisation. */
import type { AllocationRule } from '../plan/cohortPlan.ts';
import type { Allocator } from './allocator.ts';
import { uniform } from './stream.ts';

export type Minimisation = Extract<AllocationRule, { kind: 'minimisation' }>;

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}

/**
 * Patients of an arm over its weight, in whole units of one over the least common multiple of the weights: exact up to 2⁵³.
 */
export function unitsOf(weights: readonly number[]): number[] {
  const multiple = weights.reduce(leastCommonMultiple);
  return weights.map((weight) => multiple / weight);
}

/** Probability that a patient goes to an arm when it is preferred, by arm. */
export function preferredProbabilities({ weights, probability }: Minimisation): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const least = Math.min(...weights);
  return weights.map((weight) => 1 - ((total - weight) * (1 - probability)) / (total - least));
}

/** Stands in place of an arm where there is none. */
const NONE = -1;

/**
 * S. J. Pocock & R. Simon, Biometrics 31 (1975) 103–115: the preferred arm is the one that would leave the least sum
 * over factors of the range of n_arm/weight among the arms at the patient's level; ties are broken by the allocation.
 * It gets the patient with probability 1 − (S − w)(1 − p)/(S − least w), S = Σ w, the others the rest in proportion to
 * their weights, which in the long run keeps the allocation (B. Han, N. H. Enas & D. McEntegart, Statist. Med. 28
 * (2009) 3329–3346). A patient's words: which of the arms that tie, whether it is taken, and which other one instead,
 * where there are several others.
 */
export function minimisingAllocator(plan: Minimisation, centres: number): Allocator {
  const { weights, factors } = plan;
  const arms = weights.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const preferredAt = preferredProbabilities(plan);
  const firsts: number[] = [];
  let levels = 0;
  for (const { levelOf, levels: own } of factors) {
    firsts.push(levels);
    levels += levelOf === null ? centres : own;
  }
  const units = unitsOf(weights);
  const shares = new Float64Array(levels * arms);
  const places = new Int32Array(factors.length);
  const ranges = new Float64Array(arms);

  /**
   * The arm of a word by weight, the weights summing to `of`, among the arms whose range is at most `most`, arm `without`
   * excepted.
   */
  function among(most: number, without: number, of: number, word: number): number {
    let u = uniform(word) * of;
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
    words: arms > 2 ? 3 : 2,
    begin() {
      shares.fill(0);
    },
    assign(centre, cell, words, at) {
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
      const preferred = among(smallest, NONE, tied, words[at]);
      let arm = preferred;
      if (uniform(words[at + 1]) >= preferredAt[preferred])
        arm =
          arms === 2
            ? 1 - preferred
            : among(Number.POSITIVE_INFINITY, preferred, total - weights[preferred], words[at + 2]);
      for (let f = 0; f < places.length; f++) shares[places[f] + arm] += units[arm];
      return arm;
    },
  };
}
