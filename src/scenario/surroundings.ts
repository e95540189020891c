/** What the parts of a group-sequential plan must agree with. */
import type { AnalysisRule } from '../trial/analysis.ts';
import type { TestPlan } from '../trial/trial.ts';

export interface Surroundings {
  /** Information fractions of all looks as planned, the last 1. */
  readonly fractions: readonly number[];
  readonly test: TestPlan;
  /** The first of the powers that are sought. */
  readonly power: number;
  /** The final analysis. */
  readonly analysis: AnalysisRule;
  readonly patients: number | null;
  /** Whether looks make tests of their own. */
  readonly ownTests: boolean;
  /** Looks at which a family drops arms, asks its gate, or tests hypotheses that say so themselves. */
  readonly drops: readonly boolean[];
}
