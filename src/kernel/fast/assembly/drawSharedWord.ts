/** What follows the first event where 16 bits decide all, eight patients at a time; twin of ../../draw/drawSharedWord.ts. */
import { COURSE_DEATHS, COURSE_DEATH_BELOW, COURSE_EXIT0, COURSE_PIECES_AT } from '../courseLayout';
import { ARM_BELOW, ARM_BREAKS, ARM_ORIGINS, ARM_PIECES, ARM_SLOPES, ENTRY, ENTRY_FOLLOW_UP } from '../layout';
import { deathAt, entryAt, survivalExitAt, trueExitAt } from './arrays';
import { exponential } from './exponential';
import { rotate } from './seed';
import { NEVER } from './ticks';

/** The limit of dropout for `e` where the law has several pieces. */
@inline
function limitOf(law: i32, lastPiece: i32, e: v128): v128 {
  let below = v128.load32_splat(law, ARM_BELOW);
  for (let piece = law; piece != lastPiece; ) {
    piece += 4;
    below = v128.bitselect(v128.load32_splat(piece, ARM_BELOW), below, f32x4.ge(e, v128.load32_splat(piece, ARM_BREAKS)));
  }
  return below;
}

/** Quanta from progression to death or dropout for `e` where the law has several pieces. */
@inline
function quantaOf(law: i32, lastPiece: i32, e: v128): v128 {
  let origin = v128.load32_splat(law, ARM_ORIGINS);
  let start = v128.load32_splat(law, ARM_BREAKS);
  let slope = v128.load32_splat(law, ARM_SLOPES);
  for (let piece = law; piece != lastPiece; ) {
    piece += 4;
    const from = v128.load32_splat(piece, ARM_BREAKS);
    const reached = f32x4.ge(e, from);
    origin = v128.bitselect(v128.load32_splat(piece, ARM_ORIGINS), origin, reached);
    slope = v128.bitselect(v128.load32_splat(piece, ARM_SLOPES), slope, reached);
    start = v128.bitselect(from, start, reached);
  }
  return f32x4.add(origin, f32x4.mul(f32x4.sub(e, start), slope));
}

/** Exits by death or dropout of the four patients at byte offset `at`, from the word of the time and the half that decides. */
@inline
function last(
  law: i32,
  lastPiece: i32,
  at: i32,
  word: v128,
  half: v128,
  slope: v128,
  below0: v128,
  deathBelow: v128,
  several: bool,
  completes: bool,
  deaths: bool,
): void {
  const never4 = i32x4.splat(NEVER << 2);
  const e = exponential(word);
  const first = v128.load(trueExitAt + at);
  const quanta = several ? quantaOf(law, lastPiece, e) : f32x4.mul(e, slope);
  const below = several ? limitOf(law, lastPiece, e) : below0;
  // As in draw.ts.
  const whole = f32x4.add(f32x4.pmin(quanta, f32x4.splat(8388607)), f32x4.splat(8388608));
  const left = v128.or(i32x4.shl(whole, 8), v128.and(word, i32x4.splat(0xfc)));
  const began = v128.and(first, i32x4.splat(~3));
  let later = i32x4.min_u(i32x4.add(began, left), never4);
  later = v128.or(later, v128.and(i32x4.gt_s(half, below), i32x4.splat(2)));
  if (completes) {
    const time = i32x4.sub(i32x4.shr_s(later, 2), i32x4.shr_s(v128.load(entryAt + at), 2));
    later = v128.bitselect(never4, later, i32x4.ge_s(time, v128.load32_splat(ENTRY, ENTRY_FOLLOW_UP)));
  }
  // Bit 1 of a dropout becomes the sign. What follows a first event that never happens never does, either.
  const lost = i32x4.shr_s(i32x4.shl(first, 30), 31);
  const dead = i32x4.lt_s(half, deathBelow);
  v128.store(survivalExitAt + at, v128.bitselect(first, later, v128.or(lost, dead)));
  if (deaths) v128.store(deathAt + at, i32x4.shr_u(v128.andnot(v128.andnot(dead, lost), i32x4.ge_s(first, never4)), 31));
}

@inline
function fill(course: i32, seed: i32, offset: i32, n: i32, several: bool, completes: bool, deaths: bool): void {
  let s0 = v128.load(seed);
  let s1 = v128.load(seed, 16);
  let s2 = v128.load(seed, 32);
  let s3 = v128.load(seed, 48);
  let word: v128;
  let halves: v128;
  let t: v128;
  const law = load<i32>(course, COURSE_EXIT0);
  const lastPiece = law + ((load<i32>(law, ARM_PIECES) - 1) << 2);
  const slope = v128.load32_splat(law, ARM_SLOPES);
  const below = v128.load32_splat(law, ARM_BELOW);
  const deathBelow = v128.load32_splat(load<i32>(course, COURSE_PIECES_AT), COURSE_DEATH_BELOW);
  let at = offset;
  // The places behind the last patient hold exits that never happen, which stay.
  const end = offset + (((n + 7) & ~7) << 2);
  do {
    word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    halves = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    const low = v128.and(halves, i32x4.splat(0xffff));
    last(law, lastPiece, at, word, low, slope, below, deathBelow, several, completes, deaths);
    word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    last(law, lastPiece, at + 16, word, i32x4.shr_u(halves, 16), slope, below, deathBelow, several, completes, deaths);
    at += 32;
  } while (at < end);
}

/** Draws the course at address `course` of n > 0 patients from byte offset `offset` on from the stream seeded at address `seed`. */
export function drawSharedWord(course: i32, seed: i32, offset: i32, n: i32): void {
  const law = load<i32>(course, COURSE_EXIT0);
  const several = load<i32>(law, ARM_PIECES) > 1 || load<f32>(law, ARM_ORIGINS) != 0;
  const deaths = load<i32>(course, COURSE_DEATHS) != 0;
  if (load<i32>(ENTRY, ENTRY_FOLLOW_UP) != NEVER) fill(course, seed, offset, n, true, true, true);
  else if (several) fill(course, seed, offset, n, true, false, true);
  else if (deaths) fill(course, seed, offset, n, false, false, true);
  else fill(course, seed, offset, n, false, false, false);
}
