/** trialwright's own kernel, as a block of a job runs it on one thread. */
import { createSimulator } from '../../src/kernel/choose.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import type { Columns } from '../../src/kernel/look/columns.ts';
import { type KernelPlan, planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { blockSize } from '../../src/run/job.ts';
import { programVersion } from '../../src/run/manifest.ts';
import { type Design, trialOf } from '../designs.ts';
import { countRejections, stopsOf } from '../rejections.ts';
import { stopwatch } from '../stopwatch.ts';
import { departsNowhere, type Peer } from './peer.ts';

const plans = new Map<Design, KernelPlan>();

/** One plan a design: the kernel keeps what it learns with the plan. */
export function planOf(design: Design): KernelPlan {
  let plan = plans.get(design);
  if (plan === undefined) {
    plan = planKernel(trialOf(design), stopsOf(design));
    plans.set(design, plan);
  }
  return plan;
}

/** Calls `visit` with the looks of replicates `first …`, block by block. */
export function simulateDesign(
  design: Design,
  seed: string,
  first: number,
  replicates: number,
  visit: (looks: readonly Columns[]) => void,
): void {
  const plan = planOf(design);
  const simulator = createSimulator(plan);
  const key = streamKey(seed, design.name);
  const block = blockSize(plan);
  for (let done = 0; done < replicates; done += block) {
    const count = Math.min(block, replicates - done);
    visit(simulator.simulate(key, first + done, count, { hazardRatio: false, medians: false }));
  }
}

export function trialwright(seed: string): Peer {
  return {
    name: 'trialwright',
    version: programVersion(),
    async ask(design, replicates, round) {
      let rejected = 0;
      const seconds = stopwatch();
      simulateDesign(design, seed, round * 2 ** 32, replicates, (looks) => {
        rejected += countRejections(design, looks);
      });
      return { seconds: seconds(), rejected };
    },
    departs: departsNowhere,
    patience: 1,
    close() {},
  };
}
