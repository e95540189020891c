/** What is known of each enrolled patient at the cut, in one sortable code; twin of ../../look/patientCode.ts. */
import {
  ARM0,
  ARM_BYTES,
  ARM_CLOSED,
  ARM_OFFSET,
  ARM_SIZE,
  ENTRY,
  ENTRY_FOLLOW_UP,
  ENTRY_LATEST,
  INTEGERS,
  LOOK,
  MAX_ROWS,
  ROW_COMPLETED,
  ROW_DROPOUTS,
  ROW_ENROLLED,
  ROW_EVENTS,
  ARM_SCANS,
  STREAMS,
  STREAM_BYTES,
  STREAM_KINDS,
  TRIAL,
  TRIAL_ARMS,
  TRIAL_ENDPOINTS,
  TRIAL_EXACT,
  TRIAL_SCANNED,
} from '../layout';
import {
  ENDPOINTS,
  ENDPOINT_BYTES,
  ENDPOINT_CODES,
  ENDPOINT_COUNTS,
  ENDPOINT_EXITS,
  ENDPOINT_KNOWN,
  ENDPOINT_MAPS,
  ENDPOINT_SCANNED,
  ENDPOINT_TRUE_EXITS,
  ENDPOINT_TRUE_KNOWN,
} from '../courseLayout';
import { codesAt, EMPTY, entryAt, exitAt, knownAt, scanWordAt, trueExitAt, trueKnownAt } from './arrays';
import { observeExits, observeScans } from './observation';
import { PACK } from './pack';
import { sort } from './sort';
import { NEVER } from './ticks';
import { sumOfLanes } from './sumOfLanes';

/** Stores counts of an arm for an endpoint beside the driving one. */
@inline
function storeCounts(endpoint: i32, label: i32, row: i32, events: i32, ended: i32): void {
  const column = load<i32>(endpoint, ENDPOINT_COUNTS) + (row >> 1) + label * (4 * MAX_ROWS);
  store<i32>(column, events);
  store<i32>(column + load<i32>(TRIAL, TRIAL_ARMS) * (4 * MAX_ROWS), ended);
}

/**
 * Append the codes of one arm (its parameter block) behind address `to` and store its counts in `row`, for an endpoint beside the
 * driving one unless that is 0. Returns the new end. Writes up to three codes of garbage behind it.
 */
@inline
function encodeArm(arm: i32, label: i32, cut: i32, to: i32, row: i32, everyone: bool, endpoint: i32): i32 {
  const n = load<i32>(arm + ARM_SIZE);
  const from = load<i32>(arm + ARM_OFFSET);
  const end = from + (n << 2);
  const first = to;
  const entries = entryAt;
  const exits = endpoint == 0 ? exitAt : load<i32>(endpoint, ENDPOINT_EXITS);
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
  const gone = counted - sumOfLanes(stayed);
  const had = sumOfLanes(events) >> 1;
  if (endpoint != 0) {
    storeCounts(endpoint, label, row, had, gone);
    return to;
  }
  const counts = (row >> 1) + label * INTEGERS;
  store<i32>(counts, (to - first) >> 2, ROW_ENROLLED);
  store<i32>(counts, had, ROW_EVENTS);
  store<i32>(counts, gone - had, ROW_DROPOUTS);
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
  store<i32>((row >> 1) + label * INTEGERS, sumOfLanes(completed), ROW_COMPLETED);
}

/** Counts the completed of an arm; rows still hold what another plan left there. */
function complete(arm: i32, label: i32, cut: i32, row: i32): void {
  const followUp = load<i32>(ENTRY + ENTRY_FOLLOW_UP);
  if (followUp < NEVER) countCompleted(arm, label, cut, row, followUp);
  else store<i32>((row >> 1) + label * INTEGERS, 0, ROW_COMPLETED);
}

/**
 * Writes the codes of everyone enrolled by `cut` in a trial of two arms, arm 0 first, and the counts to `row`. Returns the
 * number of codes.
 */
export function encode(cut: i32, row: i32): i32 {
  const arm1 = ARM0 + ARM_BYTES;
  let to: i32;
  if (cut >= load<i32>(ENTRY + ENTRY_LATEST)) {
    to = encodeArm(ARM0, 0, cut, codesAt, row, true, 0);
    to = encodeArm(arm1, 1, cut, to, row, true, 0);
  } else {
    to = encodeArm(ARM0, 0, cut, codesAt, row, false, 0);
    to = encodeArm(arm1, 1, cut, to, row, false, 0);
  }
  complete(ARM0, 0, cut, row);
  complete(arm1, 1, cut, row);
  return (to - codesAt) >> 2;
}

/** The same for an endpoint beside the driving one, whose codes are sorted. */
function encodeEndpoint(endpoint: i32, cut: i32, look: i32, row: i32): void {
  const arm1 = ARM0 + ARM_BYTES;
  let to: i32;
  if (cut >= load<i32>(ENTRY + ENTRY_LATEST)) {
    to = encodeArm(ARM0, 0, cut, codesAt, row, true, endpoint);
    to = encodeArm(arm1, 1, cut, to, row, true, endpoint);
  } else {
    to = encodeArm(ARM0, 0, cut, codesAt, row, false, endpoint);
    to = encodeArm(arm1, 1, cut, to, row, false, endpoint);
  }
  const n = (to - codesAt) >> 2;
  store<i32>(endpoint, n, ENDPOINT_CODES);
  if (n > 0) sort(codesAt, n, load<i32>(endpoint, ENDPOINT_KNOWN), cut, load<i32>(endpoint, ENDPOINT_MAPS) + (look - LOOK));
}

/**
 * Writes each patient's code at `cut` in the patient's place, EMPTY before entry, and the counts of arm `label` to `row`, for an
 * endpoint beside the driving one unless that is 0.
 */
@inline
function seeArm(arm: i32, label: i32, cut: i32, row: i32, codes: bool, endpoint: i32): void {
  const exits = endpoint == 0 ? exitAt : load<i32>(endpoint, ENDPOINT_EXITS);
  const known = endpoint == 0 ? knownAt : load<i32>(endpoint, ENDPOINT_KNOWN);
  const from = load<i32>(arm + ARM_OFFSET);
  const end = from + (load<i32>(arm + ARM_SIZE) << 2);
  const limit = i32x4.splat((cut << 2) + 2);
  const latest = i32x4.splat((cut << 2) + 3);
  const empty = i32x4.splat(EMPTY);
  const zero = i32x4.splat(0);
  const two = i32x4.splat(2);
  let enrolled = zero;
  let gone = zero;
  let events = zero;
  for (let at = from; at < end; at += 16) {
    const entry = v128.load(entryAt + at);
    const since = i32x4.sub(limit, v128.load(exits + at));
    const left = i32x4.max_s(since, zero);
    const entered = i32x4.le_s(entry, latest);
    enrolled = i32x4.sub(enrolled, entered);
    gone = i32x4.sub(gone, v128.and(i32x4.ge_s(since, zero), entered));
    events = i32x4.add(events, v128.and(v128.and(left, two), entered));
    if (codes) v128.store(known + at, v128.bitselect(i32x4.add(entry, left), empty, entered));
  }
  const had = sumOfLanes(events) >> 1;
  if (endpoint != 0) {
    storeCounts(endpoint, label, row, had, sumOfLanes(gone));
    return;
  }
  const counts = (row >> 1) + label * INTEGERS;
  store<i32>(counts, sumOfLanes(enrolled), ROW_ENROLLED);
  store<i32>(counts, had, ROW_EVENTS);
  store<i32>(counts, sumOfLanes(gone) - had, ROW_DROPOUTS);
  complete(arm, label, cut, row);
}

function observeArm(arm: i32, label: i32, cut: i32, row: i32): void {
  seeArm(arm, label, cut, row, true, 0);
}

function countArm(arm: i32, label: i32, cut: i32, row: i32): void {
  seeArm(arm, label, cut, row, false, 0);
}

/** Four i32: an arm's enrolled, events, dropouts and completed. */
const COUNTS: i32 = STREAMS + (STREAM_KINDS - 1) * STREAM_BYTES;

/**
 * Writes the codes of an arm's patients at `cut` to their places in `known` and counts of tick `by`, for exits that become known
 * at scans or, as those at address `trueExits`, as they happen; where exact times are compared also the codes of those.
 */
function observeExitsOf(arm: i32, label: i32, cut: i32, by: i32, scanned: bool, exits: i32, known: i32, trueExits: i32, trueKnown: i32): void {
  const n = load<i32>(arm, ARM_SIZE);
  const offset = load<i32>(arm, ARM_OFFSET);
  const group = min(label, 1);
  const entries = entryAt + offset;
  const followUp = load<i32>(ENTRY + ENTRY_FOLLOW_UP);
  const exact = scanned && load<i32>(TRIAL, TRIAL_EXACT) != 0;
  memory.fill(COUNTS, 0, 16);
  if (n > 0) {
    if (exact) observeExits(n, cut, by, followUp, group, entries, trueExits + offset, trueKnown + offset, 0, COUNTS);
    const codes = known + offset;
    if (!scanned) observeExits(n, cut, by, followUp, group, entries, exits + offset, codes, 0, COUNTS);
    else {
      const scans = load<i32>(arm, ARM_SCANS);
      observeScans(scans, n, cut, by, group, entries, exits + offset, scanWordAt + offset, codes, 0, COUNTS);
    }
  }
  // Behind the last patient nobody enters.
  const rest = ((n + 7) & ~7) - n;
  for (let k = 0; k < rest; k++) {
    store<i32>(known + offset + ((n + k) << 2), EMPTY);
    if (exact) store<i32>(trueKnown + offset + ((n + k) << 2), EMPTY);
  }
}

/** The same as observeArm of an arm whose patients are scanned. */
function observeScanned(arm: i32, label: i32, cut: i32, by: i32, row: i32): void {
  const counts = COUNTS;
  observeExitsOf(arm, label, cut, by, true, exitAt, knownAt, trueExitAt, trueKnownAt);
  const to = (row >> 1) + label * INTEGERS;
  store<i32>(to, load<i32>(counts), ROW_ENROLLED);
  store<i32>(to, load<i32>(counts, 4), ROW_EVENTS);
  store<i32>(to, load<i32>(counts, 8), ROW_DROPOUTS);
  store<i32>(to, load<i32>(counts, 12), ROW_COMPLETED);
}

/** Writes the codes of all patients at `cut` in their places, and the counts to `row`: of a closed arm those at its closing. */
export function observe(cut: i32, row: i32): void {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const scanned = load<i32>(TRIAL, TRIAL_SCANNED) != 0;
  for (let label = 0; label < arms; label++) {
    const arm = ARM0 + label * ARM_BYTES;
    const closed = load<i32>(arm, ARM_CLOSED);
    if (scanned) {
      observeScanned(arm, label, cut, min(cut, closed), row);
      continue;
    }
    observeArm(arm, label, cut, row);
    // Codes are those at the cut; what is counted of a closed arm is what was known when it closed.
    if (closed < cut) countArm(arm, label, closed, row);
  }
}

/** Observes an arm for an endpoint beside the driving one in a trial without scans and fixed follow-up, and counts what was known when it was closed. */
function observeEndpoint(arm: i32, label: i32, cut: i32, row: i32, endpoint: i32): void {
  seeArm(arm, label, cut, row, true, endpoint);
  const closed = load<i32>(arm, ARM_CLOSED);
  if (closed < cut) countEndpoint(arm, label, closed, row, endpoint);
}

function countEndpoint(arm: i32, label: i32, cut: i32, row: i32, endpoint: i32): void {
  seeArm(arm, label, cut, row, false, endpoint);
}

/** Observes the endpoints beside the driving one at `cut` of look `look`, and writes their counts to `row`; codesAt is overwritten. */
export function observeFurther(cut: i32, look: i32, row: i32, plain: bool): void {
  const table = load<i32>(TRIAL, TRIAL_ENDPOINTS);
  if (table == 0) return;
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const last = table + ENDPOINTS + load<i32>(table) * ENDPOINT_BYTES;
  for (let endpoint = table + ENDPOINTS; endpoint < last; endpoint += ENDPOINT_BYTES) {
    if (plain) {
      encodeEndpoint(endpoint, cut, look, row);
      continue;
    }
    // A response may be assessed after a fixed follow-up, which then cuts the time short.
    if (load<i32>(TRIAL, TRIAL_SCANNED) == 0 && load<i32>(ENTRY + ENTRY_FOLLOW_UP) == NEVER) {
      for (let label = 0; label < arms; label++) observeEndpoint(ARM0 + label * ARM_BYTES, label, cut, row, endpoint);
      continue;
    }
    const scanned = load<i32>(endpoint, ENDPOINT_SCANNED) != 0;
    const exits = load<i32>(endpoint, ENDPOINT_EXITS);
    const known = load<i32>(endpoint, ENDPOINT_KNOWN);
    const trueExits = load<i32>(endpoint, ENDPOINT_TRUE_EXITS);
    const trueKnown = load<i32>(endpoint, ENDPOINT_TRUE_KNOWN);
    for (let label = 0; label < arms; label++) {
      const arm = ARM0 + label * ARM_BYTES;
      const by = min(cut, load<i32>(arm, ARM_CLOSED));
      observeExitsOf(arm, label, cut, by, scanned, exits, known, trueExits, trueKnown);
      const had = load<i32>(COUNTS, 4);
      storeCounts(endpoint, label, row, had, had + load<i32>(COUNTS, 8));
    }
  }
}
