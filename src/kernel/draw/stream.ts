/**
 * Random numbers. A replicate's draws are a pure function of (key, replicate): each arm has four lanes, each lane its
 * own xoshiro128++ generator. Arms 2m and 2m + 1 share one Philox4x32-10 block per lane, its counter (replicate low,
 * replicate high, m, lane): the even arm's state is that block four steps on, the odd arm's the four words those steps
 * gave. Patient j of an arm draws from lane j mod 4, so enlarging an arm keeps the draws of those already in it (common
 * random numbers across sample sizes), and four lanes map onto four SIMD lanes.
 *
 * Philox: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
 * xoshiro128++: D. Blackman & S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021).
 */
import seedrandom from 'seedrandom';

export const LANES = 4;

/** Stands in place of an arm for the draws that belong to the trial as a whole. */
export const TRIAL_STREAM = 0xfffe;

/** 64 bits that name a family of streams. */
export type StreamKey = readonly [number, number];

/** The key of the streams that `purpose` (the null, a confirmation …) uses under `seed`, any string. */
export function streamKey(seed: string, purpose: string): StreamKey {
  const generator = seedrandom(`${seed}\n${purpose}`);
  return [generator.int32(), generator.int32()];
}

/** High word of the 64-bit product of two unsigned 32-bit words. */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536);
}

/** One Philox4x32-10 block: `out[0..3]` from a counter of four words and a key of two. */
export function philox(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Int32Array | Uint32Array,
): void {
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low0 = Math.imul(0xd2511f53, c0);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The next word of a xoshiro128++ state of four words, unsigned. The hot loops hold the state in locals instead. */
export function nextWord(s: Int32Array): number {
  const sum = (s[0] + s[3]) | 0;
  const word = (((sum << 7) | (sum >>> 25)) + s[0]) | 0;
  const t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = (s[3] << 11) | (s[3] >>> 21);
  return word >>> 0;
}

const steps = new Int32Array(4);

/** Seed the lane's xoshiro128++ state for a replicate (an integer up to 2^53) and an arm. */
export function seedLane(key: StreamKey, replicate: number, arm: number, lane: number, state: Int32Array): void {
  philox(replicate | 0, Math.floor(replicate / 4294967296), arm >> 1, lane, key[0], key[1], state);
  for (let k = 0; k < 4; k++) steps[k] = nextWord(state);
  if ((arm & 1) === 1) state.set(steps);
}

/** The states of the lanes of a stream, to be seeded. */
export function createLanes(): readonly Int32Array[] {
  return Array.from({ length: LANES }, () => new Int32Array(4));
}

/** Seeds all lanes of stream `arm` of a replicate. */
export function seedLanes(key: StreamKey, replicate: number, arm: number, lanes: readonly Int32Array[]): void {
  lanes.forEach((state, lane) => {
    seedLane(key, replicate, arm, lane, state);
  });
}

/** A word as a uniform number inside (0, 1). */
export function uniform(word: number): number {
  return (word + 0.5) * 2.3283064365386963e-10;
}
