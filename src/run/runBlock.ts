/** What a worker does with a block: simulate it and tally it. */
import { createSimulator } from '../kernel/choose.ts';
import type { Simulator } from '../kernel/look/columns.ts';
import { ObservedBounds } from '../tally/decisions.ts';
import { ObservedFamilyBounds } from '../tally/observedFamilyBounds.ts';
import { type Tally, tallyLooks } from '../tally/tally.ts';
import type { Block } from './job.ts';
import { Recent } from './recent.ts';

/** A simulator keeps its arrays and what it has learnt about a plan, of which every block brings a copy. */
const simulators = new Recent<Simulator>(16);
const observedBounds = new Recent<ObservedBounds>(64);
const familyBounds = new Recent<ObservedFamilyBounds>(16);

export function runBlock(block: Block): Tally {
  const { names, key, first, replicates, wants } = block;
  const simulator = simulators.recall(names.plan, () => createSimulator(block.plan));
  const looks = simulator.simulate(key, first, replicates, wants);
  return tallyLooks(looks, block, {
    test(test, spec) {
      const name = names.bounds[test];
      const make = () => new ObservedBounds(spec);
      return name === null ? make() : observedBounds.recall(name, make);
    },
    family(observed) {
      const make = () => new ObservedFamilyBounds(observed);
      return names.family === null ? make() : familyBounds.recall(names.family, make);
    },
  });
}
