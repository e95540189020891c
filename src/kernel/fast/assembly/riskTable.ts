/**
 * The risk table of sorted codes, the strata of a comparison one behind the other; twin of
 * ../../../statistics/riskTable.ts.
 *
 * Columns of i32 from riskAt on, riskStride bytes each: keys, at risk, of them experimental, events, of them
 * experimental; and a list of the rows with tied events. Up to four rows behind the last say that nothing happened to one
 * patient at risk.
 */
import { EMPTY, riskAt, riskStride } from './arrays';
import { PACK } from './pack';

/** Rows of the strata added so far, those of them with tied events, and events of all and of the experimental arm. */
export let rows: i32 = 0;
export let tiedRows: i32 = 0;
export let events: i32 = 0;
export let events1: i32 = 0;

/** Bytes of codes that are taken one by one after a tie, as in logRankOfCodes.ts. */
const CROWD: i32 = 64;

/** Puts codes of other times, without events, in five places behind the last code of a stratum. */
@inline
export function closeSegment(end: i32): void {
  const behind = (load<i32>(end - 4) & ~3) + 8;
  v128.store(end, i32x4.add(i32x4.splat(behind), i32x4(0, 4, 8, 12)));
  store<i32>(end + 16, behind + 16);
}

/** Inclusive prefix sums of four numbers. */
@inline
export function prefixSums(x: v128): v128 {
  const zero = i32x4.splat(0);
  const two = i32x4.add(x, v128.shuffle<i32>(zero, x, 3, 4, 5, 6));
  return i32x4.add(two, v128.shuffle<i32>(zero, two, 2, 3, 4, 5));
}

export function emptyRiskTable(): void {
  rows = 0;
  tiedRows = 0;
  events = 0;
  events1 = 0;
}

/** Adds the stratum whose sorted codes are at addresses [from, end). */
export function addToRiskTable(from: i32, end: i32): void {
  if (from == end) return;
  closeSegment(end);
  const keysAt = riskAt;
  const atRiskAt = keysAt + riskStride;
  const atRisk1At = atRiskAt + riskStride;
  const eventsAt = atRisk1At + riskStride;
  const events1At = eventsAt + riskStride;
  const tiedAt = events1At + riskStride;
  const one = i32x4.splat(1);
  const four = i32x4.splat(4);
  const first = i32x4(1, 2, 3, 4);
  let to = rows << 2;
  let y = first;
  let y1 = i32x4.splat(0);
  let failed1 = i32x4.splat(0);
  let tied = 0;
  let tied1 = 0;
  let at = from;
  do {
    do {
      const code = v128.load(at);
      if (v128.any_true(i32x4.lt_s(i32x4.sub(v128.load(at, 4), code), four))) break;
      const arm = v128.and(code, one);
      const risk1 = i32x4.add(prefixSums(arm), y1);
      const mask = i32x4.bitmask(i32x4.shl(code, 30));
      const pack = v128.load(<i32>PACK + (mask << 4));
      v128.store(keysAt + to, v128.swizzle(i32x4.shr_s(code, 2), pack));
      v128.store(atRiskAt + to, v128.swizzle(y, pack));
      v128.store(atRisk1At + to, v128.swizzle(risk1, pack));
      v128.store(eventsAt + to, one);
      v128.store(events1At + to, v128.swizzle(arm, pack));
      failed1 = i32x4.add(failed1, v128.and(arm, i32x4.shr_u(code, 1)));
      to += popcnt(mask) << 2;
      y = i32x4.add(y, four);
      y1 = v128.shuffle<i32>(risk1, risk1, 3, 3, 3, 3);
      at += 16;
    } while (at < end);
    if (at >= end) break;
    // Here times tie, or nearly: the next codes are taken one by one, a row for each time point whose last code they pass.
    let n1 = i32x4.extract_lane(y1, 0);
    let d = 0;
    let d1 = 0;
    let last = 0;
    let tiedTo = tiedAt + (tiedRows << 2);
    const until = min(at + CROWD, end);
    do {
      const code = load<i32>(at);
      const event = (code >> 1) & 1;
      at += 4;
      last = <i32>((code ^ load<i32>(at)) > 3);
      n1 += code & 1;
      d += event;
      d1 += event & code;
      // The row is written in any case, and kept where a time point with events ends.
      store<i32>(keysAt + to, code >> 2);
      store<i32>(atRiskAt + to, (at - from) >> 2);
      store<i32>(atRisk1At + to, n1);
      store<i32>(eventsAt + to, d);
      store<i32>(events1At + to, d1);
      store<i32>(tiedTo, to >> 2);
      const several = last & <i32>(d > 1);
      tiedTo += several << 2;
      tied += (d - 1) & -several;
      tied1 += d1 & -last;
      to += (last & <i32>(d > 0)) << 2;
      d &= last - 1;
      d1 &= last - 1;
    } while (at < until || last == 0);
    tiedRows = (tiedTo - tiedAt) >> 2;
    y = i32x4.add(i32x4.splat((at - from) >> 2), first);
    y1 = i32x4.splat(n1);
  } while (at < end);
  events += (to >> 2) - rows + tied;
  events1 +=
    tied1 +
    i32x4.extract_lane(failed1, 0) +
    i32x4.extract_lane(failed1, 1) +
    i32x4.extract_lane(failed1, 2) +
    i32x4.extract_lane(failed1, 3);
  rows = to >> 2;
  const zero = i32x4.splat(0);
  v128.store(atRiskAt + to, one);
  v128.store(atRisk1At + to, zero);
  v128.store(eventsAt + to, zero);
  v128.store(events1At + to, zero);
}

/**
 * Takes out of those at risk in the experimental arm who was not treated yet, in the rows [first, rows) of one stratum: the
 * sorted switches at addresses [from, end) are 4 × the keys at which they began to be treated.
 */
export function switchArms(first: i32, from: i32, end: i32): void {
  const keys = riskAt;
  const atRisk1 = riskAt + 2 * riskStride;
  // Behind the last switch one stands that no row reaches.
  store<i32>(end, EMPTY);
  const last = rows << 2;
  let row = first << 2;
  let at = from;
  // Either the row or the switch is next; a branch would be mispredicted.
  while (row < last) {
    const untreated = <i32>(load<i32>(at) >> 2 <= load<i32>(keys + row));
    const here = atRisk1 + row;
    store<i32>(here, load<i32>(here) - (((at - from) >> 2) & (untreated - 1)));
    at += untreated << 2;
    row += (1 - untreated) << 2;
  }
}

/** Two i32 of a column as f64. */
@inline
export function two(at: i32): v128 {
  return f64x2.convert_low_i32x4_s(v128.load64_zero(at));
}

/** Fills in the pooled Kaplan–Meier estimate before each row's time for the rows [from, to) of one stratum. */
export function fillPooledSurvival(from: i32, to: i32, survivalAt: i32): void {
  const atRiskAt = riskAt + riskStride;
  const eventsAt = riskAt + 3 * riskStride;
  const one = f64x2.splat(1);
  let s: f64 = 1;
  let k = to;
  if (((to - from) & 1) != 0) {
    k--;
    store<f64>(survivalAt + (k << 3), s);
    s = 1 - <f64>load<i32>(eventsAt + (k << 2)) / <f64>load<i32>(atRiskAt + (k << 2));
  }
  while (k > from) {
    k -= 2;
    const factors = f64x2.sub(one, f64x2.div(two(eventsAt + (k << 2)), two(atRiskAt + (k << 2))));
    const earlier = f64x2.extract_lane(factors, 1);
    store<f64>(survivalAt + (k << 3), s * earlier);
    store<f64>(survivalAt + (k << 3), s, 8);
    s *= earlier * f64x2.extract_lane(factors, 0);
  }
}

/** Fills in d₁ − dY₁/Y and its variance d Y₁/Y (1 − Y₁/Y)(Y − d)/(Y − 1) for all rows and one behind them. */
export function fillDifferences(differenceAt: i32, varianceAt: i32): void {
  const atRiskAt = riskAt + riskStride;
  const atRisk1At = atRiskAt + riskStride;
  const eventsAt = atRisk1At + riskStride;
  const events1At = eventsAt + riskStride;
  const one = f64x2.splat(1);
  const end = rows << 2;
  let at = 0;
  if (tiedRows == 0) {
    if (at < end) {
      do {
        const p = f64x2.div(two(atRisk1At + at), two(atRiskAt + at));
        v128.store(differenceAt + (at << 1), f64x2.sub(two(events1At + at), p));
        v128.store(varianceAt + (at << 1), f64x2.mul(p, f64x2.sub(one, p)));
        at += 8;
      } while (at < end);
    }
    return;
  }
  if (at < end) {
    do {
      const y = two(atRiskAt + at);
      const d = two(eventsAt + at);
      const p = f64x2.div(two(atRisk1At + at), y);
      v128.store(differenceAt + (at << 1), f64x2.sub(two(events1At + at), f64x2.mul(d, p)));
      // With one at risk p is 0 or 1, and the variance 0.
      const share = f64x2.div(f64x2.sub(y, d), f64x2.max(f64x2.sub(y, one), one));
      v128.store(varianceAt + (at << 1), f64x2.mul(f64x2.mul(f64x2.mul(d, p), f64x2.sub(one, p)), share));
      at += 8;
    } while (at < end);
  }
}
