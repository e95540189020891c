/** trialwright's own kernel, as a block of a job runs it on one thread. */
import { createSimulator } from '../../src/kernel/choose.ts';
import { type StreamKey, streamKey } from '../../src/kernel/draw/stream.ts';
import type { Columns } from '../../src/kernel/look/columns.ts';
import { type KernelPlan, planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { blockSize } from '../../src/run/job.ts';
import { programVersion } from '../../src/run/manifest.ts';
import { type Design, trialOf } from '../designs.ts';
import { countRealRejections } from '../realCases.ts';
import { type RealDesign, realTrialOf } from '../realDesigns.ts';
import { countRejections, stopsOf } from '../rejections.ts';
import { stopwatch } from '../stopwatch.ts';
import { departsNowhere, type Peer } from './peer.ts';

const plans = new Map<Design | RealDesign, KernelPlan>();

/** One plan a design: the kernel keeps what it learns with the plan. */
function keptPlan<D extends Design | RealDesign>(design: D, create: (design: D) => KernelPlan): KernelPlan {
  let plan = plans.get(design);
  if (plan === undefined) {
    plan = create(design);
    plans.set(design, plan);
  }
  return plan;
}

export function planOf(design: Design): KernelPlan {
  return keptPlan(design, (own) => planKernel(trialOf(own), stopsOf(own)));
}

/** Calls `visit` with the looks of replicates `first …`, block by block. */
export function simulateDesign(
  design: Design,
  seed: string,
  first: number,
  replicates: number,
  visit: (looks: readonly Columns[]) => void,
): void {
  simulatePlan(planOf(design), streamKey(seed, design.name), first, replicates, visit);
}

function simulatePlan(
  plan: KernelPlan,
  key: StreamKey,
  first: number,
  replicates: number,
  visit: (looks: readonly Columns[]) => void,
): void {
  const simulator = createSimulator(plan);
  const block = blockSize(plan);
  for (let done = 0; done < replicates; done += block) {
    const count = Math.min(block, replicates - done);
    visit(simulator.simulate(key, first + done, count, { hazardRatio: false, medians: false }));
  }
}

/** A peer that counts what `count` finds in the looks of a design's plan. */
function ownKernel<D extends Design | RealDesign>(
  seed: string,
  plan: (design: D) => KernelPlan,
  count: (design: D, looks: readonly Columns[]) => number,
): Peer<D> {
  return {
    name: 'trialwright',
    version: programVersion(),
    async ask(design, replicates, round) {
      let rejected = 0;
      const seconds = stopwatch();
      simulatePlan(plan(design), streamKey(seed, design.name), round * 2 ** 32, replicates, (looks) => {
        rejected += count(design, looks);
      });
      return { seconds: seconds(), rejected };
    },
    departs: departsNowhere,
    patience: 1,
    close() {},
  };
}

export const trialwright = (seed: string): Peer => ownKernel(seed, planOf, countRejections);

export const realTrialwright = (seed: string): Peer<RealDesign> =>
  ownKernel(seed, (design) => keptPlan(design, (own) => planKernel(realTrialOf(own))), countRealRejections);
