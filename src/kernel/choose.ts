/**
 * Which implementation of the kernel runs a plan, decided once and named for the record.
 *
 * To add a stage: 1. write it plainly in a file of its own here and call it from simulate.ts: that is its definition.
 * 2. Make it run in wasm/simulateFast.ts, either as it is, on views of the module's arrays between fast stages, or as a
 * twin in wasm/assembly/. 3. Add its inputs to the random designs of test/kernel/agreement.test.ts, which hold every
 * implementation to the reference. What only the reference can do is named by `unsupported`.
 */
import { createCohort } from './cohort.ts';
import type { KernelPlan } from './plan.ts';
import { simulate } from './simulate.ts';
import { createFastKernel, type Simulate } from './wasm/simulateFast.ts';
import { unsupported } from './wasm/unsupported.ts';
import { readWasm } from './wasm/wasmFile.ts';

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
