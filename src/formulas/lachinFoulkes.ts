/**
 * Lachin–Foulkes sample size for two exponential arms: a test on the difference of hazards or on the log hazard ratio, its
 * null variance at the hazard averaged over the allocation, its variance under the alternative at each arm's own hazard.
 * J. M. Lachin and M. A. Foulkes, Biometrics 42 (1986) 507–519, eqs. (2.1)–(2.2) and §4 for dropout. On the log scale it is
 * what nSurv of the R package gsDesign calls Lachin & Foulkes: Var(log λ̂) is 1 ÷ the expected events.
 */

import { exp } from '../elementary/exp.ts';
import { expm1 } from '../elementary/expm1.ts';
import { log } from '../elementary/log.ts';
import { square } from '../elementary/square.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { hazard, hazardBreaks, type SurvivalLaw } from '../survival/law.ts';
import { accrualDuration } from '../trial/accrual.ts';
import { experimentalShare } from '../trial/trial.ts';

/** What is tested: λ_e − λ_c, or ln(λ_e ÷ λ_c). */
export type LachinFoulkesScale = 'difference' | 'log';

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
  if (clock.kind === 'cure' || clock.kind === 'tabulated' || (clock.kind === 'weibull' && clock.shape !== 1))
    return null;
  const first = hazard(law, 0);
  return hazardBreaks(law).every((t) => Math.abs(hazard(law, t) - first) <= 1e-12 * first) ? first : null;
}

/**
 * The planned trial analysed at `studyTime`, or null when an arm is not exponential, patients differ, accrual never ends or
 * follow-up ends before the analysis.
 */
export function exponentialTrial({ trial, arms }: ExpectedPatients, studyTime: number): ExponentialTrial | null {
  const controlHazard = constantHazard(arms[0].law);
  const experimentalHazard = constantHazard(arms[1].law);
  const entryDuration = accrualDuration(trial.accrual, trial.patients);
  if (controlHazard === null || experimentalHazard === null || trial.population !== undefined) return null;
  if (!Number.isFinite(entryDuration) || !Number.isFinite(studyTime) || trial.followUpOfEach !== undefined) return null;
  return {
    controlHazard,
    experimentalHazard,
    controlDropout: trial.arms[0].dropoutHazard,
    experimentalDropout: trial.arms[1].dropoutHazard,
    experimentalShare: experimentalShare(trial),
    entryStarts: trial.accrual.starts,
    entryRates: trial.accrual.rates,
    entryDuration,
    studyTime,
  };
}

/** P(event or dropout seen) for a patient who leaves at rate μ: 1 − e^{−μ(T − e)} averaged over entry times e ≤ T. */
function leavingProbability(trial: ExponentialTrial, mu: number): number {
  const { entryStarts, entryRates, entryDuration, studyTime } = trial;
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

/** The variance of λ̂, φ(λ, η) = λ² / P(event), or of log λ̂, 1 / P(event), times the number of patients. */
function hazardVariance(trial: ExponentialTrial, scale: LachinFoulkesScale, lambda: number, dropout: number): number {
  const ofLog = (lambda + dropout) / lambda / leavingProbability(trial, lambda + dropout);
  return scale === 'log' ? ofLog : square(lambda) * ofLog;
}

/** √N times the standard error of the difference on this scale, under the null and under the alternative. */
function standardErrors(trial: ExponentialTrial, scale: LachinFoulkesScale): { atNull: number; atAlternative: number } {
  const qe = trial.experimentalShare;
  const qc = 1 - qe;
  const average = qc * trial.controlHazard + qe * trial.experimentalHazard;
  const variance = (control: number, experimental: number) =>
    hazardVariance(trial, scale, control, trial.controlDropout) / qc +
    hazardVariance(trial, scale, experimental, trial.experimentalDropout) / qe;
  return {
    atNull: Math.sqrt(variance(average, average)),
    atAlternative: Math.sqrt(variance(trial.controlHazard, trial.experimentalHazard)),
  };
}

/** λ_e − λ_c or ln(λ_e ÷ λ_c). */
function effectOn(scale: LachinFoulkesScale, { controlHazard, experimentalHazard }: ExponentialTrial): number {
  return scale === 'log' ? log(experimentalHazard / controlHazard) : experimentalHazard - controlHazard;
}

/** N = ((z_α σ₀ + z_β σ₁) / effect)², unrounded; Infinity when the hazards are equal. Alpha is one-sided. */
export function lachinFoulkesPatients(
  trial: ExponentialTrial,
  scale: LachinFoulkesScale,
  alphaOneSided: number,
  power: number,
): number {
  const { atNull, atAlternative } = standardErrors(trial, scale);
  const distance = -normalQuantile(alphaOneSided) * atNull + normalQuantile(power) * atAlternative;
  return square(distance / effectOn(scale, trial));
}

/** Φ((√N |effect| − z_α σ₀) / σ₁): power in the direction of the effect. */
export function lachinFoulkesPower(
  trial: ExponentialTrial,
  scale: LachinFoulkesScale,
  alphaOneSided: number,
  patients: number,
): number {
  const { atNull, atAlternative } = standardErrors(trial, scale);
  const effect = Math.abs(effectOn(scale, trial));
  return normalCdf((Math.sqrt(patients) * effect + normalQuantile(alphaOneSided) * atNull) / atAlternative);
}
