/** How often a trial with several endpoints rejects a true hypothesis where only some of its hypotheses are true. */
import { type Design, planDesign } from '../design/planDesign.ts';
import { powerOfTwo } from '../elementary/powersOfTwo.ts';
import { countSets } from '../tally/collectors/family.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import type { Hypothesis } from '../trial/hypothesisFamily.ts';
import { withNulls } from '../trial/partialNull.ts';
import { type Asking, simulateTo } from './asking.ts';

export interface PartialNull {
  /** Names of the hypotheses without effect; the others have the planned one. */
  readonly nulls: readonly string[];
  /** Share of trials that reject any of them. */
  readonly error: Proportion;
}

/** The most replicates of a partial null: at 2.5 % they have a standard error of 0.11 percentage points. */
const MOST_REPLICATES = 20_000;
/** Families with more hypotheses than this have too many partial nulls to list. */
const MOST_HYPOTHESES = 3;

/** Whether a truth can be made in which these hypotheses alone have no effect: those of one comparison go together. */
function isDistinct(hypotheses: readonly Hypothesis[], mask: number): boolean {
  const key = ({ endpoint, arm }: Hypothesis) => `${endpoint} ${arm}`;
  const among = new Set(hypotheses.filter((_, h) => ((mask >> h) & 1) === 1).map(key));
  return hypotheses.every((hypothesis, h) => ((mask >> h) & 1) === 1 || !among.has(key(hypothesis)));
}

/**
 * The error under every partial null of a trial whose hypotheses are of several endpoints; empty for any other trial and for more
 * than three hypotheses. @throws Interrupted
 */
export async function partialNulls(asking: Asking, design: Design): Promise<readonly PartialNull[]> {
  const { trial } = design;
  const hypotheses = trial.family?.hypotheses ?? [];
  const several = new Set(hypotheses.map(({ endpoint }) => endpoint)).size > 1;
  if (!several || hypotheses.length > MOST_HYPOTHESES) return [];
  const { precision } = asking;
  const replicates = Math.min(MOST_REPLICATES, 'replicates' in precision ? precision.replicates : MOST_REPLICATES);
  const found: PartialNull[] = [];
  for (let mask = 1; mask < powerOfTwo(hypotheses.length) - 1; mask++) {
    if (!isDistinct(hypotheses, mask)) continue;
    const nulls = hypotheses.filter((_, h) => ((mask >> h) & 1) === 1);
    const names = nulls.map(({ name }) => name);
    const truth = planDesign(withNulls(trial, nulls));
    const purpose = `no effect on ${names.join(', ')}`;
    const tally = await simulateTo({ ...asking, precision: { replicates } }, { design, truth, purpose }, purpose);
    if (tally.family === null) continue;
    found.push({
      nulls: names,
      error: proportion(
        countSets(tally.family.sets, (set) => (set & mask) !== 0),
        replicates,
      ),
    });
  }
  return found;
}
