/** Hypotheses, and how a family of them is kept at one error rate. */
import type { Procedure } from '../multiplicity/procedure.ts';
import type { EfficacyRule } from '../sequential/efficacy.ts';
import { type Compared, FIRST_COMPARED } from './comparison.ts';
import type { Test } from './test.ts';

/** What is tested: that a comparison shows a benefit. */
export interface Hypothesis extends Compared {
  readonly name: string;
  /** The test that decides it; the trial's where this is left out. */
  readonly test?: Test;
  /**
   * By look, the final analysis last: where it is tested, at least at one. Left out, it is tested wherever the trial tests
   * efficacy. Its last test spends its whole share of alpha.
   */
  readonly looks?: readonly boolean[];
  /** How its share of alpha is divided over its looks; as the trial does where this is left out. */
  readonly efficacy?: EfficacyRule;
  /** What its alpha is spent by: its information, or calendar time as a share of that of its last test. */
  readonly spentBy?: 'information' | 'calendarTime';
}

/**
 * A comparison that must come up to a threshold at one look for the trial to go on. It lets no bound be lower, binding or
 * not: the family keeps its level whether or not the gate is acted on.
 */
export interface Gate {
  /** An interim look, counted from 0. */
  readonly look: number;
  /** What is compared: a hypothesis (its place in the family), or a comparison that is none, by a test of its own. */
  readonly of: number | { readonly compared: Compared; readonly test: Test };
  /** The trial ends where the statistic's z, or its estimate, is below `least`. */
  readonly on: 'z' | 'estimate';
  readonly least: number;
  /** Whether the protocol obliges the trial to end there; what it says of the gate, no more. */
  readonly binding: boolean;
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
  readonly gate?: Gate;
  /** What counts as success: a rejection of any, of all, or of one hypothesis (its index). */
  readonly success: 'any' | 'all' | number;
  /** When the trial ends early: at the first rejection, or once nothing is left to test. */
  readonly stopsAt: 'firstRejection' | 'nothingLeft';
}
