/** Compensators of the event counts from the codes before they are sorted; twin of ../../look/compensator.ts. */
import {
  ARM0,
  ARM1,
  ARM_HAZARDS,
  ARM_HAZARD_INCREMENTS,
  ARM_HAZARD_STARTS,
  ROW_COMPENSATOR0,
  ROW_COMPENSATOR1,
  ROW_ENROLLED0,
  ROW_ENROLLED1,
} from '../layout';
import { codesAt } from './arrays';

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
  return total;
}

/** Both arms' compensators at `cut` into `row`, whose enrolled counts are set; the control's codes come first. */
export function findCompensators(cut: i32, row: i32): void {
  const n0 = load<i32>(row >> 1, ROW_ENROLLED0);
  store<f64>(row, ofArm(ARM0, codesAt, n0, cut), ROW_COMPENSATOR0);
  store<f64>(row, ofArm(ARM1, codesAt + (n0 << 2), load<i32>(row >> 1, ROW_ENROLLED1), cut), ROW_COMPENSATOR1);
}
