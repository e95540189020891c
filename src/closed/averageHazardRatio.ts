/**
 * The average hazard ratio: the geometric mean of HR(u) over time on study, weighted by where the events of both arms
 * together are expected to fall by the analysis.
 *
 *   AHR(t) = exp( ∫₀ᵗ ln HR(u) d(u) du / ∫₀ᵗ d(u) du ),   d(u) = Σ_a p_a A(t − u) λ_a(u) S_a(u) e^{−δ_a u}
 *
 * P. Mukhopadhyay et al., "Statistical and practical considerations in designing of immuno-oncology trials",
 * J. Biopharm. Statist. 30 (2020) 1130–1146; J. D. Kalbfleisch and R. L. Prentice, Biometrika 68 (1981) 105–112, for
 * the idea. It depends on accrual, dropout and the time of analysis: it is not a property of the treatment.
 */
import { hazard } from '../survival/law.ts';
import { experimentalShare, type Trial } from '../trial/trial.ts';
import { followUpAt, stillAtRisk } from './expectedEvents.ts';

/**
 * AHR at calendar time t (experimental ÷ control). 0 or Infinity when only one arm has hazard somewhere that events
 * fall; NaN when no events are expected.
 */
export function averageHazardRatio(trial: Trial, t: number): number {
  const { control, experimental } = trial;
  const share = experimentalShare(trial);
  const { times, weights, entered } = followUpAt(trial, t);
  let events = 0;
  let logRatios = 0;
  for (let i = 0; i < times.length; i++) {
    const u = times[i];
    const controlHazard = hazard(control.law, u);
    const experimentalHazard = hazard(experimental.law, u);
    const perPatient =
      (1 - share) * controlHazard * stillAtRisk(control, u) + share * experimentalHazard * stillAtRisk(experimental, u);
    const here = weights[i] * entered[i] * perPatient;
    if (!(here > 0)) continue;
    events += here;
    logRatios += here * Math.log(experimentalHazard / controlHazard);
  }
  return Math.exp(logRatios / events);
}
