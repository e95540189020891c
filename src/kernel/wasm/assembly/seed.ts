/** Philox4x32-10 for the eight lanes of a replicate's two arms at once; twin of ../../stream.ts. */
import { KEY } from '../layout';

/** Lane states of xoshiro128++ by arm: word w of lane l in lane l of the w-th vector. */
export let control0: v128 = i32x4.splat(0);
export let control1: v128 = i32x4.splat(0);
export let control2: v128 = i32x4.splat(0);
export let control3: v128 = i32x4.splat(0);
export let experimental0: v128 = i32x4.splat(0);
export let experimental1: v128 = i32x4.splat(0);
export let experimental2: v128 = i32x4.splat(0);
export let experimental3: v128 = i32x4.splat(0);

@inline
function upper(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 1, 3, 5, 7);
}

@inline
function lower(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

export function seedLanes(replicateLow: i32, replicateHigh: i32): void {
  let c0 = i32x4.splat(replicateLow);
  let c1 = i32x4.splat(replicateHigh);
  let c2 = i32x4.splat(0);
  let c3 = i32x4(0, 1, 2, 3);
  let e0 = c0;
  let e1 = c1;
  let e2 = i32x4.splat(1);
  let e3 = c3;
  let k0 = i32x4.splat(load<i32>(KEY));
  let k1 = i32x4.splat(load<i32>(KEY + 4));
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  let round = 0;
  do {
    // The rounds of the two arms do not wait for each other.
    const a = i64x2.extmul_low_i32x4_u(m0, c0);
    const b = i64x2.extmul_high_i32x4_u(m0, c0);
    const c = i64x2.extmul_low_i32x4_u(m1, c2);
    const d = i64x2.extmul_high_i32x4_u(m1, c2);
    const p = i64x2.extmul_low_i32x4_u(m0, e0);
    const q = i64x2.extmul_high_i32x4_u(m0, e0);
    const r = i64x2.extmul_low_i32x4_u(m1, e2);
    const s = i64x2.extmul_high_i32x4_u(m1, e2);
    c0 = v128.xor(v128.xor(upper(c, d), c1), k0);
    c2 = v128.xor(v128.xor(upper(a, b), c3), k1);
    c1 = lower(c, d);
    c3 = lower(a, b);
    e0 = v128.xor(v128.xor(upper(r, s), e1), k0);
    e2 = v128.xor(v128.xor(upper(p, q), e3), k1);
    e1 = lower(r, s);
    e3 = lower(p, q);
    k0 = i32x4.add(k0, i32x4.splat(0x9e3779b9));
    k1 = i32x4.add(k1, i32x4.splat(0xbb67ae85));
    round++;
  } while (round < 10);
  control0 = c0;
  control1 = c1;
  control2 = c2;
  control3 = c3;
  experimental0 = e0;
  experimental1 = e1;
  experimental2 = e2;
  experimental3 = e3;
}
