/** Tests beside the deciding one whose comparison is another: from other time origins, adjusted for covariates. */
import type { Statistic } from '../../src/statistics/definition.ts';
import type { Test } from '../../src/trial/test.ts';
import type { TimeOrigin } from '../../src/trial/timeOrigin.ts';

type Random = () => number;

/** What a trial has to compare by; `scale` is about the mean time to the event. */
export interface Comparable {
  readonly factors: readonly string[];
  readonly covariates: readonly string[];
  readonly strata: readonly string[];
  readonly scale: number;
}

const COX: readonly Statistic[] = ['wald', 'score'].map((test) => ({ kind: 'cox', parameters: { test } }));

/** Up to two tests, each from an origin of its own, at times two of clones, and every other time an adjusted one. */
export function randomComparisons(random: Random, { factors, covariates, strata, scale }: Comparable): Test[] {
  const pick = <T>(...all: readonly T[]): T => all[Math.floor(random() * all.length)];
  const statistics: readonly Statistic[] = [
    { kind: 'log-rank', parameters: {} },
    { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } },
    { kind: 'modestlyWeighted', parameters: { until: 0.3 * scale } },
    { kind: 'gehan', parameters: {} },
    { kind: 'rmst', parameters: { until: 0.3 * scale, contrast: 'difference' } },
    { kind: 'milestone', parameters: { at: 0.2 * scale, scale: 'cloglog' } },
    ...COX,
  ];
  const origin = (): TimeOrigin =>
    pick<TimeOrigin>(
      { kind: 'exactTimes' },
      { kind: 'treatmentStart' },
      { kind: 'everTreated' },
      { kind: 'landmark', at: pick(0.01, 0.1, 0.4) * scale },
      { kind: 'timeDependent' },
      { kind: 'timeDependent' },
    );
  const fromOrigins = Array.from({ length: pick(1, 1, 2) }, () => ({
    statistic: pick(...statistics),
    stratifiedBy: pick(strata, []),
    adjustedFor: [],
    origin: origin(),
  }));
  const grace = pick(0.01, 0.1, 0.4) * scale;
  const kinds = random() < 0.4 ? (['cloneCensor', 'cloneCensorWeight'] as const) : [];
  const cloned = kinds.map((kind) => ({
    statistic: pick(...COX),
    stratifiedBy: [],
    adjustedFor: [],
    origin: { kind, grace },
  }));
  const names = [...factors, ...covariates].filter(() => random() < 0.6);
  if (names.length === 0 || random() < 0.5) return [...fromOrigins, ...cloned];
  const stratifiedBy = pick(strata, []).filter((name) => !names.includes(name));
  const own = pick<{ origin?: TimeOrigin }>(
    {},
    {},
    { origin: pick({ kind: 'everTreated' }, { kind: 'treatmentStart' }) },
  );
  return [
    ...fromOrigins,
    ...cloned,
    ...COX.map((statistic) => ({ statistic, stratifiedBy, adjustedFor: names, ...own })),
  ];
}
