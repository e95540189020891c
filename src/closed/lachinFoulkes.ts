/**
 * Lachin–Foulkes sample size for two exponential arms: a test on the difference of hazards, its null variance at the
 * hazard averaged over the allocation, its variance under the alternative at each arm's own hazard.
 * J. M. Lachin and M. A. Foulkes, Biometrics 42 (1986) 507–519, eqs. (2.1)–(2.2) and §4 for dropout.
 */
import { exp } from '../elementary/exp.ts';
import { expm1 } from '../elementary/expm1.ts';
import { square } from '../elementary/square.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { hazard, hazardBreaks, type SurvivalLaw } from '../survival/law.ts';
import { accrualDuration } from '../trial/accrual.ts';
import { experimentalShare, type Trial } from '../trial/trial.ts';

/** Hazards per unit time; entry with intensity ∝ `entryRates[j]` from `entryStarts[j]`, over `entryDuration` in all. */
export interface ExponentialTrial {
  readonly controlHazard: number;
  readonly experimentalHazard: number;
  readonly controlDropout: number;
  readonly experimentalDropout: number;
  readonly experimentalShare: number;
  readonly entryStarts: readonly number[];
  readonly entryRates: readonly number[];
  readonly entryDuration: number;
  /** Calendar time of the analysis. */
  readonly studyTime: number;
}

/** The law's hazard when it is the same at all times, null otherwise. */
export function constantHazard(law: SurvivalLaw): number | null {
  const { clock } = law;
  if (clock.kind === 'cure' || (clock.kind === 'weibull' && clock.shape !== 1)) return null;
  const first = hazard(law, 0);
  return hazardBreaks(law).every((t) => Math.abs(hazard(law, t) - first) <= 1e-12 * first) ? first : null;
}

/** The planned trial analysed at `studyTime`, or null when an arm is not exponential, patients differ or accrual never ends. */
export function exponentialTrial(trial: Trial, studyTime: number): ExponentialTrial | null {
  const controlHazard = constantHazard(trial.control.law);
  const experimentalHazard = constantHazard(trial.experimental.law);
  const entryDuration = accrualDuration(trial.accrual, trial.patients);
  if (controlHazard === null || experimentalHazard === null || trial.population !== undefined) return null;
  if (!Number.isFinite(entryDuration) || !Number.isFinite(studyTime)) return null;
  return {
    controlHazard,
    experimentalHazard,
    controlDropout: trial.control.dropoutHazard,
    experimentalDropout: trial.experimental.dropoutHazard,
    experimentalShare: experimentalShare(trial),
    entryStarts: trial.accrual.starts,
    entryRates: trial.accrual.rates,
    entryDuration,
    studyTime,
  };
}

/** P(event or dropout seen) for a patient who leaves at rate μ: 1 − e^{−μ(T − e)} averaged over entry times e ≤ T. */
function leavingProbability(design: ExponentialTrial, mu: number): number {
  const { entryStarts, entryRates, entryDuration, studyTime } = design;
  if (entryDuration === 0) return -expm1(-mu * studyTime);
  let entered = 0;
  let left = 0;
  for (let j = 0; j < entryStarts.length; j++) {
    const start = entryStarts[j];
    const end = Math.min(entryStarts[j + 1] ?? entryDuration, entryDuration);
    if (end <= start) continue;
    entered += entryRates[j] * (end - start);
    const seen = Math.min(end, studyTime) - start;
    if (seen <= 0) continue;
    const notLeft = (exp(-mu * (studyTime - start - seen)) * -expm1(-mu * seen)) / mu;
    left += entryRates[j] * (seen - notLeft);
  }
  return left / entered;
}

/** φ(λ, η) = λ² / P(event): the variance of the estimated hazard times the number of patients. */
function hazardVariance(design: ExponentialTrial, lambda: number, dropout: number): number {
  return (lambda * (lambda + dropout)) / leavingProbability(design, lambda + dropout);
}

/** √N times the standard error of λ̂_e − λ̂_c, under the null and under the alternative. */
function standardErrors(design: ExponentialTrial): { atNull: number; atAlternative: number } {
  const qe = design.experimentalShare;
  const qc = 1 - qe;
  const average = qc * design.controlHazard + qe * design.experimentalHazard;
  const variance = (control: number, experimental: number) =>
    hazardVariance(design, control, design.controlDropout) / qc +
    hazardVariance(design, experimental, design.experimentalDropout) / qe;
  return {
    atNull: Math.sqrt(variance(average, average)),
    atAlternative: Math.sqrt(variance(design.controlHazard, design.experimentalHazard)),
  };
}

/** N = ((z_α σ₀ + z_β σ₁) / (λ_e − λ_c))², unrounded; Infinity when the hazards are equal. Alpha is one-sided. */
export function lachinFoulkesPatients(design: ExponentialTrial, alphaOneSided: number, power: number): number {
  const { atNull, atAlternative } = standardErrors(design);
  const distance = -normalQuantile(alphaOneSided) * atNull + normalQuantile(power) * atAlternative;
  return square(distance / (design.experimentalHazard - design.controlHazard));
}

/** Φ((√N |λ_e − λ_c| − z_α σ₀) / σ₁): power in the direction of the effect. */
export function lachinFoulkesPower(design: ExponentialTrial, alphaOneSided: number, patients: number): number {
  const { atNull, atAlternative } = standardErrors(design);
  const difference = Math.abs(design.experimentalHazard - design.controlHazard);
  return normalCdf((Math.sqrt(patients) * difference + normalQuantile(alphaOneSided) * atNull) / atAlternative);
}
