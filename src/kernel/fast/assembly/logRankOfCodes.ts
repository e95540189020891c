/**
 * The log-rank statistic of the sorted codes; twin of ../../look/logRankOfCodes.ts but for the order of its sums.
 * With p = Y₁/Y at each of D untied events, c the share of experimental patients and q = p − c:
 *   U = O₁ − Σp = O₁ − cD − Σq,   V = Σp(1 − p) = c(1 − c)D + (1 − 2c)Σq − Σq².
 * p is Y₁ times a tabulated 1/Y, which is right to a unit in the last place.
 * Where keys tie (or nearly, a difference below 4), the next codes are taken one by one, every time point with all its
 * events at its last code. When V comes out next to nothing and these sums would be rounding errors, everything is taken
 * the reference's way.
 */
import { ROW_ENROLLED1, ROW_EVENTS0, ROW_EVENTS1, ROW_U, ROW_V, ROW_Z } from '../layout';
import { SEGMENT_BYTES, SEGMENT_END, SEGMENT_FROM } from '../statisticsLayout';
import { inversesAt, sortedAt } from './arrays';
import { closeSegment, prefixSums } from './riskTable';

/** V per patient below which all codes are taken the reference's way. */
const SMALL: f64 = 1e-4;

/** Bytes of codes that are taken one by one after a tie: ties come in crowds, where they come at all. */
const CROWD: i32 = 64;

/**
 * U and V of the time points taken one by one or the reference's way, their events and those of the experimental arm, and
 * Y₁ after them.
 */
let exactU: f64 = 0;
let exactV: f64 = 0;
let exactEvents: i32 = 0;
let exactEvents1: i32 = 0;
let atRisk1: i32 = 0;

/** Σq and Σq² of the time points taken fast, and where they were counted their events and those of the experimental arm. */
let sumQ: f64 = 0;
let sumSquares: f64 = 0;
let fastEvents: i32 = 0;
let fastEvents1: i32 = 0;

/** Takes all codes [from, end) the reference's way. */
function takeAll(from: i32, end: i32): void {
  let y1 = 0;
  let at = from;
  while (at < end) {
    const key = load<i32>(at) >> 2;
    let d = 0;
    let d1 = 0;
    do {
      const code = load<i32>(at);
      const event = (code >> 1) & 1;
      y1 += code & 1;
      d += event;
      d1 += event & code;
      at += 4;
    } while (at < end && load<i32>(at) >> 2 == key);
    if (d > 0) {
      const y = (at - from) >> 2;
      const p = <f64>y1 / <f64>y;
      exactU += <f64>d1 - <f64>d * p;
      if (y > 1) exactV += (<f64>d * p * (1 - p) * <f64>(y - d)) / <f64>(y - 1);
    }
  }
}

/**
 * Takes codes one by one from address `at` of the codes [from, end), behind which a code of another time stands, to the
 * first time point that starts at or after `until`; returns where that is. No branch asks where a time point ends.
 */
function takeTimePoints(from: i32, at: i32, until: i32, end: i32): i32 {
  let y1 = atRisk1;
  let inverse = inversesAt + ((at - from) << 1);
  // 1/(Y − 1): with one at risk the variance is 0 in any case.
  let before: f64 = at > from ? load<f64>(inverse - 8) : 1;
  let y = <f64>((at - from) >> 2);
  let u = exactU;
  let v = exactV;
  let events = 0;
  let events1 = 0;
  let d = 0;
  let d1 = 0;
  let last = 0;
  until = min(until, end);
  do {
    const code = load<i32>(at);
    const event = (code >> 1) & 1;
    at += 4;
    last = <i32>((code ^ load<i32>(at)) > 3);
    y1 += code & 1;
    d += event;
    d1 += event & code;
    y += 1;
    const reciprocal = load<f64>(inverse);
    inverse += 8;
    const p = <f64>y1 * reciprocal;
    // 0 unless the time point ends here.
    const ended = d & -last;
    const ended1 = d1 & -last;
    const failed = <f64>ended;
    u += <f64>ended1 - failed * p;
    v += failed * p * (1 - p) * (y - failed) * before;
    events += ended;
    events1 += ended1;
    d -= ended;
    d1 -= ended1;
    before = reciprocal;
  } while (at < until || last == 0);
  exactU = u;
  exactV = v;
  exactEvents += events;
  exactEvents1 += events1;
  atRisk1 = y1;
  return at;
}

function empty(): void {
  exactU = 0;
  exactV = 0;
  exactEvents = 0;
  exactEvents1 = 0;
  sumQ = 0;
  sumSquares = 0;
  fastEvents = 0;
  fastEvents1 = 0;
}

/** Adds the codes at addresses [from, end), of which there are some; c may be any share. Uses five places behind them. */
@inline
function addCodes(from: i32, end: i32, c: f64, counts: bool): void {
  closeSegment(end);
  atRisk1 = 0;
  const centre = f64x2.splat(c);
  const one = i32x4.splat(1);
  const zero = i32x4.splat(0);
  const four = i32x4.splat(4);
  let sumA = f64x2.splat(0);
  let sumB = f64x2.splat(0);
  let squareA = f64x2.splat(0);
  let squareB = f64x2.splat(0);
  let failed = zero;
  let failed1 = zero;
  let inverse = inversesAt;
  let y1 = zero;
  let at = from;
  do {
    do {
      const code = v128.load(at);
      if (v128.any_true(i32x4.lt_s(i32x4.sub(v128.load(at, 4), code), four))) break;
      // Running count of the experimental arm: prefix sums within four, the last one carried on.
      const arm = v128.and(code, one);
      const risk1 = i32x4.add(prefixSums(arm), y1);
      y1 = v128.shuffle<i32>(risk1, risk1, 3, 3, 3, 3);
      const event = i32x4.shr_s(i32x4.shl(code, 30), 31);
      const upper = v128.shuffle<i32>(risk1, risk1, 2, 3, 2, 3);
      const pA = f64x2.mul(f64x2.convert_low_i32x4_s(risk1), v128.load(inverse));
      const pB = f64x2.mul(f64x2.convert_low_i32x4_s(upper), v128.load(inverse, 16));
      const qA = v128.and(f64x2.sub(pA, centre), v128.shuffle<i32>(event, event, 0, 0, 1, 1));
      const qB = v128.and(f64x2.sub(pB, centre), v128.shuffle<i32>(event, event, 2, 2, 3, 3));
      sumA = f64x2.add(sumA, qA);
      sumB = f64x2.add(sumB, qB);
      squareA = f64x2.add(squareA, f64x2.mul(qA, qA));
      squareB = f64x2.add(squareB, f64x2.mul(qB, qB));
      if (counts) {
        failed = i32x4.sub(failed, event);
        failed1 = i32x4.add(failed1, v128.and(event, arm));
      }
      inverse += 32;
      at += 16;
    } while (at < end);
    if (at >= end) break;
    atRisk1 = i32x4.extract_lane(y1, 0);
    at = takeTimePoints(from, at, at + CROWD, end);
    y1 = i32x4.splat(atRisk1);
    inverse = inversesAt + ((at - from) << 1);
  } while (at < end);
  const sums = f64x2.add(sumA, sumB);
  const squares = f64x2.add(squareA, squareB);
  sumQ += f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  sumSquares += f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  if (counts) {
    // At most 2^24 patients: both counts fit the halves of an i64.
    const low = i64x2.add(
      v128.or(i64x2.extend_low_i32x4_u(failed), i64x2.shl(i64x2.extend_low_i32x4_u(failed1), 32)),
      v128.or(i64x2.extend_high_i32x4_u(failed), i64x2.shl(i64x2.extend_high_i32x4_u(failed1), 32)),
    );
    const both = i64x2.extract_lane(low, 0) + i64x2.extract_lane(low, 1);
    fastEvents += <i32>both;
    fastEvents1 += <i32>(both >> 32);
  }
}

/** Σ(O − E) and its variance of the strata last tested. */
export let stratifiedU: f64 = 0;
export let stratifiedV: f64 = 0;

/** Finds U and V, summed over the strata whose segments are at address `segments`. */
export function stratifiedLogRank(segments: i32, strata: i32): void {
  empty();
  const last = segments + strata * SEGMENT_BYTES;
  const c = 0.5;
  let n = 0;
  for (let segment = segments; segment < last; segment += SEGMENT_BYTES) {
    const from = load<i32>(segment, SEGMENT_FROM);
    const end = load<i32>(segment, SEGMENT_END);
    n += end - from;
    // A single patient is compared with nobody.
    if (end - from > 4) addCodes(from, end, c, true);
  }
  const d = <f64>fastEvents;
  const v = exactV + (c * (1 - c) * d + (1 - 2 * c) * sumQ - sumSquares);
  if (v < SMALL * <f64>(n >> 2)) {
    empty();
    for (let segment = segments; segment < last; segment += SEGMENT_BYTES) {
      const from = load<i32>(segment, SEGMENT_FROM);
      const end = load<i32>(segment, SEGMENT_END);
      takeAll(from, end);
    }
    stratifiedU = exactU;
    stratifiedV = exactV;
    return;
  }
  stratifiedU = exactU + (<f64>fastEvents1 - c * d - sumQ);
  stratifiedV = v;
}

/** The same of one stratum of sorted codes at addresses [from, end), whose events are known by arm. */
export function wholeLogRank(from: i32, end: i32, events0: i32, events1: i32): void {
  empty();
  stratifiedU = 0;
  stratifiedV = 0;
  // A single patient is compared with nobody.
  if (end - from <= 4) return;
  const c = 0.5;
  addCodes(from, end, c, false);
  const d = <f64>(events0 + events1 - exactEvents);
  const v = exactV + (c * (1 - c) * d + (1 - 2 * c) * sumQ - sumSquares);
  if (v < SMALL * <f64>((end - from) >> 2)) {
    empty();
    takeAll(from, end);
    stratifiedU = exactU;
    stratifiedV = exactV;
    return;
  }
  stratifiedU = exactU + (<f64>(events1 - exactEvents1) - c * d - sumQ);
  stratifiedV = v;
}

function finish(u: f64, v: f64, row: i32): void {
  store<f64>(row, v > 0 ? -u / sqrt(v) : 0, ROW_Z);
  store<f64>(row, u, ROW_U);
  store<f64>(row, v, ROW_V);
}

/**
 * Writes U, V and z of the n sorted codes of the plain comparison into `row`, which holds the counts already. Uses five
 * places behind the codes.
 */
export function logRank(n: i32, row: i32): void {
  empty();
  if (n == 0) {
    finish(0, 0, row);
    return;
  }
  const codes = sortedAt;
  const end = codes + (n << 2);
  const c = <f64>load<i32>(row >> 1, ROW_ENROLLED1) / <f64>n;
  addCodes(codes, end, c, false);
  const events1 = load<i32>(row >> 1, ROW_EVENTS1);
  const o1 = events1 - exactEvents1;
  const d = <f64>(load<i32>(row >> 1, ROW_EVENTS0) + events1 - exactEvents);
  const v = exactV + (c * (1 - c) * d + (1 - 2 * c) * sumQ - sumSquares);
  if (v < SMALL * <f64>n) {
    exactU = 0;
    exactV = 0;
    takeAll(codes, end);
    finish(exactU, exactV, row);
    return;
  }
  finish(exactU + (<f64>o1 - c * d - sumQ), v, row);
}
