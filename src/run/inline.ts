/** Blocks one after another on the calling thread: for tests, small questions and environments without workers. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Executor } from './executor.ts';
import { executorOf } from './lanes.ts';
import { runBlock } from './runBlock.ts';

export function inlineExecutor(): Executor {
  return executorOf({
    threads: 1,
    lanes: 1,
    async carry(block) {
      const tally = runBlock(block);
      // Lets signals and progress be heard between blocks.
      await nextTurn();
      return tally;
    },
    async close() {},
  });
}
