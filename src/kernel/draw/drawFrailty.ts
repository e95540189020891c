/** What differs between centres: for each one hazard for everybody, and one effect of experimental treatments. */
import type { CentreFrailty } from '../plan/cohortPlan.ts';
import { drawGammas, gammaLaw } from './singleGamma.ts';
import { normalOf } from './singleNormal.ts';
import { exp2 } from './singlePower.ts';
import { createLanes, LANES, nextWord, type StreamKey, seedLanes } from './stream.ts';
import { FRAILTY_STREAM } from './streams.ts';

const { fround } = Math;

const lanes = createLanes();
const variates = new Float32Array(LANES);

/** Standard deviation of the binary logarithm, of a lognormal variate whose natural one has `sd`. */
export function binarySd(sd: number): number {
  return fround(sd * Math.LOG2E);
}

/** Fills `variates` with lognormals of median 1. */
function drawLognormals(sd: number): void {
  const scale = binarySd(sd);
  lanes.forEach((lane, k) => {
    variates[k] = exp2(fround(scale * normalOf(nextWord(lane))));
  });
}

/**
 * Fills, for each centre, what multiplies everybody's hazard, and what multiplies it further under an experimental
 * treatment; entries of what does not differ stay as they are. Centre c draws from lane c mod 4, four centres at a time,
 * the hazards before the effects.
 */
export function drawFrailty(
  { hazard, effectSd }: CentreFrailty,
  key: StreamKey,
  replicate: number,
  centreHazard: Float64Array,
  centreEffect: Float64Array,
): void {
  seedLanes(key, replicate, FRAILTY_STREAM, lanes);
  for (let first = 0; first < centreHazard.length; first += LANES) {
    const four = Math.min(LANES, centreHazard.length - first);
    if (hazard?.kind === 'lognormal') drawLognormals(hazard.sd);
    else if (hazard?.kind === 'gamma') {
      const law = gammaLaw(1 / hazard.variance);
      drawGammas([law, law, law, law], 0, lanes, variates);
      for (let k = 0; k < LANES; k++) variates[k] *= fround(hazard.variance);
    }
    if (hazard !== null) centreHazard.set(variates.subarray(0, four), first);
    if (effectSd === 0) continue;
    drawLognormals(effectSd);
    centreEffect.set(variates.subarray(0, four), first);
  }
}
