/**
 * Covariates of an arm's patients, two words each of the arm's stream of covariates (Box & Muller 1958), and what multiplies
 * the patients' hazards: covariates, cell and centre. In single precision by a fixed sequence of roundings.
 */
import type { CovariateLaw } from '../plan/covariateLaw.ts';
import { normalOfPair } from './singleNormal.ts';
import { exp2 } from './singlePower.ts';
import { LANES, nextWord, type StreamKey, seedLane } from './stream.ts';
import { COVARIATE_STREAM } from './streams.ts';

const state = new Int32Array(4);
const { fround } = Math;

/** Fills values of covariates about their means, traits[k][i], of `n` patients from index `offset` on. */
export function drawCovariates(
  covariates: readonly CovariateLaw[],
  arm: number,
  offset: number,
  n: number,
  key: StreamKey,
  replicate: number,
  traits: readonly Float32Array[],
): void {
  for (let lane = 0; lane < LANES && lane < n; lane++) {
    seedLane(key, replicate, COVARIATE_STREAM + arm, lane, state);
    for (let i = offset + lane; i < offset + n; i += LANES) {
      covariates.forEach(({ sd }, k) => {
        const first = nextWord(state);
        traits[k][i] = fround(sd * normalOfPair(first, nextWord(state)));
      });
    }
  }
}

/** Bounds of a multiplier, so that E over it is a number. */
const LEAST = 2 ** -60;
const GREATEST = 2 ** 60;

/** Hazards of an arm's patients over that of its law, by cell and by centre; null for no difference. */
export interface ArmHazards {
  readonly byCell: Float32Array | null;
  readonly byCentre: Float32Array | null;
}

/** Fills multipliers: what covariates, the cell and the centre make of the hazards of `n` patients. */
export function fillMultipliers(
  covariates: readonly CovariateLaw[],
  { byCell, byCentre }: ArmHazards,
  offset: number,
  n: number,
  cells: ArrayLike<number>,
  centres: ArrayLike<number>,
  traits: readonly Float32Array[],
  multipliers: Float32Array,
): void {
  for (let i = offset; i < offset + n; i++) {
    let log = 0;
    covariates.forEach(({ log2HazardRatio }, k) => {
      log = fround(log + fround(log2HazardRatio * traits[k][i]));
    });
    let hazard = covariates.length > 0 ? exp2(log) : 1;
    if (byCell !== null) hazard = fround(hazard * byCell[cells[i]]);
    if (byCentre !== null) hazard = fround(hazard * byCentre[centres[i]]);
    multipliers[i] = Math.min(GREATEST, Math.max(LEAST, hazard));
  }
}
