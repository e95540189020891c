/** The words of many patients at once, as their lanes give them (stream.ts), in the order of the patients. */
import { LANES, type StreamKey, seedLane } from './stream.ts';

const state = new Int32Array(4);

/**
 * Draws `per` words for each of `n` patients from stream `stream` into into[(first + j) × per …]; patient j's come from
 * lane j mod 4, from where those of patient j − 4 ended.
 */
export function fillWords(
  key: StreamKey,
  replicate: number,
  stream: number,
  first: number,
  n: number,
  per: number,
  into: Int32Array | Uint32Array,
): void {
  for (let lane = 0; lane < LANES && lane < n; lane++) {
    seedLane(key, replicate, stream, lane, state);
    // xoshiro128++ with its state in locals.
    let s0 = state[0];
    let s1 = state[1];
    let s2 = state[2];
    let s3 = state[3];
    for (let j = lane; j < n; j += LANES) {
      const from = (first + j) * per;
      for (let c = 0; c < per; c++) {
        const sum = (s0 + s3) | 0;
        into[from + c] = (((sum << 7) | (sum >>> 25)) + s0) | 0;
        const t = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = (s3 << 11) | (s3 >>> 21);
      }
    }
  }
}
