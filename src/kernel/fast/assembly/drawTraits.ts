/** Cells, covariates and multipliers of an arm's patients, four at a time; twin of ../../draw/drawTraits.ts. */
import {
  TRAIT_CELLS,
  TRAIT_CELLS_FROM,
  TRAIT_COVARIATES,
  TRAIT_COVARIATE_BYTES,
  TRAIT_LOG_HAZARD_RATIO,
  TRAIT_SD,
} from '../ownLayout';
import { rotate } from './seed';
import { normalOfPair } from './singleNormal';
import { exp2 } from './singlePower';

/**
 * Fills i32 cells of n patients, and f32 values of their covariates: those of the first at `traits`, those of each further one
 * `stride` bytes on.
 */
export function drawTraits(law: i32, seed: i32, n: i32, cells: i32, traits: i32, stride: i32): void {
  let s0 = v128.load(seed);
  let s1 = v128.load(seed, 16);
  let s2 = v128.load(seed, 32);
  let s3 = v128.load(seed, 48);
  const lastCell = law + (load<i32>(law, TRAIT_CELLS) << 2);
  const lastCovariate = lastCell + load<i32>(law, TRAIT_COVARIATES) * TRAIT_COVARIATE_BYTES;
  const end = n << 2;
  let at = 0;
  do {
    if (lastCell != law) {
      const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
      const t = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, t);
      s3 = rotate(s3, 11);
      let cell = i32x4.splat(0);
      let from = law;
      do {
        cell = i32x4.sub(cell, i32x4.ge_u(word, v128.load32_splat(from, TRAIT_CELLS_FROM)));
        from += 4;
      } while (from != lastCell);
      v128.store(cells + at, cell);
    }
    let covariate = lastCell;
    let into = traits + at;
    while (covariate != lastCovariate) {
      const first = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
      let t = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, t);
      s3 = rotate(s3, 11);
      const second = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
      t = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, t);
      s3 = rotate(s3, 11);
      const sd = v128.load32_splat(covariate, TRAIT_CELLS_FROM + TRAIT_SD);
      v128.store(into, f32x4.mul(sd, normalOfPair(first, second)));
      covariate += TRAIT_COVARIATE_BYTES;
      into += stride;
    }
    at += 16;
  } while (at < end);
}

/** Four f32 of a table by the i32 indices at `at`. */
@inline
function gather(table: i32, at: i32): v128 {
  let x = v128.load32_splat(table + (load<i32>(at) << 2));
  x = f32x4.replace_lane(x, 1, load<f32>(table + (load<i32>(at, 4) << 2)));
  x = f32x4.replace_lane(x, 2, load<f32>(table + (load<i32>(at, 8) << 2)));
  return f32x4.replace_lane(x, 3, load<f32>(table + (load<i32>(at, 12) << 2)));
}

/**
 * Fills f32 multipliers of n patients from their covariates, as drawTraits leaves them, and from f32 hazards by i32 cell and
 * by i32 centre, whose addresses are 0 where they make no difference. The places behind the last patient need valid cells
 * and centres.
 */
export function fillMultipliers(
  law: i32, n: i32, traits: i32, stride: i32, cells: i32, byCell: i32, centres: i32, byCentre: i32, multipliers: i32,
): void {
  const firstCovariate = law + (load<i32>(law, TRAIT_CELLS) << 2);
  const lastCovariate = firstCovariate + load<i32>(law, TRAIT_COVARIATES) * TRAIT_COVARIATE_BYTES;
  const end = n << 2;
  let at = 0;
  do {
    let hazard = f32x4.splat(1);
    if (firstCovariate != lastCovariate) {
      let log = f32x4.splat(0);
      let covariate = firstCovariate;
      let from = traits + at;
      do {
        const slope = v128.load32_splat(covariate, TRAIT_CELLS_FROM + TRAIT_LOG_HAZARD_RATIO);
        log = f32x4.add(log, f32x4.mul(slope, v128.load(from)));
        covariate += TRAIT_COVARIATE_BYTES;
        from += stride;
      } while (covariate != lastCovariate);
      hazard = exp2(log);
    }
    if (byCell != 0) hazard = f32x4.mul(hazard, gather(byCell, cells + at));
    if (byCentre != 0) hazard = f32x4.mul(hazard, gather(byCentre, centres + at));
    hazard = f32x4.pmax(hazard, f32x4.splat(8.673617379884035e-19));
    v128.store(multipliers + at, f32x4.pmin(hazard, f32x4.splat(1152921504606846976)));
    at += 16;
  } while (at < end);
}
