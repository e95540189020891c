/**
 * Weighted least squares of the effects of studies, yᵢ ~ N(xᵢ'β, sᵢ² + τ²), for a given standard deviation τ between the
 * studies. Symbols: X covariates, W = diag(1/(sᵢ² + τ²)), V = (X'WX)⁻¹.
 */
import { log } from '../elementary/log.ts';
import { square } from '../elementary/square.ts';
import type { StudyCovariates, StudyEffect } from './studyEffect.ts';

/** Rows of a square matrix. */
export type Matrix = readonly (readonly number[])[];

export interface WeightedFit {
  /** β̂ = V X'W y. */
  readonly coefficients: readonly number[];
  /** V. */
  readonly covariance: Matrix;
  /** Q = Σ wᵢ (yᵢ − xᵢ'β̂)². */
  readonly residual: number;
  /** Restricted log-likelihood of τ but for a constant: ½ (Σ ln wᵢ + ln |V| − Q); with a flat prior on β, that of Bayes too. */
  readonly restricted: number;
}

/** The inverse of a symmetric positive definite matrix of few rows, and the logarithm of its own determinant. */
function inverted(matrix: Matrix): { inverse: number[][]; logDeterminant: number } {
  const n = matrix.length;
  const left = matrix.map((row) => [...row]);
  const right = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  let logDeterminant = 0;
  for (let column = 0; column < n; column++) {
    const pivot = left[column][column];
    logDeterminant += log(pivot);
    for (let j = 0; j < n; j++) {
      left[column][j] /= pivot;
      right[column][j] /= pivot;
    }
    for (let i = 0; i < n; i++) {
      if (i === column) continue;
      const factor = left[i][column];
      for (let j = 0; j < n; j++) {
        left[i][j] -= factor * left[column][j];
        right[i][j] -= factor * right[column][j];
      }
    }
  }
  return { inverse: right, logDeterminant };
}

/** a'b. */
export function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

/** Weights 1/(sᵢ² + τ²). */
export function weightsOf(effects: readonly StudyEffect[], tau: number): number[] {
  return effects.map(({ standardError }) => 1 / (square(standardError) + square(tau)));
}

/** Σ wᵢ^power xᵢxᵢ'. */
export function crossProducts(covariates: StudyCovariates, weights: readonly number[]): number[][] {
  const width = covariates[0].length;
  return Array.from({ length: width }, (_, a) =>
    Array.from({ length: width }, (__, b) => covariates.reduce((sum, row, i) => sum + weights[i] * row[a] * row[b], 0)),
  );
}

/** Preconditions: as many rows as effects, at least as many as covariates, whose columns are independent. */
export function weightedFit(effects: readonly StudyEffect[], covariates: StudyCovariates, tau: number): WeightedFit {
  const weights = weightsOf(effects, tau);
  const { inverse: covariance, logDeterminant } = inverted(crossProducts(covariates, weights));
  const response = covariates[0].map((_, a) =>
    effects.reduce((sum, { estimate }, i) => sum + weights[i] * covariates[i][a] * estimate, 0),
  );
  const coefficients = covariance.map((row) => product(row, response));
  const residual = effects.reduce(
    (sum, { estimate }, i) => sum + weights[i] * square(estimate - product(covariates[i], coefficients)),
    0,
  );
  const logWeights = weights.reduce((sum, weight) => sum + log(weight), 0);
  return { coefficients, covariance, residual, restricted: (logWeights - logDeterminant - residual) / 2 };
}

/** Mean and standard error of the effect of studies with these covariates: x'β̂ and √(x'Vx). */
export function fittedAt(
  { coefficients, covariance }: WeightedFit,
  row: readonly number[],
): { mean: number; se: number } {
  const variance = product(
    row,
    covariance.map((line) => product(line, row)),
  );
  return { mean: product(row, coefficients), se: Math.sqrt(variance) };
}
