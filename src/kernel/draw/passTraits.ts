/** What patients are like: cell and covariates. */
import { cos } from '../../elementary/circle.ts';
import { exp } from '../../elementary/exp.ts';
import type { CohortPlan } from '../plan/cohortPlan.ts';
import type { Patients } from './patients.ts';
import { preciseExponential } from './preciseExponential.ts';
import { uniform } from './stream.ts';

/** A random word as an angle (Box & Muller 1958). */
const TURN = 2 * Math.PI * 2 ** -32;

/** Draws cells, where `several`, and covariates, and multiplies hazards by what covariates make of them. */
export function passTraits(
  { cells, covariates }: CohortPlan,
  { n, cell, traits }: Patients,
  words: Int32Array,
  per: number,
  several: boolean,
  own: Float64Array,
): void {
  const width = covariates.length;
  for (let i = 0; i < n; i++) {
    let at = i * per;
    if (several) {
      const u = uniform(words[at++] >>> 0);
      let c = 0;
      while (u > cells[c]) c++;
      cell[i] = c;
    }
    if (width === 0) continue;
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
