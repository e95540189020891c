/** When the expected events reach a count. */
import { findRoot } from '../maths/roots.ts';
import { accrualDuration } from '../trial/accrual.ts';
import type { Trial } from '../trial/trial.ts';

/** A trial whose expected events by a calendar time can be asked for. */
export interface ExpectedEvents {
  readonly trial: Trial;
  events(t: number): number;
}

/** Doublings of the enrolment time by which most trials have the events that they wait for. */
const FEW = 3;

/** The calendar time at which the expected events reach `events`; Infinity when they never do. */
export function expectedTimeOfEvents(expected: ExpectedEvents, events: number): number {
  if (events <= 0) return 0;
  // Counts short of the target by no more than rounding error do reach it, but at no finite time worth the name.
  const enough = events * (1 + 1e-12);
  const { accrual, patients } = expected.trial;
  let late = Math.max(accrualDuration(accrual, patients), 1);
  if (!Number.isFinite(late)) late = 1;
  for (let doublings = 0; expected.events(late) <= enough; doublings++) {
    // Asked for only of events that are long in coming.
    if (doublings === FEW && !(expected.events(Number.POSITIVE_INFINITY) > enough)) return Number.POSITIVE_INFINITY;
    if (late > 1e12) return Number.POSITIVE_INFINITY;
    late *= 2;
  }
  return findRoot((t) => (t > 0 ? expected.events(t) : 0) - events, 0, late, 1e-10 * late);
}
