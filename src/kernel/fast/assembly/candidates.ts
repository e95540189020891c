/** Those who may enter, four at a time; twin of ../../draw/candidates.ts. */
import { exponential } from './exponential';
import { rotate } from './seed';

/**
 * Fills the operational times (f64, from address `sums`) and the words of the shares (i32, from `shares`) of the next n
 * candidates, rounded up to fours, whose lanes' states are at address `seeds` and go on from there next time. The time
 * before them is `before`; returns that of the last.
 */
export function drawCandidates(seeds: i32, sums: i32, shares: i32, n: i32, before: f64): f64 {
  let s0 = v128.load(seeds);
  let s1 = v128.load(seeds, 16);
  let s2 = v128.load(seeds, 32);
  let s3 = v128.load(seeds, 48);
  let t: v128;
  let base = f64x2.splat(before);
  const end = shares + (n << 2);
  do {
    let word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    const gap = exponential(word);
    word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    v128.store(shares, word);

    // g₀ g₁ and g₂ g₃, then 0 g₀ and 0 g₂ beside them: g₀, g₀ + g₁ and g₂, g₂ + g₃.
    const zero = f64x2.splat(0);
    const low = f64x2.promote_low_f32x4(gap);
    const high = f64x2.promote_low_f32x4(v128.shuffle<i32>(gap, gap, 2, 3, 2, 3));
    const first = f64x2.add(low, v128.shuffle<i64>(zero, low, 0, 2));
    const second = f64x2.add(high, v128.shuffle<i64>(zero, high, 0, 2));
    const two = v128.shuffle<i64>(first, first, 1, 1);
    v128.store(sums, f64x2.add(base, first));
    const last = f64x2.add(base, f64x2.add(two, second));
    v128.store(sums, last, 16);
    base = v128.shuffle<i64>(last, last, 1, 1);
    sums += 32;
    shares += 16;
  } while (shares < end);
  v128.store(seeds, s0);
  v128.store(seeds, s1, 16);
  v128.store(seeds, s2, 32);
  v128.store(seeds, s3, 48);
  return f64x2.extract_lane(base, 0);
}
