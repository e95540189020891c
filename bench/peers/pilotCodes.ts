/** Codes of the patients in a few replicates at a look, as shares of the largest possible one: what a bucket map is fitted to. */
import type { StreamKey } from '../../src/kernel/draw/stream.ts';
import { findCut } from '../../src/kernel/look/cut.ts';
import { encodeArm, type Snapshot } from '../../src/kernel/look/patientCode.ts';
import type { KernelPlan } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';

const LEAST_CODES = 2000;

export function pilotCodes(plan: KernelPlan, key: StreamKey, look: number): Float64Array {
  const [n0, n1] = plan.sizes;
  const n = n0 + n1;
  const [codes, scratch] = Array.from({ length: 2 }, () => new Int32Array(n));
  const reference = createReference(plan);
  const sample: number[] = [];
  for (let replicate = 0; sample.length < LEAST_CODES && replicate < 200; replicate++) {
    const { entry, exit } = reference.draw(key, replicate);
    const cut = Math.min(findCut(plan.looks[look].cut, n, entry, exit, scratch, 0), plan.horizonTicks);
    const snapshot: Snapshot = { enrolled: [0, 0], events: [0, 0], dropouts: [0, 0], completed: [0, 0] };
    const enrolled0 = encodeArm(0, 0, n0, cut, entry, exit, codes, 0, snapshot, plan.followUpTicks);
    const enrolled = encodeArm(1, n0, n, cut, entry, exit, codes, enrolled0, snapshot, plan.followUpTicks);
    for (const code of codes.subarray(0, enrolled)) sample.push(code / (4 * cut + 4));
  }
  return Float64Array.from(sample);
}
