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

/** What a thread runs, and the memory that it may take. */
export interface Worker {
  readonly filename: string;
  readonly resourceLimits?: { readonly maxOldGenerationSizeMb: number };
}

/** A thread is gone, by no fault of what it ran; the message says what to do. */
export class ThreadLost extends Error {
  override name = 'ThreadLost';
}

/** An error of the pool; what the worker itself threw stays as it is. */
function explained(problem: unknown): unknown {
  const { code, message } = problem as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new ThreadLost('a simulating thread ran out of memory; give fewer --threads, or free some memory');
  if (code === 'ERR_WORKER_INIT_FAILED')
    return new ThreadLost('a simulating thread could not be started; give fewer --threads');
  const exited = /^worker exited with code: (-?\d+)$/.exec(message)?.[1];
  if (exited !== undefined)
    return new ThreadLost(
      `a simulating thread ended by itself (code ${exited}); run again, with --threads 1 if need be`,
    );
  return problem;
}

/** @throws ThreadLost where the machine refuses so many threads */
export function threadedExecutor(threads: number, worker: Worker = { filename: workerFile() }): Executor {
  let lose: (problem: unknown) => void = () => {};
  // A thread that fails before it has a block belongs to no call.
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  lost.catch(() => {});
  let pool: Piscina;
  try {
    pool = new Piscina({ ...worker, minThreads: threads, maxThreads: threads });
  } catch (problem) {
    throw explained(problem);
  }
  pool.on('error', (problem) => lose(explained(problem)));
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
            throw explained(problem);
          }
        }
      };
      await Promise.race([Promise.all(Array.from({ length: Math.min(blocks, 2 * threads) }, lane)), lost]);
      if (watch.signal?.aborted && merge.total.replicates < job.replicates)
        throw new Interrupted(merge.total, job.replicates);
      return merge.total;
    },
    async close() {
      await pool.destroy();
    },
  };
}
