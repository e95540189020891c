/**
 * Stage for variance reduction: the compensators of the arms' event counts at the analysis,
 *   A_a = Σ Λ_a(u_i) over the arm's enrolled patients, u_i = min(exit, cut) − entry the time on study, Λ_a the arm's
 * cumulative hazard. M_a = D_a − A_a is a martingale in calendar time and an analysis rule a stopping time, so E M_a = 0
 * whatever the rule, the accrual and the dropout (O. O. Aalen 1978); and M_a² − A_a and M₀M₁ have mean 0 as well.
 */
import type { HazardInTicks } from '../plan/hazardInTicks.ts';

/** A_a of arm `arm` from `codes[0..n)` in any order (sums of ticks are exact); see patientCode.ts for the code. `cut` in ticks. */
export function compensator(plan: HazardInTicks, arm: 0 | 1, codes: Int32Array, n: number, cut: number): number {
  let total = 0;
  for (let j = 0; j < plan.starts.length; j++) {
    const latest = cut - plan.starts[j];
    let beyond = 0;
    for (let i = 0; i < n; i++) if ((codes[i] & 1) === arm) beyond += Math.max(0, latest - (codes[i] >> 2));
    total += plan.increments[j] * beyond;
  }
  return total;
}
