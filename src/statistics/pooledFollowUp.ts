/** The two arms of an expected stratum taken together. */
import { exp } from '../elementary/exp.ts';
import { integralToNodes } from './expectedCurve.ts';
import type { ExpectedStratum } from './expectedLook.ts';
/** An expected stratum as if its arms were one. */
export interface PooledFollowUp {
  readonly times: Float64Array;
  /** Weights of the quadrature: ∫ f du ≈ Σ weights × f. */
  readonly weights: Float64Array;
  /** Share of the patients of the comparison that is allocated to the stratum. */
  readonly share: number;
  /** Share of the patients of the comparison at risk, as in ExpectedStratum. */
  readonly atRisk: Float64Array;
  /** Share of the experimental arm among them, μ; 0 where nobody is at risk. */
  readonly experimental: Float64Array;
  /** Hazard λ̄ among them, 0 where nobody is at risk. */
  readonly hazard: Float64Array;
  /** exp(−∫ λ̄), which the pooled Kaplan–Meier tends to. */
  readonly survival: Float64Array;
  /** The same at a time where a panel of the quadrature ends, or past the last. */
  survivalAt(time: number): number;
  /** Share of the patients of the comparison enrolled by the analysis, all strata together. */
  readonly enrolled: number;
}

/** `enrolled` as in PooledFollowUp. */
export function pooledFollowUp(stratum: ExpectedStratum, enrolled: number): PooledFollowUp {
  const { times, weights, share0, share1, atRisk0, atRisk1, hazard0, hazard1 } = stratum;
  const atRisk = atRisk0.map((y0, i) => y0 + atRisk1[i]);
  const experimental = atRisk.map((y, i) => (y > 0 ? atRisk1[i] / y : 0));
  const hazard = atRisk.map((y, i) => (y > 0 ? (hazard0[i] * atRisk0[i] + hazard1[i] * atRisk1[i]) / y : 0));
  const survival = integralToNodes(hazard.map((each, i) => weights[i] * each)).map((cumulative) => exp(-cumulative));
  const survivalAt = (time: number) => {
    let cumulative = 0;
    for (let i = 0; i < times.length; i++) if (times[i] < time) cumulative += weights[i] * hazard[i];
    return exp(-cumulative);
  };
  return { times, weights, share: share0 + share1, atRisk, experimental, hazard, survival, survivalAt, enrolled };
}
