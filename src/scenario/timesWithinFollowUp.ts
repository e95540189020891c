/** Whether the times that statistics and estimands look at lie within follow-up. */

import { exp } from '../elementary/exp.ts';
import { decimalExponent, powerOfTen } from '../elementary/powersOfTen.ts';
import { componentsOf, shareFree } from '../expectation/components.ts';
import { type Expectation, expectationOf } from '../expectation/expectation.ts';
import type { Statistic } from '../statistics/definition.ts';
import { definitionOf } from '../statistics/registry.ts';
import { expectedEnrolled } from '../trial/accrual.ts';
import { followUpOfEach } from '../trial/followUpOfEach.ts';
import { member, roundUp, seriesOf } from '../trial/series.ts';
import type { Test } from '../trial/test.ts';
import { expectedSizes, type Trial, testsByLook, type UnsizedTrial } from '../trial/trial.ts';
import { type Context, timeText } from './context.ts';
import type { Path } from './problems.ts';
import type { TrialFile } from './schema.ts';
import { MANY_PATIENTS, waitsForCounts } from './sequentialDesign.ts';

/** A time on study, and where the file gives it. */
interface TimeAt {
  readonly time: number;
  readonly path: Path;
  /** The landmark it is counted from; 0 for randomisation. */
  readonly after: number;
  /** The first look at which it matters, counted from 0; the first look where this is left out. */
  readonly look?: number;
}

/** The times of a statistic whose name stands at `at`. */
function timesOf(statistic: Statistic, after: number, at: Path): TimeAt[] {
  const { kind, of, parameters } = statistic;
  if (of) return of.flatMap((each, i) => timesOf(each, after, [...at, kind, i]));
  const definition = definitionOf(statistic);
  return definition.times(statistic).map((time) => {
    const parameter = definition.parameters.find(({ name, is }) => is === 'time' && parameters[name] === time);
    return { time, after, path: parameter ? [...at, kind, parameter.name] : at };
  });
}

/**
 * The times of the tests at `at`, which are made at every look, and of the tests that looks of the plan at `plan` make
 * instead.
 */
function testTimes(trial: UnsizedTrial, { test: spec }: TrialFile, at: Path, plan: Path): TimeAt[] {
  const { test, lookTests } = trial;
  const landmark = ({ origin }: Test) => (origin?.kind === 'landmark' ? origin.at : 0);
  const beside = test.beside.flatMap((each, i) => {
    const entry = (spec?.compare ?? [])[i];
    const inBlock = typeof entry === 'object' && 'statistic' in entry;
    return timesOf(each.statistic, landmark(each), [...at, 'compare', i, ...(inBlock ? ['statistic'] : [])]);
  });
  const first = testsByLook(trial).indexOf(test);
  const main = timesOf(test.statistic, landmark(test), [...at, 'statistic']).map((time) => ({ ...time, look: first }));
  const own = (lookTests ?? []).flatMap((each, look) =>
    each === null
      ? []
      : timesOf(each.statistic, 0, [...plan, 'looks', look, 'test']).map((time) => ({ ...time, look })),
  );
  return [...main, ...own, ...beside];
}

function estimandTimes({ estimands }: UnsizedTrial, at: Path): TimeAt[] {
  if (estimands === undefined) return [];
  const { rmstUntil, milestones, gracePeriod } = estimands;
  return [
    ...(rmstUntil === null ? [] : [{ time: rmstUntil, after: 0, path: [...at, 'rmstUntil'] }]),
    ...milestones.map((time, i) => ({ time, after: 0, path: [...at, 'milestones', i] })),
    ...(gracePeriod === undefined ? [] : [{ time: gracePeriod, after: 0, path: [...at, 'gracePeriod'] }]),
  ];
}

/** The trial that gives the times of looks; null where they depend on a number of patients that is left open. */
export function timedTrial(trial: UnsizedTrial, patients: number | null): Trial | null {
  if (patients !== null) return { ...trial, patients };
  const rules = [...(trial.interims ?? []), trial.analysis];
  if (rules.some(waitsForCounts)) return null;
  if (trial.accrual.duration === null && !rules.every(({ kind }) => kind === 'calendarTime')) return null;
  const series = seriesOf(trial, null);
  return member(series, Math.min(series.mostPatients, roundUp(trial, MANY_PATIENTS)));
}

/** Report times of the trial at `at` that nobody is expected to be followed for. */
export function checkTimes(
  unsized: UnsizedTrial,
  patients: number | null,
  spec: TrialFile,
  at: Path,
  context: Context,
): void {
  const tests = testTimes(unsized, spec, [...at, 'test'], [...at, 'sequential']);
  const estimands = estimandTimes(unsized, [...at, 'estimands']);
  if (tests.length + estimands.length === 0) return;
  const trial = timedTrial(unsized, patients);
  if (trial === null) return;
  const expected = expectationOf(trial);
  const looks = expected.lookTimes;
  const name = (look: number) => (look === looks.length - 1 ? 'the final analysis' : `look ${look + 1}`);
  const last = looks[looks.length - 1];
  const check = (time: TimeAt, when: number, which: string) => {
    if (checkEnd(time, followUpOfEach(unsized), context) && checkTime(time, when, which, context))
      checkFollowed(expected, time, when, which, context);
  };
  for (const time of tests) check(time, looks[time.look ?? 0], name(time.look ?? 0));
  for (const time of estimands) check(time, last, 'the final analysis');
}

/** Whether a time lies within the fixed follow-up of each patient, its end included. */
function checkEnd({ time, after, path }: TimeAt, most: number, context: Context): boolean {
  if (after + time <= most) return true;
  const from = after > 0 ? ` from the landmark at ${timeText(after, context)} on` : '';
  context.report(
    path,
    `is ${timeText(time, context)}${from}; must be ≤ ${timeText(most - after, context)}: each patient is followed for ${timeText(most, context)} (followUpOfEach)`,
  );
  return false;
}

function checkTime({ time, after, path }: TimeAt, limit: number, which: string, context: Context): boolean {
  if (after + time < limit) return true;
  // A landmark that itself lies beyond follow-up is reported as such.
  if (after >= limit) return false;
  const state = `is ${timeText(time, context)}${after > 0 ? ` from the landmark at ${timeText(after, context)} on` : ''}`;
  const followed = `when ${which} is expected: nobody has been followed for longer by then`;
  const rule = after > 0 ? `the two together must be < ` : 'must be < ';
  context.report(path, `${state}; ${rule}${timeText(roundedDown(limit), context)}, ${followed}`);
  return false;
}

/** Patients of each arm that must be expected to be followed past a time: with fewer no normal distribution is near. */
const FEWEST_FOLLOWED = 5;

/** Report a time that too few are expected to be followed past by an analysis at `when`. */
function checkFollowed(
  { trial, arms, mix }: Expectation,
  { time, after, path }: TimeAt,
  when: number,
  which: string,
  context: Context,
): void {
  if (!Number.isFinite(when)) return;
  const sizes = expectedSizes(trial);
  const followed = (sinceOrigin: number) => {
    const t = after + sinceOrigin;
    return Math.min(
      ...arms.map(({ law, dropoutHazard }, arm) => {
        const free = shareFree(law, componentsOf(mix, arm), t);
        const entered = expectedEnrolled(trial.accrual, trial.patients, when - t) / trial.patients;
        return sizes[arm] * entered * free * exp(-dropoutHazard * t);
      }),
    );
  };
  if (followed(time) >= FEWEST_FOLLOWED || followed(0) < FEWEST_FOLLOWED) return;
  let low = 0;
  let high = time;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (followed(middle) >= FEWEST_FOLLOWED) low = middle;
    else high = middle;
  }
  const few = `fewer than ${FEWEST_FOLLOWED} patients of an arm are expected to be followed for longer when ${which} is expected`;
  context.report(path, `is ${timeText(time, context)}; must be ≤ ${timeText(roundedDown(low), context)}: ${few}`);
}

/** Three digits, and all digits before the decimal point; rounded down. */
export function roundedDown(time: number): number {
  const digit = powerOfTen(Math.min(0, decimalExponent(time) - 2));
  return Math.floor(time / digit) * digit;
}
