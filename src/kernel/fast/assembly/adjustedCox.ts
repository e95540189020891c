/** Cox regression on covariates and the arm; twin of ../../../statistics/adjustedCox.ts to 1e-9. */
import { at, beta, evaluate, information, p, pivots, put, q, score, step, takeCovariates } from './adjustedSums';

const TOLERANCE: f64 = 1e-12;
const MONOTONE: f64 = 12;
const ITERATIONS: i32 = 50;
const SINGULAR: f64 = 1e-10;

/** What fitAdjusted found; NaN without a finite estimate. */
export let adjustedHazardRatio: f64 = 0;
export let adjustedError: f64 = 0;
let fitted: bool = false;

/** Takes the covariates of a comparison whose codes have been gathered at `cut` and sorted. */
export function adjust(comparison: i32, cut: i32): void {
  takeCovariates(comparison, cut);
  fitted = false;
}

/** I = LDLᵀ in place and v with Lv = U in `score`. */
function factor(): void {
  for (let a = 0; a < q; a++) {
    const row = information + ((a * q) << 3);
    const alone = at(row, a);
    let pivot = alone;
    let v = at(score, a);
    for (let b = 0; b < a; b++) {
      const other = information + ((b * q) << 3);
      let sum = at(row, b);
      for (let c = 0; c < b; c++) sum -= at(row, c) * at(other, c);
      put(row, b, sum);
    }
    for (let b = 0; b < a; b++) {
      const l = at(pivots, b) > 0 ? at(row, b) / at(pivots, b) : 0;
      pivot -= l * at(row, b);
      v -= l * at(score, b);
      put(row, b, l);
    }
    put(pivots, a, pivot > SINGULAR * alone ? pivot : 0);
    put(score, a, v);
  }
}

/** The step of the first `free` columns from v and D; returns Newton's decrement. */
function solve(free: i32): f64 {
  let decrement: f64 = 0;
  for (let a = free - 1; a >= 0; a--) {
    let value: f64 = 0;
    if (at(pivots, a) > 0) {
      value = at(score, a) / at(pivots, a);
      decrement += at(score, a) * value;
      for (let b = a + 1; b < free; b++) value -= at(information, b * q + a) * at(step, b);
    }
    put(step, a, value);
  }
  return decrement;
}

/** Maximises over the first `free` columns; leaves β̂, and v and D of the last step. */
function maximise(free: i32): bool {
  memory.fill(beta, 0, q << 3);
  let before = evaluate(true);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    factor();
    const decrement = solve(free);
    if (isNaN(decrement)) return false;
    for (let a = 0; a < free; a++) put(beta, a, at(beta, a) + at(step, a));
    if (!(abs(at(beta, p)) < MONOTONE)) return false;
    if (decrement < TOLERANCE) return true;
    let here = evaluate(false);
    for (let halving = 0; !(here >= before - 1e-12 * abs(before)); halving++) {
      if (halving == 20) return false;
      for (let a = 0; a < free; a++) {
        put(step, a, at(step, a) / 2);
        put(beta, a, at(beta, a) - at(step, a));
      }
      here = evaluate(false);
    }
    before = here;
  }
  return false;
}

/** Fits the arm's log hazard ratio given the covariates of `adjust`, once. */
export function fitAdjusted(): void {
  if (fitted) return;
  fitted = true;
  const found = maximise(q) && at(pivots, p) > 0;
  adjustedHazardRatio = found ? at(beta, p) : NaN;
  adjustedError = found ? 1 / sqrt(at(pivots, p)) : NaN;
}

/** The score test's U/√var U of the arm with the covariates fitted; NaN where they cannot be fitted. */
export function adjustedScore(): f64 {
  if (!maximise(p) || !(at(pivots, p) > 0)) return NaN;
  return at(score, p) / sqrt(at(pivots, p));
}
