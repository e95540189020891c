/**
 * The arrays of one replicate in linear memory, i32 each, arm after arm. Each arm starts at a multiple of 8 patients; the
 * places between an arm's last patient and the next multiple of 8 hold patients who never enter, so that loops of 4 or 8
 * need no tail.
 */
import {
  ARM0,
  ARM_BYTES,
  ARM_OFFSET,
  ARM_SIZE,
  ARRAYS,
  ARRAY_CELL,
  ARRAY_CENTRE,
  ARRAY_ENTRY,
  ARRAY_EXIT,
  ARRAY_FIXED,
  ARRAY_KNOWN,
  ARRAY_PLACES,
  ARRAY_SORTED,
  ARRAY_TRAITS,
  ARRAY_TRAIT_COLUMNS,
  ARRAY_TRAIT_STRIDE,
  ENTRY,
  HEAP,
  TRIAL,
  TRIAL_ARMS,
} from '../layout';
import { NEVER } from './ticks';

/** Byte addresses; `places` counts patients with the padding of all arms. */
export let entryAt: i32 = 0;
/** Entries that are the same in every replicate. */
export let fixedAt: i32 = 0;
export let exitAt: i32 = 0;
/** Exits as they happen; the same array without scans. */
export let trueExitAt: i32 = 0;
/** Per patient 4 × the cell, the centre, and the code at a cut. */
export let cellAt: i32 = 0;
export let centreAt: i32 = 0;
export let knownAt: i32 = 0;
/** Ticks on study of the second treatment's start, NEVER without one; and 1 where the event is a death. */
export let startAt: i32 = 0;
export let deathAt: i32 = 0;
export let codesAt: i32 = 0;
export let indexAt: i32 = 0;
export let sortedAt: i32 = 0;
/** Sorted codes of a comparison other than that of everybody. */
export let strataAt: i32 = 0;
export let countsAt: i32 = 0;
export let slotsAt: i32 = 0;
export let overflowAt: i32 = 0;
/** Six columns of the risk table and the bytes of each (riskTable.ts). */
export let riskAt: i32 = 0;
export let riskStride: i32 = 0;
/** f64 1/1, 1/2, … */
export let inversesAt: i32 = 0;
/** f32 of each patient: lag in quanta, multiplier of the hazard, ratio of the own step at the event; and f32 columns, `floatStride` bytes each. */
export let lagAt: i32 = 0;
export let multiplierAt: i32 = 0;
export let ratioAtEventAt: i32 = 0;
export let primedAt: i32 = 0;
export let traitsAt: i32 = 0;
export let floatStride: i32 = 0;
/** The word that names a patient's scans. */
export let scanWordAt: i32 = 0;
/**
 * Columns that the search of scans and the draw of what follows the first event work in: ticks, words, the scans found, addresses of codes and a list of vectors. They are the
 * arrays of later stages.
 */
export let ticksAt: i32 = 0;
export let wordsAt: i32 = 0;
export let scansAt: i32 = 0;
export let soughtAt: i32 = 0;
export let listAt: i32 = 0;
/** Codes were progression known at once. */
export let trueKnownAt: i32 = 0;
/** Exits by death or dropout, where anything follows the first event. */
export let survivalExitAt: i32 = 0;
/** Address of the entry law of the arm that is drawn. */
export let entryLaw: i32 = ENTRY;
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

/** Bytes that a segment of codes takes beyond its codes: up to a whole vector, and places behind the last. */
export const SEGMENT_ROOM: i32 = 64;

/** A value that comes after every code, entry and (dropout) exit. */
export const EMPTY: i32 = 0x7ffffffe;

/**
 * Lays the arrays out for `n` patients in as many arms as the trial has, compared in up to `segments` strata at a time;
 * grows memory.
 */
export function reserve(n: i32, segments: i32): void {
  const most = n + 8 * load<i32>(TRIAL, TRIAL_ARMS);
  // There are a quarter more buckets than patients, a multiple of 4.
  buckets = (n + (n >> 2) + 8) & ~3;
  slotStride = (buckets << 2) + 64;
  const bytes = (most << 2) + 128;
  // Segments begin at whole vectors, with room behind each.
  const codeBytes = bytes + (segments - 1) * SEGMENT_ROOM;
  entryAt = HEAP;
  fixedAt = entryAt + bytes;
  exitAt = fixedAt + bytes;
  trueExitAt = exitAt;
  cellAt = exitAt + bytes;
  centreAt = cellAt + bytes;
  knownAt = centreAt + bytes;
  startAt = knownAt + bytes;
  deathAt = startAt + bytes;
  codesAt = deathAt + bytes;
  indexAt = codesAt + codeBytes;
  sortedAt = indexAt + bytes;
  strataAt = sortedAt + bytes;
  overflowAt = strataAt + codeBytes;
  countsAt = overflowAt + bytes;
  slotsAt = (countsAt + buckets + 127) & ~63;
  inversesAt = (slotsAt + (slotStride << 2) + 127) & ~63;
  riskAt = (inversesAt + (n << 3) + 191) & ~63;
  riskStride = bytes;
  ticksAt = codesAt;
  wordsAt = indexAt;
  scansAt = sortedAt;
  soughtAt = strataAt;
  listAt = overflowAt;
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
  memory.fill(cellAt, 0, 2 * bytes);
  memory.fill(deathAt, 0, bytes);
  for (let k = 0; k < bytes; k += 4) store<i32>(startAt + k, NEVER);
  store<i32>(ARRAYS + ARRAY_ENTRY, entryAt);
  store<i32>(ARRAYS + ARRAY_FIXED, fixedAt);
  store<i32>(ARRAYS + ARRAY_CELL, cellAt);
  store<i32>(ARRAYS + ARRAY_CENTRE, centreAt);
  store<i32>(ARRAYS + ARRAY_KNOWN, knownAt);
  store<i32>(ARRAYS + ARRAY_EXIT, exitAt);
  store<i32>(ARRAYS + ARRAY_SORTED, sortedAt);
  store<i32>(ARRAYS + ARRAY_TRAIT_COLUMNS, 0);
}

/** Sets the entry law of the arm that is drawn next. */
export function enterBy(law: i32): void {
  entryLaw = law;
}

/**
 * Lays out, after `reserve`, what patients have of their own: lags, multipliers, and columns of primed ratios and of covariates.
 */
export function reserveOwn(primed: i32, covariates: i32): void {
  floatStride = riskStride;
  lagAt = allocate(floatStride);
  multiplierAt = allocate(floatStride);
  ratioAtEventAt = allocate(floatStride);
  primedAt = allocate(floatStride * max(1, primed));
  traitsAt = allocate(floatStride * max(1, covariates));
  store<i32>(ARRAYS + ARRAY_TRAITS, traitsAt);
  store<i32>(ARRAYS + ARRAY_TRAIT_STRIDE, floatStride);
  store<i32>(ARRAYS + ARRAY_TRAIT_COLUMNS, covariates);
}

/** Lays out, after `reserve`, what scans need: exits as they happen and as they are known, and codes of both. */
export function reserveScans(): void {
  trueExitAt = allocate(riskStride);
  scanWordAt = allocate(riskStride);
  trueKnownAt = allocate(riskStride);
}

/** Lays out, after `reserve`, exits of the whole course; returns their address. */
export function reserveCourses(): i32 {
  survivalExitAt = allocate(riskStride);
  return survivalExitAt;
}

/** Gives the arms their places one behind the other, as many as their patients need. */
export function placeArms(): void {
  let at = 0;
  const end = ARM0 + load<i32>(TRIAL, TRIAL_ARMS) * ARM_BYTES;
  for (let arm = ARM0; arm < end; arm += ARM_BYTES) {
    store<i32>(arm, at, ARM_OFFSET);
    at += ((load<i32>(arm, ARM_SIZE) + 7) & ~7) << 2;
  }
  places = at >> 2;
  store<i32>(ARRAYS + ARRAY_PLACES, places);
}

/** Empties the places behind the last patient of arm `arm` (its parameter block). */
export function pad(arm: i32): void {
  const n = load<i32>(arm + ARM_SIZE);
  const rest = ((n + 7) & ~7) - n;
  let at = load<i32>(arm + ARM_OFFSET) + (n << 2);
  for (let k = 0; k < rest; k++) {
    store<i32>(entryAt + at, EMPTY);
    store<i32>(exitAt + at, EMPTY);
    store<i32>(trueExitAt + at, EMPTY);
    store<i32>(cellAt + at, 0);
    store<i32>(centreAt + at, 0);
    at += 4;
  }
}
