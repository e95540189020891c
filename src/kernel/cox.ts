/**
 * Cox's log hazard ratio of a single 0/1 covariate (D. R. Cox 1972), ties after B. Efron (1977), by Newton's method.
 * With θ = eᵝ and p = Y₁θ/(Y₀ + Y₁θ), an untied event adds  (in experimental) − p  to the score and p(1 − p) to the information;
 * event l of d tied ones sees Y₁ − l·d₁/d and Y₀ − l·d₀/d.
 */
import type { RiskTable } from './riskTable.ts';

export interface CoxFit {
  /** β̂, log of experimental ÷ control; NaN when the likelihood is monotone (no finite estimate). */
  logHazardRatio: number;
  /** 1/√information at β̂. */
  standardError: number;
}

const TOLERANCE = 1e-10;
const MONOTONE = 12;
/** Newton starts no farther from 0: beyond, the likelihood can be flat to working precision. */
const FARTHEST_START = 3;

/** Fit to convergence from `start`, e.g. Peto's U/V. */
export function fitCox(table: RiskTable, start: number, fit: CoxFit): void {
  const { rows, atRisk, atRisk1, events, events1 } = table;
  let beta = Math.max(-FARTHEST_START, Math.min(FARTHEST_START, start));
  for (let iteration = 0; iteration < 40; iteration++) {
    const theta = Math.exp(beta);
    let score = 0;
    let information = 0;
    for (let k = 0; k < rows; k++) {
      const d = events[k];
      const y1 = atRisk1[k];
      const y0 = atRisk[k] - y1;
      if (d === 1) {
        const p = (y1 * theta) / (y0 + y1 * theta);
        score += events1[k] - p;
        information += p * (1 - p);
      } else {
        const d1 = events1[k];
        score += d1;
        for (let l = 0; l < d; l++) {
          const r1 = (y1 - (l * d1) / d) * theta;
          const r0 = y0 - (l * (d - d1)) / d;
          const p = r1 / (r0 + r1);
          score -= p;
          information += p * (1 - p);
        }
      }
    }
    const step = score / information;
    if (Math.abs(step) < TOLERANCE) {
      fit.logHazardRatio = beta;
      fit.standardError = 1 / Math.sqrt(information);
      return;
    }
    beta += Math.max(-2, Math.min(2, step));
    if (!(Math.abs(beta) < MONOTONE)) break;
  }
  fit.logHazardRatio = Number.NaN;
  fit.standardError = Number.NaN;
}
