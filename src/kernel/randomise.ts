// draft
import type { RandomisationPlan } from './cohortPlan.ts';
import { nextWord, uniform } from './stream.ts';

export interface Allocator {
  begin(): void;
  assign(centre: number, cell: number, state: Int32Array): number;
}

export function createAllocator(plan: RandomisationPlan, _centres: number): Allocator {
  const { weights } = plan;
  const sum = weights.reduce((a, b) => a + b, 0);
  const arms = weights.length;
  const byWeight = (state: Int32Array) => {
    let u = uniform(nextWord(state)) * sum;
    let a = 0;
    while (a < arms - 1 && u >= weights[a]) u -= weights[a++];
    return a;
  };
  if (plan.kind === 'complete') return { begin() {}, assign: (_c, _cell, state) => byWeight(state) };
  if (plan.kind === 'permutedBlocks') {
    const { strata, sizes } = plan;
    const left = new Int32Array(strata.count * arms);
    const total = new Int32Array(strata.count);
    return {
      begin() {
        left.fill(0);
        total.fill(0);
      },
      assign(centre, cell, state) {
        const s = (strata.byCentre ? centre * strata.ofCells : 0) + strata.ofCell[cell];
        if (total[s] === 0) {
          const size = sizes.length === 1 ? sizes[0] : sizes[Math.floor(uniform(nextWord(state)) * sizes.length)];
          for (let a = 0; a < arms; a++) left[s * arms + a] = (size / sum) * weights[a];
          total[s] = size;
        }
        let u = Math.floor(uniform(nextWord(state)) * total[s]);
        let a = 0;
        while (u >= left[s * arms + a]) u -= left[s * arms + a++];
        left[s * arms + a]--;
        total[s]--;
        return a;
      },
    };
  }
  const { factors, probability } = plan;
  const offsets: number[] = [];
  let cells = 0;
  for (const f of factors) {
    offsets.push(cells);
    cells += f.levels;
  }
  const counts = new Int32Array(cells * arms);
  const least = Math.min(...weights);
  const score = new Float64Array(arms);
  return {
    begin() {
      counts.fill(0);
    },
    assign(centre, cell, state) {
      let best = Number.POSITIVE_INFINITY;
      for (let k = 0; k < arms; k++) {
        let g = 0;
        for (let f = 0; f < factors.length; f++) {
          const levelOf = factors[f].levelOf;
          const at = (offsets[f] + (levelOf === null ? centre : levelOf[cell])) * arms;
          let low = Number.POSITIVE_INFINITY;
          let high = Number.NEGATIVE_INFINITY;
          for (let a = 0; a < arms; a++) {
            const x = (counts[at + a] + (a === k ? 1 : 0)) / weights[a];
            if (x < low) low = x;
            if (x > high) high = x;
          }
          g += high - low;
        }
        score[k] = g;
        if (g < best) best = g;
      }
      let tied = 0;
      for (let k = 0; k < arms; k++) if (score[k] <= best + 1e-9) tied += weights[k];
      let u = uniform(nextWord(state)) * tied;
      let preferred = 0;
      for (let k = 0; k < arms; k++) {
        if (score[k] > best + 1e-9) continue;
        preferred = k;
        u -= weights[k];
        if (u < 0) break;
      }
      const p = 1 - ((sum - weights[preferred]) / (sum - least)) * (1 - probability);
      let arm = preferred;
      if (uniform(nextWord(state)) >= p) {
        let v = uniform(nextWord(state)) * (sum - weights[preferred]);
        for (let k = 0; k < arms; k++) {
          if (k === preferred) continue;
          arm = k;
          v -= weights[k];
          if (v < 0) break;
        }
      }
      for (let f = 0; f < factors.length; f++) {
        const levelOf = factors[f].levelOf;
        counts[(offsets[f] + (levelOf === null ? centre : levelOf[cell])) * arms + arm]++;
      }
      return arm;
    },
  };
}
