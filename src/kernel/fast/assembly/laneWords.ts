/** The words of many patients at once; twin of ../../draw/laneWords.ts. */
import { rotate } from './seed';

/**
 * Fills 4 × whole numbers from 0 to `count` − 1, of one word for each of n patients, rounded up to fours, from the stream seeded
 * at address `seeds`.
 */
export function fillBelow(seeds: i32, n: i32, count: i32, at: i32): void {
  let s0 = v128.load(seeds);
  let s1 = v128.load(seeds, 16);
  let s2 = v128.load(seeds, 32);
  let s3 = v128.load(seeds, 48);
  const counts = i32x4.splat(count);
  const end = at + (n << 2);
  do {
    const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    const low = i64x2.extmul_low_i32x4_u(word, counts);
    const high = i64x2.extmul_high_i32x4_u(word, counts);
    v128.store(at, i32x4.shl(v128.shuffle<i32>(low, high, 1, 3, 5, 7), 2));
    const t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    at += 16;
  } while (at < end);
}

/**
 * Fills `per` words for each of n patients, rounded up to fours, from the stream seeded at address `seeds`: word w of
 * patient j to address at + w × stride + 4 j.
 */
@inline
export function fillWords(seeds: i32, n: i32, per: i32, at: i32, stride: i32): void {
  let s0 = v128.load(seeds);
  let s1 = v128.load(seeds, 16);
  let s2 = v128.load(seeds, 32);
  let s3 = v128.load(seeds, 48);
  const end = at + (n << 2);
  do {
    let to = at;
    let rest = per;
    do {
      v128.store(to, i32x4.add(rotate(i32x4.add(s0, s3), 7), s0));
      const t = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, t);
      s3 = rotate(s3, 11);
      to += stride;
    } while (--rest > 0);
    at += 16;
  } while (at < end);
}
