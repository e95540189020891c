/**
 * Allocation of arrivals to arms, and their places among the patients of each; twin of ../../draw/randomise.ts. Each arm
 * has room for all of them until all counts are known.
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
  ENROL_CENTRES,
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
  ENROL_THRESHOLDS,
  ENROL_TICKS_AT,
} from '../enrolmentLayout';
import { beginMinimisation, minimise } from './minimise';

/** A whole number from 0 to n − 1 from a word. */
@inline
function below(n: i64, word: u32): i64 {
  return (<i64>word * n) >>> 32;
}

/** Copies the entries, cells and centres of an arm's n patients, n > 0, from its room; `label` as of an entry. */
@inline
function copyArm(room: i32, stride: i32, n: i32, label: i32, celled: bool, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const end = entryAt + (n << 2);
  const cells = cellAt - entryAt;
  const centres = centreAt - entryAt;
  const tag = i32x4.splat(label);
  do {
    v128.store(entryAt, v128.or(v128.load(room), tag));
    v128.store(entryAt + centres, v128.load(room + stride));
    v128.store(entryAt + cells, celled ? i32x4.shl(v128.load(room + stride + stride), 2) : i32x4.splat(0));
    room += 16;
    entryAt += 16;
  } while (entryAt < end);
}

/**
 * Two arms. `blocks`: by permuted blocks, whose places left stand as one 64-bit number by stratum, those of arm 0 below,
 * those of both above; otherwise each arrival for itself. `celled`, `centred`: whether there are several cells, and centres.
 */
@inline
function allocateTwo(table: i32, blocks: bool, celled: bool, centred: bool): void {
  const stride = load<i32>(table, ENROL_STRIDE);
  const n = load<i32>(table, ENROL_PATIENTS);
  let words = load<i32>(table, ENROL_ALLOCATION_AT);
  const ticks = load<i32>(table, ENROL_TICKS_AT) - words;
  const centres = load<i32>(table, ENROL_CENTRE_AT) - words;
  const cells = load<i32>(table, ENROL_CELL_AT) - words;
  const sizes = load<i32>(table, ENROL_SIZES);
  const sizesAt = load<i32>(table, ENROL_SIZES_AT);
  const ofCentre = load<i32>(table, ENROL_STRATA_OF_CENTRE);
  const ofCell = load<i32>(table, ENROL_STRATUM_OF_CELL_AT);
  const left = load<i32>(table, ENROL_LEFT_AT);
  let whole = load<i64>(sizesAt);
  const room = load<i32>(table, ENROL_ARM_ROOM_AT);
  const end = words + (n << 2);
  let to0 = room;
  let to1 = room + 3 * stride;
  do {
    const word = load<u32>(words);
    let centre = 0;
    let cell = 0;
    if (centred) centre = load<i32>(words + centres);
    if (celled) cell = load<i32>(words + cells);
    let first: i32;
    if (blocks) {
      let stratum = left;
      if (centred) stratum += centre * ofCentre << 3;
      if (celled) stratum += load<i32>(ofCell + (cell << 2)) << 3;
      if (sizes > 1) whole = load<i64>(sizesAt + (<i32>below(sizes, load<u32>(words + stride)) << 3));
      const before = load<i64>(stratum);
      const places = select<i64>(whole, before, before < 0x100000000);
      first = <i32>(below(places >>> 32, word) < (places & 0xffffffff));
      store<i64>(stratum, places - 0x100000000 - <i64>first);
    } else first = <i32>(below(whole >>> 32, word) < (whole & 0xffffffff));
    // Arms take places without a branch, which would be guessed wrong for every other patient.
    const to = select<i32>(to0, to1, first);
    store<i32>(to, load<i32>(words + ticks));
    store<i32>(to + stride, centre);
    if (celled) store<i32>(to + stride + stride, cell);
    const step = first << 2;
    to0 += step;
    to1 += 4 - step;
    words += 4;
  } while (words < end);
  const arms = load<i32>(table, ENROL_ARM_PLACES_AT);
  store<i32>(arms, (to0 - room) >> 2, ARM_PLACE_COUNT);
  store<i32>(arms + ARM_PLACE_BYTES, n - ((to0 - room) >> 2), ARM_PLACE_COUNT);
}

/** Any number of arms, by any rule. */
function allocateAny(table: i32, rule: i32): void {
  const arms = load<i32>(table, ENROL_ARMS);
  const row = arms << 2;
  const last = row - 4;
  const stride = load<i32>(table, ENROL_STRIDE);
  let words = load<i32>(table, ENROL_ALLOCATION_AT);
  const ticks = load<i32>(table, ENROL_TICKS_AT) - words;
  const centres = load<i32>(table, ENROL_CENTRE_AT) - words;
  const cells = load<i32>(table, ENROL_CELL_AT) - words;
  const sizes = load<i32>(table, ENROL_SIZES);
  const sizesAt = load<i32>(table, ENROL_SIZES_AT);
  const ofCentre = load<i32>(table, ENROL_STRATA_OF_CENTRE);
  const ofCell = load<i32>(table, ENROL_STRATUM_OF_CELL_AT);
  const left = load<i32>(table, ENROL_LEFT_AT);
  const room = load<i32>(table, ENROL_ARM_ROOM_AT);
  const places = load<i32>(table, ENROL_ARM_PLACES_AT);
  for (let arm = 0; arm < arms; arm++) store<i32>(places + arm * ARM_PLACE_BYTES, 0, ARM_PLACE_COUNT);
  if (rule == ALLOCATION_MINIMISATION) beginMinimisation(table);
  const end = words + (load<i32>(table, ENROL_PATIENTS) << 2);
  do {
    const cell = load<i32>(words + cells);
    const centre = load<i32>(words + centres);
    let arm = 0;
    if (rule == ALLOCATION_MINIMISATION) arm = minimise(table, centre, cell, words, stride);
    else {
      const stratum = left + (centre * ofCentre + load<i32>(ofCell + (cell << 2))) * row;
      let from = sizesAt;
      if (rule == ALLOCATION_BLOCKS) {
        const begun = sizes > 1 ? sizesAt + <i32>below(sizes, load<u32>(words + stride)) * row : sizesAt;
        from = select<i32>(begun, stratum, load<i32>(stratum + last) == 0);
      }
      const place = <i32>below(load<i32>(from + last), load<u32>(words));
      for (let a = 0; a < row; a += 4) {
        const sum = load<i32>(from + a);
        const before = <i32>(place < sum);
        if (rule == ALLOCATION_BLOCKS) store<i32>(stratum + a, sum - before);
        arm += 1 - before;
      }
    }
    const count = places + arm * ARM_PLACE_BYTES;
    const k = load<i32>(count, ARM_PLACE_COUNT);
    store<i32>(count, k + 1, ARM_PLACE_COUNT);
    const to = room + arm * 3 * stride + (k << 2);
    store<i32>(to, load<i32>(words + ticks));
    store<i32>(to + stride, centre);
    store<i32>(to + stride + stride, cell);
    words += 4;
  } while (words < end);
}

/** Allocates all arrivals; writes entry, cell and centre of every patient, and each arm's count and offset. */
export function allocateArms(table: i32, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const arms = load<i32>(table, ENROL_ARMS);
  const rule = load<i32>(table, ENROL_RULE);
  if (rule == ALLOCATION_BLOCKS) memory.fill(load<i32>(table, ENROL_LEFT_AT), 0, (load<i32>(table, ENROL_STRATA) * arms) << 2);
  const celled = load<i32>(table, ENROL_THRESHOLDS) > 0;
  const centred = load<i32>(table, ENROL_CENTRES) > 0;
  if (arms > 2 || rule == ALLOCATION_MINIMISATION) allocateAny(table, rule);
  else if (rule == ALLOCATION_COMPLETE) allocateTwo(table, false, true, true);
  else if (celled) allocateTwo(table, true, true, true);
  else if (centred) allocateTwo(table, true, false, true);
  else allocateTwo(table, true, false, false);
  const stride = load<i32>(table, ENROL_STRIDE);
  let room = load<i32>(table, ENROL_ARM_ROOM_AT);
  let places = load<i32>(table, ENROL_ARM_PLACES_AT);
  let offset = 0;
  for (let arm = 0; arm < arms; arm++) {
    const n = load<i32>(places, ARM_PLACE_COUNT);
    store<i32>(places, offset, ARM_PLACE_OFFSET);
    const label = min(arm, 1);
    if (n > 0) {
      if (celled) copyArm(room, stride, n, label, true, entryAt + offset, cellAt + offset, centreAt + offset);
      else copyArm(room, stride, n, label, false, entryAt + offset, cellAt + offset, centreAt + offset);
    }
    room += 3 * stride;
    offset += ((n + 7) & ~7) << 2;
    places += ARM_PLACE_BYTES;
  }
}
