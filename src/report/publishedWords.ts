/** What a report says of a publication's own numbers: its P, its interval, and whether its summaries agree. */
import type { PublicationSummary } from '../questions/publicationSummary.ts';
import type { PublishedEffect } from '../questions/publishedEffect.ts';
import type { Conduct } from '../scenario/scenario.ts';
import { describeRule } from '../trial/analysis.ts';
import type { FollowUpShare, FollowUpSpan } from '../trial/followUp.ts';
import { fixed, significant, units } from './numbers.ts';

type SummariesCompared = NonNullable<PublicationSummary['summaries']>;

/** Log hazard ratios closer than this count as one number printed twice. */
const SAME = 0.01;

/** A published P as published: `0.586`, `0.0002`. */
export function publishedP(p: number): string {
  return significant(p, 3);
}

/** ` (95 % CI 0.599 to 2.428)`, empty where it was not published. */
export function intervalText({ interval }: SummariesCompared): string {
  return interval === null ? '' : ` (95 % CI ${significant(interval.lower)} to ${significant(interval.upper)})`;
}

export function differ({ logDifference }: SummariesCompared): boolean {
  return logDifference > SAME;
}

/** Whether the implied hazard ratio is one that the published interval allows, as a sentence. */
export function agreementText(summaries: SummariesCompared): string {
  const { impliedHazardRatio, withinInterval } = summaries;
  if (!differ(summaries)) return 'The two agree.';
  if (withinInterval === null) return 'Without its interval the difference cannot be judged.';
  const implied = significant(impliedHazardRatio);
  return withinInterval
    ? `The interval holds ${implied}, so that the two are compatible.`
    : `The interval does not hold ${implied}: under proportional hazards the two do not agree.`;
}

function spanText({ shortest, median, longest }: FollowUpSpan, unit: string): string {
  return `${units(significant(median), unit)} (${significant(shortest)} to ${significant(longest)})`;
}

/** How a replay conducts the study: `enrolment over 10 months, analysis at month 15`. */
export function conductText(
  { followed }: Conduct,
  names: { readonly control: string; readonly experimental: string },
  unit: string,
): string {
  if (followed.kind === 'together') {
    const { duration } = followed.accrual;
    const over = duration === null ? '' : `enrolment over ${units(significant(duration), unit)}, `;
    return `${over}analysis ${describeRule(followed.analysis, unit)}`;
  }
  if (followed.kind === 'by curve') {
    const to = (shares: readonly FollowUpShare[]) => units(significant(shares[shares.length - 1].longest), unit);
    return `each arm followed as its published curve says by the reverse Kaplan–Meier estimate, to ${to(followed.experimental)} in ${names.experimental} and ${to(followed.control)} in ${names.control}`;
  }
  const { control, experimental } = followed;
  return `each arm followed as printed, median (range) ${spanText(experimental, unit)} for ${names.experimental} and ${spanText(control, unit)} for ${names.control}, follow-up being uniform on either side of its median`;
}

/** `1.206 published, 1.10 after shrinkage (van Zwet, Schwab & Senn 2021)`. */
export function shrinkageText(published: number, afterShrinkage: number): string {
  return `${significant(published)} published, ${fixed(afterShrinkage, 2)} after shrinkage (van Zwet, Schwab & Senn 2021)`;
}

/** The same as a line of its own; nothing where no hazard ratio was published with its interval. */
export function shrinkageLine(effect: PublishedEffect | null | undefined): string[] {
  return effect ? [`Hazard ratio: ${shrinkageText(effect.hazardRatio, effect.afterShrinkage)}.`] : [];
}
