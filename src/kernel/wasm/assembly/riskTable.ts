/** The risk table of the sorted words; twin of fillRiskTable in ../../../statistics/riskTable.ts. */
import { riskAt, riskStride, sortedAt } from './arrays';

/** Rows of the table of the n sorted words; behind the last word logRank has left one of another time. */
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
    const word = load<i32>(at);
    at += 4;
    y++;
    const arm = word & 1;
    y1 += arm;
    let d = 1;
    let d1 = arm;
    let keep = (word >> 1) & 1;
    if (at < end && load<i32>(at) >> 2 == word >> 2) {
      d = keep;
      d1 = keep & word;
      do {
        const tied = load<i32>(at);
        const event = (tied >> 1) & 1;
        at += 4;
        y++;
        y1 += tied & 1;
        d += event;
        d1 += event & tied;
      } while (at < end && load<i32>(at) >> 2 == word >> 2);
      keep = d > 0 ? 1 : 0;
    }
    // Written whether it is an event or not and kept if it is.
    store<i32>(riskAt + to, word >> 2);
    store<i32>(atRiskAt + to, y);
    store<i32>(atRisk1At + to, y1);
    store<i32>(eventsAt + to, d);
    store<i32>(events1At + to, d1);
    to += keep << 2;
  } while (at < end);
  return to >> 2;
}
