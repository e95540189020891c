/** Askings for tests: no display, an inline executor unless another is given. */
import type { Asking } from '../../src/questions/asking.ts';
import { inlineExecutor } from '../../src/run/inline.ts';
import type { Precision } from '../../src/scenario/scenario.ts';

export function asking(seed: string, precision: Precision, more: Partial<Asking> = {}): Asking {
  return {
    seed,
    precision,
    executor: inlineExecutor(),
    progress: { begin() {}, advance() {} },
    account: { replicates: 0, blocks: 0, kernels: new Set() },
    ...more,
  };
}
