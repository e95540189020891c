/** What is known of an arm's patients at a cut, four at a time; twin of observeArm in ../../look/observation.ts. */
import {
  SCAN_ATTENDED_FROM,
  SCAN_COUNTER,
  SCAN_FOLLOW_UP,
  SCAN_MULTIPLIER0,
  SCAN_MULTIPLIER1,
  SCAN_REACH,
  SCAN_ROUNDER,
  SCAN_SLOPE,
} from '../scanLayout';
import { EMPTY } from './arrays';
import { nearestScans } from './scan';

@inline
function sum(x: v128): i32 {
  const y = i32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return i32x4.extract_lane(y, 0) + i32x4.extract_lane(y, 1);
}

@inline
function fill(
  at: i32,
  n: i32,
  cut: i32,
  by: i32,
  followUp: i32,
  group: i32,
  entries: i32,
  exits: i32,
  scanWords: i32,
  codes: i32,
  onStudy: i32,
  counts: i32,
  scanned: bool,
): void {
  const reach = v128.load32_splat(at, SCAN_REACH);
  const counter = v128.load32_splat(at, SCAN_COUNTER);
  const multiplier0 = v128.load32_splat(at, SCAN_MULTIPLIER0);
  const multiplier1 = v128.load32_splat(at, SCAN_MULTIPLIER1);
  const slope = v128.load32_splat(at, SCAN_SLOPE);
  const rounder = v128.load32_splat(at, SCAN_ROUNDER);
  const attendedFrom = v128.load32_splat(at, SCAN_ATTENDED_FROM);
  const atCut = i32x4.splat(cut);
  const counted = i32x4.splat(by);
  const followed = i32x4.splat(followUp);
  const complete = i32x4.splat(by - followUp);
  const label = i32x4.splat(group);
  const two = i32x4.splat(2);
  const zero = i32x4.splat(0);
  let enrolled = zero;
  let events = zero;
  let gone = zero;
  let completed = zero;
  const all = n << 2;
  let i = 0;
  if (n > 0) do {
    const began = i32x4.shr_s(v128.load(entries + i), 2);
    const exit = v128.load(exits + i);
    const left = i32x4.shr_s(exit, 2);
    const isEvent = i32x4.eq(v128.and(exit, two), zero);
    const enters = i32x4.le_s(began, counted);
    const leaves = v128.and(enters, i32x4.le_s(left, counted));
    enrolled = i32x4.sub(enrolled, enters);
    gone = i32x4.sub(gone, leaves);
    events = i32x4.sub(events, v128.and(leaves, isEvent));
    completed = i32x4.sub(completed, v128.and(i32x4.le_s(began, complete), i32x4.gt_s(left, counted)));
    const event = v128.and(isEvent, i32x4.le_s(left, atCut));
    const until = i32x4.min_s(followed, i32x4.sub(i32x4.min_s(left, atCut), began));
    const here = i32x4.le_s(began, atCut);
    if (onStudy != 0) v128.store(onStudy + i, v128.bitselect(until, i32x4.splat(-1), here));
    let u = until;
    if (scanned) {
      const scan = nearestScans(
        at,
        v128.load(scanWords + i),
        until,
        v128.andnot(here, event),
        false,
        reach,
        counter,
        multiplier0,
        multiplier1,
        slope,
        rounder,
        attendedFrom,
      );
      u = v128.bitselect(until, scan, event);
    }
    const code = v128.or(v128.or(i32x4.shl(i32x4.sub(atCut, u), 2), v128.and(event, two)), label);
    v128.store(codes + i, v128.bitselect(code, i32x4.splat(EMPTY), here));
    i += 16;
  } while (i < all);
  const had = sum(events);
  store<i32>(counts, sum(enrolled));
  store<i32>(counts, had, 4);
  store<i32>(counts, sum(gone) - had, 8);
  store<i32>(counts, sum(completed), 12);
}

/**
 * Codes of the n patients of an arm whose scan table is at address `at`, at tick `cut`; EMPTY for who has not entered. Counts of tick
 * `by` (the cut, or when the arm was closed) go to four i32: enrolled, events, dropouts, completed. `onStudy` is 0 where nobody asks.
 */
export function observeScans(
  at: i32,
  n: i32,
  cut: i32,
  by: i32,
  group: i32,
  entries: i32,
  exits: i32,
  scanWords: i32,
  codes: i32,
  onStudy: i32,
  counts: i32,
): void {
  const followUp = load<i32>(at, SCAN_FOLLOW_UP);
  fill(at, n, cut, by, followUp, group, entries, exits, scanWords, codes, onStudy, counts, true);
}

/** The same where exits are known as they happen, with the ticks of a fixed follow-up (NEVER without one). */
export function observeExits(
  n: i32,
  cut: i32,
  by: i32,
  followUp: i32,
  group: i32,
  entries: i32,
  exits: i32,
  codes: i32,
  onStudy: i32,
  counts: i32,
): void {
  fill(0, n, cut, by, followUp, group, entries, exits, 0, codes, onStudy, counts, false);
}
