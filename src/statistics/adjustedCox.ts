/**
 * Cox regression on covariates and the arm, the arm last: q = p + 1 columns x, θ = e^{βx}, ties after B. Efron (1977).
 * With S₀ = Σ θ, S₁ = Σ θx, S₂ = Σ θxxᵀ over those at risk, T₀, T₁, T₂ the same over the d that fail together, event l of
 * them sees R = S − (l/d) T and adds
 *   log likelihood  βx − log R₀,     score U  x − R₁/R₀,     information I  R₂/R₀ − (R₁/R₀)(R₁/R₀)ᵀ.
 * Strata share β. With I = LDLᵀ and Lv = U, the arm, last, has step v_q/D_q, variance 1/D_q, and, where its β is held
 * at 0, the efficient score v_q/√D_q. The cost is O(n q²) per step. Covariates are taken as differences from the
 * stratum's first patient, which changes nothing but rounding, and makes a constant exactly 0.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import type { Covariates } from './definition.ts';

export interface CoxFit {
  /** β̂, log of experimental ÷ control; NaN when the likelihood is monotone (no finite estimate). */
  logHazardRatio: number;
  /** 1/√information at β̂, adjusted for that of the covariates. */
  standardError: number;
}

/** Newton's decrement U I⁻¹ U is about twice what is left to gain of the log likelihood. */
const TOLERANCE = 1e-12;
const MONOTONE = 12;
const ITERATIONS = 50;
/**
 * A column counts as a copy of those before it if its information given them is less than this share of its information
 * alone.
 */
const SINGULAR = 1e-10;

/** Room that grows with q: vectors of q, and q × q matrices of which only the lower triangle is used. */
let room = 0;
let x = new Float64Array(0);
let beta = new Float64Array(0);
let step = new Float64Array(0);
let score = new Float64Array(0);
let ofEvents = new Float64Array(0);
let s1 = new Float64Array(0);
let t1 = new Float64Array(0);
let pivots = new Float64Array(0);
let information = new Float64Array(0);
let s2 = new Float64Array(0);
let t2 = new Float64Array(0);

function makeRoom(q: number): void {
  if (room >= q) return;
  room = q;
  [x, beta, step, score, ofEvents, s1, t1, pivots] = Array.from({ length: 8 }, () => new Float64Array(q));
  [information, s2, t2] = Array.from({ length: 3 }, () => new Float64Array(q * q));
}

/** Between these a product of R₀ goes on before its logarithm is taken. */
const LEAST = 1e-100;
const MOST = 1e100;

/** Sums the columns over events, which does not depend on β. */
function sumEvents(strata: readonly Covariates[], q: number): void {
  ofEvents.fill(0);
  for (const { count, values, codes, patients } of strata)
    for (let i = 0; i < patients; i++) {
      if ((codes[i] & 2) === 0) continue;
      for (let c = 0, at = i * count; c < count; c++) ofEvents[c] += values[at + c] - values[c];
      ofEvents[q - 1] += codes[i] & 1;
    }
}

/** Takes the means of a stratum from the score and adds its information at β; returns Σ log R₀. */
function addStratum({ count, values, codes, patients }: Covariates, q: number): number {
  const b1 = beta;
  const u = score;
  const info = information;
  const row = x;
  const sum1 = s1;
  const sum2 = s2;
  const tied1 = t1;
  const tied2 = t2;
  sum1.fill(0);
  sum2.fill(0);
  let logarithm = 0;
  let product = 1;
  let s0 = 0;
  let i = 0;
  while (i < patients) {
    const key = codes[i] >> 2;
    const alone = i + 1 === patients || codes[i + 1] >> 2 !== key;
    let d = 0;
    let t0 = 0;
    do {
      const code = codes[i];
      row[count] = code & 1;
      let risk = b1[count] * row[count];
      for (let c = 0, at = i * count; c < count; c++) {
        row[c] = values[at + c] - values[c];
        risk += b1[c] * row[c];
      }
      const theta = exp(risk);
      s0 += theta;
      for (let a = 0; a < q; a++) {
        const part = theta * row[a];
        sum1[a] += part;
        for (let b = 0, at = a * q; b <= a; b++) sum2[at + b] += part * row[b];
      }
      if ((code & 2) !== 0) {
        if (d++ === 0 && !alone) {
          tied1.fill(0);
          tied2.fill(0);
        }
        if (!alone) {
          t0 += theta;
          for (let a = 0; a < q; a++) {
            const part = theta * row[a];
            tied1[a] += part;
            for (let b = 0, at = a * q; b <= a; b++) tied2[at + b] += part * row[b];
          }
        }
      }
      i++;
    } while (i < patients && codes[i] >> 2 === key);
    for (let l = 0; l < d; l++) {
      const part = l / d;
      const r0 = l === 0 ? s0 : s0 - part * t0;
      const r = 1 / r0;
      product *= r0;
      if (!(product > LEAST && product < MOST)) {
        logarithm += log(product);
        product = 1;
      }
      // The patient's place in the arrays is reused for R₁/R₀.
      for (let a = 0; a < q; a++) {
        row[a] = (l === 0 ? sum1[a] : sum1[a] - part * tied1[a]) * r;
        u[a] -= row[a];
        for (let b = 0, at = a * q; b <= a; b++) {
          const r2 = l === 0 ? sum2[at + b] : sum2[at + b] - part * tied2[at + b];
          info[at + b] += r2 * r - row[a] * row[b];
        }
      }
    }
  }
  return logarithm + log(product);
}

/** Score and information at β; returns the log likelihood. */
function evaluate(strata: readonly Covariates[], q: number): number {
  score.set(ofEvents);
  information.fill(0);
  let logarithm = 0;
  for (let s = 0; s < strata.length; s++) logarithm += addStratum(strata[s], q);
  let risks = 0;
  for (let a = 0; a < q; a++) risks += beta[a] * ofEvents[a];
  return risks - logarithm;
}

/**
 * I = LDLᵀ in place (L below the diagonal, D in `pivots`) and v with Lv = U in `score`. A column that copies those before it
 * gets pivot 0 and no step.
 */
function factor(q: number): void {
  for (let a = 0; a < q; a++) {
    const row = a * q;
    const alone = information[row + a];
    let pivot = alone;
    let v = score[a];
    for (let b = 0; b < a; b++) {
      let sum = information[row + b];
      for (let c = 0; c < b; c++) sum -= information[row + c] * information[b * q + c];
      // L_ab D_b, until the row is done.
      information[row + b] = sum;
    }
    for (let b = 0; b < a; b++) {
      const l = pivots[b] > 0 ? information[row + b] / pivots[b] : 0;
      pivot -= l * information[row + b];
      v -= l * score[b];
      information[row + b] = l;
    }
    pivots[a] = pivot > SINGULAR * alone ? pivot : 0;
    score[a] = v;
  }
}

/** The step of the first `free` columns from v and D; returns Newton's decrement. */
function solve(q: number, free: number): number {
  let decrement = 0;
  for (let a = free - 1; a >= 0; a--) {
    let value = 0;
    if (pivots[a] > 0) {
      value = score[a] / pivots[a];
      decrement += score[a] * value;
      for (let b = a + 1; b < free; b++) value -= information[b * q + a] * step[b];
    }
    step[a] = value;
  }
  return decrement;
}

/**
 * Maximise over the first `free` columns, the others held at 0, halving steps that lose likelihood. Leaves v and D as
 * they were at the start of the last step, and β̂ in `beta`. False where it does not converge, or the arm's β runs
 * away.
 */
function maximise(strata: readonly Covariates[], q: number, free: number): boolean {
  beta.fill(0);
  let before = evaluate(strata, q);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    factor(q);
    const decrement = solve(q, free);
    if (Number.isNaN(decrement)) return false;
    for (let a = 0; a < free; a++) beta[a] += step[a];
    if (!(Math.abs(beta[q - 1]) < MONOTONE)) return false;
    if (decrement < TOLERANCE) return true;
    let here = evaluate(strata, q);
    for (let halving = 0; !(here >= before - 1e-12 * Math.abs(before)); halving++) {
      if (halving === 20) return false;
      for (let a = 0; a < free; a++) {
        step[a] /= 2;
        beta[a] -= step[a];
      }
      here = evaluate(strata, q);
    }
    before = here;
  }
  return false;
}

/** The number of columns; makes room for them and sums them over events. */
function prepare(strata: readonly Covariates[]): number {
  const q = strata.length === 0 ? 1 : strata[0].count + 1;
  makeRoom(q);
  sumEvents(strata, q);
  return q;
}

/** Fits the arm's log hazard ratio given the covariates; `strata` has one entry per stratum. */
export function fitAdjusted(strata: readonly Covariates[], fit: CoxFit): void {
  const q = prepare(strata);
  const found = maximise(strata, q, q) && pivots[q - 1] > 0;
  fit.logHazardRatio = found ? beta[q - 1] : Number.NaN;
  fit.standardError = found ? 1 / Math.sqrt(pivots[q - 1]) : Number.NaN;
}

/**
 * The score test's U/√var U of the arm at no effect of the arm, with the covariates fitted; > 0 for more hazard. NaN
 * where they cannot be fitted.
 */
export function adjustedScore(strata: readonly Covariates[]): number {
  const q = prepare(strata);
  if (!maximise(strata, q, q - 1) || !(pivots[q - 1] > 0)) return Number.NaN;
  return score[q - 1] / Math.sqrt(pivots[q - 1]);
}
