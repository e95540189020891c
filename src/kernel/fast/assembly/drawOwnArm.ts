/**
 * Entry and exit of an arm whose patients' hazards are their own, four at a time; twin of ../../draw/drawOwnArm.ts.
 * entry[i] = 4 × tick + label, exit[i] = 4 × tick + 2 × dropout, both i32.
 */
import { ENTRY_FIXED, ENTRY_PIECES, ENTRY_SHIFT, ENTRY_WORD } from '../layout';
import {
  CLOCK_PIECEWISE,
  CLOCK_TIME,
  OWN_CLOCK,
  OWN_CURE,
  OWN_DRIFTS,
  OWN_DRIFT_SLOPE,
  OWN_DRIFT_UNTIL,
  OWN_DROPOUT_MEAN,
  OWN_DURATION,
  OWN_EXPONENT,
  OWN_FINE,
  OWN_LIMIT,
  OWN_LINE,
  OWN_MOST,
  OWN_ODDS,
  OWN_ONSET,
  OWN_PRIMING,
  OWN_REPEATS,
  OWN_REPEATS_AT,
  OWN_SCALE,
  OWN_STEPS,
  OWN_TIME,
  OWN_UNCURED,
  OWN_WAITS,
  OWN_WANED,
  OWN_WANES,
  PRIMING_CONSTANT,
} from '../ownLayout';
import { entryLaw } from './arrays';
import { entryTicks } from './draw';
import { exponential } from './exponential';
import { walkSteps } from './ownSteps';
import { rotate } from './seed';
import { hazardOfUncured } from './singleCure';
import { lineAt } from './singleLine';
import { exp2, power } from './singlePower';
import { NEVER } from './ticks';
import { sumOfLanes } from './sumOfLanes';

/** Times in quanta at which H₀ is h. */
@inline
function clockTime(law: i32, h: v128, constant: bool): v128 {
  if (constant) return h;
  const cure = load<i32>(law, OWN_CURE) != 0;
  const most = v128.load32_splat(law, OWN_MOST);
  let u = h;
  if (cure) u = hazardOfUncured(v128.load32_splat(law, OWN_UNCURED), v128.load32_splat(law, OWN_ODDS), most, h);
  let quanta: v128;
  const kind = load<i32>(law, OWN_CLOCK);
  if (kind == CLOCK_TIME) quanta = u;
  else if (kind == CLOCK_PIECEWISE) quanta = lineAt(load<i32>(law, OWN_TIME), u);
  else quanta = f32x4.mul(power(u, v128.load32_splat(law, OWN_EXPONENT)), v128.load32_splat(law, OWN_SCALE));
  if (cure) quanta = v128.bitselect(f32x4.splat(8388608), quanta, f32x4.ge(h, most));
  return quanta;
}

/**
 * Fills one arm; see drawOwnArm. The template parameters are constants at every call: whether patients have steps of
 * their own, and whether operational time is time itself.
 */
@inline
function fill(
  law: i32, label: i32, seed: i32, span: f64, n: i32, entries: i32, given: bool, exits: i32, multipliers: i32, lags: i32,
  ratios: i32, stride: i32, ratioAtEvent: i32, watch: i32, words: i32, stepped: bool, constant: bool,
): i32 {
  let s0 = v128.load(seed);
  let s1 = v128.load(seed, 16);
  let s2 = v128.load(seed, 32);
  let s3 = v128.load(seed, 48);
  const accrual = entryLaw;
  const mode = load<i32>(accrual);
  const shift = load<i32>(accrual, ENTRY_SHIFT) - 2;
  const entryPieces = load<i32>(accrual, ENTRY_PIECES);
  const entryScale = f64x2.splat(span * 2.3283064365386963e-10);
  const tag = i32x4.splat(label);
  const clear = i32x4.splat(~3);
  const never4 = i32x4.splat(NEVER << 2);
  const limit4 = v128.load32_splat(law, OWN_LIMIT);
  const line = load<i32>(law, OWN_LINE);
  const fine = load<i32>(law, OWN_FINE) != 0;
  const dropoutMean = v128.load32_splat(law, OWN_DROPOUT_MEAN);
  const dropsOut = load<f32>(law, OWN_DROPOUT_MEAN) > 0;
  const alike = load<i32>(law, OWN_PRIMING) == PRIMING_CONSTANT;
  const onset = v128.load32_splat(law, OWN_ONSET);
  const duration = v128.load32_splat(law, OWN_DURATION);
  const waned = v128.load32_splat(law, OWN_WANED);
  const wanes = load<i32>(law, OWN_WANES) != 0;
  const waits = load<i32>(law, OWN_WAITS) != 0;
  const repeatsFrom = load<i32>(law, OWN_REPEATS_AT);
  const repeatsTo = repeatsFrom + (load<i32>(law, OWN_REPEATS) << 2);
  const drifts = multipliers != 0 && load<i32>(law, OWN_DRIFTS) != 0;
  const driftSlope = v128.load32_splat(law, OWN_DRIFT_SLOPE);
  const until = v128.load32_splat(law, OWN_DRIFT_UNTIL);
  const mostDrift = f32x4.splat(40);
  const zero = f32x4.splat(0);
  const watched = i32x4.splat(watch);
  let before = zero;
  let at = 0;
  const end = n << 2;
  do {
    let word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    let t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    let began: v128;
    if (given || mode == ENTRY_FIXED) {
      began = v128.and(v128.load(entries + at), clear);
      if (words != 0) v128.store(words + at, word);
      else if (given) v128.store(entries + at, v128.or(began, tag));
    } else {
      if (mode == ENTRY_WORD) began = v128.and(i32x4.shr_u(word, shift), clear);
      else began = i32x4.shl(entryTicks(word, entryScale, entryPieces, accrual), 2);
      v128.store(entries + at, v128.or(began, tag));
    }

    word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    let e = exponential(word);
    if (drifts) {
      const ticks = f32x4.convert_i32x4_s(i32x4.min_s(i32x4.shr_s(began, 2), until));
      const log2 = f32x4.max(f32x4.neg(mostDrift), f32x4.min(mostDrift, f32x4.mul(driftSlope, ticks)));
      v128.store(multipliers + at, f32x4.mul(v128.load(multipliers + at), exp2(log2)));
    }
    if (multipliers != 0) e = f32x4.div(e, v128.load(multipliers + at));
    let h = lineAt(line, e);
    if (stepped) {
      h = walkSteps(
        law, h, v128.load(lags + at), ratios + at, stride, ratioAtEvent == 0 ? 0 : ratioAtEvent + at, alike, onset, wanes,
        duration, waned, waits, repeatsFrom, repeatsTo, false, constant,
      );
    }
    let quanta = clockTime(law, h, constant);

    let dropout = zero;
    if (dropsOut) {
      const left = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
      t = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, t);
      s3 = rotate(s3, 11);
      const gone = f32x4.mul(exponential(left), dropoutMean);
      dropout = f32x4.lt(gone, quanta);
      quanta = f32x4.pmin(quanta, gone);
    }
    let time: v128;
    if (fine) {
      const ticks = f32x4.pmin(f32x4.mul(quanta, f32x4.splat(64)), f32x4.splat(536870880));
      // A unit in the last place as a number: 2 to the exponent above 23, or next to nothing.
      const unit = i32x4.max_s(i32x4.sub(v128.and(ticks, i32x4.splat(0x7f800000)), i32x4.splat(23 << 23)), zero);
      const within = i32x4.sub(i32x4.max_s(i32x4.trunc_sat_f32x4_s(unit), i32x4.splat(1)), i32x4.splat(1));
      time = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(ticks), v128.and(i32x4.shr_u(word, 2), within)), 2);
    } else {
      // The shift drops sign and exponent of 2²³ and leaves 4 × 64 × the whole quanta.
      const rounded = f32x4.add(f32x4.pmin(quanta, f32x4.splat(8388607)), f32x4.splat(8388608));
      time = i32x4.add(i32x4.shl(rounded, 8), v128.and(word, i32x4.splat(0xfc)));
    }
    let exit = i32x4.min_u(i32x4.add(began, time), never4);
    before = i32x4.sub(before, v128.andnot(i32x4.lt_s(exit, watched), dropout));
    exit = v128.or(exit, v128.and(dropout, i32x4.splat(2)));
    v128.store(exits + at, v128.bitselect(never4, exit, i32x4.ge_s(time, limit4)));
    at += 16;
  } while (at < end);
  return sumOfLanes(before);
}

/**
 * Draws an arm of n patients whose exit's table is at `law`, from the stream whose lanes are at `seed`. All further
 * arguments but `watch` are byte addresses of the arm's first patient: `multipliers` f32, 0 where nobody has one; `lags`
 * f32 in quanta, and `ratios` as fillPrimedRatios makes them, where patients have steps of their own; `ratioAtEvent` f32,
 * filled with the ratio of the patient's own step at the event unless 0.
 * Where entries are `given` only their label is written, and not even that where the words of entry go to address `words`, which is 0
 * where nobody asks. Returns the number of events before 4 × tick `watch`, roughly.
 */
export function drawOwnArm(
  law: i32, label: i32, seed: i32, span: f64, n: i32, entries: i32, given: bool, exits: i32, multipliers: i32, lags: i32,
  ratios: i32, stride: i32, ratioAtEvent: i32, watch: i32, words: i32,
): i32 {
  if (n == 0) return 0;
  const constant = load<i32>(law, OWN_CLOCK) == CLOCK_TIME && load<i32>(law, OWN_CURE) == 0;
  if (load<i32>(law, OWN_STEPS) != 0) {
    if (constant)
      return fill(law, label, seed, span, n, entries, given, exits, multipliers, lags, ratios, stride, ratioAtEvent, watch, words, true, true);
    return fill(law, label, seed, span, n, entries, given, exits, multipliers, lags, ratios, stride, ratioAtEvent, watch, words, true, false);
  }
  if (constant)
    return fill(law, label, seed, span, n, entries, given, exits, multipliers, lags, ratios, stride, ratioAtEvent, watch, words, false, true);
  return fill(law, label, seed, span, n, entries, given, exits, multipliers, lags, ratios, stride, ratioAtEvent, watch, words, false, false);
}
