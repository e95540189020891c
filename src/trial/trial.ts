/** The planned trial: what is held fixed from replicate to replicate. All times in the scenario's unit. */
import type { SequentialPlan } from '../sequential/plan.ts';
import { LOG_RANK, sameStatistic } from '../statistics/registry.ts';
import type { Accrual } from './accrual.ts';
import { apportion } from './allocation.ts';
import type { AnalysisRule } from './analysis.ts';
import { type Arm, type ArmParts, type Arms, changedArms, observedArms } from './arm.ts';
import type { CareDrift } from './careDrift.ts';
import type { Centres } from './centres.ts';
import { comparisonOf, FIRST_COMPARED, isFirstAsRandomised } from './comparison.ts';
import type { DetrimentWatch } from './detrimentWatch.ts';
import { type Effect, LIKE_CONTROL } from './effect.ts';
import { drivingEndpoint, type Endpoints, withResponses } from './endpoint.ts';
import type { HypothesisFamily } from './hypothesisFamily.ts';
import type { Factor, Population } from './population.ts';
import type { Randomisation } from './randomisation.ts';
import type { Scans } from './scans.ts';
import type { Test } from './test.ts';
import { RANDOMISATION } from './timeOrigin.ts';
import type { TreatmentNames } from './treatmentNames.ts';

/** `alpha` belongs to `sides`: (0.05, 2) and (0.025, 1) share their critical value. One-sided tests reject for benefit. */
export interface TestPlan extends Test {
  readonly alpha: number;
  readonly sides: 1 | 2;
  /** Tests of the same hypotheses on the same replicates, for comparison; they decide nothing. */
  readonly beside: readonly Test[];
}

/** The unstratified log-rank at a level. */
export function logRankTest(alpha: number, sides: 1 | 2): TestPlan {
  return { statistic: LOG_RANK, stratifiedBy: [], adjustedFor: [], alpha, sides, beside: [] };
}

/** Whether a test is the log-rank of all patients as randomised, unstratified: the one the fast kernel stops by. */
export function isPlainLogRank({ statistic, stratifiedBy, origin = RANDOMISATION }: Test): boolean {
  return sameStatistic(statistic, LOG_RANK) && stratifiedBy.length === 0 && origin.kind === 'randomisation';
}

/** The tests asked of a trial: the one that decides, and those beside it. */
export function testsOf({ test }: Pick<Trial, 'test'>): readonly Test[] {
  return [test, ...test.beside];
}

/** The tests that decide, one per look, the final analysis last. */
export function testsByLook({
  test,
  lookTests,
  interims = [],
}: Pick<Trial, 'test' | 'lookTests' | 'interims'>): Test[] {
  return [...interims.map((_, k) => lookTests?.[k] ?? test), test];
}

/** What the observed hazard ratio is stratified by, as is the deciding test; nothing where the first hypothesis is of a subgroup. */
export function strataOfHazardRatio({ test, family }: Pick<Trial, 'test' | 'family'>): readonly string[] {
  const compared = comparisonOf(family?.hypotheses[0] ?? FIRST_COMPARED, test);
  return isFirstAsRandomised(compared) ? compared.stratifiedBy : [];
}

export interface Trial {
  readonly endpoints: Endpoints;
  /** The control, then the experimental arms. */
  readonly arms: Arms;
  /** What words call the second treatment and the procedure that its start is counted from. */
  readonly names?: TreatmentNames;
  /** Factors and covariates of the patients; all alike without. */
  readonly population?: Population;
  /** How care improves from entry to entry; without, it stands still. */
  readonly drift?: CareDrift;
  /** Total number of patients, at least one per arm. */
  readonly patients: number;
  /** With centres that recruit, what they are expected to recruit together. */
  readonly accrual: Accrual;
  readonly centres?: Centres;
  /** How patients are allocated as they come; without, arms have exactly their sizes and patients no order. */
  readonly randomisation?: Randomisation;
  /** When progression is seen; without, it is seen at once. */
  readonly scans?: Scans;
  /** How long each patient is followed from randomisation on; without, until the analysis. */
  readonly followUpOfEach?: number;
  /** Looks before the final analysis, in the order planned. */
  readonly interims?: readonly AnalysisRule[];
  /** The final analysis. */
  readonly analysis: AnalysisRule;
  readonly test: TestPlan;
  /**
   * Tests of the looks before the final analysis, given where any look has a test of its own; null at looks that use
   * `test`.
   */
  readonly lookTests?: readonly (Test | null)[];
  /** What the looks stop for; none where the trial runs to its final analysis. */
  readonly sequential?: SequentialPlan;
  /** Hypotheses and their multiplicity; without, the first experimental arm against the control. */
  readonly family?: HypothesisFamily;
  /** The watch over survival beside what is tested. */
  readonly detriment?: DetrimentWatch;
  /** Times of the estimands that are reported whatever is tested. */
  readonly estimands?: Estimands;
}

export interface Estimands {
  /** The end of restricted mean survival, and times of survival; defaults stand in where there is neither. */
  readonly rmstUntil: number | null;
  readonly milestones: readonly number[];
  /** Time since randomisation within which patients who are compared as starting the second treatment start it. */
  readonly gracePeriod?: number;
}

/** A trial without its size: what a series of trials has in common, and what a scenario that leaves N open says. */
export type UnsizedTrial = Omit<Trial, 'patients'>;

/** Whether patients differ by more than one of two arms. */
export function hasCohort({ arms, population, family, centres, randomisation, scans }: UnsizedTrial): boolean {
  return (
    [population, family, centres, randomisation, scans].some((part) => part !== undefined) ||
    arms.length > 2 ||
    arms.some(({ start }) => start !== undefined)
  );
}

type WithArms = Pick<Trial, 'arms'>;

/** `trial` with the parts of each arm as `change` makes them, arm 0 being the control; histories follow. */
export function withArms<T extends WithArms>(trial: T, change: (arm: Arm, index: number) => ArmParts): T {
  return { ...trial, arms: changedArms(trial.arms, change) };
}

/** `trial` with the effect of each arm as `change` makes it, arm 0 being the control; histories follow. */
export function withEffects<T extends WithArms>(trial: T, change: (arm: Arm, index: number) => Effect): T {
  return withArms(trial, (arm, index) => {
    const effect = change(arm, index);
    return effect === arm.effect ? arm : { ...arm, effect };
  });
}

/** The arms as the endpoint that analyses wait for sees them, the control first. */
export function drivingArms(trial: Pick<Trial, 'arms' | 'endpoints'>): ReturnType<typeof observedArms> {
  return observedArms(trial.arms, drivingEndpoint(trial));
}

/** Patients in one allocation block. */
export function allocationBlock({ arms }: WithArms): number {
  return arms.reduce((sum, { weight }) => sum + weight, 0);
}

type Sized = WithArms & Pick<Trial, 'patients' | 'randomisation'>;

/** Whole patients of each arm as near the allocation as they allow, the control first. */
export function sizesOf(trial: WithArms & Pick<Trial, 'patients'>): readonly number[] {
  return apportion(
    trial.patients,
    trial.arms.map(({ weight }) => weight),
  );
}

/**
 * Expected patients of each arm, the control first: its size where arms have exactly their sizes, its share of N where
 * patients are randomised as they come, or where N is not whole.
 */
export function expectedSizes(trial: Sized): readonly number[] {
  const { patients, randomisation } = trial;
  if (randomisation === undefined && Number.isInteger(patients)) return sizesOf(trial);
  const block = allocationBlock(trial);
  return trial.arms.map(({ weight }) => (patients * weight) / block);
}

/** Share of the patients of the first comparison that is expected in the experimental arm. */
export function experimentalShare(trial: Sized): number {
  const [control, experimental] = expectedSizes(trial);
  return experimental / (control + experimental);
}

/**
 * The trial as it would be under what its test denies: every experimental arm has the control's distribution (the weak null)
 * or, against a margin, hazards that are the margin times the control's; in every stratum.
 */
export function underNull(trial: Trial): Trial {
  const { population, centres, test } = trial;
  const { margin } = test.statistic;
  const none: Effect =
    margin === undefined ? LIKE_CONTROL : { kind: 'relative', steps: { starts: [0], ratios: [margin] } };
  const [control] = trial.arms;
  const { course } = control;
  return {
    ...withArms(trial, (arm, index) => (index === 0 ? arm : { ...arm, effect: none, ...(course ? { course } : {}) })),
    endpoints: withResponses(trial.endpoints, (response) => ({
      ...response,
      rates: response.rates.map(() => response.rates[0]),
    })),
    ...(population ? { population: withoutEffectModification(population) } : {}),
    ...(centres ? { centres: { ...centres, effectSd: 0 } } : {}),
  };
}

function withoutEffectModification(population: Population): Population {
  const plain = (factor: Factor): Factor => ({
    ...factor,
    levels: factor.levels.map((level) => ({ ...level, effectRatio: 1 })),
  });
  return { ...population, factors: population.factors.map(plain) };
}
