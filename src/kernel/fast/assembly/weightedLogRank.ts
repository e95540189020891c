/**
 * The weighted log-rank family from the rows of the risk table, all strata together; twin of
 * ../../../statistics/weightedLogRank.ts and of the weights in the files beside it, but for the order of sums.
 */
import {
  COMPARISON_SEGMENTS,
  COMPARISON_STRATA,
  COMPONENT_FIRST,
  COMPONENT_KIND,
  COMPONENT_SECOND,
  SEGMENT_BYTES,
  SEGMENT_ROWS,
  WEIGHTS_AT_RISK,
  WEIGHTS_FLEMING_HARRINGTON,
  WEIGHTS_MODEST_SURVIVAL,
  WEIGHTS_MODEST_UNTIL,
  WEIGHTS_ROOT_AT_RISK,
} from '../statisticsLayout';
import { riskAt, riskStride } from './arrays';
import { expOfTwo } from './exp';
import { logOfTwo } from './log';
import { rows, two } from './riskTable';

/** Σ w (d₁ − dY₁/Y) and Σ w² times the variance. */
export let score: f64 = 0;
export let scoreVariance: f64 = 0;

/** Whether x^exponent needs no logarithm. */
@inline
function isSimple(exponent: f64): bool {
  return exponent == 0 || exponent == 0.5 || exponent == 1 || exponent == 2;
}

/** x^exponent for the exponents that isSimple knows. */
@inline
function simplePower(x: v128, exponent: f64): v128 {
  if (exponent == 1) return x;
  if (exponent == 0.5) return f64x2.sqrt(x);
  return f64x2.mul(x, x);
}

/** S^rho (1 − S)^gamma. */
function fillFlemingHarrington(survivalAt: i32, rho: f64, gamma: f64, weightsAt: i32): void {
  const one = f64x2.splat(1);
  const end = rows << 3;
  let at = 0;
  if (!isSimple(rho) || !isSimple(gamma)) {
    const least = f64x2.splat(-690);
    while (at < end) {
      const s = v128.load(survivalAt + at);
      const early = f64x2.mul(logOfTwo(s), f64x2.splat(rho));
      const late = f64x2.mul(logOfTwo(f64x2.sub(one, s)), f64x2.splat(gamma));
      v128.store(weightsAt + at, expOfTwo(f64x2.pmax(least, f64x2.add(early, late))));
      at += 16;
    }
    return;
  }
  if (rho == 0) {
    while (at < end) {
      v128.store(weightsAt + at, one);
      at += 16;
    }
  } else {
    while (at < end) {
      v128.store(weightsAt + at, simplePower(v128.load(survivalAt + at), rho));
      at += 16;
    }
  }
  if (gamma == 0) return;
  for (at = 0; at < end; at += 16) {
    const late = simplePower(f64x2.sub(one, v128.load(survivalAt + at)), gamma);
    v128.store(weightsAt + at, f64x2.mul(v128.load(weightsAt + at), late));
  }
}

/** 1/max(S, least). */
function fillDownTo(survivalAt: i32, least: f64, weightsAt: i32): void {
  const one = f64x2.splat(1);
  const end = rows << 3;
  for (let at = 0; at < end; at += 16)
    v128.store(weightsAt + at, f64x2.div(one, f64x2.pmax(v128.load(survivalAt + at), f64x2.splat(least))));
}

/** 1/S of the rows before tick `until` on study and of the first at or after it; from there on the weight stays. */
function fillUntil(survivalAt: i32, comparison: i32, cut: i32, until: f64, weightsAt: i32): void {
  const strata = load<i32>(comparison, COMPARISON_STRATA);
  const last = <f64>cut - until;
  let segment = load<i32>(comparison, COMPARISON_SEGMENTS);
  let from = 0;
  for (let s = 0; s < strata; s++) {
    const to = load<i32>(segment, SEGMENT_ROWS);
    segment += SEGMENT_BYTES;
    let k = to - 1;
    let w: f64 = 1;
    for (; k >= from; k--) {
      w = 1 / load<f64>(survivalAt + (k << 3));
      store<f64>(weightsAt + (k << 3), w);
      if (<f64>load<i32>(riskAt + (k << 2)) <= last) break;
    }
    for (k--; k >= from; k--) store<f64>(weightsAt + (k << 3), w);
    from = to;
  }
  store<f64>(weightsAt + (from << 3), 0);
}

/** The number at risk as a share of all patients, or its square root. */
function fillAtRisk(patients: i32, root: bool, weightsAt: i32): void {
  const scale = f64x2.splat(1 / <f64>patients);
  const atRiskAt = riskAt + riskStride;
  const end = rows << 2;
  for (let at = 0; at < end; at += 8) {
    const share = f64x2.mul(two(atRiskAt + at), scale);
    v128.store(weightsAt + (at << 1), root ? f64x2.sqrt(share) : share);
  }
}

/** Fills in a component's weights for all rows, and some value that is finite for one behind them. */
export function fillWeights(
  component: i32,
  comparison: i32,
  patients: i32,
  cut: i32,
  survivalAt: i32,
  weightsAt: i32,
): void {
  const kind = load<i32>(component, COMPONENT_KIND);
  const first = load<f64>(component, COMPONENT_FIRST);
  if (kind == WEIGHTS_FLEMING_HARRINGTON)
    fillFlemingHarrington(survivalAt, first, load<f64>(component, COMPONENT_SECOND), weightsAt);
  else if (kind == WEIGHTS_MODEST_UNTIL) fillUntil(survivalAt, comparison, cut, first, weightsAt);
  else if (kind == WEIGHTS_MODEST_SURVIVAL) fillDownTo(survivalAt, first, weightsAt);
  else if (kind == WEIGHTS_AT_RISK) fillAtRisk(patients, false, weightsAt);
  else if (kind == WEIGHTS_ROOT_AT_RISK) fillAtRisk(patients, true, weightsAt);
  else fillFlemingHarrington(survivalAt, 0, 0, weightsAt);
}

/** Sums the score of the weights and its variance. */
export function sumWeighted(weightsAt: i32, differenceAt: i32, varianceAt: i32): void {
  let u = f64x2.splat(0);
  let v = f64x2.splat(0);
  const end = rows << 3;
  for (let at = 0; at < end; at += 16) {
    const w = v128.load(weightsAt + at);
    u = f64x2.add(u, f64x2.mul(w, v128.load(differenceAt + at)));
    v = f64x2.add(v, f64x2.mul(f64x2.mul(w, w), v128.load(varianceAt + at)));
  }
  score = f64x2.extract_lane(u, 0) + f64x2.extract_lane(u, 1);
  scoreVariance = f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}
