/** What is known of each enrolled patient at the cut, in one sortable code; twin of ../../look/patientCode.ts. */
import {
  ARM0,
  ARM1,
  ARM_OFFSET,
  ARM_SIZE,
  ENTRY,
  ENTRY_FOLLOW_UP,
  ENTRY_LATEST,
  ROW_COMPLETED0,
  ROW_DROPOUTS0,
  ROW_ENROLLED0,
  ROW_ENROLLED1,
  ROW_EVENTS0,
} from '../layout';
import { entryAt, exitAt, codesAt } from './arrays';
import { PACK } from './pack';

/** Twin of ../../plan/ticks.ts. */
const NEVER: i32 = (1 << 29) - 1;

/** Bytes between a count's columns of arms 0 and 1. */
const NEXT_ARM: i32 = ROW_ENROLLED1 - ROW_ENROLLED0;

@inline
function sum(x: v128): i32 {
  const y = i32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return i32x4.extract_lane(y, 0) + i32x4.extract_lane(y, 1);
}

/**
 * Append the codes of one arm (its parameter block) behind address `to` and store its counts in `row`. Returns the new
 * end. Writes up to three codes of garbage behind it.
 */
@inline
function encodeArm(arm: i32, label: i32, cut: i32, to: i32, row: i32, everyone: bool): i32 {
  const n = load<i32>(arm + ARM_SIZE);
  const from = load<i32>(arm + ARM_OFFSET);
  const end = from + (n << 2);
  const first = to;
  const entries = entryAt;
  const exits = exitAt;
  const limit = i32x4.splat((cut << 2) + 2);
  const latest = i32x4.splat((cut << 2) + 3);
  const zero = i32x4.splat(0);
  const two = i32x4.splat(2);
  let stayed = zero;
  let events = zero;
  let at = from;
  do {
    const entry = v128.load(entries + at);
    const since = i32x4.sub(limit, v128.load(exits + at));
    const left = i32x4.max_s(since, zero);
    const code = i32x4.add(entry, left);
    stayed = i32x4.add(stayed, i32x4.shr_u(since, 31));
    events = i32x4.add(events, v128.and(left, two));
    if (everyone) {
      v128.store(to, code);
      to += 16;
    } else {
      const mask = i32x4.bitmask(i32x4.le_s(entry, latest));
      v128.store(to, v128.swizzle(code, v128.load(<i32>PACK + (mask << 4))));
      to += popcnt(mask) << 2;
    }
    at += 16;
  } while (at < end);
  if (everyone) to = first + (n << 2);
  // The padding behind the arm's last patient stays for ever.
  const counted = (at - from) >> 2;
  const gone = counted - sum(stayed);
  const had = sum(events) >> 1;
  const counts = (row >> 1) + label * NEXT_ARM;
  store<i32>(counts, (to - first) >> 2, ROW_ENROLLED0);
  store<i32>(counts, had, ROW_EVENTS0);
  store<i32>(counts, gone - had, ROW_DROPOUTS0);
  return to;
}

/** Stores in `row` how many patients of one arm have been followed to the end of a fixed follow-up by `cut`. */
function countCompleted(arm: i32, label: i32, cut: i32, row: i32, followUp: i32): void {
  const from = load<i32>(arm + ARM_OFFSET);
  const end = from + (load<i32>(arm + ARM_SIZE) << 2);
  const entered = i32x4.splat(((cut - followUp) << 2) + 3);
  const left = i32x4.splat((cut << 2) + 3);
  let completed = i32x4.splat(0);
  for (let at = from; at < end; at += 16) {
    const long = i32x4.le_s(v128.load(entryAt + at), entered);
    const here = i32x4.gt_s(v128.load(exitAt + at), left);
    completed = i32x4.sub(completed, v128.and(long, here));
  }
  store<i32>((row >> 1) + label * NEXT_ARM, sum(completed), ROW_COMPLETED0);
}

/**
 * Writes the codes of everyone enrolled by `cut`, arm 0 first, and the counts to `row`. Returns the number of codes.
 */
export function encode(cut: i32, row: i32): i32 {
  let to: i32;
  if (cut >= load<i32>(ENTRY + ENTRY_LATEST)) {
    to = encodeArm(ARM0, 0, cut, codesAt, row, true);
    to = encodeArm(ARM1, 1, cut, to, row, true);
  } else {
    to = encodeArm(ARM0, 0, cut, codesAt, row, false);
    to = encodeArm(ARM1, 1, cut, to, row, false);
  }
  // Rows still hold what another plan left there.
  const followUp = load<i32>(ENTRY + ENTRY_FOLLOW_UP);
  if (followUp < NEVER) {
    countCompleted(ARM0, 0, cut, row, followUp);
    countCompleted(ARM1, 1, cut, row, followUp);
  } else {
    store<i32>(row >> 1, 0, ROW_COMPLETED0);
    store<i32>(row >> 1, 0, ROW_COMPLETED0 + NEXT_ARM);
  }
  return (to - codesAt) >> 2;
}
