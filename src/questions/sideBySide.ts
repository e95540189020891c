/** One effect estimated in several ways on the same trials, with the planned effect and with none. */
import { type MeanEstimate, meanEstimate, type Proportion, proportion } from '../tally/estimates.ts';
import type { Test } from '../trial/test.ts';
import { type MadeTests, testTallies } from './sharedReplicates.ts';
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

function seenEffects(tests: readonly Test[], made: MadeTests): SeenEffect[] {
  const n = made.tally.replicates;
  const counts = testTallies(made, tests);
  return counts.map(({ benefit, harm, both, estimate }, t) => ({
    benefit: proportion(benefit, n),
    harm: proportion(harm, n),
    rejects: proportion(both[t], n),
    minusFirst: t === 0 ? null : pairedDifference(counts, t, 0, n),
    estimate: estimate.count > 0 ? meanEstimate(estimate) : null,
  }));
}

/** The planned trial and the same without effect, as simulated at the final analysis with no stop before it. */
export interface Worlds {
  readonly planned: MadeTests;
  readonly none: MadeTests;
}

/** What `tests` do in both worlds; they are among the tests made there. */
export function sideBySide(tests: readonly Test[], { planned, none }: Worlds): SideBySide {
  return {
    replicates: planned.tally.replicates,
    planned: seenEffects(tests, planned),
    none: seenEffects(tests, none),
  };
}
