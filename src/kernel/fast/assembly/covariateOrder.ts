/**
 * Covariates of the patients of a comparison in the order of its sorted codes, stratum after stratum, as columns
 * (../adjustedLayout.ts); twin of ../../look/covariateOrder.ts. They are differences from the stratum's first patient, as
 * ../../../statistics/adjustedCox.ts takes them. A patient's place is looked up in the sorted codes, which is faster than sorting
 * patients along with their codes.
 */
import {
  ADJUSTED_BY_CELL,
  ADJUSTED_COLUMNS,
  ADJUSTED_COVARIATES,
  ADJUSTED_DUMMIES,
  ADJUSTED_PLACES,
  ADJUSTED_STEPS,
  ADJUSTED_STRIDE,
  ADJUSTED_TIES,
  ADJUSTED_TRAITS,
  TIE_BYTES,
  TIE_CODES,
  TIE_END,
  TIE_EVENTS,
  TIE_FROM,
} from '../adjustedLayout';
import { ARM0, ARM_BYTES, ARM_OFFSET, ARM_SIZE, ENTRY, ENTRY_FOLLOW_UP } from '../layout';
import {
  COMPARISON_ADJUSTED,
  COMPARISON_ARM,
  COMPARISON_ARM_CODES,
  COMPARISON_BY_CENTRE,
  COMPARISON_CELL_STRATA,
  COMPARISON_CONTROL_CODES,
  COMPARISON_SEGMENTS,
  COMPARISON_STRATA,
  COMPARISON_STRATUM_OF,
  SEGMENT_BYTES,
  SEGMENT_END,
  SEGMENT_FIRST,
  SEGMENT_FROM,
  SEGMENT_LEAST,
  SEGMENT_SHIFT,
  SEGMENT_TABLE,
} from '../statisticsLayout';
import { cellAt, centreAt, EMPTY, floatStride, traitsAt } from './arrays';
import { closeSegment } from './riskTable';

/** Patients in all strata, as last ordered. */
export let ordered: i32 = 0;

/** Address of the first of the sorted codes [from, end) that is not below `code`. */
@inline
function firstOf(code: i32, from: i32, end: i32): i32 {
  let at = from;
  let n = (end - from) >> 2;
  while (n > 1) {
    const half = n >> 1;
    at += -(<i32>(load<i32>(at + (half << 2) - 4) < code)) & (half << 2);
    n -= half;
  }
  return at + (<i32>(load<i32>(at) < code) << 2);
}

/** Codes that are passed one by one before bisection finds the rest of the way. */
const NEAR: i32 = 32;

/** The same by the table of a segment, whose `code` is one of. */
@inline
function lookUp(code: i32, segment: i32): i32 {
  const cell = (code - load<i32>(segment, SEGMENT_LEAST)) >> load<i32>(segment, SEGMENT_SHIFT);
  let at = load<i32>(load<i32>(segment, SEGMENT_TABLE) + (cell << 2));
  const far = at + NEAR;
  while (load<i32>(at) < code) {
    at += 4;
    if (at == far) return firstOf(code, at, load<i32>(segment, SEGMENT_END));
  }
  return at;
}

/** Fills the table of a segment at address `table`; returns where it ends. */
function fillTable(segment: i32, table: i32): i32 {
  const from = load<i32>(segment, SEGMENT_FROM);
  const end = load<i32>(segment, SEGMENT_END);
  if (from == end) return table;
  const least = load<i32>(from);
  const bits = 32 - clz((((end - from) >> 2) << 1) - 1);
  const shift = max(0, 32 - clz(load<i32>(end - 4) - least) - bits);
  store<i32>(segment, least, SEGMENT_LEAST);
  store<i32>(segment, table, SEGMENT_TABLE);
  store<i32>(segment, shift, SEGMENT_SHIFT);
  // Of the codes that share a place the first is written last. Places of no code are never read.
  for (let at = end - 4; at >= from; at -= 4) store<i32>(table + (((load<i32>(at) - least) >> shift) << 2), at);
  return table + (4 << bits);
}

/**
 * Lets the keys of the sorted codes [from, end) be no less than `earliest`, at which follow-up ends, and keeps them sorted: where
 * it has ended the module's codes go on.
 */
function endFollowUp(from: i32, end: i32, earliest: i32): void {
  const least = earliest << 2;
  let behind = from;
  let none = 0;
  let other = 0;
  let event = 0;
  while (behind < end && load<i32>(behind) < least + 4) {
    const flags = load<i32>(behind) & 3;
    none += <i32>(flags == 0);
    other += <i32>(flags == 1);
    event += <i32>(flags == 2);
    behind += 4;
  }
  for (let at = from; at < behind; at += 4) {
    const i = (at - from) >> 2;
    const flags = <i32>(i >= none) + <i32>(i >= none + other) + <i32>(i >= none + other + event);
    store<i32>(at, least | flags);
  }
}

/** Puts the covariates of an arm's patients, whose codes are at address `codes`, in their places. */
function place(comparison: i32, arm: i32, codes: i32, earliest: i32): void {
  const adjusted = load<i32>(comparison, COMPARISON_ADJUSTED);
  const covariates = load<i32>(adjusted, ADJUSTED_COVARIATES);
  const dummies = load<i32>(adjusted, ADJUSTED_DUMMIES);
  const byCell = load<i32>(adjusted, ADJUSTED_BY_CELL);
  const traits = load<i32>(adjusted, ADJUSTED_TRAITS);
  const columns = load<i32>(adjusted, ADJUSTED_COLUMNS);
  const stride = load<i32>(adjusted, ADJUSTED_STRIDE);
  const taken = load<i32>(adjusted, ADJUSTED_STEPS);
  const segments = load<i32>(comparison, COMPARISON_SEGMENTS);
  const stratumOf = load<i32>(comparison, COMPARISON_STRATUM_OF);
  const byCentre = load<i32>(comparison, COMPARISON_BY_CENTRE) != 0;
  const cellStrata = load<i32>(comparison, COMPARISON_CELL_STRATA);
  let at = load<i32>(arm, ARM_OFFSET);
  const end = at + (load<i32>(arm, ARM_SIZE) << 2);
  for (; at < end; at += 4) {
    const known = load<i32>(codes + at);
    if (known == EMPTY) continue;
    const code = max(known, (earliest << 2) | (known & 3));
    const cell = load<i32>(cellAt + at);
    let stratum = 0;
    if (stratumOf != 0) {
      stratum = load<i32>(stratumOf + cell);
      if (stratum < 0) continue;
      if (byCentre) stratum += load<i32>(centreAt + at) * cellStrata;
    }
    const segment = segments + stratum * SEGMENT_BYTES;
    const from = load<i32>(segment, SEGMENT_FROM);
    const first = lookUp(code, segment) - from + (load<i32>(segment, SEGMENT_FIRST) << 2);
    // Equal codes take places one after another.
    const before = load<i32>(taken + first);
    store<i32>(taken + first, before + 1);
    let to = columns + (first << 1) + (before << 3);
    let c = 0;
    for (let level = byCell + (cell << 1) * dummies; c < dummies; c++) {
      store<f64>(to, load<f64>(level));
      level += 8;
      to += stride;
    }
    for (let trait = traits; c < covariates; c++) {
      store<f64>(to, <f64>load<f32>(traitsAt + load<i32>(trait) * floatStride + at));
      trait += 4;
      to += stride;
    }
  }
}

/** Takes the first of a column's values [from, end) from all of them; adds those of events to `sum`, codes being at `codes`. */
@inline
function takeFirst(from: i32, end: i32, codes: i32, sum: f64): f64 {
  const first = load<f64>(from);
  for (let at = from; at < end; at += 8) {
    const value = load<f64>(at) - first;
    store<f64>(at, value);
    sum += value * <f64>((load<i32>(codes) >> 1) & 1);
    codes += 4;
  }
  return sum;
}

/**
 * Fills the columns of a comparison whose codes have been gathered at `cut` and sorted. Each patient's step is `bytes` where its time
 * ends with an event and 0 elsewhere; `sums` takes the sum of each column over events.
 */
export function orderCovariates(comparison: i32, cut: i32, bytes: i32, sums: i32): void {
  const adjusted = load<i32>(comparison, COMPARISON_ADJUSTED);
  const covariates = load<i32>(adjusted, ADJUSTED_COVARIATES);
  const columns = load<i32>(adjusted, ADJUSTED_COLUMNS);
  const stride = load<i32>(adjusted, ADJUSTED_STRIDE);
  const steps = load<i32>(adjusted, ADJUSTED_STEPS);
  const arms = columns + covariates * stride;
  const segments = load<i32>(comparison, COMPARISON_SEGMENTS);
  const last = segments + load<i32>(comparison, COMPARISON_STRATA) * SEGMENT_BYTES;
  let n = 0;
  let table = load<i32>(adjusted, ADJUSTED_PLACES);
  // No key is below 0.
  const earliest = max(0, cut - load<i32>(ENTRY, ENTRY_FOLLOW_UP));
  for (let segment = segments; segment < last; segment += SEGMENT_BYTES) {
    const from = load<i32>(segment, SEGMENT_FROM);
    const end = load<i32>(segment, SEGMENT_END);
    store<i32>(segment, n, SEGMENT_FIRST);
    if (earliest > 0) endFollowUp(from, end, earliest);
    table = fillTable(segment, table);
    n += (end - from) >> 2;
  }
  ordered = n;
  memory.fill(steps, 0, n << 2);
  place(comparison, ARM0, load<i32>(comparison, COMPARISON_CONTROL_CODES), earliest);
  place(
    comparison,
    ARM0 + load<i32>(comparison, COMPARISON_ARM) * ARM_BYTES,
    load<i32>(comparison, COMPARISON_ARM_CODES),
    earliest,
  );
  memory.fill(sums, 0, (covariates + 1) << 3);
  let tie = load<i32>(adjusted, ADJUSTED_TIES);
  let failed1 = 0;
  for (let segment = segments; segment < last; segment += SEGMENT_BYTES) {
    const codes = load<i32>(segment, SEGMENT_FROM);
    const end = load<i32>(segment, SEGMENT_END);
    if (codes == end) continue;
    closeSegment(end);
    const first = load<i32>(segment, SEGMENT_FIRST);
    const behind = first + ((end - codes) >> 2);
    for (let c = 0; c < covariates; c++) {
      const column = columns + c * stride;
      const sum = sums + (c << 3);
      store<f64>(sum, takeFirst(column + (first << 3), column + (behind << 3), codes, load<f64>(sum)));
    }
    let at = codes;
    let from = first;
    let d = 0;
    for (let i = first; i < behind; i++) {
      const code = load<i32>(at);
      at += 4;
      const event = (code >> 1) & 1;
      const ends = <i32>((code ^ load<i32>(at)) > 3);
      failed1 += event & code;
      d += event;
      const failing = ends & <i32>(d > 0);
      store<f64>(arms + (i << 3), <f64>(code & 1));
      store<i32>(steps + (i << 2), -failing & bytes);
      if ((failing & <i32>(d > 1)) != 0) {
        store<i32>(tie, from, TIE_FROM);
        store<i32>(tie, i + 1, TIE_END);
        store<i32>(tie, d, TIE_EVENTS);
        store<i32>(tie, codes + ((from - first) << 2), TIE_CODES);
        tie += TIE_BYTES;
      }
      d &= ends - 1;
      from += -ends & (i + 1 - from);
    }
  }
  // A place behind the last patient is read, and comes to nothing.
  for (let c = 0; c <= covariates; c++) store<f64>(columns + c * stride + (n << 3), 0);
  store<f64>(sums + (covariates << 3), <f64>failed1);
  // A tie that no patient reaches stands behind the last.
  store<i32>(tie, i32.MAX_VALUE, TIE_END);
}
