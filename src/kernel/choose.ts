/**
 * Which implementation of the kernel runs a plan, decided once and named for the record.
 *
 * To add a stage: 1. write it plainly in a file of its own in draw/ or look/ and call it from reference.ts: that is its
 * definition. 2. Write its twin in fast/assembly/, called from there by drawPatients.ts or pipeline.ts, and a writer of its
 * parameters in fast/. 3. Add its inputs to the random designs of test/kernel/realTrial.ts, which hold the module to the
 * reference. What only the reference can do is named by `unsupported`.
 */
import { FastKernel } from './fast/fastKernel.ts';
import { unsupported } from './fast/unsupported.ts';
import { readWasm } from './fast/wasmFile.ts';
import type { Simulator } from './look/columns.ts';
import type { KernelPlan } from './plan/kernelPlan.ts';
import { createReference } from './reference.ts';

export interface KernelChoice {
  readonly name: 'wasm-simd' | 'reference';
  /** Why it is not the fast one; null when it is. */
  readonly reason: string | null;
}

let fast: FastKernel | string | null = null;

/** The thread's fast kernel, or the reason why there is none. */
function fastKernel(): FastKernel | string {
  if (fast !== null) return fast;
  const bytes = readWasm();
  if (bytes === null) fast = 'the WebAssembly module is not built (npm run build:wasm)';
  else {
    try {
      fast = new FastKernel(bytes);
    } catch (error) {
      fast = `WebAssembly SIMD is not available here: ${error instanceof Error ? error.message : error}`;
    }
  }
  return fast;
}

/** The kernel for `plan`. `force` (or TRIALWRIGHT_KERNEL=reference) takes the reference in any case. */
export function chooseKernel(plan: KernelPlan, force: 'reference' | null = null): KernelChoice {
  if (force === 'reference' || globalThis.process?.env.TRIALWRIGHT_KERNEL === 'reference')
    return { name: 'reference', reason: 'asked for' };
  const reason = unsupported(plan);
  if (reason !== null) return { name: 'reference', reason };
  const kernel = fastKernel();
  return typeof kernel === 'string' ? { name: 'reference', reason: kernel } : { name: 'wasm-simd', reason: null };
}

/**
 * A simulator of `plan` by the kernel that chooseKernel names. It holds arrays for the plan's patients and what it
 * learns about how to be fast, so a caller that simulates a plan block after block keeps it.
 */
export function createSimulator(plan: KernelPlan, force: 'reference' | null = null): Simulator {
  const { name } = chooseKernel(plan, force);
  const kernel = fastKernel();
  return name === 'reference' || typeof kernel === 'string' ? createReference(plan) : kernel.simulatorOf(plan);
}
