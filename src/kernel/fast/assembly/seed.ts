/**
 * Lane states of both arms of two replicates at once: one Philox4x32-10 block per lane and the state four steps on;
 * twin of ../../draw/stream.ts. The rounds of one replicate have to wait for each other, those of two fill the gaps.
 */
import { KEY, SEEDS, SEED_ARM_BYTES, SEED_BYTES } from '../layout';

@inline
function upper(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 1, 3, 5, 7);
}

@inline
function lower(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

@inline
export function rotate(x: v128, left: i32): v128 {
  return v128.or(i32x4.shl(x, left), i32x4.shr_u(x, 32 - left));
}

/** Four steps of xoshiro128++ from (s0 … s3): the words become arm 1's state, the state left becomes arm 0's. */
@inline
function storeArms(at: i32, s0: v128, s1: v128, s2: v128, s3: v128): void {
  const end = at + SEED_ARM_BYTES;
  do {
    v128.store(at, i32x4.add(rotate(i32x4.add(s0, s3), 7), s0), SEED_ARM_BYTES);
    const t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    at += 16;
  } while (at < end);
  v128.store(end - SEED_ARM_BYTES, s0);
  v128.store(end - SEED_ARM_BYTES, s1, 16);
  v128.store(end - SEED_ARM_BYTES, s2, 32);
  v128.store(end - SEED_ARM_BYTES, s3, 48);
}

/**
 * Writes the lane states of streams 2 × `pair` and 2 × `pair` + 1 of a replicate to address `at`, SEED_ARM_BYTES each: the
 * four words s0 … s3 of the state, four lanes each.
 */
export function seedStreams(at: i32, replicate: f64, pair: i32): void {
  const index = <u64>replicate;
  let a0 = i32x4.splat(<i32>index);
  let a1 = i32x4.splat(<i32>(index >>> 32));
  let a2 = i32x4.splat(pair);
  let a3 = i32x4(0, 1, 2, 3);
  let k0 = i32x4.splat(load<i32>(KEY));
  let k1 = i32x4.splat(load<i32>(KEY + 4));
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  let round = 0;
  do {
    const a = i64x2.extmul_low_i32x4_u(m0, a0);
    const b = i64x2.extmul_high_i32x4_u(m0, a0);
    const c = i64x2.extmul_low_i32x4_u(m1, a2);
    const d = i64x2.extmul_high_i32x4_u(m1, a2);
    a0 = v128.xor(v128.xor(upper(c, d), a1), k0);
    a2 = v128.xor(v128.xor(upper(a, b), a3), k1);
    a1 = lower(c, d);
    a3 = lower(a, b);
    k0 = i32x4.add(k0, i32x4.splat(0x9e3779b9));
    k1 = i32x4.add(k1, i32x4.splat(0xbb67ae85));
    round++;
  } while (round < 10);
  storeArms(at, a0, a1, a2, a3);
}

/** Seeds of replicates `first` and `first` + 1. */
export function seedTwo(first: f64): void {
  const replicate = <u64>first;
  let a0 = i32x4.splat(<i32>replicate);
  let a1 = i32x4.splat(<i32>(replicate >>> 32));
  let a2 = i32x4.splat(0);
  let a3 = i32x4(0, 1, 2, 3);
  let b0 = i32x4.splat(<i32>(replicate + 1));
  let b1 = i32x4.splat(<i32>((replicate + 1) >>> 32));
  let b2 = a2;
  let b3 = a3;
  let k0 = i32x4.splat(load<i32>(KEY));
  let k1 = i32x4.splat(load<i32>(KEY + 4));
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  let round = 0;
  do {
    const a = i64x2.extmul_low_i32x4_u(m0, a0);
    const b = i64x2.extmul_high_i32x4_u(m0, a0);
    const c = i64x2.extmul_low_i32x4_u(m1, a2);
    const d = i64x2.extmul_high_i32x4_u(m1, a2);
    const p = i64x2.extmul_low_i32x4_u(m0, b0);
    const q = i64x2.extmul_high_i32x4_u(m0, b0);
    const r = i64x2.extmul_low_i32x4_u(m1, b2);
    const s = i64x2.extmul_high_i32x4_u(m1, b2);
    a0 = v128.xor(v128.xor(upper(c, d), a1), k0);
    a2 = v128.xor(v128.xor(upper(a, b), a3), k1);
    a1 = lower(c, d);
    a3 = lower(a, b);
    b0 = v128.xor(v128.xor(upper(r, s), b1), k0);
    b2 = v128.xor(v128.xor(upper(p, q), b3), k1);
    b1 = lower(r, s);
    b3 = lower(p, q);
    k0 = i32x4.add(k0, i32x4.splat(0x9e3779b9));
    k1 = i32x4.add(k1, i32x4.splat(0xbb67ae85));
    round++;
  } while (round < 10);
  storeArms(SEEDS, a0, a1, a2, a3);
  storeArms(SEEDS + SEED_BYTES, b0, b1, b2, b3);
}
