/**
 * What patients of an arm are like: one word for the cell, where there are several, and two for each covariate (Box & Muller
 * 1958), of the arm's stream of traits; and what that makes of their hazards. In single precision by a fixed sequence of
 * roundings.
 */
import type { TraitLaw } from '../plan/traitLaw.ts';
import { TRAIT_STREAM } from './cohortStreams.ts';
import { normalOfPair } from './singleNormal.ts';
import { exp2 } from './singlePower.ts';
import { LANES, nextWord, type StreamKey, seedLane } from './stream.ts';

const state = new Int32Array(4);
const { fround } = Math;

/** Fills cells and values of covariates about their means, traits[k][i], of `n` patients from index `offset` on. */
export function drawTraits(
  { cellsFrom, covariates }: TraitLaw,
  arm: number,
  offset: number,
  n: number,
  key: StreamKey,
  replicate: number,
  cells: Int32Array,
  traits: readonly Float32Array[],
): void {
  for (let lane = 0; lane < LANES && lane < n; lane++) {
    seedLane(key, replicate, TRAIT_STREAM + arm, lane, state);
    for (let i = offset + lane; i < offset + n; i += LANES) {
      if (cellsFrom.length > 0) {
        const word = nextWord(state);
        cells[i] = cellsFrom.reduce((cell, from) => cell + (word >= from ? 1 : 0), 0);
      }
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
  { covariates }: TraitLaw,
  { byCell, byCentre }: ArmHazards,
  offset: number,
  n: number,
  cells: Int32Array,
  centres: Int32Array,
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
