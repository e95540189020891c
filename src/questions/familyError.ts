/** How often a family claims what is not so: its error rate where some hypotheses are true. */
import type { Design } from '../design/planDesign.ts';
import { planDesign } from '../design/planDesign.ts';
import { countSets } from '../tally/collectors/family.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import { read, type Tally } from '../tally/tally.ts';
import { partialNulls, truthWith } from '../trial/truthWith.ts';
import { type Asking, simulateTo } from './asking.ts';

export interface PartialNullResult {
  /** Names of the hypotheses that are true. */
  readonly hypotheses: readonly string[];
  /** Trials that claim any of them, the gate acted on, and ignored. */
  readonly error: Proportion;
  readonly errorIgnoring: Proportion;
}

/** False claims among the replicates of a truth in which the hypotheses of the mask `nulls` are true. */
export function familyError(tally: Tally, design: Design, nulls: number): Omit<PartialNullResult, 'hypotheses'> {
  const { sets, setsIgnoring } = read(tally, 'family');
  const together = design.family?.closed.claims === 'together';
  const isError = (rejected: number) =>
    together ? nulls !== 0 && rejected === sets.length - 1 : (rejected & nulls) !== 0;
  return {
    error: proportion(countSets(sets, isError), tally.replicates),
    errorIgnoring: proportion(countSets(setsIgnoring, isError), tally.replicates),
  };
}

/** The error under each partial null that arms without effect make. @throws Interrupted */
export async function askPartialNulls(asking: Asking, design: Design): Promise<PartialNullResult[]> {
  const { family } = design.trial;
  const results: PartialNullResult[] = [];
  if (family === undefined) return results;
  for (const nulls of partialNulls(family)) {
    const truth = truthWith(design.trial, nulls);
    if (truth === null) continue;
    const hypotheses = family.hypotheses.flatMap(({ name }, h) => ((nulls >> h) & 1 ? [name] : []));
    const simulation = { design, truth: planDesign(truth), purpose: 'null' };
    const tally = await simulateTo(asking, simulation, `error where ${hypotheses.join(', ')} are true`);
    results.push({ hypotheses, ...familyError(tally, design, nulls) });
  }
  return results;
}
