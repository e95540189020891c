/** Askings for tests: no display, an inline executor unless another is given. */
import type { Asking } from '../../src/questions/asking.ts';
import { QUESTIONS } from '../../src/questions/registry.ts';
import { askRun, type RunResult } from '../../src/questions/run.ts';
import { inlineExecutor } from '../../src/run/inline.ts';
import type { Precision, Scenario } from '../../src/scenario/scenario.ts';

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

/** All that `run` asks; `keep` hears as in askRun. @throws Interrupted */
export async function askAll(
  given: Asking,
  scenario: Scenario,
  keep: (result: RunResult) => void = () => {},
): Promise<RunResult> {
  const parts = QUESTIONS.filter(({ inRun }) => inRun !== undefined);
  const found: RunResult[] = [];
  await askRun(given, scenario, parts, (result) => {
    found[0] = result;
    keep(result);
  });
  return found[0];
}
