/** Codes of the patients in a few replicates at a look, as shares of the largest possible one: what a bucket map is fitted to. */
import type { StreamKey } from '../../src/kernel/draw/stream.ts';
import { findCut } from '../../src/kernel/look/cut.ts';
import { codeOf } from '../../src/kernel/look/patientCode.ts';
import type { KernelPlan } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';

const LEAST_CODES = 2000;

export function pilotCodes(plan: KernelPlan, key: StreamKey, look: number): Float64Array {
  const [n0, n1] = plan.sizes;
  const n = n0 + n1;
  const scratch = new Int32Array(n);
  const reference = createReference(plan);
  const sample: number[] = [];
  for (let replicate = 0; sample.length < LEAST_CODES && replicate < 200; replicate++) {
    const patients = reference.draw(key, replicate);
    const { entry, exit } = patients;
    const cut = Math.min(findCut(plan.looks[look].cut, patients, [true, true], scratch, 0), plan.horizonTicks);
    for (let i = 0; i < n; i++) {
      const began = entry[i] >> 2;
      const left = exit[i] >> 2;
      if (began > cut) continue;
      const event = left <= cut ? 1 - ((exit[i] >> 1) & 1) : 0;
      sample.push(codeOf(Math.min(left, cut) - began, event, i < n0 ? 0 : 1, cut) / (4 * cut + 4));
    }
  }
  return Float64Array.from(sample);
}
