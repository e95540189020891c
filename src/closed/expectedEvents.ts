/**
 * Expected numbers of a planned trial at a calendar time, by numerical integration over follow-up:
 * E[events of an arm by t] = n ∫₀ᵗ A(t − u) λ(u) S(u) e^{−δu} du, where A is the share of patients that has entered
 * by a calendar time, λ and S the arm's hazard and survival, δ its hazard of dropout. Those who would enter after t
 * do not count. Relative error below 1e-9 for Weibull shapes from 0.3 up and any piecewise hazard.
 */
import { exp } from '../elementary/exp.ts';
import { cumulativeHazard, hazard } from '../survival/law.ts';
import { accrualDuration, expectedEnrolled } from '../trial/accrual.ts';
import { type Arm, armsOf, expectedSizes, type Trial } from '../trial/trial.ts';
import { seenCounts } from './asSeen.ts';
import { type Component, componentsOf, mixtureAt } from './components.ts';
import { entryKinks, type FollowUpGrid, followUpGrid } from './followUpGrid.ts';

/** P(event by time u on study) when dropout competes. */
export function eventProbability(arm: Pick<Arm, 'law' | 'dropoutHazard'>, u: number): number {
  const { times, weights } = followUpGrid([arm], u);
  let total = 0;
  for (let i = 0; i < times.length; i++) total += weights[i] * hazard(arm.law, times[i]) * stillAtRisk(arm, times[i]);
  return total;
}

/** P(dropout by time u on study) when the event competes. */
export function dropoutProbability(arm: Pick<Arm, 'law' | 'dropoutHazard'>, u: number): number {
  if (arm.dropoutHazard === 0) return 0;
  const { times, weights } = followUpGrid([arm], u);
  let total = 0;
  for (let i = 0; i < times.length; i++) total += weights[i] * arm.dropoutHazard * stillAtRisk(arm, times[i]);
  return total;
}

/** S(u) e^{−δu}: neither event nor dropout by time u on study. */
export function stillAtRisk(arm: Pick<Arm, 'law' | 'dropoutHazard'>, u: number): number {
  return exp(-cumulativeHazard(arm.law, u) - arm.dropoutHazard * u);
}

/** Expected numbers of patients: `enrolled` = `events` + `dropouts` + `atRisk`. */
export interface ExpectedCounts {
  readonly enrolled: number;
  readonly events: number;
  readonly dropouts: number;
  readonly atRisk: number;
}

/** Quadrature nodes for the trial at calendar time t; `entered[i]` is A(t − times[i]). */
export interface FollowUpAt extends FollowUpGrid {
  readonly entered: Float64Array;
}

/** A(t − u) at the nodes u of a grid. */
export function enteredBy({ accrual, patients }: Trial, t: number, { times }: FollowUpGrid): Float64Array {
  return times.map((u) => expectedEnrolled(accrual, patients, t - u) / patients);
}

/** All arms' follow-up as seen at calendar time t, panels ending at `breaks` too. */
export function followUpAt(trial: Trial, t: number, breaks: readonly number[] = []): FollowUpAt {
  const { accrual, patients } = trial;
  const kinks = entryKinks(accrual.starts, accrualDuration(accrual, patients), t);
  const grid = followUpGrid(armsOf(trial), t, [...kinks, ...breaks]);
  return { ...grid, entered: enteredBy(trial, t, grid) };
}

function armCounts(
  arm: Arm,
  components: readonly Component[],
  size: number,
  enrolledShare: number,
  followUp: FollowUpAt,
): ExpectedCounts {
  const { times, weights, entered } = followUp;
  let events = 0;
  let exposure = 0;
  for (let i = 0; i < times.length; i++) {
    const present = weights[i] * entered[i] * exp(-arm.dropoutHazard * times[i]);
    if (present === 0) continue;
    const { free, failing } = mixtureAt(arm.law, components, times[i]);
    events += present * failing;
    exposure += present * free;
  }
  return countsFrom(arm, size, enrolledShare, events, exposure);
}

/** Of `size` patients, events and time at risk given of one. */
function countsFrom(arm: Arm, size: number, enrolledShare: number, events: number, exposure: number): ExpectedCounts {
  const dropouts = arm.dropoutHazard * exposure;
  const atRisk = Math.max(0, enrolledShare - events - dropouts);
  return { enrolled: size * enrolledShare, events: size * events, dropouts: size * dropouts, atRisk: size * atRisk };
}

/**
 * Expected numbers by arm, the control first, at calendar time t; at Infinity, those of a trial that is never stopped. With
 * scans, events are those seen by then.
 */
export function expectedByArm(trial: Trial, t: number): ExpectedCounts[] {
  const enrolledShare = expectedEnrolled(trial.accrual, trial.patients, t) / trial.patients;
  const sizes = expectedSizes(trial);
  const { scans } = trial;
  if (scans !== undefined) {
    const entered = (time: number) => expectedEnrolled(trial.accrual, trial.patients, time) / trial.patients;
    return armsOf(trial).map((arm, a) => {
      const seen = seenCounts(arm, componentsOf(trial, a), scans, a, t, entered);
      return countsFrom(arm, sizes[a], enrolledShare, seen.events, seen.exposure);
    });
  }
  const together = followUpAt(trial, t);
  return armsOf(trial).map((arm, a) => {
    const [size, components, { accrual }] = [sizes[a], componentsOf(trial, a), arm];
    if (accrual === undefined) return armCounts(arm, components, size, enrolledShare, together);
    const followUp = followUpAt({ ...trial, accrual, patients: size }, t);
    return armCounts(arm, components, size, expectedEnrolled(accrual, size, t) / size, followUp);
  });
}

/** Those of the control and of the first experimental arm. */
export function expectedCounts(trial: Trial, t: number): { control: ExpectedCounts; experimental: ExpectedCounts } {
  const [control, experimental] = expectedByArm(trial, t);
  return { control, experimental };
}

/** Expected events of all arms together at calendar time t. */
export function expectedEvents(trial: Trial, t: number): number {
  return expectedByArm(trial, t).reduce((sum, { events }) => sum + events, 0);
}
