/** Analyses that wait for more events than the patients are expected ever to have. */
import { expectedTimeOfEvents } from '../expectation/expectedAnalysisTime.ts';
import { expectedByArm } from '../expectation/expectedEvents.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import { roundUp } from '../trial/family.ts';
import type { Trial } from '../trial/trial.ts';
import type { Context } from './check.ts';
import type { Path } from './problems.ts';

/** Events that `trial` is expected to have however long it goes on, and why its other patients have none. */
function inAll(trial: Trial): { events: number; others: string } {
  const arms = expectedByArm(trial, Number.POSITIVE_INFINITY);
  const total = (of: 'events' | 'dropouts' | 'atRisk') => arms.reduce((sum, counts) => sum + counts[of], 0);
  const [events, dropouts, atRisk] = [total('events'), total('dropouts'), total('atRisk')];
  const lost = dropouts > 0.5;
  const never = atRisk > 0.5;
  const why = lost && never ? 'drop out or never have one' : lost ? 'drop out first' : 'never have one';
  return { events, others: lost || never ? `, the others ${why}` : '' };
}

/** What is wrong with waiting for `events` that never come, and what to do: `is 280; must be ≤ 179, …`. */
export function neverDueText(trial: Trial, events: number): string {
  const { events: ever, others } = inAll(trial);
  const most = Math.floor(ever);
  const rule = `the events that ${trial.patients} patients are expected to have in all${others}`;
  // Their share does not depend on how many they are.
  const enough = ever > 0 ? roundUp(trial, (events * trial.patients) / ever) : Number.POSITIVE_INFINITY;
  const more = Number.isFinite(enough) ? `plan at least ${enough} patients, ` : '';
  return `is ${events}; must be ≤ ${most}, ${rule}: wait for fewer, ${more}or analyse at a calendarTime or after a followUp`;
}

/** The first part of `rule` that waits for more events than are ever expected, and where it stands. */
export function neverDueEvents(trial: Trial, rule: AnalysisRule, at: Path): { events: number; path: Path } | null {
  if (rule.kind === 'events') {
    // Waiting for every single event of patients who all have one takes long, and ends.
    const beyond = inAll(trial).events < rule.events - 1e-6;
    return beyond && !Number.isFinite(expectedTimeOfEvents(trial, rule.events))
      ? { events: rule.events, path: [...at, 'events'] }
      : null;
  }
  if (rule.kind === 'laterOf') {
    const parts = rule.rules.map((part, i) => neverDueEvents(trial, part, [...at, rule.kind, i]));
    return parts.find((part) => part !== null) ?? null;
  }
  if (rule.kind === 'earlierOf') {
    const parts = rule.rules.map((part, i) => neverDueEvents(trial, part, [...at, rule.kind, i]));
    return parts.every((part) => part !== null) ? (parts[0] ?? null) : null;
  }
  return null;
}

/** Report an analysis of the trial at `at` that never comes due; true when it does. */
export function checkComesDue(trial: Trial, at: Path, context: Context): boolean {
  const never = neverDueEvents(trial, trial.analysis, at);
  if (never !== null) context.report(never.path, neverDueText(trial, never.events));
  return never === null;
}
