/** When a design's replicates stop, and how many of those that the kernel simulated reject. */
import type { Stop } from '../src/kernel/plan.ts';
import type { Columns } from '../src/kernel/simulate.ts';
import { boundsOf, type Design, rejects } from './designs.ts';

/** A stop at every look that rejects, as the kernel's plan takes them. */
export function stopsOf(design: Design): Stop[] {
  const { POSITIVE_INFINITY, NEGATIVE_INFINITY } = Number;
  return boundsOf(design).map((bound) =>
    design.rejects === 'benefit'
      ? { above: bound, below: NEGATIVE_INFINITY }
      : { above: POSITIVE_INFINITY, below: -bound },
  );
}

/** Replicates with a look that took place and rejects, whether it stopped them or not. */
export function countRejections(design: Design, looks: readonly Pick<Columns, 'rows' | 'performed' | 'z'>[]): number {
  const bounds = boundsOf(design);
  let count = 0;
  for (let row = 0; row < looks[0].rows; row++) {
    for (let k = 0; k < bounds.length; k++) {
      if (looks[k].performed[row] === 0 || !rejects(design, looks[k].z[row], bounds[k])) continue;
      count++;
      break;
    }
  }
  return count;
}
