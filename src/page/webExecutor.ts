/// <reference lib="dom" />
/** Blocks on Web Workers, each at the other end of a port. */
import type { Executor } from '../run/executor.ts';
import { executorOf } from '../run/lanes.ts';
import type { Tally } from '../tally/tally.ts';
import type { BlockAnswered, BlockAsked } from './messages.ts';

interface Waiting {
  readonly resolve: (tally: Tally) => void;
  readonly reject: (problem: Error) => void;
}

/** Sends blocks down a port and hands back their tallies. */
interface Caller {
  /** Blocks that have not come back. */
  underWay(): number;
  call(asked: BlockAsked): Promise<Tally>;
}

function caller(port: MessagePort): Caller {
  const waiting = new Map<number, Waiting>();
  port.onmessage = ({ data }: MessageEvent<BlockAnswered>) => {
    const call = waiting.get(data.call);
    waiting.delete(data.call);
    if ('tally' in data) call?.resolve(data.tally);
    else call?.reject(new Error(data.problem));
  };
  return {
    underWay: () => waiting.size,
    call: (asked) =>
      new Promise((resolve, reject) => {
        waiting.set(asked.call, { resolve, reject });
        port.postMessage(asked);
      }),
  };
}

export function webExecutor(ports: readonly MessagePort[]): Executor {
  const callers = ports.map(caller);
  // Jobs of one block each, several at a time, go to several workers.
  const leastBusy = () => callers.reduce((least, each) => (each.underWay() < least.underWay() ? each : least));
  let calls = 0;
  return executorOf({
    threads: ports.length,
    // Two blocks a worker, one of them queued, leave no worker idle between blocks.
    lanes: 2 * ports.length,
    carry: (block) => leastBusy().call({ call: calls++, block }),
    async close() {
      for (const port of ports) port.close();
    },
  });
}
