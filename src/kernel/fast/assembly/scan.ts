/**
 * Scans of four patients at a time; twin of ../../draw/scan.ts. A guide gives the three scans that can be the nearest to a tick,
 * as a rule; where none of them is, or schedules allow no guides, the search of one patient goes from scan to scan.
 */
import {
  SCAN_ATTENDED_FROM,
  SCAN_BACKWARD,
  SCAN_CENTRE,
  SCAN_FIRSTS,
  SCAN_FORWARD,
  SCAN_GUIDE_SHIFT,
  SCAN_INTERVALS,
  SCAN_MOVES,
  SCAN_PIECES,
  SCAN_REACH,
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
  x = (x ^ (x >>> 15)) * 0x735a2d97;
  return x ^ (x >>> 15);
}

function scanOffset(at: i32, g: i32): i32 {
  const steps = <f32>(g - load<i32>(at, SCAN_CENTRE)) * load<f32>(at, SCAN_SLOPE) + ROUNDER - ROUNDER;
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
function hash(word: v128, counter: v128): v128 {
  let x = i32x4.add(word, counter);
  x = v128.xor(i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x21f0aaad)), word);
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x735a2d97));
  return v128.xor(x, i32x4.shr_u(x, 15));
}

/** Ticks of four scans with nominal ticks `nominal` and hashes g. */
@inline
function moved(nominal: v128, g: v128, centre: v128, slope: v128, shift: i32): v128 {
  const rounder = f32x4.splat(ROUNDER);
  const steps = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(g, centre)), slope), rounder);
  return i32x4.add(nominal, i32x4.shl(i32x4.sub(steps, rounder), shift));
}

/** Ticks of the first scans attended at or after `tick`, four patients of arm `at`; only where `wanted` is set. */
@inline
export function firstScans(at: i32, word: v128, tick: v128, wanted: v128): v128 {
  const guideShift = load<i32>(at, SCAN_GUIDE_SHIFT);
  if (guideShift < 0) return searchFirst(at, word, tick, tick, i32x4.bitmask(wanted));
  const guide = load<i32>(at, SCAN_FORWARD);
  const from = i32x4.max_s(i32x4.sub(tick, v128.load32_splat(at, SCAN_REACH)), i32x4.splat(0));
  const entry = i32x4.shl(i32x4.shr_u(from, guideShift), 4);
  const p = v128.load(guide + i32x4.extract_lane(entry, 0));
  const q = v128.load(guide + i32x4.extract_lane(entry, 1));
  const r = v128.load(guide + i32x4.extract_lane(entry, 2));
  const s = v128.load(guide + i32x4.extract_lane(entry, 3));
  const pq = v128.shuffle<i32>(p, q, 0, 4, 1, 5);
  const rs = v128.shuffle<i32>(r, s, 0, 4, 1, 5);
  const nominal0 = v128.shuffle<i32>(pq, rs, 0, 1, 4, 5);
  const nominal1 = v128.shuffle<i32>(pq, rs, 2, 3, 6, 7);
  // Without jitter and misses an entry is at most as long as the shortest interval, so that the second scan comes in time.
  if (load<i32>(at, SCAN_MOVES) == 0)
    return i32x4.min_s(v128.bitselect(nominal0, nominal1, i32x4.ge_s(nominal0, tick)), i32x4.splat(NEVER));
  const pqHigh = v128.shuffle<i32>(p, q, 2, 6, 3, 7);
  const rsHigh = v128.shuffle<i32>(r, s, 2, 6, 3, 7);
  const nominal2 = v128.shuffle<i32>(pqHigh, rsHigh, 0, 1, 4, 5);
  const counter = v128.shuffle<i32>(pqHigh, rsHigh, 2, 3, 6, 7);
  const attendedFrom = v128.load32_splat(at, SCAN_ATTENDED_FROM);
  const centre = v128.load32_splat(at, SCAN_CENTRE);
  const slope = v128.load32_splat(at, SCAN_SLOPE);
  const shift = load<i32>(at, SCAN_SHIFT);
  const g0 = hash(word, counter);
  const g1 = hash(word, i32x4.add(counter, i32x4.splat(COUNTER)));
  const g2 = hash(word, i32x4.add(counter, i32x4.splat(2 * COUNTER)));
  const scan0 = moved(nominal0, g0, centre, slope, shift);
  const scan1 = moved(nominal1, g1, centre, slope, shift);
  const scan2 = moved(nominal2, g2, centre, slope, shift);
  const seen0 = v128.and(i32x4.ge_s(g0, attendedFrom), i32x4.ge_s(scan0, tick));
  const seen1 = v128.and(i32x4.ge_s(g1, attendedFrom), i32x4.ge_s(scan1, tick));
  const seen2 = v128.and(i32x4.ge_s(g2, attendedFrom), i32x4.ge_s(scan2, tick));
  const nearest = v128.bitselect(scan0, v128.bitselect(scan1, scan2, seen1), seen0);
  const found = i32x4.min_s(nearest, i32x4.splat(NEVER));
  const missing = v128.andnot(wanted, v128.or(seen0, v128.or(seen1, seen2)));
  return v128.any_true(missing) ? searchFirst(at, word, tick, found, i32x4.bitmask(missing)) : found;
}

/** Ticks of the last scans attended at or before `tick`, four patients of arm `at`; only where `wanted` is set. */
@inline
export function lastScans(at: i32, word: v128, tick: v128, wanted: v128): v128 {
  const guideShift = load<i32>(at, SCAN_GUIDE_SHIFT);
  if (guideShift < 0) return searchLast(at, word, tick, tick, i32x4.bitmask(wanted));
  const guide = load<i32>(at, SCAN_BACKWARD);
  const zero = i32x4.splat(0);
  const by = i32x4.max_s(i32x4.add(tick, v128.load32_splat(at, SCAN_REACH)), zero);
  const entry = i32x4.shl(i32x4.shr_u(by, guideShift), 4);
  const p = v128.load(guide + i32x4.extract_lane(entry, 0));
  const q = v128.load(guide + i32x4.extract_lane(entry, 1));
  const r = v128.load(guide + i32x4.extract_lane(entry, 2));
  const s = v128.load(guide + i32x4.extract_lane(entry, 3));
  const pq = v128.shuffle<i32>(p, q, 0, 4, 1, 5);
  const rs = v128.shuffle<i32>(r, s, 0, 4, 1, 5);
  const nominal0 = v128.shuffle<i32>(pq, rs, 0, 1, 4, 5);
  const nominal1 = v128.shuffle<i32>(pq, rs, 2, 3, 6, 7);
  if (load<i32>(at, SCAN_MOVES) == 0)
    return i32x4.max_s(v128.bitselect(nominal0, nominal1, i32x4.le_s(nominal0, tick)), zero);
  const pqHigh = v128.shuffle<i32>(p, q, 2, 6, 3, 7);
  const rsHigh = v128.shuffle<i32>(r, s, 2, 6, 3, 7);
  const nominal2 = v128.shuffle<i32>(pqHigh, rsHigh, 0, 1, 4, 5);
  const counter = v128.shuffle<i32>(pqHigh, rsHigh, 2, 3, 6, 7);
  const attendedFrom = v128.load32_splat(at, SCAN_ATTENDED_FROM);
  const centre = v128.load32_splat(at, SCAN_CENTRE);
  const slope = v128.load32_splat(at, SCAN_SLOPE);
  const shift = load<i32>(at, SCAN_SHIFT);
  const g0 = hash(word, counter);
  const g1 = hash(word, i32x4.sub(counter, i32x4.splat(COUNTER)));
  const g2 = hash(word, i32x4.sub(counter, i32x4.splat(2 * COUNTER)));
  const scan0 = moved(nominal0, g0, centre, slope, shift);
  const scan1 = moved(nominal1, g1, centre, slope, shift);
  const scan2 = moved(nominal2, g2, centre, slope, shift);
  const seen0 = v128.and(i32x4.ge_s(g0, attendedFrom), i32x4.le_s(scan0, tick));
  const seen1 = v128.and(i32x4.ge_s(g1, attendedFrom), i32x4.le_s(scan1, tick));
  // Before the first scan there is none.
  const seen2 = v128.or(
    i32x4.lt_s(nominal2, zero),
    v128.and(i32x4.ge_s(g2, attendedFrom), i32x4.le_s(scan2, tick)),
  );
  const nearest = v128.bitselect(scan0, v128.bitselect(scan1, scan2, seen1), seen0);
  const found = i32x4.max_s(nearest, zero);
  const missing = v128.andnot(wanted, v128.or(seen0, v128.or(seen1, seen2)));
  return v128.any_true(missing) ? searchLast(at, word, tick, found, i32x4.bitmask(missing)) : found;
}
