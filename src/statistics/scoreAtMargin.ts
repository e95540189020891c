/**
 * The log-rank's score at a hazard ratio δ other than 1, the null of a trial with a margin. With d events among Y at risk, d₁
 * and Y₁ of them experimental, and p = δY₁/(Y₀ + δY₁),
 *   U = Σ (d₁ − d p),   V = Σ d p(1 − p)(Y − d)/(Y − 1),   z = −U/√V,
 * sums over strata too: Cox's score and information at ln δ where no events are tied. Where they are, the hypergeometric
 * variance of the log-rank is kept with p in place of Y₁/Y, so that at δ = 1 it is the log-rank's. Large samples see the log-rank of arms
 * whose experimental one has δY₁ at risk at the hazard λ₁/δ.
 * Source: D. A. Schoenfeld, Biometrika 68 (1981) 316–319; C. Com-Nougue, C. Rodary & C. Patte, Stat. Med. 12 (1993) 1353–1364.
 */
import type { ExpectedStratum } from './expectedLook.ts';
import type { RiskTable } from './riskTable.ts';

/** U and V. */
export interface ScoreAtMargin {
  u: number;
  v: number;
}

/** Fills `into` with the sums over the strata. Hot: allocates nothing. */
export function scoreAtMargin(tables: readonly RiskTable[], margin: number, into: ScoreAtMargin): void {
  let u = 0;
  let v = 0;
  for (let stratum = 0; stratum < tables.length; stratum++) {
    const { rows, atRisk, atRisk1, events, events1 } = tables[stratum];
    for (let k = 0; k < rows; k++) {
      const y = atRisk[k];
      const d = events[k];
      const tilted = margin * atRisk1[k];
      const p = tilted / (y - atRisk1[k] + tilted);
      u += events1[k] - d * p;
      if (d === 1) v += p * (1 - p);
      else if (y > 1) v += (d * p * (1 - p) * (y - d)) / (y - 1);
    }
  }
  into.u = u;
  into.v = v;
}

/** The stratum whose log-rank is the score at `margin` of this one; the stratum itself at 1. */
export function tiltedTo(stratum: ExpectedStratum, margin: number): ExpectedStratum {
  if (margin === 1) return stratum;
  return {
    ...stratum,
    atRisk1: stratum.atRisk1.map((y) => y * margin),
    hazard1: stratum.hazard1.map((hazard) => hazard / margin),
  };
}
