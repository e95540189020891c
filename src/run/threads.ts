/** Blocks on a pool of worker threads. */
import { Piscina } from 'piscina';
import type { Tally } from '../tally/tally.ts';
import { type Executor, Interrupted, OrderedMerge } from './executor.ts';
import { blockOf, countBlocks } from './job.ts';

/** Compiled worker beside the compiled sources; from TypeScript sources (tests), the one in the build folder. */
function workerFile(): string {
  const here = new URL(import.meta.url);
  const fromSource = here.pathname.endsWith('.ts');
  return new URL(fromSource ? '../../dist/workers/simulate.js' : '../../workers/simulate.js', here).href;
}

export function threadedExecutor(threads: number): Executor {
  const pool = new Piscina({ filename: workerFile(), minThreads: threads, maxThreads: threads });
  return {
    threads,
    async run(job, watch = {}) {
      const merge = new OrderedMerge(job);
      const blocks = countBlocks(job);
      let index = 0;
      let failed = false;
      // Each lane keeps one block queued or running; two lanes a thread leave no thread idle between blocks.
      const lane = async (): Promise<void> => {
        while (index < blocks && !failed && !watch.signal?.aborted) {
          const mine = index++;
          try {
            const tally: Tally = await pool.run(blockOf(job, mine));
            merge.add(mine, tally);
            watch.onReplicates?.(tally.replicates);
          } catch (problem) {
            failed = true;
            throw problem;
          }
        }
      };
      await Promise.all(Array.from({ length: Math.min(blocks, 2 * threads) }, lane));
      if (watch.signal?.aborted && merge.total.replicates < job.replicates)
        throw new Interrupted(merge.total, job.replicates);
      return merge.total;
    },
    async close() {
      await pool.destroy();
    },
  };
}
