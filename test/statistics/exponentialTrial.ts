/**
 * Trials with exponential arms, the experimental one's hazard from a lag on, in plain Math: what is expected of them, and
 * looks drawn from them. Entry is uniform, dropout exponential.
 */
import seedrandom from 'seedrandom';
import { expect } from 'vitest';
import { normalCdf } from '../../src/maths/normal.ts';
import { gaussLegendre } from '../../src/maths/quadrature.ts';
import { type Drift, emptyOutcome, type Look, type Statistic } from '../../src/statistics/definition.ts';
import type { ExpectedLook, ExpectedStratum } from '../../src/statistics/expectedLook.ts';
import { definitionOf } from '../../src/statistics/registry.ts';
import { createRiskTable, fillArmSurvival, fillRiskTable, type RiskTable } from '../../src/statistics/riskTable.ts';

export interface ExponentialStratum {
  /** Patients, the control arm first. */
  readonly sizes: readonly [number, number];
  readonly hazards: readonly [number, number];
  /** Up to this time the experimental arm has the control's hazard. */
  readonly lag?: number;
}

export interface ExponentialTrial {
  readonly strata: readonly ExponentialStratum[];
  readonly dropout: number;
  /** Length of accrual, and of calendar time to the analysis. */
  readonly accrual: number;
  readonly analysis: number;
}

const hazardAt = ({ hazards, lag = 0 }: ExponentialStratum, arm: 0 | 1, u: number) => hazards[u < lag ? 0 : arm];

const survivalAt = ({ hazards, lag = 0 }: ExponentialStratum, arm: 0 | 1, u: number) =>
  Math.exp(-hazards[0] * Math.min(u, lag) - hazards[arm] * Math.max(0, u - lag));

/** Panels of 32 points end at `breaks`, at the lags, where entry ends, and where follow-up does. */
export function expectedOf(trial: ExponentialTrial, breaks: readonly number[] = []): ExpectedLook {
  const { strata, dropout, accrual, analysis } = trial;
  const inner = [...breaks, ...strata.map(({ lag = 0 }) => lag), analysis - accrual].filter(
    (u) => u > 0 && u < analysis,
  );
  const edges = [...new Set([0, ...inner, analysis])].sort((a, b) => a - b);
  const { nodes, weights: shares } = gaussLegendre(32);
  const panels = edges.slice(1).map((to, i) => ({ half: (to - edges[i]) / 2, middle: (to + edges[i]) / 2 }));
  const times = Float64Array.from(panels.flatMap(({ half, middle }) => [...nodes].map((x) => middle + half * x)));
  const weights = Float64Array.from(panels.flatMap(({ half }) => [...shares].map((share) => half * share)));
  const patients = strata.reduce((sum, { sizes }) => sum + sizes[0] + sizes[1], 0);
  return {
    patients,
    strata: strata.map((stratum): ExpectedStratum => {
      const share = (arm: 0 | 1) => stratum.sizes[arm] / patients;
      const atRisk = (arm: 0 | 1) =>
        times.map((u) => {
          const entered = Math.min(1, (analysis - u) / accrual);
          return share(arm) * entered * survivalAt(stratum, arm, u) * Math.exp(-dropout * u);
        });
      return {
        times,
        weights,
        share0: share(0),
        share1: share(1),
        atRisk0: atRisk(0),
        atRisk1: atRisk(1),
        hazard0: times.map((u) => hazardAt(stratum, 0, u)),
        hazard1: times.map((u) => hazardAt(stratum, 1, u)),
        survival0: times.map((u) => survivalAt(stratum, 0, u)),
        survival1: times.map((u) => survivalAt(stratum, 1, u)),
      };
    }),
  };
}

const TICKS = 2 ** 16;

/** Calls `see` with one look after another, each in the place of the one before. */
export function drawLooks(trial: ExponentialTrial, seed: string, count: number, see: (look: Look) => void): void {
  const { strata, dropout, accrual, analysis } = trial;
  const random = seedrandom(seed);
  const exponential = () => -Math.log(1 - random());
  const cut = Math.ceil(analysis * TICKS);
  const words = strata.map(({ sizes }) => new Int32Array(sizes[0] + sizes[1]));
  const tables: RiskTable[] = words.map(({ length }) => createRiskTable(length));
  const look: Look = { tables, cut, unit: 1 / TICKS };
  for (let replicate = 0; replicate < count; replicate++) {
    strata.forEach(({ sizes, hazards, lag = 0 }, s) => {
      let i = 0;
      for (const arm of [0, 1] as const)
        for (let patient = 0; patient < sizes[arm]; patient++) {
          const e = exponential();
          const before = hazards[0] * lag;
          const event = e < before ? e / hazards[0] : lag + (e - before) / hazards[arm];
          const left = Math.min(analysis - accrual * random(), dropout > 0 ? exponential() / dropout : analysis);
          const ticks = Math.ceil(Math.min(event, left) * TICKS);
          words[s][i++] = ((cut - ticks) << 2) | (event <= left ? 2 : 0) | arm;
        }
      words[s].sort();
      fillRiskTable(words[s], i, tables[s]);
      fillArmSurvival(tables[s]);
    });
    see(look);
  }
}

export function driftOf(trial: ExponentialTrial, statistic: Statistic): Drift {
  const definition = definitionOf(statistic);
  return definition.drift(expectedOf(trial, definition.times(statistic)), statistic);
}

/** Mean and standard deviation. */
export function moments(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) };
}

/** How far large samples may be from the trial's: z and its sd, power, the estimate and its error as parts of the error. */
export interface Allowance {
  readonly z?: number;
  readonly sd?: number;
  readonly power?: number;
  readonly estimate?: number;
  readonly error?: number;
}

/** Monte Carlo standard errors that a mean may be off: exceeded by chance with probability 2e-9, in a dozen checks 2.4e-8. */
const WIDE = 6;

/**
 * Hold what large samples say of each statistic to the same replicates of the trial: mean and sd of z, one-sided power at
 * 0.025, mean of the estimate and its standard deviation. Each may be off by 6 Monte Carlo standard errors and an
 * allowance for what large samples leave out.
 */
export function expectDrifts(
  trial: ExponentialTrial,
  statistics: readonly Statistic[],
  { z = 0.04, sd = 0.06, power = 0.015, estimate = 0.04, error = 0.04 }: Allowance = {},
  count = 20_000,
): void {
  const seen = statistics.map(() => ({ z: [] as number[], estimate: [] as number[] }));
  const outcome = emptyOutcome();
  drawLooks(trial, `drift ${JSON.stringify([trial, statistics])}`, count, (look) => {
    statistics.forEach((statistic, i) => {
      definitionOf(statistic).compute(look, statistic, outcome);
      seen[i].z.push(outcome.z);
      if (!Number.isNaN(outcome.estimate)) seen[i].estimate.push(outcome.estimate);
    });
  });
  const within = (value: number, target: number, tolerance: number, what: string) =>
    expect(Math.abs(value - target), `${what}: ${value}, by large samples ${target}`).toBeLessThan(tolerance);
  statistics.forEach((statistic, i) => {
    const drift = driftOf(trial, statistic);
    const what = JSON.stringify(statistic);
    const ofZ = moments(seen[i].z);
    const ofEstimate = moments(seen[i].estimate);
    const standard = WIDE / Math.sqrt(count);
    within(ofZ.mean, drift.z, z + standard * ofZ.sd, `z of ${what}`);
    within(ofZ.sd, drift.sd, sd + standard * ofZ.sd, `sd of ${what}`);
    const rejected = seen[i].z.filter((each) => each > 1.959964).length / count;
    const expected = normalCdf((drift.z - 1.959964) / drift.sd);
    within(rejected, expected, power + standard * Math.sqrt(expected * (1 - expected)), `power of ${what}`);
    const tolerance = drift.standardError * (estimate + standard);
    within(ofEstimate.mean, drift.estimate, tolerance, `estimate of ${what}`);
    within(ofEstimate.sd / drift.standardError, 1, error + standard, `error of ${what}`);
  });
}
