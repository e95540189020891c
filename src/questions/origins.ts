/**
 * What becomes of the effect when the comparison does not start at randomisation, on the same trials with and without
 * effect.
 */

import { type Design, planDesign } from '../design/planDesign.ts';
import { originLimit } from '../expectation/originBias.ts';
import { COX_WALD } from '../statistics/registry.ts';
import { lagQuantile, meanLag } from '../trial/lag.ts';
import type { Test } from '../trial/test.ts';
import { RANDOMISATION, type TimeOrigin } from '../trial/timeOrigin.ts';
import { type Trial, underNull } from '../trial/trial.ts';
import type { Asking } from './asking.ts';
import { askSideBySide, type SeenEffect } from './sideBySide.ts';

export interface OriginResult {
  readonly origin: TimeOrigin;
  readonly planned: SeenEffect;
  readonly none: SeenEffect;
  /**
   * Large-sample log hazard ratio of Cox's model, with the planned effect and with none; NaN with scans, which the
   * formula does not allow for.
   */
  readonly expected: { readonly planned: number; readonly none: number };
}

export interface OriginsResult {
  /** The experimental arm that is compared. */
  readonly arm: string;
  readonly meanLag: number;
  readonly replicates: number;
  readonly origins: readonly OriginResult[];
}

/** The share of patients whose lag a landmark waits for. */
const WAITS_FOR = 0.95;

/** The origins by which the first experimental arm can be compared; none where no patient starts after randomisation. */
export function comparableOrigins(trial: Trial): readonly TimeOrigin[] {
  const { start } = trial.arms[1];
  if (start === undefined) return [];
  const at = lagQuantile(start.lag, WAITS_FOR);
  if (!(at > 0)) return [];
  return [
    RANDOMISATION,
    { kind: 'treatmentStart' },
    { kind: 'everTreated' },
    { kind: 'landmark', at },
    { kind: 'timeDependent' },
  ];
}

/** Cox's model by every origin. Null where there is nothing to compare. @throws Interrupted */
export async function askOrigins(asking: Asking, { trial, expected }: Design): Promise<OriginsResult | null> {
  const { start, name } = trial.arms[1];
  const origins = comparableOrigins(trial);
  const time = expected.analysisTime;
  if (start === undefined || origins.length === 0 || !Number.isFinite(time)) return null;
  const tests = origins.map(
    (origin): Test => ({
      statistic: COX_WALD,
      stratifiedBy: [],
      adjustedFor: [],
      origin,
    }),
  );
  const { replicates, planned, none } = await askSideBySide(asking, trial, tests, 'analysis origins');
  // Events that come sooner bring the analysis forward.
  const nothing = planDesign(underNull(trial)).expected;
  return {
    arm: name,
    meanLag: meanLag(start.lag),
    replicates,
    origins: origins.map((origin, k) => ({
      origin,
      planned: planned[k],
      none: none[k],
      expected: {
        planned: trial.scans ? Number.NaN : originLimit(expected, time, origin).logHazardRatio,
        none: trial.scans ? Number.NaN : originLimit(nothing, nothing.analysisTime, origin).logHazardRatio,
      },
    })),
  };
}
