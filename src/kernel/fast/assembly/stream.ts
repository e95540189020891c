/** Words of lanes; twin of ../../draw/stream.ts, whose states seed.ts makes. */
import { rotate } from './seed';

/** The next word of each of the four lanes whose states are at address `state`. */
@inline
export function nextWords(state: i32): v128 {
  let s0 = v128.load(state);
  let s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32);
  let s3 = v128.load(state, 48);
  const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
  const t = i32x4.shl(s1, 9);
  s2 = v128.xor(s2, s0);
  s3 = v128.xor(s3, s1);
  s1 = v128.xor(s1, s2);
  s0 = v128.xor(s0, s3);
  s2 = v128.xor(s2, t);
  s3 = rotate(s3, 11);
  v128.store(state, s0);
  v128.store(state, s1, 16);
  v128.store(state, s2, 32);
  v128.store(state, s3, 48);
  return word;
}

/** A word as a uniform number inside (0, 1). */
@inline
export function uniform(word: u32): f64 {
  return (<f64>word + 0.5) * 2.3283064365386963e-10;
}
