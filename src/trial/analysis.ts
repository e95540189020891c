/** When analyses are due: rules, their counts, their words. */
import { durationText } from '../statistics/durationText.ts';
import type { Subgroup } from './comparison.ts';
import { foldRule, mapRule, type RuleOf, simpleParts } from './rule.ts';

/** The events that a rule counts, where they are not those of the driving endpoint in all patients. */
export interface CountedEvents {
  /** Its place among the trial's endpoints. */
  readonly endpoint: number;
  /** Place of the arm, the control 0; null for all arms. */
  readonly arm: number | null;
  /** All patients where null. */
  readonly subgroup: Subgroup | null;
  /** What is counted, in the singular: `death`, `event in stage C`. */
  readonly words: string;
}

/** One condition for an analysis, in calendar time from the first possible entry. */
export type SimpleRule =
  /** At the `events`-th event among all arms. */
  | { readonly kind: 'events'; readonly events: number }
  /** At the `events`-th event of an endpoint, an arm or a subgroup. */
  | { readonly kind: 'eventsOf'; readonly events: number; readonly of: CountedEvents }
  | { readonly kind: 'calendarTime'; readonly time: number }
  /** `time` after the last patient entered, or after the `patients`-th did. */
  | { readonly kind: 'followUp'; readonly time: number; readonly patients?: number }
  /** When half of the patients entered `time` ago or longer: the median follow-up if nobody left. */
  | { readonly kind: 'medianFollowUp'; readonly time: number }
  /** `time` after the look before this one, or after the first possible entry where there is none. */
  | { readonly kind: 'sinceLook'; readonly time: number }
  /** At this share of the events of the final analysis, planned or, where it waits for none, expected; see plannedLooks. */
  | { readonly kind: 'informationFraction'; readonly fraction: number };

/** When an analysis happens: under one condition, or at the later or the earlier of several. */
export type AnalysisRule = RuleOf<SimpleRule>;

/** Whether any part of the rule waits for a number of events. */
export function waitsForEvents(rule: AnalysisRule): boolean {
  return simpleParts(rule).some(({ kind }) => kind === 'events' || kind === 'eventsOf');
}

/** The largest number of the driving endpoint's events that any part of the rule waits for; 0 where none does. */
export function mostEvents(rule: AnalysisRule): number {
  return Math.max(...simpleParts(rule).map((part) => (part.kind === 'events' ? part.events : 0)));
}

/** The rule with `change` applied to every count of the driving endpoint's events. */
export function changeEvents(rule: AnalysisRule, change: (events: number) => number): AnalysisRule {
  return mapRule(rule, (part) => (part.kind === 'events' ? { kind: 'events', events: change(part.events) } : part));
}

/** The rule with `change` applied to every count of events or patients; times stay. */
export function changeCounts(rule: AnalysisRule, change: (count: number) => number): AnalysisRule {
  return mapRule(changeEvents(rule, change), (part) => {
    if (part.kind === 'eventsOf') return { ...part, events: change(part.events) };
    return part.kind === 'followUp' && part.patients !== undefined
      ? { ...part, patients: change(part.patients) }
      : part;
  });
}

/**
 * The rule for a trial of `to` patients that keeps the planned maturity (events ÷ patients) of one with `from`:
 * counts scale, rounded up; times stay.
 */
export function scaleCounts(rule: AnalysisRule, from: number, to: number): AnalysisRule {
  return changeCounts(rule, (count) => Math.ceil((count * to) / from - 1e-9));
}

/** What a rule waits for: `event 350`, `month 36`, `12 months after the last patient`, `the later of … and …`. */
function describeTarget(rule: AnalysisRule, unit: string, endpoint: string | null): string {
  const joined = (which: string) => (parts: readonly string[]) =>
    `the ${which} of ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return foldRule(rule, (part: SimpleRule) => describeSimple(part, unit, endpoint), {
    laterOf: joined('later'),
    earlierOf: joined('earlier'),
  });
}

/** Times given in another unit are no round numbers. */
const rounded = (time: number) => Number(time.toPrecision(6));

function describeSimple(rule: SimpleRule, unit: string, endpoint: string | null): string {
  switch (rule.kind) {
    case 'events':
      return `event ${rule.events}${endpoint === null ? '' : ` of ${endpoint}`}`;
    case 'eventsOf':
      return `${rule.of.words} ${rule.events}`;
    case 'calendarTime':
      return `${unit} ${rule.time}`;
    case 'medianFollowUp':
      return `a median follow-up of ${durationText(rounded(rule.time), unit)}`;
    case 'followUp': {
      const whom = rule.patients === undefined ? 'the last patient' : `patient ${rule.patients}`;
      return rule.time === 0 ? `the entry of ${whom}` : `${durationText(rounded(rule.time), unit)} after ${whom}`;
    }
    case 'sinceLook':
      return `${durationText(rounded(rule.time), unit)} after the look before`;
    case 'informationFraction':
      return `information fraction ${rule.fraction}`;
  }
}

/**
 * In words: `at event 350`, `at month 36`, `12 months after the last patient`, `at the later of event 350 and month 36`.
 * `endpoint` is named as that of the events, which it is not where there is but one.
 */
export function describeRule(rule: AnalysisRule, unit: string, endpoint: string | null = null): string {
  const target = describeTarget(rule, unit, endpoint);
  return (rule.kind === 'followUp' && rule.time > 0) || rule.kind === 'sinceLook' ? target : `at ${target}`;
}
