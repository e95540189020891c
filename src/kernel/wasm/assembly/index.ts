/** One replicate after another through the stages; the module's exports. Twin of the loop in ../../simulate.ts. */
import {
  CUT,
  CUT_HORIZON,
  ROW_BYTES,
  ROW_CUT,
  ROW_MET,
  ROWS,
  SPAN_BYTES,
  SPANS,
  WANTS,
  WANTS_COMPENSATORS,
  WANTS_HAZARD_RATIO,
  WANTS_MEDIANS,
} from '../layout';
import { findCompensators } from './compensator';
import { fitCox } from './cox';
import { findCut, watchTick } from './cut';
import { closeEnrolment, drawArm } from './draw';
import { findMedians } from './kaplanMeier';
import { key } from './key';
import { logRank } from './logRank';
import { seedLanes } from './seed';
import { sort } from './sort';

export { pad, reserve } from './arrays';
export { drawArm } from './draw';
export { seedLanes } from './seed';

/** Cut, key, sort, log-rank and what is wanted beyond it of the entry and exit arrays, into results row `k`. Returns the number enrolled. */
export function analyse(k: i32, seen: i32): i32 {
  const row = ROWS + k * ROW_BYTES;
  const met = findCut(seen);
  const cut = min(met, load<i32>(CUT + CUT_HORIZON));
  store<i32>(row, cut, ROW_CUT);
  store<i32>(row, met == cut ? 1 : 0, ROW_MET);
  const n = key(cut, row);
  const wants = load<i32>(WANTS);
  if ((wants & WANTS_COMPENSATORS) != 0) findCompensators(cut, row);
  sort(n, cut);
  logRank(n, row);
  if ((wants & WANTS_HAZARD_RATIO) != 0) fitCox(n, row);
  if ((wants & WANTS_MEDIANS) != 0) findMedians(n, row);
  return n;
}

/** Entry and exit of replicate `replicate`, with the enrolment of results row `k`; returns the hint for analyse. */
export function draw(replicate: f64, k: i32): i32 {
  const low = <i32>(<u64>replicate);
  const high = <i32>((<u64>replicate) >>> 32);
  const span = SPANS + k * SPAN_BYTES;
  const length = load<f64>(span);
  const watch = watchTick();
  seedLanes(low, high);
  const before = drawArm(0, length, watch) + drawArm(1, length, watch);
  closeEnrolment(span);
  return before;
}

/** Replicates `first … first + count − 1` into rows 0 … count − 1. */
export function run(first: f64, count: i32): void {
  for (let k = 0; k < count; k++) analyse(k, draw(first + <f64>k, k));
}
