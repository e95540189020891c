/**
 * Stage for variance reduction: the compensators of the arms' event counts at the analysis,
 *   A_a = Σ Λ_a(u_i) over the arm's enrolled patients, u_i = min(exit, cut) − entry the time on study, Λ_a the arm's
 * cumulative hazard. M_a = D_a − A_a is a martingale in calendar time and an analysis rule a stopping time, so E M_a = 0
 * whatever the rule, the accrual and the dropout (O. O. Aalen 1978); and M_a² − A_a and M₀M₁ have mean 0 as well.
 */
import { cumulativeHazard, hazard, hazardBreaks, type SurvivalLaw } from '../survival/law.ts';

/** Λ of an arm: piecewise linear in ticks on study, Λ(u) = Σ increments[j] × max(0, u − starts[j]), or its law. */
export type CompensatorPlan =
  | { readonly kind: 'piecewise'; readonly starts: readonly number[]; readonly increments: readonly number[] }
  | { readonly kind: 'law'; readonly law: SurvivalLaw; readonly unitsPerTick: number };

export function planCompensator(law: SurvivalLaw, ticksPerUnit: number): CompensatorPlan {
  if (law.clock.kind !== 'piecewise') return { kind: 'law', law, unitsPerTick: 1 / ticksPerUnit };
  const times = [...new Set([0, ...hazardBreaks(law)])].sort((a, b) => a - b);
  const hazards = times.map((t) => hazard(law, t) / ticksPerUnit);
  return {
    kind: 'piecewise',
    starts: times.map((t) => t * ticksPerUnit),
    increments: hazards.map((h, j) => h - (hazards[j - 1] ?? 0)),
  };
}

/** A_a of arm `arm` from `words[0..n)` in any order; see key.ts for the word. `cut` in ticks. */
export function compensator(plan: CompensatorPlan, arm: 0 | 1, words: Int32Array, n: number, cut: number): number {
  let total = 0;
  if (plan.kind === 'law') {
    for (let i = 0; i < n; i++) {
      if ((words[i] & 1) === arm) total += cumulativeHazard(plan.law, (cut - (words[i] >> 2)) * plan.unitsPerTick);
    }
    return total;
  }
  for (let j = 0; j < plan.starts.length; j++) {
    const latest = cut - plan.starts[j];
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const word = words[i];
      const beyond = latest - (word >> 2);
      if ((word & 1) === arm && beyond > 0) sum += beyond;
    }
    total += plan.increments[j] * sum;
  }
  return total;
}
