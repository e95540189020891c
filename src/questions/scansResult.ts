/**
 * What it costs that progression is seen at scans only: a comparison with the same trials analysed by the true times of
 * progression.
 */

import type { Design } from '../design/planDesign.ts';
import { averageHazardRatio } from '../expectation/averageHazardRatio.ts';
import { isMixed } from '../expectation/components.ts';
import { COX_WALD } from '../statistics/registry.ts';
import { median } from '../survival/law.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import type { Test } from '../trial/test.ts';
import type { Trial } from '../trial/trial.ts';
import { type SeenEffect, sideBySide, type Worlds } from './sideBySide.ts';

/** A test of the events as scans show them, and as they happen, at the same analysis. */
export interface SeenAndExact {
  readonly seen: SeenEffect;
  readonly exact: SeenEffect;
}

export interface ScansResult {
  readonly replicates: number;
  readonly sides: 1 | 2;
  /** The deciding test, and Cox's model with its strata; with the planned effect and with none. */
  readonly test: { readonly planned: SeenAndExact; readonly none: SeenAndExact };
  readonly cox: { readonly planned: SeenAndExact; readonly none: SeenAndExact };
  /** Experimental ÷ control: the hazard ratio of the scenario, or its average over the expected events. */
  readonly trueHazardRatio: number;
  /** Medians of the arms' laws, control and experimental; Infinity where the median is never reached. */
  readonly trueMedians: readonly [number, number];
  /** Whether arms are scanned by different schedules. */
  readonly asymmetric: boolean;
}

/** The deciding test and Cox's model with its strata, of exact times and of what is seen; none without scans. */
export function scanTests({ scans, test }: Trial): readonly Test[] {
  if (scans === undefined) return [];
  const { statistic, stratifiedBy, adjustedFor } = test;
  const cox = { statistic: COX_WALD, stratifiedBy, adjustedFor: [] };
  const decides: Test = { statistic, stratifiedBy, adjustedFor };
  const exact = { kind: 'exactTimes' } as const;
  return [{ ...decides, origin: exact }, decides, { ...cox, origin: exact }, cox];
}

/** What comes of `scanTests` in both worlds; null without scans. */
export function scansResult({ trial, expected }: Design, worlds: Worlds): ScansResult | null {
  const { scans, test } = trial;
  const [control, experimental] = expected.arms;
  if (scans === undefined) return null;
  const { replicates, planned, none } = sideBySide(scanTests(trial), worlds);
  const pair = (seen: readonly SeenEffect[], at: number) => ({ exact: seen[at], seen: seen[at + 1] });
  const both = (at: number) => ({ planned: pair(planned, at), none: pair(none, at) });
  const constant = isMixed(trial) ? null : constantHazardRatio(experimental, control);
  return {
    replicates,
    sides: test.sides,
    test: both(0),
    cox: both(2),
    trueHazardRatio: constant ?? averageHazardRatio(expected, expected.analysisTime),
    trueMedians: [median(control.law), median(experimental.law)],
    asymmetric: scans.schedules.some((each) => JSON.stringify(each) !== JSON.stringify(scans.schedules[0])),
  };
}
