/**
 * Kaplan–Meier medians and their standard errors in the stratum that armCurves.ts holds; twin of
 * ../../../statistics/medianDifference.ts.
 *
 * Whether a time is within the limits depends on g(S) = −log S · log(log ½ ÷ log S) against z₀.₉₇₅ σ. A table of g at
 * multiples of 1/CELLS says so without logarithms for all but the few event times next to a limit: g rises from −∞ at
 * S = 0 to its only maximum near 0.78 and falls to 0 at S = 1, so that its least value between two multiples is at one of
 * them.
 */
import { addContrast } from './acrossStrata';
import { atRisk, choose, keys, rows, zeros } from './armCurves';
import { LN2, log } from './log';

const CELLS: i32 = 512;
const TABLE: usize = memory.data(4104, 16);
/** What a value of the table may be off by, relatively; more than its rounding. */
const SAFE: f64 = 1e-9;
const LOWEST: f64 = -1e150;

const Z_975: f64 = 1.959963984540054;
const FLAT: f64 = 1e-8;

/** Median of the arm last computed and its variance, in ticks. */
let median: f64 = 0;
let variance: f64 = 0;

@inline
function limitOf(s: f64): f64 {
  const h = -log(s);
  return log(LN2 / h) * h;
}

function fillTable(): void {
  store<f64>(TABLE, LOWEST);
  for (let k = 1; k < CELLS; k++) store<f64>(TABLE + (k << 3), limitOf(<f64>k / <f64>CELLS));
  store<f64>(TABLE + (CELLS << 3), 0);
}

function findMedian(arm: i32, cut: i32): void {
  choose(arm);
  median = NaN;
  variance = NaN;
  let lower = NaN;
  let flat = NaN;
  let s: f64 = 1;
  let sum: f64 = 0;
  let k = rows;
  while (k > zeros) {
    k--;
    const y = <f64>load<i32>(atRisk + (k << 2));
    const less = y - 1;
    const term = 1 / (y * less);
    sum += term;
    s *= less * less * term;
    const key = load<i32>(keys + (k << 2));
    // Of tied events only the last one counts, when all have failed.
    if (k > 0 && load<i32>(keys + (k << 2) - 4) == key) continue;
    const time = <f64>(cut - key);
    const cell = <i32>TABLE + (<i32>(s * <f64>CELLS) << 3);
    const squared = Z_975 * Z_975 * sum;
    if (isNaN(lower)) {
      const least = min<f64>(load<f64>(cell), load<f64>(cell, 8));
      if (!(least > 0 && least * least * (1 - SAFE) > squared) && limitOf(s) <= Z_975 * sqrt(sum)) lower = time;
    }
    if (s > 0.5 + FLAT) continue;
    if (isNaN(median)) {
      if (!isNaN(flat)) median = (flat + time) / 2;
      else if (s < 0.5 - FLAT) median = time;
      else flat = time;
    }
    const lowest = load<f64>(cell);
    if (lowest * lowest * (1 + SAFE) < squared || limitOf(s) >= -Z_975 * sqrt(sum)) continue;
    const half = (time - lower) / (2 * Z_975);
    variance = half * half;
    return;
  }
  if (isNaN(median)) {
    if (zeros == 0) median = flat;
    else {
      const time = <f64>(cut - load<i32>(keys));
      median = isNaN(flat) ? time : (flat + time) / 2;
    }
  }
  const half = (median - lower) / Z_975;
  variance = half * half;
}

/** Adds the stratum's contrast; both arms have patients. */
export function addMedians(statistic: i32, cut: i32, unit: f64): void {
  if (load<f64>(TABLE) != LOWEST) fillTable();
  findMedian(0, cut);
  const m0 = median;
  const v0 = variance;
  if (isNaN(m0)) return;
  findMedian(1, cut);
  const spread = (v0 + variance) * unit * unit;
  addContrast(statistic, isNaN(spread) ? NaN : (median - m0) * unit, spread);
}
