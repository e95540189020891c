/** Blocks one after another on the calling thread: for tests, small questions and environments without workers. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Executor, Interrupted, OrderedMerge } from './executor.ts';
import { blockOf, countBlocks, runBlock } from './job.ts';

export function inlineExecutor(): Executor {
  return {
    threads: 1,
    async run(job, watch = {}) {
      const merge = new OrderedMerge(job);
      const blocks = countBlocks(job);
      for (let index = 0; index < blocks; index++) {
        if (watch.signal?.aborted) throw new Interrupted(merge.total, job.replicates);
        const tally = runBlock(blockOf(job, index));
        merge.add(index, tally);
        watch.onReplicates?.(tally.replicates);
        // Let signals and progress be heard between blocks.
        await nextTurn();
      }
      return merge.total;
    },
    async close() {},
  };
}
