/**
 * The chance of success by formula: power averaged over what is believed of the effect. D. J. Spiegelhalter, L. S. Freedman &
 * P. R. Blackburn, Control. Clin. Trials 7 (1986) 8–17; A. O'Hagan, J. W. Stevens & M. J. Campbell, Pharm. Stat. 4 (2005) 187–201.
 * With a normal prior θ ~ N(m, s²) of the log hazard ratio and one analysis of information I (D p₀ p₁ for D events),
 * −z/√I ~ N(m, 1/I + s²), so that P(z ≥ c) = Φ((−c/√I − m)/√(1/I + s²)); for a mixture the parts are added.
 */
import { square } from '../elementary/square.ts';
import type { NormalMixture } from '../evidence/normalMixture.ts';
import { normalCdf } from '../maths/normal.ts';

/** The chances of a claim for benefit, and of one for harm. */
export interface Claims {
  readonly benefit: number;
  readonly harm: number;
}

/** `information` is that of the log hazard ratio; `critical` is the bound of z for either claim; `nullLogRatio` the log of the margin. */
export function assurance(prior: NormalMixture, information: number, critical: number, nullLogRatio = 0): Claims {
  const noise = 1 / information;
  const bound = critical * Math.sqrt(noise);
  const chance = (sign: 1 | -1) =>
    prior.reduce(
      (sum, { weight, mean, sd }) =>
        sum + weight * normalCdf((-bound - sign * (mean - nullLogRatio)) / Math.sqrt(noise + square(sd))),
      0,
    );
  return { benefit: chance(1), harm: chance(-1) };
}
