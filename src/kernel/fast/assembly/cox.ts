/**
 * Cox's log hazard ratio and its standard error from the rows of the risk table; twin of ../../../statistics/cox.ts to
 * 1e-9.
 *
 * With p = Y₁θ/(Y₀ + Y₁θ): score O₁ − Σp, information I = Σp(1 − p), I′ = Σp(1 − p)(1 − 2p). Newton's step s = score ÷ I
 * is refined to s − s²I′/2I where it is short, so that from Peto's estimate two passes over the events usually do; the
 * last step, below 10⁻⁵, carries the information along as I + sI′.
 */
import { ROW_LOG_HR, ROW_SE, ROW_U, ROW_V } from '../layout';
import { riskAt, riskStride, sortedAt } from './arrays';
import { exp } from './exp';
import { addToRiskTable, emptyRiskTable, events1, rows, tiedRows } from './riskTable';

const LAST: f64 = 1e-5;
const SHORT: f64 = 0.3;
const MONOTONE: f64 = 12;
const FARTHEST_START: f64 = 3;

let sumP: f64 = 0;
let information: f64 = 0;
let slope: f64 = 0;

/** What fit found; NaN without a finite estimate. */
export let logHazardRatio: f64 = 0;
export let standardError: f64 = 0;

/** Sums over the rows at β, and four places behind them, where nobody of arm 1 is at risk. */
function evaluate(beta: f64): void {
  const theta = exp(beta);
  const factor = f64x2.splat(theta);
  const one = f64x2.splat(1);
  let p2 = f64x2.splat(0);
  let i2 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  const yAt = riskAt + riskStride;
  const y1At = yAt + riskStride;
  const end = rows << 2;
  let at = 0;
  if (at < end) {
    do {
      const y1 = v128.load(y1At + at);
      const y0 = i32x4.sub(v128.load(yAt + at), y1);
      const a = f64x2.mul(f64x2.convert_low_i32x4_s(y1), factor);
      const b = f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(y1, y1, 2, 3, 2, 3)), factor);
      const p = f64x2.div(a, f64x2.add(a, f64x2.convert_low_i32x4_s(y0)));
      const q = f64x2.div(b, f64x2.add(b, f64x2.convert_low_i32x4_s(v128.shuffle<i32>(y0, y0, 2, 3, 2, 3))));
      const notP = f64x2.sub(one, p);
      const notQ = f64x2.sub(one, q);
      const infoP = f64x2.mul(p, notP);
      const infoQ = f64x2.mul(q, notQ);
      p2 = f64x2.add(p2, f64x2.add(p, q));
      i2 = f64x2.add(i2, f64x2.add(infoP, infoQ));
      s2 = f64x2.add(s2, f64x2.add(f64x2.mul(infoP, f64x2.sub(notP, p)), f64x2.mul(infoQ, f64x2.sub(notQ, q))));
      at += 16;
    } while (at < end);
  }
  let sum = f64x2.extract_lane(p2, 0) + f64x2.extract_lane(p2, 1);
  let info = f64x2.extract_lane(i2, 0) + f64x2.extract_lane(i2, 1);
  let third = f64x2.extract_lane(s2, 0) + f64x2.extract_lane(s2, 1);
  // Ties after Efron: the first of d tied events has been counted above.
  const dAt = y1At + riskStride;
  const d1At = dAt + riskStride;
  const tiedAt = d1At + riskStride;
  for (let k = 0; k < tiedRows; k++) {
    const row = load<i32>(tiedAt + (k << 2)) << 2;
    const y1 = <f64>load<i32>(y1At + row);
    const y0 = <f64>load<i32>(yAt + row) - y1;
    const d = load<i32>(dAt + row);
    const share = <f64>load<i32>(d1At + row) / <f64>d;
    for (let l = 1; l < d; l++) {
      const r1 = (y1 - <f64>l * share) * theta;
      const r0 = y0 - <f64>l * (1 - share);
      const p = r1 / (r0 + r1);
      const q = p * (1 - p);
      sum += p;
      info += q;
      third += q * (1 - 2 * p);
    }
  }
  sumP = sum;
  information = info;
  slope = third;
}

/** Maximises the likelihood of the risk table from `start`; Newton's step from 0 has been made there. */
function fit(start: f64): void {
  logHazardRatio = NaN;
  standardError = NaN;
  const o1 = <f64>events1;
  let beta = max<f64>(-FARTHEST_START, min<f64>(FARTHEST_START, start));
  for (let iteration = 0; iteration < 40; iteration++) {
    evaluate(beta);
    const step = (o1 - sumP) / information;
    const size = abs(step);
    const refined = step - (step * step * slope) / (2 * information);
    if (size < LAST) {
      logHazardRatio = beta + refined;
      standardError = 1 / sqrt(information + step * slope);
      return;
    }
    beta += size < SHORT ? refined : max<f64>(-2, min<f64>(2, step));
    if (!(abs(beta) < MONOTONE)) return;
  }
}

/** Score O₁ − E₁ at no effect, its information, and the fit from there; nothing is fitted without information. */
export let scoreAtZero: f64 = 0;
export let informationAtZero: f64 = 0;

/** z of the score at β; 0 where there is no information. */
export function scoreZ(beta: f64): f64 {
  evaluate(beta);
  return information > 0 ? -(<f64>events1 - sumP) / sqrt(information) : 0;
}

export function evaluateAtZero(): void {
  evaluate(0);
  scoreAtZero = <f64>events1 - sumP;
  informationAtZero = information;
}

export function fitFromZero(): void {
  evaluateAtZero();
  if (!(information > 0)) return;
  const step = scoreAtZero / information;
  const refined = step - (step * step * slope) / (2 * information);
  fit(abs(step) < SHORT ? refined : step);
}

export function noFit(row: i32): void {
  store<f64>(row, NaN, ROW_LOG_HR);
  store<f64>(row, NaN, ROW_SE);
}

/** Fits the n sorted codes into `row`, after logRank. */
export function fitCox(n: i32, row: i32): void {
  noFit(row);
  const v = load<f64>(row, ROW_V);
  if (!(v > 0)) return;
  emptyRiskTable();
  addToRiskTable(sortedAt, sortedAt + (n << 2));
  fit(load<f64>(row, ROW_U) / v);
  store<f64>(row, logHazardRatio, ROW_LOG_HR);
  store<f64>(row, standardError, ROW_SE);
}
