/** The chance to see an event at all that a share `rate` of patients has, 0 < rate < 1. */
import { expm1 } from '../elementary/expm1.ts';
import { log1p } from '../elementary/log1p.ts';

/** P(at least one event among `patients`) = 1 − (1 − rate)^patients. */
export function chanceOfAny(rate: number, patients: number): number {
  return -expm1(patients * log1p(-rate));
}

/** The fewest patients among whom at least one event is seen with probability `chance`, 0 < chance < 1. */
export function patientsToSeeAny(rate: number, chance: number): number {
  let patients = Math.max(1, Math.round(log1p(-chance) / log1p(-rate)));
  // The quotient may be rounded to either side of a whole number.
  while (patients > 1 && chanceOfAny(rate, patients - 1) >= chance) patients--;
  while (chanceOfAny(rate, patients) < chance) patients++;
  return patients;
}
