import { findRoot } from '../maths/roots.ts';
import { accrualDuration, cumulativeRate, timeAtCumulativeRate } from '../trial/accrual.ts';
import type { AnalysisRule, SimpleRule } from '../trial/analysis.ts';
import { foldRule, LATER_OR_EARLIER, simpleParts } from '../trial/rule.ts';
import type { Trial } from '../trial/trial.ts';
import { expectedEvents } from './expectedEvents.ts';

/** The calendar time at which the expected events reach `events`; Infinity when they never do. */
export function expectedTimeOfEvents(trial: Trial, events: number): number {
  if (events <= 0) return 0;
  // Counts short of the target by no more than rounding error do reach it, but at no finite time worth the name.
  if (!(expectedEvents(trial, Number.POSITIVE_INFINITY) > events * (1 + 1e-12))) return Number.POSITIVE_INFINITY;
  let late = Math.max(accrualDuration(trial.accrual, trial.patients), 1);
  if (!Number.isFinite(late)) late = 1;
  while (expectedEvents(trial, late) < events) {
    late *= 2;
    if (late > 1e12) return Number.POSITIVE_INFINITY;
  }
  return findRoot((t) => expectedEvents(trial, t) - events, 0, late, 1e-10 * late);
}

/** When `patients` of the trial's are expected to have entered. */
function expectedTimeOfEntry(trial: Trial, patients: number): number {
  const { accrual } = trial;
  const duration = accrualDuration(accrual, trial.patients);
  if (patients >= trial.patients) return duration;
  return timeAtCumulativeRate(accrual, (cumulativeRate(accrual, duration) * patients) / trial.patients);
}

function usesLookBefore(rule: AnalysisRule): boolean {
  return simpleParts(rule).some(({ kind }) => kind === 'sinceLook');
}

/** Events at information fraction 1: those the final analysis waits for, or else those expected by it. */
export function informationEvents(trial: Trial): number {
  const { analysis } = trial;
  if (analysis.kind === 'events') return analysis.events;
  // A final analysis timed from the look before has no look that waits for a fraction of it.
  const time = usesLookBefore(analysis) ? expectedAnalysisTime(trial) : expectedTimeOfRule(trial, analysis, 0);
  return expectedEvents(trial, time);
}

/** Whole events at an information fraction, at least one. */
export function eventsAtFraction(trial: Trial, fraction: number): number {
  return Math.max(1, Math.ceil(fraction * informationEvents(trial) - 1e-9));
}

/** When `rule` is met if everything comes at its expected pace and the look before was at `previous`. */
function expectedTimeOfRule(trial: Trial, rule: AnalysisRule, previous: number): number {
  return foldRule(rule, (part: SimpleRule) => expectedTimeOfPart(trial, part, previous), LATER_OR_EARLIER);
}

function expectedTimeOfPart(trial: Trial, rule: SimpleRule, previous: number): number {
  switch (rule.kind) {
    case 'events':
      return expectedTimeOfEvents(trial, rule.events);
    case 'calendarTime':
      return rule.time;
    case 'followUp':
      return expectedTimeOfEntry(trial, rule.patients ?? trial.patients) + rule.time;
    case 'sinceLook':
      return previous + rule.time;
    case 'informationFraction':
      return expectedTimeOfEvents(trial, eventsAtFraction(trial, rule.fraction));
  }
}

/**
 * The calendar times that the rules of the trial's looks imply when events come at their expected pace, the final
 * analysis last; Infinity for one that is never due. A look that is due only after the final analysis keeps its own time.
 */
export function expectedLookTimes(trial: Trial): number[] {
  const times: number[] = [];
  for (const rule of [...(trial.interims ?? []), trial.analysis])
    times.push(expectedTimeOfRule(trial, rule, times.at(-1) ?? 0));
  return times;
}

/**
 * The calendar time of the final analysis. A simulated trial scatters about it: the mean of the time of the D-th event
 * differs from the time of D expected events by O(1/D), and `laterOf` / `earlierOf` of random times lie outside those of
 * their means.
 */
export function expectedAnalysisTime(trial: Trial): number {
  return expectedLookTimes(trial).at(-1) as number;
}
