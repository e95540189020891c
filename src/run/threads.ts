/** Blocks on a pool of worker threads. */
import { Piscina } from 'piscina';
import type { Executor } from './executor.ts';
import { executorOf } from './lanes.ts';

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
  return executorOf({
    threads,
    // Two blocks a thread, one of them queued, leave no thread idle between blocks.
    lanes: 2 * threads,
    lost,
    async carry(block) {
      try {
        return await pool.run(block);
      } catch (problem) {
        throw explained(problem);
      }
    },
    close: () => pool.destroy(),
  });
}
