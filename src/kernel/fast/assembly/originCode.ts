/**
 * The code of each patient as a comparison's time origin has it, EMPTY for who is not compared, four at a time; twin of
 * ../../look/originCode.ts.
 */
import { ENDPOINT_EXITS, ENDPOINT_KNOWN, ENDPOINT_SCANNED, ENDPOINT_TRUE_KNOWN } from '../courseLayout';
import { ARM0, ARM_BYTES, ARM_OFFSET, ARM_SIZE, ENTRY, ENTRY_FOLLOW_UP, TRIAL, TRIAL_SCANNED } from '../layout';
import {
  COMPARISON_ARM,
  COMPARISON_ARM_CODES,
  COMPARISON_CONTROL_CODES,
  COMPARISON_ENDPOINT,
  COMPARISON_LANDMARK,
  COMPARISON_ORIGIN,
  HEAD_ORIGIN_CODES,
  HEAD_SWITCH_CODES,
  ORIGIN_EVER_TREATED,
  ORIGIN_EXACT_TIMES,
  ORIGIN_LANDMARK,
  ORIGIN_RANDOMISATION,
  ORIGIN_TIME_DEPENDENT,
  ORIGIN_TREATMENT_START,
} from '../statisticsLayout';
import { EMPTY, entryAt, exitAt, knownAt, startAt, trueKnownAt } from './arrays';

/**
 * Writes the codes of an arm's patients (the arm's parameter block) as origin `origin` has them to `to` from those of all patients,
 * at address `codes`, and from their exits, and for time-dependent
 * treatment 4 × the key at which each began to be treated to `switches`, EMPTY for who never was or always has been.
 */
@inline
function transform(arm: i32, origin: i32, cut: i32, landmark: i32, codes: i32, exits: i32, to: i32, switches: i32): void {
  const followUp = load<i32>(ENTRY + ENTRY_FOLLOW_UP);
  const atCut = i32x4.splat(cut);
  const earliest = i32x4.splat(cut - followUp);
  const followed = i32x4.splat(followUp);
  const limit = i32x4.splat(landmark);
  const empty = i32x4.splat(EMPTY);
  const one = i32x4.splat(1);
  const three = i32x4.splat(3);
  const zero = i32x4.splat(0);
  let at = load<i32>(arm, ARM_OFFSET);
  const end = at + (load<i32>(arm, ARM_SIZE) << 2);
  for (; at < end; at += 16) {
    const known = v128.load(codes + at);
    const begins = v128.load(startAt + at);
    let compared = i32x4.ne(known, empty);
    // Time on study ends with follow-up.
    let key = i32x4.max_s(i32x4.shr_s(known, 2), earliest);
    let flags = v128.and(known, three);
    const u = i32x4.sub(atCut, key);
    if (origin == ORIGIN_TREATMENT_START) {
      compared = v128.and(compared, i32x4.le_s(begins, u));
      key = i32x4.add(key, begins);
    } else if (origin == ORIGIN_EVER_TREATED) {
      const began = i32x4.shr_s(v128.load(entryAt + at), 2);
      const left = i32x4.min_s(i32x4.shr_s(v128.load(exits + at), 2), atCut);
      const onStudy = i32x4.min_s(followed, i32x4.sub(left, began));
      flags = v128.andnot(flags, v128.and(i32x4.gt_s(begins, onStudy), one));
    } else if (origin == ORIGIN_LANDMARK) {
      compared = v128.and(compared, i32x4.gt_s(u, limit));
      flags = v128.andnot(flags, v128.and(i32x4.gt_s(begins, limit), one));
      key = i32x4.add(key, limit);
    } else {
      const treated = i32x4.lt_s(begins, u);
      flags = v128.andnot(flags, v128.andnot(one, treated));
      const later = v128.and(v128.and(treated, i32x4.gt_s(begins, zero)), compared);
      v128.store(switches + at, v128.bitselect(i32x4.shl(i32x4.sub(atCut, begins), 2), empty, later));
    }
    v128.store(to + at, v128.bitselect(v128.or(i32x4.shl(key, 2), flags), empty, compared));
  }
}

/** Finds or makes the codes that a comparison (its parameter block) is of, and notes where they are; `head` is that of the statistics. */
export function chooseCodes(head: i32, comparison: i32, cut: i32): void {
  const origin = load<i32>(comparison, COMPARISON_ORIGIN);
  const endpoint = load<i32>(comparison, COMPARISON_ENDPOINT);
  const known = endpoint == 0 ? knownAt : load<i32>(endpoint, ENDPOINT_KNOWN);
  const exits = endpoint == 0 ? exitAt : load<i32>(endpoint, ENDPOINT_EXITS);
  let control = known;
  let own = known;
  if (origin == ORIGIN_EXACT_TIMES) {
    if (endpoint != 0) {
      if (load<i32>(endpoint, ENDPOINT_SCANNED) != 0) control = own = load<i32>(endpoint, ENDPOINT_TRUE_KNOWN);
    } else if (load<i32>(TRIAL, TRIAL_SCANNED) != 0) control = own = trueKnownAt;
  } else if (origin != ORIGIN_RANDOMISATION) {
    const arm = ARM0 + load<i32>(comparison, COMPARISON_ARM) * ARM_BYTES;
    const landmark = load<i32>(comparison, COMPARISON_LANDMARK);
    own = load<i32>(head, HEAD_ORIGIN_CODES);
    if (origin == ORIGIN_TREATMENT_START) transform(arm, ORIGIN_TREATMENT_START, cut, 0, known, exits, own, 0);
    else if (origin == ORIGIN_EVER_TREATED) transform(arm, ORIGIN_EVER_TREATED, cut, 0, known, exits, own, 0);
    else if (origin == ORIGIN_LANDMARK) {
      control = own;
      transform(ARM0, ORIGIN_LANDMARK, cut, landmark, known, exits, own, 0);
      transform(arm, ORIGIN_LANDMARK, cut, landmark, known, exits, own, 0);
    } else transform(arm, ORIGIN_TIME_DEPENDENT, cut, 0, known, exits, own, load<i32>(head, HEAD_SWITCH_CODES));
  }
  store<i32>(comparison, control, COMPARISON_CONTROL_CODES);
  store<i32>(comparison, own, COMPARISON_ARM_CODES);
}
