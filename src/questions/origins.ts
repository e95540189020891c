/**
 * What becomes of the effect when the comparison does not start at randomisation, on the same trials with and without
 * effect.
 */

import type { Design } from '../design/planDesign.ts';
import { originLimit } from '../expectation/originBias.ts';
import { COX_WALD } from '../statistics/registry.ts';
import { lagQuantile, meanLag } from '../trial/lag.ts';
import type { Test } from '../trial/test.ts';
import { RANDOMISATION, type TimeOrigin } from '../trial/timeOrigin.ts';
import type { Trial } from '../trial/trial.ts';
import { type SeenEffect, sideBySide, type Worlds } from './sideBySide.ts';

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

/** The share of patients whose lag a landmark waits for, and a grace period that the file does not give. */
const WAITS_FOR = 0.95;

/** The origins by which the first experimental arm can be compared; none where no patient starts after randomisation. */
export function comparableOrigins(trial: Trial): readonly TimeOrigin[] {
  const { start } = trial.arms[1];
  if (start === undefined) return [];
  const at = lagQuantile(start.lag, WAITS_FOR);
  if (!(at > 0)) return [];
  const grace = trial.estimands?.gracePeriod ?? at;
  return [
    RANDOMISATION,
    { kind: 'treatmentStart' },
    { kind: 'everTreated' },
    { kind: 'landmark', at },
    { kind: 'timeDependent' },
    { kind: 'cloneCensor', grace },
    { kind: 'cloneCensorWeight', grace },
  ];
}

/** Cox's model by every origin; none where there is nothing to compare. */
export function originTests({ trial, expected }: Design): readonly Test[] {
  if (!Number.isFinite(expected.analysisTime)) return [];
  return comparableOrigins(trial).map((origin) => ({
    statistic: COX_WALD,
    stratifiedBy: [],
    adjustedFor: [],
    origin,
  }));
}

/** What comes of `originTests` in both worlds, of which `nothing` is the one without effect; null where there are none. */
export function originsResult(design: Design, nothing: Design, worlds: Worlds): OriginsResult | null {
  const tests = originTests(design);
  const { trial } = design;
  const { start, name } = trial.arms[1];
  if (start === undefined || tests.length === 0) return null;
  const { replicates, planned, none } = sideBySide(tests, worlds);
  const limit = ({ expected }: Design, origin: TimeOrigin) =>
    trial.scans ? Number.NaN : originLimit(expected, expected.analysisTime, origin).logHazardRatio;
  return {
    arm: name,
    meanLag: meanLag(start.lag),
    replicates,
    origins: comparableOrigins(trial).map((origin, k) => ({
      origin,
      planned: planned[k],
      none: none[k],
      // Events that come sooner bring the analysis forward.
      expected: { planned: limit(design, origin), none: limit(nothing, origin) },
    })),
  };
}
