/** What differs between centres: for each one hazard for everybody, and one effect of experimental treatments. */
import { exp } from '../../elementary/exp.ts';
import type { CentreFrailty } from '../plan/cohortPlan.ts';
import { drawNormal } from './drawNormal.ts';
import { drawGamma } from './gamma.ts';
import { type StreamKey, seedLane } from './stream.ts';
import { FRAILTY_STREAM } from './streams.ts';

const state = new Int32Array(4);

/**
 * Fills, for each centre, what multiplies everybody's hazard, and what multiplies it further under an experimental
 * treatment; entries of what does not differ stay as they are. The centres draw one after another from one lane.
 */
export function drawFrailty(
  { hazard, effectSd }: CentreFrailty,
  key: StreamKey,
  replicate: number,
  centreHazard: Float64Array,
  centreEffect: Float64Array,
): void {
  seedLane(key, replicate, FRAILTY_STREAM, 0, state);
  for (let c = 0; c < centreHazard.length; c++) {
    if (hazard?.kind === 'lognormal') centreHazard[c] = exp(hazard.sd * drawNormal(state));
    else if (hazard?.kind === 'gamma') centreHazard[c] = drawGamma(1 / hazard.variance, state) * hazard.variance;
    if (effectSd > 0) centreEffect[c] = exp(effectSd * drawNormal(state));
  }
}
