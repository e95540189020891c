/**
 * The log-rank's score at a hazard ratio θ other than 1 from the rows of the risk table, all strata together; twin of
 * ../../../statistics/scoreAtMargin.ts but for the order of sums.
 */
import { riskAt, riskStride } from './arrays';
import { exp } from './exp';
import { events1, rows } from './riskTable';

/** Σ (d₁ − dp) and its variance. */
export let marginU: f64 = 0;
export let marginV: f64 = 0;

let expected: v128 = f64x2.splat(0);
let variance: v128 = f64x2.splat(0);

/** Adds two rows: numbers at risk in the arms, and events. */
@inline
function addTwo(y0: v128, y1: v128, d: v128, factor: v128): void {
  const one = f64x2.splat(1);
  const tilted = f64x2.mul(y1, factor);
  const p = f64x2.div(tilted, f64x2.add(tilted, y0));
  const dp = f64x2.mul(d, p);
  const y = f64x2.add(y0, y1);
  // 1 where one event is not alone at risk, to the bit.
  const left = f64x2.div(f64x2.sub(y, d), f64x2.pmax(one, f64x2.sub(y, one)));
  expected = f64x2.add(expected, dp);
  variance = f64x2.add(variance, f64x2.mul(f64x2.mul(dp, f64x2.sub(one, p)), left));
}

/** Sums over the rows at ln θ, and four places behind them, where nobody of arm 1 is at risk. */
export function scoreAtMargin(logMargin: f64): void {
  const factor = f64x2.splat(exp(logMargin));
  const yAt = riskAt + riskStride;
  const y1At = yAt + riskStride;
  const dAt = y1At + riskStride;
  const end = rows << 2;
  let at = 0;
  expected = f64x2.splat(0);
  variance = f64x2.splat(0);
  if (at < end) {
    do {
      const y1 = v128.load(y1At + at);
      const y0 = i32x4.sub(v128.load(yAt + at), y1);
      const d = v128.load(dAt + at);
      addTwo(f64x2.convert_low_i32x4_s(y0), f64x2.convert_low_i32x4_s(y1), f64x2.convert_low_i32x4_s(d), factor);
      addTwo(upper(y0), upper(y1), upper(d), factor);
      at += 16;
    } while (at < end);
  }
  marginU = <f64>events1 - (f64x2.extract_lane(expected, 0) + f64x2.extract_lane(expected, 1));
  marginV = f64x2.extract_lane(variance, 0) + f64x2.extract_lane(variance, 1);
}

/** The last two of four integers. */
@inline
function upper(four: v128): v128 {
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(four, four, 2, 3, 2, 3));
}
