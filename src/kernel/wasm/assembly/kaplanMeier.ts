/** Kaplan–Meier medians of both arms from the sorted words; twin of ../../kaplanMeier.ts, operation for operation. */
import { ROW_ENROLLED, ROW_MEDIANS } from '../layout';
import { sortedAt } from './arrays';

const FLAT: f64 = 1e-8;

/** Keys of the medians of the n sorted words into `row`, NaN for none. Stops at the later one. */
export function findMedians(n: i32, row: i32): void {
  let r1 = load<i32>(row, ROW_ENROLLED + 4);
  let s0: f64 = 1;
  let s1: f64 = 1;
  let flat0: f64 = NaN;
  let flat1: f64 = NaN;
  let open0 = true;
  let open1 = true;
  // Ascending time is descending place.
  let at = sortedAt + (n << 2) - 4;
  while (at >= sortedAt && (open0 || open1)) {
    const key = load<i32>(at) >> 2;
    const y1 = r1;
    const y0 = ((at - sortedAt) >> 2) + 1 - y1;
    let d = 0;
    let d1 = 0;
    do {
      const word = load<i32>(at);
      const event = (word >> 1) & 1;
      r1 -= word & 1;
      d += event;
      d1 += event & word;
      at -= 4;
    } while (at >= sortedAt && load<i32>(at) >> 2 == key);
    const d0 = d - d1;
    const time = <f64>key;
    if (d0 > 0 && open0) {
      if (isNaN(flat0)) {
        s0 *= 1 - <f64>d0 / <f64>y0;
        if (s0 <= 0.5 + FLAT) {
          flat0 = time;
          open0 = s0 >= 0.5 - FLAT;
        }
      } else {
        flat0 = (flat0 + time) / 2;
        open0 = false;
      }
    }
    if (d1 > 0 && open1) {
      if (isNaN(flat1)) {
        s1 *= 1 - <f64>d1 / <f64>y1;
        if (s1 <= 0.5 + FLAT) {
          flat1 = time;
          open1 = s1 >= 0.5 - FLAT;
        }
      } else {
        flat1 = (flat1 + time) / 2;
        open1 = false;
      }
    }
  }
  store<f64>(row, flat0, ROW_MEDIANS);
  store<f64>(row, flat1, ROW_MEDIANS + 8);
}
