/** What every simulating question is given, and the one way in which they simulate. */

import type { Design } from '../design/planDesign.ts';
import { square } from '../elementary/square.ts';
import { criticalValue } from '../formulas/criticalValue.ts';
import { chooseKernel } from '../kernel/choose.ts';
import { streamKey } from '../kernel/draw/stream.ts';
import type { Wants } from '../kernel/look/columns.ts';
import { type KernelPlan, type LookStop, planKernel } from '../kernel/plan/kernelPlan.ts';
import type { WatchedComparison } from '../kernel/plan/statisticsPlan.ts';
import { type Executor, Interrupted } from '../run/executor.ts';
import { countBlocks, type Job } from '../run/job.ts';
import type { Precision } from '../scenario/scenario.ts';
import type { DeathsPlanned } from '../sequential/detriment.ts';
import type { Published, TallySpec } from '../tally/asked.ts';
import type { SequentialSpec } from '../tally/decisions.ts';
import type { EstimateTable } from '../tally/estimateTable.ts';
import type { FamilySpec } from '../tally/familyDecisions.ts';
import { mergeTally, type Tally } from '../tally/tally.ts';
import { comparedDeaths, deathRatioTest } from '../trial/detrimentWatch.ts';
import { sameTest, type Test } from '../trial/test.ts';
import { isPlainLogRank, type Trial, testsByLook, testsOf } from '../trial/trial.ts';
import { familySpec } from './familySpec.ts';
import { sequentialSpec, stopsOf } from './sequentialSpec.ts';

/** Hears how far a question has come. */
export interface Progress {
  /** A stage of `replicates` (0 when not known beforehand) begins. */
  begin(stage: string, replicates: number): void;
  advance(replicates: number): void;
  /** The stage turns out to be one of `replicates`. */
  expect?(replicates: number): void;
}

/** What has been simulated so far, for the manifest. */
export interface Account {
  replicates: number;
  blocks: number;
  /** Implementations of the kernel that ran. */
  readonly kernels: Set<string>;
}

export interface Asking {
  readonly seed: string;
  readonly precision: Precision;
  readonly executor: Executor;
  readonly progress: Progress;
  readonly account: Account;
  readonly signal?: AbortSignal;
}

export interface Simulation {
  /** The trial as planned: its plan gives the bounds. */
  readonly design: Design;
  /** The trial that happens, where it is another, as a null is: it is tested as the planned one would be. */
  readonly truth?: Design;
  /** Names the family of random streams: equal purposes share their draws (common random numbers), others are independent. */
  readonly purpose: string;
  readonly first?: number;
  readonly wants?: Partial<Wants>;
  /** True to count only rejections. */
  readonly rejectionsOnly?: boolean;
  /** True to keep what each replicate claimed, so that trials on the same random numbers are compared in pairs. */
  readonly everyClaim?: boolean;
  /** True to sum control variates of the rejections as well (kernel/look/compensator.ts). */
  readonly controls?: boolean;
  readonly trueLogHazardRatio?: number | null;
  readonly published?: Published;
  /** The tests made, the deciding one first; the trial's own by default, its deciding one alone where only rejections count. */
  readonly tests?: readonly Test[];
  /** True to keep estimates at every look. Precondition: nothing stops the trial. */
  readonly everyLook?: boolean;
  /** Estimates after a stop, one table per look. */
  readonly estimates?: readonly EstimateTable[];
  /** Given to watch survival as the trial plans it; nothing then ends a replicate in the kernel. */
  readonly watches?: DeathsPlanned;
}

/** A look that ends nothing in the kernel but may still re-estimate. */
export const withoutStops = ({ reestimation }: LookStop): LookStop => ({
  above: Number.POSITIVE_INFINITY,
  below: Number.NEGATIVE_INFINITY,
  ...(reestimation ? { reestimation } : {}),
});

const NOTHING: Wants = { hazardRatio: false, medians: false };

/** What decides each of `tests` of a trial: bounds of its looks, or a family of hypotheses. */
function deciders(
  design: Design,
  tests: readonly Test[],
): { sequential: (SequentialSpec | null)[]; family: FamilySpec | null } {
  return {
    // A test beside the deciding one is made at every look.
    sequential: tests.map((test, t) => {
      const { looks } = t === 0 ? design : design.decidedBy(test);
      return looks && sequentialSpec(looks, t);
    }),
    family: design.family && familySpec(design, tests.length),
  };
}

/**
 * `tests` followed by those that looks have of their own, and which of them decides each look; null where the first
 * always does.
 */
export function testsMade(
  trial: Trial,
  tests: readonly Test[],
): { made: readonly Test[]; decidedBy: readonly number[] | null } {
  if (trial.lookTests === undefined) return { made: tests, decidedBy: null };
  const made = [...tests];
  const decidedBy = testsByLook(trial).map((test) => {
    const at = made.findIndex((other) => sameTest(other, test));
    return at < 0 ? made.push(test) - 1 : at;
  });
  return { made, decidedBy };
}

/** The comparison of deaths, where survival is watched. */
function watchedDeaths({ detriment, test }: Trial, { watches }: Simulation): readonly WatchedComparison[] {
  if (detriment === undefined || watches === undefined) return [];
  return [{ compared: comparedDeaths(detriment), test: deathRatioTest(test) }];
}

/** The watch over survival for a plan that has `watchedDeaths` last among its statistics. */
function detrimentOf(
  { detriment }: Trial,
  { statistics }: KernelPlan,
  { watches }: Simulation,
): Pick<TallySpec, 'detriment'> {
  if (detriment === undefined || watches === undefined || statistics === null) return {};
  const { rule, looks, endpoint } = detriment;
  return {
    detriment: { ...watches, rule, looks, statistic: statistics.statistics.length - 1, further: endpoint - 1 },
  };
}

/** Simulate exactly `replicates` of a trial. @throws Interrupted */
export async function simulateReplicates(asking: Asking, simulation: Simulation, replicates: number): Promise<Tally> {
  const { design, truth = design } = simulation;
  const { trial } = truth;
  const tests = simulation.tests ?? (simulation.rejectionsOnly === true ? [trial.test] : testsOf(trial));
  const decided = deciders(design, tests);
  const [spec] = decided.sequential;
  const { looks } = design;
  const stops = looks && stopsOf(looks, simulation.rejectionsOnly === true ? 'acted on' : 'ignored');
  // Other tests go on where the deciding one stops.
  const { made, decidedBy } = testsMade(trial, tests);
  const watched = watchedDeaths(design.trial, simulation);
  const ends = made.length > 1 || watched.length > 0 ? stops?.map(withoutStops) : stops;
  const plan = planKernel(trial, ends ?? undefined, made, truth.expected, watched);
  const compensated = simulation.controls === true;
  const alone = decidedBy !== null && tests.length === 1 && isPlainLogRank(tests[0]);
  const compared = plan.statistics !== null && !alone && simulation.rejectionsOnly !== true;
  const job: Job = {
    plan,
    key: streamKey(asking.seed, simulation.purpose),
    first: simulation.first ?? 0,
    replicates,
    wants: {
      ...NOTHING,
      ...simulation.wants,
      ...(compensated ? { compensators: true } : {}),
      ...(spec?.solved.plan.futility?.kind === 'hazardRatio' ? { hazardRatio: true } : {}),
    },
    spec: {
      details: simulation.rejectionsOnly !== true,
      criticalValue: criticalValue(trial.test),
      trueLogHazardRatio: simulation.trueLogHazardRatio ?? null,
      published: simulation.published ?? null,
      ...(compared ? { tests: { sides: trial.test.sides, sequential: decided.sequential } } : {}),
      ...(decidedBy ? { decidedBy } : {}),
      ...(decided.family ? { family: decided.family } : {}),
      ...detrimentOf(design.trial, plan, simulation),
      ...(simulation.everyLook ? { lookEstimates: true } : {}),
      ...(simulation.everyClaim ? { everyClaim: true } : {}),
      ...(spec
        ? { sequential: { ...spec, ...(simulation.estimates ? { estimates: simulation.estimates } : {}) } }
        : {}),
      ...(compensated ? { controls: { sides: trial.test.sides, sizes: plan.sizes } } : {}),
    },
  };
  const tally = await asking.executor.run(job, {
    onReplicates: (count) => asking.progress.advance(count),
    ...(asking.signal ? { signal: asking.signal } : {}),
  });
  asking.account.replicates += replicates;
  asking.account.blocks += countBlocks(job);
  asking.account.kernels.add(chooseKernel(job.plan).name);
  return tally;
}

/** Rejections of a trial's test: for benefit, and either way when it has two sides. */
export function rejections({ rejections: { benefit, harm } }: Tally, sides: 1 | 2): number {
  return sides === 1 ? benefit : benefit + harm;
}

const FIRST_BATCH = 4096;
const MOST_REPLICATES = 1e9;

/**
 * Simulate until the scenario's precision is reached: a given number of replicates, or as many as bring the Monte Carlo
 * standard error of the rejection rate to a target. The latter grows in rounds decided by counts alone, so it ends at
 * the same number on any machine. @throws Interrupted, its partial tally holding all rounds
 */
export async function simulateTo(asking: Asking, simulation: Simulation, stage: string): Promise<Tally> {
  const { precision } = asking;
  const first = 'replicates' in precision ? precision.replicates : FIRST_BATCH;
  asking.progress.begin(stage, 'replicates' in precision ? first : 0);
  return simulateOn(asking, simulation, stage, await simulateReplicates(asking, simulation, first));
}

/**
 * Simulates on until the scenario's precision is reached, as simulateTo does. `total` holds the first replicates of the
 * same simulation, to which the others are added. @throws Interrupted, its partial tally holding all of them
 */
export async function simulateOn(asking: Asking, simulation: Simulation, stage: string, total: Tally): Promise<Tally> {
  const { precision } = asking;
  const wanted = (tally: Tally): number => {
    if ('replicates' in precision) return precision.replicates;
    const n = tally.replicates;
    // One pseudo-rejection either way keeps a rate of 0 or 1 from looking certain.
    const p = (rejections(tally, simulation.design.trial.test.sides) + 1) / (n + 2);
    return Math.min(MOST_REPLICATES, Math.ceil((p * (1 - p)) / square(precision.standardError)));
  };
  for (let target = wanted(total); total.replicates < target; target = wanted(total)) {
    if (!('replicates' in precision)) asking.progress.begin(stage, target - total.replicates);
    const next = { ...simulation, first: (simulation.first ?? 0) + total.replicates };
    try {
      mergeTally(total, await simulateReplicates(asking, next, target - total.replicates));
    } catch (problem) {
      if (!(problem instanceof Interrupted)) throw problem;
      mergeTally(total, problem.partial);
      throw new Interrupted(total, target);
    }
  }
  return total;
}
