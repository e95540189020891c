/** When a design's replicates stop, and how many of those that the kernel simulated reject. */

import type { Columns } from '../src/kernel/look/columns.ts';
import type { LookStop } from '../src/kernel/plan/kernelPlan.ts';
import { boundsOf, type Design } from './designs.ts';

/** A stop at every look that rejects, as the kernel's plan takes them. */
export function stopsOf(design: Design): LookStop[] {
  const { POSITIVE_INFINITY, NEGATIVE_INFINITY } = Number;
  return boundsOf(design).map((bound) =>
    design.rejects === 'benefit'
      ? { above: bound, below: NEGATIVE_INFINITY }
      : { above: POSITIVE_INFINITY, below: -bound },
  );
}

/** Replicates with a look that took place and rejects, whether it stopped them or not. */
export function countRejections(design: Design, looks: readonly Pick<Columns, 'rows' | 'performed' | 'z'>[]): number {
  const sign = design.rejects === 'benefit' ? 1 : -1;
  const rejected = new Uint8Array(looks[0].rows);
  for (const [k, bound] of boundsOf(design).entries()) {
    const { performed, z } = looks[k];
    for (let row = 0; row < rejected.length; row++)
      if (performed[row] === 1 && sign * z[row] >= bound) rejected[row] = 1;
  }
  let count = 0;
  for (let row = 0; row < rejected.length; row++) count += rejected[row];
  return count;
}
