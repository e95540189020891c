/**
 * Allocation of arrivals to arms, and their places among the patients of each; twin of ../../draw/randomise.ts. Each arm
 * has room for all of them until all counts are known.
 */
import {
  ALLOCATION_BLOCKS,
  ALLOCATION_COMPLETE,
  ALLOCATION_MINIMISATION,
  ALLOCATION_ORDERS,
  ARM_PLACE_BYTES,
  ARM_PLACE_COUNT,
  ARM_PLACE_OFFSET,
  ENROL_ALLOCATION_AT,
  ENROL_ARMS,
  ENROL_ARM_PLACES_AT,
  ENROL_ARM_ROOM_AT,
  ENROL_CELL_AT,
  ENROL_CENTRE_AT,
  ENROL_GUIDED,
  ENROL_GUIDE_AT,
  ENROL_LEFT_AT,
  ENROL_ORDER_AT,
  ENROL_PATIENTS,
  ENROL_RULE,
  ENROL_SHARES_AT,
  ENROL_SHUFFLES_AT,
  ENROL_SIZES,
  ENROL_SIZES_AT,
  ENROL_STRATA,
  ENROL_STRATA_OF_CENTRE,
  ENROL_STRATUM_OF_CELL_AT,
  ENROL_STRIDE,
  ENROL_THRESHOLDS,
  ENROL_TICKS_AT,
  ENROL_UNITS_AT,
} from '../enrolmentLayout';
import { beginMinimisation, minimise } from './minimise';
import { centreAt, findCentres } from './recruitment';

/** A whole number from 0 to n − 1 from a word. */
@inline
function below(n: i64, word: u32): i64 {
  return (<i64>word * n) >>> 32;
}

/** Copies the entries, cells and centres of an arm's n patients, n > 0, from its room; `label` as of an entry. */
@inline
function copyArm(room: i32, stride: i32, n: i32, label: i32, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const end = entryAt + (n << 2);
  const cells = cellAt - entryAt;
  const centres = centreAt - entryAt;
  const tag = i32x4.splat(label);
  do {
    v128.store(entryAt, v128.or(v128.load(room), tag));
    v128.store(entryAt + centres, v128.load(room + stride));
    v128.store(entryAt + cells, v128.load(room + stride + stride));
    room += 16;
    entryAt += 16;
  } while (entryAt < end);
}

/** Parts four numbers: those of arm 0 to address `to0`, those of arm 1 to `to1`, each closed up by its shuffle. */
@inline
function part(four: v128, keep: v128, go: v128, to0: i32, to1: i32): void {
  v128.store(to0, i8x16.swizzle(four, keep));
  v128.store(to1, i8x16.swizzle(four, go));
}

/**
 * Parts the arrivals into the two arms, by bit 0 of the numbers in the place of their words: the first arm's to where it
 * stands for good, the other's to its room. Returns the number of those in the first.
 */
@inline
function partTwo(table: i32, celled: bool, entryAt: i32, cellAt: i32, centreAt: i32): i32 {
  const stride = load<i32>(table, ENROL_STRIDE);
  const n = load<i32>(table, ENROL_PATIENTS);
  let at = load<i32>(table, ENROL_ALLOCATION_AT);
  const ticks = load<i32>(table, ENROL_TICKS_AT) - at;
  const centres = load<i32>(table, ENROL_CENTRE_AT) - at;
  const cells = load<i32>(table, ENROL_CELL_AT) - at;
  const shuffles = load<i32>(table, ENROL_SHUFFLES_AT);
  const end = at + (n << 2);
  // Who fills up the last four goes behind the first arm.
  v128.store(end, i32x4.splat(0));
  let to1 = load<i32>(table, ENROL_ARM_ROOM_AT) + 3 * stride;
  let to0 = entryAt;
  const centres0 = centreAt - entryAt;
  const cells0 = cellAt - entryAt;
  do {
    const arms = i32x4.bitmask(i32x4.shl(v128.load(at), 31));
    const shuffle = shuffles + (arms << 5);
    const keep = v128.load(shuffle);
    const go = v128.load(shuffle, 16);
    part(v128.load(at + ticks), keep, go, to0, to1);
    part(v128.load(at + centres), keep, go, to0 + centres0, to1 + stride);
    if (celled) part(i32x4.shl(v128.load(at + cells), 2), keep, go, to0 + cells0, to1 + stride + stride);
    else v128.store(to0 + cells0, i32x4.splat(0));
    const step = popcnt<i32>(arms) << 2;
    to1 += step;
    to0 += 16 - step;
    at += 16;
  } while (at < end);
  return ((to0 - entryAt) >> 2) - ((at - end) >> 2);
}

/**
 * Two arms. By orders of blocks, what is left of them stands as a number by stratum; by places of blocks, those left stand as
 * one 64-bit number by stratum, those of arm 0 below, those of both above; otherwise each arrival is for itself. The arm is
 * bit 0 of what takes the place of the arrival's word. `guided`: centres are still to be found; `celled`: there may be
 * several cells; `several`: block sizes.
 */
@inline
function allocateTwo(table: i32, rule: i32, guided: bool, celled: bool, several: bool): void {
  const stride = load<i32>(table, ENROL_STRIDE);
  const n = load<i32>(table, ENROL_PATIENTS);
  let words = load<i32>(table, ENROL_ALLOCATION_AT);
  const shares = load<i32>(table, ENROL_SHARES_AT) - words;
  const centres = load<i32>(table, ENROL_CENTRE_AT) - words;
  const cells = load<i32>(table, ENROL_CELL_AT) - words;
  const sizes = load<i32>(table, ENROL_SIZES);
  const sizesAt = load<i32>(table, ENROL_SIZES_AT);
  const ofCentre = load<i32>(table, ENROL_STRATA_OF_CENTRE);
  const ofCell = load<i32>(table, ENROL_STRATUM_OF_CELL_AT);
  const left = load<i32>(table, ENROL_LEFT_AT);
  const guide = load<i32>(table, ENROL_GUIDE_AT);
  const units = load<i32>(table, ENROL_UNITS_AT);
  const inOrder = load<i32>(table, ENROL_ORDER_AT);
  let whole = load<i64>(sizesAt);
  const orders = load<i32>(sizesAt, 4);
  const end = words + (n << 2);
  do {
    const word = load<u32>(words);
    let centre: i32;
    if (guided) {
      centre = centreAt(guide, units, inOrder, load<u32>(words + shares));
      store<i32>(words + centres, centre);
    } else centre = load<i32>(words + centres);
    let stratum = centre * ofCentre;
    if (celled) stratum += load<i32>(ofCell + (load<i32>(words + cells) << 2));
    if (rule == ALLOCATION_ORDERS) {
      stratum = left + (stratum << 2);
      const before = load<i32>(stratum);
      let fresh: i32;
      if (several) {
        const size = sizesAt + (<i32>below(sizes, load<u32>(words + stride)) << 3);
        fresh = load<i32>(load<i32>(size, 4) + (<i32>below(<i64>load<i32>(size), word) << 2));
      } else fresh = load<i32>(orders + word);
      const order = select<i32>(before, fresh, before > 1);
      store<i32>(words, order);
      store<i32>(stratum, order >> 1);
    } else if (rule == ALLOCATION_BLOCKS) {
      stratum = left + (stratum << 3);
      if (several) whole = load<i64>(sizesAt + (<i32>below(sizes, load<u32>(words + stride)) << 3));
      const before = load<i64>(stratum);
      const places = select<i64>(whole, before, before < 0x100000000);
      const first = <i64>(below(places >>> 32, word) < (places & 0xffffffff));
      store<i64>(stratum, places - 0x100000000 - first);
      store<i32>(words, 1 - <i32>first);
    } else store<i32>(words, <i32>(below(whole >>> 32, word) >= (whole & 0xffffffff)));
    words += 4;
  } while (words < end);
}

/** Two arms by orders of blocks. */
function allocateByOrders(table: i32, celled: bool): void {
  if (load<i32>(table, ENROL_SIZES) > 1) {
    if (load<i32>(table, ENROL_GUIDED) != 0) findCentres(table);
    allocateTwo(table, ALLOCATION_ORDERS, false, true, true);
  } else if (load<i32>(table, ENROL_GUIDED) != 0) {
    if (celled) allocateTwo(table, ALLOCATION_ORDERS, true, true, false);
    else allocateTwo(table, ALLOCATION_ORDERS, true, false, false);
  } else if (celled) allocateTwo(table, ALLOCATION_ORDERS, false, true, false);
  else allocateTwo(table, ALLOCATION_ORDERS, false, false, false);
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
    store<i32>(to + stride + stride, cell << 2);
    words += 4;
  } while (words < end);
}

/** Leaves nothing of any stratum's block. */
@inline
function beginBlocks(table: i32, rule: i32, arms: i32): void {
  const left = load<i32>(table, ENROL_LEFT_AT);
  const strata = load<i32>(table, ENROL_STRATA);
  if (rule == ALLOCATION_BLOCKS) memory.fill(left, 0, (strata * arms) << 2);
  else if (rule == ALLOCATION_ORDERS) for (let s = 0; s < strata; s += 4) v128.store(left + (s << 2), i32x4.splat(1));
}

/** Allocates all arrivals; writes entry, cell and centre of every patient, and each arm's count and offset. */
export function allocateArms(table: i32, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const arms = load<i32>(table, ENROL_ARMS);
  const rule = load<i32>(table, ENROL_RULE);
  const celled = load<i32>(table, ENROL_THRESHOLDS) > 0;
  beginBlocks(table, rule, arms);
  const any = arms > 2 || rule == ALLOCATION_MINIMISATION;
  if (rule == ALLOCATION_ORDERS) allocateByOrders(table, celled);
  else {
    if (load<i32>(table, ENROL_GUIDED) != 0) findCentres(table);
    if (any) allocateAny(table, rule);
    else if (rule == ALLOCATION_COMPLETE) allocateTwo(table, ALLOCATION_COMPLETE, false, true, false);
    else if (load<i32>(table, ENROL_SIZES) > 1) allocateTwo(table, ALLOCATION_BLOCKS, false, true, true);
    else allocateTwo(table, ALLOCATION_BLOCKS, false, true, false);
  }
  const stride = load<i32>(table, ENROL_STRIDE);
  let room = load<i32>(table, ENROL_ARM_ROOM_AT);
  let places = load<i32>(table, ENROL_ARM_PLACES_AT);
  if (!any) {
    const n = celled ? partTwo(table, true, entryAt, cellAt, centreAt) : partTwo(table, false, entryAt, cellAt, centreAt);
    store<i32>(places, n, ARM_PLACE_COUNT);
    store<i32>(places + ARM_PLACE_BYTES, load<i32>(table, ENROL_PATIENTS) - n, ARM_PLACE_COUNT);
  }
  let offset = 0;
  for (let arm = 0; arm < arms; arm++) {
    const n = load<i32>(places, ARM_PLACE_COUNT);
    store<i32>(places, offset, ARM_PLACE_OFFSET);
    if (n > 0 && (any || arm > 0))
      copyArm(room, stride, n, min(arm, 1), entryAt + offset, cellAt + offset, centreAt + offset);
    room += 3 * stride;
    offset += ((n + 7) & ~7) << 2;
    places += ARM_PLACE_BYTES;
  }
}
