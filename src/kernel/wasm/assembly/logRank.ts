/**
 * The log-rank statistic of the sorted words; twin of ../../logRank.ts but for the order of its sums.
 * With p = Y₁/Y at an untied event:  U = O₁ − c·D − Σ(p − c),  V = Σ(p − p²), c the share of experimental patients, which
 * keeps U's sum small. Words whose keys tie (or nearly, a difference below 4) take the exact way one time point at a time.
 */
import { ROW_ENROLLED, ROW_EVENTS, ROW_U, ROW_V } from '../layout';
import { sortedAt } from './arrays';

/** U, V and z of the n sorted words into `row`, which holds the counts already. Uses four places behind the words. */
export function logRank(n: i32, row: i32): void {
  if (n == 0) {
    store<f64>(row, 0);
    store<f64>(row, 0, ROW_U);
    store<f64>(row, 0, ROW_V);
    return;
  }
  const words = sortedAt;
  const end = words + (n << 2);
  // Behind the last word: no events and no ties.
  const behind = (load<i32>(end - 4) & ~3) + 8;
  v128.store(end, i32x4.add(i32x4.splat(behind), i32x4(0, 4, 8, 12)));
  const c = <f64>load<i32>(row, ROW_ENROLLED + 4) / <f64>n;
  const centre = f64x2.splat(c);
  const one = i32x4.splat(1);
  const four = i32x4.splat(4);
  let sumA = f64x2.splat(0);
  let sumB = f64x2.splat(0);
  let varA = f64x2.splat(0);
  let varB = f64x2.splat(0);
  // Of words taken the exact way: U, V, events, experimental events.
  let u: f64 = 0;
  let v: f64 = 0;
  let exact = 0;
  let exact1 = 0;
  let y = i32x4(1, 2, 3, 4);
  let y1 = i32x4.splat(0);
  let at = words;
  while (at < end) {
    do {
      const word = v128.load(at);
      if (v128.any_true(i32x4.lt_s(i32x4.sub(v128.load(at, 4), word), four))) break;
      const arm = v128.and(word, one);
      const isEvent = i32x4.shr_s(i32x4.shl(word, 30), 31);
      let risk1 = i32x4.add(arm, v128.shuffle<i32>(i32x4.splat(0), arm, 0, 4, 5, 6));
      risk1 = i32x4.add(risk1, v128.shuffle<i32>(i32x4.splat(0), risk1, 0, 1, 4, 5));
      risk1 = i32x4.add(risk1, y1);
      y1 = v128.shuffle<i32>(risk1, risk1, 3, 3, 3, 3);
      const eventA = i64x2.extend_low_i32x4_s(isEvent);
      const eventB = i64x2.extend_high_i32x4_s(isEvent);
      const pA = f64x2.div(f64x2.convert_low_i32x4_s(risk1), f64x2.convert_low_i32x4_s(y));
      const pB = f64x2.div(
        f64x2.convert_low_i32x4_s(v128.shuffle<i32>(risk1, risk1, 2, 3, 2, 3)),
        f64x2.convert_low_i32x4_s(v128.shuffle<i32>(y, y, 2, 3, 2, 3)),
      );
      sumA = f64x2.add(sumA, v128.and(f64x2.sub(pA, centre), eventA));
      sumB = f64x2.add(sumB, v128.and(f64x2.sub(pB, centre), eventB));
      varA = f64x2.add(varA, v128.and(f64x2.sub(pA, f64x2.mul(pA, pA)), eventA));
      varB = f64x2.add(varB, v128.and(f64x2.sub(pB, f64x2.mul(pB, pB)), eventB));
      y = i32x4.add(y, four);
      at += 16;
    } while (at < end);
    if (at >= end) break;

    // At least four words, then to the end of a time point.
    let r1 = i32x4.extract_lane(y1, 0);
    const until = at + 16;
    do {
      const key = load<i32>(at) >> 2;
      let d = 0;
      let d1 = 0;
      do {
        const word = load<i32>(at);
        const event = (word >> 1) & 1;
        r1 += word & 1;
        d += event;
        d1 += event & word;
        at += 4;
      } while (at < end && load<i32>(at) >> 2 == key);
      if (d > 0) {
        const risk = (at - words) >> 2;
        const p = <f64>r1 / <f64>risk;
        exact += d;
        exact1 += d1;
        u += <f64>d1 - <f64>d * p;
        if (risk > 1) v += (<f64>d * p * (1 - p) * <f64>(risk - d)) / <f64>(risk - 1);
      }
    } while (at < until && at < end);
    y1 = i32x4.splat(r1);
    const position = (at - words) >> 2;
    y = i32x4.add(i32x4.splat(position), i32x4(1, 2, 3, 4));
  }
  const sums = f64x2.add(sumA, sumB);
  const variances = f64x2.add(varA, varB);
  const o1 = load<i32>(row, ROW_EVENTS + 4);
  const events = load<i32>(row, ROW_EVENTS) + o1;
  u += <f64>(o1 - exact1) - c * <f64>(events - exact);
  u -= f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  v += f64x2.extract_lane(variances, 0) + f64x2.extract_lane(variances, 1);
  store<f64>(row, v > 0 ? -u / sqrt(v) : 0);
  store<f64>(row, u, ROW_U);
  store<f64>(row, v, ROW_V);
}
