/**
 * Entry and exit of an arm's patients, four at a time: twin of ../../draw/drawArm.ts and ../../draw/exponential.ts.
 * entry[i] = 4 × tick + arm, exit[i] = 4 × tick + 2 × dropout, both i32.
 */
import {
  ARM0,
  ARM_BELOW,
  ARM_BREAKS,
  ARM_BYTES,
  ARM_CELL_LAWS,
  ARM_DROPOUT_MEAN,
  ARM_EXPONENT,
  ARM_FLAG_BITS,
  ARM_OFFSET,
  ARM_ORIGINS,
  ARM_PIECES,
  ARM_SCALE,
  ARM_SIZE,
  ARM_SLOPES,
  ARM_WEIBULL,
  ENTRY_BREAKS,
  ENTRY_FIXED,
  ENTRY_ORIGINS,
  ENTRY_PIECES,
  ENTRY_SHIFT,
  ENTRY_SLOPES,
  ENTRY_WORD,
  MAX_CELLS,
  SEED_ARM_BYTES,
  SPAN_ARM,
  SPAN_INDEX,
  SPAN_TICK,
} from '../layout';
import { cellAt, entryAt, entryLaw, fixedAt, trueExitAt, wordsAt } from './arrays';
import { exponential } from './exponential';
import { rotate } from './seed';
import { power } from './singlePower';
import { NEVER } from './ticks';
import { sumOfLanes } from './sumOfLanes';

/** Bytes of a column of the exit laws by cell, and of a piece: breaks, origins, and pairs of slope and eventBelow. */
const LAW_COLUMN: i32 = 4 * MAX_CELLS;
const LAW_BYTES: i32 = 4 * LAW_COLUMN;

/** Λ⁻¹ in ticks of two uniforms' x, by the entry law at address `law`. */
@inline
function invertEntry(x: v128, pieces: i32, law: i32): v128 {
  let tick = f64x2.add(
    v128.load64_splat(law, ENTRY_ORIGINS),
    f64x2.mul(f64x2.sub(x, v128.load64_splat(law, ENTRY_BREAKS)), v128.load64_splat(law, ENTRY_SLOPES)),
  );
  for (let j = 1; j < pieces; j++) {
    const at = law + (j << 3);
    const from = v128.load64_splat(at, ENTRY_BREAKS);
    const other = f64x2.add(
      v128.load64_splat(at, ENTRY_ORIGINS),
      f64x2.mul(f64x2.sub(x, from), v128.load64_splat(at, ENTRY_SLOPES)),
    );
    tick = v128.bitselect(other, tick, f64x2.ge(x, from));
  }
  return tick;
}

/** Entry ticks of four words, x = (word + ½) × scale. */
@inline
export function entryTicks(word: v128, scale: v128, pieces: i32, law: i32): v128 {
  const half = f64x2.splat(0.5);
  const low = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(word), half), scale);
  const upper = v128.shuffle<i32>(word, word, 2, 3, 2, 3);
  const high = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(upper), half), scale);
  const ticks = v128.shuffle<i32>(
    i32x4.trunc_sat_f64x2_s_zero(invertEntry(low, pieces, law)),
    i32x4.trunc_sat_f64x2_s_zero(invertEntry(high, pieces, law)),
    0, 1, 4, 5,
  );
  return i32x4.min_s(ticks, i32x4.splat(NEVER));
}

/**
 * Fill one arm. `arm` is its parameter block, `label` 0 or 1. The template parameters are constants at every call, so
 * each combination compiles to its own straight loop. `after` is 0, or an array for exits that are counted from the first
 * ones in place of entries; words of entry then go to the column of words.
 * Returns how many events fall before 4 × tick `watch`, of the padded arm: a hint for the cut.
 */
@inline
function fill(arm: i32, label: i32, seed: i32, span: f64, watch: i32, wordEntry: bool, given: bool, flagBits: i32, several: bool, weibull: bool, cells: bool, after: i32): i32 {
  let s0 = v128.load(seed);
  let s1 = v128.load(seed, 16);
  let s2 = v128.load(seed, 32);
  let s3 = v128.load(seed, 48);
  let word: v128;
  let t: v128;
  const accrual = entryLaw;
  const mode = load<i32>(accrual);
  const shift = load<i32>(accrual, ENTRY_SHIFT) - 2;
  const entryPieces = load<i32>(accrual, ENTRY_PIECES);
  const scale = f64x2.splat(span * 2.3283064365386963e-10);
  const tag = i32x4.splat(label);
  const clear = i32x4.splat(~3);
  const never4 = i32x4.splat(NEVER << 2);
  const ticksWithin = i32x4.splat(0xfc);
  const whole = f32x4.splat(8388608);
  const most = f32x4.splat(8388607);
  const slope = v128.load32_splat(arm + ARM_SLOPES);
  const origin = v128.load32_splat(arm + ARM_ORIGINS);
  const start = v128.load32_splat(arm + ARM_BREAKS);
  // Whole words are compared by ≥, halves by >.
  const below0 = v128.load32_splat(arm + ARM_BELOW);
  const laws = load<i32>(arm, ARM_CELL_LAWS);
  const lawsEnd = laws + load<i32>(arm + ARM_PIECES) * LAW_BYTES;
  const lastPiece = arm + ((load<i32>(arm + ARM_PIECES) - 1) << 2);
  const watched = i32x4.splat(watch);
  const two = i32x4.splat(2);
  const exponent = v128.load32_splat(arm + ARM_EXPONENT);
  const scaleQuanta = v128.load32_splat(arm + ARM_SCALE);
  const dropoutMean = v128.load32_splat(arm + ARM_DROPOUT_MEAN);
  let before = i32x4.splat(0);
  let dropout = i32x4.splat(0);
  let halves = i32x4.splat(0);
  let second: i32 = 0;
  const entries = after != 0 ? trueExitAt : entryAt;
  const exits = after != 0 ? after : trueExitAt;
  const words = wordsAt;
  let at = load<i32>(arm + ARM_OFFSET);
  const end = at + (load<i32>(arm + ARM_SIZE) << 2);
  do {
    let began: v128;
    word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    if (after != 0) {
      v128.store(words + at, word);
      began = v128.and(v128.load(entries + at), clear);
    } else if (wordEntry || (!given && mode != ENTRY_FIXED)) {
      if (wordEntry || mode == ENTRY_WORD) began = v128.and(i32x4.shr_u(word, shift), clear);
      else began = i32x4.shl(entryTicks(word, scale, entryPieces, accrual), 2);
      v128.store(entries + at, v128.or(began, tag));
    } else {
      began = v128.and(v128.load((given ? entries : fixedAt) + at), clear);
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
    const e = exponential(word);
    let quanta: v128;
    let below = below0;
    if (cells) {
      // Each patient's law is that of the cell: the pieces' lines are gathered patient by patient.
      const c = cellAt + at;
      const c0 = load<i32>(c);
      const c1 = load<i32>(c, 4);
      const c2 = load<i32>(c, 8);
      const c3 = load<i32>(c, 12);
      let piece = laws;
      quanta = f32x4.splat(0);
      do {
        const two01 = v128.load64_lane(piece + 2 * c1, v128.load64_zero(piece + 2 * c0, 2 * LAW_COLUMN), 1, 2 * LAW_COLUMN);
        const two23 = v128.load64_lane(piece + 2 * c3, v128.load64_zero(piece + 2 * c2, 2 * LAW_COLUMN), 1, 2 * LAW_COLUMN);
        const slopes = v128.shuffle<i32>(two01, two23, 0, 2, 4, 6);
        const belows = v128.shuffle<i32>(two01, two23, 1, 3, 5, 7);
        if (!several) {
          quanta = f32x4.mul(e, slopes);
          below = belows;
        } else {
          let from = v128.load32_zero(piece + c0);
          from = v128.load32_lane(piece + c1, from, 1);
          from = v128.load32_lane(piece + c2, from, 2);
          from = v128.load32_lane(piece + c3, from, 3);
          let origins = v128.load32_zero(piece + c0, LAW_COLUMN);
          origins = v128.load32_lane(piece + c1, origins, 1, LAW_COLUMN);
          origins = v128.load32_lane(piece + c2, origins, 2, LAW_COLUMN);
          origins = v128.load32_lane(piece + c3, origins, 3, LAW_COLUMN);
          const other = f32x4.add(origins, f32x4.mul(f32x4.sub(e, from), slopes));
          const reached = piece == laws ? i32x4.splat(-1) : f32x4.ge(e, from);
          quanta = v128.bitselect(other, quanta, reached);
          if (flagBits != 0 && !weibull) below = v128.bitselect(belows, below, reached);
        }
        piece += LAW_BYTES;
      } while (several && piece < lawsEnd);
    } else if (!several) quanta = f32x4.mul(e, slope);
    else {
      quanta = f32x4.add(origin, f32x4.mul(f32x4.sub(e, start), slope));
      let piece = arm;
      while (piece != lastPiece) {
        piece += 4;
        const from = v128.load32_splat(piece, ARM_BREAKS);
        const reached = f32x4.ge(e, from);
        const other = f32x4.add(
          v128.load32_splat(piece, ARM_ORIGINS),
          f32x4.mul(f32x4.sub(e, from), v128.load32_splat(piece, ARM_SLOPES)),
        );
        quanta = v128.bitselect(other, quanta, reached);
        if (flagBits != 0 && !weibull) below = v128.bitselect(v128.load32_splat(piece, ARM_BELOW), below, reached);
      }
    }
    if (weibull) quanta = f32x4.mul(power(quanta, exponent), scaleQuanta);
    if (flagBits != 0) {
      if (flagBits == 32 || second == 0) {
        halves = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
        t = i32x4.shl(s1, 9);
        s2 = v128.xor(s2, s0);
        s3 = v128.xor(s3, s1);
        s1 = v128.xor(s1, s2);
        s0 = v128.xor(s0, s3);
        s2 = v128.xor(s2, t);
        s3 = rotate(s3, 11);
      }
      if (weibull) {
        const gone = f32x4.mul(exponential(halves), dropoutMean);
        dropout = f32x4.lt(gone, quanta);
        quanta = f32x4.pmin(quanta, gone);
      } else if (flagBits == 32) {
        dropout = i32x4.ge_u(halves, below);
      } else {
        const half = second == 0 ? v128.and(halves, i32x4.splat(0xffff)) : i32x4.shr_u(halves, 16);
        dropout = i32x4.gt_s(half, below);
        second ^= 1;
      }
    }
    // The shift drops sign and exponent of 2²³ and leaves 4 × 64 × the whole quanta.
    const left = i32x4.shl(f32x4.add(f32x4.pmin(quanta, most), whole), 8);
    let exit = i32x4.min_u(i32x4.add(i32x4.add(began, left), v128.and(word, ticksWithin)), never4);

    if (flagBits == 0 && after == 0) {
      before = i32x4.sub(before, i32x4.lt_s(exit, watched));
    } else if (flagBits != 0) {
      if (after == 0) before = i32x4.sub(before, v128.andnot(i32x4.lt_s(exit, watched), dropout));
      exit = v128.or(exit, v128.and(dropout, two));
    }
    v128.store(exits + at, exit);
    at += 16;
  } while (at < end);
  return sumOfLanes(before);
}

/**
 * Draws one arm of the replicate seeded at address `seeds`; returns the number of events before 4 × tick `watch`, roughly.
 * Where entries are given only their label is written.
 */
export function drawArm(label: i32, seeds: i32, span: f64, watch: i32, given: bool): i32 {
  const arm = ARM0 + label * ARM_BYTES;
  if (load<i32>(arm, ARM_SIZE) == 0) return 0;
  const seed = seeds + label * SEED_ARM_BYTES;
  const group = min(label, 1);
  const flagBits = load<i32>(arm + ARM_FLAG_BITS);
  // A single piece from time zero needs only a multiplication.
  const several = load<i32>(arm + ARM_PIECES) > 1 || load<f32>(arm + ARM_ORIGINS) != 0;
  const byWord = load<i32>(entryLaw) == ENTRY_WORD && !given;
  const weibull = load<i32>(arm + ARM_WEIBULL) != 0;
  let before: i32;
  if (given || load<i32>(arm, ARM_CELL_LAWS) != 0) before = drawByCell(arm, group, seed, span, watch, given);
  else if (weibull) {
    if (flagBits == 0) before = fill(arm, group, seed, span, watch, false, false, 0, true, true, false, 0);
    else before = fill(arm, group, seed, span, watch, false, false, 32, true, true, false, 0);
  } else if (byWord && !several) {
    if (flagBits == 16) before = fill(arm, group, seed, span, watch, true, false, 16, false, false, false, 0);
    else if (flagBits == 0) before = fill(arm, group, seed, span, watch, true, false, 0, false, false, false, 0);
    else before = fill(arm, group, seed, span, watch, true, false, 32, false, false, false, 0);
  } else if (byWord) {
    if (flagBits == 16) before = fill(arm, group, seed, span, watch, true, false, 16, true, false, false, 0);
    else if (flagBits == 0) before = fill(arm, group, seed, span, watch, true, false, 0, true, false, false, 0);
    else before = fill(arm, group, seed, span, watch, true, false, 32, true, false, false, 0);
  } else {
    if (flagBits == 16) before = fill(arm, group, seed, span, watch, false, false, 16, true, false, false, 0);
    else if (flagBits == 0) before = fill(arm, group, seed, span, watch, false, false, 0, true, false, false, 0);
    else before = fill(arm, group, seed, span, watch, false, false, 32, true, false, false, 0);
  }
  return before;
}

/** Patients of several cells, or whose entries are given. */
function drawByCell(arm: i32, group: i32, seed: i32, span: f64, watch: i32, given: bool): i32 {
  const flagBits = load<i32>(arm + ARM_FLAG_BITS);
  const several = load<i32>(arm + ARM_PIECES) > 1 || load<f32>(arm + ARM_ORIGINS) != 0;
  if (load<i32>(arm + ARM_WEIBULL) != 0) {
    if (given) {
      if (flagBits == 0) return fill(arm, group, seed, span, watch, false, true, 0, true, true, true, 0);
      return fill(arm, group, seed, span, watch, false, true, 32, true, true, true, 0);
    }
    if (flagBits == 0) return fill(arm, group, seed, span, watch, false, false, 0, true, true, true, 0);
    return fill(arm, group, seed, span, watch, false, false, 32, true, true, true, 0);
  }
  if (given) {
    if (flagBits == 16) {
      if (several) return fill(arm, group, seed, span, watch, false, true, 16, true, false, true, 0);
      return fill(arm, group, seed, span, watch, false, true, 16, false, false, true, 0);
    }
    if (flagBits == 0) return fill(arm, group, seed, span, watch, false, true, 0, true, false, true, 0);
    return fill(arm, group, seed, span, watch, false, true, 32, true, false, true, 0);
  }
  if (flagBits == 16) {
    if (several) return fill(arm, group, seed, span, watch, false, false, 16, true, false, true, 0);
    return fill(arm, group, seed, span, watch, false, false, 16, false, false, true, 0);
  }
  if (flagBits == 0) return fill(arm, group, seed, span, watch, false, false, 0, true, false, true, 0);
  return fill(arm, group, seed, span, watch, false, false, 32, true, false, true, 0);
}

/**
 * Draws what `after` of fill describes, by the law at address `law` from the stream seeded at address `seed`, of n patients from
 * byte offset `offset` on, each from the first exit on.
 */
export function drawAfter(law: i32, seed: i32, offset: i32, n: i32, after: i32): void {
  store<i32>(law, offset, ARM_OFFSET);
  store<i32>(law, n, ARM_SIZE);
  const flagBits = load<i32>(law + ARM_FLAG_BITS);
  const several = load<i32>(law + ARM_PIECES) > 1 || load<f32>(law + ARM_ORIGINS) != 0;
  const cells = load<i32>(law, ARM_CELL_LAWS) != 0;
  if (load<i32>(law + ARM_WEIBULL) != 0) {
    if (cells) {
      if (flagBits == 0) fill(law, 0, seed, 0, 0, false, true, 0, true, true, true, after);
      else fill(law, 0, seed, 0, 0, false, true, 32, true, true, true, after);
    } else if (flagBits == 0) fill(law, 0, seed, 0, 0, false, true, 0, true, true, false, after);
    else fill(law, 0, seed, 0, 0, false, true, 32, true, true, false, after);
  } else if (cells) {
    if (flagBits == 16) fill(law, 0, seed, 0, 0, false, true, 16, true, false, true, after);
    else if (flagBits == 0) fill(law, 0, seed, 0, 0, false, true, 0, true, false, true, after);
    else fill(law, 0, seed, 0, 0, false, true, 32, true, false, true, after);
  } else if (flagBits == 16) {
    if (several) fill(law, 0, seed, 0, 0, false, true, 16, true, false, false, after);
    else fill(law, 0, seed, 0, 0, false, true, 16, false, false, false, after);
  } else if (flagBits == 0) {
    if (several) fill(law, 0, seed, 0, 0, false, true, 0, true, false, false, after);
    else fill(law, 0, seed, 0, 0, false, true, 0, false, false, false, after);
  } else fill(law, 0, seed, 0, 0, false, true, 32, true, false, false, after);
}

/**
 * The patient who closes a Poisson enrolment enters last instead of at a uniform time, and leaves later by as much:
 * enrolment closes after everyone's entry, so an exit that was at NEVER stays there.
 */
export function closeEnrolment(span: i32): void {
  const label = load<i32>(span + SPAN_ARM);
  if (label < 0) return;
  const at = load<i32>(ARM0 + label * ARM_BYTES + ARM_OFFSET) + (load<i32>(span + SPAN_INDEX) << 2);
  const began = load<i32>(entryAt + at) >> 2;
  const exit = load<i32>(trueExitAt + at);
  const tick = load<i32>(span + SPAN_TICK);
  const left = min<i32>(NEVER, (exit >> 2) + (tick - began));
  store<i32>(entryAt + at, (tick << 2) | min(label, 1));
  store<i32>(trueExitAt + at, (left << 2) | (exit & 2));
}
