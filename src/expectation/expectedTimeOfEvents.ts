import { findRoot } from '../maths/roots.ts';
import { accrualDuration } from '../trial/accrual.ts';
import type { Trial } from '../trial/trial.ts';

/** A trial whose expected events by a calendar time can be asked for. */
export interface ExpectedEvents {
  readonly trial: Trial;
  events(t: number): number;
}

/** The calendar time at which the expected events reach `events`; Infinity when they never do. */
export function expectedTimeOfEvents(expected: ExpectedEvents, events: number): number {
  if (events <= 0) return 0;
  // Counts short of the target by no more than rounding error do reach it, but at no finite time worth the name.
  if (!(expected.events(Number.POSITIVE_INFINITY) > events * (1 + 1e-12))) return Number.POSITIVE_INFINITY;
  const { accrual, patients } = expected.trial;
  let late = Math.max(accrualDuration(accrual, patients), 1);
  if (!Number.isFinite(late)) late = 1;
  while (expected.events(late) < events) {
    late *= 2;
    if (late > 1e12) return Number.POSITIVE_INFINITY;
  }
  return findRoot((t) => expected.events(t) - events, 0, late, 1e-10 * late);
}
