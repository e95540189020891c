/** Philox4x32-10 for the four lanes of an arm at once; twin of ../../stream.ts. */
import { KEY } from '../layout';

/** Lane states of xoshiro128++: word w of lane l in lane l of the w-th vector. */
export let state0: v128 = i32x4.splat(0);
export let state1: v128 = i32x4.splat(0);
export let state2: v128 = i32x4.splat(0);
export let state3: v128 = i32x4.splat(0);

export function seedLanes(replicateLow: i32, replicateHigh: i32, arm: i32): void {
  let c0 = i32x4.splat(replicateLow);
  let c1 = i32x4.splat(replicateHigh);
  let c2 = i32x4.splat(arm);
  let c3 = i32x4(0, 1, 2, 3);
  let k0 = load<i32>(KEY);
  let k1 = load<i32>(KEY + 4);
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  for (let round = 0; round < 10; round++) {
    const a = i64x2.extmul_low_i32x4_u(m0, c0);
    const b = i64x2.extmul_high_i32x4_u(m0, c0);
    const c = i64x2.extmul_low_i32x4_u(m1, c2);
    const d = i64x2.extmul_high_i32x4_u(m1, c2);
    const high0 = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
    const high1 = v128.shuffle<i32>(c, d, 1, 3, 5, 7);
    c0 = v128.xor(v128.xor(high1, c1), i32x4.splat(k0));
    c1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(high0, c3), i32x4.splat(k1));
    c3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  state0 = c0;
  state1 = c1;
  state2 = c2;
  state3 = c3;
}
