/** What large samples promise of a trial before anything is simulated. */

import type { DesignsBySize } from '../design/designsBySize.ts';
import type { Design } from '../design/planDesign.ts';
import { fewestPatients, nextMember } from '../trial/family.ts';
import { LooksProblem } from '../trial/looksProblem.ts';

/** Power of the deciding test by large samples; NaN where its analysis never comes due or its looks cannot be told apart. */
export function promisedPower(design: Design): number {
  try {
    return design.power;
  } catch (problem) {
    if (problem instanceof LooksProblem) return Number.NaN;
    throw problem;
  }
}

/**
 * The smallest N, within `tolerance` of itself, at which the integrated log-rank drift of the looks promises the target;
 * null when it promises none.
 */
export function promisedSize(designs: DesignsBySize, target: number, tolerance: number): number | null {
  const { family } = designs;
  const least = fewestPatients(family.design);
  const promised = (n: number) => promisedPower(designs.at(n));
  let low = least;
  let high = least;
  while (!(promised(high) >= target)) {
    if (high >= family.mostPatients) return null;
    low = high;
    high = Math.min(family.mostPatients, high * 2);
  }
  while (high - low > Math.max(1, high * tolerance)) {
    const middle = nextMember(family, (low + high) / 2);
    if (middle >= high) break;
    if (promised(middle) >= target) high = middle;
    else low = middle;
  }
  return high;
}
