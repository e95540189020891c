/** How far the kernel's integer clock must reach. */

import { exp } from '../../elementary/exp.ts';
import { log } from '../../elementary/log.ts';
import { square } from '../../elementary/square.ts';
import { seenCounts } from '../../expectation/asSeen.ts';
import { type Component, componentsOverEntries, shareFree } from '../../expectation/components.ts';
import type { Expectation } from '../../expectation/expectation.ts';
import type { ExpectedPatients } from '../../expectation/expectedPatients.ts';
import { cumulativeHazard } from '../../survival/law.ts';
import { accrualDuration, cumulativeRate, timeAtCumulativeRate } from '../../trial/accrual.ts';
import { type AnalysisRule, changeEvents, type SimpleRule } from '../../trial/analysis.ts';
import type { ObservedArm } from '../../trial/arm.ts';
import { centreCount } from '../../trial/centres.ts';
import { followUpOfEach } from '../../trial/followUpOfEach.ts';
import { foldRule, LATER_OR_EARLIER } from '../../trial/rule.ts';
import { allocationBlock, sizesOf, type Trial } from '../../trial/trial.ts';

/**
 * Standard deviations of the event count between its mean and what the horizon allows for: one replicate in 10^11 lies
 * beyond.
 */
const MARGIN = 7;
const STEPS = 200;

/** The share that has entered by `time` if everybody enters at 0. */
const everybody = (time: number): number => (time >= 0 ? 1 : 0);

/** Probability of the event within u on study when dropout competes, by the midpoint rule (three digits are enough here). */
function eventProbability(arm: ObservedArm, components: readonly Component[], u: number): number {
  let sum = 0;
  let alive = 1;
  for (let i = 1; i <= STEPS; i++) {
    const next = shareFree(arm.law, components, (u * i) / STEPS);
    sum += (alive - next) * exp((-arm.dropoutHazard * u * (i - 0.5)) / STEPS);
    alive = next;
  }
  return sum;
}

/** This share of patients, divided by their number, may miss more scans in a row than the horizon allows for. */
const UNSEEN = 1e-4;

/**
 * The longest time from an event to the scan that sees it, in all but a negligible share of patients; 0 without scans.
 */
function longestUnseen({ scans, patients }: Trial): number {
  if (scans === undefined) return 0;
  return Math.max(
    ...scans.schedules.map(({ intervals, jitter, missed }) => {
      const inARow = missed > 0 ? Math.ceil(log(UNSEEN / patients) / log(missed)) : 0;
      return Math.max(...intervals) * (1 + inARow) + 2 * jitter;
    }),
  );
}

/**
 * Follow-up is not planned for patients with a hazard lower than this, relative to their arm's: the clock's ticks would
 * grow too long.
 */
const SLOWEST = 2 ** -10;

/** The most scans that are followed in search of a horizon; more of them would only see more events. */
const MOST_SCANS = 1000;

function timeOfScans({ scans }: Trial, arm: number): number {
  if (scans === undefined) return 0;
  const { starts, intervals } = scans.schedules[arm];
  return starts[starts.length - 1] + MOST_SCANS * intervals[intervals.length - 1];
}

/**
 * Variance of the event count that patients share by their centres: N² Var p(centre) Σ (share of a centre)², p the
 * probability of the event within u in a centre.
 */
function varianceOfCentres({ trial, arms, mix }: ExpectedPatients, u: number): number {
  const { centres, patients } = trial;
  if (centres === undefined || (centres.frailty === null && centres.effectSd === 0)) return 0;
  const block = allocationBlock(trial);
  let mean = 0;
  let squares = 0;
  for (const { share, control, experimental } of mix.centres) {
    const p = arms.reduce((sum, arm, a) => {
      const multiplier = a === 0 ? control : experimental;
      return sum + (arm.weight / block) * eventProbability(arm, [{ share: 1, multiplier, cell: 0 }], u);
    }, 0);
    mean += share * p;
    squares += share * p * p;
  }
  const count = centreCount(centres);
  const spread = centres.regions.reduce(
    (sum, region) => sum + (region.centres / count) * (1 + square(region.variation)),
    0,
  );
  return (square(patients) * Math.max(0, squares - square(mean)) * spread) / count;
}

/**
 * A follow-up by which `events` have happened in all but a negligible share of replicates, or after which hardly any
 * more will.
 */
function followUpForEvents(patients: ExpectedPatients, events: number): number {
  const { trial, arms, mix, curves } = patients;
  const sizes = sizesOf(trial);
  const components = arms.map((_, a) => componentsOverEntries(mix, a));
  const followUp = followUpOfEach(trial);
  const enough = (u: number): boolean => {
    let mean = 0;
    let variance = 0;
    arms.forEach((arm, a) => {
      // With scans, events are those seen: the progression of a patient who leaves before the scan is not.
      const until = Math.min(u, followUp);
      const p = curves
        ? seenCounts(arm, curves[a], Math.min(until, timeOfScans(trial, a)), everybody).events
        : eventProbability(arm, components[a], until);
      mean += sizes[a] * p;
      variance += sizes[a] * p * (1 - p);
    });
    return mean >= events && mean - MARGIN * Math.sqrt(variance + varianceOfCentres(patients, u)) >= events;
  };
  const exhausted = (u: number): boolean =>
    u >= followUp ||
    arms.every((arm, a) => {
      const multipliers = components[a].map(({ multiplier }) => multiplier);
      const slowest = Math.max(SLOWEST, Math.min(...multipliers));
      const fastest = Math.max(...multipliers);
      const gone = (multiplier: number, t: number) => multiplier * cumulativeHazard(arm.law, t) + arm.dropoutHazard * t;
      if (gone(slowest, u) > 16 + log(trial.patients)) return true;
      return (gone(fastest, 2 * u) - gone(fastest, u)) * trial.patients < 1e-7;
    });
  let low = 0;
  let high = (accrualDuration(trial.accrual, trial.patients) || 1) / 64;
  for (let i = 0; i < 80 && !enough(high) && !exhausted(high); i++) {
    low = high;
    high *= 2;
  }
  for (let i = 0; i < 6; i++) {
    const middle = (low + high) / 2;
    if (enough(middle) || exhausted(middle)) high = middle;
    else low = middle;
  }
  return high + longestUnseen(trial);
}

/**
 * Calendar time by which `rule` is met in all but a negligible share of replicates, or never will be; the look before is
 * at `previous` at the latest.
 */
function latestCut(patients: Expectation, rule: AnalysisRule, lastEntry: number, previous: number): number {
  return foldRule(rule, (part: SimpleRule) => latestPart(patients, part, lastEntry, previous), LATER_OR_EARLIER);
}

function latestPart(patients: Expectation, rule: SimpleRule, lastEntry: number, previous: number): number {
  switch (rule.kind) {
    case 'events':
      return lastEntry + followUpForEvents(patients, rule.events);
    case 'eventsOf':
      return lastEntry + followUpForEvents(patients.of(rule.of.endpoint), rule.events);
    case 'calendarTime':
      return rule.time;
    case 'medianFollowUp':
    case 'followUp':
      return lastEntry + rule.time;
    case 'sinceLook':
      return previous + rule.time;
    case 'informationFraction':
      throw new RangeError('an information fraction must be turned into events before it is simulated');
  }
}

/**
 * The calendar time at which a replicate is analysed if its rule has not been met, in the scenario's unit. `most` is
 * the most events that the final analysis may come to wait for, where those are more than planned.
 */
export function horizon(expected: Expectation, most = 0): number {
  const { trial } = expected;
  const duration = accrualDuration(trial.accrual, trial.patients);
  let lastEntry = duration;
  if (trial.accrual.pattern === 'poisson') {
    const late = timeAtCumulativeRate(
      trial.accrual,
      cumulativeRate(trial.accrual, duration) * (1 + 8 / Math.sqrt(trial.patients) + 30 / trial.patients),
    );
    if (Number.isFinite(late)) lastEntry = late;
  }
  // A replicate that is not full by then is analysed at the horizon, and counted as not having reached its analysis.
  if (trial.accrual.pattern === 'centres' && trial.centres !== undefined) lastEntry = expected.latestRecruitment;
  const previous = (trial.interims ?? []).reduce((time, rule) => latestCut(expected, rule, lastEntry, time), 0);
  const analysis = changeEvents(trial.analysis, (count) => Math.max(count, most));
  return latestCut(expected, analysis, lastEntry, previous) * (1 + 2 ** -20);
}
