/** What is known of an arm's patients at a cut, four at a time; twin of ../../look/observation.ts and of the codes of ../../look/gather.ts. */
import { SCAN_FOLLOW_UP } from '../scanLayout';
import { EMPTY, listAt, scansAt, soughtAt, ticksAt, wordsAt } from './arrays';
import { PACK } from './pack';
import { findLastScans } from './scan';
import { sumOfLanes } from './sumOfLanes';

/** Puts the codes of the last scans of the n patients who stand packed where their codes belong. */
function putScans(at: i32, n: i32, cut: i32, group: i32): void {
  const end = n << 2;
  // Behind them stands the last one again.
  v128.store(ticksAt + end, v128.load32_splat(ticksAt + end - 4));
  v128.store(wordsAt + end, v128.load32_splat(wordsAt + end - 4));
  findLastScans(at, n, wordsAt, ticksAt, scansAt, listAt);
  for (let i = 0; i < end; i += 4)
    store<i32>(load<i32>(soughtAt + i), ((cut - load<i32>(scansAt + i)) << 2) | group);
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
  const lanes = i32x4(0, 4, 8, 12);
  let sought = 0;
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
    const code = v128.or(v128.or(i32x4.shl(i32x4.sub(atCut, until), 2), v128.and(event, two)), label);
    v128.store(codes + i, v128.bitselect(code, i32x4.splat(EMPTY), here));
    if (scanned) {
      // Those whose last scan is asked for stand one behind the other.
      const mask = i32x4.bitmask(v128.andnot(here, event));
      const pack = v128.load(<i32>PACK + (mask << 4));
      v128.store(ticksAt + sought, v128.swizzle(until, pack));
      v128.store(wordsAt + sought, v128.swizzle(v128.load(scanWords + i), pack));
      v128.store(soughtAt + sought, v128.swizzle(i32x4.add(i32x4.splat(codes + i), lanes), pack));
      sought += popcnt(mask) << 2;
    }
    i += 16;
  } while (i < all);
  if (scanned && sought > 0) putScans(at, sought >> 2, cut, group);
  const had = sumOfLanes(events);
  store<i32>(counts, sumOfLanes(enrolled));
  store<i32>(counts, had, 4);
  store<i32>(counts, sumOfLanes(gone) - had, 8);
  store<i32>(counts, sumOfLanes(completed), 12);
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
