/** Compensators of the event counts; twin of ../../look/compensator.ts. */
import {
  ARM0,
  ARM_BYTES,
  ARM_CLOSED,
  ARM_HAZARDS,
  ARM_HAZARD_INCREMENTS,
  ARM_HAZARD_STARTS,
  ARM_MULTIPLIED,
  ARM_MULTIPLIERS,
  ARM_OFFSET,
  ARM_SINGLE,
  ARM_SINGLE_MULTIPLIERS,
  ARM_SIZE,
  DOUBLES,
  ENTRY,
  ENTRY_FOLLOW_UP,
  INTEGERS,
  ROW_COMPENSATOR,
  ROW_ENROLLED,
  ROW_TRUE_EVENTS,
  TRIAL,
  TRIAL_ARMS,
  TRIAL_CELLS,
  TRIAL_SCANNED,
} from '../layout';
import {
  CLOCK_TIME,
  OWN_CLOCK,
  OWN_CUMULATIVE,
  OWN_CURE,
  OWN_DURATION,
  OWN_ONSET,
  OWN_PRIMING,
  OWN_REPEATS,
  OWN_REPEATS_AT,
  OWN_STEPS,
  OWN_WAITS,
  OWN_WANED,
  OWN_WANES,
  PRIMING_CONSTANT,
} from '../ownLayout';
import {
  cellAt,
  codesAt,
  entryAt,
  floatStride,
  lagAt,
  multiplierAt,
  primedAt,
  trueExitAt,
} from './arrays';
import { operationalTime, walkSteps } from './ownSteps';
import { lineAt } from './singleLine';
import { sumOfLanes } from './sumOfLanes';

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

/** f32 of four cells (4 × the index) from a table. */
@inline
function ofFourCells(table: i32, cells: v128): v128 {
  let values = v128.load32_zero(table + i32x4.extract_lane(cells, 0));
  values = v128.load32_lane(table + i32x4.extract_lane(cells, 1), values, 1);
  values = v128.load32_lane(table + i32x4.extract_lane(cells, 2), values, 2);
  return v128.load32_lane(table + i32x4.extract_lane(cells, 3), values, 3);
}

/**
 * Σ m_i Λ_i(u_i) in single precision each; the template parameters are constants at every call: whether patients have
 * steps of their own, and whether operational time is time itself.
 */
@inline
function sumOfEach(arm: i32, by: i32, stepped: bool, constant: bool): f64 {
  const law = load<i32>(arm, ARM_SINGLE);
  const byCell = load<i32>(arm, ARM_SINGLE_MULTIPLIERS);
  const multiplied = byCell == 0 && load<i32>(arm, ARM_MULTIPLIED) != 0;
  const cumulative = load<i32>(law, OWN_CUMULATIVE);
  const alike = load<i32>(law, OWN_PRIMING) == PRIMING_CONSTANT;
  const onset = v128.load32_splat(law, OWN_ONSET);
  const duration = v128.load32_splat(law, OWN_DURATION);
  const waned = v128.load32_splat(law, OWN_WANED);
  const wanes = load<i32>(law, OWN_WANES) != 0;
  const waits = load<i32>(law, OWN_WAITS) != 0;
  const repeatsFrom = load<i32>(law, OWN_REPEATS_AT);
  const repeatsTo = repeatsFrom + (load<i32>(law, OWN_REPEATS) << 2);
  const latest = i32x4.splat(by);
  const followUp = v128.load32_splat(ENTRY, ENTRY_FOLLOW_UP);
  const zero = i32x4.splat(0);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let at = load<i32>(arm, ARM_OFFSET);
  const end = at + (load<i32>(arm, ARM_SIZE) << 2);
  while (at < end) {
    const left = i32x4.min_s(i32x4.shr_s(v128.load(trueExitAt + at), 2), latest);
    const onStudy = i32x4.min_s(i32x4.sub(left, i32x4.shr_s(v128.load(entryAt + at), 2)), followUp);
    let h = operationalTime(law, f32x4.mul(f32x4.convert_i32x4_s(onStudy), f32x4.splat(0.015625)), constant);
    if (stepped)
      h = walkSteps(
        law, h, v128.load(lagAt + at), primedAt + at, floatStride, 0, alike, onset, wanes, duration, waned, waits,
        repeatsFrom, repeatsTo, true, constant,
      );
    let hazard = lineAt(cumulative, h);
    if (multiplied) hazard = f32x4.mul(v128.load(multiplierAt + at), hazard);
    else if (byCell != 0) hazard = f32x4.mul(ofFourCells(byCell, v128.load(cellAt + at)), hazard);
    hazard = v128.and(hazard, i32x4.gt_s(onStudy, zero));
    low = f64x2.add(low, f64x2.promote_low_f32x4(hazard));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i32>(hazard, hazard, 2, 3, 2, 3)));
    at += 16;
  }
  return (
    f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1))
  );
}

function ofEach(arm: i32, by: i32): f64 {
  const law = load<i32>(arm, ARM_SINGLE);
  const constant = load<i32>(law, OWN_CLOCK) == CLOCK_TIME && load<i32>(law, OWN_CURE) == 0;
  if (load<i32>(law, OWN_STEPS) != 0) return constant ? sumOfEach(arm, by, true, true) : sumOfEach(arm, by, true, false);
  return constant ? sumOfEach(arm, by, false, true) : sumOfEach(arm, by, false, false);
}

/** Events of an arm that have happened by tick `by`. */
function trueEventsOf(arm: i32, by: i32): i32 {
  // An event then or before; a dropout is 2 more than an event of its tick.
  const after = i32x4.splat((by + 1) << 2);
  const two = i32x4.splat(2);
  let events = i32x4.splat(0);
  let at = trueExitAt + load<i32>(arm, ARM_OFFSET);
  const end = at + (load<i32>(arm, ARM_SIZE) << 2);
  for (; at < end; at += 16) {
    const exit = v128.load(at);
    const event = i32x4.ne(v128.and(exit, two), two);
    events = i32x4.sub(events, v128.and(i32x4.lt_s(exit, after), event));
  }
  return sumOfLanes(events);
}

/**
 * The compensators of all arms at `cut` into `row`, an arm's that a look closed as they were then; under scans the events that have
 * happened, too. The n codes of a trial of two arms of patients who are alike (`plain`) are not sorted yet, the control's first,
 * and the row's enrolled counts are set.
 */
export function findCompensators(cut: i32, plain: bool, row: i32): void {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const scanned = load<i32>(TRIAL, TRIAL_SCANNED) != 0;
  let codes = codesAt;
  for (let a = 0; a < arms; a++) {
    const arm = ARM0 + a * ARM_BYTES;
    const by = min(cut, load<i32>(arm, ARM_CLOSED));
    const enrolled = load<i32>((row >> 1) + a * INTEGERS, ROW_ENROLLED);
    let compensator: f64;
    if (load<i32>(arm, ARM_SINGLE) != 0) compensator = ofEach(arm, by);
    else if (plain) compensator = ofArm(arm, codes, enrolled, cut);
    else compensator = ofCells(arm, by);
    store<f64>(row + a * DOUBLES, compensator, ROW_COMPENSATOR);
    if (scanned) store<i32>((row >> 1) + a * INTEGERS, trueEventsOf(arm, by), ROW_TRUE_EVENTS);
    codes += enrolled << 2;
  }
}
