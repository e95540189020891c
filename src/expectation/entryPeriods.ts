/**
 * Patients of a trial whose care improves from entry to entry, as a mixture of periods of entry: within a period all have the
 * hazards of the one who enters in the middle of it. What that leaves out is of second order in the length of a period, over
 * which the hazard changes by 7 % at most where MOST periods can: relative errors of expected events below 3e-4.
 */
import { accrualDuration, cumulativeRate, expectedEnrolled, timeAtCumulativeRate } from '../trial/accrual.ts';
import { driftOfEntry, hazardOfEntry, logHazardPerUnit } from '../trial/careDrift.ts';
import type { Trial } from '../trial/trial.ts';

export interface EntryPeriod {
  /** Calendar times between which its patients enter. */
  readonly from: number;
  readonly until: number;
  /** Of all patients who enter, those who do so in it. */
  readonly share: number;
  /** Their hazards over those of the laws. */
  readonly multiplier: number;
}

/** The one period of a trial without drift. */
export const EVERYBODY: EntryPeriod = { from: 0, until: Number.POSITIVE_INFINITY, share: 1, multiplier: 1 };

/** The change of the log hazard within a period, and how many there are. */
const CHANGE = 0.07;
const LEAST = 8;
const MOST = 48;

/** What the share of patients that has entered follows from. */
export type Entering = Pick<Trial, 'accrual' | 'patients'>;

/** The share of all patients who have entered by calendar time t, within the period. */
export function enteredWithin({ accrual, patients }: Entering, { from, until }: EntryPeriod, t: number): number {
  if (t < from) return 0;
  const before = from > 0 ? expectedEnrolled(accrual, patients, from) : 0;
  return (expectedEnrolled(accrual, patients, Math.min(t, until)) - before) / patients;
}

/** The periods of entry of a trial with drift, the last without end; null where the time of entry changes nothing. */
export function entryPeriods(trial: Trial): readonly EntryPeriod[] | null {
  const drift = driftOfEntry(trial);
  if (drift === null) return null;
  const { accrual, patients, arms } = trial;
  const duration = accrualDuration(accrual, patients);
  const changing = Math.min(duration, drift.until);
  const wanted = Math.ceil(Math.abs(logHazardPerUnit(drift, arms) * changing) / CHANGE);
  const count = Math.min(MOST, Math.max(LEAST, wanted));
  const edges = Array.from({ length: count }, (_, k) => (changing * k) / count);
  if (changing < duration) edges.push(changing);
  const total = cumulativeRate(accrual, duration);
  return edges.flatMap((from, k) => {
    const until = edges[k + 1] ?? Number.POSITIVE_INFINITY;
    const [before, after] = [cumulativeRate(accrual, from), cumulativeRate(accrual, Math.min(until, duration))];
    if (after <= before) return [];
    const middle = timeAtCumulativeRate(accrual, (before + after) / 2);
    return [{ from, until, share: (after - before) / total, multiplier: hazardOfEntry(drift, arms, middle) }];
  });
}

/** The same entries in at most `most` periods, each with the mean multiplier of those that it is made of. */
export function coarser(periods: readonly EntryPeriod[], most: number): readonly EntryPeriod[] {
  const size = Math.ceil(periods.length / most);
  return Array.from({ length: Math.ceil(periods.length / size) }, (_, g) => {
    const group = periods.slice(g * size, (g + 1) * size);
    const share = group.reduce((sum, period) => sum + period.share, 0);
    const multiplier = group.reduce((sum, period) => sum + period.share * period.multiplier, 0) / share;
    return { from: group[0].from, until: group[group.length - 1].until, share, multiplier };
  });
}
