/**
 * Expected numbers of a planned trial at a calendar time, by numerical integration over follow-up:
 * E[events of an arm by t] = n ∫₀ᵗ A(t − u) λ(u) S(u) e^{−δu} du, where A is the share of patients that has entered
 * by a calendar time, λ and S the arm's hazard and survival, δ its hazard of dropout. Those who would enter after t
 * do not count. Relative error below 1e-9 for Weibull shapes from 0.3 up and any piecewise hazard.
 */
import { exp } from '../elementary/exp.ts';
import { cumulativeHazard, hazard } from '../survival/law.ts';
import { accrualDuration, expectedEnrolled } from '../trial/accrual.ts';
import type { ObservedArm } from '../trial/arm.ts';
import { observedFor } from '../trial/endpoint.ts';
import { followUpOfEach } from '../trial/followUpOfEach.ts';
import { expectedSizes } from '../trial/trial.ts';
import { type SeenCurves, seenCounts } from './asSeen.ts';
import { type Component, componentsOf, scaledBy } from './components.ts';
import { type Entering, type EntryPeriod, EVERYBODY, enteredWithin } from './entryPeriods.ts';
import type { ExpectedPatients } from './expectedPatients.ts';
import type { Fate } from './fate.ts';
import { entryKinks, type FollowUpGrid, type FollowUpPanels, followUpGrid, followUpPanels } from './followUpGrid.ts';

/** P(event by time u on study) when dropout competes. */
export function eventProbability(arm: Pick<ObservedArm, 'law' | 'dropoutHazard'>, u: number): number {
  const { times, weights } = followUpGrid(followUpPanels([arm]), u);
  let total = 0;
  for (let i = 0; i < times.length; i++) total += weights[i] * hazard(arm.law, times[i]) * stillAtRisk(arm, times[i]);
  return total;
}

/** P(dropout by time u on study) when the event competes. */
export function dropoutProbability(arm: Pick<ObservedArm, 'law' | 'dropoutHazard'>, u: number): number {
  if (arm.dropoutHazard === 0) return 0;
  const { times, weights } = followUpGrid(followUpPanels([arm]), u);
  let total = 0;
  for (let i = 0; i < times.length; i++) total += weights[i] * arm.dropoutHazard * stillAtRisk(arm, times[i]);
  return total;
}

/** S(u) e^{−δu}: neither event nor dropout by time u on study. */
export function stillAtRisk(arm: Pick<ObservedArm, 'law' | 'dropoutHazard'>, u: number): number {
  return exp(-cumulativeHazard(arm.law, u) - arm.dropoutHazard * u);
}

/** Expected numbers of patients: `enrolled` = `events` + `dropouts` + `completed` + `atRisk`. */
export interface ExpectedCounts {
  readonly enrolled: number;
  readonly events: number;
  /** Those lost to follow-up, or to another event that ends what is observed of the endpoint. */
  readonly dropouts: number;
  /** Patients followed to the end of a fixed follow-up. */
  readonly completed: number;
  readonly atRisk: number;
}

/** Quadrature nodes for the trial at calendar time t; `entered[i]` is A(t − times[i]). */
export interface FollowUpAt extends FollowUpGrid {
  readonly entered: Float64Array;
}

/** What the entry of an arm's `size` patients follows from: the arm's own accrual where it has one, else the trial's. */
export function enteringOf(trial: Entering, { accrual }: Pick<ObservedArm, 'accrual'>, size: number): Entering {
  return accrual === undefined ? trial : { accrual, patients: size };
}

/** A(t − u) at the nodes u of a grid that ends where follow-up does. */
export function enteredBy({ accrual, patients }: Entering, t: number, { times }: FollowUpGrid): Float64Array {
  return times.map((u) => expectedEnrolled(accrual, patients, t - u) / patients);
}

/**
 * All arms' follow-up as seen at calendar time t, panels ending at `breaks` too; no follow-up after the end of a fixed
 * one.
 */
export function followUpAt({ trial, panels, mix }: Followed, t: number, breaks: readonly number[] = []): FollowUpAt {
  return followUpOf(trial, panels, followUpOfEach(trial), t, [...breaks, ...periodKinks(mix.periods, t)]);
}

/** Times on study at which the mixture of those who entered early enough for an analysis at calendar time t has a kink. */
function periodKinks(periods: readonly EntryPeriod[] | null, t: number): number[] {
  return (periods ?? []).map(({ from }) => t - from);
}

/** A(t − u) of a period's patients, as a share of everybody's. */
export function enteredInPeriod(entering: Entering, period: EntryPeriod, t: number, times: Float64Array): Float64Array {
  return times.map((u) => enteredWithin(entering, period, t - u));
}

type Followed = Pick<ExpectedPatients, 'trial' | 'panels' | 'mix'>;

function followUpOf(
  entering: Entering,
  panels: FollowUpPanels,
  most: number,
  t: number,
  breaks: readonly number[] = [],
): FollowUpAt {
  const { accrual, patients } = entering;
  const kinks = entryKinks(accrual.starts, accrualDuration(accrual, patients), t);
  const grid = followUpGrid(panels, Math.min(t, most), [...kinks, ...breaks]);
  return { ...grid, entered: enteredBy(entering, t, grid) };
}

/** The course of one patient: P(event), P(another event that ends observation) and expected time at risk. */
interface Course {
  readonly events: number;
  readonly others: number;
  readonly exposure: number;
}

function courseOf(
  arm: ObservedArm,
  fate: Fate,
  components: readonly Component[],
  { times, weights, entered }: FollowUpAt,
): Course {
  const at = fate.over(times);
  let events = 0;
  let others = 0;
  let exposure = 0;
  for (let i = 0; i < times.length; i++) {
    const present = weights[i] * entered[i] * exp(-arm.dropoutHazard * times[i]);
    if (present === 0) continue;
    const { free, failing, censoring } = at(components, i);
    events += present * failing;
    others += present * censoring;
    exposure += present * free;
  }
  return { events, others, exposure };
}

/** What has become of the patients of one period of entry, as shares of everybody. */
interface Outcome {
  readonly course: Course;
  /** Those followed to the end of a fixed follow-up. */
  readonly completed: number;
}

const lostOf = ({ dropoutHazard }: ObservedArm, { others, exposure }: Course): number =>
  others + dropoutHazard * exposure;

/** `whole` is the course of a patient followed to the end, as a share `completing` have been by then. */
function outcomeOf(arm: ObservedArm, course: Course, completing: number, whole: () => Course): Outcome {
  if (completing <= 0) return { course, completed: 0 };
  const toTheEnd = whole();
  return { course, completed: completing * (1 - toTheEnd.events - lostOf(arm, toTheEnd)) };
}

/** Counts of `size` patients. */
function countsFrom(
  arm: ObservedArm,
  size: number,
  enrolledShare: number,
  outcomes: readonly Outcome[],
): ExpectedCounts {
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.slice(1).reduce((s, each) => s + of(each), of(outcomes[0]));
  const events = sum(({ course }) => course.events);
  const dropouts = sum(({ course }) => lostOf(arm, course));
  const completed = sum((outcome) => outcome.completed);
  const atRisk = Math.max(0, enrolledShare - events - dropouts - completed);
  return {
    enrolled: size * enrolledShare,
    events: size * events,
    dropouts: size * dropouts,
    completed: size * completed,
    atRisk: size * atRisk,
  };
}

/**
 * Expected numbers by arm, the control first, at calendar time t; t = Infinity is a trial that is never stopped. With
 * scans, events are those seen by then.
 */
export function expectedByArm(expected: ExpectedPatients, t: number): ExpectedCounts[] {
  const { trial, endpoint, arms, mix, fates, panels, curves } = expected;
  const deathsEnd = observedFor(endpoint) === 'progression';
  const most = followUpOfEach(trial);
  const sizes = expectedSizes(trial);
  const kinks = periodKinks(mix.periods, t);
  const together = curves === null ? followUpOf(trial, panels, most, t, kinks) : null;
  const toTheEnd = curves === null && Number.isFinite(most) ? followUpGrid(panels, most) : null;
  const outcome = (arm: ObservedArm, a: number, own: Entering, period: EntryPeriod): Outcome => {
    const components = scaledBy(componentsOf(mix, a), period.multiplier);
    const entered = (time: number) =>
      mix.periods === null
        ? expectedEnrolled(own.accrual, own.patients, time) / own.patients
        : enteredWithin(own, period, time);
    const seen = (until: number, followed: (time: number) => number) =>
      seenCounts(arm, (curves as readonly SeenCurves[])[a], until, followed, deathsEnd);
    const whole = (): Course =>
      toTheEnd === null
        ? seen(most, () => 1)
        : courseOf(arm, fates[a], components, {
            ...toTheEnd,
            entered: new Float64Array(toTheEnd.times.length).fill(1),
          });
    const course = (): Course => {
      if (together !== null) {
        const followUp = own === trial ? together : followUpOf(own, panels, most, t);
        if (mix.periods === null) return courseOf(arm, fates[a], components, followUp);
        const { times } = followUp;
        return courseOf(arm, fates[a], components, { ...followUp, entered: enteredInPeriod(own, period, t, times) });
      }
      if (!Number.isFinite(most)) return seen(t, entered);
      return Number.isFinite(t) ? seen(t, (time) => (t - time <= most ? entered(time) : 0)) : whole();
    };
    // A patient who entered long enough ago is no longer followed.
    return outcomeOf(arm, course(), Number.isFinite(most) ? entered(t - most) : 0, whole);
  };
  return arms.map((arm, a) => {
    const size = sizes[a];
    const own: Entering = curves === null ? enteringOf(trial, arm, size) : trial;
    const enrolled = expectedEnrolled(own.accrual, own.patients, t) / own.patients;
    const outcomes = (mix.periods ?? [EVERYBODY]).map((period) => outcome(arm, a, own, period));
    return countsFrom(arm, size, enrolled, outcomes);
  });
}
