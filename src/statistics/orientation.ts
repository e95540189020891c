/**
 * Which way benefit lies. Definitions hold a later event to be the benefit; where a sooner one is, their z is turned here,
 * in large samples, and where the kernel computes it. Estimates stay experimental against control.
 */
import type { Definition, Drift, Statistic } from './definition.ts';
import type { ExpectedLook, ExpectedStratum } from './expectedLook.ts';

/** The stratum with its arms exchanged. */
function exchangedStratum(stratum: ExpectedStratum): ExpectedStratum {
  return {
    ...stratum,
    share0: stratum.share1,
    share1: stratum.share0,
    atRisk0: stratum.atRisk1,
    atRisk1: stratum.atRisk0,
    hazard0: stratum.hazard1,
    hazard1: stratum.hazard0,
    survival0: stratum.survival1,
    survival1: stratum.survival0,
  };
}

const exchanged = (look: ExpectedLook): ExpectedLook => ({ ...look, strata: look.strata.map(exchangedStratum) });

/** The drift with z > 0 where the experimental arm is favoured; `turned` where a sooner event is the benefit. */
export function orientedDrift(
  definition: Definition,
  expected: ExpectedLook,
  statistic: Statistic,
  turned: boolean,
): Drift {
  if (!turned) return definition.drift(expected, statistic);
  if (definition.turnsItself) return definition.drift(exchanged(expected), statistic);
  const drift = definition.drift(expected, statistic);
  return { ...drift, z: 0 - drift.z };
}

/** The definition's own power, oriented likewise; null where it follows from the drift. */
export function orientedPower(
  definition: Definition,
  expected: ExpectedLook,
  statistic: Statistic,
  test: { readonly alpha: number; readonly sides: 1 | 2 },
  turned: boolean,
): number | null {
  const { power } = definition;
  return power?.(turned ? exchanged(expected) : expected, statistic, test.alpha, test.sides) ?? null;
}
