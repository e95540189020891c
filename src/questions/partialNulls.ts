/** How often a family claims what is not so where only some of its hypotheses are true. */
import { type Design, planDesign } from '../design/planDesign.ts';
import { countSets } from '../tally/collectors/family.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import { read, type Tally } from '../tally/tally.ts';
import { partialNulls, withNulls } from '../trial/partialNull.ts';
import type { Trial } from '../trial/trial.ts';
import { type Asking, simulateTo } from './asking.ts';
import { replicatesBeside } from './sharedReplicates.ts';

export interface PartialNull {
  /** Names of the hypotheses without effect, which are true; the others have the planned effect. */
  readonly hypotheses: readonly string[];
  /** Trials that claim any of the true ones, a gate acted on, and ignored. */
  readonly error: Proportion;
  readonly errorIgnoring: Proportion;
}

/** Families with more hypotheses than this have too many partial nulls to list. */
const MOST_HYPOTHESES = 3;

/** False claims among the replicates of a truth in which the hypotheses of the mask `nulls` are true. */
function familyError(tally: Tally, design: Design, nulls: number): Omit<PartialNull, 'hypotheses'> {
  const { sets, setsIgnoring } = read(tally, 'family');
  const together = design.family?.closed.claims === 'together';
  const isError = (rejected: number) => (together ? rejected === sets.length - 1 : (rejected & nulls) !== 0);
  return {
    error: proportion(countSets(sets, isError), tally.replicates),
    errorIgnoring: proportion(countSets(setsIgnoring, isError), tally.replicates),
  };
}

/** Whether effects differ by level or centre, so that an arm without effect on average would keep some. */
function modifiesEffects({ population, centres }: Trial): boolean {
  const factors = population?.factors ?? [];
  return (
    factors.some(({ levels }) => levels.some(({ effectRatio }) => effectRatio !== 1)) || (centres?.effectSd ?? 0) > 0
  );
}

/**
 * The error under each partial null; empty for one hypothesis and for more than three, and where effects differ by level or
 * centre. @throws Interrupted
 */
export async function askPartialNulls(asking: Asking, design: Design): Promise<readonly PartialNull[]> {
  const { trial } = design;
  const { family } = trial;
  if (family === undefined || family.hypotheses.length > MOST_HYPOTHESES || modifiesEffects(trial)) return [];
  const precision = { replicates: replicatesBeside(asking) };
  const found: PartialNull[] = [];
  for (const mask of partialNulls(family)) {
    const nulls = family.hypotheses.filter((_, h) => ((mask >> h) & 1) === 1);
    const withoutEffect = withNulls(trial, nulls);
    if (withoutEffect === null) continue;
    const hypotheses = nulls.map(({ name }) => name);
    const truth = planDesign(withoutEffect);
    const purpose = `no effect on ${hypotheses.join(', ')}`;
    const tally = await simulateTo({ ...asking, precision }, { design, truth, purpose }, purpose);
    found.push({ hypotheses, ...familyError(tally, design, mask) });
  }
  return found;
}
