/**
 * The log-rank test under any alternative: the large-sample mean of its numerator and of its variance, per patient,
 *
 *   E Σ(O − E) / N → ∫ Y₁Y₀/(Y₁ + Y₀) (λ₁ − λ₀) du,   E V / N → ∫ Y₁Y₀/(Y₁ + Y₀)² (λ₁Y₁ + λ₀Y₀) du,
 *
 * with Y_a(u) = p_a A(t − u) S_a(u) e^{−δ_a u} the probability of being at risk at time u on study at an analysis at
 * calendar time t. D. A. Schoenfeld, Biometrika 68 (1981) 316–319, before his local approximations; so it holds for
 * delayed, crossing and unequal-shape hazards. z is given variance 1, which is exact only for effects near the null.
 */
import { normalCdf } from '../maths/normal.ts';
import { hazard } from '../survival/law.ts';
import { experimentalShare, type TestPlan, type Trial } from '../trial/trial.ts';
import { criticalValue } from './criticalValue.ts';
import { expectedAnalysisTime } from './expectedAnalysisTime.ts';
import { followUpAt, stillAtRisk } from './expectedEvents.ts';

export interface LogRankDrift {
  /** Expected Σ(O − E) of the experimental arm; negative when it does better. */
  readonly score: number;
  /** Expected ΣV. */
  readonly variance: number;
  /** −score / √variance, > 0 for benefit. */
  readonly z: number;
}

/** The drift at calendar time t. z is NaN when no events are expected. */
export function logRankDrift(trial: Trial, t: number): LogRankDrift {
  const { control, experimental, patients } = trial;
  const share = experimentalShare(trial);
  const { times, weights, entered } = followUpAt(trial, t);
  let score = 0;
  let variance = 0;
  for (let i = 0; i < times.length; i++) {
    const u = times[i];
    const y0 = (1 - share) * entered[i] * stillAtRisk(control, u);
    const y1 = share * entered[i] * stillAtRisk(experimental, u);
    const y = y0 + y1;
    if (!(y > 0)) continue;
    const lambda0 = hazard(control.law, u);
    const lambda1 = hazard(experimental.law, u);
    score += weights[i] * (y1 / y) * y0 * (lambda1 - lambda0);
    variance += weights[i] * (y1 / y) * (y0 / y) * (lambda1 * y1 + lambda0 * y0);
  }
  return {
    score: patients * score,
    variance: patients * variance,
    z: (-score / Math.sqrt(variance)) * Math.sqrt(patients),
  };
}

/** P(reject | expected z), z ~ N(expected, 1): for benefit when one-sided, either way when two-sided. */
export function powerOfDrift(expectedZ: number, test: Pick<TestPlan, 'alpha' | 'sides'>): number {
  const critical = criticalValue(test);
  const benefit = normalCdf(expectedZ - critical);
  return test.sides === 1 ? benefit : benefit + normalCdf(-expectedZ - critical);
}

/** Power of the planned log-rank test, at its expected analysis time unless another calendar time is given. */
export function logRankPower(trial: Trial, t: number = expectedAnalysisTime(trial)): number {
  return powerOfDrift(logRankDrift(trial, t).z, trial.test);
}
