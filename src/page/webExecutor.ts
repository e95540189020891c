/// <reference lib="dom" />
/** Blocks on Web Workers, each at the other end of a port. */
import { type Executor, Interrupted, OrderedMerge } from '../run/executor.ts';
import { blockOf, countBlocks } from '../run/job.ts';
import type { Tally } from '../tally/tally.ts';
import type { BlockAnswered, BlockAsked } from './messages.ts';

/** One block queued behind the one that runs leaves no worker idle between blocks. */
const LANES = 2;

interface Waiting {
  readonly resolve: (tally: Tally) => void;
  readonly reject: (problem: Error) => void;
}

/** Sends blocks down a port and hands back their tallies. */
function caller(port: MessagePort): (asked: BlockAsked) => Promise<Tally> {
  const waiting = new Map<number, Waiting>();
  port.onmessage = ({ data }: MessageEvent<BlockAnswered>) => {
    const call = waiting.get(data.call);
    waiting.delete(data.call);
    if ('tally' in data) call?.resolve(data.tally);
    else call?.reject(new Error(data.problem));
  };
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.set(asked.call, { resolve, reject });
      port.postMessage(asked);
    });
}

export function webExecutor(ports: readonly MessagePort[]): Executor {
  const callers = ports.map(caller);
  let calls = 0;
  return {
    threads: ports.length,
    async run(job, watch = {}) {
      const merge = new OrderedMerge(job);
      const blocks = countBlocks(job);
      let next = 0;
      let failed = false;
      let merged = 0;
      const lane = async (call: (asked: BlockAsked) => Promise<Tally>): Promise<void> => {
        while (next < blocks && !failed && !watch.signal?.aborted) {
          const index = next++;
          try {
            const tally = await call({ call: calls++, block: blockOf(job, index) });
            merge.add(index, tally);
            watch.onReplicates?.(tally.replicates);
          } catch (problem) {
            failed = true;
            throw problem;
          }
          if (merge.total.replicates > merged && !watch.signal?.aborted) {
            merged = merge.total.replicates;
            watch.onMerged?.(merge.total);
          }
        }
      };
      await Promise.all(Array.from({ length: LANES }, () => callers.map(lane)).flat());
      if (watch.signal?.aborted && merge.total.replicates < job.replicates)
        throw new Interrupted(merge.total, job.replicates);
      return merge.total;
    },
    async close() {
      for (const port of ports) port.close();
    },
  };
}
