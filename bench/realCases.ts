/** What each part of a real trial costs beside the plain trial of D2, and all of them together. */
import type { Columns } from '../src/kernel/look/columns.ts';
import type { BenchCase, Ratio } from './benchCase.ts';
import { d2Case } from './d2Case.ts';
import { firstBound, type RealDesign, realDesigns, realTrialOf } from './realDesigns.ts';

const REAL: readonly RealDesign[] = Object.values(realDesigns);

/** Replicates in which any comparison reaches its bound. */
export function countRealRejections(design: RealDesign, looks: readonly Columns[]): number {
  const { rows, z: first, statistics } = looks[0];
  const bound = firstBound(design);
  const several = design.hazardRatios.length > 1;
  let count = 0;
  for (let row = 0; row < rows; row++)
    if (several ? statistics.some(({ z }) => z[row] >= bound) : first[row] >= bound) count++;
  return count;
}

export function realCases(seed: string): BenchCase[] {
  return REAL.map((design) =>
    d2Case(design.name, design.what, realTrialOf(design), seed, design.known, (looks) =>
      countRealRejections(design, looks),
    ),
  );
}

/** Nanoseconds a patient over those of the plain trial. */
export const REAL_RATIOS: readonly Ratio[] = REAL.filter((design) => design !== realDesigns.plain).map(
  ({ name, what, bar }) => ({ of: name, over: realDesigns.plain.name, what: `${name}, ${what}`, bar }),
);
