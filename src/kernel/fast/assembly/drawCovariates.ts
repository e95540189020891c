/** Covariates and multipliers of an arm's patients, four at a time; twin of ../../draw/drawCovariates.ts. */
import {
  COVARIATES,
  COVARIATE_BYTES,
  COVARIATE_LOG_HAZARD_RATIO,
  COVARIATE_SD,
} from '../ownLayout';
import { rotate } from './seed';
import { normalOfPair } from './singleNormal';
import { exp2 } from './singlePower';

/**
 * Fills f32 values of the covariates of n patients: those of the first at `traits`, those of each further one `stride` bytes
 * on.
 */
export function drawCovariates(law: i32, seed: i32, n: i32, traits: i32, stride: i32): void {
  if (n == 0) return;
  let s0 = v128.load(seed);
  let s1 = v128.load(seed, 16);
  let s2 = v128.load(seed, 32);
  let s3 = v128.load(seed, 48);
  const last = law + load<i32>(law) * COVARIATE_BYTES;
  const end = n << 2;
  let at = 0;
  do {
    let covariate = law;
    let into = traits + at;
    while (covariate != last) {
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
      const sd = v128.load32_splat(covariate, COVARIATES + COVARIATE_SD);
      v128.store(into, f32x4.mul(sd, normalOfPair(first, second)));
      covariate += COVARIATE_BYTES;
      into += stride;
    }
    at += 16;
  } while (at < end);
}

/** Four f32 of a table by the i32 numbers at `at`, each 2^shift bytes. */
@inline
function gather(table: i32, at: i32, shift: i32): v128 {
  let x = v128.load32_zero(table + (load<i32>(at) << shift));
  x = v128.load32_lane(table + (load<i32>(at, 4) << shift), x, 1);
  x = v128.load32_lane(table + (load<i32>(at, 8) << shift), x, 2);
  return v128.load32_lane(table + (load<i32>(at, 12) << shift), x, 3);
}

/**
 * Fills f32 multipliers of n patients from their covariates, as drawCovariates leaves them, and from f32 hazards by i32 4 × cell and
 * by i32 centre, whose addresses are 0 where they make no difference. The places behind the last patient need valid cells
 * and centres.
 */
export function fillMultipliers(
  law: i32, n: i32, traits: i32, stride: i32, cells: i32, byCell: i32, centres: i32, byCentre: i32, multipliers: i32,
): void {
  if (n == 0) return;
  const last = law + load<i32>(law) * COVARIATE_BYTES;
  const end = n << 2;
  let at = 0;
  do {
    let hazard = f32x4.splat(1);
    if (law != last) {
      let log = f32x4.splat(0);
      let covariate = law;
      let from = traits + at;
      do {
        const slope = v128.load32_splat(covariate, COVARIATES + COVARIATE_LOG_HAZARD_RATIO);
        log = f32x4.add(log, f32x4.mul(slope, v128.load(from)));
        covariate += COVARIATE_BYTES;
        from += stride;
      } while (covariate != last);
      hazard = exp2(log);
    }
    if (byCell != 0) hazard = f32x4.mul(hazard, gather(byCell, cells + at, 0));
    if (byCentre != 0) hazard = f32x4.mul(hazard, gather(byCentre, centres + at, 2));
    hazard = f32x4.pmax(hazard, f32x4.splat(8.673617379884035e-19));
    v128.store(multipliers + at, f32x4.pmin(hazard, f32x4.splat(1152921504606846976)));
    at += 16;
  } while (at < end);
}
