/** The unit of simulation: a range of replicates of one plan, cut into blocks of a fixed size. */

import { chooseKernel } from '../kernel/choose.ts';
import type { KernelPlan } from '../kernel/plan.ts';
import type { Wants } from '../kernel/simulate.ts';
import type { StreamKey } from '../kernel/stream.ts';
import { type Tally, type TallySpec, tallyColumns } from '../tally/tally.ts';

export interface Job {
  readonly plan: KernelPlan;
  readonly key: StreamKey;
  readonly first: number;
  readonly replicates: number;
  readonly wants: Wants;
  readonly spec: TallySpec;
}

/** One piece of a job, as a worker receives it. */
export interface Block extends Job {
  readonly index: number;
}

/** Replicates a block: a power of two, a function of the trial's size alone so that results never depend on the machine. */
export function blockSize(plan: KernelPlan): number {
  const patients = plan.sizes[0] + plan.sizes[1];
  return 2 ** Math.max(0, Math.min(12, Math.floor(Math.log2(1_000_000 / patients))));
}

export function countBlocks(job: Job): number {
  return Math.ceil(job.replicates / blockSize(job.plan));
}

/** Block `index` of a job. */
export function blockOf(job: Job, index: number): Block {
  const size = blockSize(job.plan);
  const start = index * size;
  return { ...job, index, first: job.first + start, replicates: Math.min(size, job.replicates - start) };
}

/** Plans that this thread has met, by content: a kernel keeps what it has learnt about a plan with the object. */
const plans = new Map<string, KernelPlan>();
const MOST_PLANS = 64;

function familiar(plan: KernelPlan): KernelPlan {
  const content = JSON.stringify(plan);
  const known = plans.get(content);
  if (known) return known;
  if (plans.size >= MOST_PLANS) plans.clear();
  plans.set(content, plan);
  return plan;
}

/** Simulate and tally one block. */
export function runBlock(block: Block): Tally {
  const plan = familiar(block.plan);
  const { simulate } = chooseKernel(plan);
  const looks = simulate(plan, block.key, block.first, block.replicates, block.wants);
  return tallyColumns(looks[looks.length - 1], block.spec);
}
