/** D2 through the executor of the command line: blocks on worker threads, tallies sent back and merged. */
import { availableParallelism } from 'node:os';
import { criticalValue } from '../src/formulas/criticalValue.ts';
import { chooseKernel } from '../src/kernel/choose.ts';
import { streamKey } from '../src/kernel/draw/stream.ts';
import { planKernel } from '../src/kernel/plan/kernelPlan.ts';
import type { Executor } from '../src/run/executor.ts';
import { inlineExecutor } from '../src/run/inline.ts';
import { blockSize, type Job } from '../src/run/job.ts';
import { threadedExecutor } from '../src/run/threads.ts';
import type { BenchCase } from './benchCase.ts';
import { checkPower } from './check.ts';
import { designs, trialOf } from './designs.ts';

/** 1, 2, 4 … and all cores; two threads even on one core, so that the line is always there. */
export function threadCounts(cores = availableParallelism()): number[] {
  const counts = [1, 2];
  for (let n = 4; n < cores; n *= 2) counts.push(n);
  if (cores > 2) counts.push(cores);
  return counts;
}

function executorCase(name: string, what: string, start: () => Executor, blocks: number, seed: string): BenchCase {
  const trial = trialOf(designs.d2);
  const plan = planKernel(trial);
  const job: Job = {
    plan,
    key: streamKey(seed, name),
    first: 0,
    replicates: blocks * blockSize(plan),
    wants: { hazardRatio: false, medians: false },
    spec: { criticalValue: criticalValue(trial.test), details: true, trueLogHazardRatio: null, published: null },
  };
  // Started by the first call: a line that was not asked for starts no threads.
  let executor: Executor | null = null;
  let first = 0;
  let rejected = 0;
  return {
    name,
    what,
    trials: job.replicates,
    patients: trial.patients,
    kernel: chooseKernel(plan).name,
    alone: false,
    async call() {
      executor ??= start();
      rejected += (await executor.run({ ...job, first })).rejections.benefit;
      first += job.replicates;
    },
    check: () => checkPower(rejected, first, designs.d2.known),
    close: async () => executor?.close(),
  };
}

export function threadCases(seed: string, quick: boolean): BenchCase[] {
  const blocks = quick ? 32 : 128;
  const threaded = threadCounts().map((n) =>
    executorCase(
      `threads${n}`,
      `D2 on ${n} worker thread${n === 1 ? '' : 's'}`,
      () => threadedExecutor(n),
      blocks,
      seed,
    ),
  );
  return [executorCase('inline', 'D2 on the calling thread', inlineExecutor, blocks, seed), ...threaded];
}
