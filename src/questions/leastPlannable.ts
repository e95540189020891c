/** How small a trial may be for its looks still to be planned. */
import type { DesignsBySize } from '../design/designsBySize.ts';
import { LooksProblem } from '../trial/looksProblem.ts';
import { fewestPatients, nextMember } from '../trial/series.ts';

/** How far below a size its search may go: trials smaller by more than this factor are not looked at. */
const REACH = 16;

/**
 * The smallest member from `patients` down, by halving, whose looks, like those of all members above it, can be
 * planned. It is `patients` itself where its looks cannot be planned, and the smallest member there is where designs
 * are fixed.
 */
export function leastPlannable(designs: DesignsBySize, patients: number): number {
  const { series } = designs;
  if (series.unsized.sequential === undefined) return fewestPatients(series.unsized);
  const plannable = (size: number): boolean => {
    try {
      const { looks, family: closed } = designs.at(size);
      return looks !== null || closed !== null;
    } catch (problem) {
      if (problem instanceof LooksProblem) return false;
      throw problem;
    }
  };
  let high = patients;
  let low = patients;
  do {
    high = low;
    low = nextMember(series, low / 2);
    if (low >= high || high * REACH <= patients) return high;
  } while (plannable(low));
  while (high - low > 1) {
    const middle = nextMember(series, (low + high) / 2);
    if (middle >= high) break;
    if (plannable(middle)) high = middle;
    else low = middle;
  }
  return high;
}
