/** The codes of a comparison, stratum after stratum; twin of ../../look/gather.ts. */
import { ARM0, ARM_BYTES, ARM_OFFSET, ARM_SIZE, TRIAL, TRIAL_CELLS } from '../layout';
import {
  COMPARISON_ARM,
  COMPARISON_ARM_CODES,
  COMPARISON_BY_CENTRE,
  COMPARISON_CELL_STRATA,
  COMPARISON_CONTROL_CODES,
  COMPARISON_SEGMENTS,
  COMPARISON_STRATA,
  COMPARISON_STRATUM_OF,
  COMPARISON_SWITCHES,
  HEAD_SWITCH_CODES,
  SEGMENT_BYTES,
  SEGMENT_END,
  SEGMENT_FROM,
} from '../statisticsLayout';
import { cellAt, centreAt, codesAt, EMPTY, SEGMENT_ROOM } from './arrays';
import { chooseCodes } from './originCode';
import { PACK } from './pack';

/** Up to so many strata, each is picked from all patients in a pass of its own. */
const FEW: i32 = 4;

/** Where the segment that follows one ending at address `end` begins. */
@inline
function nextSegment(end: i32): i32 {
  return ((end + 15) & ~15) + SEGMENT_ROOM - 16;
}

/**
 * Appends the codes of everybody of an arm who is compared behind address `to`; returns the new end. The codes of all arms are
 * at address `codes`.
 */
@inline
function pickEverybody(arm: i32, codes: i32, to: i32): i32 {
  const empty = i32x4.splat(EMPTY);
  let at = codes + load<i32>(arm, ARM_OFFSET);
  const end = at + (load<i32>(arm, ARM_SIZE) << 2);
  for (; at < end; at += 16) {
    const code = v128.load(at);
    const mask = i32x4.bitmask(i32x4.ne(code, empty));
    v128.store(to, v128.swizzle(code, v128.load(<i32>PACK + (mask << 4))));
    to += popcnt(mask) << 2;
  }
  return to;
}

/** The same for one stratum; `strata` holds the stratum of each of up to 16 cells, one byte each. */
@inline
function pick(arm: i32, codes: i32, stratum: i32, strata: v128, to: i32): i32 {
  const empty = i32x4.splat(EMPTY);
  const wanted = i32x4.splat(stratum);
  const lowest = i32x4.splat(0xff);
  const offset = load<i32>(arm, ARM_OFFSET);
  let at = codes + offset;
  const cells = cellAt - codes;
  const end = at + (load<i32>(arm, ARM_SIZE) << 2);
  for (; at < end; at += 16) {
    const code = v128.load(at);
    const own = v128.and(v128.swizzle(strata, i32x4.shr_u(v128.load(cells + at), 2)), lowest);
    const mask = i32x4.bitmask(v128.and(i32x4.eq(own, wanted), i32x4.ne(code, empty)));
    v128.store(to, v128.swizzle(code, v128.load(<i32>PACK + (mask << 4))));
    to += popcnt(mask) << 2;
  }
  return to;
}

function setSegment(segments: i32, stratum: i32, from: i32, end: i32): void {
  store<i32>(segments + stratum * SEGMENT_BYTES, from, SEGMENT_FROM);
  store<i32>(segments + stratum * SEGMENT_BYTES, end, SEGMENT_END);
}

/** Adds the codes of an arm to the bytes of each stratum's segment, or puts them there and moves the segment's end. */
@inline
function share(comparison: i32, segments: i32, arm: i32, codes: i32, put: bool): void {
  const stratumOf = load<i32>(comparison, COMPARISON_STRATUM_OF);
  const byCentre = load<i32>(comparison, COMPARISON_BY_CENTRE) != 0;
  const cellStrata = load<i32>(comparison, COMPARISON_CELL_STRATA);
  let at = load<i32>(arm, ARM_OFFSET);
  const end = at + (load<i32>(arm, ARM_SIZE) << 2);
  for (; at < end; at += 4) {
    const code = load<i32>(codes + at);
    let stratum = load<i32>(stratumOf + load<i32>(cellAt + at));
    if (code == EMPTY || stratum < 0) continue;
    if (byCentre) stratum += load<i32>(centreAt + at) * cellStrata;
    const segment = segments + stratum * SEGMENT_BYTES;
    const to = load<i32>(segment, SEGMENT_END);
    if (put) store<i32>(to, code);
    store<i32>(segment, to + 4, SEGMENT_END);
  }
}

/** Gathers the codes of a comparison's strata into `segments` from those of the control, of which 0 is none, and of the arm. */
@inline
function gatherInto(comparison: i32, segments: i32, controlCodes: i32, armCodes: i32): void {
  const arm = ARM0 + load<i32>(comparison, COMPARISON_ARM) * ARM_BYTES;
  const strata = load<i32>(comparison, COMPARISON_STRATA);
  const stratumOf = load<i32>(comparison, COMPARISON_STRATUM_OF);
  if (stratumOf == 0) {
    const from = controlCodes == 0 ? codesAt : pickEverybody(ARM0, controlCodes, codesAt);
    setSegment(segments, 0, codesAt, pickEverybody(arm, armCodes, from));
    return;
  }
  if (strata <= FEW && load<i32>(TRIAL, TRIAL_CELLS) <= 16 && load<i32>(comparison, COMPARISON_BY_CENTRE) == 0) {
    // The strata of the cells stand as bytes before their list.
    const bytes = v128.load(stratumOf - 16);
    let from = codesAt;
    for (let stratum = 0; stratum < strata; stratum++) {
      const middle = controlCodes == 0 ? from : pick(ARM0, controlCodes, stratum, bytes, from);
      const end = pick(arm, armCodes, stratum, bytes, middle);
      setSegment(segments, stratum, from, end);
      from = nextSegment(end);
    }
    return;
  }
  memory.fill(segments, 0, strata * SEGMENT_BYTES);
  if (controlCodes != 0) share(comparison, segments, ARM0, controlCodes, false);
  share(comparison, segments, arm, armCodes, false);
  let from = codesAt;
  for (let stratum = 0; stratum < strata; stratum++) {
    const segment = segments + stratum * SEGMENT_BYTES;
    const end = from + load<i32>(segment, SEGMENT_END);
    store<i32>(segment, from, SEGMENT_FROM);
    store<i32>(segment, from, SEGMENT_END);
    from = nextSegment(end);
  }
  if (controlCodes != 0) share(comparison, segments, ARM0, controlCodes, true);
  share(comparison, segments, arm, armCodes, true);
}

/** Gathers the codes of a comparison (its parameter block) at `cut` and writes its segments; `head` is that of the statistics. */
export function gather(head: i32, comparison: i32, cut: i32): void {
  chooseCodes(head, comparison, cut);
  gatherInto(
    comparison,
    load<i32>(comparison, COMPARISON_SEGMENTS),
    load<i32>(comparison, COMPARISON_CONTROL_CODES),
    load<i32>(comparison, COMPARISON_ARM_CODES),
  );
}

/** Gathers what says when the treated of a comparison began to be treated; after `gather`, whose codes it overwrites. */
export function gatherSwitches(head: i32, comparison: i32): void {
  gatherInto(comparison, load<i32>(comparison, COMPARISON_SWITCHES), 0, load<i32>(head, HEAD_SWITCH_CODES));
}
