/**
 * Scans of four patients at a time; twin of ../../draw/scan.ts. A guide gives the three scans that can be the nearest to a tick,
 * as a rule; where none of them is, or schedules allow no guides, the search of one patient goes from scan to scan.
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

/** Twin of ../../plan/ticks.ts. */
const NEVER: i32 = (1 << 29) - 1;

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

/** Room for the lanes of a vector and of another, which single searches read and write. */
const lanes = memory.data(48, 16);

/** Searches one by one for the patients whose bits are set; the others keep what `found` has. */
function searchFirst(at: i32, word: v128, tick: v128, found: v128, missing: i32): v128 {
  v128.store(<i32>lanes, word);
  v128.store(<i32>lanes + 16, tick);
  v128.store(<i32>lanes + 32, found);
  while (missing != 0) {
    const lane = <i32>lanes + (ctz(missing) << 2);
    store<i32>(lane, firstScanFrom(at, load<i32>(lane), load<i32>(lane, 16)), 32);
    missing &= missing - 1;
  }
  return v128.load(<i32>lanes + 32);
}

function searchLast(at: i32, word: v128, tick: v128, found: v128, missing: i32): v128 {
  v128.store(<i32>lanes, word);
  v128.store(<i32>lanes + 16, tick);
  v128.store(<i32>lanes + 32, found);
  while (missing != 0) {
    const lane = <i32>lanes + (ctz(missing) << 2);
    store<i32>(lane, lastScanBy(at, load<i32>(lane), load<i32>(lane, 16)), 32);
    missing &= missing - 1;
  }
  return v128.load(<i32>lanes + 32);
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
 * For four patients of arm `at` the ticks of the first scans attended at or after `tick` (`later`) or of the last ones at or before it;
 * only where `wanted` is set. As an unsigned number, what is later than NEVER stands for NEVER.
 */
@inline
export function nearestScans(
  at: i32,
  word: v128,
  tick: v128,
  wanted: v128,
  later: bool,
  reach: v128,
  counter: v128,
  multiplier0: v128,
  multiplier1: v128,
  slope: v128,
  rounder: v128,
  attendedFrom: v128,
): v128 {
  const zero = i32x4.splat(0);
  const guideShift = load<i32>(at, SCAN_GUIDE_SHIFT);
  if (guideShift < 0) {
    if (later) return searchFirst(at, word, tick, tick, i32x4.bitmask(wanted));
    return searchLast(at, word, tick, tick, i32x4.bitmask(wanted));
  }
  const guide = later ? load<i32>(at, SCAN_FORWARD) : load<i32>(at, SCAN_BACKWARD);
  let from = later ? i32x4.sub(tick, reach) : i32x4.add(tick, reach);
  // Without jitter and misses one of the first two: an entry is no longer than the shortest interval.
  if (load<i32>(at, SCAN_MOVES) == 0) {
    const entry = i32x4.shl(i32x4.shr_u(i32x4.max_s(from, zero), guideShift), 4);
    const p = v128.load(guide + i32x4.extract_lane(entry, 0));
    const q = v128.load(guide + i32x4.extract_lane(entry, 1));
    const r = v128.load(guide + i32x4.extract_lane(entry, 2));
    const s = v128.load(guide + i32x4.extract_lane(entry, 3));
    const pq = v128.shuffle<i32>(p, q, 0, 4, 1, 5);
    const rs = v128.shuffle<i32>(r, s, 0, 4, 1, 5);
    const scan0 = v128.shuffle<i32>(pq, rs, 0, 1, 4, 5);
    const scan1 = v128.shuffle<i32>(pq, rs, 2, 3, 6, 7);
    if (later) return i32x4.min_u(v128.or(scan0, i32x4.lt_s(scan0, tick)), scan1);
    return i32x4.max_s(v128.andnot(scan0, i32x4.gt_s(scan0, tick)), v128.andnot(scan1, i32x4.gt_s(scan1, tick)));
  }
  const shift = load<i32>(at, SCAN_SHIFT);
  const taken = reinterpret<i32>(ROUNDER) << shift;
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
    const nominal2 = v128.shuffle<i32>(pqHigh, rsHigh, 0, 1, 4, 5);
    const counter0 = v128.shuffle<i32>(pqHigh, rsHigh, 2, 3, 6, 7);
    const counter1 = later ? i32x4.add(counter0, counter) : i32x4.sub(counter0, counter);
    const counter2 = later ? i32x4.add(counter1, counter) : i32x4.sub(counter1, counter);
    const g0 = hash(word, counter0, multiplier0, multiplier1);
    const g1 = hash(word, counter1, multiplier0, multiplier1);
    const g2 = hash(word, counter2, multiplier0, multiplier1);
    let move0 = steps(g0, slope, rounder);
    let move1 = steps(g1, slope, rounder);
    let move2 = steps(g2, slope, rounder);
    if (shift != 0) {
      move0 = i32x4.shl(move0, shift);
      move1 = i32x4.shl(move1, shift);
      move2 = i32x4.shl(move2, shift);
    }
    const scan0 = i32x4.add(v128.shuffle<i32>(pq, rs, 0, 1, 4, 5), move0);
    const scan1 = i32x4.add(v128.shuffle<i32>(pq, rs, 2, 3, 6, 7), move1);
    const scan2 = i32x4.add(nominal2, move2);
    const missed0 = i32x4.lt_s(g0, attendedFrom);
    const missed1 = i32x4.lt_s(g1, attendedFrom);
    const missed2 = i32x4.lt_s(g2, attendedFrom);
    if (later) {
      const first0 = v128.or(scan0, v128.or(missed0, i32x4.lt_s(scan0, tick)));
      const first1 = v128.or(scan1, v128.or(missed1, i32x4.lt_s(scan1, tick)));
      const first2 = v128.or(scan2, v128.or(missed2, i32x4.lt_s(scan2, tick)));
      best = i32x4.min_u(i32x4.min_u(best, first0), i32x4.min_u(first1, first2));
      missing = v128.and(wanted, i32x4.lt_s(best, zero));
    } else {
      const last0 = v128.andnot(scan0, v128.or(missed0, i32x4.gt_s(scan0, tick)));
      const last1 = v128.andnot(scan1, v128.or(missed1, i32x4.gt_s(scan1, tick)));
      const last2 = v128.andnot(scan2, v128.or(missed2, i32x4.gt_s(scan2, tick)));
      best = i32x4.max_s(i32x4.max_s(best, last0), i32x4.max_s(last1, last2));
      missing = v128.and(wanted, i32x4.eq(best, zero));
    }
    // The search goes on from the third scan, unless there is none.
    missing = v128.andnot(missing, i32x4.eq(nominal2, i32x4.splat(SCAN_NONE - taken)));
    const third = i32x4.add(nominal2, i32x4.splat(later ? taken + 1 : taken - 1));
    from = v128.bitselect(third, from, missing);
  } while (v128.any_true(missing));
  return best;
}
