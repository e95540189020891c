/** One effect estimated in several ways on the same trials, with the planned effect and with none. */
import { planDesign } from '../design/planDesign.ts';
import { type MeanEstimate, meanEstimate, type Proportion, proportion } from '../tally/estimates.ts';
import type { Test } from '../trial/test.ts';
import { type Trial, underNull } from '../trial/trial.ts';
import { type Asking, simulateReplicates } from './asking.ts';
import { type PairedDifference, pairedDifference } from './testsResult.ts';

/** What a test does in one of the two worlds. */
export interface SeenEffect {
  /** At the trial's alpha, whatever its sides. */
  readonly benefit: Proportion;
  readonly harm: Proportion;
  /** Rejections as the trial's test makes them: for benefit when one-sided, either way when two-sided. */
  readonly rejects: Proportion;
  /** The share rejected minus that of the first test, on the same replicates; null for the first. */
  readonly minusFirst: PairedDifference | null;
  /** Mean estimate over replicates (log hazard ratio of a Cox model); null for a test that estimates nothing. */
  readonly estimate: MeanEstimate | null;
}

export interface SideBySide {
  readonly replicates: number;
  /** In the order of the tests. */
  readonly planned: readonly SeenEffect[];
  readonly none: readonly SeenEffect[];
}

const MOST_REPLICATES = 20_000;

/**
 * Asks about the first comparison of the planned trial at its final analysis, with no stop before it. @throws
 * Interrupted
 */
export async function askSideBySide(
  asking: Asking,
  planned: Trial,
  tests: readonly Test[],
  purpose: string,
): Promise<SideBySide> {
  const { sequential, family, interims, ...fixed } = planned;
  const { precision } = asking;
  const replicates = Math.min(MOST_REPLICATES, 'replicates' in precision ? precision.replicates : MOST_REPLICATES);
  asking.progress.begin(purpose, 2 * replicates);
  const [first, ...beside] = tests;
  const level = { alpha: planned.test.alpha, sides: planned.test.sides };
  const seen = async (world: Trial, name: string): Promise<SeenEffect[]> => {
    const trial: Trial = { ...world, test: { ...first, ...level, beside } };
    const tally = await simulateReplicates(asking, { design: planDesign(trial), purpose: name, tests }, replicates);
    const counts = tally.tests ?? [];
    return counts.map(({ benefit, harm, both, estimate }, t) => ({
      benefit: proportion(benefit, tally.replicates),
      harm: proportion(harm, tally.replicates),
      rejects: proportion(both[t], tally.replicates),
      minusFirst: t === 0 ? null : pairedDifference(counts, t, 0, tally.replicates),
      estimate: estimate.count > 0 ? meanEstimate(estimate) : null,
    }));
  };
  return {
    replicates,
    planned: await seen(fixed, purpose),
    none: await seen(underNull(fixed), `${purpose} null`),
  };
}
