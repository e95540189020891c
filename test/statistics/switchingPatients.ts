/**
 * Patients of whom the control's switch at progression, in plain Math: deaths have one hazard before and after progression, which
 * the treatment multiplies by `ratio` for as long as it is taken. Entry is uniform over `accrual`, the cut at `analysis`.
 */
import seedrandom from 'seedrandom';
import { createSwitchingPatients, type SwitchingPatients } from '../../src/statistics/structuralFailureTime.ts';

export interface SwitchingTrial {
  readonly perGroup: number;
  readonly progression: number;
  readonly death: number;
  readonly ratio: number;
  /** Of the control's patients who progress. */
  readonly switching: number;
  readonly accrual: number;
  readonly analysis: number;
}

export function drawSwitching(trial: SwitchingTrial, seed: string): SwitchingPatients {
  const random = seedrandom(seed);
  const exponential = (hazard: number) => -Math.log(1 - random()) / hazard;
  const patients = createSwitchingPatients(2 * trial.perGroup);
  const { group, time, event, treated, limit } = patients;
  patients.n = 2 * trial.perGroup;
  for (let i = 0; i < patients.n; i++) {
    group[i] = i < trial.perGroup ? 0 : 1;
    limit[i] = trial.analysis - random() * trial.accrual;
    const untreated = exponential(trial.death);
    const progressed = exponential(trial.progression);
    const from = group[i] === 1 ? 0 : random() < trial.switching ? progressed : Number.POSITIVE_INFINITY;
    const death = untreated <= from ? untreated : from + (untreated - from) / trial.ratio;
    time[i] = Math.min(death, limit[i]);
    event[i] = death <= limit[i] ? 1 : 0;
    treated[i] = Math.max(0, time[i] - from);
  }
  return patients;
}
