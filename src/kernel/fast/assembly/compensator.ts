/** Compensators of the event counts; twin of ../../look/compensator.ts. */
import {
  ARM0,
  ARM_BYTES,
  ARM_HAZARDS,
  ARM_HAZARD_INCREMENTS,
  ARM_HAZARD_STARTS,
  ARM_MULTIPLIERS,
  ARM_OFFSET,
  ARM_SIZE,
  ROW_COMPENSATOR0,
  ROW_COMPENSATOR1,
  ROW_ENROLLED0,
  ROW_ENROLLED1,
  TRIAL,
  TRIAL_CELLS,
} from '../layout';
import { cellAt, codesAt, entryAt, trueExitAt } from './arrays';

/** Σ max(0, latest − key) over n codes from address `at`: whole ticks, so exact in any order. */
function beyond(at: i32, n: i32, latest: i32): i64 {
  const limit = i32x4.splat(latest);
  const zero = i32x4.splat(0);
  let sums = i64x2.splat(0);
  const vectors = at + ((n >> 2) << 4);
  const end = at + (n << 2);
  while (at < vectors) {
    const ticks = i32x4.max_s(i32x4.sub(limit, i32x4.shr_s(v128.load(at), 2)), zero);
    sums = i64x2.add(sums, i64x2.add(i64x2.extend_low_i32x4_u(ticks), i64x2.extend_high_i32x4_u(ticks)));
    at += 16;
  }
  let sum = i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1);
  while (at < end) {
    sum += <i64>max(latest - (load<i32>(at) >> 2), 0);
    at += 4;
  }
  return sum;
}

function ofArm(arm: i32, at: i32, n: i32, cut: i32): f64 {
  const pieces = load<i32>(arm, ARM_HAZARDS);
  let total: f64 = 0;
  for (let j = 0; j < pieces; j++) {
    const start = load<i32>(arm + (j << 2), ARM_HAZARD_STARTS);
    total += load<f64>(arm + (j << 3), ARM_HAZARD_INCREMENTS) * <f64>beyond(at, n, cut - start);
  }
  return load<f64>(load<i32>(arm, ARM_MULTIPLIERS)) * total;
}

/** Σ max(0, time on study by `cut` − start) over the patients of a cell (4 × its index) who have entered. */
function beyondInCell(arm: i32, cell: i32, start: i32, cut: i32): i64 {
  const own = i32x4.splat(cell);
  const cuts = i32x4.splat(cut);
  const starts = i32x4.splat(start);
  const zero = i32x4.splat(0);
  let sums = i64x2.splat(0);
  const from = load<i32>(arm, ARM_OFFSET);
  const end = from + (load<i32>(arm, ARM_SIZE) << 2);
  for (let at = from; at < end; at += 16) {
    const left = i32x4.min_s(i32x4.shr_s(v128.load(trueExitAt + at), 2), cuts);
    const u = i32x4.sub(i32x4.sub(left, i32x4.shr_s(v128.load(entryAt + at), 2)), starts);
    const ticks = v128.and(i32x4.max_s(u, zero), i32x4.eq(v128.load(cellAt + at), own));
    sums = i64x2.add(sums, i64x2.add(i64x2.extend_low_i32x4_u(ticks), i64x2.extend_high_i32x4_u(ticks)));
  }
  return i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1);
}

function ofCells(arm: i32, cut: i32): f64 {
  const pieces = load<i32>(arm, ARM_HAZARDS);
  const cells = load<i32>(TRIAL, TRIAL_CELLS);
  let total: f64 = 0;
  for (let c = 0; c < cells; c++) {
    let hazard: f64 = 0;
    for (let j = 0; j < pieces; j++) {
      const start = load<i32>(arm + (j << 2), ARM_HAZARD_STARTS);
      hazard += load<f64>(arm + (j << 3), ARM_HAZARD_INCREMENTS) * <f64>beyondInCell(arm, c << 2, start, cut);
    }
    total += load<f64>(load<i32>(arm, ARM_MULTIPLIERS) + (c << 3)) * hazard;
  }
  return total;
}

/** The compensators of the first two arms at `cut` into `row`, from entries and exits. */
export function findCompensatorsOfCells(cut: i32, row: i32): void {
  store<f64>(row, ofCells(ARM0, cut), ROW_COMPENSATOR0);
  store<f64>(row, ofCells(ARM0 + ARM_BYTES, cut), ROW_COMPENSATOR1);
}

/**
 * The same from the codes before they are sorted, in a trial of two arms of patients who are alike; the row's enrolled counts
 * are set, and the control's codes come first.
 */
export function findCompensators(cut: i32, row: i32): void {
  const n0 = load<i32>(row >> 1, ROW_ENROLLED0);
  store<f64>(row, ofArm(ARM0, codesAt, n0, cut), ROW_COMPENSATOR0);
  store<f64>(row, ofArm(ARM0 + ARM_BYTES, codesAt + (n0 << 2), load<i32>(row >> 1, ROW_ENROLLED1), cut), ROW_COMPENSATOR1);
}
