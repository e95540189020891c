/**
 * Allocation to arms, alone. Comparisons are means at 5.5 standard errors (3.8e-8) or chi-squares with a p-value above 1e-8;
 * there are fewer than thirty of them: 9e-7 in all. Seeds are the names of the tests and were never changed.
 *
 * @module-tag slow
 */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { Allocator } from '../../../src/kernel/draw/allocator.ts';
import { createAllocator } from '../../../src/kernel/draw/randomise.ts';
import { nextWord, seedLane, streamKey } from '../../../src/kernel/draw/stream.ts';
import type { AllocationRule, AllocationStrata } from '../../../src/kernel/plan/cohortPlan.ts';
import { chiSquareTail } from '../../statistical/battery.ts';
import { expectMean, expectNear } from '../../statistical/monteCarlo.ts';

const NO_STRATA: AllocationStrata = { byCentre: false, ofCell: [0], ofCells: 1, count: 1 };

function stateOf(seed: string, replicate = 0): Int32Array {
  const state = new Int32Array(4);
  seedLane(streamKey(seed, 'randomise'), replicate, 0, 0, state);
  return state;
}

const words = new Uint32Array(3);

/** The arm of the next patient, by the next words of `state`. */
function assign(allocator: Allocator, centre: number, cell: number, state: Int32Array): number {
  for (let k = 0; k < allocator.words; k++) words[k] = nextWord(state);
  return allocator.assign(centre, cell, words, 0);
}

function expectCounts(counts: readonly number[], probability: (cell: number) => number): void {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const x = counts.reduce(
    (sum, count, cell) => sum + (count - n * probability(cell)) ** 2 / (n * probability(cell)),
    0,
  );
  expect(chiSquareTail(x, counts.length - 1)).toBeGreaterThan(1e-8);
}

/** Arms of `n` patients who are all alike. */
function armsOf(plan: AllocationRule, n: number, seed: string): number[] {
  const allocator = createAllocator(plan, 1);
  const state = stateOf(seed);
  allocator.begin();
  return Array.from({ length: n }, () => assign(allocator, 0, 0, state));
}

describe('complete randomisation', () => {
  it('is by the weights, one patient independent of the next', () => {
    const weights = [2, 1, 3];
    const arms = armsOf({ kind: 'complete', weights }, 120_001, 'complete');
    const pairs = new Array<number>(9).fill(0);
    for (let i = 1; i < arms.length; i += 2) pairs[arms[i - 1] * 3 + arms[i]]++;
    expectCounts(pairs, (cell) => (weights[Math.floor(cell / 3)] * weights[cell % 3]) / 36);
  });

  it('gives binomial arms', () => {
    const allocator = createAllocator({ kind: 'complete', weights: [2, 1] }, 1);
    const counts = new Float64Array(5000);
    for (let r = 0; r < counts.length; r++) {
      const state = stateOf('binomial', r);
      allocator.begin();
      for (let i = 0; i < 90; i++) counts[r] += assign(allocator, 0, 0, state);
    }
    expectMean(counts, 30);
    expectMean(
      counts.map((n) => (n - 30) ** 2),
      20,
    );
  });
});

describe('permuted blocks', () => {
  it('take all orders of a block with equal probability', () => {
    const weights = [2, 1, 1];
    const plan: AllocationRule = { kind: 'permutedBlocks', weights, sizes: [4], strata: NO_STRATA };
    const arms = armsOf(plan, 4 * 24_000, 'orders');
    const orders = new Map<string, number>();
    for (let i = 0; i < arms.length; i += 4) {
      const order = arms.slice(i, i + 4).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(12);
    expect([...orders.keys()].every((order) => [...order].sort().join('') === '0012')).toBe(true);
    expectCounts([...orders.values()], () => 1 / 12);
  });

  it('are complete within every stratum of centre and factor at every block’s end, and half a block off at most', () => {
    // Two factors of two levels; strata by centre and the first.
    const strata: AllocationStrata = { byCentre: true, ofCell: [0, 0, 1, 1], ofCells: 2, count: 10 };
    const plan: AllocationRule = { kind: 'permutedBlocks', weights: [1, 1], sizes: [6], strata };
    const allocator = createAllocator(plan, 5);
    const random = seedrandom('strata');
    for (let r = 0; r < 200; r++) {
      const state = stateOf('strata', r);
      allocator.begin();
      const seen = new Int32Array(10);
      const balance = new Int32Array(10);
      for (let i = 0; i < 300; i++) {
        const [centre, cell] = [Math.floor(random() * 5), Math.floor(random() * 4)];
        const stratum = centre * 2 + (cell >> 1);
        seen[stratum]++;
        balance[stratum] += assign(allocator, centre, cell, state) === 1 ? 1 : -1;
        if (Math.abs(balance[stratum]) > 3) expect.fail(`stratum ${stratum} is ${balance[stratum]} off`);
        if (seen[stratum] % 6 === 0 && balance[stratum] !== 0)
          expect.fail(`stratum ${stratum} ends a block unbalanced`);
      }
    }
  });

  it('have sizes of equal frequency, drawn anew for each', () => {
    const plan: AllocationRule = { kind: 'permutedBlocks', weights: [1, 1], sizes: [2, 4], strata: NO_STRATA };
    const allocator = createAllocator(plan, 1);
    const n = 60_000;
    const orders = new Map<string, number>();
    for (let r = 0; r < n; r++) {
      const state = stateOf('sizes', r);
      allocator.begin();
      let order = '';
      for (let i = 0; i < 6; i++) order += assign(allocator, 0, 0, state);
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    // The probability of every order of six by the definition: a size, then one of its orders, whole or cut off.
    const blocks = { 2: ['01', '10'], 4: ['0011', '0101', '0110', '1001', '1010', '1100'] };
    const probabilities = new Map<string, number>();
    const extend = (order: string, p: number): void => {
      if (order.length >= 6) {
        const cut = order.slice(0, 6);
        probabilities.set(cut, (probabilities.get(cut) ?? 0) + p);
        return;
      }
      for (const each of Object.values(blocks)) for (const next of each) extend(order + next, p / 2 / each.length);
    };
    extend('', 1);
    expect([...orders.keys()].every((order) => probabilities.has(order))).toBe(true);
    const possible = [...probabilities];
    expectCounts(
      possible.map(([order]) => orders.get(order) ?? 0),
      (cell) => possible[cell][1],
    );
  });

  it('begin anew with every replicate', () => {
    const plan: AllocationRule = { kind: 'permutedBlocks', weights: [1, 2], sizes: [3, 6], strata: NO_STRATA };
    const allocator = createAllocator(plan, 1);
    const arms = () => {
      const state = stateOf('anew');
      allocator.begin();
      return Array.from({ length: 20 }, () => assign(allocator, 0, 0, state));
    };
    expect(arms()).toEqual(arms());
  });
});

type Minimisation = Extract<AllocationRule, { kind: 'minimisation' }>;

/** Three factors, of two and three levels and the centre; cells are the combinations of the first two. */
const FACTORS: Minimisation['factors'] = [
  { levelOf: [0, 0, 0, 1, 1, 1], levels: 2 },
  { levelOf: [0, 1, 2, 0, 1, 2], levels: 3 },
  { levelOf: null, levels: 8 },
];
const CENTRES = 8;

const minimisation = (weights: readonly number[], probability: number): Minimisation => ({
  kind: 'minimisation',
  weights,
  factors: FACTORS,
  probability,
});

/** Patients by arm of each level, by name; and the sum of ranges that one more in `arm` would leave. */
class Ledger {
  readonly counts = new Map<string, number[]>();
  readonly weights: readonly number[];

  constructor(weights: readonly number[]) {
    this.weights = weights;
  }

  levels(centre: number, cell: number): number[][] {
    return FACTORS.map(({ levelOf }, f) => {
      const name = `${f}: ${levelOf === null ? centre : levelOf[cell]}`;
      const found = this.counts.get(name) ?? this.weights.map(() => 0);
      this.counts.set(name, found);
      return found;
    });
  }

  rangeWith(arm: number, levels: readonly number[][]): number {
    return levels.reduce((sum, counts) => {
      const shares = counts.map((count, a) => (count + (a === arm ? 1 : 0)) / this.weights[a]);
      return sum + Math.max(...shares) - Math.min(...shares);
    }, 0);
  }

  best(levels: readonly number[][]): number[] {
    const ranges = this.weights.map((_, arm) => this.rangeWith(arm, levels));
    return ranges.flatMap((range, arm) => (range <= Math.min(...ranges) + 1e-9 ? [arm] : []));
  }

  /** Mean over all levels of the range of counts over weights. */
  imbalance(): number {
    const ranges = [...this.counts.values()].map((counts) => {
      const shares = counts.map((count, arm) => count / this.weights[arm]);
      return Math.max(...shares) - Math.min(...shares);
    });
    return ranges.reduce((sum, range) => sum + range, 0) / ranges.length;
  }
}

/** A patient goes to an arm of a ledger, patient after patient. */
type Assign = (centre: number, cell: number, ledger: Ledger) => number;

function runTrial(weights: readonly number[], n: number, people: seedrandom.PRNG, armOf: Assign): Ledger {
  const ledger = new Ledger(weights);
  for (let i = 0; i < n; i++) {
    // Centres and cells of unequal size.
    const [centre, cell] = [Math.floor(people() ** 2 * CENTRES), Math.floor(people() ** 1.5 * 6)];
    const arm = armOf(centre, cell, ledger);
    for (const counts of ledger.levels(centre, cell)) counts[arm]++;
  }
  return ledger;
}

function minimised(plan: Minimisation, n: number, replicates: number, seed: string): Ledger[] {
  const allocator = createAllocator(plan, CENTRES);
  const people = seedrandom(`${seed} people`);
  return Array.from({ length: replicates }, (_, r) => {
    const state = stateOf(seed, r);
    allocator.begin();
    return runTrial(plan.weights, n, people, (centre, cell) => assign(allocator, centre, cell, state));
  });
}

/** Minimisation by its definition, with the preferred arm's probability written out. */
function naive({ weights, probability }: Minimisation, n: number, replicates: number, seed: string): Ledger[] {
  const people = seedrandom(`${seed} people`);
  const random = seedrandom(seed);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const least = Math.min(...weights);
  const pick = (chances: readonly number[]) => {
    let u = random() * chances.reduce((total, chance) => total + chance, 0);
    return chances.findIndex((chance) => {
      u -= chance;
      return u < 0;
    });
  };
  return Array.from({ length: replicates }, () =>
    runTrial(weights, n, people, (centre, cell, ledger) => {
      const best = ledger.best(ledger.levels(centre, cell));
      const preferred = pick(weights.map((weight, arm) => (best.includes(arm) ? weight : 0)));
      const high = 1 - ((sum - weights[preferred]) / (sum - least)) * (1 - probability);
      return pick(
        weights.map((weight, arm) => (arm === preferred ? high : ((1 - high) * weight) / (sum - weights[preferred]))),
      );
    }),
  );
}

const armCounts = ({ counts, weights }: Ledger) =>
  weights.map((_, arm) => (counts.get('0: 0')?.[arm] ?? 0) + (counts.get('0: 1')?.[arm] ?? 0));

/** A mean of one sample against that of another. */
function expectSame(one: readonly number[], other: readonly number[]): void {
  const moments = (values: readonly number[]) => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return { mean, error2: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length ** 2 };
  };
  const [a, b] = [moments(one), moments(other)];
  expectNear(a.mean, b.mean, Math.sqrt(a.error2 + b.error2));
}

describe('minimisation', () => {
  for (const weights of [
    [1, 1],
    [1, 2],
    [1, 1, 1],
    [3, 2, 1],
  ]) {
    const name = weights.join(':');

    it(`with certainty always takes an arm that leaves the least imbalance, at ${name}`, () => {
      const allocator = createAllocator(minimisation(weights, 1), CENTRES);
      const people = seedrandom(`least ${name}`);
      for (let r = 0; r < 20; r++) {
        const state = stateOf(`least ${name}`, r);
        allocator.begin();
        runTrial(weights, 200, people, (centre, cell, ledger) => {
          const arm = assign(allocator, centre, cell, state);
          const best = ledger.best(ledger.levels(centre, cell));
          if (!best.includes(arm)) expect.fail(`arm ${arm} where ${best} leave less`);
          return arm;
        });
      }
    });

    it(`with a biased coin is as the definition has it, in imbalance and arm sizes, at ${name}`, () => {
      const plan = minimisation(weights, 0.8);
      const ours = minimised(plan, 120, 1000, `coin ${name}`);
      const theirs = naive(plan, 120, 1000, `naive ${name}`);
      expectSame(
        ours.map((ledger) => ledger.imbalance()),
        theirs.map((ledger) => ledger.imbalance()),
      );
      expectSame(
        ours.map((ledger) => armCounts(ledger)[0] ** 2),
        theirs.map((ledger) => armCounts(ledger)[0] ** 2),
      );
    });

    it(
      `keeps the allocation ${name} in the long run`,
      weights.length > 2 || weights[0] !== weights[1] ? { tags: ['long'] } : {},
      () => {
        // The ratio holds of patients who come once the imbalances have settled, after some hundred; those before leave an
        // offset of less than half a patient for good, since the first ones go to the arm of the larger weight.
        const [settled, n] = [400, 1200];
        const sum = weights.reduce((total, weight) => total + weight, 0);
        const people = seedrandom(`ratio ${name}`);
        for (const probability of [0.7, 0.9]) {
          const allocator = createAllocator(minimisation(weights, probability), CENTRES);
          const later = weights.map(() => new Float64Array(1500));
          for (let r = 0; r < 1500; r++) {
            const state = stateOf(`ratio ${name} ${probability}`, r);
            allocator.begin();
            for (let i = 0; i < n; i++) {
              const arm = assign(
                allocator,
                Math.floor(people() ** 2 * CENTRES),
                Math.floor(people() ** 1.5 * 6),
                state,
              );
              if (i >= settled) later[arm][r]++;
            }
          }
          weights.slice(1).forEach((weight, k) => {
            expectMean(later[k + 1], ((n - settled) * weight) / sum);
          });
        }
      },
    );
  }

  it('over one factor leaves a level one patient off at most, with certainty', () => {
    const plan: Minimisation = {
      ...minimisation([1, 1], 1),
      factors: [{ levelOf: [0, 1, 2, 3], levels: 4 }],
    };
    const allocator = createAllocator(plan, 1);
    const random = seedrandom('one factor');
    const state = stateOf('one factor');
    const balance = new Int32Array(4);
    let largest = 0;
    allocator.begin();
    for (let i = 0; i < 5000; i++) {
      const cell = Math.floor(random() * 4);
      balance[cell] += assign(allocator, 0, cell, state) === 1 ? 1 : -1;
      largest = Math.max(largest, Math.abs(balance[cell]));
    }
    expect(largest).toBe(1);
  });

  it('over three factors keeps levels within a few patients, where complete randomisation does not', () => {
    const trials = (plan: AllocationRule) => {
      const allocator = createAllocator(plan, CENTRES);
      const people = seedrandom('bound');
      return Array.from({ length: 300 }, (_, r) => {
        const state = stateOf('bound', r);
        allocator.begin();
        return runTrial([1, 1], 400, people, (centre, cell) => assign(allocator, centre, cell, state)).imbalance();
      });
    };
    const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    const certain = trials(minimisation([1, 1], 1));
    const coin = trials(minimisation([1, 1], 0.8));
    const complete = trials({ kind: 'complete', weights: [1, 1] });
    // About 0.8, 1.5 and 7 patients, their standard errors below 0.1.
    expect(meanOf(certain)).toBeLessThan(2);
    expect(meanOf(coin)).toBeLessThan(3);
    expect(meanOf(complete)).toBeGreaterThan(5);
  });

  it('takes ties by the allocation', () => {
    const allocator = createAllocator(minimisation([1, 2, 1], 1), CENTRES);
    // In an empty trial one in the second arm leaves a range of 1/2, in the others of 1: no tie. At equal weights all tie.
    const even = createAllocator(minimisation([2, 2, 2], 1), CENTRES);
    const firsts = [0, 0, 0];
    for (let r = 0; r < 30_000; r++) {
      const state = stateOf('ties', r);
      allocator.begin();
      if (assign(allocator, 3, 2, state) !== 1) expect.fail('one in the second arm leaves the least');
      even.begin();
      firsts[assign(even, 3, 2, state)]++;
    }
    expectCounts(firsts, () => 1 / 3);
  });
});
