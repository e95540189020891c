/** The risk table of the sorted codes; twin of fillRiskTable in ../../../statistics/riskTable.ts. */
import { inversesAt, riskAt, riskStride, sortedAt, survivalAt } from './arrays';

/**
 * Fills the table of the n sorted codes and returns its rows; behind the last code, logRank has left a code of another
 * time.
 */
export function fillRiskTable(n: i32): i32 {
  const end = sortedAt + (n << 2);
  const atRiskAt = riskAt + riskStride;
  const atRisk1At = atRiskAt + riskStride;
  const eventsAt = atRisk1At + riskStride;
  const events1At = eventsAt + riskStride;
  let to = 0;
  let y = 0;
  let y1 = 0;
  let at = sortedAt;
  if (n == 0) return 0;
  do {
    const code = load<i32>(at);
    at += 4;
    y++;
    const arm = code & 1;
    y1 += arm;
    let d = 1;
    let d1 = arm;
    let keep = (code >> 1) & 1;
    if (at < end && load<i32>(at) >> 2 == code >> 2) {
      d = keep;
      d1 = keep & code;
      do {
        const tied = load<i32>(at);
        const event = (tied >> 1) & 1;
        at += 4;
        y++;
        y1 += tied & 1;
        d += event;
        d1 += event & tied;
      } while (at < end && load<i32>(at) >> 2 == code >> 2);
      keep = d > 0 ? 1 : 0;
    }
    // The row is written in any case, and kept if there is an event.
    store<i32>(riskAt + to, code >> 2);
    store<i32>(atRiskAt + to, y);
    store<i32>(atRisk1At + to, y1);
    store<i32>(eventsAt + to, d);
    store<i32>(events1At + to, d1);
    to += keep << 2;
  } while (at < end);
  return to >> 2;
}

/** 1/y. With nobody at risk nobody fails, so that any finite value will do for y = 0. */
@inline
function inverse(y: i32): f64 {
  return load<f64>(inversesAt + (max(y, 1) << 3) - 8);
}

/** Fills in the pooled Kaplan–Meier estimate before each row's time; twin of fillPooledSurvival. */
export function fillPooledSurvival(rows: i32): void {
  const atRiskAt = riskAt + riskStride;
  const eventsAt = riskAt + 3 * riskStride;
  let s: f64 = 1;
  for (let k = rows - 1; k >= 0; k--) {
    const at = k << 2;
    store<f64>(survivalAt + (at << 1), s);
    s *= 1 - <f64>load<i32>(eventsAt + at) * inverse(load<i32>(atRiskAt + at));
  }
}

/** Fills in the Kaplan–Meier estimates of both arms; twin of fillArmSurvival. */
export function fillArmSurvival(rows: i32): void {
  const atRiskAt = riskAt + riskStride;
  const atRisk1At = atRiskAt + riskStride;
  const eventsAt = atRisk1At + riskStride;
  const events1At = eventsAt + riskStride;
  const survival0At = survivalAt + (riskStride << 1);
  const survival1At = survival0At + (riskStride << 1);
  let s0: f64 = 1;
  let s1: f64 = 1;
  for (let k = rows - 1; k >= 0; k--) {
    const at = k << 2;
    const d1 = load<i32>(events1At + at);
    const y1 = load<i32>(atRisk1At + at);
    s1 *= 1 - <f64>d1 * inverse(y1);
    s0 *= 1 - <f64>(load<i32>(eventsAt + at) - d1) * inverse(load<i32>(atRiskAt + at) - y1);
    store<f64>(survival0At + (at << 1), s0);
    store<f64>(survival1At + (at << 1), s1);
  }
}
