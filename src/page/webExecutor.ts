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
  return executorOf({
    threads: ports.length,
    // Two blocks a worker, one of them queued, leave no worker idle between blocks.
    lanes: 2 * ports.length,
    carry: (block, lane) => callers[lane % callers.length]({ call: calls++, block }),
    async close() {
      for (const port of ports) port.close();
    },
  });
}
