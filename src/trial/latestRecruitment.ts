/** How late the last patient may come when centres recruit. */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { regionLogTransform } from './centreRecruitment.ts';
import type { Centres } from './centres.ts';

/**
 * ln of a bound on P(fewer than `patients` recruited by calendar time t):
 * P(R ≤ N − 1) ≤ min over s > 0 of e^{s(N − 1)} E e^{−sR} (H. Chernoff, Ann. Math. Statist. 23 (1952) 493–507), which holds
 * for rates that scatter, random openings and caps alike. The exponent is convex in s; golden section on ln s, which ends
 * where the bound is at or below `enough`.
 */
export function logShareShort(
  { regions }: Pick<Centres, 'regions'>,
  patients: number,
  t: number,
  enough = Number.NEGATIVE_INFINITY,
): number {
  const transforms = regions.map((region) => regionLogTransform(region, t));
  const at = (logS: number): number => {
    const s = exp(logS);
    return transforms.reduce((sum, transform) => sum + transform(s), s * (patients - 1));
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = -9;
  let high = 3;
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let atA = at(a);
  let atB = at(b);
  for (let i = 0; i < 18 && Math.min(atA, atB) > enough; i++) {
    if (atA < atB) {
      high = b;
      b = a;
      atB = atA;
      a = high - golden * (high - low);
      atA = at(a);
    } else {
      low = a;
      a = b;
      atA = atB;
      b = low + golden * (high - low);
      atB = at(b);
    }
  }
  return Math.min(0, atA, atB);
}

/**
 * A calendar time from `expected` on by which `patients` have come in all but at most a share `late` of replicates, to 2 %;
 * `most` × `expected` where that is later still: with few centres of very different rates the time to N has no mean.
 */
export function latestRecruitment(
  centres: Pick<Centres, 'regions'>,
  patients: number,
  expected: number,
  late: number,
  most: number,
): number {
  const least = log(late);
  const enough = (t: number) => logShareShort(centres, patients, t, least) <= least;
  let from = 1;
  let to = 1;
  while (!enough(to * expected)) {
    if (to >= most) return most * expected;
    from = to;
    to = Math.min(most, to * 1.2);
  }
  while (to - from > 0.02 * from) {
    const middle = (from + to) / 2;
    if (enough(middle * expected)) to = middle;
    else from = middle;
  }
  return to * expected;
}
