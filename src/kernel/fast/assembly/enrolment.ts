/** Enrolment of a randomised trial; twin of ../../draw/enrolment.ts. */
import {
  ALLOCATION_ORDERS,
  ENROL_ALLOCATION_AT,
  ENROL_CELL_AT,
  ENROL_CENTRES,
  ENROL_FRAILTY,
  ENROL_PATIENTS,
  ENROL_PATTERN,
  ENROL_RULE,
  ENROL_SEEDS_AT,
  ENROL_SIZES_AT,
  ENROL_STRIDE,
  ENROL_THRESHOLDS,
  ENROL_THRESHOLDS_AT,
  ENROL_WORDS,
  FRAILTY_NONE,
  PATTERN_CENTRES,
} from '../enrolmentLayout';
import { SEED_ARM_BYTES } from '../layout';
import { drawArrivals } from './arrivals';
import { drawFrailty } from './drawFrailty';
import { fillBelow, fillWords } from './laneWords';
import { allocateArms } from './randomise';
import { recruit, spread } from './recruitment';
import { seedStreams } from './seed';

/** Halves of ARRIVAL_STREAM, RATE_STREAM and TRAIT_STREAM; ALLOCATION_STREAM and FRAILTY_STREAM are behind the first two. */
const ARRIVAL_PAIR: i32 = 0x3800;
const RATE_PAIR: i32 = 0x3801;
const TRAIT_PAIR: i32 = 0x2000;

/** Turns the words of cells into cells: the number of thresholds up to each. */
function findCells(at: i32, n: i32, thresholds: i32, count: i32): void {
  const end = at + (n << 2);
  const last = thresholds + (count << 2);
  do {
    const word = v128.load(at);
    let cell = i32x4.splat(0);
    let threshold = thresholds;
    do {
      cell = i32x4.sub(cell, i32x4.ge_u(word, v128.load32_splat(threshold)));
      threshold += 4;
    } while (threshold < last);
    v128.store(at, cell);
    at += 16;
  } while (at < end);
}

/**
 * Enrols the arrivals of a replicate by the plan's table (../enrolmentLayout.ts). Arrays of i32 from the three addresses
 * on: entry = 4 × tick + (arm > 0), 4 × cell, and centre, arm after arm, each beginning at a multiple of 8 patients.
 */
export function enrolArrivals(table: i32, replicate: f64, entryAt: i32, cellAt: i32, centreAt: i32): void {
  const n = load<i32>(table, ENROL_PATIENTS);
  const seeds = load<i32>(table, ENROL_SEEDS_AT);
  const more = seeds + 2 * SEED_ARM_BYTES;
  const thresholds = load<i32>(table, ENROL_THRESHOLDS);
  const centres = load<i32>(table, ENROL_CENTRES);
  const stride = load<i32>(table, ENROL_STRIDE);
  seedStreams(seeds, replicate, ARRIVAL_PAIR);
  if (thresholds > 0) {
    seedStreams(more, replicate, TRAIT_PAIR);
    const cells = load<i32>(table, ENROL_CELL_AT);
    fillWords(more, n, 1, cells, stride);
    findCells(cells, n, load<i32>(table, ENROL_THRESHOLDS_AT), thresholds);
  }
  if (centres > 0) seedStreams(more, replicate, RATE_PAIR);
  if (load<i32>(table, ENROL_PATTERN) == PATTERN_CENTRES) recruit(table, more);
  else {
    drawArrivals(table);
    if (centres > 0) spread(table, more);
  }
  const words = load<i32>(table, ENROL_WORDS);
  const allocation = load<i32>(table, ENROL_ALLOCATION_AT);
  if (load<i32>(table, ENROL_RULE) == ALLOCATION_ORDERS && words == 1)
    fillBelow(seeds + SEED_ARM_BYTES, n, load<i32>(load<i32>(table, ENROL_SIZES_AT)), allocation);
  else if (words == 1) fillWords(seeds + SEED_ARM_BYTES, n, 1, allocation, stride);
  else fillWords(seeds + SEED_ARM_BYTES, n, words, allocation, stride);
  allocateArms(table, entryAt, cellAt, centreAt);
  if (load<i32>(table, ENROL_FRAILTY) != FRAILTY_NONE) drawFrailty(table, more + SEED_ARM_BYTES);
}
