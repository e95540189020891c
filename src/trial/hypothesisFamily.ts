/** Hypotheses, and how a family of them is kept at one error rate. */
import type { Procedure } from '../multiplicity/procedure.ts';
import { type Compared, FIRST_COMPARED } from './comparison.ts';

/** What is tested: that a comparison shows a benefit. */
export interface Hypothesis extends Compared {
  readonly name: string;
}

/** The hypothesis of a trial of two arms. */
export function firstHypothesis(experimental: string, control: string): Hypothesis {
  return { name: `${experimental} v ${control}`, ...FIRST_COMPARED };
}

/** Arms given up at looks before the final analysis; a dropped arm enrols no more and is not tested again. */
export type Dropping =
  /** z of the arm's comparison (the first of its hypotheses) at or below this; −Infinity at a look that drops none. */
  | { readonly kind: 'z'; readonly atMost: readonly number[] }
  /** Only this many arms with the largest z go on; 0 at a look that keeps all. */
  | { readonly kind: 'keepBest'; readonly arms: readonly number[] };

/** The family of hypotheses; a trial with one comparison of two arms has none. */
export interface HypothesisFamily {
  readonly hypotheses: readonly Hypothesis[];
  readonly procedure: Procedure;
  readonly dropping: Dropping | null;
  /** What counts as success: a rejection of any, of all, or of one hypothesis (its index). */
  readonly success: 'any' | 'all' | number;
  /** When the trial ends early: at the first rejection, or once nothing is left to test. */
  readonly stopsAt: 'firstRejection' | 'nothingLeft';
}
