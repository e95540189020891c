/** What every simulating question is given, and the one way they simulate. */

import { criticalValue } from '../closed/criticalValue.ts';
import { withLooksResolved } from '../closed/plannedLooks.ts';
import { chooseKernel } from '../kernel/choose.ts';
import { planKernel } from '../kernel/plan.ts';
import type { Wants } from '../kernel/simulate.ts';
import { streamKey } from '../kernel/stream.ts';
import { type Executor, Interrupted } from '../run/executor.ts';
import { countBlocks, type Job } from '../run/job.ts';
import type { Precision } from '../scenario/scenario.ts';
import type { EstimateTable } from '../tally/sequential.ts';
import { mergeTally, type Published, type Tally } from '../tally/tally.ts';
import type { Trial } from '../trial/trial.ts';
import { type SequentialDesign, sequentialDesign, stopsOf } from './sequentialDesign.ts';

/** Hears how far a question has come. */
export interface Progress {
  /** A stage of `replicates` (0 when not known beforehand) begins. */
  begin(stage: string, replicates: number): void;
  advance(replicates: number): void;
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
  readonly trial: Trial;
  /** Names the family of random streams: equal purposes share their draws (common random numbers), others are independent. */
  readonly purpose: string;
  readonly first?: number;
  readonly wants?: Partial<Wants>;
  /** True to count rejections and nothing else. */
  readonly rejectionsOnly?: boolean;
  /** True to sum control variates of the rejection as well, where the trial has them (piecewise hazards). */
  readonly controls?: boolean;
  readonly trueLogHazardRatio?: number | null;
  readonly published?: Published;
  /** What a group-sequential trial stops at, where it is not to be planned from this very trial (the null keeps its bounds). */
  readonly design?: SequentialDesign;
  /** Estimates after a stop, one table a look. */
  readonly estimates?: readonly EstimateTable[];
}

const NOTHING: Wants = { hazardRatio: false, medians: false };

/** Simulate exactly `replicates` of a trial. @throws Interrupted */
export async function simulateReplicates(asking: Asking, simulation: Simulation, replicates: number): Promise<Tally> {
  const trial = withLooksResolved(simulation.trial);
  const design = simulation.design ?? sequentialDesign(trial);
  const stops = design && stopsOf(design, simulation.rejectionsOnly === true ? 'acted on' : 'ignored');
  const plan = planKernel(trial, stops ?? undefined);
  const controls = simulation.controls === true && plan.compensators !== null;
  const job: Job = {
    plan,
    key: streamKey(asking.seed, simulation.purpose),
    first: simulation.first ?? 0,
    replicates,
    wants: {
      ...NOTHING,
      ...simulation.wants,
      ...(controls ? { compensators: true } : {}),
      ...(design?.spec.solved.plan.futility?.kind === 'hazardRatio' ? { hazardRatio: true } : {}),
    },
    spec: {
      details: simulation.rejectionsOnly !== true,
      criticalValue: criticalValue(trial.test),
      trueLogHazardRatio: simulation.trueLogHazardRatio ?? null,
      published: simulation.published ?? null,
      ...(design
        ? { sequential: { ...design.spec, ...(simulation.estimates ? { estimates: simulation.estimates } : {}) } }
        : {}),
      ...(controls ? { controls: { sides: trial.test.sides, sizes: plan.sizes } } : {}),
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
export function rejections(tally: Tally, sides: 1 | 2): number {
  return sides === 1 ? tally.benefit : tally.benefit + tally.harm;
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
  if ('replicates' in precision) {
    asking.progress.begin(stage, precision.replicates);
    return simulateReplicates(asking, simulation, precision.replicates);
  }
  const wanted = (tally: Tally): number => {
    const n = tally.replicates;
    // One pseudo-rejection each way keeps a rate of 0 or 1 from looking certain.
    const p = (rejections(tally, simulation.trial.test.sides) + 1) / (n + 2);
    return Math.min(MOST_REPLICATES, Math.ceil((p * (1 - p)) / precision.standardError ** 2));
  };
  asking.progress.begin(stage, 0);
  const total = await simulateReplicates(asking, simulation, FIRST_BATCH);
  for (let target = wanted(total); total.replicates < target; target = wanted(total)) {
    asking.progress.begin(stage, target - total.replicates);
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
