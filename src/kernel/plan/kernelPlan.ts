/**
 * A trial compiled for the kernel: plain data (it crosses to worker threads), times in integer ticks.
 *
 * One tick is a power-of-two fraction of the accrual period where the horizon allows, at most 2^27 to the period and
 * 2^29 to the horizon, so that a calendar time shifted left by two still fits a signed 32-bit word.
 */

import { binaryExponent, powerOfTwo } from '../../elementary/powersOfTwo.ts';
import { type Expectation, expectationOf } from '../../expectation/expectation.ts';
import { multiplied } from '../../survival/law.ts';
import { accrualDuration } from '../../trial/accrual.ts';
import type { ObservedArm } from '../../trial/arm.ts';
import { centreCount } from '../../trial/centres.ts';
import { furtherEndpoints } from '../../trial/endpoint.ts';
import { followUpOfEach } from '../../trial/followUpOfEach.ts';
import { type Cell, isInside, NOBODY } from '../../trial/population.ts';
import type { Test } from '../../trial/test.ts';
import { hasCohort, sizesOf, type Trial, testsOf } from '../../trial/trial.ts';
import { type ArmCompensator, planCompensator } from './armCompensator.ts';
import type { CohortPlan } from './cohortPlan.ts';
import { type CoursePlan, type EndpointPlan, planCourse, planEndpoints } from './coursePlan.ts';
import { type CutRule, type EventSteps, planCuts } from './cutRule.ts';
import { type DriftLaw, planDrift } from './driftLaw.ts';
import { type EntryLaw, planEntry } from './entryLaw.ts';
import { type ArmExits, planCellExits } from './exitLaw.ts';
import { horizon } from './horizon.ts';
import { planOwnExit } from './ownExit.ts';
import { isCohort, planCohort } from './planCohort.ts';
import { planStatistics, type StatisticsPlan, type WatchedComparison } from './statisticsPlan.ts';
import { NEVER, QUANTUM } from './ticks.ts';

/** One analysis of a replicate, and the z that end the replicate there (±Infinity for none). */
export interface LookPlan {
  readonly cut: CutRule;
  readonly stopAbove: number;
  readonly stopBelow: number;
  /**
   * Before the final analysis, estimates beyond z are made only where z reaches one of these; they are NaN elsewhere.
   */
  readonly estimateAbove: number;
  readonly estimateBelow: number;
  /** What the look's z makes of the events that the final analysis waits for; null where it leaves them. */
  readonly reestimation: EventSteps | null;
}

/** Arm 0 is the control, the others experimental; patients stand arm after arm in every array. */
export interface KernelPlan {
  /** Patients of each arm where it has exactly its size; where patients are randomised as they come, what it would have. */
  readonly sizes: readonly number[];
  /** Patients of each arm in one allocation block. */
  readonly block: readonly number[];
  readonly ticksPerUnit: number;
  /** When the last look takes place whatever its rule says; a replicate that gets there is counted as not having reached it. */
  readonly horizonTicks: number;
  /** Ticks on study to the end of each patient's fixed follow-up; NEVER where there is none. */
  readonly followUpTicks: number;
  readonly entry: EntryLaw;
  /**
   * By arm, the entries of an arm that enters at times of its own, all uniform; null where both arms enter by `entry`.
   */
  readonly ownEntries: readonly [EntryLaw | null, EntryLaw | null] | null;
  /** By arm, of the driving endpoint. */
  readonly exits: readonly ArmExits[];
  /** By arm, what follows the first event; null where that is all that is observed. */
  readonly courses: readonly CoursePlan[] | null;
  /** The endpoints beside the driving one, in their order. */
  readonly endpoints: readonly EndpointPlan[];
  /** The final analysis last. */
  readonly looks: readonly LookPlan[];
  /** By arm. */
  readonly compensators: readonly ArmCompensator[];
  /** Statistics beyond the plain log-rank of the first comparison; null for none. */
  readonly statistics: StatisticsPlan | null;
  /** How patients differ. */
  readonly cohort: CohortPlan;
  /** Whether the trial has operations to report of: more than two arms of patients who are all alike. */
  readonly reportsOperations: boolean;
}

function planOwnEntries(trial: Trial, ticksPerUnit: number): KernelPlan['ownEntries'] {
  const arms = trial.arms;
  if (arms.every(({ accrual }) => accrual === undefined)) return null;
  if (hasCohort(trial)) throw new RangeError('planKernel: arms enter apart only in a plain trial of two arms');
  const sizes = sizesOf(trial);
  const last = accrualDuration(trial.accrual, trial.patients);
  if (arms.some(({ accrual }, a) => accrual && accrualDuration(accrual, sizes[a]) > last))
    throw new RangeError('planKernel: an arm enters later than the trial does');
  const [control, experimental] = arms.map(({ accrual }, a) =>
    accrual ? planEntry({ ...trial, accrual, patients: sizes[a] }, ticksPerUnit) : null,
  );
  return [control, experimental];
}

/** Exits of arm `index`: by its cells, unless patients differ by more or a law has no quick way. */
function planExits(
  { law, dropoutHazard }: ObservedArm,
  index: number,
  { covariates, frailty, starts }: CohortPlan,
  cells: readonly Cell[],
  ticksPerUnit: number,
  followUp: number,
  followUpTicks: number,
  drift: DriftLaw | null,
): ArmExits {
  const steps = starts[index]?.own?.effect ?? null;
  const laws = cells.map(({ multiplier, experimentalMultiplier }) =>
    multiplied(law, index === 0 ? multiplier : experimentalMultiplier),
  );
  const alike = steps === null && covariates.length === 0 && frailty === null && drift === null;
  const byCell = alike ? planCellExits(laws, dropoutHazard, ticksPerUnit, followUp) : null;
  return byCell ?? planOwnExit({ law, dropoutHazard }, steps, ticksPerUnit, followUpTicks, drift);
}

/** What follows the first events of all arms; null where nothing does. @throws RangeError where it does in some arms only */
function planCourses(
  arms: readonly ObservedArm[],
  cohort: CohortPlan,
  ticksPerUnit: number,
  drift: DriftLaw | null,
): readonly CoursePlan[] | null {
  const alike = cohort.covariates.length === 0 && cohort.frailty === null && drift === null;
  const courses = arms.flatMap((arm, a) =>
    arm.history.course === null
      ? []
      : [planCourse(arm.history.course, arm, cohort.multipliers[a], alike, ticksPerUnit)],
  );
  if (courses.length === 0) return null;
  if (courses.length < arms.length)
    throw new RangeError('planKernel: something follows the first event in some arms only');
  return courses;
}

/** The z at or beyond which a look ends a replicate, which then need not be simulated any further. */
export interface LookStop {
  readonly above: number;
  readonly below: number;
  /**
   * Estimates beyond z are wanted where this look's z is ≥ `above` or ≤ `below`; where this is left out, for every z.
   */
  readonly estimates?: { readonly above: number; readonly below: number };
  readonly reestimation?: EventSteps;
}

/**
 * Compile a trial. Preconditions: a validated trial (at least one patient per arm, accrual that reaches N). `stops` has
 * one entry per look; without it replicates run to the end. `tests` are computed, the deciding test first. `expected`
 * is what the trial is expected to see, where that is known already. `watched` are computed beside the tests.
 */
export function planKernel(
  trial: Trial,
  stops?: readonly LookStop[],
  tests: readonly Test[] = testsOf(trial),
  expected: Expectation = expectationOf(trial),
  watched: readonly WatchedComparison[] = [],
): KernelPlan {
  if (!Number.isInteger(trial.patients) || trial.patients < trial.arms.length)
    throw new RangeError(`planKernel: ${trial.patients} patients in ${trial.arms.length} arms`);
  const duration = accrualDuration(trial.accrual, trial.patients);
  // Re-estimated event counts take longer than those planned.
  const most = Math.max(0, ...(stops ?? []).flatMap(({ reestimation }) => reestimation?.events ?? []));
  const end = horizon(expected, most);
  // Where everybody enters at once the clock is that of the follow-up.
  const period = duration > 0 ? duration : end;
  const whole = binaryExponent(end / period);
  const shift = Math.max(0, (end / period > powerOfTwo(whole) ? whole + 1 : whole) - 2);
  const ticksPerUnit = powerOfTwo(27 - shift) / period;
  const { arms } = expected;
  const population = trial.population ?? NOBODY;
  const { cells } = expected.mix;
  const cohort = planCohort(expected, ticksPerUnit, cells, tests.length);
  const drift = planDrift(trial, ticksPerUnit);
  const followUp = followUpOfEach(trial);
  const followUpTicks = Math.min(NEVER, Math.round(followUp * ticksPerUnit));
  const exits = arms.map((arm, a) => planExits(arm, a, cohort, cells, ticksPerUnit, followUp, followUpTicks, drift));
  return {
    sizes: sizesOf(trial),
    block: arms.map(({ weight }) => weight),
    ticksPerUnit,
    horizonTicks: Math.min(NEVER - QUANTUM, Math.ceil(end * ticksPerUnit)),
    entry: planEntry(trial, ticksPerUnit),
    followUpTicks,
    ownEntries: planOwnEntries(trial, ticksPerUnit),
    exits,
    courses: planCourses(arms, cohort, ticksPerUnit, drift),
    endpoints: planEndpoints(furtherEndpoints(trial), arms, ticksPerUnit),
    looks: planCuts(
      [...(trial.interims ?? []), trial.analysis],
      trial.scans !== undefined,
      ticksPerUnit,
      (subgroup) => subgroup && cells.map((cell) => isInside(population, cell, subgroup)),
    ).map((cut, k) => ({
      cut,
      stopAbove: stops?.[k]?.above ?? Number.POSITIVE_INFINITY,
      stopBelow: stops?.[k]?.below ?? Number.NEGATIVE_INFINITY,
      estimateAbove: stops?.[k]?.estimates?.above ?? Number.NEGATIVE_INFINITY,
      estimateBelow: stops?.[k]?.estimates?.below ?? Number.NEGATIVE_INFINITY,
      reestimation: stops?.[k]?.reestimation ?? null,
    })),
    compensators: arms.map(({ law }, a) =>
      planCompensator(exits[a], law, cohort.multipliers[a], ticksPerUnit, followUp, followUpTicks),
    ),
    statistics: planStatistics(
      trial,
      tests,
      population,
      cells,
      { ticksPerUnit, centres: trial.centres ? centreCount(trial.centres) : 1 },
      watched,
    ),
    cohort,
    reportsOperations: isCohort(trial, tests),
  };
}
