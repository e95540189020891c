/**
 * Sort the codes ascending; the twin of ../../look/sort.ts in its result.
 *
 * One pass puts each code into one of about 1.25 n buckets by a monotone map of it, fitted beforehand so that buckets
 * fill evenly (../bucketMap.ts, ../cellMap.ts); a bucket has four slots, and a code that finds them taken goes to an overflow list.
 * Four buckets at a time are then sorted by a network of minima and maxima over their slots, and written one behind the
 * other. Overflown codes are sorted by themselves and merged in. If there are many, the map is useless for these data
 * (all codes nearly equal, say) and a radix sort does it: never worse than linear.
 */
import { LOOK_MAP, LOOK_MAP_AT, LOOK_MAP_KIND, LOOK_MAP_SHIFT, MAP_CELLS, MAP_NONE, MAX_MAP_CELLS } from '../layout';
import { buckets, countsAt, EMPTY, indexAt, overflowAt, slotStride, slotsAt } from './arrays';
import { FEW, sortFew } from './sortFew';

/** Least-significant-digit radix sort of n codes from `from` to `to`, 3 × 11 bits; `spare` holds n codes. */
function radixSort(from: i32, n: i32, spare: i32, to: i32, tally: i32): void {
  let source = from;
  let target = to;
  const end = n << 2;
  for (let digit = 0; digit < 33; digit += 11) {
    memory.fill(tally, 0, 8192);
    for (let at = 0; at < end; at += 4) {
      const cell = tally + (((load<u32>(source + at) >>> digit) & 2047) << 2);
      store<i32>(cell, load<i32>(cell) + 4);
    }
    let sum = 0;
    for (let cell = tally; cell < tally + 8192; cell += 4) {
      const count = load<i32>(cell);
      store<i32>(cell, sum);
      sum += count;
    }
    for (let at = 0; at < end; at += 4) {
      const code = load<u32>(source + at);
      const cell = tally + (((code >>> digit) & 2047) << 2);
      const place = load<i32>(cell);
      store<u32>(target + place, code);
      store<i32>(cell, place + 4);
    }
    source = target;
    target = target == to ? spare : to;
  }
}

const TALLY: usize = memory.data(8192, 16);

function sortWhole(from: i32, n: i32, to: i32): void {
  radixSort(from, n, indexAt, to, <i32>TALLY);
}

function insertionSort(values: i32, n: i32): void {
  const end = values + (n << 2);
  for (let at = values + 4; at < end; at += 4) {
    const value = load<i32>(at);
    let to = at - 4;
    while (to >= values && load<i32>(to) > value) {
      store<i32>(to + 4, load<i32>(to));
      to -= 4;
    }
    store<i32>(to + 4, value);
  }
}

/** Move the codes of addresses [low, high) up by `by` bytes, from the top down; writes nothing below low + by. */
@inline
function moveUp(low: i32, high: i32, by: i32): void {
  let at = high - 16;
  for (; at >= low; at -= 16) v128.store(at + by, v128.load(at));
  for (at += 12; at >= low; at -= 4) store<i32>(at + by, load<i32>(at));
}

/** Merge `extra` ascending codes at overflowAt into the m at address `to`, moving every block once. */
function mergeOverflow(to: i32, m: i32, extra: i32): void {
  let high = m;
  for (let k = extra - 1; k >= 0; k--) {
    const code = load<i32>(overflowAt + (k << 2));
    let low = 0;
    let top = high;
    while (low < top) {
      const middle = (low + top) >>> 1;
      if (load<i32>(to + (middle << 2)) <= code) low = middle + 1;
      else top = middle;
    }
    moveUp(to + (low << 2), to + (high << 2), (k + 1) << 2);
    store<i32>(to + ((low + k) << 2), code);
    high = low;
  }
}

/** Buckets of four codes: c₁x + c₂x² + c₄x⁴ + c₈x⁸ with coefficients ≥ 0 never decreases, roundings included. */
@inline
function bucketOf(at: i32, scale: v128, c1: v128, c2: v128, c4: v128, c8: v128, last: v128): v128 {
  const x = f32x4.mul(f32x4.convert_i32x4_s(v128.load(at)), scale);
  const x2 = f32x4.mul(x, x);
  const x4 = f32x4.mul(x2, x2);
  const low = f32x4.mul(x, f32x4.add(c1, f32x4.mul(c2, x)));
  const high = f32x4.mul(x4, f32x4.add(c4, f32x4.mul(c8, x4)));
  return i32x4.min_s(i32x4.trunc_sat_f32x4_s(f32x4.add(low, high)), last);
}

/**
 * The same by cells: where a cell has the pair (base, slope), the bucket of a code that is d beyond the cell's beginning, counted
 * downwards from the largest code, is (base − slope × d) × scale. A base less all of its cell is the next base, roundings included.
 */
@inline
function bucketByCell(at: i32, cells: i32, shift: i32, largest: v128, within: v128, scale: v128, last: v128): v128 {
  const down = i32x4.sub(largest, v128.load(at));
  const cell = i32x4.shl(i32x4.min_u(i32x4.shr_u(down, shift), i32x4.splat(MAX_MAP_CELLS - 1)), 3);
  const low = v128.load64_lane(
    cells + i32x4.extract_lane(cell, 1),
    v128.load64_zero(cells + i32x4.extract_lane(cell, 0)),
    1,
  );
  const high = v128.load64_lane(
    cells + i32x4.extract_lane(cell, 3),
    v128.load64_zero(cells + i32x4.extract_lane(cell, 2)),
    1,
  );
  const base = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
  const slope = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
  const beyond = f32x4.convert_i32x4_s(v128.and(down, within));
  const x = f32x4.mul(f32x4.sub(base, f32x4.mul(slope, beyond)), scale);
  return i32x4.min_s(i32x4.trunc_sat_f32x4_s(x), last);
}

/** Put a code into bucket b; returns the end of the overflow list. */
@inline
function put(b: i32, code: i32, counts: i32, slots: i32, stride: i32, overflow: i32): i32 {
  const count = <i32>load<u8>(counts + b);
  if (count < 4) {
    store<u8>(counts + b, count + 1);
    store<i32>(slots + count * stride + (b << 2), code);
    return overflow;
  }
  store<i32>(overflow, code);
  return overflow + 4;
}

/**
 * Sort the n codes at address `from`, all at most 4 × cut + 3, to address `sorted`, another array; `look` has the map.
 * Uses up to four places behind, and overwrites `from`.
 */
export function sort(from: i32, n: i32, sorted: i32, cut: i32, look: i32): void {
  if (n <= FEW) {
    sortFew(from, n, sorted);
    return;
  }
  const kind = load<i32>(look, LOOK_MAP_KIND);
  if (kind == MAP_NONE) {
    sortWhole(from, n, sorted);
    return;
  }
  // Fewer buckets are used when fewer are enrolled. Codes are finite and ascend with x, and so does the map.
  const used = min(buckets, (n + (n >> 2) + 7) & ~3);
  const last = i32x4.splat(used - 1);
  const counts = countsAt;
  const slots = slotsAt;
  const stride = slotStride;
  let overflow = overflowAt;

  // All bucket numbers are found first, so that the scattering stores know their addresses early.
  const end = from + (n << 2);
  const index = indexAt - from;
  let at = from;
  if (kind == MAP_CELLS) {
    const cells = load<i32>(look, LOOK_MAP_AT);
    const shift = load<i32>(look, LOOK_MAP_SHIFT);
    const largest = i32x4.splat((cut << 2) + 3);
    const within = i32x4.splat((1 << shift) - 1);
    const scale = f32x4.splat(<f32>used);
    do {
      v128.store(index + at, bucketByCell(at, cells, shift, largest, within, scale, last));
      at += 16;
    } while (at < end);
  } else {
    const scale = f32x4.splat(<f32>(1.0 / (4.0 * <f64>cut + 4.0)));
    const c1 = f32x4.mul(v128.load32_splat(look, LOOK_MAP), f32x4.splat(<f32>(used - 1)));
    const c2 = f32x4.mul(v128.load32_splat(look, LOOK_MAP + 4), f32x4.splat(<f32>(used - 1)));
    const c4 = f32x4.mul(v128.load32_splat(look, LOOK_MAP + 8), f32x4.splat(<f32>(used - 1)));
    const c8 = f32x4.mul(v128.load32_splat(look, LOOK_MAP + 12), f32x4.splat(<f32>(used - 1)));
    do {
      v128.store(index + at, bucketOf(at, scale, c1, c2, c4, c8, last));
      at += 16;
    } while (at < end);
  }
  at = from;
  do {
    overflow = put(load<i32>(index + at), load<i32>(at), counts, slots, stride, overflow);
    at += 4;
  } while (at < end);

  let to = sorted;
  const empty = i32x4.splat(EMPTY);
  let b = 0;
  let slot = slots;
  do {
    let s0 = v128.load(slot);
    let s1 = v128.load(slot + stride);
    let s2 = v128.load(slot + 2 * stride);
    let s3 = v128.load(slot + 3 * stride);
    v128.store(slot, empty);
    v128.store(slot + stride, empty);
    v128.store(slot + 2 * stride, empty);
    v128.store(slot + 3 * stride, empty);
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
    const four = load<u32>(counts + b);
    store<u32>(counts + b, 0);
    v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
    to += (four & 7) << 2;
    v128.store(to, v128.shuffle<i64>(low01, low23, 1, 3));
    to += (four >>> 6) & 28;
    v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2));
    to += (four >>> 14) & 28;
    v128.store(to, v128.shuffle<i64>(high01, high23, 1, 3));
    to += (four >>> 22) & 28;
    b += 4;
    slot += 16;
  } while (b < used);

  const extra = (overflow - overflowAt) >> 2;
  if (extra > 0) {
    if (extra <= 64) insertionSort(overflowAt, extra);
    else if (extra <= (n >> 3)) {
      memory.copy(indexAt, overflowAt, extra << 2);
      radixSort(indexAt, extra, from, overflowAt, <i32>TALLY);
    } else {
      sortWhole(from, n, sorted);
      return;
    }
    mergeOverflow(sorted, n - extra, extra);
  }
}
