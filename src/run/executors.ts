/**
 * Where the command line can have blocks simulated. A new executor is a file that makes an `Executor` (executorOf, in
 * lanes.ts) and a line here; its key is its name. What an executor needs is loaded when it is chosen.
 */
import type { Executor } from './executor.ts';

/** Starts one that simulates up to `threads` blocks at the same time. */
export type StartExecutor = (threads: number) => Promise<Executor>;

export const EXECUTORS: Readonly<Record<string, StartExecutor>> = {
  inline: async () => (await import('./inline.ts')).inlineExecutor(),
  threads: async (threads) => (await import('./threads.ts')).threadedExecutor(threads),
};

/** A thread beside the calling one gains nothing. */
export function usualExecutor(threads: number): string {
  return threads === 1 ? 'inline' : 'threads';
}
