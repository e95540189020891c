/**
 * The family of weighted log-rank statistics (T. R. Fleming & D. P. Harrington, Counting Processes and Survival Analysis
 * (1991), ch. 7). At each distinct event time, d events among Y at risk, d₁ and Y₁ of them experimental, weight w:
 *   U = Σ w (d₁ − d Y₁/Y),   V = Σ w² d (Y₁/Y)(1 − Y₁/Y)(Y − d)/(Y − 1),   z = −U/√V,
 * sums over strata too, each with its own weights.
 *
 * In large samples, with y_a(u) the share at risk in arm a, y = y₀ + y₁, μ = y₁/y, the pooled hazard λ̄ = (λ₀ y₀ + λ₁ y₁)/y
 * with cumulative hazard H, and w the limit of the weights, u = U/N and v = V/N tend to
 *   u = ∫ w y μ(1 − μ)(λ₁ − λ₀) ds,   v = ∫ w² y μ(1 − μ) λ̄ ds,   and the mean of z to −√N u/√v.
 * Under an effect v is not the variance of N^(−1/2) U, and the chance of V and of the weights moves z as well. To first order
 * z − E z = −Σ (ξ − E ξ)/√(N v) over the patients, where one of arm a with events N and at risk while Y is 1 has
 *   ξ = ∫ w (a − μ)(dN − Y λ̄ ds)                                        of U with weights known,
 *     − θ ∫ w² [μ(1 − μ) dN + (1 − 2μ)(a − μ) Y λ̄ ds],   θ = u/(2v),    of V,
 *     + ∫ δw c ds,   c = y μ(1 − μ)[λ₁ − λ₀ − 2 θ w λ̄]              of both by way of the weights,
 * δw = ∂w/∂H ∫ (dN − Y λ̄ ds)/y for weights of the Kaplan–Meier, ∂w/∂y Y for weights of the number at risk. Gather it as
 * ξ = ∫ A dN + ∫ Y B ds, and with 𝓑(s) = ∫₀ˢ B: E ξ² = ∫ y_a [A² λ_a + 2 𝓑 (A λ_a + B)] ds, m_a = E ξ = ∫ y_a (A λ_a + B) ds
 * are those of arm a, and the variance of z is Σ_a (E ξ² − m_a²/p_a)/v, p_a the share of the arm, its size fixed.
 * Against a hazard ratio δ, y₁ is δy₁ and λ₁ is λ₁/δ in μ and λ̄, and a patient of the experimental arm at risk counts δ times: Y λ̄
 * in ξ is δ Y λ̄ for a = 1.
 * The first line alone is the variance of R. Yung & Y. Liu, Biometrics 76 (2020) 939–950 (and D. Y. Lin & L. J. Wei, JASA 84
 * (1989) 1074–1078); simulated z vary by as much as all three say, FH(0, 1) more than 1 where the first line says less.
 */

import { type Definition, type Drift, type Look, marginOf, type Outcome, type Statistic } from './definition.ts';
import { integralToNodes } from './expectedCurve.ts';
import type { ExpectedLook, ExpectedStratum } from './expectedLook.ts';
import { expectedTerms, scoreOf, varianceOf } from './expectedTies.ts';
import { type PooledFollowUp, pooledFollowUp } from './pooledFollowUp.ts';
import type { RiskTable } from './riskTable.ts';
import { tiltedTo } from './scoreAtMargin.ts';

/** What sets one test of the family apart. A weight may be on any scale: z does not see it, information does. */
export interface Weighting {
  /** The weights of all rows of one table of the look, go into weights[0..rows). Hot: allocates nothing. */
  fill(table: RiskTable, look: Look, statistic: Statistic, weights: Float64Array): void;
  /** What these weights tend to in an expected stratum. */
  expected(pooled: PooledFollowUp, statistic: Statistic): ExpectedWeights;
}

/**
 * The limit of weights at the nodes of an expected stratum, and its derivatives by the estimates that the weights
 * depend on.
 */
export interface ExpectedWeights {
  readonly weights: Float64Array;
  /** By the pooled cumulative hazard up to the node, or up to time `until` if that is earlier; left out for 0. */
  readonly byHazard?: Float64Array;
  readonly until?: number;
  /** By the share at risk at the node; left out for 0. */
  readonly byAtRisk?: Float64Array;
}

/** A test of the family, which MaxCombo may combine with others. */
export interface WeightedTest extends Definition {
  readonly weighting: Weighting;
}

/** A statistic of the family as chosen, with what computes it. */
export interface WeightedComponent {
  readonly weighting: Weighting;
  readonly statistic: Statistic;
}

/** Makes a test of the family from what is its own. */
export function weightedTest(
  own: Omit<WeightedTest, 'estimates' | 'times' | 'compute' | 'drift' | 'score'> & Partial<Pick<Definition, 'times'>>,
): WeightedTest {
  const { weighting } = own;
  return {
    times: () => [],
    ...own,
    estimates: () => null,
    sumsOverEvents: true,
    compute: (look, statistic, outcome) => weightedLogRank(look, weighting, statistic, outcome),
    drift: (expected, statistic) => weightedDrift(expected, { weighting, statistic }),
    score: (pooled, statistic) => {
      const { weights } = weighting.expected(pooled, statistic);
      return unweightedScore(pooled).map((each, i) => weights[i] * each);
    },
  };
}

let scratch = new Float64Array(1024);

export function weightedLogRank(look: Look, weighting: Weighting, statistic: Statistic, outcome: Outcome): void {
  const { tables } = look;
  let u = 0;
  let v = 0;
  for (let stratum = 0; stratum < tables.length; stratum++) {
    const table = tables[stratum];
    const { rows, atRisk, atRisk1, events, events1 } = table;
    if (rows > scratch.length) scratch = new Float64Array(2 * rows);
    const weights = scratch;
    weighting.fill(table, look, statistic, weights);
    for (let k = 0; k < rows; k++) {
      const y = atRisk[k];
      const d = events[k];
      const w = weights[k];
      const p = atRisk1[k] / y;
      u += w * (events1[k] - d * p);
      if (d === 1) v += w * w * (p * (1 - p));
      else if (y > 1) v += w * w * ((d * p * (1 - p) * (y - d)) / (y - 1));
    }
  }
  outcome.z = v > 0 ? -u / Math.sqrt(v) : 0;
  outcome.estimate = Number.NaN;
  outcome.standardError = Number.NaN;
  outcome.information = v;
}

/** The number of patients of all strata: those enrolled by the look. */
export function patientsOf(look: Look): number {
  const { tables } = look;
  let patients = 0;
  for (let stratum = 0; stratum < tables.length; stratum++) patients += tables[stratum].patients;
  return patients;
}

/** The score where every event weighs the same: y₀y₁/y, the score of the log-rank and of Cox's model. */
export function unweightedScore({ atRisk, experimental }: PooledFollowUp): Float64Array {
  return atRisk.map((y, i) => y * experimental[i] * (1 - experimental[i]));
}

/**
 * The share enrolled; where it is not given, the share at risk at the node nearest the start of follow-up, 0.0014 of
 * the panel's length after it.
 */
export function enrolledShare(expected: ExpectedLook): number {
  if (expected.enrolled !== undefined) return expected.enrolled;
  let share = 0;
  for (const { atRisk0, atRisk1 } of expected.strata)
    share += atRisk0.reduce((most, y0, i) => Math.max(most, y0 + atRisk1[i]), 0);
  return share;
}

/** Σ weights × f. */
function integral(weights: Float64Array, f: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * f(i);
  return sum;
}

/** ξ = ∫ atEvent dN + ∫ Y whileAtRisk ds of a patient of one arm; `soFar` is ∫₀ˢ whileAtRisk: A, B and 𝓑 above. */
interface Influence {
  readonly atEvent: Float64Array;
  readonly whileAtRisk: Float64Array;
  readonly soFar: Float64Array;
}

function influence(
  arm: 0 | 1,
  stratum: ExpectedStratum,
  pooled: PooledFollowUp,
  expected: ExpectedWeights,
  theta: number,
  margin: number,
): Influence {
  const { weights, hazard0, hazard1 } = stratum;
  const { times, atRisk, experimental, hazard } = pooled;
  const { weights: w, byHazard, until = Number.POSITIVE_INFINITY, byAtRisk } = expected;
  const atEvent = new Float64Array(times.length);
  const whileAtRisk = new Float64Array(times.length);
  const counts = arm === 1 ? margin : 1;
  // The derivative of u − θ v by the weight at a node.
  const byWeight = w.map((each, i) => {
    const spread = atRisk[i] * experimental[i] * (1 - experimental[i]);
    return spread * (hazard1[i] - hazard0[i] - 2 * theta * each * hazard[i]);
  });
  for (let i = 0; i < times.length; i++) {
    const mu = experimental[i];
    const g = w[i] * (arm - mu);
    atEvent[i] = g - theta * w[i] * w[i] * mu * (1 - mu);
    whileAtRisk[i] = -g * counts * hazard[i] * (1 + theta * w[i] * (1 - 2 * mu));
    if (byAtRisk !== undefined) whileAtRisk[i] += byAtRisk[i] * byWeight[i];
  }
  if (byHazard !== undefined) {
    // Integrated from the end of follow-up backwards: as it is divided by the few at risk there, it must not be a small
    // difference of large sums.
    const through = byHazard.map((each, i) => weights[i] * each * byWeight[i]);
    const later = integralToNodes(through.reverse()).reverse();
    for (let i = 0; i < times.length; i++) {
      if (!(times[i] < until && atRisk[i] > 0)) continue;
      atEvent[i] += later[i] / atRisk[i];
      whileAtRisk[i] -= (later[i] / atRisk[i]) * hazard[i];
    }
  }
  return { atEvent, whileAtRisk, soFar: integralToNodes(whileAtRisk.map((each, i) => weights[i] * each)) };
}

/** Several statistics at one analysis by large samples. */
export interface ExpectedComponents {
  /** Mean of each z. */
  readonly z: readonly number[];
  /** Covariance of the z under the effect expected. */
  readonly covariance: readonly (readonly number[])[];
  /** Correlation of the z as a test estimates it: Σ wᵢ wⱼ v standardised. */
  readonly correlation: readonly (readonly number[])[];
  /** Expected V. */
  readonly information: readonly number[];
}

/**
 * The components at an analysis; z is NaN where no events are expected, or none that weigh. A margin is the null of the
 * log-rank alone: weights that are estimated would have to know it.
 */
export function expectedComponents(
  expected: ExpectedLook,
  components: readonly WeightedComponent[],
  margin = 1,
): ExpectedComponents {
  const { strata, patients } = expected;
  const enrolled = enrolledShare(expected);
  const square = () => components.map((): number[] => components.map(() => 0));
  const score: number[] = components.map(() => 0);
  const v = square();
  // Where events are tied, the sums and their variance are those of tied events; covariances are relative to them.
  const tied = strata.some(({ instants = [] }) => instants.length > 0);
  const tiedScore = tied ? components.map(() => 0) : score;
  const tiedV = tied ? square() : v;
  const limits = strata.map((asPlanned) => {
    const stratum = tiltedTo(asPlanned, margin);
    const { weights, hazard0, hazard1 } = stratum;
    const pooled = pooledFollowUp(stratum, enrolled);
    const { atRisk, experimental, hazard } = pooled;
    const spread = atRisk.map((y, i) => y * experimental[i] * (1 - experimental[i]));
    const limit = components.map(({ weighting, statistic }) => weighting.expected(pooled, statistic));
    const terms = tied ? expectedTerms(asPlanned, margin) : null;
    limit.forEach(({ weights: w }, a) => {
      score[a] += integral(weights, (i) => w[i] * spread[i] * (hazard1[i] - hazard0[i]));
      for (let b = 0; b <= a; b++) {
        v[a][b] += integral(weights, (i) => w[i] * limit[b].weights[i] * spread[i] * hazard[i]);
        v[b][a] = v[a][b];
      }
      if (terms === null) return;
      tiedScore[a] += scoreOf(terms, w);
      for (let b = 0; b <= a; b++) {
        tiedV[a][b] += varianceOf(terms, w, limit[b].weights);
        tiedV[b][a] = tiedV[a][b];
      }
    });
    return { asPlanned, stratum, pooled, limit };
  });
  const actual = square();
  for (const { asPlanned, stratum, pooled, limit } of limits)
    for (const arm of [0, 1] as const) {
      const { weights } = stratum;
      const share = arm === 0 ? stratum.share0 : stratum.share1;
      const atRisk = arm === 0 ? asPlanned.atRisk0 : asPlanned.atRisk1;
      const hazard = arm === 0 ? asPlanned.hazard0 : asPlanned.hazard1;
      if (!(share > 0)) continue;
      const xi = limit.map((each, a) => influence(arm, stratum, pooled, each, score[a] / (2 * v[a][a]), margin));
      const mean = xi.map(({ atEvent, whileAtRisk }) =>
        integral(weights, (i) => atRisk[i] * (atEvent[i] * hazard[i] + whileAtRisk[i])),
      );
      for (let a = 0; a < xi.length; a++)
        for (let b = 0; b <= a; b++) {
          const product = integral(weights, (i) => {
            const events = xi[a].atEvent[i] * xi[b].atEvent[i] * hazard[i];
            const afterA = xi[a].soFar[i] * (xi[b].atEvent[i] * hazard[i] + xi[b].whileAtRisk[i]);
            const afterB = xi[b].soFar[i] * (xi[a].atEvent[i] * hazard[i] + xi[a].whileAtRisk[i]);
            return atRisk[i] * (events + afterA + afterB);
          });
          actual[a][b] += product - (mean[a] * mean[b]) / share;
          actual[b][a] = actual[a][b];
        }
    }
  const standardised = (matrix: readonly number[][], by: readonly number[][]) =>
    matrix.map((row, a) => row.map((value, b) => value / Math.sqrt(by[a][a] * by[b][b])));
  return {
    z: tiedScore.map((u, a) => -u * Math.sqrt(patients / tiedV[a][a])),
    covariance: standardised(actual, v),
    correlation: standardised(tiedV, tiedV),
    information: tiedV.map((row, a) => patients * row[a]),
  };
}

/** Mean and standard deviation of z by large samples; NaN when no events are expected. */
export function weightedDrift(expected: ExpectedLook, component: WeightedComponent): Drift {
  const { z, covariance, information } = expectedComponents(expected, [component], marginOf(component.statistic));
  return {
    z: z[0],
    sd: Math.sqrt(covariance[0][0]),
    estimate: Number.NaN,
    standardError: Number.NaN,
    information: information[0],
  };
}
