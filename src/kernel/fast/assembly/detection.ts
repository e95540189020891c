/** Exits of an arm's patients as scans make them known, four at a time; twin of ../../draw/detection.ts. */
import {
  DEATHS_NONE,
  SCAN_DEATHS,
  SCAN_DROPOUT_MEAN,
  SCAN_FOLLOW_UP,
} from '../scanLayout';
import { areDeaths } from './deathLaw';
import { exponential } from './exponential';
import { firstScans } from './scan';
import { rotate } from './seed';

/** Twin of ../../plan/ticks.ts. */
const NEVER: i32 = (1 << 29) - 1;

/**
 * Fills exits, scan words and deaths (i32, 1 for a death; address 0 where nobody asks) of the n patients of an arm whose table is
 * at address `at` and whose scan stream's lane states are at `seeds`. f32 factors and ratios at the event are at address 0 where all
 * are 1.
 */
export function detect(
  at: i32,
  n: i32,
  seeds: i32,
  entries: i32,
  trueExits: i32,
  exits: i32,
  scanWords: i32,
  deaths: i32,
  factors: i32,
  ratios: i32,
): void {
  if (n == 0) return;
  let s0 = v128.load(seeds);
  let s1 = v128.load(seeds, 16);
  let s2 = v128.load(seeds, 32);
  let s3 = v128.load(seeds, 48);
  const haveDeaths = load<i32>(at, SCAN_DEATHS) != DEATHS_NONE;
  const dropoutMean = v128.load32_splat(at, SCAN_DROPOUT_MEAN);
  const haveDropout = load<f32>(at, SCAN_DROPOUT_MEAN) > 0;
  const followUp = load<i32>(at, SCAN_FOLLOW_UP);
  // A scan at the end of follow-up is still attended.
  const end = i32x4.splat(followUp < NEVER ? followUp + 1 : NEVER);
  const never = i32x4.splat(NEVER);
  const two = i32x4.splat(2);
  const all = n << 2;
  let i = 0;
  do {
    const scanWord = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    let s = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, s);
    s3 = rotate(s3, 11);
    v128.store(scanWords + i, scanWord);
    const began = i32x4.shr_s(v128.load(entries + i), 2);
    const trueExit = v128.load(trueExits + i);
    const left = i32x4.shr_s(trueExit, 2);
    const t = i32x4.sub(left, began);
    let hidden = v128.and(i32x4.lt_s(left, never), i32x4.eq(v128.and(trueExit, two), i32x4.splat(0)));
    if (haveDeaths) {
      const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
      s = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, s);
      s3 = rotate(s3, 11);
      const own = factors == 0 ? 0 : factors + i;
      const dead = v128.and(hidden, areDeaths(at, word, t, own, ratios == 0 ? 0 : ratios + i));
      if (deaths != 0) v128.store(deaths + i, i32x4.shr_u(dead, 31));
      hidden = v128.andnot(hidden, dead);
    } else if (deaths != 0) v128.store(deaths + i, i32x4.splat(0));
    let dropout = never;
    if (haveDropout) {
      const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
      s = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, s);
      s3 = rotate(s3, 11);
      const quanta = f32x4.pmin(f32x4.mul(exponential(word), dropoutMean), f32x4.splat(8388607));
      // The shifts drop sign and exponent of 2²³ and leave 64 × the whole quanta.
      const whole = i32x4.shr_u(i32x4.shl(f32x4.add(quanta, f32x4.splat(8388608)), 8), 2);
      const within = v128.and(i32x4.shr_u(word, 2), i32x4.splat(63));
      dropout = i32x4.min_s(i32x4.add(t, v128.or(whole, within)), never);
    }
    const scan = firstScans(at, scanWord, t, hidden);
    const known = i32x4.min_s(scan, dropout);
    const tick = i32x4.min_s(i32x4.add(began, known), never);
    const exit = v128.or(i32x4.shl(tick, 2), v128.and(i32x4.gt_s(scan, dropout), two));
    const late = v128.bitselect(i32x4.splat(NEVER << 2), exit, i32x4.ge_s(known, end));
    v128.store(exits + i, v128.bitselect(late, trueExit, hidden));
    i += 16;
  } while (i < all);
}
