/** What follows the first event of an arm's patients, four at a time; twin of ../../draw/drawCourse.ts. */
import {
  COURSE_DEATHS,
  COURSE_DEATH_BELOW,
  COURSE_EXIT0,
  COURSE_EXIT1,
  COURSE_EXITS,
  COURSE_PIECES,
  COURSE_PIECES_AT,
  COURSE_PIECE_BYTES,
  COURSE_SHARED,
  COURSE_SWITCH_BELOW,
} from '../courseLayout';
import { ARM_OWN, ENTRY, ENTRY_FOLLOW_UP } from '../layout';
import { deathAt, entryAt, scansAt, soughtAt, survivalExitAt, trueExitAt, wordsAt } from './arrays';
import { drawAfter } from './draw';
import { drawOwnArm } from './drawOwnArm';
import { drawSharedWord } from './drawSharedWord';
import { NEVER } from './ticks';

/** Draws exits from the first ones on by the law at address `law` into the column `to`, and the words that decide. */
function drawExits(law: i32, seed: i32, offset: i32, n: i32, multipliers: i32, to: i32): void {
  const own = load<i32>(law, ARM_OWN);
  if (own == 0) {
    drawAfter(law, seed, offset, n, to);
    return;
  }
  const words = wordsAt + offset;
  drawOwnArm(own, 0, seed, 0, n, trueExitAt + offset, true, to + offset, multipliers, 0, 0, 0, 0, 0, words);
}

/** Puts first events and what follows them together. */
@inline
function join(course: i32, offset: i32, n: i32, several: bool, switches: bool, completes: bool): void {
  const pieces = load<i32>(course, COURSE_PIECES_AT);
  const last = pieces + (load<i32>(course, COURSE_PIECES) - 1) * COURSE_PIECE_BYTES;
  const followUp = i32x4.splat(load<i32>(ENTRY, ENTRY_FOLLOW_UP));
  const never4 = i32x4.splat(NEVER << 2);
  const first0 = v128.load32_splat(pieces, COURSE_DEATH_BELOW);
  const first1 = v128.load32_splat(pieces, COURSE_SWITCH_BELOW);
  const deaths = load<i32>(course, COURSE_DEATHS) != 0;
  let at = offset;
  // The places behind the last patient hold exits that never happen, which stay.
  const end = offset + (((n + 7) & ~7) << 2);
  do {
    const first = v128.load(trueExitAt + at);
    const decides = i32x4.shr_u(v128.load(wordsAt + at), 1);
    let deathBelow = first0;
    let switchBelow = first1;
    if (several) {
      const t = i32x4.sub(i32x4.shr_s(first, 2), i32x4.shr_s(v128.load(entryAt + at), 2));
      let piece = pieces;
      while (piece != last) {
        piece += COURSE_PIECE_BYTES;
        const reached = i32x4.ge_s(t, v128.load32_splat(piece));
        deathBelow = v128.bitselect(v128.load32_splat(piece, COURSE_DEATH_BELOW), deathBelow, reached);
        if (switches) switchBelow = v128.bitselect(v128.load32_splat(piece, COURSE_SWITCH_BELOW), switchBelow, reached);
      }
    }
    // Bit 1 of a dropout becomes the sign. What follows a first event that never happens never does, either.
    const lost = i32x4.shr_s(i32x4.shl(first, 30), 31);
    const dead = i32x4.lt_u(decides, deathBelow);
    let later = v128.load(scansAt + at);
    if (switches) later = v128.bitselect(v128.load(soughtAt + at), later, i32x4.lt_u(decides, switchBelow));
    if (completes) {
      const time = i32x4.sub(i32x4.shr_s(later, 2), i32x4.shr_s(v128.load(entryAt + at), 2));
      later = v128.bitselect(never4, later, i32x4.ge_s(time, followUp));
    }
    v128.store(survivalExitAt + at, v128.bitselect(first, later, v128.or(lost, dead)));
    if (deaths) v128.store(deathAt + at, i32x4.shr_u(v128.andnot(v128.andnot(dead, lost), i32x4.ge_s(first, never4)), 31));
    at += 16;
  } while (at < end);
}

/**
 * Draws the course at address `course` of n > 0 patients from byte offset `offset` on, whose entries and first exits are drawn, from
 * the stream seeded at address `seed`; f32 multipliers of the first patient on are at address `multipliers`, 0 where all are 1.
 */
export function drawCourse(course: i32, seed: i32, offset: i32, n: i32, multipliers: i32): void {
  if (load<i32>(course, COURSE_SHARED) != 0) {
    drawSharedWord(course, seed, offset, n);
    return;
  }
  const switches = load<i32>(course, COURSE_EXITS) > 1;
  drawExits(load<i32>(course, COURSE_EXIT0), seed, offset, n, multipliers, scansAt);
  if (switches) drawExits(load<i32>(course, COURSE_EXIT1), seed, offset, n, multipliers, soughtAt);
  if (load<i32>(ENTRY, ENTRY_FOLLOW_UP) != NEVER) join(course, offset, n, true, switches, true);
  else if (load<i32>(course, COURSE_PIECES) > 1 || switches) join(course, offset, n, true, switches, false);
  else join(course, offset, n, false, false, false);
}
