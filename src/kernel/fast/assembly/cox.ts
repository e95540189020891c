/**
 * Cox's log hazard ratio and its standard error from the sorted codes; twin of ../../../statistics/cox.ts to 1e-9.
 *
 * With p = Y₁θ/(Y₀ + Y₁θ): score O₁ − Σp, information I = Σp(1 − p), I′ = Σp(1 − p)(1 − 2p). Newton's step s = score ÷ I
 * is refined to s − s²I′/2I where it is short, so that from Peto's estimate two passes over the events usually do; the
 * last step, below 5·10⁻⁵, carries the information along as I + sI′.
 */
import { ROW_EVENTS1, ROW_LOG_HR, ROW_SE, ROW_U, ROW_V } from '../layout';
import { indexAt, overflowAt, sortedAt, codesAt } from './arrays';

const LAST: f64 = 5e-5;
const SHORT: f64 = 0.3;
const MONOTONE: f64 = 12;
const FARTHEST_START: f64 = 3;

/**
 * Untied events: Y₀ and Y₁ at codesAt and indexAt from 0 on; tied ones from place n + 15 down, d and d₁ at overflowAt.
 */
let untied: i32 = 0;
let ties: i32 = 0;

let sumP: f64 = 0;
let information: f64 = 0;
let slope: f64 = 0;

/** Lists the numbers at risk at every event. Overwrites codes, bucket numbers and overflow list. */
function listEvents(n: i32): void {
  const end = sortedAt + (n << 2);
  const y0At = codesAt;
  const y1At = indexAt;
  const last = (n + 15) << 2;
  let to = 0;
  let tied = 0;
  let at = sortedAt;
  let y = 0;
  let y1 = 0;
  // Behind the last code, logRank has left a code of another time.
  do {
    const code = load<i32>(at);
    at += 4;
    y++;
    y1 += code & 1;
    if ((code ^ load<i32>(at)) < 4 && at < end) {
      let d = (code >> 1) & 1;
      let d1 = d & code;
      do {
        const other = load<i32>(at);
        const event = (other >> 1) & 1;
        at += 4;
        y++;
        y1 += other & 1;
        d += event;
        d1 += event & other;
      } while (at < end && load<i32>(at) >> 2 == code >> 2);
      if (d == 1) {
        store<i32>(y0At + to, y - y1);
        store<i32>(y1At + to, y1);
        to += 4;
      } else if (d > 1) {
        store<i32>(y0At + last - (tied << 2), y - y1);
        store<i32>(y1At + last - (tied << 2), y1);
        store<i32>(overflowAt + (tied << 3), d);
        store<i32>(overflowAt + (tied << 3), d1, 4);
        tied++;
      }
    } else {
      store<i32>(y0At + to, y - y1);
      store<i32>(y1At + to, y1);
      to += (code & 2) << 1;
    }
  } while (at < end);
  untied = to >> 2;
  ties = tied;
  // Filled up to a multiple of four with events that add nothing.
  while ((to & 15) != 0) {
    store<i32>(y0At + to, 1);
    store<i32>(y1At + to, 0);
    to += 4;
  }
}

function evaluate(n: i32, beta: f64): void {
  const theta = Math.exp(beta);
  const factor = f64x2.splat(theta);
  const one = f64x2.splat(1);
  let p2 = f64x2.splat(0);
  let i2 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  const y0At = codesAt;
  const y1At = indexAt;
  const end = untied << 2;
  let at = 0;
  if (at < end) {
    do {
      const y0 = v128.load(y0At + at);
      const y1 = v128.load(y1At + at);
      const a = f64x2.mul(f64x2.convert_low_i32x4_s(y1), factor);
      const b = f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(y1, y1, 2, 3, 2, 3)), factor);
      const p = f64x2.div(a, f64x2.add(a, f64x2.convert_low_i32x4_s(y0)));
      const q = f64x2.div(b, f64x2.add(b, f64x2.convert_low_i32x4_s(v128.shuffle<i32>(y0, y0, 2, 3, 2, 3))));
      const notP = f64x2.sub(one, p);
      const notQ = f64x2.sub(one, q);
      const infoP = f64x2.mul(p, notP);
      const infoQ = f64x2.mul(q, notQ);
      p2 = f64x2.add(p2, f64x2.add(p, q));
      i2 = f64x2.add(i2, f64x2.add(infoP, infoQ));
      s2 = f64x2.add(s2, f64x2.add(f64x2.mul(infoP, f64x2.sub(notP, p)), f64x2.mul(infoQ, f64x2.sub(notQ, q))));
      at += 16;
    } while (at < end);
  }
  let sum = f64x2.extract_lane(p2, 0) + f64x2.extract_lane(p2, 1);
  let info = f64x2.extract_lane(i2, 0) + f64x2.extract_lane(i2, 1);
  let third = f64x2.extract_lane(s2, 0) + f64x2.extract_lane(s2, 1);
  // Ties after Efron.
  const last = (n + 15) << 2;
  for (let k = 0; k < ties; k++) {
    const y0 = <f64>load<i32>(y0At + last - (k << 2));
    const y1 = <f64>load<i32>(y1At + last - (k << 2));
    const d = load<i32>(overflowAt + (k << 3));
    const share = <f64>load<i32>(overflowAt + (k << 3), 4) / <f64>d;
    for (let l = 0; l < d; l++) {
      const r1 = (y1 - <f64>l * share) * theta;
      const r0 = y0 - <f64>l * (1 - share);
      const p = r1 / (r0 + r1);
      const q = p * (1 - p);
      sum += p;
      info += q;
      third += q * (1 - 2 * p);
    }
  }
  sumP = sum;
  information = info;
  slope = third;
}

export function noFit(row: i32): void {
  store<f64>(row, NaN, ROW_LOG_HR);
  store<f64>(row, NaN, ROW_SE);
}

/** Fit the n sorted codes into `row`, after logRank. */
export function fitCox(n: i32, row: i32): void {
  noFit(row);
  const v = load<f64>(row, ROW_V);
  if (!(v > 0)) return;
  const o1 = <f64>load<i32>(row >> 1, ROW_EVENTS1);
  listEvents(n);
  let beta = max<f64>(-FARTHEST_START, min<f64>(FARTHEST_START, load<f64>(row, ROW_U) / v));
  for (let iteration = 0; iteration < 40; iteration++) {
    evaluate(n, beta);
    const step = (o1 - sumP) / information;
    const size = abs(step);
    const refined = step - (step * step * slope) / (2 * information);
    if (size < LAST) {
      store<f64>(row, beta + refined, ROW_LOG_HR);
      store<f64>(row, 1 / sqrt(information + step * slope), ROW_SE);
      return;
    }
    beta += size < SHORT ? refined : max<f64>(-2, min<f64>(2, step));
    if (!(abs(beta) < MONOTONE)) return;
  }
}
