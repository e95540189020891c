/** How precisely a rate is known from x events among n patients. */

import { expm1 } from '../elementary/expm1.ts';
import { log } from '../elementary/log.ts';
import { binomialLaw } from '../maths/binomialLaw.ts';
import { incompleteBeta } from '../maths/incompleteBeta.ts';
import { normalQuantile } from '../maths/normal.ts';
import { findRoot } from '../maths/roots.ts';

export interface RateInterval {
  readonly low: number;
  readonly high: number;
}

/** The x at which I_x(a, b) is `tail`. */
function limitAt(tail: number, a: number, b: number): number {
  return findRoot((x) => incompleteBeta(x, a, b) - tail, 0, 1, 1e-15);
}

/**
 * The exact interval: C. J. Clopper & E. S. Pearson, Biometrika 26 (1934) 404–413. `level` is its two-sided coverage;
 * 0.9 gives one-sided limits of 95 %, which at 0 of n is its upper limit, and at n of n its lower one.
 */
export function clopperPearson(events: number, patients: number, level: number): RateInterval {
  const tail = (1 - level) / 2;
  return {
    // P(X ≥ x) = I_p(x, n − x + 1), and P(X ≤ x) = I_{1 − p}(n − x, x + 1).
    low: events === 0 ? 0 : limitAt(tail, events, patients - events + 1),
    high: events === patients ? 1 : 1 - limitAt(tail, patients - events, events + 1),
  };
}

/** The score interval: E. B. Wilson, JASA 22 (1927) 209–212. */
export function wilsonInterval(events: number, patients: number, level: number): RateInterval {
  const z = normalQuantile((1 + level) / 2);
  const p = events / patients;
  const shrunk = 1 + (z * z) / patients;
  const centre = (p + (z * z) / (2 * patients)) / shrunk;
  const half = (z * Math.sqrt((p * (1 - p)) / patients + (z * z) / (4 * patients * patients))) / shrunk;
  return { low: events === 0 ? 0 : centre - half, high: events === patients ? 1 : centre + half };
}

/** Upper limit of one-sided coverage `level` with no event among n patients, exact: 1 − (1 − level)^(1/n). */
export function upperLimitOfNone(patients: number, level: number): number {
  return -expm1(log(1 - level) / patients);
}

/**
 * The rule of three: with no event among n patients the rate is at most about 3/n, with 95 % confidence.
 * J. A. Hanley & A. Lippman-Hand, JAMA 249 (1983) 1743–1745.
 */
export function ruleOfThree(patients: number): number {
  return 3 / patients;
}

/** Half the width of the exact interval that n patients are expected to give where the true rate is `rate`. */
export function expectedHalfWidth(patients: number, rate: number, level: number): number {
  let sum = 0;
  binomialLaw(patients, rate).forEach((chance, events) => {
    // What is rarer changes no digit of the sum.
    if (chance < 1e-10) return;
    const { low, high } = clopperPearson(events, patients, level);
    sum += (chance * (high - low)) / 2;
  });
  return sum;
}

/** The fewest patients, at most `most`, whose exact interval is expected to have this half width; null beyond. */
export function patientsForHalfWidth(rate: number, halfWidth: number, level: number, most: number): number | null {
  if (expectedHalfWidth(most, rate, level) > halfWidth) return null;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (expectedHalfWidth(middle, rate, level) <= halfWidth) high = middle;
    else low = middle;
  }
  return high;
}
