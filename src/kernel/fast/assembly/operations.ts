/** Operations of a replicate at a look; twin of ../../look/operations.ts. */
import {
  ARM0,
  ARM_BYTES,
  ARM_OFFSET,
  ARM_SIZE,
  ARM_WEIGHT,
  ENTRY,
  ENTRY_FOLLOW_UP,
  MAX_ROWS,
  TRIAL,
  TRIAL_ARMS,
  TRIAL_CELLS,
  TRIAL_SCANNED,
} from '../layout';
import {
  COLUMN_ARMS,
  COLUMN_CENTRES_OPEN,
  COLUMN_CENTRES_RECRUITING,
  COLUMN_DEATHS,
  COLUMN_DELAY,
  COLUMN_IMBALANCE,
  COLUMN_IMBALANCE_IN_CENTRES,
  COLUMN_IMBALANCE_IN_LEVELS,
  COLUMN_LARGEST_CENTRE,
  COLUMN_LAST_ENTRY,
  COLUMN_TIED,
  OPERATIONS_CENTRES,
  OPERATIONS_COUNTS,
  OPERATIONS_COUNT_BYTES,
  OPERATIONS_FACTORS,
  OPERATIONS_LEVELS,
  OPERATIONS_LEVEL_OF,
  OPERATIONS_OPENINGS,
  OPERATIONS_RESULTS,
  OPERATIONS_UNIT,
} from '../operationsLayout';
import {
  cellAt,
  centreAt,
  codesAt,
  deathAt,
  EMPTY,
  entryAt,
  exitAt,
  knownAt,
  startAt,
  strataAt,
  trueExitAt,
} from './arrays';
import { sort } from './sort';
import { NEVER } from './ticks';

/** Patients by which the arms' counts, i32 from address `counts` on, miss their weights. */
function missed(counts: i32): f64 {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const w0 = load<i32>(ARM0, ARM_WEIGHT);
  const n0 = load<i32>(counts);
  let most: f64 = 0;
  for (let k = 1; k < arms; k++) {
    const weight = load<i32>(ARM0 + k * ARM_BYTES, ARM_WEIGHT);
    const off = abs(load<i32>(counts + (k << 2)) * w0 - n0 * weight);
    most = max<f64>(most, <f64>(2 * off) / <f64>(w0 + weight));
  }
  return most;
}

/** Over groups that have patients: the mean of `missed`, their number, and the size of the largest. */
let mean: f64 = 0;
let filled: i32 = 0;
let largest: i32 = 0;

function overGroups(counts: i32, groups: i32): void {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  let sum: f64 = 0;
  filled = 0;
  largest = 0;
  for (let g = 0; g < groups; g++) {
    const from = counts + g * (arms << 2);
    let size = 0;
    for (let k = 0; k < arms; k++) size += load<i32>(from + (k << 2));
    if (size == 0) continue;
    filled++;
    largest = max(largest, size);
    sum += missed(from);
  }
  mean = sum / <f64>filled;
}

@inline
function put(results: i32, column: i32, value: f64): void {
  store<f64>(results + column * 8 * MAX_ROWS, value);
}

/** Events at a time on study at which another patient has one, of all arms. */
function countTied(cut: i32, look: i32): i32 {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  let to = codesAt;
  for (let a = 0; a < arms; a++) {
    let at = load<i32>(ARM0 + a * ARM_BYTES, ARM_OFFSET);
    const end = at + (load<i32>(ARM0 + a * ARM_BYTES, ARM_SIZE) << 2);
    for (; at < end; at += 4) {
      const code = load<i32>(knownAt + at);
      store<i32>(to, code & ~1);
      to += code != EMPTY && (code & 2) != 0 ? 4 : 0;
    }
  }
  const n = (to - codesAt) >> 2;
  if (n == 0) return 0;
  sort(codesAt, n, strataAt, cut, look);
  let tied = 0;
  let before: i32 = -1;
  for (let k = 0; k < n; k++) {
    const code = load<i32>(strataAt + (k << 2));
    const behind = k + 1 < n && load<i32>(strataAt + (k << 2) + 4) == code;
    tied += code == before || behind ? 1 : 0;
    before = code;
  }
  return tied;
}

let last: i32 = 0;
let deaths: i32 = 0;
let late: i32 = 0;
let lateSum: f64 = 0;
let started: i32 = 0;
let neverStarted: i32 = 0;

/** Goes through the patients of an arm; `byCell` and `byCentre` are the arm's own counts of the first cell and centre, the next being `next` bytes on. */
@inline
function countArm(arm: i32, cut: i32, byCell: i32, byCentre: i32, next: i32, scanned: bool): void {
  const followUp = load<i32>(ENTRY + ENTRY_FOLLOW_UP);
  let at = load<i32>(arm, ARM_OFFSET);
  const end = at + (load<i32>(arm, ARM_SIZE) << 2);
  started = 0;
  neverStarted = 0;
  for (; at < end; at += 4) {
    const began = load<i32>(entryAt + at) >> 2;
    if (began > cut) continue;
    last = max(last, began);
    const cell = byCell + (load<i32>(cellAt + at) >> 2) * next;
    store<i32>(cell, load<i32>(cell) + 1);
    const centre = byCentre + load<i32>(centreAt + at) * next;
    store<i32>(centre, load<i32>(centre) + 1);
    const start = load<i32>(startAt + at);
    const exit = load<i32>(exitAt + at);
    const left = exit >> 2;
    if (start != NEVER) {
      if (left <= cut && left - began < start) neverStarted++;
      else if (start <= min(followUp, min(left, cut) - began)) started++;
    }
    if (!scanned || left > cut || (exit & 2) != 0) continue;
    if (load<i32>(deathAt + at) != 0) deaths++;
    else {
      late++;
      lateSum += <f64>(left - (load<i32>(trueExitAt + at) >> 2));
    }
  }
}

/** Writes the operations at `cut` of look `look` (its parameter block) to results row `row`; `head` is the table. */
export function findOperations(head: i32, cut: i32, look: i32, row: i32): void {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const cells = load<i32>(TRIAL, TRIAL_CELLS);
  const results = load<i32>(head, OPERATIONS_RESULTS) + row;
  const overall = load<i32>(head, OPERATIONS_COUNTS);
  const levels = load<i32>(head, OPERATIONS_LEVELS);
  const centres = load<i32>(head, OPERATIONS_CENTRES);
  const scanned = load<i32>(TRIAL, TRIAL_SCANNED) != 0;
  const unit = load<f64>(head, OPERATIONS_UNIT);
  const next = arms << 2;
  const byCell = overall + next;
  const byLevel = byCell + cells * next;
  const byCentre = byLevel + levels * next;
  memory.fill(overall, 0, load<i32>(head, OPERATIONS_COUNT_BYTES));
  last = 0;
  deaths = 0;
  late = 0;
  lateSum = 0;
  for (let a = 0; a < arms; a++) {
    const arm = ARM0 + a * ARM_BYTES;
    if (scanned) countArm(arm, cut, byCell + (a << 2), byCentre + (a << 2), next, true);
    else countArm(arm, cut, byCell + (a << 2), byCentre + (a << 2), next, false);
    put(results, COLUMN_ARMS + 2 * a, <f64>started);
    put(results, COLUMN_ARMS + 2 * a + 1, <f64>neverStarted);
  }
  const levelOf = load<i32>(head, OPERATIONS_LEVEL_OF);
  const factors = load<i32>(head, OPERATIONS_FACTORS);
  for (let c = 0; c < cells; c++)
    for (let a = 0; a < arms; a++) {
      const count = load<i32>(byCell + c * next + (a << 2));
      store<i32>(overall + (a << 2), load<i32>(overall + (a << 2)) + count);
      for (let f = 0; f < factors; f++) {
        const level = byLevel + load<i32>(levelOf + ((f * cells + c) << 2)) * next + (a << 2);
        store<i32>(level, load<i32>(level) + count);
      }
    }
  put(results, COLUMN_LAST_ENTRY, <f64>last * unit);
  put(results, COLUMN_DEATHS, <f64>deaths);
  put(results, COLUMN_DELAY, late > 0 ? (lateSum * unit) / <f64>late : NaN);
  put(results, COLUMN_TIED, scanned ? <f64>countTied(cut, look) : 0);
  put(results, COLUMN_IMBALANCE, missed(overall));
  overGroups(byLevel, levels);
  put(results, COLUMN_IMBALANCE_IN_LEVELS, levels == 0 ? NaN : mean);
  overGroups(byCentre, max(1, centres));
  put(results, COLUMN_IMBALANCE_IN_CENTRES, centres == 0 ? NaN : mean);
  put(results, COLUMN_CENTRES_RECRUITING, <f64>filled);
  put(results, COLUMN_LARGEST_CENTRE, <f64>largest);
  const openings = load<i32>(head, OPERATIONS_OPENINGS);
  let open = 0;
  for (let c = 0; c < max(1, centres); c++) if (load<i32>(openings + (c << 2)) <= last) open++;
  put(results, COLUMN_CENTRES_OPEN, <f64>open);
}
