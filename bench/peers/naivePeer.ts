/** ../naive.ts as a peer. */
import { naiveRejections } from '../naive.ts';
import { departsNowhere, type Peer } from './peer.ts';

export function naivePeer(): Peer {
  return {
    name: 'naive JS',
    version: `Node ${process.version.slice(1)}`,
    async ask(design, replicates) {
      const began = performance.now();
      const rejected = naiveRejections(design, replicates);
      return { seconds: (performance.now() - began) / 1000, rejected };
    },
    departs: departsNowhere,
    patience: 1,
    close() {},
  };
}
