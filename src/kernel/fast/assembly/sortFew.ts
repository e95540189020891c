/**
 * Sort up to 64 codes without a branch on any of them: blocks of 16 by a network over columns of four vectors, then
 * bitonic merges of blocks (K. E. Batcher 1968). A twin of ../../look/sort.ts in its result.
 */
import { EMPTY } from './arrays';

/** The most codes that sortFew takes. */
export const FEW: i32 = 64;

const BLOCK: i32 = 64;
const ROOM: usize = memory.data(256, 16);

@inline
function reversed(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 3, 2, 1, 0);
}

/** Sorts two vectors that are each bitonic and stores them at address `at`, one behind the other. */
@inline
function storeCleaned(at: i32, low: v128, high: v128): void {
  const a = v128.shuffle<i32>(low, high, 0, 1, 4, 5);
  const b = v128.shuffle<i32>(low, high, 2, 3, 6, 7);
  const l = i32x4.min_s(a, b);
  const h = i32x4.max_s(a, b);
  const x = v128.shuffle<i32>(l, h, 0, 4, 2, 6);
  const y = v128.shuffle<i32>(l, h, 1, 5, 3, 7);
  const m = i32x4.min_s(x, y);
  const n = i32x4.max_s(x, y);
  v128.store(at, v128.shuffle<i32>(m, n, 0, 4, 1, 5));
  v128.store(at, v128.shuffle<i32>(m, n, 2, 6, 3, 7), 16);
}

/** Merges the sorted eights v0, v1 and v2, v3 and stores them at address `at`. */
@inline
function storeMerged(at: i32, v0: v128, v1: v128, v2: v128, v3: v128): void {
  const a = reversed(v3);
  const b = reversed(v2);
  const l0 = i32x4.min_s(v0, a);
  const l1 = i32x4.min_s(v1, b);
  const h0 = i32x4.max_s(v0, a);
  const h1 = i32x4.max_s(v1, b);
  storeCleaned(at, i32x4.min_s(l0, l1), i32x4.max_s(l0, l1));
  storeCleaned(at + 32, i32x4.min_s(h0, h1), i32x4.max_s(h0, h1));
}

/** Sorts the 16 codes at address `at`. */
@inline
function sortBlock(at: i32): void {
  let s0 = v128.load(at);
  let s1 = v128.load(at, 16);
  let s2 = v128.load(at, 32);
  let s3 = v128.load(at, 48);
  let t = i32x4.min_s(s0, s1);
  s1 = i32x4.max_s(s0, s1);
  s0 = t;
  t = i32x4.min_s(s2, s3);
  s3 = i32x4.max_s(s2, s3);
  s2 = t;
  t = i32x4.min_s(s0, s2);
  s2 = i32x4.max_s(s0, s2);
  s0 = t;
  t = i32x4.min_s(s1, s3);
  s3 = i32x4.max_s(s1, s3);
  s1 = t;
  t = i32x4.min_s(s1, s2);
  s2 = i32x4.max_s(s1, s2);
  s1 = t;
  const low01 = v128.shuffle<i32>(s0, s1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(s0, s1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(s2, s3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(s2, s3, 2, 6, 3, 7);
  const r0 = v128.shuffle<i64>(low01, low23, 0, 2);
  const r1 = reversed(v128.shuffle<i64>(low01, low23, 1, 3));
  const r2 = v128.shuffle<i64>(high01, high23, 0, 2);
  const r3 = reversed(v128.shuffle<i64>(high01, high23, 1, 3));
  storeCleaned(at, i32x4.min_s(r0, r1), i32x4.max_s(r0, r1));
  storeCleaned(at + 32, i32x4.min_s(r2, r3), i32x4.max_s(r2, r3));
  storeMerged(at, v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48));
}

/** Merges the sorted sixteens at address `at` and behind it. */
@inline
function mergeBlocks(at: i32): void {
  const a0 = v128.load(at);
  const a1 = v128.load(at, 16);
  const a2 = v128.load(at, 32);
  const a3 = v128.load(at, 48);
  const b0 = reversed(v128.load(at, 112));
  const b1 = reversed(v128.load(at, 96));
  const b2 = reversed(v128.load(at, 80));
  const b3 = reversed(v128.load(at, 64));
  storeBitonic(at, i32x4.min_s(a0, b0), i32x4.min_s(a1, b1), i32x4.min_s(a2, b2), i32x4.min_s(a3, b3));
  storeBitonic(at + 64, i32x4.max_s(a0, b0), i32x4.max_s(a1, b1), i32x4.max_s(a2, b2), i32x4.max_s(a3, b3));
}

/** Sorts four vectors that are bitonic together and stores them at address `at`. */
@inline
function storeBitonic(at: i32, v0: v128, v1: v128, v2: v128, v3: v128): void {
  const l0 = i32x4.min_s(v0, v2);
  const l1 = i32x4.min_s(v1, v3);
  const h0 = i32x4.max_s(v0, v2);
  const h1 = i32x4.max_s(v1, v3);
  storeCleaned(at, i32x4.min_s(l0, l1), i32x4.max_s(l0, l1));
  storeCleaned(at + 32, i32x4.min_s(h0, h1), i32x4.max_s(h0, h1));
}

/** Sorts eight vectors that are bitonic together, at address `at`. */
@inline
function sortBitonic(at: i32): void {
  const v0 = v128.load(at);
  const v1 = v128.load(at, 16);
  const v2 = v128.load(at, 32);
  const v3 = v128.load(at, 48);
  const v4 = v128.load(at, 64);
  const v5 = v128.load(at, 80);
  const v6 = v128.load(at, 96);
  const v7 = v128.load(at, 112);
  storeBitonic(at, i32x4.min_s(v0, v4), i32x4.min_s(v1, v5), i32x4.min_s(v2, v6), i32x4.min_s(v3, v7));
  storeBitonic(at + 64, i32x4.max_s(v0, v4), i32x4.max_s(v1, v5), i32x4.max_s(v2, v6), i32x4.max_s(v3, v7));
}

/** Merges the sorted 32 at address `at` with the 32 behind them. */
function mergeHalves(at: i32): void {
  for (let k = 0; k < 64; k += 16) {
    const j = 112 - k;
    const a = v128.load(at + k);
    const b = v128.load(at + j);
    const c = reversed(v128.load(at + 128 + j));
    const d = reversed(v128.load(at + 128 + k));
    v128.store(at + k, i32x4.min_s(a, c));
    v128.store(at + j, i32x4.min_s(b, d));
    v128.store(at + 128 + k, i32x4.max_s(a, c));
    v128.store(at + 128 + j, i32x4.max_s(b, d));
  }
  sortBitonic(at);
  sortBitonic(at + 128);
}

/** Sorts the four codes of a vector. */
@inline
function sortVector(x: v128): v128 {
  let y = v128.shuffle<i32>(x, x, 1, 0, 3, 2);
  x = v128.shuffle<i32>(i32x4.min_s(x, y), i32x4.max_s(x, y), 0, 5, 2, 7);
  y = v128.shuffle<i32>(x, x, 2, 3, 0, 1);
  x = v128.shuffle<i32>(i32x4.min_s(x, y), i32x4.max_s(x, y), 0, 1, 6, 7);
  y = v128.shuffle<i32>(x, x, 0, 2, 1, 3);
  return v128.shuffle<i32>(i32x4.min_s(x, y), i32x4.max_s(x, y), 0, 1, 6, 3);
}

/**
 * Sorts the n ≤ FEW codes at address `from` to address `to`, which may be the same. Reads and writes up to three places
 * behind them.
 */
export function sortFew(from: i32, n: i32, to: i32): void {
  const empty = i32x4.splat(EMPTY);
  if (n <= 4) {
    const there = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(n));
    if (n > 0) v128.store(to, sortVector(v128.bitselect(v128.load(from), empty, there)));
    return;
  }
  const room = <i32>ROOM;
  const end = n << 2;
  const size = n <= 16 ? BLOCK : n <= 32 ? 2 * BLOCK : 4 * BLOCK;
  let at = 0;
  for (; at <= end - 16; at += 16) v128.store(room + at, v128.load(from + at));
  if (at < size) {
    const left = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat((end - at) >> 2));
    v128.store(room + at, v128.bitselect(v128.load(from + at), empty, left));
    for (at += 16; at < size; at += 16) v128.store(room + at, empty);
  }
  for (at = 0; at < end; at += BLOCK) sortBlock(room + at);
  if (n > 16) {
    mergeBlocks(room);
    if (n > 32) {
      if (n > 48) mergeBlocks(room + 2 * BLOCK);
      mergeHalves(room);
    }
  }
  for (at = 0; at < end; at += 16) v128.store(to + at, v128.load(room + at));
}
