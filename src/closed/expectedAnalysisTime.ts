import { findRoot } from '../maths/roots.ts';
import { accrualDuration } from '../trial/accrual.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
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

/**
 * The calendar time that the trial's analysis rule implies when events come at their expected pace. A simulated trial
 * scatters about it: the mean of the time of the D-th event differs from the time of D expected events by O(1/D), and
 * `laterOf` / `earlierOf` of random times lie outside those of their means.
 */
export function expectedAnalysisTime(trial: Trial, rule: AnalysisRule = trial.analysis): number {
  switch (rule.kind) {
    case 'events':
      return expectedTimeOfEvents(trial, rule.events);
    case 'calendarTime':
      return rule.time;
    case 'followUp':
      return accrualDuration(trial.accrual, trial.patients) + rule.time;
    case 'laterOf':
      return Math.max(...rule.rules.map((part) => expectedAnalysisTime(trial, part)));
    case 'earlierOf':
      return Math.min(...rule.rules.map((part) => expectedAnalysisTime(trial, part)));
  }
}
