/**
 * Stage for variance reduction: the compensators of the arms' event counts at the analysis,
 *   A_a = Σ m_i Λ_a(u_i) over the arm's enrolled patients, u_i = min(exit, cut) − entry the time on study, Λ_a the arm's
 * cumulative hazard, m_i what multiplies the patient's hazard. M_a = D_a − A_a is a martingale in calendar time and an
 * analysis rule a stopping time, so E M_a = 0 whatever the rule, the accrual and the dropout (O. O. Aalen 1978); and
 * M_a² − A_a and M₀M₁ have mean 0 as well.
 */
import type { Patients } from '../draw/patients.ts';
import type { HazardInTicks } from '../plan/hazardInTicks.ts';

/** A_a of arm `arm` at tick `cut`, cell by cell: sums of ticks are exact in any order. */
export function compensatorOf(
  { starts, increments, multipliers }: HazardInTicks,
  arm: number,
  { firsts, cell, entry, trueExit }: Patients,
  cut: number,
): number {
  let total = 0;
  for (let c = 0; c < multipliers.length; c++) {
    let hazard = 0;
    for (let j = 0; j < starts.length; j++) {
      let beyond = 0;
      for (let i = firsts[arm]; i < firsts[arm + 1]; i++) {
        const onStudy = Math.min(trueExit[i] >> 2, cut) - (entry[i] >> 2);
        if (cell[i] === c && onStudy > starts[j]) beyond += onStudy - starts[j];
      }
      hazard += increments[j] * beyond;
    }
    total += multipliers[c] * hazard;
  }
  return total;
}
