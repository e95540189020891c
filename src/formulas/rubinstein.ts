/**
 * Rubinstein–Gail–Santner: Var(ln HR) = 1/E[D_c] + 1/E[D_e], events expected under the alternative. Unlike
 * Schoenfeld's D p₀p₁ it knows that the better arm has fewer events than its share of patients.
 * L. V. Rubinstein, M. H. Gail and T. J. Santner, J. Chron. Dis. 34 (1981) 469–479.
 */
import { log } from '../elementary/log.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';

/** The variance of the estimated ln HR, from the expected events of each arm. */
export function rubinsteinVariance(controlEvents: number, experimentalEvents: number): number {
  return 1 / controlEvents + 1 / experimentalEvents;
}

/** Φ(|ln HR| / √Var − z_α): power in the direction of the effect. Alpha is one-sided. */
export function rubinsteinPower(
  hazardRatio: number,
  alphaOneSided: number,
  controlEvents: number,
  experimentalEvents: number,
): number {
  const drift = Math.abs(log(hazardRatio)) / Math.sqrt(rubinsteinVariance(controlEvents, experimentalEvents));
  return normalCdf(drift + normalQuantile(alphaOneSided));
}
