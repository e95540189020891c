/**
 * The watch over survival: thresholds at the deaths expected, chances to pass them, and what simulated trials see if survival is
 * harmed, neutral or as planned. Truths keep the first event as planned and change what follows it (survivalRatio.ts).
 */
import { type Design, planDesign } from '../design/planDesign.ts';
import { exp } from '../elementary/exp.ts';
import { averageSurvivalRatio, withOverallSurvivalRatio } from '../expectation/survivalRatio.ts';
import {
  type DeathLooks,
  type DetrimentChances,
  detrimentChances,
  detrimentThresholds,
  posteriorOfHarm,
} from '../sequential/detriment.ts';
import type { DetrimentTally } from '../tally/collectors/detrimentTally.ts';
import { type MeanEstimate, meanEstimate, type Proportion, proportion, spread } from '../tally/estimates.ts';
import { meanOf } from '../tally/moments.ts';
import { read } from '../tally/tally.ts';
import type { DetrimentWatch } from '../trial/detrimentWatch.ts';
import type { Trial } from '../trial/trial.ts';
import { type Asking, simulateReplicates } from './asking.ts';
import { replicatesBeside } from './sharedReplicates.ts';

/** Chances of one true hazard ratio, by look: to see a detriment at it, and at any look up to it. */
export type LookChances = { readonly each: number; readonly byLook: number };

export interface DetrimentLook {
  /** Counted from 0 among all looks of the trial. */
  readonly look: number;
  /** Expected calendar time, and deaths in both arms by then. */
  readonly time: number;
  readonly deaths: number;
  /** On the observed hazard ratio of death. */
  readonly threshold: number;
  readonly harmful: LookChances;
  readonly neutral: LookChances;
  readonly planned: LookChances;
  /** Chance that the hazard ratio is ≥ 1, and ≥ the harmful one, where that observed is the threshold. */
  readonly posterior: { readonly neutral: number; readonly harmful: number };
}

export interface ObservedDetriment {
  readonly look: number;
  /** Shares of all replicates: the look was taken; saw a detriment; and was the first to do so. */
  readonly taken: Proportion;
  readonly above: Proportion;
  readonly firstAbove: Proportion;
  readonly deaths: MeanEstimate;
  /** Geometric mean of the thresholds at the deaths observed. */
  readonly threshold: number;
  /** The observed hazard ratio of death: 5th, 50th and 95th percentile. */
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/** What survival is in a simulated world. */
export type SurvivalTruth = 'harmful' | 'neutral' | 'planned';

export interface DetrimentWorld {
  readonly truth: SurvivalTruth;
  /** True average hazard ratio of death by the last look. */
  readonly hazardRatio: number;
  readonly looks: readonly ObservedDetriment[];
  /** Replicates in which no look saw a detriment. */
  readonly neverAbove: Proportion;
  /** Claims of benefit where a detriment is ignored, and where none is claimed once one was seen. */
  readonly powerIgnoring: Proportion;
  readonly powerActing: Proportion;
}

export interface DetrimentResult {
  readonly replicates: number;
  readonly harmful: number;
  readonly planned: number;
  readonly binding: boolean;
  readonly looks: readonly DetrimentLook[];
  readonly worlds: readonly DetrimentWorld[];
  /** Truths that no hazard of death after progression makes, the first event being as planned. */
  readonly impossible: readonly SurvivalTruth[];
}

/** Deaths that the planned trial expects at its looks at survival. */
export interface PlannedDeaths extends DeathLooks {
  /** Looks of the trial, counted from 0, and their expected times. */
  readonly looks: readonly number[];
  readonly times: readonly number[];
}

export function plannedDeaths({ trial, expected }: Design, watch: DetrimentWatch): PlannedDeaths {
  const looks = watch.looks.flatMap((taken, k) => (taken ? [k] : []));
  const times = looks.map((k) => expected.lookTimes[k]);
  const survival = expected.of(watch.endpoint);
  const [control, experimental] = trial.arms;
  const share = control.weight / (control.weight + experimental.weight);
  return {
    looks,
    times,
    deaths: times.map((t) => survival.counts(t)[0].events + survival.counts(t)[1].events),
    perDeath: share * (1 - share),
  };
}

/** Thresholds and chances at the deaths expected. */
export function detrimentLooks(planned: PlannedDeaths, { rule, prior }: DetrimentWatch): DetrimentLook[] {
  const { looks, times, deaths, perDeath } = planned;
  const thresholds = detrimentThresholds(rule, planned);
  const [harmful, neutral, asPlanned] = [rule.harmful, 1, rule.planned].map((truth) =>
    detrimentChances(thresholds, planned, truth),
  );
  const at = ({ each, byLook }: DetrimentChances, k: number): LookChances => ({ each: each[k], byLook: byLook[k] });
  return looks.map((look, k) => {
    const posterior = (from: number) => posteriorOfHarm(thresholds[k], deaths[k] * perDeath, from, prior);
    return {
      look,
      time: times[k],
      deaths: deaths[k],
      threshold: thresholds[k],
      harmful: at(harmful, k),
      neutral: at(neutral, k),
      planned: at(asPlanned, k),
      posterior: { neutral: posterior(1), harmful: posterior(rule.harmful) },
    };
  });
}

function observedDetriment(tally: DetrimentTally, look: number, n: number): ObservedDetriment {
  const { taken, above, firstAbove, deaths, threshold, observed } = tally.looks[look];
  const { p5, p50, p95 } = spread(observed);
  return {
    look,
    taken: proportion(taken, n),
    above: proportion(above, n),
    firstAbove: proportion(firstAbove, n),
    deaths: meanEstimate(deaths),
    threshold: exp(meanOf(threshold)),
    p5: exp(p5),
    p50: exp(p50),
    p95: exp(p95),
  };
}

/** Null for a trial that does not watch survival. @throws Interrupted */
export async function askDetriment(asking: Asking, design: Design): Promise<DetrimentResult | null> {
  const { trial } = design;
  const { detriment: watch } = trial;
  if (watch === undefined) return null;
  const planned = plannedDeaths(design, watch);
  const last = planned.times[planned.times.length - 1];
  const { harmful, planned: alternative } = watch.rule;
  const truths: readonly [SurvivalTruth, Trial | null][] = [
    ['harmful', withOverallSurvivalRatio(trial, watch.endpoint, harmful, last)],
    ['neutral', withOverallSurvivalRatio(trial, watch.endpoint, 1, last)],
    ['planned', trial],
  ];
  const replicates = replicatesBeside(asking);
  const worlds: DetrimentWorld[] = [];
  for (const [truth, happens] of truths) {
    if (happens === null) continue;
    asking.progress.begin(`survival ${truth}`, replicates);
    const watches = { finalDeaths: planned.deaths[planned.deaths.length - 1], perDeath: planned.perDeath };
    const simulation = {
      design,
      purpose: 'detriment',
      watches,
      ...(happens === trial ? {} : { truth: planDesign(happens) }),
    };
    const tally = read(await simulateReplicates(asking, simulation, replicates), 'detriment');
    worlds.push({
      truth,
      hazardRatio: averageSurvivalRatio(happens, watch.endpoint, 1, last),
      looks: planned.looks.map((look) => observedDetriment(tally, look, replicates)),
      neverAbove: proportion(tally.neverAbove, replicates),
      powerIgnoring: proportion(tally.claims, replicates),
      powerActing: proportion(tally.claimsUnharmed, replicates),
    });
  }
  return {
    replicates,
    harmful,
    planned: alternative,
    binding: watch.binding,
    looks: detrimentLooks(planned, watch),
    worlds,
    impossible: truths.flatMap(([truth, happens]) => (happens === null ? [truth] : [])),
  };
}
