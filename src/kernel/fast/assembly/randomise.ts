/**
 * Allocation of arrivals to arms, and their places among the patients of each; twin of ../../draw/randomise.ts. An arrival
 * is one record of 64 bits on its way: 4 × tick, centre × 2³², cell × 2⁴⁸. Each arm has room for all of them until all
 * counts are known.
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
  ENROL_RECORDS_AT,
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

/** Makes records of ticks, centres and cells. */
@inline
function pack(table: i32, n: i32): void {
  let ticks = load<i32>(table, ENROL_TICKS_AT);
  const centres = load<i32>(table, ENROL_CENTRE_AT) - ticks;
  const cells = load<i32>(table, ENROL_CELL_AT) - ticks;
  let records = load<i32>(table, ENROL_RECORDS_AT);
  const end = ticks + (n << 2);
  do {
    const entry = i32x4.shl(v128.load(ticks), 2);
    const upper = v128.or(v128.load(ticks + centres), i32x4.shl(v128.load(ticks + cells), 16));
    v128.store(records, v128.shuffle<i32>(entry, upper, 0, 4, 1, 5));
    v128.store(records, v128.shuffle<i32>(entry, upper, 2, 6, 3, 7), 16);
    records += 32;
    ticks += 16;
  } while (ticks < end);
}

/** Takes the records of an arm's n patients, n > 0, apart. */
@inline
function unpack(records: i32, n: i32, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const end = entryAt + (n << 2);
  const cells = cellAt - entryAt;
  const centres = centreAt - entryAt;
  do {
    const low = v128.load(records);
    const high = v128.load(records, 16);
    const upper = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
    v128.store(entryAt, v128.shuffle<i32>(low, high, 0, 2, 4, 6));
    v128.store(entryAt + centres, v128.and(upper, i32x4.splat(0xffff)));
    v128.store(entryAt + cells, i32x4.shl(i32x4.shr_u(upper, 16), 2));
    records += 32;
    entryAt += 16;
  } while (entryAt < end);
}

/**
 * Two arms. `blocks`: by permuted blocks, whose places left stand as one 64-bit number by stratum, those of arm 0 below,
 * those of both above; otherwise each arrival for itself. `byCentre`: centres are the strata, and there is one cell.
 */
@inline
function allocateTwo(table: i32, blocks: bool, byCentre: bool): void {
  const stride = load<i32>(table, ENROL_STRIDE);
  const n = load<i32>(table, ENROL_PATIENTS);
  let words = load<i32>(table, ENROL_ALLOCATION_AT);
  let records = load<i32>(table, ENROL_RECORDS_AT);
  const sizes = load<i32>(table, ENROL_SIZES);
  const sizesAt = load<i32>(table, ENROL_SIZES_AT);
  const ofCentre = load<i32>(table, ENROL_STRATA_OF_CENTRE);
  const ofCell = load<i32>(table, ENROL_STRATUM_OF_CELL_AT);
  const left = load<i32>(table, ENROL_LEFT_AT);
  let whole = load<i64>(sizesAt);
  const room = load<i32>(table, ENROL_ARM_ROOM_AT);
  const end = records + (n << 3);
  let to0 = room;
  let to1 = room + 2 * stride;
  do {
    const record = load<i64>(records);
    const word = load<u32>(words);
    let first: i64;
    if (blocks) {
      let stratum = left;
      if (byCentre) stratum += <i32>(record >>> 32) << 3;
      else {
        const cell = <i32>(record >>> 48);
        stratum += (<i32>((record >>> 32) & 0xffff) * ofCentre + load<i32>(ofCell + (cell << 2))) << 3;
      }
      if (sizes > 1) whole = load<i64>(sizesAt + (<i32>below(sizes, load<u32>(words + stride)) << 3));
      const before = load<i64>(stratum);
      const places = select<i64>(whole, before, before < 0x100000000);
      first = <i64>(below(places >>> 32, word) < (places & 0xffffffff));
      store<i64>(stratum, places - 0x100000000 - first);
    } else first = <i64>(below(whole >>> 32, word) < (whole & 0xffffffff));
    // Arms take places without a branch, which would be guessed wrong for every other patient.
    store<i64>(select<i32>(to0, to1, <i32>first), record | (first ^ 1));
    const step = <i32>first << 3;
    to0 += step;
    to1 += 8 - step;
    records += 8;
    words += 4;
  } while (records < end);
  const arms = load<i32>(table, ENROL_ARM_PLACES_AT);
  store<i32>(arms, (to0 - room) >> 3, ARM_PLACE_COUNT);
  store<i32>(arms + ARM_PLACE_BYTES, n - ((to0 - room) >> 3), ARM_PLACE_COUNT);
}

/** Any number of arms, by any rule. */
function allocateAny(table: i32, rule: i32): void {
  const arms = load<i32>(table, ENROL_ARMS);
  const row = arms << 2;
  const last = row - 4;
  const stride = load<i32>(table, ENROL_STRIDE);
  let words = load<i32>(table, ENROL_ALLOCATION_AT);
  let records = load<i32>(table, ENROL_RECORDS_AT);
  const sizes = load<i32>(table, ENROL_SIZES);
  const sizesAt = load<i32>(table, ENROL_SIZES_AT);
  const ofCentre = load<i32>(table, ENROL_STRATA_OF_CENTRE);
  const ofCell = load<i32>(table, ENROL_STRATUM_OF_CELL_AT);
  const left = load<i32>(table, ENROL_LEFT_AT);
  const room = load<i32>(table, ENROL_ARM_ROOM_AT);
  const places = load<i32>(table, ENROL_ARM_PLACES_AT);
  for (let arm = 0; arm < arms; arm++) store<i32>(places + arm * ARM_PLACE_BYTES, 0, ARM_PLACE_COUNT);
  if (rule == ALLOCATION_MINIMISATION) beginMinimisation(table);
  const end = records + (load<i32>(table, ENROL_PATIENTS) << 3);
  do {
    const record = load<i64>(records);
    const cell = <i32>(record >>> 48);
    const centre = <i32>((record >>> 32) & 0xffff);
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
    store<i64>(room + arm * 2 * stride + (k << 3), record | <i64>(arm > 0));
    records += 8;
    words += 4;
  } while (records < end);
}

/** Allocates all arrivals; writes entry, cell and centre of every patient, and each arm's count and offset. */
export function allocateArms(table: i32, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const arms = load<i32>(table, ENROL_ARMS);
  const rule = load<i32>(table, ENROL_RULE);
  pack(table, load<i32>(table, ENROL_PATIENTS));
  if (rule == ALLOCATION_BLOCKS) memory.fill(load<i32>(table, ENROL_LEFT_AT), 0, (load<i32>(table, ENROL_STRATA) * arms) << 2);
  const byCentre = load<i32>(table, ENROL_STRATA_OF_CENTRE) == 1 && load<i32>(table, ENROL_THRESHOLDS) == 0;
  if (arms > 2 || rule == ALLOCATION_MINIMISATION) allocateAny(table, rule);
  else if (rule == ALLOCATION_COMPLETE) allocateTwo(table, false, false);
  else if (byCentre) allocateTwo(table, true, true);
  else allocateTwo(table, true, false);
  const stride = load<i32>(table, ENROL_STRIDE);
  let room = load<i32>(table, ENROL_ARM_ROOM_AT);
  let places = load<i32>(table, ENROL_ARM_PLACES_AT);
  let offset = 0;
  for (let arm = 0; arm < arms; arm++) {
    const n = load<i32>(places, ARM_PLACE_COUNT);
    store<i32>(places, offset, ARM_PLACE_OFFSET);
    if (n > 0) unpack(room, n, entryAt + offset, cellAt + offset, centreAt + offset);
    room += 2 * stride;
    offset += ((n + 7) & ~7) << 2;
    places += ARM_PLACE_BYTES;
  }
}
