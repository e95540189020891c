/**
 * A single-arm trial of the time to an event, compared with a law that is known from history. O events are observed and
 * E = Σ Λ₀(follow-up) are expected under that law; z = (E − O) / √E is large where patients do better (N. E. Breslow,
 * Applied Statistics 24 (1975) 303–316; planning with accrual and dropout: R. Schmidt et al., Statistics in Medicine 34
 * (2015) 1031–1040). The other variance, (O + E) / 2, is less conservative: J. Wu, Journal of Biometrics and
 * Biostatistics 5:210 (2014).
 */
import type { SurvivalLaw } from '../survival/law.ts';
import { type Accrual, accrualDuration, cumulativeRate } from '../trial/accrual.ts';

/** What estimates the variance of E − O. */
export type OneSampleVariance = 'expected' | 'average';

export interface OneSampleTrial {
  /** The historical law, which E is counted by. */
  readonly reference: SurvivalLaw;
  /** The law that is planned. */
  readonly planned: SurvivalLaw;
  /** Per time unit, of patients of either law; independent of the event. */
  readonly dropoutHazard: number;
  /** Patients enter independently with this intensity over its duration. */
  readonly accrual: Accrual;
  readonly patients: number;
  /** From the last entry to the final analysis. */
  readonly followUp: number;
  /** Calendar time of the interim look, before the final analysis; null for none. */
  readonly interim: number | null;
  readonly variance: OneSampleVariance;
}

/** Calendar times of the looks, the final analysis last. */
export function oneSampleLooks({ accrual, patients, followUp, interim }: OneSampleTrial): readonly number[] {
  const final = accrualDuration(accrual, patients) + followUp;
  return interim === null ? [final] : [interim, final];
}

/** The share of patients that have entered by calendar time t. */
export function shareEntered({ accrual, patients }: OneSampleTrial, t: number): number {
  if (t < 0) return 0;
  const duration = accrualDuration(accrual, patients);
  return t >= duration ? 1 : cumulativeRate(accrual, t) / cumulativeRate(accrual, duration);
}

/** z from counts; 0 where nothing is expected yet. */
export function oneSampleZ(observed: number, expected: number, variance: OneSampleVariance): number {
  const scale = variance === 'expected' ? expected : (observed + expected) / 2;
  return scale > 0 ? (expected - observed) / Math.sqrt(scale) : 0;
}
