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

/**
 * The rule for a trial of `to` patients that keeps the planned maturity (events ÷ patients) of one with `from`:
 * event counts scale, rounded up; times stay.
 */
export function scaleEvents(rule: AnalysisRule, from: number, to: number): AnalysisRule {
  switch (rule.kind) {
    case 'events':
      return { kind: 'events', events: Math.ceil((rule.events * to) / from - 1e-9) };
    case 'laterOf':
    case 'earlierOf':
      return { kind: rule.kind, rules: rule.rules.map((part) => scaleEvents(part, from, to)) };
    default:
      return rule;
  }
}

/** In words: `after 350 events`, `at month 36`, `12 months after the last patient, but …`. */
export function describeRule(rule: AnalysisRule, unit: string): string {
  switch (rule.kind) {
    case 'events':
      return `at event ${rule.events}`;
    case 'calendarTime':
      return `at ${unit} ${rule.time}`;
    case 'followUp':
      return `${rule.time} ${unit}${rule.time === 1 ? '' : 's'} after the last patient`;
    default: {
      const parts = rule.rules.map((part) =>
        part.kind === 'laterOf' || part.kind === 'earlierOf'
          ? `(${describeRule(part, unit)})`
          : describeRule(part, unit),
      );
      return `${rule.kind === 'laterOf' ? 'later' : 'earlier'} of ${parts.join(' and ')}`;
    }
  }
}
