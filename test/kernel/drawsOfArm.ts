/** Entry, exit and cell of the patients of one arm of a replicate, as the reference draws them. */
import type { StreamKey } from '../../src/kernel/draw/stream.ts';
import type { KernelPlan } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';

/** Copies of the arrays that draw/patients.ts describes. */
export function drawsOfArm(
  plan: KernelPlan,
  arm: number,
  key: StreamKey,
  replicate: number,
): { entry: Int32Array; exit: Int32Array; cell: Uint8Array } {
  const { firsts, entry, exit, cell } = createReference(plan).draw(key, replicate);
  const of = (array: Int32Array) => array.slice(firsts[arm], firsts[arm + 1]);
  return { entry: of(entry), exit: of(exit), cell: cell.slice(firsts[arm], firsts[arm + 1]) };
}
