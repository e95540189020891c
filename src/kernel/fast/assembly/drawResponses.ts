/** Responses, four patients at a time; twin of ../../draw/drawResponses.ts. */
import {
  ENDPOINTS,
  ENDPOINT_ALONG,
  ENDPOINT_APART,
  ENDPOINT_ARMS,
  ENDPOINT_BYTES,
  ENDPOINT_EXITS,
  ENDPOINT_KIND,
  ENDPOINT_RESPONSE,
  ENDPOINT_TICKS,
  RESPONSE_BELOW,
  RESPONSE_BYTES,
  RESPONSE_LIMIT,
  RESPONSE_SURVIVAL,
} from '../courseLayout';
import { ARM0, ARM_BYTES, ARM_MULTIPLIED, ARM_OFFSET, ARM_SIZE, SEED_ARM_BYTES, STREAM_BYTES, TRIAL, TRIAL_ARMS, TRIAL_ENDPOINTS } from '../layout';
import { entryAt, multiplierAt, trueExitAt } from './arrays';
import { rotate, seedStreams } from './seed';
import { normalOf, normalOfShare } from './singleNormal';
import { survivalAtTick } from './survivalAtTick';
import { NEVER } from './ticks';

/** Half of the first stream's number, and how many pairs of streams an endpoint has. */
const RESPONSE_PAIR: i32 = 0x3400;
const PAIRS: i32 = 4;

const SEEDS_OF_PAIR: usize = memory.data(STREAM_BYTES, 16);

/** Exits by response or assessment of the n > 0 patients from byte offset `offset` on. */
@inline
function fill(seed: i32, offset: i32, n: i32, endpoint: i32, response: i32, multipliers: i32, goes: bool): void {
  let s0 = v128.load(seed);
  let s1 = v128.load(seed, 16);
  let s2 = v128.load(seed, 32);
  let s3 = v128.load(seed, 48);
  const exits = load<i32>(endpoint, ENDPOINT_EXITS);
  const below = v128.load32_splat(response, RESPONSE_BELOW);
  const survival = load<i32>(response, RESPONSE_SURVIVAL);
  const limit = v128.load32_splat(response, RESPONSE_LIMIT);
  const along = v128.load32_splat(endpoint, ENDPOINT_ALONG);
  const apart = v128.load32_splat(endpoint, ENDPOINT_APART);
  const until = v128.load32_splat(endpoint, ENDPOINT_TICKS);
  const never = i32x4.splat(NEVER);
  const two = i32x4.splat(2);
  let at = offset;
  // The places behind the last patient hold entries that never happen.
  const end = offset + (((n + 7) & ~7) << 2);
  do {
    const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    let t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    const first = v128.load(trueExitAt + at);
    const left = i32x4.shr_s(first, 2);
    const began = i32x4.shr_u(v128.load(entryAt + at), 2);
    const assessed = i32x4.min_u(i32x4.add(began, until), never);
    const dropped = i32x4.shr_s(i32x4.shl(first, 30), 31);
    let responds: v128;
    if (goes) {
      const second = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
      t = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, t);
      s3 = rotate(s3, 11);
      const factor = multipliers == 0 ? f32x4.splat(1) : v128.load(multipliers + (at - offset));
      const share = survivalAtTick(survival, i32x4.sub(left, began), factor);
      const k = f32x4.convert_i32x4_s(i32x4.shr_u(second, 9));
      const u = f32x4.mul(f32x4.add(k, f32x4.splat(0.5)), f32x4.splat(1.1920928955078125e-7));
      const unknown = v128.or(dropped, i32x4.ge_s(left, never));
      const later = v128.bitselect(f32x4.mul(share, u), share, unknown);
      const score = f32x4.mul(along, normalOfShare(later));
      responds = f32x4.gt(f32x4.sub(f32x4.mul(apart, normalOf(word)), score), limit);
    } else responds = i32x4.lt_u(i32x4.shr_u(word, 1), below);
    const not = v128.or(v128.not(responds), v128.and(i32x4.lt_s(left, assessed), dropped));
    const flag = v128.andnot(v128.and(not, two), i32x4.eq(assessed, never));
    v128.store(exits + at, v128.or(i32x4.shl(assessed, 2), flag));
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
    for (let a = 0; a < arms; a++) {
      if ((a & 1) == 0) seedStreams(<i32>SEEDS_OF_PAIR, replicate, RESPONSE_PAIR + index * PAIRS + (a >> 1));
      const arm = ARM0 + a * ARM_BYTES;
      const n = load<i32>(arm, ARM_SIZE);
      const seed = <i32>SEEDS_OF_PAIR + (a & 1) * SEED_ARM_BYTES;
      const offset = load<i32>(arm, ARM_OFFSET);
      const response = load<i32>(endpoint, ENDPOINT_ARMS) + a * RESPONSE_BYTES;
      const multipliers = load<i32>(arm, ARM_MULTIPLIED) != 0 ? multiplierAt + offset : 0;
      if (n == 0) continue;
      if (load<i32>(response, RESPONSE_SURVIVAL) == 0) fill(seed, offset, n, endpoint, response, 0, false);
      else fill(seed, offset, n, endpoint, response, multipliers, true);
    }
  }
}
