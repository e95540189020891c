/**
 * Shares of responders at their assessment, experimental − control, by Pearson's chi-square as z. With d₁ of n₁ and d₀ of n₀,
 * d = d₀ + d₁ and n = n₀ + n₁,
 *   z = (d₁/n₁ − d₀/n₀) / √(d (n − d) / (n n₀ n₁)),
 * and with strata Cochran's sum, Σ (d₁ − n₁ d/n) over the root of Σ n₀ n₁ d (n − d)/n³. The continuity correction takes
 * n/(2 n₀ n₁) from the difference (F. Yates, Suppl. J. R. Stat. Soc. 1 (1934) 217–235), at most all of it.
 * W. G. Cochran, Biometrics 10 (1954) 417–451.
 *
 * Responses stand in the risk table as events at one time; at risk there are all who have been assessed.
 */
import type { Definition, Drift, Look, Outcome, Statistic } from './definition.ts';
import type { ExpectedLook } from './expectedLook.ts';

const isCorrected = ({ parameters }: Statistic) => parameters.correction === 'continuity';

/** Sums over strata: observed − expected responders of the experimental arm, its variance, and weighted sizes. */
interface Sums {
  score: number;
  variance: number;
  /** Σ n₀ n₁/n, which weighs differences. */
  weight: number;
}

function add({ score, variance, weight }: Sums, n0: number, n1: number, d0: number, d1: number): Sums {
  const n = n0 + n1;
  if (!(n0 > 0 && n1 > 0)) return { score, variance, weight };
  const d = d0 + d1;
  return {
    score: score + d1 - (n1 * d) / n,
    variance: variance + (n0 * n1 * d * (n - d)) / (n * n * n),
    weight: weight + (n0 * n1) / n,
  };
}

const NOTHING: Sums = { score: 0, variance: 0, weight: 0 };

function zOf({ score, variance }: Sums, statistic: Statistic): number {
  if (!(variance > 0)) return 0;
  const size = Math.max(0, Math.abs(score) - (isCorrected(statistic) ? 0.5 : 0));
  return ((score < 0 ? -1 : 1) * size) / Math.sqrt(variance);
}

function compute({ tables }: Look, statistic: Statistic, outcome: Outcome): void {
  let sums = NOTHING;
  for (const { rows, atRisk, atRisk1, events, events1 } of tables) {
    // Without a responder there is no row, and nothing to compare.
    if (rows === 0) continue;
    const n1 = atRisk1[0];
    const d1 = events1[0];
    sums = add(sums, atRisk[0] - n1, n1, events[0] - d1, d1);
  }
  const { score, variance, weight } = sums;
  // Events count against an arm; where they are wanted, whoever asks turns z.
  outcome.z = -zOf(sums, statistic);
  outcome.estimate = weight > 0 ? score / weight : Number.NaN;
  outcome.standardError = weight > 0 ? Math.sqrt(variance) / weight : Number.NaN;
  outcome.information = weight;
}

/** Under the rates expected: variance of z by both rates, its mean by the pooled one. */
function drift({ strata, patients }: ExpectedLook, statistic: Statistic): Drift {
  let sums = NOTHING;
  let spread = 0;
  for (const { atRisk0, atRisk1, hazard0, hazard1 } of strata) {
    const n0 = patients * atRisk0[0];
    const n1 = patients * atRisk1[0];
    if (!(n0 > 0 && n1 > 0)) continue;
    const [p0, p1] = [hazard0[0], hazard1[0]];
    sums = add(sums, n0, n1, n0 * p0, n1 * p1);
    const share = (n0 * n1) / (n0 + n1);
    spread += share * share * ((p0 * (1 - p0)) / n0 + (p1 * (1 - p1)) / n1);
  }
  const { score, variance, weight } = sums;
  if (!(variance > 0)) return { z: 0, sd: 1, estimate: Number.NaN, standardError: Number.NaN, information: 0 };
  return {
    z: -zOf(sums, statistic),
    sd: Math.sqrt(spread / variance),
    estimate: score / weight,
    standardError: Math.sqrt(spread) / weight,
    information: weight,
  };
}

export const responseRates: Definition = {
  kind: 'chi-square',
  parameters: [
    {
      name: 'correction',
      describe: 'none, or the continuity correction',
      is: 'word',
      words: ['none', 'continuity'],
      example: 'none',
      standard: 'none',
    },
  ],
  label: (statistic) => `chi-square${isCorrected(statistic) ? ' with continuity correction' : ''}`,
  phrase: (statistic) =>
    `chi-square test${isCorrected(statistic) ? ' with continuity correction' : ''} of response rates`,
  describe:
    'Pearson’s chi-square of the shares of responders as a z, experimental − control; with strata Cochran’s sum over them',
  source: 'W. G. Cochran, Biometrics 10 (1954) 417–451',
  citation: 'Cochran 1954',
  estimates: () => 'difference of response rates',
  uses: {},
  ofResponses: true,
  weighted: false,
  times: () => [],
  compute,
  drift,
};
