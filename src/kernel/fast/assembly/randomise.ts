/**
 * Allocation of arrivals to arms, and their places among the patients of each; twin of ../../draw/randomise.ts. Arm 0's
 * patients go where they belong, those of the other arms to room of their own until all counts are known.
 */
import {
  ALLOCATION_BLOCKS,
  ALLOCATION_COMPLETE,
  ALLOCATION_MINIMISATION,
  ARM_PLACE_BYTES,
  ARM_PLACE_COUNT,
  ARM_PLACE_OFFSET,
  ENROL_ALLOCATION_AT,
  ENROL_ARMS,
  ENROL_ARM_PLACES_AT,
  ENROL_ARM_ROOM_AT,
  ENROL_CELL_AT,
  ENROL_CENTRE_AT,
  ENROL_LEFT_AT,
  ENROL_PATIENTS,
  ENROL_RULE,
  ENROL_SIZES,
  ENROL_SIZES_AT,
  ENROL_STRATA,
  ENROL_STRATA_OF_CENTRE,
  ENROL_STRATUM_OF_CELL_AT,
  ENROL_STRIDE,
  ENROL_TICKS_AT,
} from '../enrolmentLayout';
import { beginMinimisation, minimise } from './minimise';

/** A whole number from 0 to n − 1 from a word. */
@inline
function below(n: i64, word: u32): i64 {
  return (<i64>word * n) >>> 32;
}

/** Copies n values, by fours, which may be beyond the last by three. */
@inline
function copy(from: i32, to: i32, n: i32): void {
  const end = to + (n << 2);
  while (to < end) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
}

/**
 * Two arms. `blocks`: by permuted blocks, whose places left stand as one 64-bit number by stratum, those of arm 0 below,
 * those of both above; otherwise each arrival for itself.
 */
@inline
function allocateTwo(table: i32, blocks: bool, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const stride = load<i32>(table, ENROL_STRIDE);
  const ticks = load<i32>(table, ENROL_TICKS_AT);
  const cells = load<i32>(table, ENROL_CELL_AT) - ticks;
  const centres = load<i32>(table, ENROL_CENTRE_AT) - ticks;
  const words = load<i32>(table, ENROL_ALLOCATION_AT) - ticks;
  const sizes = load<i32>(table, ENROL_SIZES);
  const sizesAt = load<i32>(table, ENROL_SIZES_AT);
  const ofCentre = load<i32>(table, ENROL_STRATA_OF_CENTRE);
  const ofCell = load<i32>(table, ENROL_STRATUM_OF_CELL_AT);
  const left = load<i32>(table, ENROL_LEFT_AT);
  const several = sizes > 1;
  let whole = load<i64>(sizesAt);
  const entry1 = load<i32>(table, ENROL_ARM_ROOM_AT);
  const cell1 = entry1 + stride;
  const centre1 = cell1 + stride;
  const end = ticks + (load<i32>(table, ENROL_PATIENTS) << 2);
  let ones = 0;
  let at = ticks;
  do {
    const cell = load<i32>(cells + at);
    const centre = load<i32>(centres + at);
    const word = load<u32>(words + at);
    let first: bool;
    if (blocks) {
      const stratum = left + ((centre * ofCentre + load<i32>(ofCell + (cell << 2))) << 3);
      if (several) whole = load<i64>(sizesAt + (<i32>below(sizes, load<u32>(words + stride + at)) << 3));
      let places = load<i64>(stratum);
      places = places >>> 32 == 0 ? whole : places;
      const place = below(places >>> 32, word);
      first = place < (places & 0xffffffff);
      store<i64>(stratum, places - (0x100000000 + <i64>first));
    } else first = below(whole >>> 32, word) < (whole & 0xffffffff);
    const zeros = at - ticks - ones;
    store<i32>((first ? entryAt + zeros : entry1 + ones), (load<i32>(at) << 2) | (first ? 0 : 1));
    store<i32>((first ? cellAt + zeros : cell1 + ones), cell);
    store<i32>((first ? centreAt + zeros : centre1 + ones), centre);
    ones += first ? 0 : 4;
    at += 4;
  } while (at < end);
  const arms = load<i32>(table, ENROL_ARM_PLACES_AT);
  store<i32>(arms, (end - ticks - ones) >> 2, ARM_PLACE_COUNT);
  store<i32>(arms + ARM_PLACE_BYTES, ones >> 2, ARM_PLACE_COUNT);
}

/** Any number of arms, by any rule. */
function allocateAny(table: i32, rule: i32, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const arms = load<i32>(table, ENROL_ARMS);
  const row = arms << 2;
  const last = row - 4;
  const stride = load<i32>(table, ENROL_STRIDE);
  const ticks = load<i32>(table, ENROL_TICKS_AT);
  const cells = load<i32>(table, ENROL_CELL_AT) - ticks;
  const centres = load<i32>(table, ENROL_CENTRE_AT) - ticks;
  const words = load<i32>(table, ENROL_ALLOCATION_AT) - ticks;
  const sizes = load<i32>(table, ENROL_SIZES);
  const sizesAt = load<i32>(table, ENROL_SIZES_AT);
  const ofCentre = load<i32>(table, ENROL_STRATA_OF_CENTRE);
  const ofCell = load<i32>(table, ENROL_STRATUM_OF_CELL_AT);
  const left = load<i32>(table, ENROL_LEFT_AT);
  const room = load<i32>(table, ENROL_ARM_ROOM_AT);
  const places = load<i32>(table, ENROL_ARM_PLACES_AT);
  for (let arm = 0; arm < arms; arm++) store<i32>(places + arm * ARM_PLACE_BYTES, 0, ARM_PLACE_COUNT);
  if (rule == ALLOCATION_MINIMISATION) beginMinimisation(table);
  const end = ticks + (load<i32>(table, ENROL_PATIENTS) << 2);
  let at = ticks;
  do {
    const cell = load<i32>(cells + at);
    const centre = load<i32>(centres + at);
    let arm = 0;
    if (rule == ALLOCATION_MINIMISATION) arm = minimise(table, centre, cell, words + at, stride);
    else {
      const stratum = left + (centre * ofCentre + load<i32>(ofCell + (cell << 2))) * row;
      let from = sizesAt;
      if (rule == ALLOCATION_BLOCKS) {
        const begun = sizes > 1 ? sizesAt + <i32>below(sizes, load<u32>(words + stride + at)) * row : sizesAt;
        from = load<i32>(stratum + last) == 0 ? begun : stratum;
      }
      const place = <i32>below(load<i32>(from + last), load<u32>(words + at));
      for (let a = 0; a < row; a += 4) {
        const sum = load<i32>(from + a);
        const before = place < sum ? 1 : 0;
        if (rule == ALLOCATION_BLOCKS) store<i32>(stratum + a, sum - before);
        arm += 1 - before;
      }
    }
    const count = places + arm * ARM_PLACE_BYTES;
    const k = load<i32>(count, ARM_PLACE_COUNT);
    store<i32>(count, k + 1, ARM_PLACE_COUNT);
    const own = room + (arm - 1) * 3 * stride;
    store<i32>((arm == 0 ? entryAt : own) + (k << 2), (load<i32>(at) << 2) | (arm > 0 ? 1 : 0));
    store<i32>((arm == 0 ? cellAt : own + stride) + (k << 2), cell);
    store<i32>((arm == 0 ? centreAt : own + 2 * stride) + (k << 2), centre);
    at += 4;
  } while (at < end);
}

/** Allocates all arrivals; writes entry, cell and centre of every patient, and each arm's count and offset. */
export function allocateArms(table: i32, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const arms = load<i32>(table, ENROL_ARMS);
  const rule = load<i32>(table, ENROL_RULE);
  if (rule == ALLOCATION_BLOCKS) memory.fill(load<i32>(table, ENROL_LEFT_AT), 0, (load<i32>(table, ENROL_STRATA) * arms) << 2);
  if (arms == 2 && rule == ALLOCATION_BLOCKS) allocateTwo(table, true, entryAt, cellAt, centreAt);
  else if (arms == 2 && rule == ALLOCATION_COMPLETE) allocateTwo(table, false, entryAt, cellAt, centreAt);
  else allocateAny(table, rule, entryAt, cellAt, centreAt);
  const stride = load<i32>(table, ENROL_STRIDE);
  let room = load<i32>(table, ENROL_ARM_ROOM_AT);
  let places = load<i32>(table, ENROL_ARM_PLACES_AT);
  let offset = 0;
  for (let arm = 0; arm < arms; arm++) {
    const n = load<i32>(places, ARM_PLACE_COUNT);
    store<i32>(places, offset, ARM_PLACE_OFFSET);
    if (arm > 0) {
      copy(room, entryAt + offset, n);
      copy(room + stride, cellAt + offset, n);
      copy(room + 2 * stride, centreAt + offset, n);
      room += 3 * stride;
    }
    offset += ((n + 7) & ~7) << 2;
    places += ARM_PLACE_BYTES;
  }
}
