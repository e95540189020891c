/**
 * A trial compiled for the kernel: plain data (it crosses to worker threads), times in integer ticks.
 *
 * One tick is a power-of-two fraction of the accrual period where the horizon allows, at most 2^27 to the period and
 * 2^29 to the horizon, so that a calendar time shifted left by two still fits a signed 32-bit word.
 */

import { binaryExponent, powerOfTwo } from '../elementary/powersOfTwo.ts';
import { type Expectation, expectationOf } from '../expectation/expectation.ts';
import { accrualDuration, cumulativeRate, timeAtCumulativeRate } from '../trial/accrual.ts';
import type { AnalysisRule, SimpleRule } from '../trial/analysis.ts';
import { centreCount } from '../trial/centres.ts';
import type { Test } from '../trial/comparisons.ts';
import { followUpOfEach } from '../trial/followUpOfEach.ts';
import { NOBODY } from '../trial/population.ts';
import { mapRule, type RuleOf, simpleParts } from '../trial/rule.ts';
import { armsOf, hasCohort, sizesOf, type Trial, testsOf } from '../trial/trial.ts';
import type { CohortPlan } from './cohortPlan.ts';
import { type CompensatorPlan, planCompensator } from './compensator.ts';
import { type ExitPlan, planExit } from './exitPlan.ts';
import { horizon } from './horizon.ts';
import { hasOwnTimes, isCohort, planCohort } from './planCohort.ts';
import { planSlots, type SlotsPlan } from './slots.ts';
import { planStatistics, type StatisticsPlan } from './statisticsPlan.ts';
import { NEVER, QUANTUM, tickOf } from './ticks.ts';

/** Entry times from uniforms: tick = origins[j] + (x − breaks[j]) × slopes[j], x on the scale of cumulative intensity. */
export interface EntryPlan {
  readonly pattern: 'uniform' | 'even' | 'poisson' | 'centres';
  /** Uniform entries over exactly 2^(32 − shift) ticks from tick 0: the tick is word >>> shift. Else null. */
  readonly shift: number | null;
  /** x of the last possible entry; for `poisson` the intensity per unit x is one patient. */
  readonly total: number;
  readonly breaks: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
  /** Order of entry of the arms' patients where entries are evenly spaced; null elsewhere. */
  readonly slots: SlotsPlan | null;
}

/** One condition for an analysis, in ticks. */
export type SimpleCut =
  | { readonly kind: 'events'; readonly events: number }
  | { readonly kind: 'calendarTime' | 'sinceLook'; readonly ticks: number }
  /** After the entry of patient `patients` in order of entry; 0 for the last. */
  | { readonly kind: 'followUp'; readonly ticks: number; readonly patients: number };

/** The analysis rule in ticks. */
export type CutPlan = RuleOf<SimpleCut>;

/** One analysis of a replicate, and the z that end the replicate there (±Infinity for none). */
export interface LookPlan {
  readonly cut: CutPlan;
  readonly stopAbove: number;
  readonly stopBelow: number;
  /** Before the final analysis estimates beyond z are made where z reaches one of these; NaN elsewhere. */
  readonly estimateAbove: number;
  readonly estimateBelow: number;
  /** What the look's z makes of the events that the final analysis waits for; null where it leaves them. */
  readonly reestimation: EventSteps | null;
}

/** Events as a step function of z: events[i] where z[i − 1] ≤ z < z[i]; one more of events than of z. */
export interface EventSteps {
  readonly z: readonly number[];
  readonly events: readonly number[];
}

/** Arm 0 is the control, the others experimental; patients of arm 0 come first in every array, then those of arm 1. */
export interface KernelPlan {
  readonly sizes: readonly number[];
  /** Patients of each arm in one allocation block. */
  readonly block: readonly number[];
  readonly ticksPerUnit: number;
  /** When the last look takes place whatever its rule says; a replicate that gets there is counted as not having reached it. */
  readonly horizonTicks: number;
  /** On study, to the end of each patient's fixed follow-up; NEVER where it has none. */
  readonly followUpTicks: number;
  readonly entry: EntryPlan;
  /** By arm, of one that enters at times of its own, all uniform; null where both enter by `entry`. */
  readonly ownEntries: readonly [EntryPlan | null, EntryPlan | null] | null;
  /** By arm; of patients who differ those of the first cell, the rest is in `cohort`. */
  readonly exits: readonly ExitPlan[];
  /** The final analysis last. */
  readonly looks: readonly LookPlan[];
  /** Null where an arm's hazard is not piecewise constant: no compensators can be had. */
  readonly compensators: readonly [CompensatorPlan, CompensatorPlan] | null;
  /** Statistics beyond the plain log-rank of the first comparison; null for none. */
  readonly statistics: StatisticsPlan | null;
  /** Strata, covariates or more than two arms; null for two arms of patients who are all alike. */
  readonly cohort: CohortPlan | null;
}

/** Entries at tick 0 whatever x is. */
const AT_ONCE = { shift: null, breaks: [0], origins: [0], slopes: [0] };

function planEntry(trial: Trial, ticksPerUnit: number): EntryPlan {
  const { accrual, patients } = trial;
  const duration = accrualDuration(accrual, patients);
  const weights = armsOf(trial).map(({ weight }) => weight);
  const slots = accrual.pattern === 'even' ? planSlots(weights, sizesOf(trial)) : null;
  if (duration === 0) return { ...AT_ONCE, pattern: accrual.pattern, total: patients, slots };
  const area = cumulativeRate(accrual, duration);
  // With a fixed duration the rates are a shape; rescale so that the cumulative intensity counts patients.
  const scale = patients / area;
  const breaks: number[] = [];
  const origins: number[] = [];
  const slopes: number[] = [];
  accrual.starts.forEach((start, j) => {
    if (accrual.rates[j] === 0) return;
    breaks.push(cumulativeRate(accrual, start) * scale);
    origins.push(start * ticksPerUnit);
    slopes.push(ticksPerUnit / (accrual.rates[j] * scale));
  });
  const ticks = slopes[0] * patients;
  const whole = binaryExponent(ticks * Math.SQRT2);
  const single = breaks.length === 1 && origins[0] === 0 && Math.abs(ticks / powerOfTwo(whole) - 1) < 1e-9 && whole > 0;
  const shift = accrual.pattern === 'uniform' && single ? 32 - whole : null;
  return { pattern: accrual.pattern, shift, total: patients, breaks, origins, slopes, slots };
}

function planOwnEntries(trial: Trial, ticksPerUnit: number): KernelPlan['ownEntries'] {
  const arms = armsOf(trial);
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

/**
 * How long after its anchor (the first possible entry, a patient's entry) a look is, the look before `before` after its own;
 * null where it waits for events alone.
 */
function timeAfterAnchor(rule: AnalysisRule, before: number | null): number | null {
  const timed = simpleParts(rule).map((part) => {
    if (part.kind === 'sinceLook') return before === null ? null : before + part.time;
    return part.kind === 'calendarTime' || part.kind === 'followUp' ? part.time : null;
  });
  return timed.find((time) => time !== null) ?? null;
}

/**
 * Ticks from the look before, `before` after its anchor, to a look `time` later: to the tick nearest the sum, not the sum of
 * two rounded times. After a look that waited for events seen at scans a tick more, or what scans see at this very time could
 * be a tick late for it.
 */
function ticksSinceLook(time: number, before: number | null, scanned: boolean, ticksPerUnit: number): number {
  if (before !== null) return tickOf(before + time, ticksPerUnit) - tickOf(before, ticksPerUnit);
  return tickOf(time, ticksPerUnit) + (scanned ? 1 : 0);
}

/** The rules of all looks in ticks, the final one last. */
export function planCuts(rules: readonly AnalysisRule[], scanned: boolean, ticksPerUnit: number): CutPlan[] {
  let before: number | null = 0;
  return rules.map((rule) => {
    const cut = planCut(rule, before, scanned, ticksPerUnit);
    before = timeAfterAnchor(rule, before);
    return cut;
  });
}

function planCut(rule: AnalysisRule, before: number | null, scanned: boolean, ticksPerUnit: number): CutPlan {
  return mapRule(rule, (part: SimpleRule): SimpleCut => {
    switch (part.kind) {
      case 'events':
        return part;
      case 'calendarTime':
        return { kind: 'calendarTime', ticks: tickOf(part.time, ticksPerUnit) };
      case 'sinceLook':
        return { kind: 'sinceLook', ticks: ticksSinceLook(part.time, before, scanned, ticksPerUnit) };
      case 'informationFraction':
        throw new RangeError('an information fraction must be turned into events before it is simulated');
      case 'followUp':
        return { kind: 'followUp', ticks: tickOf(part.time, ticksPerUnit), patients: part.patients ?? 0 };
    }
  });
}

function planCompensators(trial: Trial, ticksPerUnit: number): KernelPlan['compensators'] {
  // Martingales of the first comparison; of arms that may be dropped they are stopped elsewhere.
  if (armsOf(trial).length > 2 || trial.family?.dropping || hasOwnTimes(trial)) return null;
  const followUp = followUpOfEach(trial);
  const control = planCompensator(trial.control.law, ticksPerUnit, NEVER, followUp);
  const experimental = planCompensator(trial.experimental.law, ticksPerUnit, NEVER, followUp);
  return control && experimental && [control, experimental];
}

/** The z at or beyond which a look ends a replicate: what need not be simulated any further. */
export interface Stop {
  readonly above: number;
  readonly below: number;
  /** The z of this look for which estimates beyond it are wanted, ≥ and ≤; left out: every z. */
  readonly estimates?: { readonly above: number; readonly below: number };
  readonly reestimation?: EventSteps;
}

/** The rule with the first event count in it replaced. */
export function withEvents(rule: CutPlan, events: number): CutPlan {
  let found = false;
  return mapRule(rule, (part: SimpleCut): SimpleCut => {
    if (found || part.kind !== 'events') return part;
    found = true;
    return { kind: 'events', events };
  });
}

/**
 * Compile a trial. Preconditions: a validated trial (a patient an arm or more, accrual that reaches N).
 * `stops`: one a look, none for replicates that run to the end. `tests`: what is computed, the deciding test first.
 * `expected`: what the trial is expected to see, where that is known already.
 */
export function planKernel(
  trial: Trial,
  stops?: readonly Stop[],
  tests: readonly Test[] = testsOf(trial),
  expected: Expectation = expectationOf(trial),
): KernelPlan {
  if (!Number.isInteger(trial.patients) || trial.patients < armsOf(trial).length)
    throw new RangeError(`planKernel: ${trial.patients} patients in ${armsOf(trial).length} arms`);
  const duration = accrualDuration(trial.accrual, trial.patients);
  // Re-estimated event counts take longer than those planned.
  const most = Math.max(0, ...(stops ?? []).flatMap(({ reestimation }) => reestimation?.events ?? []));
  const end = horizon(expected, most);
  // Where everybody enters at once the clock is that of the follow-up.
  const period = duration > 0 ? duration : end;
  const whole = binaryExponent(end / period);
  const shift = Math.max(0, (end / period > powerOfTwo(whole) ? whole + 1 : whole) - 2);
  const ticksPerUnit = powerOfTwo(27 - shift) / period;
  const arms = armsOf(trial);
  const population = trial.population ?? NOBODY;
  const { cells } = expected.mix;
  return {
    sizes: sizesOf(trial),
    block: arms.map(({ weight }) => weight),
    ticksPerUnit,
    horizonTicks: Math.min(NEVER - QUANTUM, Math.ceil(end * ticksPerUnit)),
    entry: planEntry(trial, ticksPerUnit),
    followUpTicks: Math.min(NEVER, Math.round(followUpOfEach(trial) * ticksPerUnit)),
    ownEntries: planOwnEntries(trial, ticksPerUnit),
    exits: arms.map((arm) => planExit(arm, ticksPerUnit, followUpOfEach(trial))),
    looks: planCuts([...(trial.interims ?? []), trial.analysis], trial.scans !== undefined, ticksPerUnit).map(
      (cut, k) => ({
        cut,
        stopAbove: stops?.[k]?.above ?? Number.POSITIVE_INFINITY,
        stopBelow: stops?.[k]?.below ?? Number.NEGATIVE_INFINITY,
        estimateAbove: stops?.[k]?.estimates?.above ?? Number.NEGATIVE_INFINITY,
        estimateBelow: stops?.[k]?.estimates?.below ?? Number.NEGATIVE_INFINITY,
        reestimation: stops?.[k]?.reestimation ?? null,
      }),
    ),
    compensators: planCompensators(trial, ticksPerUnit),
    statistics: planStatistics(trial, tests, population, cells, {
      ticksPerUnit,
      centres: trial.centres ? centreCount(trial.centres) : 1,
    }),
    cohort: isCohort(trial, tests) ? planCohort(trial, ticksPerUnit, cells, tests.length) : null,
  };
}

/** The calendar time of an entry at cumulative intensity `x`, for tests and reports. */
export function entryTimeAt(trial: Trial, x: number): number {
  const area = cumulativeRate(trial.accrual, accrualDuration(trial.accrual, trial.patients));
  return timeAtCumulativeRate(trial.accrual, (x * area) / trial.patients);
}
