import { durationText } from '../statistics/durationText.ts';

/** When an analysis happens, in calendar time from the first possible entry. */
export type AnalysisRule =
  /** At the `events`-th event among all arms. */
  | { readonly kind: 'events'; readonly events: number }
  | { readonly kind: 'calendarTime'; readonly time: number }
  /** `time` after the last patient entered, or after the `patients`-th did. */
  | { readonly kind: 'followUp'; readonly time: number; readonly patients?: number }
  /** `time` after the look before this one, or after the first possible entry where there is none. */
  | { readonly kind: 'sinceLook'; readonly time: number }
  /** At this share of the events of the final analysis, planned or, where it waits for none, expected; see plannedLooks. */
  | { readonly kind: 'informationFraction'; readonly fraction: number }
  | { readonly kind: 'laterOf' | 'earlierOf'; readonly rules: readonly AnalysisRule[] };

/** Whether any part of the rule waits for a number of events. */
export function waitsForEvents(rule: AnalysisRule): boolean {
  if (rule.kind === 'laterOf' || rule.kind === 'earlierOf') return rule.rules.some(waitsForEvents);
  return rule.kind === 'events';
}

/** The largest number of events that any part of the rule waits for; 0 where none waits for events. */
export function mostEvents(rule: AnalysisRule): number {
  if (rule.kind === 'laterOf' || rule.kind === 'earlierOf') return Math.max(...rule.rules.map(mostEvents));
  return rule.kind === 'events' ? rule.events : 0;
}

/** The rule with `change` applied to every event count. */
export function changeEvents(rule: AnalysisRule, change: (events: number) => number): AnalysisRule {
  if (rule.kind === 'events') return { kind: 'events', events: change(rule.events) };
  return 'rules' in rule ? { ...rule, rules: rule.rules.map((part) => changeEvents(part, change)) } : rule;
}

/** The rule with `change` applied to every count of events or patients; times stay. */
export function changeCounts(rule: AnalysisRule, change: (count: number) => number): AnalysisRule {
  switch (rule.kind) {
    case 'events':
      return { kind: 'events', events: change(rule.events) };
    case 'followUp':
      return rule.patients === undefined ? rule : { ...rule, patients: change(rule.patients) };
    case 'laterOf':
    case 'earlierOf':
      return { kind: rule.kind, rules: rule.rules.map((part) => changeCounts(part, change)) };
    default:
      return rule;
  }
}

/**
 * The rule for a trial of `to` patients that keeps the planned maturity (events ÷ patients) of one with `from`:
 * counts scale, rounded up; times stay.
 */
export function scaleCounts(rule: AnalysisRule, from: number, to: number): AnalysisRule {
  return changeCounts(rule, (count) => Math.ceil((count * to) / from - 1e-9));
}

/** What a rule waits for: `event 350`, `month 36`, `12 months after the last patient`, `the later of … and …`. */
function describeTarget(rule: AnalysisRule, unit: string): string {
  switch (rule.kind) {
    case 'events':
      return `event ${rule.events}`;
    case 'calendarTime':
      return `${unit} ${rule.time}`;
    case 'followUp': {
      const whom = rule.patients === undefined ? 'the last patient' : `patient ${rule.patients}`;
      return rule.time === 0 ? `the entry of ${whom}` : `${durationText(rule.time, unit)} after ${whom}`;
    }
    case 'sinceLook':
      return `${durationText(rule.time, unit)} after the look before`;
    case 'informationFraction':
      return `information fraction ${rule.fraction}`;
    default: {
      const parts = rule.rules.map((part) => describeTarget(part, unit));
      return `the ${rule.kind === 'laterOf' ? 'later' : 'earlier'} of ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
    }
  }
}

/** In words: `at event 350`, `at month 36`, `12 months after the last patient`, `at the later of event 350 and month 36`. */
export function describeRule(rule: AnalysisRule, unit: string): string {
  const target = describeTarget(rule, unit);
  return (rule.kind === 'followUp' && rule.time > 0) || rule.kind === 'sinceLook' ? target : `at ${target}`;
}
