/** Piscina handler: one block in, its tally out. */
import type { Block } from '../src/run/job.ts';
import { runBlock } from '../src/run/runBlock.ts';
import type { Tally } from '../src/tally/tally.ts';

export default function simulateBlock(block: Block): Tally {
  return runBlock(block);
}
