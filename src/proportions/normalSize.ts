/**
 * Power and number of patients of a test of two proportions as if its statistic were normal: the standard error under the
 * tested difference decides, the one under the planned rates spreads. J. L. Fleiss, Statistical Methods for Rates and
 * Proportions (1981), eq. 3.14; with a margin Farrington & Manning (Stat Med 9 (1990) 1447–1454), eq. 4; with a continuity
 * correction, and for Fisher's test, J. L. Fleiss, A. Tytun & H. K. Ury (Biometrics 36 (1980) 343–346), eq. 4. The
 * unconditional exact test is near to Pearson's.
 */
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { benefitLevel, type ProportionTest, type TwoRates } from './proportionTest.ts';
import { restrictedRates } from './restrictedRates.ts';

/** What the formula rests on, for one patient: shares of the arms and both standard errors. */
interface Terms {
  readonly distance: number;
  readonly underNull: number;
  readonly planned: number;
  /** What a continuity correction takes away; 0 without one. Divided by N. */
  readonly correction: number;
}

function termsOf({ statistic, margin }: ProportionTest, rates: TwoRates, share: number): Terms {
  const [p, q, e, c] = [rates.experimental, rates.control, share, 1 - share];
  const [a, b] = restrictedRates(p, q, e, c, margin);
  const error = (first: number, second: number) => Math.sqrt((first * (1 - first)) / e + (second * (1 - second)) / c);
  const corrected = statistic === 'pearson corrected' || statistic === 'fisher';
  return {
    distance: Math.abs(p - q - margin),
    underNull: error(a, b),
    planned: error(p, q),
    correction: corrected ? (1 / e + 1 / c) / 2 : 0,
  };
}

/** Power of a claim of benefit with N patients, `share` of them in the experimental arm. */
export function normalPower(test: ProportionTest, rates: TwoRates, patients: number, share: number): number {
  const { distance, underNull, planned, correction } = termsOf(test, rates, share);
  const z = normalQuantile(1 - benefitLevel(test));
  // A corrected test with N patients is as one without correction with N (1 − correction / (N distance))².
  const left = Math.max(0, 1 - correction / (patients * distance));
  return normalCdf((Math.sqrt(patients) * left * distance - z * underNull) / planned);
}

/** Patients of both arms together, unrounded, for `power`; Infinity where the planned rates differ by the margin. */
export function normalSize(test: ProportionTest, rates: TwoRates, power: number, share: number): number {
  const { distance, underNull, planned, correction } = termsOf(test, rates, share);
  if (!(distance > 0)) return Number.POSITIVE_INFINITY;
  const root = (normalQuantile(1 - benefitLevel(test)) * underNull + normalQuantile(power) * planned) / distance;
  const half = (root + Math.sqrt(root * root + (4 * correction) / distance)) / 2;
  return half * half;
}
