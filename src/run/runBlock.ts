/** What a worker does with a block: simulate it and tally it. */
import { chooseKernel } from '../kernel/choose.ts';
import type { KernelPlan } from '../kernel/plan/kernelPlan.ts';
import { ObservedBounds } from '../tally/decisions.ts';
import { type Tally, tallyLooks } from '../tally/tally.ts';
import type { Block } from './job.ts';
import { Recent } from './recent.ts';

/** A kernel keeps what it has learnt about a plan with the object, of which every block brings a copy. */
const plans = new Recent<KernelPlan>(16);
const observedBounds = new Recent<ObservedBounds>(64);

export function runBlock(block: Block): Tally {
  const { names, key, first, replicates, wants } = block;
  const plan = plans.recall(names.plan, () => block.plan);
  const { simulate } = chooseKernel(plan);
  const looks = simulate(plan, key, first, replicates, wants);
  return tallyLooks(looks, block, (test, spec) => {
    const name = names.bounds[test];
    const make = () => new ObservedBounds(spec);
    return name === null ? make() : observedBounds.recall(name, make);
  });
}
