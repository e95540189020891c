/** The unit of simulation: a range of replicates of one plan, cut into blocks of a fixed size. */

import { binaryExponent, powerOfTwo } from '../elementary/powersOfTwo.ts';
import { chooseKernel } from '../kernel/choose.ts';
import type { StreamKey } from '../kernel/draw/stream.ts';
import type { Wants } from '../kernel/look/columns.ts';
import type { KernelPlan } from '../kernel/plan/kernelPlan.ts';
import { ObservedBounds, type SequentialSpec } from '../tally/decisions.ts';
import { type Tally, type TallySpec, tallyLooks } from '../tally/tally.ts';

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
  const patients = plan.sizes.reduce((sum, size) => sum + size, 0);
  return powerOfTwo(Math.max(0, Math.min(12, binaryExponent(1_000_000 / patients))));
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

const MOST_FAMILIAR = 64;

/** What this thread has made before for an equal object: `make` runs once for each content. */
function familiar<T extends object, M>(make: (content: T) => M): (content: T) => M {
  const known = new Map<string, M>();
  // JSON knows no infinities.
  const infinities = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return (content) => {
    const name = JSON.stringify(content, infinities);
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= MOST_FAMILIAR) known.clear();
    const made = make(content);
    known.set(name, made);
    return made;
  };
}

/** A kernel keeps what it has learnt about a plan with the object. */
const familiarPlan = familiar((plan: KernelPlan) => plan);
const observedBounds = familiar((spec: SequentialSpec) => new ObservedBounds(spec));

/** Simulate and tally one block. */
export function runBlock(block: Block): Tally {
  const plan = familiarPlan(block.plan);
  const { simulate } = chooseKernel(plan);
  const looks = simulate(plan, block.key, block.first, block.replicates, block.wants);
  // Without the estimates, which bounds do not depend on.
  return tallyLooks(looks, block.spec, ({ solved, informationEvents }) =>
    observedBounds({ solved, informationEvents }),
  );
}
