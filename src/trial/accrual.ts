/**
 * Enrolment over calendar time. Arrivals follow an intensity that is constant between `starts`.
 * With `duration` given, the trial's N enters over exactly that long and `rates` give only the shape;
 * without, `rates` are patients per unit time and N / rate decides how long it takes.
 */
export interface Accrual {
  /**
   * How entry times scatter about the intensity. `uniform`: independent draws from it (N enrolled in a fixed time);
   * `even`: equally spaced in cumulative intensity; `poisson`: a Poisson process, the trial's duration random;
   * `centres`: the trial's centres recruit, and the rates are what they are expected to recruit together (centres.ts).
   */
  readonly pattern: 'uniform' | 'even' | 'poisson' | 'centres';
  readonly starts: readonly number[];
  readonly rates: readonly number[];
  readonly duration: number | null;
}

/** ∫₀ᵗ rates. */
export function cumulativeRate({ starts, rates }: Accrual, t: number): number {
  let total = 0;
  const last = starts.length - 1;
  // Planning asks for this more often than for anything else.
  for (let j = 0; j <= last && starts[j] < t; j++) {
    const end = j < last && starts[j + 1] < t ? starts[j + 1] : t;
    if (rates[j] > 0) total += rates[j] * (end - starts[j]);
  }
  return total;
}

/** The time at which ∫ rates reaches `total` > 0; Infinity when it never does. */
export function timeAtCumulativeRate(accrual: Accrual, total: number): number {
  let reached = 0;
  for (let j = 0; j < accrual.starts.length; j++) {
    const end = accrual.starts[j + 1] ?? Number.POSITIVE_INFINITY;
    if (accrual.rates[j] === 0) continue;
    const next = reached + accrual.rates[j] * (end - accrual.starts[j]);
    if (total <= next) return accrual.starts[j] + (total - reached) / accrual.rates[j];
    reached = next;
  }
  return Number.POSITIVE_INFINITY;
}

/** How long enrolling `patients` takes (expected, for `poisson`); Infinity when the rates never reach them. */
export function accrualDuration(accrual: Accrual, patients: number): number {
  return accrual.duration ?? timeAtCumulativeRate(accrual, patients);
}

/** When `count` of the `patients` are expected to have entered; the expected duration for all of them. */
export function expectedTimeOfEntry(accrual: Accrual, patients: number, count: number = patients): number {
  const duration = accrualDuration(accrual, patients);
  if (count >= patients) return duration;
  return timeAtCumulativeRate(accrual, (cumulativeRate(accrual, duration) * count) / patients);
}

/**
 * Expected number enrolled by calendar time t when `patients` enter in all, or as many of them as the rates allow.
 */
export function expectedEnrolled(accrual: Accrual, patients: number, t: number): number {
  if (t < 0) return 0;
  if (accrual.duration === null) return Math.min(patients, cumulativeRate(accrual, t));
  if (t >= accrual.duration) return patients;
  return (patients * cumulativeRate(accrual, t)) / cumulativeRate(accrual, accrual.duration);
}
