/**
 * The arrays of one replicate in linear memory, i32 each. Arm 1 starts at a multiple of 8 patients; the places between
 * an arm's last patient and the next multiple of 8 hold patients who never enter, so that loops of 4 or 8 need no tail.
 */
import {
  ARM0,
  ARM1,
  ARM_OFFSET,
  ARM_SIZE,
  ARRAYS,
  ARRAY_ENTRY,
  ARRAY_EXIT,
  ARRAY_SORTED,
  HEAP,
} from '../layout';

/** Byte addresses; `places` counts patients with the padding of both arms. */
export let entryAt: i32 = 0;
export let exitAt: i32 = 0;
export let codesAt: i32 = 0;
export let indexAt: i32 = 0;
export let sortedAt: i32 = 0;
export let countsAt: i32 = 0;
export let slotsAt: i32 = 0;
export let overflowAt: i32 = 0;
/** Six columns of the risk table and the bytes of each (riskTable.ts). */
export let riskAt: i32 = 0;
export let riskStride: i32 = 0;
/** f64 1/1, 1/2, … */
export let inversesAt: i32 = 0;
export let places: i32 = 0;
export let buckets: i32 = 0;
/** Bytes between the first and the second slot of a bucket. */
export let slotStride: i32 = 0;

/** Where the next table of a plan goes. */
let free: i32 = 0;

function growTo(end: i32): void {
  const pages = (end + 65535) >>> 16;
  if (<i32>memory.size() < pages) memory.grow(pages - <i32>memory.size());
}

/**
 * Room for `bytes` bytes behind the arrays, at a whole cache line and all zero; it lasts until the next `reserve`. Grows
 * memory.
 */
export function allocate(bytes: i32): i32 {
  const at = free;
  free = (at + bytes + 63) & ~63;
  growTo(free);
  memory.fill(at, 0, bytes);
  return at;
}

/** A value that comes after every code, entry and (dropout) exit. */
export const EMPTY: i32 = 0x7ffffffe;

/** Lay the arrays out for arms of n0 and n1 patients; grows memory. */
export function reserve(n0: i32, n1: i32): void {
  const places0 = (n0 + 7) & ~7;
  const places1 = (n1 + 7) & ~7;
  places = places0 + places1;
  store<i32>(ARM0 + ARM_SIZE, n0);
  store<i32>(ARM0 + ARM_OFFSET, 0);
  store<i32>(ARM1 + ARM_SIZE, n1);
  store<i32>(ARM1 + ARM_OFFSET, places0 << 2);
  const n = n0 + n1;
  // There are a quarter more buckets than patients, a multiple of 4.
  buckets = (n + (n >> 2) + 8) & ~3;
  slotStride = (buckets << 2) + 64;
  const bytes = (places << 2) + 128;
  entryAt = HEAP;
  exitAt = entryAt + bytes;
  codesAt = exitAt + bytes;
  indexAt = codesAt + bytes;
  sortedAt = indexAt + bytes;
  overflowAt = sortedAt + bytes;
  countsAt = overflowAt + bytes;
  slotsAt = (countsAt + buckets + 127) & ~63;
  inversesAt = (slotsAt + (slotStride << 2) + 127) & ~63;
  riskAt = (inversesAt + (n << 3) + 191) & ~63;
  riskStride = bytes;
  free = (riskAt + 6 * bytes + 63) & ~63;
  growTo(free);
  for (let k = 0; k < n + 8; k++) store<f64>(inversesAt + (k << 3), 1.0 / <f64>(k + 1));
  memory.fill(countsAt, 0, buckets + 16);
  const empty = i32x4.splat(EMPTY);
  let at = slotsAt;
  do {
    v128.store(at, empty);
    at += 16;
  } while (at < inversesAt - 64);
  store<i32>(ARRAYS + ARRAY_ENTRY, entryAt);
  store<i32>(ARRAYS + ARRAY_EXIT, exitAt);
  store<i32>(ARRAYS + ARRAY_SORTED, sortedAt);
}

/** Empties the places behind the last patient of arm `arm` (its parameter block). */
export function pad(arm: i32): void {
  const n = load<i32>(arm + ARM_SIZE);
  const rest = ((n + 7) & ~7) - n;
  let at = load<i32>(arm + ARM_OFFSET) + (n << 2);
  for (let k = 0; k < rest; k++) {
    store<i32>(entryAt + at, EMPTY);
    store<i32>(exitAt + at, EMPTY);
    at += 4;
  }
}
