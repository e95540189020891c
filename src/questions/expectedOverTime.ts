/** What is expected of a trial by calendar times: patients enrolled, events, drop-outs, patients at risk. */
import { decimalExponent, powerOfTen } from '../elementary/powersOfTen.ts';
import type { Expectation } from '../expectation/expectation.ts';
import { expectedEnrolled } from '../trial/accrual.ts';

export interface ExpectedAt {
  readonly calendarTime: number;
  readonly enrolled: number;
  readonly events: number;
  readonly eventsControl: number;
  readonly eventsExperimental: number;
  readonly dropouts: number;
  /** Patients followed to the end of a fixed follow-up; left out where there is none. */
  readonly completed?: number;
  readonly atRisk: number;
}

/** Expected by the calendar time `calendarTime`, in both arms together and by arm for events. */
export function expectedAt(expected: Expectation, calendarTime: number): ExpectedAt {
  const { trial } = expected;
  const arms = expected.counts(calendarTime);
  const total = (of: 'events' | 'dropouts' | 'completed' | 'atRisk') =>
    arms.reduce((sum, counts) => sum + counts[of], 0);
  return {
    calendarTime,
    enrolled: expectedEnrolled(trial.accrual, trial.patients, calendarTime),
    events: total('events'),
    eventsControl: arms[0].events,
    eventsExperimental: total('events') - arms[0].events,
    dropouts: total('dropouts'),
    ...(trial.followUpOfEach === undefined ? {} : { completed: total('completed') }),
    atRisk: total('atRisk'),
  };
}

/** About a dozen round calendar times from the start to the analysis. */
function calendarGrid(end: number): number[] {
  const raw = end / 10;
  const magnitude = powerOfTen(decimalExponent(raw));
  const step = ([1, 2, 2.5, 3, 4, 5, 6, 10].find((k) => k * magnitude >= raw) ?? 10) * magnitude;
  const grid: number[] = [];
  for (let i = 1; i * step < end * (1 - 1e-9); i++) grid.push(Number((i * step).toPrecision(12)));
  return [...grid, end];
}

/** What is expected at about a dozen calendar times up to the final analysis; empty where it never comes due. */
export function expectedOverTime(expected: Expectation): ExpectedAt[] {
  const time = expected.analysisTime;
  return Number.isFinite(time) ? calendarGrid(time).map((t) => expectedAt(expected, t)) : [];
}
