/** When the analysis happens, in calendar time from the first possible entry. */
export type AnalysisRule =
  /** At the `events`-th event among all arms. */
  | { readonly kind: 'events'; readonly events: number }
  | { readonly kind: 'calendarTime'; readonly time: number }
  /** `time` after the last patient entered. */
  | { readonly kind: 'followUp'; readonly time: number }
  | { readonly kind: 'laterOf' | 'earlierOf'; readonly rules: readonly AnalysisRule[] };

/** Whether any part of the rule waits for a number of events. */
export function waitsForEvents(rule: AnalysisRule): boolean {
  if (rule.kind === 'laterOf' || rule.kind === 'earlierOf') return rule.rules.some(waitsForEvents);
  return rule.kind === 'events';
}

/** The rule with `change` applied to every event count; times stay. */
export function changeEvents(rule: AnalysisRule, change: (events: number) => number): AnalysisRule {
  switch (rule.kind) {
    case 'events':
      return { kind: 'events', events: change(rule.events) };
    case 'laterOf':
    case 'earlierOf':
      return { kind: rule.kind, rules: rule.rules.map((part) => changeEvents(part, change)) };
    default:
      return rule;
  }
}

/**
 * The rule for a trial of `to` patients that keeps the planned maturity (events ÷ patients) of one with `from`:
 * event counts scale, rounded up; times stay.
 */
export function scaleEvents(rule: AnalysisRule, from: number, to: number): AnalysisRule {
  return changeEvents(rule, (events) => Math.ceil((events * to) / from - 1e-9));
}

/** What a rule waits for: `event 350`, `month 36`, `12 months after the last patient`, `the later of … and …`. */
function describeTarget(rule: AnalysisRule, unit: string): string {
  switch (rule.kind) {
    case 'events':
      return `event ${rule.events}`;
    case 'calendarTime':
      return `${unit} ${rule.time}`;
    case 'followUp':
      return `${rule.time} ${unit}${rule.time === 1 ? '' : 's'} after the last patient`;
    default: {
      const parts = rule.rules.map((part) => describeTarget(part, unit));
      return `the ${rule.kind === 'laterOf' ? 'later' : 'earlier'} of ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
    }
  }
}

/** In words: `at event 350`, `at month 36`, `12 months after the last patient`, `at the later of event 350 and month 36`. */
export function describeRule(rule: AnalysisRule, unit: string): string {
  const target = describeTarget(rule, unit);
  return rule.kind === 'followUp' ? target : `at ${target}`;
}
