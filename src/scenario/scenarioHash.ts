/** The hash of those parts of a scenario that are simulated. */
import { sha256OfText } from '../elementary/sha256OfText.ts';
import type { TimeUnit } from './duration.ts';
import type { ExactPlans } from './exactParts.ts';
import type { PlannedEvidence } from './plannedEvidence.ts';
import type { PlannedPrior } from './plannedPriors.ts';
import type { PlannedTrial } from './plannedTrial.ts';
import type { Reported } from './reported.ts';

/**
 * SHA-256 of what is asked about (unit, reported, evidence, trial, what is planned exactly, priors) as canonical JSON, in hex: the same
 * meaning has the same hash.
 */
export function scenarioHash(resolved: {
  readonly timeUnit: TimeUnit;
  readonly reported: Reported | null;
  readonly trial: PlannedTrial | null;
  readonly evidence?: PlannedEvidence | undefined;
  readonly exact?: ExactPlans | undefined;
  readonly priors?: readonly PlannedPrior[] | undefined;
}): string {
  const { evidence, ...rest } = resolved;
  return canonicalHash(evidence === undefined ? rest : { ...rest, evidence: withoutTexts(evidence) });
}

/** What publications say, without where it is said. */
function withoutTexts({ studies, ...assumed }: PlannedEvidence): object {
  return { ...assumed, studies: studies.map(({ source: _, note: __, citation: ___, ...study }) => study) };
}

/** SHA-256 of a value as canonical JSON, in hex. */
export function canonicalHash(value: unknown): string {
  return sha256OfText(canonical(value));
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
