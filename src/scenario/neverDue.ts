/** Analyses that wait for more events than the patients are expected ever to have. */
import type { Expectation } from '../expectation/expectation.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import { roundUp } from '../trial/series.ts';
import type { Context } from './context.ts';
import type { Path } from './problems.ts';

/** The events that a trial is expected to have however long it goes on, and why its other patients have none. */
function inAll(expected: Expectation): { events: number; others: string; followedOut: boolean } {
  const arms = expected.counts(Number.POSITIVE_INFINITY);
  const total = (of: 'events' | 'dropouts' | 'completed' | 'atRisk') =>
    arms.reduce((sum, counts) => sum + counts[of], 0);
  const followedOut = total('completed') > 0.5;
  const reasons = [
    ...(total('dropouts') > 0.5 ? ['drop out first'] : []),
    ...(followedOut ? ['reach the end of followUpOfEach'] : []),
    ...(total('atRisk') > 0.5 ? ['never have one'] : []),
  ];
  return {
    events: total('events'),
    followedOut,
    others: reasons.length === 0 ? '' : `, as the others ${reasons.join(' or ')}`,
  };
}

/** What is wrong with waiting for `events` that never come, and what to do: `is 280; must be ≤ 179, …`. */
export function neverDueText(expected: Expectation, events: number): string {
  const { trial } = expected;
  const { events: ever, others, followedOut } = inAll(expected);
  const most = Math.floor(ever);
  const rule = `the events that ${trial.patients} patients are expected to have in all${others}`;
  // The share with an event does not depend on the number of patients.
  const enough = ever > 0 ? roundUp(trial, (events * trial.patients) / ever) : Number.POSITIVE_INFINITY;
  const more = Number.isFinite(enough) ? `plan at least ${enough} patients, ` : '';
  return `is ${events}; must be ≤ ${most}, ${rule}: wait for fewer, ${more}${followedOut ? 'follow each for longer, ' : ''}or analyse at a calendarTime or after a followUp`;
}

/** The first part of `rule` that waits for more events than are ever expected, and where it stands. */
export function neverDueEvents(
  expected: Expectation,
  rule: AnalysisRule,
  at: Path,
): { events: number; path: Path } | null {
  if (rule.kind === 'events') {
    // Where all patients have an event, waiting for every one of them takes long but ends.
    const beyond = inAll(expected).events < rule.events - 1e-6;
    return beyond && !Number.isFinite(expected.timeOfEvents(rule.events))
      ? { events: rule.events, path: [...at, 'events'] }
      : null;
  }
  if (rule.kind === 'laterOf') {
    const parts = rule.rules.map((part, i) => neverDueEvents(expected, part, [...at, rule.kind, i]));
    return parts.find((part) => part !== null) ?? null;
  }
  if (rule.kind === 'earlierOf') {
    const parts = rule.rules.map((part, i) => neverDueEvents(expected, part, [...at, rule.kind, i]));
    return parts.every((part) => part !== null) ? (parts[0] ?? null) : null;
  }
  return null;
}

/** Report an analysis of the trial at `at` that never comes due; true when it does. */
export function checkComesDue(expected: Expectation, at: Path, context: Context): boolean {
  const never = neverDueEvents(expected, expected.trial.analysis, at);
  if (never !== null) context.report(never.path, neverDueText(expected, never.events));
  return never === null;
}
