/** One comparison of two arms from those of the strata; twin of ../../../statistics/acrossStrata.ts. */
import { STATISTIC_DIFFERENCE, STATISTIC_PATIENTS, STATISTIC_VARIANCE } from '../statisticsLayout';
import { patients } from './armCurves';

/** Forgets the strata of another look. */
export function emptyContrast(statistic: i32): void {
  store<f64>(statistic, 0, STATISTIC_DIFFERENCE);
  store<f64>(statistic, 0, STATISTIC_VARIANCE);
  store<f64>(statistic, 0, STATISTIC_PATIENTS);
}

/** Adds the contrast of the stratum that armCurves.ts holds; one that is not finite does not count. */
export function addContrast(statistic: i32, difference: f64, variance: f64): void {
  if (!isFinite(difference)) return;
  const n = <f64>patients;
  store<f64>(statistic, load<f64>(statistic, STATISTIC_DIFFERENCE) + n * difference, STATISTIC_DIFFERENCE);
  store<f64>(statistic, load<f64>(statistic, STATISTIC_VARIANCE) + n * n * variance, STATISTIC_VARIANCE);
  store<f64>(statistic, load<f64>(statistic, STATISTIC_PATIENTS) + n, STATISTIC_PATIENTS);
}
