/**
 * The events of each arm of one stratum, in descending time: what Kaplan–Meier curves are read off.
 *
 * An arm's row is an event: its key, and the patients of the arm at risk with those after it in the order of the codes
 * left out. Tied events thus come as if one after another, with y, y − 1, … at risk: products and Greenwood sums
 * telescope to those of the tie, Π (1 − 1/y) = 1 − d/Y and Σ 1/(y(y − 1)) = d/(Y(Y − d)), so that no ties are looked for.
 * Where everybody at risk fails at once, S falls to 0: these are an arm's first rows, `zeros` of them.
 */
import { HEAD_CURVES, HEAD_STRIDE } from '../statisticsLayout';
import { PACK } from './pack';
import { closeSegment, prefixSums, two } from './riskTable';

/** Byte addresses of arm 0's columns, and of those of arm 1 as far behind them as `nextArm` says. */
let survivalAt: i32 = 0;
let keysAt: i32 = 0;
let atRiskAt: i32 = 0;
let nextArm: i32 = 0;

/** Rows of each arm, and those of them where its survival is 0. */
let rows0: i32 = 0;
let rows1: i32 = 0;
let zeros0: i32 = 0;
let zeros1: i32 = 0;
/** Patients of the stratum, and of them of arm 1. */
export let patients: i32 = 0;
export let patients1: i32 = 0;

/** The columns and rows of one arm, as chosen by `choose`. */
export let keys: i32 = 0;
export let atRisk: i32 = 0;
export let survival: i32 = 0;
export let rows: i32 = 0;
export let zeros: i32 = 0;

/** Lets the columns above be those of arm `arm`. */
export function choose(arm: i32): void {
  keys = keysAt + arm * nextArm;
  atRisk = atRiskAt + arm * nextArm;
  survival = survivalAt + arm * nextArm;
  rows = arm == 0 ? rows0 : rows1;
  zeros = arm == 0 ? zeros0 : zeros1;
}

function countZeros(arm: i32, n: i32): i32 {
  const first = keysAt + arm * nextArm;
  if (n == 0 || load<i32>(atRiskAt + arm * nextArm) != 1) return 0;
  let k = 1;
  while (k < n && load<i32>(first + (k << 2)) == load<i32>(first)) k++;
  return k;
}

/** Finds the events of the stratum whose sorted codes are at addresses [from, end), with the columns that `head` names. */
export function findCurves(head: i32, from: i32, end: i32): void {
  const stride = load<i32>(head, HEAD_STRIDE);
  survivalAt = load<i32>(head, HEAD_CURVES);
  keysAt = survivalAt + stride;
  atRiskAt = keysAt + (stride >> 1);
  nextArm = 2 * stride;
  rows0 = rows1 = zeros0 = zeros1 = patients1 = 0;
  patients = (end - from) >> 2;
  if (from == end) return;
  closeSegment(end);
  const keys0 = keysAt;
  const keys1 = keysAt + nextArm;
  const column = atRiskAt - keysAt;
  const one = i32x4.splat(1);
  const four = i32x4.splat(4);
  let y = i32x4(1, 2, 3, 4);
  let y1 = i32x4.splat(0);
  let to0 = keys0;
  let to1 = keys1;
  let at = from;
  do {
    const code = v128.load(at);
    const risk1 = i32x4.add(prefixSums(v128.and(code, one)), y1);
    const risk0 = i32x4.sub(y, risk1);
    const key = i32x4.shr_s(code, 2);
    const event = i32x4.bitmask(i32x4.shl(code, 30));
    const mask1 = event & i32x4.bitmask(i32x4.shl(code, 31));
    const mask0 = event ^ mask1;
    const pack0 = v128.load(<i32>PACK + (mask0 << 4));
    const pack1 = v128.load(<i32>PACK + (mask1 << 4));
    v128.store(to0, v128.swizzle(key, pack0));
    v128.store(to0 + column, v128.swizzle(risk0, pack0));
    v128.store(to1, v128.swizzle(key, pack1));
    v128.store(to1 + column, v128.swizzle(risk1, pack1));
    to0 += popcnt(mask0) << 2;
    to1 += popcnt(mask1) << 2;
    y = i32x4.add(y, four);
    y1 = v128.shuffle<i32>(risk1, risk1, 3, 3, 3, 3);
    at += 16;
  } while (at < end);
  patients1 = i32x4.extract_lane(y1, 0);
  rows0 = (to0 - keys0) >> 2;
  rows1 = (to1 - keys1) >> 2;
  zeros0 = countZeros(0, rows0);
  zeros1 = countZeros(1, rows1);
}

/** 1/(y(y − 1)) of two rows of the chosen arm. */
@inline
export function greenwoodTerms(y: v128): v128 {
  const one = f64x2.splat(1);
  return f64x2.div(one, f64x2.mul(y, f64x2.sub(y, one)));
}

/** Fills in the survival from each event time on, for both arms. */
export function fillCurves(): void {
  const one = f64x2.splat(1);
  for (let arm = 0; arm < 2; arm++) {
    choose(arm);
    let s: f64 = 1;
    let k = rows;
    if (((k - zeros) & 1) != 0) {
      k--;
      s = 1 - 1 / <f64>load<i32>(atRisk + (k << 2));
      store<f64>(survival + (k << 3), s);
    }
    while (k > zeros) {
      k -= 2;
      const factors = f64x2.sub(one, f64x2.div(one, two(atRisk + (k << 2))));
      const earlier = f64x2.extract_lane(factors, 1);
      store<f64>(survival + (k << 3), s * earlier, 8);
      s *= earlier * f64x2.extract_lane(factors, 0);
      store<f64>(survival + (k << 3), s);
    }
  }
}

/** The first row of the chosen arm whose key is at least `key`, which is that of the latest time at or before key's. */
export function firstWithin(key: f64): i32 {
  let low = 0;
  let high = rows;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (<f64>load<i32>(keys + (middle << 2)) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
