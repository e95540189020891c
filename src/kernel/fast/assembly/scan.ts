/**
 * Scans of four patients at a time; twin of ../../draw/scan.ts. A guide gives the two scans that can be the nearest to a tick, as a
 * rule; where neither counts the search goes on later, so that it does not hold up the others. Where schedules allow no guides the
 * search of each patient goes from scan to scan.
 */
import {
  SCAN_ATTENDED_FROM,
  SCAN_BACKWARD,
  SCAN_COUNTER,
  SCAN_FIRSTS,
  SCAN_FORWARD,
  SCAN_GUIDE_SHIFT,
  SCAN_INTERVALS,
  SCAN_MOVES,
  SCAN_MULTIPLIER0,
  SCAN_MULTIPLIER1,
  SCAN_NONE,
  SCAN_PIECES,
  SCAN_REACH,
  SCAN_ROUNDER,
  SCAN_SHIFT,
  SCAN_SLOPE,
  SCAN_STARTS,
} from '../scanLayout';
import { NEVER } from './ticks';

/** Constants of ../../draw/scan.ts. */
const COUNTER: i32 = 0x9e3779b9;
const ROUNDER: f32 = 12582912;

function scanHash(word: i32, k: i32): i32 {
  let x = word + k * COUNTER;
  x = ((x ^ (x >>> 16)) * 0x21f0aaad) ^ word;
  return (x ^ (x >>> 15)) * 0x735a2d97;
}

function scanOffset(at: i32, g: i32): i32 {
  const steps = <f32>g * load<f32>(at, SCAN_SLOPE) + load<f32>(at, SCAN_ROUNDER) - ROUNDER;
  return <i32>steps << load<i32>(at, SCAN_SHIFT);
}

/** Column entry j of the schedule's pieces. */
@inline
function piece(at: i32, column: i32, j: i32): f64 {
  return load<f64>(load<i32>(at + column) + (j << 3));
}

function nominalTick(at: i32, k: f64): f64 {
  let j = load<i32>(at, SCAN_PIECES) - 1;
  while (j > 0 && piece(at, SCAN_FIRSTS, j) > k) j--;
  return floor(piece(at, SCAN_STARTS, j) + (k - piece(at, SCAN_FIRSTS, j)) * piece(at, SCAN_INTERVALS, j) + 0.5);
}

function lastDueBy(at: i32, time: f64): f64 {
  let j = load<i32>(at, SCAN_PIECES) - 1;
  while (j > 0 && piece(at, SCAN_STARTS, j) > time) j--;
  const within = floor((time - piece(at, SCAN_STARTS, j)) / piece(at, SCAN_INTERVALS, j));
  return min(piece(at, SCAN_FIRSTS, j + 1) - 1, piece(at, SCAN_FIRSTS, j) + within);
}

function firstScanFrom(at: i32, word: i32, tick: i32): i32 {
  const reach = load<i32>(at, SCAN_REACH);
  const attendedFrom = load<i32>(at, SCAN_ATTENDED_FROM);
  let first = NEVER;
  let k = max<f64>(1, lastDueBy(at, <f64>(tick - reach - 1)) + 1);
  let nominal = nominalTick(at, k);
  while (nominal - <f64>reach < <f64>first) {
    const g = scanHash(word, <i32>k);
    if (g >= attendedFrom) {
      const scan = max(1, <i32>nominal + scanOffset(at, g));
      if (scan >= tick && scan < first) first = scan;
    }
    k++;
    nominal = nominalTick(at, k);
  }
  return first;
}

function lastScanBy(at: i32, word: i32, tick: i32): i32 {
  const reach = load<i32>(at, SCAN_REACH);
  const attendedFrom = load<i32>(at, SCAN_ATTENDED_FROM);
  let last = 0;
  for (let k = lastDueBy(at, <f64>(tick + reach + 1)); k >= 1; k--) {
    const nominal = nominalTick(at, k);
    if (nominal + <f64>reach <= <f64>last) return last;
    const g = scanHash(word, <i32>k);
    if (g < attendedFrom) continue;
    const scan = max(1, <i32>nominal + scanOffset(at, g));
    if (scan <= tick && scan > last) last = scan;
  }
  return last;
}

/** The hash of four scans; `counter` holds each number × COUNTER. */
@inline
function hash(word: v128, counter: v128, multiplier0: v128, multiplier1: v128): v128 {
  let x = i32x4.add(word, counter);
  x = v128.xor(i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), multiplier0), word);
  return i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), multiplier1);
}

/** Bits of ROUNDER and the steps by which four scans with hashes g move. */
@inline
function steps(g: v128, slope: v128, rounder: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(g), slope), rounder);
}

/**
 * For four patients the ticks of the first scans attended at or after `tick` (`later`) or of the last ones at or before it, by
 * schedule `at`, which has guides and moves scans. What is beyond NEVER stands for NEVER. With `once` the search ends after the two
 * scans of an entry, and −1 is for patients for whom it would have to go on.
 */
@inline
function nearest(
  guide: i32, guideShift: i32, shift: i32, word: v128, tick: v128, later: bool, once: bool, reach: v128,
  counter: v128, multiplier0: v128, multiplier1: v128, slope: v128, rounder: v128, attendedFrom: v128,
): v128 {
  const zero = i32x4.splat(0);
  const taken = reinterpret<i32>(ROUNDER) << shift;
  let from = later ? i32x4.sub(tick, reach) : i32x4.add(tick, reach);
  // A scan that does not count becomes the largest unsigned number, or 0.
  let best = later ? i32x4.splat(-1) : zero;
  let missing: v128;
  do {
    const entry = i32x4.shl(i32x4.shr_u(i32x4.max_s(from, zero), guideShift), 4);
    const p = v128.load(guide + i32x4.extract_lane(entry, 0));
    const q = v128.load(guide + i32x4.extract_lane(entry, 1));
    const r = v128.load(guide + i32x4.extract_lane(entry, 2));
    const s = v128.load(guide + i32x4.extract_lane(entry, 3));
    const pq = v128.shuffle<i32>(p, q, 0, 4, 1, 5);
    const rs = v128.shuffle<i32>(r, s, 0, 4, 1, 5);
    const pqHigh = v128.shuffle<i32>(p, q, 2, 6, 3, 7);
    const rsHigh = v128.shuffle<i32>(r, s, 2, 6, 3, 7);
    const nominal1 = v128.shuffle<i64>(pq, rs, 1, 3);
    const counter0 = v128.shuffle<i64>(pqHigh, rsHigh, 0, 2);
    const counter1 = later ? i32x4.add(counter0, counter) : i32x4.sub(counter0, counter);
    const g0 = hash(word, counter0, multiplier0, multiplier1);
    const g1 = hash(word, counter1, multiplier0, multiplier1);
    let move0 = steps(g0, slope, rounder);
    let move1 = steps(g1, slope, rounder);
    if (shift != 0) {
      move0 = i32x4.shl(move0, shift);
      move1 = i32x4.shl(move1, shift);
    }
    const scan0 = i32x4.add(v128.shuffle<i64>(pq, rs, 0, 2), move0);
    const scan1 = i32x4.add(nominal1, move1);
    const missed0 = i32x4.lt_s(g0, attendedFrom);
    const missed1 = i32x4.lt_s(g1, attendedFrom);
    const noneLeft = i32x4.eq(nominal1, i32x4.splat(SCAN_NONE - taken));
    if (later) {
      const first0 = v128.or(scan0, v128.or(missed0, i32x4.lt_s(scan0, tick)));
      const first1 = v128.or(scan1, v128.or(missed1, i32x4.lt_s(scan1, tick)));
      best = i32x4.min_u(best, i32x4.min_u(first0, first1));
      // Without its sign it is beyond NEVER.
      best = v128.andnot(best, i32x4.shl(noneLeft, 31));
      missing = i32x4.lt_s(best, zero);
    } else {
      const last0 = v128.andnot(scan0, v128.or(missed0, i32x4.gt_s(scan0, tick)));
      const last1 = v128.andnot(scan1, v128.or(missed1, i32x4.gt_s(scan1, tick)));
      best = i32x4.max_s(best, i32x4.max_s(last0, last1));
      missing = v128.andnot(i32x4.eq(best, zero), noneLeft);
      if (once) best = v128.or(best, missing);
    }
    if (!once) {
      const second = i32x4.add(nominal1, i32x4.splat(later ? taken + 1 : taken - 1));
      from = v128.bitselect(second, from, missing);
    }
  } while (!once && v128.any_true(missing));
  return best;
}

/** Words and ticks of four patients whose search goes on, and where what it finds belongs. */
const WORDS: usize = memory.data(16, 16);
const TICKS: usize = memory.data(16, 16);
const PLACES: usize = memory.data(16, 16);

function finish(at: i32, later: bool): void {
  const best = nearest(
    later ? load<i32>(at, SCAN_FORWARD) : load<i32>(at, SCAN_BACKWARD),
    load<i32>(at, SCAN_GUIDE_SHIFT),
    load<i32>(at, SCAN_SHIFT),
    v128.load(WORDS),
    v128.load(TICKS),
    later,
    false,
    v128.load32_splat(at, SCAN_REACH),
    v128.load32_splat(at, SCAN_COUNTER),
    v128.load32_splat(at, SCAN_MULTIPLIER0),
    v128.load32_splat(at, SCAN_MULTIPLIER1),
    v128.load32_splat(at, SCAN_SLOPE),
    v128.load32_splat(at, SCAN_ROUNDER),
    v128.load32_splat(at, SCAN_ATTENDED_FROM),
  );
  store<i32>(load<i32>(PLACES), i32x4.extract_lane(best, 0));
  store<i32>(load<i32>(PLACES, 4), i32x4.extract_lane(best, 1));
  store<i32>(load<i32>(PLACES, 8), i32x4.extract_lane(best, 2));
  store<i32>(load<i32>(PLACES, 12), i32x4.extract_lane(best, 3));
}

/** Where scans are neither moved nor missed: one of an entry's two, as an entry is no longer than the shortest interval. */
@inline
function findUnmoved(at: i32, n: i32, ticks: i32, found: i32, later: bool): void {
  const guide = later ? load<i32>(at, SCAN_FORWARD) : load<i32>(at, SCAN_BACKWARD);
  const guideShift = load<i32>(at, SCAN_GUIDE_SHIFT);
  const end = n << 2;
  let i = 0;
  do {
    const tick = v128.load(ticks + i);
    const entry = i32x4.shl(i32x4.shr_u(i32x4.max_s(tick, i32x4.splat(0)), guideShift), 4);
    const p = v128.load(guide + i32x4.extract_lane(entry, 0));
    const q = v128.load(guide + i32x4.extract_lane(entry, 1));
    const r = v128.load(guide + i32x4.extract_lane(entry, 2));
    const s = v128.load(guide + i32x4.extract_lane(entry, 3));
    const pq = v128.shuffle<i32>(p, q, 0, 4, 1, 5);
    const rs = v128.shuffle<i32>(r, s, 0, 4, 1, 5);
    const scan0 = v128.shuffle<i64>(pq, rs, 0, 2);
    const scan1 = v128.shuffle<i64>(pq, rs, 1, 3);
    let scan: v128;
    if (later) scan = i32x4.min_u(v128.or(scan0, i32x4.lt_s(scan0, tick)), scan1);
    else scan = i32x4.max_s(v128.andnot(scan0, i32x4.gt_s(scan0, tick)), v128.andnot(scan1, i32x4.gt_s(scan1, tick)));
    v128.store(found + i, scan);
    i += 16;
  } while (i < end);
}

/** Offsets of vectors whose search goes on are listed at address `list`. */
@inline
function findMoved(at: i32, n: i32, words: i32, ticks: i32, found: i32, list: i32, later: bool): void {
  const guide = later ? load<i32>(at, SCAN_FORWARD) : load<i32>(at, SCAN_BACKWARD);
  const guideShift = load<i32>(at, SCAN_GUIDE_SHIFT);
  const shift = load<i32>(at, SCAN_SHIFT);
  const reach = v128.load32_splat(at, SCAN_REACH);
  const counter = v128.load32_splat(at, SCAN_COUNTER);
  const multiplier0 = v128.load32_splat(at, SCAN_MULTIPLIER0);
  const multiplier1 = v128.load32_splat(at, SCAN_MULTIPLIER1);
  const slope = v128.load32_splat(at, SCAN_SLOPE);
  const rounder = v128.load32_splat(at, SCAN_ROUNDER);
  const attendedFrom = v128.load32_splat(at, SCAN_ATTENDED_FROM);
  const end = n << 2;
  let to = list;
  let i = 0;
  do {
    const scan = nearest(
      guide, guideShift, shift, v128.load(words + i), v128.load(ticks + i), later, true, reach, counter, multiplier0,
      multiplier1, slope, rounder, attendedFrom,
    );
    v128.store(found + i, scan);
    store<i32>(to, i);
    to += i32x4.bitmask(scan) != 0 ? 4 : 0;
    i += 16;
  } while (i < end);
  let k: usize = 0;
  for (let from = list; from < to; from += 4) {
    const vector = load<i32>(from);
    let mask = i32x4.bitmask(v128.load(found + vector));
    do {
      const place = vector + (ctz(mask) << 2);
      mask &= mask - 1;
      store<i32>(WORDS + k, load<i32>(words + place));
      store<i32>(TICKS + k, load<i32>(ticks + place));
      store<i32>(PLACES + k, found + place);
      k += 4;
      if (k == 16) {
        finish(at, later);
        k = 0;
      }
    } while (mask != 0);
  }
  if (k == 0) return;
  // The last one fills the places that are left.
  for (; k < 16; k += 4) {
    store<i32>(WORDS + k, load<i32>(WORDS + k - 4));
    store<i32>(TICKS + k, load<i32>(TICKS + k - 4));
    store<i32>(PLACES + k, load<i32>(PLACES + k - 4));
  }
  finish(at, later);
}

/**
 * Fills the column `found` of n > 0 patients, whose words and ticks on study are columns, too, with the first scans attended at or
 * after those ticks; what is beyond NEVER stands for NEVER. `list` is room for a number of each vector. Whole vectors are read and
 * written, and one place behind the list.
 */
export function findFirstScans(at: i32, n: i32, words: i32, ticks: i32, found: i32, list: i32): void {
  if (load<i32>(at, SCAN_GUIDE_SHIFT) < 0) {
    for (let i = 0; i < n << 2; i += 4)
      store<i32>(found + i, firstScanFrom(at, load<i32>(words + i), load<i32>(ticks + i)));
  } else if (load<i32>(at, SCAN_MOVES) == 0) findUnmoved(at, n, ticks, found, true);
  else findMoved(at, n, words, ticks, found, list, true);
}

/** The same with the last scans attended at or before those ticks, 0 for none. */
export function findLastScans(at: i32, n: i32, words: i32, ticks: i32, found: i32, list: i32): void {
  if (load<i32>(at, SCAN_GUIDE_SHIFT) < 0) {
    for (let i = 0; i < n << 2; i += 4)
      store<i32>(found + i, lastScanBy(at, load<i32>(words + i), load<i32>(ticks + i)));
  } else if (load<i32>(at, SCAN_MOVES) == 0) findUnmoved(at, n, ticks, found, false);
  else findMoved(at, n, words, ticks, found, list, false);
}
