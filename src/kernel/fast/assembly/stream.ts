/** Single words of a lane; twin of ../../draw/stream.ts, whose states seed.ts makes. */

/** The next word of the lane whose state's four words stand 16 bytes apart from address `state` on. */
@inline
export function nextWord(state: i32): u32 {
  let s0 = load<u32>(state);
  let s1 = load<u32>(state, 16);
  let s2 = load<u32>(state, 32);
  let s3 = load<u32>(state, 48);
  const word = rotl<u32>(s0 + s3, 7) + s0;
  const t = s1 << 9;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  s2 ^= t;
  s3 = rotl<u32>(s3, 11);
  store<u32>(state, s0);
  store<u32>(state, s1, 16);
  store<u32>(state, s2, 32);
  store<u32>(state, s3, 48);
  return word;
}

/** A word as a uniform number inside (0, 1). */
@inline
export function uniform(word: u32): f64 {
  return (<f64>word + 0.5) * 2.3283064365386963e-10;
}
