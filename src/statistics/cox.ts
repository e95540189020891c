/**
 * Cox's log hazard ratio of a single 0/1 covariate (D. R. Cox 1972), ties after B. Efron (1977), by Newton's method.
 * With θ = eᵝ and p = Y₁θ/(Y₀ + Y₁θ), an untied event adds  (in experimental) − p  to the score U and p(1 − p) to the
 * information I; event l of d tied ones sees Y₁ − l·d₁/d and Y₀ − l·d₀/d. Strata share β: their U and I are summed.
 *
 * As a test against the hazard ratio δ, 1 or a margin: Wald's z = −(β̂ − ln δ) √I(β̂), or the score's −U(ln δ)/√I(ln δ), which
 * is the log-rank's where nothing is tied.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { findRootNear } from '../maths/roots.ts';
import { adjustedScore, type CoxFit, fitAdjusted } from './adjustedCox.ts';
import { type CloneFit, cloneScoreZ, fitClones } from './cloneCox.ts';
import type { Clones } from './clones.ts';
import { type Definition, type Drift, type Look, marginOf, type Outcome, type Statistic } from './definition.ts';
import type { ExpectedLook } from './expectedLook.ts';
import { logRank } from './logRank.ts';
import type { RiskTable } from './riskTable.ts';
import { unweightedScore } from './weightedLogRank.ts';

export type { CoxFit } from './adjustedCox.ts';

const TOLERANCE = 1e-10;
const MONOTONE = 12;
/** Newton's method starts no farther from 0 than this: beyond, the likelihood can be flat to working precision. */
const FARTHEST_START = 3;

/** Score and information at β, summed over the strata seen since they were 0. */
const at = { score: 0, information: 0 };

function addStratum(table: RiskTable, theta: number): void {
  const { rows, atRisk, atRisk1, events, events1 } = table;
  let { score, information } = at;
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
  at.score = score;
  at.information = information;
}

function evaluate(tables: readonly RiskTable[], beta: number): void {
  at.score = 0;
  at.information = 0;
  const theta = exp(beta);
  for (let s = 0; s < tables.length; s++) addStratum(tables[s], theta);
}

/** Fit one β to all strata, to convergence from `start`, e.g. Peto's U/V. */
export function fitStrata(tables: readonly RiskTable[], start: number, fit: CoxFit): void {
  let beta = Math.max(-FARTHEST_START, Math.min(FARTHEST_START, start));
  for (let iteration = 0; iteration < 40; iteration++) {
    evaluate(tables, beta);
    const step = at.score / at.information;
    if (Math.abs(step) < TOLERANCE) {
      fit.logHazardRatio = beta;
      fit.standardError = 1 / Math.sqrt(at.information);
      return;
    }
    beta += Math.max(-2, Math.min(2, step));
    if (!(Math.abs(beta) < MONOTONE)) break;
  }
  fit.logHazardRatio = Number.NaN;
  fit.standardError = Number.NaN;
}

const single: RiskTable[] = [];

/** Fit to convergence from `start`, e.g. Peto's U/V. */
export function fitCox(table: RiskTable, start: number, fit: CoxFit): void {
  single[0] = table;
  fitStrata(single, start, fit);
}

const fit: CoxFit = { logHazardRatio: 0, standardError: 0 };

/** z of the score at β, unadjusted; 0 where there is no information. */
function scoreZ(tables: readonly RiskTable[], beta: number): number {
  evaluate(tables, beta);
  return at.information > 0 ? -at.score / Math.sqrt(at.information) : 0;
}

const ofClones: CloneFit = { logHazardRatio: 0, standardError: 0, events: 0 };

/** The same of clones; z is 0 where no patient has started within the grace period or nothing else differs. */
function computeClones(clones: Clones, statistic: Statistic, outcome: Outcome): void {
  fitClones(clones, ofClones);
  const { logHazardRatio, standardError, events } = ofClones;
  const against = log(marginOf(statistic));
  outcome.estimate = logHazardRatio;
  outcome.standardError = standardError;
  outcome.information = events;
  outcome.z =
    statistic.parameters.test === 'score' || Number.isNaN(logHazardRatio)
      ? cloneScoreZ(clones, against)
      : -(logHazardRatio - against) / standardError;
}

/**
 * Without a finite estimate (a monotone likelihood) z is that of the score test in either case; an adjusted score test
 * that cannot be computed, or is against a margin, gives way to the unadjusted one.
 */
function compute({ tables, covariates, clones }: Look, statistic: Statistic, outcome: Outcome): void {
  if (clones !== undefined) {
    computeClones(clones, statistic, outcome);
    return;
  }
  let events = 0;
  for (const { rows, events: d } of tables) for (let k = 0; k < rows; k++) events += d[k];
  outcome.z = 0;
  outcome.estimate = Number.NaN;
  outcome.standardError = Number.NaN;
  outcome.information = events;
  evaluate(tables, 0);
  const { score, information } = at;
  if (!(information > 0)) return;
  if (covariates === undefined) fitStrata(tables, score / information, fit);
  else fitAdjusted(covariates, fit);
  const { logHazardRatio, standardError } = fit;
  outcome.estimate = logHazardRatio;
  outcome.standardError = standardError;
  if (statistic.parameters.test !== 'score' && !Number.isNaN(logHazardRatio)) {
    outcome.z = -(logHazardRatio - log(marginOf(statistic))) / standardError;
    return;
  }
  if (statistic.margin !== undefined) {
    outcome.z = scoreZ(tables, log(statistic.margin));
    return;
  }
  const adjusted = covariates === undefined ? Number.NaN : adjustedScore(covariates);
  outcome.z = Number.isNaN(adjusted) ? -score / Math.sqrt(information) : -adjusted;
}

/**
 * The drift of z is that of the log-rank test against the same hazard ratio. β̂ tends to the root of
 *   ∫ [λ₁Y₁ − p(β) (λ₀Y₀ + λ₁Y₁)] du,   p(β) = Y₁eᵝ/(Y₀ + Y₁eᵝ),
 * summed over strata (C. A. Struthers & J. D. Kalbfleisch, Biometrika 73 (1986) 363–369), with information
 *   ∫ p(1 − p)(λ₀Y₀ + λ₁Y₁) du there.
 * Covariates are ignored: an adjusted test's z and β̂ are taken to be those of the unadjusted one.
 */
function drift(expected: ExpectedLook, { margin }: Statistic): Drift {
  const tested: Statistic = { kind: logRank.kind, parameters: {}, ...(margin === undefined ? {} : { margin }) };
  const ofLogRank = logRank.drift(expected, tested);
  let events0 = 0;
  let events1 = 0;
  for (const { weights, atRisk0, atRisk1, hazard0, hazard1 } of expected.strata)
    for (let i = 0; i < weights.length; i++) {
      events0 += weights[i] * hazard0[i] * atRisk0[i];
      events1 += weights[i] * hazard1[i] * atRisk1[i];
    }
  const information = expected.patients * (events0 + events1);
  if (!(events0 > 0 && events1 > 0))
    return { ...ofLogRank, estimate: Number.NaN, standardError: Number.NaN, information };
  const perPatient = (beta: number) => {
    const theta = exp(beta);
    let score = 0;
    let curvature = 0;
    for (const { weights, atRisk0, atRisk1, hazard0, hazard1 } of expected.strata)
      for (let i = 0; i < weights.length; i++) {
        const y1 = atRisk1[i] * theta;
        if (!(y1 + atRisk0[i] > 0)) continue;
        const p = y1 / (y1 + atRisk0[i]);
        const failing = hazard0[i] * atRisk0[i] + hazard1[i] * atRisk1[i];
        score += weights[i] * (hazard1[i] * atRisk1[i] - p * failing);
        curvature += weights[i] * p * (1 - p) * failing;
      }
    return { score, curvature };
  };
  const estimate = findRootNear((beta) => perPatient(beta).score, 0, 1);
  const standardError = 1 / Math.sqrt(expected.patients * perPatient(estimate).curvature);
  return { ...ofLogRank, estimate, standardError, information };
}

const testOf = ({ parameters }: Statistic): string => (parameters.test === 'score' ? 'Cox score' : 'Cox Wald');

const againstOf = ({ margin }: Statistic): string =>
  margin === undefined ? '' : ` against a hazard ratio of ${margin}`;

export const cox: Definition = {
  kind: 'cox',
  parameters: [
    {
      name: 'test',
      describe: 'z of the estimate over its standard error, or of the score at no effect',
      is: 'word',
      words: ['wald', 'score'],
      example: 'score',
      standard: 'wald',
    },
  ],
  label: (statistic) =>
    statistic.margin === undefined ? testOf(statistic) : `${testOf(statistic)} against HR ${statistic.margin}`,
  describe:
    'proportional hazards with ties after Efron, stratified and adjusted for covariates where asked: z = −β̂/se of the log hazard ratio, or the score test; the score test, too, where the likelihood has no maximum',
  source: 'D. R. Cox, JRSS B 34 (1972) 187–220; B. Efron, J. Am. Statist. Assoc. 72 (1977) 557–565',
  estimates: () => 'hazard ratio',
  logScale: () => true,
  uses: { covariates: true, clones: true },
  citation: 'Cox 1972',
  phrase: (statistic) => `${testOf(statistic)} test${againstOf(statistic)}`,
  countsEvents: true,
  ofHazardRatio: true,
  sumsOverEvents: true,
  weighted: false,
  times: () => [],
  compute,
  drift,
  score: unweightedScore,
};
