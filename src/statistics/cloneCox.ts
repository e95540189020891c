/**
 * Cox's model of clones by strategy, with weights that change with time, ties after B. Efron (1977). With W₁ and W₀ the sums of
 * weights of starters and non-starters at risk and w₁, w₀ those of the d clones that fail together, of mean weight w̄, event
 * l = 0 … d − 1 of them sees R₁ = θ(W₁ − l w₁/d) and R₀ = W₀ − l w₀/d and adds −w̄ p, p = R₁/(R₁ + R₀), to the score, to which
 * starters that fail add w₁, and w̄ p(1 − p) to the information I.
 *
 * A clone's score residual, x = 1 for starters, is ∫ w (x − p) (dN − Yθˣ dΛ), dΛ = w̄/(R₁ + R₀), those that fail at a time being
 * at risk for a share 1 − l/d of its parts. The clones of a patient are dependent: residuals are summed by patient to U_i, and the
 * variance of β̂ is the sandwich Σ U_i²/I² (D. Y. Lin & L. J. Wei, JASA 84 (1989) 1074–1078; D. A. Binder, Biometrika 79 (1992)
 * 139–147). It takes weights as given, which are estimated: it is rather too large than too small.
 */
import { exp } from '../elementary/exp.ts';
import { square } from '../elementary/square.ts';
import { type Clones, NOT_STARTED } from './clones.ts';

export interface CloneFit {
  /** β̂, log of starting ÷ not starting; NaN where nothing differs between the strategies or the likelihood is monotone. */
  logHazardRatio: number;
  /** Robust, by patient. */
  standardError: number;
  /** Patients with the event, each counted once. */
  events: number;
}

const TOLERANCE = 1e-10;
const MONOTONE = 12;
const FARTHEST_START = 3;
const ITERATIONS = 40;
/** A sum of squared residuals of patients below this is rounding. */
const ROUNDING = 1e-20;

/** Score and information at β. */
const at = { score: 0, information: 0 };

/** What a clone at risk up to a row has summed, and what one that fails there adds, by strategy. */
let lived1 = new Float64Array(1);
let lived0 = new Float64Array(1);
let fails1 = new Float64Array(1);
let fails0 = new Float64Array(1);

function evaluate({ table, weighted }: Clones, theta: number): void {
  const { rows, atRisk1, atRisk0, failing1, failing0, weight0, rowsToGrace, weightAfterGrace } = table;
  let score = 0;
  let information = 0;
  for (let k = 0; k < rows; k++) {
    const d = failing1[k] + failing0[k];
    const u1 = weighted && k >= rowsToGrace ? weightAfterGrace : 1;
    const u0 = weighted ? weight0[k] : 1;
    const w1 = u1 * failing1[k];
    const w0 = u0 * failing0[k];
    score += w1;
    if (d === 1) {
      const r1 = theta * u1 * atRisk1[k];
      const p = r1 / (r1 + u0 * atRisk0[k]);
      const part = (w1 + w0) * p;
      score -= part;
      information += part * (1 - p);
      continue;
    }
    const mean = (w1 + w0) / d;
    for (let l = 0; l < d; l++) {
      const r1 = theta * (u1 * atRisk1[k] - (l * w1) / d);
      const p = r1 / (r1 + u0 * atRisk0[k] - (l * w0) / d);
      score -= mean * p;
      information += mean * p * (1 - p);
    }
  }
  at.score = score;
  at.information = information;
}

/** β̂, from Newton's first step at no effect on; NaN without one. */
function maximise(clones: Clones): number {
  evaluate(clones, 1);
  if (!(at.information > 0)) return Number.NaN;
  let beta = Math.max(-FARTHEST_START, Math.min(FARTHEST_START, at.score / at.information));
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    evaluate(clones, exp(beta));
    const step = at.score / at.information;
    if (Math.abs(step) < TOLERANCE) return beta;
    beta += Math.max(-2, Math.min(2, step));
    if (!(Math.abs(beta) < MONOTONE)) break;
  }
  return Number.NaN;
}

/** Sums over patients of the score residual U_i at β, and of its square. */
function sumResiduals({ table, weighted }: Clones, theta: number): { score: number; squares: number } {
  const { rows, atRisk1, atRisk0, failing1, failing0, weight0, rowsToGrace, weightAfterGrace } = table;
  if (lived1.length <= rows)
    [lived1, lived0, fails1, fails0] = Array.from({ length: 4 }, () => new Float64Array(2 * rows + 1));
  lived1[0] = lived0[0] = 0;
  for (let k = 0; k < rows; k++) {
    const d = failing1[k] + failing0[k];
    const u1 = weighted && k >= rowsToGrace ? weightAfterGrace : 1;
    const u0 = weighted ? weight0[k] : 1;
    const w1 = u1 * failing1[k];
    const w0 = u0 * failing0[k];
    if (d === 1) {
      const r1 = theta * u1 * atRisk1[k];
      const share = 1 / (r1 + u0 * atRisk0[k]);
      const p = r1 * share;
      const hazard = (w1 + w0) * share;
      lived1[k + 1] = lived1[k] - u1 * theta * (1 - p) * hazard;
      lived0[k + 1] = lived0[k] + u0 * p * hazard;
      fails1[k + 1] = u1 * (1 - p);
      fails0[k + 1] = -u0 * p;
      continue;
    }
    const mean = (w1 + w0) / d;
    let p = 0;
    let hazard1 = 0;
    let hazard0 = 0;
    let spared1 = 0;
    let spared0 = 0;
    for (let l = 0; l < d; l++) {
      const r1 = theta * (u1 * atRisk1[k] - (l * w1) / d);
      const sum = r1 + u0 * atRisk0[k] - (l * w0) / d;
      const each = r1 / sum;
      const hazard = mean / sum;
      const part1 = theta * (1 - each) * hazard;
      const part0 = each * hazard;
      p += each;
      hazard1 += part1;
      hazard0 += part0;
      spared1 += (part1 * l) / d;
      spared0 += (part0 * l) / d;
    }
    lived1[k + 1] = lived1[k] - u1 * hazard1;
    lived0[k + 1] = lived0[k] + u0 * hazard0;
    fails1[k + 1] = u1 * (1 - p / d + spared1);
    fails0[k + 1] = -u0 * (p / d + spared0);
  }
  const { patients, rowsToExit, rowsToStart } = table;
  const { n, event } = patients;
  let score = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const exit = rowsToExit[i];
    const start = rowsToStart[i];
    let residual: number;
    if (start !== NOT_STARTED) residual = lived0[start] + lived1[exit] + event[i] * fails1[exit];
    else if (exit <= rowsToGrace) residual = lived0[exit] + lived1[exit] + event[i] * (fails0[exit] + fails1[exit]);
    else residual = lived0[exit] + event[i] * fails0[exit] + lived1[rowsToGrace];
    score += residual;
    squares += square(residual);
  }
  return { score, squares };
}

/** Fits to the table as filled the log hazard ratio of starting within the grace period against not. */
export function fitClones(clones: Clones, fit: CloneFit): void {
  const { table } = clones;
  fit.events = table.failed;
  fit.logHazardRatio = fit.standardError = Number.NaN;
  // Without starters the clones of a patient are alike for as long as both are followed.
  if (table.starters === 0) return;
  const beta = maximise(clones);
  if (Number.isNaN(beta)) return;
  const { information } = at;
  const { squares } = sumResiduals(clones, exp(beta));
  if (!(squares > ROUNDING)) return;
  fit.logHazardRatio = beta;
  fit.standardError = Math.sqrt(squares) / information;
}

/** Robust z of the score at a log hazard ratio, > 0 where starters have the lower hazard; 0 where nothing differs. */
export function cloneScoreZ(clones: Clones, against: number): number {
  if (clones.table.starters === 0 || !(sumResiduals(clones, 1).squares > ROUNDING)) return 0;
  const { score, squares } = sumResiduals(clones, exp(against));
  return squares > ROUNDING ? -score / Math.sqrt(squares) : 0;
}
