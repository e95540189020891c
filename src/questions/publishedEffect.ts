/** A published hazard ratio, and what is left of it once the winner's curse is taken off. */
import { shrunkenRatio } from '../evidence/shrinkage.ts';
import type { Reported, Scenario } from '../scenario/scenario.ts';

export interface PublishedEffect {
  readonly hazardRatio: number;
  /** The 95 % interval as printed. */
  readonly low: number;
  readonly high: number;
  readonly afterShrinkage: number;
}

/** Null where the study prints no hazard ratio with both limits. */
export function publishedEffect({ hazardRatio: printed }: Reported): PublishedEffect | null {
  if (printed === null || printed.low === null || printed.high === null || printed.low <= 0) return null;
  const { value, low, high } = printed;
  return { hazardRatio: value, low, high, afterShrinkage: shrunkenRatio(value, low, high) };
}

/** A field for results: the published hazard ratio where the trial is planned with it as reported; else none. */
export function plannedAsPublished({ reported, provenance }: Pick<Scenario, 'reported' | 'provenance'>): {
  readonly publishedEffect?: PublishedEffect;
} {
  const published = reported && publishedEffect(reported);
  const planned = provenance.some(
    ({ steps, meaning, source, value }) =>
      steps[0] === 'trial' &&
      meaning.about === 'effect' &&
      meaning.is === 'hazard ratio' &&
      source === 'reported' &&
      Number(value) === published?.hazardRatio,
  );
  return published !== null && planned ? { publishedEffect: published } : {};
}
