/**
 * Stage for variance reduction: the compensators of the arms' event counts at the analysis,
 *   A_a = Σ m_i Λ_i(u_i) over the arm's enrolled patients, u_i = min(true exit, cut) − entry the time on study, Λ_i the cumulative
 * hazard of the arm's law or of the patient's own steps on it, m_i what multiplies the patient's hazard. M_a = D_a − A_a, D_a
 * the events that have happened, seen or not, is a martingale in calendar time and an analysis rule a stopping time, so
 * E M_a = 0 whatever the rule, the accrual, the scans and the dropout (O. O. Aalen 1978); and M_a² − A_a and M_a M_b have mean 0
 * as well. An arm that a look closed is not at risk any more: the martingale stopped there is still one.
 */
import { operationalTime, walk, walkSteps } from '../draw/ownSteps.ts';
import type { Patients } from '../draw/patients.ts';
import { lineAt } from '../draw/primedRatios.ts';
import type { ArmCompensator, SingleHazard } from '../plan/armCompensator.ts';
import type { HazardInTicks } from '../plan/hazardInTicks.ts';
import type { OwnExit } from '../plan/ownExit.ts';
import { QUANTUM } from '../plan/ticks.ts';

const { fround } = Math;

/** Cell by cell: sums of ticks are exact in any order. */
function compensatorInTicks(
  { starts, increments, multipliers }: HazardInTicks,
  arm: number,
  { firsts, cell, entry, trueExit }: Patients,
  by: number,
): number {
  let total = 0;
  for (let c = 0; c < multipliers.length; c++) {
    let hazard = 0;
    for (let j = 0; j < starts.length; j++) {
      let beyond = 0;
      for (let i = firsts[arm]; i < firsts[arm + 1]; i++) {
        const onStudy = Math.min(trueExit[i] >> 2, by) - (entry[i] >> 2);
        if (cell[i] === c && onStudy > starts[j]) beyond += onStudy - starts[j];
      }
      hazard += increments[j] * beyond;
    }
    total += multipliers[c] * hazard;
  }
  return total;
}

/** Λ of a patient with this lag at a time on study in quanta, single precision. */
function singleHazard(law: OwnExit, lag: number, quanta: number): number {
  let h = operationalTime(law, quanta);
  if (law.steps !== null) {
    walkSteps(law, law.steps, lag, h, 'from');
    h = fround(walk.reached + fround(walk.ratio * fround(h - walk.from)));
  }
  return lineAt(law.cumulative, h);
}

/** Single-precision hazards of every fourth patient are summed in double precision, and the four sums in pairs. */
function compensatorOfEach(
  { exit, multipliers }: SingleHazard,
  arm: number,
  { firsts, cell, entry, trueExit, factor, lag }: Patients,
  by: number,
  followUp: number,
): number {
  const sums = [0, 0, 0, 0];
  const first = firsts[arm];
  for (let i = first; i < firsts[arm + 1]; i++) {
    const onStudy = Math.min(followUp, Math.min(trueExit[i] >> 2, by) - (entry[i] >> 2));
    if (onStudy <= 0) continue;
    const multiplier = multipliers === null ? factor[i] : multipliers[cell[i]];
    sums[(i - first) & 3] += fround(multiplier * singleHazard(exit, lag[i], fround(onStudy) / QUANTUM));
  }
  return sums[0] + sums[1] + (sums[2] + sums[3]);
}

/** A_a of arm `arm` at tick `by`: the cut, or the look that closed the arm. `followUp` is a fixed follow-up in ticks. */
export function compensatorOf(
  hazard: ArmCompensator,
  arm: number,
  patients: Patients,
  by: number,
  followUp: number,
): number {
  if (hazard.kind === 'ticks') return compensatorInTicks(hazard, arm, patients, by);
  return compensatorOfEach(hazard, arm, patients, by, followUp);
}

/** D_a of arm `arm` at tick `by`. */
export function trueEventsOf(arm: number, { firsts, trueExit }: Patients, by: number): number {
  let events = 0;
  for (let i = firsts[arm]; i < firsts[arm + 1]; i++) if (trueExit[i] >> 2 <= by && (trueExit[i] & 2) === 0) events++;
  return events;
}
