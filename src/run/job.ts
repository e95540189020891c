/** The unit of simulation: a range of replicates of one plan, cut into blocks of a fixed size. */

import { binaryExponent, powerOfTwo } from '../elementary/powersOfTwo.ts';
import { sha256OfText } from '../elementary/sha256OfText.ts';
import type { StreamKey } from '../kernel/draw/stream.ts';
import type { KernelPlan } from '../kernel/plan/kernelPlan.ts';
import type { Asked } from '../tally/asked.ts';
import type { SequentialSpec } from '../tally/decisions.ts';

export interface Job extends Asked {
  readonly key: StreamKey;
  readonly first: number;
  readonly replicates: number;
}

/** Digests of what a thread learns about and may have met before, in another block or another job. */
export interface BlockNames {
  readonly plan: string;
  /** By test, the deciding one first; null for one without bounds. */
  readonly bounds: readonly (string | null)[];
  /** Bounds of several hypotheses at observed information; null without. */
  readonly family: string | null;
}

/** One piece of a job, complete in itself, as a worker receives it. */
export interface Block extends Job {
  readonly index: number;
  readonly names: BlockNames;
}

/** The blocks of a job. */
export interface Blocks {
  readonly count: number;
  /** Block `index`, from 0. */
  at(index: number): Block;
}

/** Replicates a block: a power of two, a function of the trial's size alone so that results never depend on the machine. */
export function blockSize(plan: KernelPlan): number {
  const patients = plan.sizes.reduce((sum, size) => sum + size, 0);
  return powerOfTwo(Math.max(0, Math.min(12, binaryExponent(1_000_000 / patients))));
}

export function countBlocks(job: Job): number {
  return Math.ceil(job.replicates / blockSize(job.plan));
}

/** SHA-256 of plain data, the infinities and NaN told apart. */
function digest(content: object): string {
  const text = JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
  return sha256OfText(text);
}

/** Bounds do not depend on the estimates made beside them. */
function boundsName(spec: SequentialSpec | null | undefined): string | null {
  return spec ? digest({ solved: spec.solved, informationEvents: spec.informationEvents }) : null;
}

export function blocksOf(job: Job): Blocks {
  const size = blockSize(job.plan);
  const { sequential, tests, family } = job.spec;
  const beside = tests?.sequential.slice(1) ?? [];
  const names = {
    plan: digest(job.plan),
    bounds: [sequential, ...beside].map(boundsName),
    family: family?.observed ? digest(family.observed) : null,
  };
  return {
    count: countBlocks(job),
    at(index) {
      const start = index * size;
      const replicates = Math.min(size, job.replicates - start);
      return { ...job, index, names, first: job.first + start, replicates };
    },
  };
}
