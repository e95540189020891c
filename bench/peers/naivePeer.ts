/** ../naive.ts and ../naiveReal.ts as peers. */
import { naiveRejections } from '../naive.ts';
import { naiveRealRejections } from '../naiveReal.ts';
import type { RealDesign } from '../realDesigns.ts';
import { stopwatch } from '../stopwatch.ts';
import { departsNowhere, type Peer } from './peer.ts';

/** A peer that simulates with `rejections` in this process. */
function ownPeer<D>(name: string, rejections: (design: D, replicates: number) => number): Peer<D> {
  return {
    name,
    version: `Node ${process.version.slice(1)}`,
    async ask(design, replicates) {
      const seconds = stopwatch();
      const rejected = rejections(design, replicates);
      return { seconds: seconds(), rejected };
    },
    departs: departsNowhere,
    patience: 1,
    close() {},
  };
}

export const naivePeer = (): Peer => ownPeer('naive JS', naiveRejections);

export const naiveRealPeer = (): Peer<RealDesign> => ownPeer('typed-array JS', naiveRealRejections);
