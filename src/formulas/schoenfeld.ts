/**
 * Schoenfeld's formula: under local proportional hazards the log-rank z has mean √(D p₀p₁) |ln HR| and variance 1.
 * D. A. Schoenfeld, "The asymptotic properties of nonparametric tests for comparing survival distributions",
 * Biometrika 68 (1981) 316–319.
 */
import { log } from '../elementary/log.ts';
import { square } from '../elementary/square.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';

/** D = (z_α + z_β)² / (p₀p₁ ln²HR), unrounded; Infinity at HR = 1. `experimentalShare` is p₁, alpha is one-sided. */
export function schoenfeldEvents(
  hazardRatio: number,
  alphaOneSided: number,
  power: number,
  experimentalShare = 0.5,
): number {
  const z = normalQuantile(power) - normalQuantile(alphaOneSided);
  return square(z) / (experimentalShare * (1 - experimentalShare) * square(log(hazardRatio)));
}

/** Φ(√(D p₀p₁) |ln HR| − z_α): power in the direction of the effect. */
export function schoenfeldPower(
  hazardRatio: number,
  alphaOneSided: number,
  events: number,
  experimentalShare = 0.5,
): number {
  const drift = Math.sqrt(events * experimentalShare * (1 - experimentalShare)) * Math.abs(log(hazardRatio));
  return normalCdf(drift + normalQuantile(alphaOneSided));
}
