/** Kaplan–Meier medians of both arms from the sorted codes; twin of ../../../statistics/kaplanMeier.ts, operation for operation. */
import { ROW_ENROLLED1, ROW_MEDIAN0, ROW_MEDIAN1 } from '../layout';
import { sortedAt } from './arrays';

const FLAT: f64 = 1e-8;
/** S at or below which an arm's median is reached; once it is, a value that no S reaches. */
const REACHED: f64 = 0.5 + FLAT;

/** Key of the first event of arm `label` at or below address `at`, the next in time; NaN when there is none. */
function nextEvent(at: i32, label: i32): f64 {
  for (; at >= sortedAt; at -= 4) if ((load<i32>(at) & 3) == 2 + label) return <f64>(load<i32>(at) >> 2);
  return NaN;
}

/** The median when S has come down to `s` at `key` and later times start at address `at`. */
function medianAt(s: f64, key: f64, at: i32, label: i32): f64 {
  if (s < 0.5 - FLAT) return key;
  const next = nextEvent(at, label);
  return isNaN(next) ? key : (key + next) / 2;
}

export function noMedians(row: i32): void {
  store<f64>(row, NaN, ROW_MEDIAN0);
  store<f64>(row, NaN, ROW_MEDIAN1);
}

/** Of an arm that has been dropped there is no median. */
export function noMedian1(row: i32): void {
  store<f64>(row, NaN, ROW_MEDIAN1);
}

/** Writes the keys of the medians of the n sorted codes into `row`, NaN for none. Stops at the later one. */
export function findMedians(n: i32, row: i32): void {
  noMedians(row);
  let y1 = load<i32>(row >> 1, ROW_ENROLLED1);
  let y0 = n - y1;
  let s0: f64 = 1;
  let s1: f64 = 1;
  let reached0 = REACHED;
  let reached1 = REACHED;
  // Ascending time is descending place.
  let at = sortedAt + (n << 2) - 4;
  while (at >= sortedAt) {
    const code = load<i32>(at);
    at -= 4;
    let d = (code >> 1) & 1;
    let arm = code & 1;
    let d1 = d & arm;
    if (at >= sortedAt && (code ^ load<i32>(at)) < 4) {
      do {
        const tied = load<i32>(at);
        const event = (tied >> 1) & 1;
        arm += tied & 1;
        d += event;
        d1 += event & tied;
        at -= 4;
      } while (at >= sortedAt && (code ^ load<i32>(at)) < 4);
      if (d > d1) s0 *= 1 - <f64>(d - d1) / <f64>y0;
      if (d1 > 0) s1 *= 1 - <f64>d1 / <f64>y1;
      y0 = ((at - sortedAt) >> 2) + 1 - (y1 - arm);
      y1 -= arm;
    } else {
      // Without an event the factor is exactly 1; a branch on it would be mispredicted every third time.
      const factor = 1 - <f64>d / <f64>(arm != 0 ? y1 : y0);
      s0 *= arm != 0 ? 1 : factor;
      s1 *= arm != 0 ? factor : 1;
      y1 -= arm;
      y0 -= 1 - arm;
    }
    if (s0 <= reached0) {
      store<f64>(row, medianAt(s0, <f64>(code >> 2), at, 0), ROW_MEDIAN0);
      reached0 = -1;
      if (reached1 < 0) return;
    }
    if (s1 <= reached1) {
      store<f64>(row, medianAt(s1, <f64>(code >> 2), at, 1), ROW_MEDIAN1);
      reached1 = -1;
      if (reached0 < 0) return;
    }
  }
}
