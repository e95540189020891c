/**
 * Which implementation of the kernel runs a plan, decided once and named for the record.
 *
 * To add a stage: 1. write it plainly in a file of its own in look/ and call it from twoArms.ts: that is its definition.
 * 2. Make it run in fast/fastKernel.ts, either as it is, on views of the module's arrays between fast stages, or as a
 * twin in fast/assembly/. 3. Add its inputs to the random designs of test/kernel/agreement.test.ts, which hold every
 * implementation to the reference. What only the reference can do is named by `unsupported`.
 */
import { createCohort } from './cohort.ts';
import { createFastKernel } from './fast/fastKernel.ts';
import { unsupported } from './fast/unsupported.ts';
import { readWasm } from './fast/wasmFile.ts';
import type { Simulate } from './look/columns.ts';
import type { KernelPlan } from './plan/kernelPlan.ts';
import { simulate } from './twoArms.ts';

export interface Kernel {
  /** `cohort`: patients who differ by more than one of two arms (cohort.ts). */
  readonly name: 'wasm-simd' | 'reference' | 'cohort';
  readonly simulate: Simulate;
  /** Why it is not the fast one; null when it is. */
  readonly reason: string | null;
}

const cohorts = new WeakMap<KernelPlan, ReturnType<typeof createCohort>>();

const simulateCohort: Simulate = (plan, key, first, count, wants) => {
  const cohort = cohorts.get(plan) ?? createCohort(plan);
  cohorts.set(plan, cohort);
  return cohort.simulate(key, first, count, wants);
};

let fast: Simulate | string | null = null;

/** The thread's fast kernel, or why there is none. */
function fastKernel(): Simulate | string {
  if (fast !== null) return fast;
  const bytes = readWasm();
  if (bytes === null) fast = 'the WebAssembly module is not built (npm run build:wasm)';
  else {
    try {
      fast = createFastKernel(bytes).simulate;
    } catch (error) {
      fast = `WebAssembly SIMD is not available here: ${error instanceof Error ? error.message : error}`;
    }
  }
  return fast;
}

/** The kernel for `plan`. `force` (or TRIALWRIGHT_KERNEL=reference) takes the reference in any case. */
export function chooseKernel(plan: KernelPlan, force: 'reference' | null = null): Kernel {
  if (plan.cohort !== null) return { name: 'cohort', simulate: simulateCohort, reason: null };
  const reference = (reason: string): Kernel => ({ name: 'reference', simulate, reason });
  if (force === 'reference' || globalThis.process?.env.TRIALWRIGHT_KERNEL === 'reference')
    return reference('asked for');
  const reason = unsupported(plan);
  if (reason !== null) return reference(reason);
  const kernel = fastKernel();
  return typeof kernel === 'string' ? reference(kernel) : { name: 'wasm-simd', simulate: kernel, reason: null };
}
