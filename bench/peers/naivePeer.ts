/** ../naive.ts as a peer. */
import { naiveRejections } from '../naive.ts';
import { stopwatch } from '../stopwatch.ts';
import { departsNowhere, type Peer } from './peer.ts';

export function naivePeer(): Peer {
  return {
    name: 'naive JS',
    version: `Node ${process.version.slice(1)}`,
    async ask(design, replicates) {
      const seconds = stopwatch();
      const rejected = naiveRejections(design, replicates);
      return { seconds: seconds(), rejected };
    },
    departs: departsNowhere,
    patience: 1,
    close() {},
  };
}
