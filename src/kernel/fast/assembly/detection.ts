/** Exits of an arm's patients as scans make them known, four at a time; twin of ../../draw/detection.ts. */
import {
  DEATHS_HAZARD,
  DEATHS_NONE,
  SCAN_DEATHS,
  SCAN_DEATH_HAZARD,
  SCAN_DROPOUT_BOUND,
  SCAN_DROPOUT_MEAN,
  SCAN_FOLLOW_UP,
} from '../scanLayout';
import { listAt, scansAt, ticksAt } from './arrays';
import { areDeaths, hazardsAtExits } from './deathLaw';
import { exponential } from './exponential';
import { findFirstScans } from './scan';
import { rotate } from './seed';
import { NEVER } from './ticks';
import { sumOfLanes } from './sumOfLanes';

/**
 * Draws the words of n patients, and finds their ticks on study at exit: scan words, deaths, and into `exits` those of dropout, whose bit 0 then says whether the true exit is
 * known at once. `exits` has held the hazards at the events where deaths are of a hazard.
 */
@inline
function drawWords(
  at: i32,
  n: i32,
  seeds: i32,
  entries: i32,
  trueExits: i32,
  exits: i32,
  scanWords: i32,
  deaths: i32,
  haveDeaths: bool,
  haveDropout: bool,
): void {
  let s0 = v128.load(seeds);
  let s1 = v128.load(seeds, 16);
  let s2 = v128.load(seeds, 32);
  let s3 = v128.load(seeds, 48);
  const hazard = v128.load32_splat(at, SCAN_DEATH_HAZARD);
  const byHazard = load<i32>(at, SCAN_DEATHS) == DEATHS_HAZARD;
  const never = i32x4.splat(NEVER);
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
    const trueExit = v128.load(trueExits + i);
    const left = i32x4.shr_s(trueExit, 2);
    v128.store(ticksAt + i, i32x4.sub(left, i32x4.shr_s(v128.load(entries + i), 2)));
    // Bit 1 of a dropout becomes the sign.
    let atOnce = v128.or(i32x4.shr_s(i32x4.shl(trueExit, 30), 31), i32x4.ge_s(left, never));
    if (haveDeaths) {
      const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
      s = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, s);
      s3 = rotate(s3, 11);
      const among = byHazard ? v128.load(exits + i) : f32x4.splat(1);
      const dead = v128.andnot(areDeaths(word, among, hazard), atOnce);
      if (deaths != 0) v128.store(deaths + i, i32x4.shr_u(dead, 31));
      atOnce = v128.or(atOnce, dead);
    } else if (deaths != 0) v128.store(deaths + i, i32x4.splat(0));
    let kept = i32x4.splat(0);
    if (haveDropout) {
      kept = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
      s = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, s);
      s3 = rotate(s3, 11);
    }
    // Bit 0 does not matter to the exponential of a word.
    v128.store(exits + i, v128.bitselect(atOnce, kept, i32x4.splat(1)));
    i += 16;
  } while (i < all);
}

function ticksToDropout(at: i32, word: v128): v128 {
  const mean = v128.load32_splat(at, SCAN_DROPOUT_MEAN);
  const quanta = f32x4.pmin(f32x4.mul(exponential(word), mean), f32x4.splat(8388607));
  // The shifts drop sign and exponent of 2²³ and leave 64 × the whole quanta.
  const whole = i32x4.shr_u(i32x4.shl(f32x4.add(quanta, f32x4.splat(8388608)), 8), 2);
  return v128.or(whole, v128.and(i32x4.shr_u(word, 2), i32x4.splat(63)));
}

/**
 * The same in a trial in which something follows the first event: `deaths` says which first events are deaths and, filled in, which
 * events as they become known; `survivalExits` are those of the whole course.
 */
export function detectInCourse(
  at: i32,
  n: i32,
  seeds: i32,
  entries: i32,
  trueExits: i32,
  exits: i32,
  scanWords: i32,
  deaths: i32,
  survivalExits: i32,
  watch: i32,
): i32 {
  drawWords(at, n, seeds, entries, trueExits, exits, scanWords, 0, false, false);
  findFirstScans(at, n, scanWords, ticksAt, scansAt, listAt);
  const followUp = load<i32>(at, SCAN_FOLLOW_UP);
  // A scan at the end of follow-up is still attended.
  const last = i32x4.splat(followUp < NEVER ? followUp : NEVER - 1);
  const never = i32x4.splat(NEVER);
  const never4 = i32x4.splat(NEVER << 2);
  const watched = i32x4.splat(watch);
  let before = i32x4.splat(0);
  const all = n << 2;
  let i = 0;
  do {
    const began = i32x4.shr_s(v128.load(entries + i), 2);
    const trueExit = v128.load(trueExits + i);
    const dead = v128.load(deaths + i);
    const survival = v128.load(survivalExits + i);
    const atOnce = v128.or(i32x4.shr_s(i32x4.shl(v128.load(exits + i), 31), 31), i32x4.shr_s(i32x4.shl(dead, 31), 31));
    const scan = i32x4.min_u(v128.load(scansAt + i), never);
    const gone = i32x4.min_s(i32x4.sub(i32x4.shr_s(survival, 2), began), never);
    const late = i32x4.gt_s(i32x4.min_s(scan, gone), last);
    const shown = i32x4.le_s(scan, gone);
    const atScan = i32x4.shl(i32x4.min_s(i32x4.add(began, scan), never), 2);
    const later = v128.bitselect(never4, v128.bitselect(atScan, survival, shown), late);
    const known = v128.bitselect(trueExit, later, atOnce);
    v128.store(exits + i, known);
    const dies = v128.andnot(i32x4.eq(v128.and(survival, i32x4.splat(2)), i32x4.splat(0)), v128.or(late, shown));
    v128.store(deaths + i, v128.or(dead, i32x4.shr_u(v128.andnot(dies, atOnce), 31)));
    // Bit 1 of a dropout becomes the sign.
    const early = v128.andnot(i32x4.sub(known, watched), i32x4.shl(known, 30));
    before = i32x4.add(before, i32x4.shr_u(early, 31));
    i += 16;
  } while (i < all);
  return sumOfLanes(before);
}

/**
 * Fills exits, scan words and deaths (i32, 1 for a death; address 0 where nobody asks) of the n patients of an arm whose table is
 * at address `at` and whose scan stream's lane states are at `seeds`. f32 factors and ratios at the event are at address 0 where all
 * are 1. Returns the number of events known before 4 × tick `watch`, of the padded arm: a hint for the cut.
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
  watch: i32,
): i32 {
  if (n == 0) return 0;
  const kind = load<i32>(at, SCAN_DEATHS);
  if (kind == DEATHS_HAZARD) hazardsAtExits(at, n, entries, trueExits, factors, ratios, exits);
  if (kind == DEATHS_NONE) {
    if (load<f32>(at, SCAN_DROPOUT_MEAN) == 0)
      drawWords(at, n, seeds, entries, trueExits, exits, scanWords, deaths, false, false);
    else drawWords(at, n, seeds, entries, trueExits, exits, scanWords, deaths, false, true);
  } else if (load<f32>(at, SCAN_DROPOUT_MEAN) == 0)
    drawWords(at, n, seeds, entries, trueExits, exits, scanWords, deaths, true, false);
  else drawWords(at, n, seeds, entries, trueExits, exits, scanWords, deaths, true, true);

  findFirstScans(at, n, scanWords, ticksAt, scansAt, listAt);

  const haveDropout = load<f32>(at, SCAN_DROPOUT_MEAN) != 0;
  const bound = v128.load32_splat(at, SCAN_DROPOUT_BOUND);
  const slack = i32x4.splat(2 * 64);
  const followUp = load<i32>(at, SCAN_FOLLOW_UP);
  // A scan at the end of follow-up is still attended.
  const last = i32x4.splat(followUp < NEVER ? followUp : NEVER - 1);
  const never = i32x4.splat(NEVER);
  const two = i32x4.splat(2);
  const watched = i32x4.splat(watch);
  let before = i32x4.splat(0);
  const all = n << 2;
  let i = 0;
  do {
    const began = i32x4.shr_s(v128.load(entries + i), 2);
    const word = v128.load(exits + i);
    const atOnce = i32x4.shr_s(i32x4.shl(word, 31), 31);
    const scan = i32x4.min_u(v128.load(scansAt + i), never);
    let time = scan;
    let lost = i32x4.splat(0);
    if (haveDropout) {
      // Few drop out between event and scan, and a bound of the time to dropout is had without its exponential.
      const t = v128.load(ticksAt + i);
      const waits = i32x4.add(i32x4.sub(scan, t), slack);
      const least = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.not(word), 1)), bound);
      if (v128.any_true(v128.andnot(f32x4.lt(least, f32x4.convert_i32x4_s(waits)), atOnce))) {
        const dropout = i32x4.add(t, ticksToDropout(at, word));
        lost = v128.and(i32x4.lt_s(dropout, scan), two);
        time = i32x4.min_s(scan, dropout);
      }
    }
    const tick = i32x4.min_s(i32x4.add(began, time), never);
    const exit = v128.or(i32x4.shl(tick, 2), lost);
    const late = v128.bitselect(i32x4.splat(NEVER << 2), exit, i32x4.gt_s(time, last));
    const known = v128.bitselect(v128.load(trueExits + i), late, atOnce);
    v128.store(exits + i, known);
    // Bit 1 of a dropout becomes the sign.
    const early = v128.andnot(i32x4.sub(known, watched), i32x4.shl(known, 30));
    before = i32x4.add(before, i32x4.shr_u(early, 31));
    i += 16;
  } while (i < all);
  return sumOfLanes(before);
}
