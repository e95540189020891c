/** Responses that go with nothing, four patients at a time; twin of ../../draw/drawResponses.ts. */
import { ENDPOINT_BYTES, ENDPOINTS, ENDPOINT_EXITS, ENDPOINT_KIND, ENDPOINT_LIMITS, ENDPOINT_RESPONSE, ENDPOINT_TICKS } from '../courseLayout';
import { ARM0, ARM_BYTES, ARM_OFFSET, ARM_SIZE, SEED_ARM_BYTES, STREAM_BYTES, TRIAL, TRIAL_ARMS, TRIAL_ENDPOINTS } from '../layout';
import { entryAt, trueExitAt } from './arrays';
import { rotate, seedStreams } from './seed';
import { NEVER } from './ticks';

/** Half of the first stream's number, and how many pairs of streams an endpoint has. */
const RESPONSE_PAIR: i32 = 0x3400;
const PAIRS: i32 = 4;

const SEEDS_OF_PAIR: usize = memory.data(STREAM_BYTES, 16);

/** Exits by response or assessment of the n > 0 patients from byte offset `offset` on. */
function fill(seed: i32, offset: i32, n: i32, ticks: i32, limit: i32, exits: i32): void {
  let s0 = v128.load(seed);
  let s1 = v128.load(seed, 16);
  let s2 = v128.load(seed, 32);
  let s3 = v128.load(seed, 48);
  const below = i32x4.splat(limit);
  const until = i32x4.splat(ticks);
  const never = i32x4.splat(NEVER);
  const two = i32x4.splat(2);
  let at = offset;
  // The places behind the last patient hold entries that never happen.
  const end = offset + (((n + 7) & ~7) << 2);
  do {
    const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    const t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    const first = v128.load(trueExitAt + at);
    const assessed = i32x4.min_u(i32x4.add(i32x4.shr_u(v128.load(entryAt + at), 2), until), never);
    const lost = v128.and(i32x4.lt_s(i32x4.shr_s(first, 2), assessed), v128.and(first, two));
    const not = v128.or(v128.andnot(two, i32x4.lt_u(i32x4.shr_u(word, 1), below)), lost);
    const exit = v128.or(i32x4.shl(assessed, 2), v128.andnot(not, i32x4.eq(assessed, never)));
    v128.store(exits + at, exit);
    at += 16;
  } while (at < end);
}

/** Draws the responses of all arms, whose first events are drawn to the end. */
export function drawResponses(replicate: f64): void {
  const table = load<i32>(TRIAL, TRIAL_ENDPOINTS);
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const endpoints = load<i32>(table);
  for (let index = 0; index < endpoints; index++) {
    const endpoint = table + ENDPOINTS + index * ENDPOINT_BYTES;
    if (load<i32>(endpoint, ENDPOINT_KIND) != ENDPOINT_RESPONSE) continue;
    const exits = load<i32>(endpoint, ENDPOINT_EXITS);
    const ticks = load<i32>(endpoint, ENDPOINT_TICKS);
    const limits = load<i32>(endpoint, ENDPOINT_LIMITS);
    for (let a = 0; a < arms; a++) {
      if ((a & 1) == 0) seedStreams(<i32>SEEDS_OF_PAIR, replicate, RESPONSE_PAIR + index * PAIRS + (a >> 1));
      const arm = ARM0 + a * ARM_BYTES;
      const n = load<i32>(arm, ARM_SIZE);
      const seed = <i32>SEEDS_OF_PAIR + (a & 1) * SEED_ARM_BYTES;
      if (n > 0) fill(seed, load<i32>(arm, ARM_OFFSET), n, ticks, load<i32>(limits + (a << 2)), exits);
    }
  }
}
