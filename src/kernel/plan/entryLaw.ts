/** When patients enter, compiled. */
import { binaryExponent, powerOfTwo } from '../../elementary/powersOfTwo.ts';
import { accrualDuration, cumulativeRate, timeAtCumulativeRate } from '../../trial/accrual.ts';
import { sizesOf, type Trial } from '../../trial/trial.ts';
import { type EntrySlots, planSlots } from './slots.ts';

/** Entry times from uniforms: tick = origins[j] + (x − breaks[j]) × slopes[j], x on the scale of cumulative intensity. */
export interface EntryLaw {
  readonly pattern: 'uniform' | 'even' | 'poisson' | 'centres';
  /** Uniform entries over exactly 2^(32 − shift) ticks from tick 0: the tick is word >>> shift. Otherwise null. */
  readonly shift: number | null;
  /** x of the last possible entry; for `poisson` the intensity per unit x is one patient. */
  readonly total: number;
  readonly breaks: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
  /** Order of entry of the arms' patients where entries are evenly spaced; null elsewhere. */
  readonly slots: EntrySlots | null;
}

/** Entries at tick 0 whatever x is. */
const AT_ONCE = { shift: null, breaks: [0], origins: [0], slopes: [0] };

/** Entries of all patients of `trial` by its accrual, or of one arm where `trial` is that arm's. */
export function planEntry(trial: Trial, ticksPerUnit: number): EntryLaw {
  const { accrual, patients } = trial;
  const duration = accrualDuration(accrual, patients);
  const weights = trial.arms.map(({ weight }) => weight);
  const slots = accrual.pattern === 'even' ? planSlots(weights, sizesOf(trial)) : null;
  if (duration === 0) return { ...AT_ONCE, pattern: accrual.pattern, total: patients, slots };
  const area = cumulativeRate(accrual, duration);
  // With a fixed duration the rates are a shape: they are rescaled so that the cumulative intensity counts patients.
  const scale = patients / area;
  const breaks: number[] = [];
  const origins: number[] = [];
  const slopes: number[] = [];
  accrual.starts.forEach((start, j) => {
    if (accrual.rates[j] === 0) return;
    breaks.push(cumulativeRate(accrual, start) * scale);
    origins.push(start * ticksPerUnit);
    slopes.push(ticksPerUnit / (accrual.rates[j] * scale));
  });
  const ticks = slopes[0] * patients;
  const whole = binaryExponent(ticks * Math.SQRT2);
  const single = breaks.length === 1 && origins[0] === 0 && Math.abs(ticks / powerOfTwo(whole) - 1) < 1e-9 && whole > 0;
  const shift = accrual.pattern === 'uniform' && single ? 32 - whole : null;
  return { pattern: accrual.pattern, shift, total: patients, breaks, origins, slopes, slots };
}

/** The calendar time of an entry at cumulative intensity `x`, for tests and reports. */
export function entryTimeAt(trial: Trial, x: number): number {
  const area = cumulativeRate(trial.accrual, accrualDuration(trial.accrual, trial.patients));
  return timeAtCumulativeRate(trial.accrual, (x * area) / trial.patients);
}
