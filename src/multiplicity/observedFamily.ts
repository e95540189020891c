/** Hypotheses whose bounds follow the information that a trial finds for them. */
import type { SpendingRule } from '../sequential/efficacy.ts';
import type { ClosedTest } from './closedTest.ts';

/** How the alpha of one hypothesis is spent at the information observed. Lists have one entry per look that tests it. */
export interface ObservedHypothesis {
  /** Looks that test it, counted from 0 among the trial's; the last spends all that is left. */
  readonly looks: readonly number[];
  /** Information fractions planned, the last 1. */
  readonly fractions: readonly number[];
  /** Shares of calendar time at which alpha is spent; by information where this is left out. */
  readonly spendingTime?: readonly number[];
  /** Error spending of one side. */
  readonly efficacy: SpendingRule;
  /** Information at fraction 1: events where its test counts them. */
  readonly information: number;
  readonly countsEvents: boolean;
  /** Of whom events are counted, by places of an endpoint and an arm beside the control; null where the test tells its information. */
  readonly eventsOf: { readonly endpoint: number; readonly arm: number } | null;
}

/** What bounds at observed information follow from: the closed test as planned, and hypotheses that follow what is observed. */
export interface ObservedFamily {
  readonly closed: ClosedTest;
  /** One-sided, over the family. */
  readonly alpha: number;
  /** By hypothesis; null for one whose bounds stay as planned. */
  readonly hypotheses: readonly (ObservedHypothesis | null)[];
}
