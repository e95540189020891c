/** What patients are like: covariates. */
import { cos } from '../../elementary/circle.ts';
import { exp } from '../../elementary/exp.ts';
import type { CohortPlan } from '../plan/cohortPlan.ts';
import type { Patients } from './patients.ts';
import { preciseExponential } from './preciseExponential.ts';

/** A random word as an angle (Box & Muller 1958). */
const TURN = 2 * Math.PI * 2 ** -32;

/** Draws covariates, two words each, and makes of them what multiplies the patients' hazards. */
export function passTraits(
  { covariates }: CohortPlan,
  { n, traits }: Patients,
  words: Int32Array,
  own: Float64Array,
): void {
  const width = covariates.length;
  for (let i = 0; i < n; i++) {
    let at = i * 2 * width;
    let log = 0;
    for (let k = 0; k < width; k++) {
      const { sd, logHazardRatio } = covariates[k];
      const radius = Math.sqrt(2 * preciseExponential(words[at++]));
      const value = sd * radius * cos(TURN * (words[at++] >>> 0));
      traits[i * width + k] = value;
      log += logHazardRatio * value;
    }
    own[i] = exp(log);
  }
}
