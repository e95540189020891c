/** Asks for the assurance of a scenario's text on the calling thread. */

import type { Asking } from '../../src/questions/asking.ts';
import { type AssuranceResult, askAssurance, type PlannedAssurance } from '../../src/questions/assurance.ts';
import { type AssuranceOptions, planAssurance } from '../../src/questions/assurancePlan.ts';
import { inlineExecutor } from '../../src/run/inline.ts';
import { resolveScenario } from '../../src/scenario/scenario.ts';
import type { Sources } from '../../src/scenario/source.ts';
import { parseSource } from '../../src/scenario/source.ts';

export interface AskedAssurance {
  readonly asking: Asking;
  readonly plan: PlannedAssurance;
}

export const sourcesOfText = (text: string): Sources => ({ main: parseSource('case.yaml', text), study: null });

/** What is asked of a scenario, and with what. */
export async function plannedOf(sources: Sources, options: AssuranceOptions): Promise<AskedAssurance> {
  const scenario = resolveScenario(sources);
  const { plan, precision } = await planAssurance({ scenario, sources, options, questions: [] });
  if (precision === undefined) throw new Error('no precision');
  const asking = {
    seed: scenario.seed,
    precision,
    executor: inlineExecutor(),
    progress: { begin() {}, advance() {} },
    account: { replicates: 0, blocks: 0, kernels: new Set<string>() },
  };
  return { asking, plan };
}

export async function assuranceOf({ asking, plan }: AskedAssurance): Promise<AssuranceResult> {
  let result: AssuranceResult | null = null;
  await askAssurance(asking, plan, (found) => {
    result = found;
  });
  if (result === null) throw new Error('no result');
  return result;
}
