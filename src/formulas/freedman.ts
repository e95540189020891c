/**
 * Freedman's formula: the mean of the log-rank z taken with the risk set still at its allocation.
 * L. S. Freedman, "Tables of the number of patients required in clinical trials using the logrank test",
 * Statist. Med. 1 (1982) 121–129; for r experimental patients to one control,
 * D = (z_α + z_β)² (1 + r HR)² / (r (1 − HR)²). Against a margin δ the share of the events that is expected of the
 * experimental arm is that of rδ to 1, so that rδ stands for r and HR/δ for HR: callers give `tiltedShare` and the ratio.
 */
import { square } from '../elementary/square.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';

/** The experimental share where each patient in it counts `margin` times at risk. */
export function tiltedShare(experimentalShare: number, margin: number): number {
  return (experimentalShare * margin) / (1 - experimentalShare + experimentalShare * margin);
}

/** √r |1 − HR| / (1 + r HR), the mean of z per square root of events. */
function driftPerRootEvent(hazardRatio: number, experimentalShare: number): number {
  const r = experimentalShare / (1 - experimentalShare);
  return (Math.sqrt(r) * Math.abs(1 - hazardRatio)) / (1 + r * hazardRatio);
}

/** D, unrounded; Infinity at HR = 1. Alpha is one-sided. */
export function freedmanEvents(
  hazardRatio: number,
  alphaOneSided: number,
  power: number,
  experimentalShare = 0.5,
): number {
  const z = normalQuantile(power) - normalQuantile(alphaOneSided);
  return square(z / driftPerRootEvent(hazardRatio, experimentalShare));
}

/** Power in the direction of the effect. */
export function freedmanPower(
  hazardRatio: number,
  alphaOneSided: number,
  events: number,
  experimentalShare = 0.5,
): number {
  const drift = Math.sqrt(events) * driftPerRootEvent(hazardRatio, experimentalShare);
  return normalCdf(drift + normalQuantile(alphaOneSided));
}
