/**
 * The response surface of a trial over two of its quantities, usually how late the second treatment starts after the
 * procedure and how much it does when it starts with it: power of several tests at every point on the same random
 * numbers, what N the target power would need, where another test overtakes the log-rank, and how late is too late.
 */

import { type Design, planDesign } from '../design/planDesign.ts';
import { exp } from '../elementary/exp.ts';
import { square } from '../elementary/square.ts';
import { averageHazardRatio } from '../expectation/averageHazardRatio.ts';
import { type Expectation, expectationOf } from '../expectation/expectation.ts';
import { neverStarted } from '../expectation/neverStarted.ts';
import { alphaOneSided } from '../formulas/criticalValue.ts';
import { normalQuantile } from '../maths/normal.ts';
import { Interrupted } from '../run/executor.ts';
import type { FieldValue } from '../scenario/field.ts';
import { adjustRate } from '../tally/adjustedRate.ts';
import { adjustedProportion, meanEstimate, type Proportion, proportion } from '../tally/estimates.ts';
import { mergeTally, read, type Tally } from '../tally/tally.ts';
import { expectedTimeOfEntry } from '../trial/accrual.ts';
import type { SimpleRule } from '../trial/analysis.ts';
import { type Compared, FIRST_COMPARED } from '../trial/comparison.ts';
import { meanLag } from '../trial/lag.ts';
import { withoutUnseenStarts } from '../trial/retiming.ts';
import { foldRule, LATER_OR_EARLIER } from '../trial/rule.ts';
import { roundUp } from '../trial/series.ts';
import type { Test } from '../trial/test.ts';
import { testName } from '../trial/testName.ts';
import { isPlainLogRank, type Trial, testsOf } from '../trial/trial.ts';
import { type Asking, rejections, simulateReplicates } from './asking.ts';
import { probitOf } from './powerModel.ts';
import { formulaPower, pairedDifference } from './testsResult.ts';
import { type ContourCrossing, crossings, type Longest, longestWithPower } from './timingContours.ts';
import type { RequiredSize, TimingPoint } from './timingPoint.ts';

export interface Axis {
  /** Column of the tables: `lag`, `hazardRatio` or the path of a field. */
  readonly key: string;
  /** In a few words: `mean lag`, `delay of the effect`. */
  readonly words: string;
  /** The same with the arm or part it belongs to: `mean lag of Standard + drug`. */
  readonly label: string;
  /** The value of the scenario as it stands, on the scale of `numbers`; null where it has none. */
  readonly planned: number | null;
  readonly isTime: boolean;
  /** The values as asked for. */
  readonly values: readonly FieldValue[];
  /** The same as ascending numbers, times in the scenario's unit. */
  readonly numbers: readonly number[];
}

export interface PlannedSurface {
  readonly x: Axis;
  readonly y: Axis;
  /** [y][x] */
  readonly trials: readonly (readonly Trial[])[];
  /** The arm whose start is looked at, from 1; the first experimental arm where no arm has a start. */
  readonly arm: number;
  readonly targetPower: number;
  readonly precision: SurfacePrecision;
  readonly timeUnit: string;
}

/**
 * A number of replicates per point, or as many as bring the 95 % interval of every power to ± `halfWidth`, but at most
 * `most`.
 */
export type SurfacePrecision = { readonly replicates: number } | { readonly halfWidth: number; readonly most: number };

export interface TimingResult {
  readonly arm: string;
  /**
   * Hypotheses of the trial, 1 or more: with several, power is that of success as the trial defines it, and N and the
   * longest lag are not reported.
   */
  readonly hypotheses: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly targetPower: number;
  readonly precision: SurfacePrecision;
  readonly tests: readonly { readonly name: string; readonly deciding: boolean }[];
  /** Index of the test that others are compared with: the log-rank where it is among them. */
  readonly reference: number;
  readonly asked: number;
  /** Row by row of y; fewer than asked only after an interruption. */
  points: TimingPoint[];
  /** Along x, for each y that is finished. */
  crossings: readonly ContourCrossing[];
  longest: readonly Longest[];
}

/** All points draw from the same streams. */
const PURPOSE = 'timing';
const FIRST_BATCH = 4096;
const Z_95 = normalQuantile(0.975);
/** The number of points simulated at the same time, so that no thread waits for the last block of one. */
const AT_ONCE = 2;

export function emptyTiming({ x, y, trials, arm, targetPower, precision, timeUnit }: PlannedSurface): TimingResult {
  const [[first]] = trials;
  const tests = testsOf(first);
  return {
    arm: first.arms[arm].name,
    hypotheses: first.family?.hypotheses.length ?? 1,
    x,
    y,
    targetPower,
    precision,
    tests: tests.map((test, t) => ({ name: testName(test, timeUnit), deciding: t === 0 })),
    reference: Math.max(0, tests.findIndex(isPlainLogRank)),
    asked: x.values.length * y.values.length,
    points: [],
    crossings: [],
    longest: [],
  };
}

/** Rejections of every test of a tally, and its claims of benefit. */
function countsOf(tally: Tally, sides: 1 | 2): { rejected: number; benefit: number }[] {
  if (tally.tests === null) return [{ rejected: rejections(tally, sides), benefit: tally.rejections.benefit }];
  return tally.tests.map(({ both, benefit }, t) => ({ rejected: both[t], benefit }));
}

/** Control variates leave at least this share of a variance that is counted on. */
const LEAST_LEFT = 0.1;

/** Replicates at which the interval of the least certain power is as narrow as asked. */
function wanted(tally: Tally, sides: 1 | 2, precision: SurfacePrecision): number {
  if ('replicates' in precision) return precision.replicates;
  const n = tally.replicates;
  const variances = countsOf(tally, sides).map(({ rejected }, t) => {
    // One pseudo-rejection either way keeps a rate of 0 or 1 from looking certain.
    const p = (rejected + 1) / (n + 2);
    const plain = p * (1 - p);
    if (tally.controls === null) return plain;
    return Math.max(LEAST_LEFT * plain, n * adjustRate(rejected, n, tally.controls, t).variance);
  });
  const variance = Math.max(...variances);
  return Math.min(precision.most, Math.ceil(variance * square(Z_95 / precision.halfWidth)));
}

/** @throws Interrupted */
async function simulatePoint(asking: Asking, design: Design, precision: SurfacePrecision): Promise<Tally> {
  const { trial } = design;
  const first = 'replicates' in precision ? precision.replicates : Math.min(FIRST_BATCH, precision.most);
  const simulation = { design, purpose: PURPOSE, controls: true };
  const total = await simulateReplicates(asking, simulation, first);
  for (let target = wanted(total, trial.test.sides, precision); total.replicates < target; ) {
    const more = { ...simulation, first: total.replicates };
    mergeTally(total, await simulateReplicates(asking, more, target - total.replicates));
    target = wanted(total, trial.test.sides, precision);
  }
  return total;
}

/** @returns null where z_α + Φ⁻¹(p) is not above 0 beyond chance: N would be without limit */
function requiredSize(benefit: Proportion, trial: Trial, target: number): RequiredSize | null {
  const z = -normalQuantile(alphaOneSided(trial.test));
  const { probit: q, standardError: error } = probitOf(benefit);
  if (!(z + q > Z_95 * error)) return null;
  const patientsUnrounded = trial.patients * square((z + normalQuantile(target)) / (z + q));
  const half = exp((Z_95 * 2 * error) / (z + q));
  return {
    patientsUnrounded,
    low: benefit.count === benefit.replicates ? 0 : patientsUnrounded / half,
    high: patientsUnrounded * half,
    patients: roundUp(trial, patientsUnrounded),
  };
}

function requiredByFormula(power: number | null, trial: Trial, target: number): number | null {
  if (power === null) return null;
  const z = -normalQuantile(alphaOneSided(trial.test));
  const drift = z + normalQuantile(power);
  return drift > 1e-6 && power < 1 ? trial.patients * square((z + normalQuantile(target)) / drift) : null;
}

/** The comparison of arm `arm` with the control in all patients. */
function comparedWithControl(arm: number): Compared {
  return { ...FIRST_COMPARED, arm };
}

function pointOf(
  planned: PlannedSurface,
  result: TimingResult,
  at: TimingPoint['at'],
  tally: Tally,
  expected: Expectation,
): TimingPoint {
  const { x, y, trials, arm, targetPower } = planned;
  const trial = trials[at.y][at.x];
  const { sides } = trial.test;
  const tests = testsOf(trial);
  const n = tally.replicates;
  const time = expected.analysisTime;
  const plain = trial.sequential === undefined && trial.family === undefined && Number.isFinite(time);
  const formulaOf = (test: Test) =>
    plain && test.adjustedFor.length === 0 ? formulaPower(expected, time, test) : null;
  return {
    at,
    x: x.numbers[at.x],
    y: y.numbers[at.y],
    patients: trial.patients,
    replicates: n,
    tests: countsOf(tally, sides).map(({ rejected, benefit }, t) => {
      const formula = formulaOf(tests[t]);
      const power = adjustedProportion(rejected, n, adjustRate(rejected, n, tally.controls, t));
      const claims = sides === 1 ? power : proportion(benefit, n);
      return {
        power,
        minusReference:
          t === result.reference || tally.tests === null
            ? null
            : pairedDifference(tally.tests, t, result.reference, n, tally.controls),
        required: trial.family === undefined ? requiredSize(claims, trial, targetPower) : null,
        formula,
        formulaRequired: requiredByFormula(formula, trial, targetPower),
      };
    }),
    events: meanEstimate(read(tally, 'events').all),
    analysisTime: meanEstimate(read(tally, 'analysisTime').time),
    averageHazardRatio: Number.isFinite(time)
      ? averageHazardRatio(expected, time, trial.test, comparedWithControl(arm))
      : null,
    neverStarted: trial.arms[arm].start === undefined ? null : neverStarted(expected, arm),
  };
}

/** A time before which no analysis is expected: that of D events comes after that of the D-th patient. */
function earliestAnalysis({ analysis, accrual, patients }: Trial): number {
  const earliest = (part: SimpleRule): number => {
    if (part.kind === 'events') return expectedTimeOfEntry(accrual, patients, part.events);
    return part.kind === 'calendarTime' ? part.time : 0;
  };
  return foldRule(analysis, earliest, LATER_OR_EARLIER);
}

/**
 * The time of the expected analysis if arm `arm` starts the second treatment no earlier than that on average; null
 * otherwise.
 */
export function startsAfterAnalysis(trial: Trial, arm: number): number | null {
  const { start } = trial.arms[arm];
  if (start === undefined || meanLag(start.lag) < earliestAnalysis(trial)) return null;
  const time = expectationOf(trial).analysisTime;
  return Number.isFinite(time) && meanLag(start.lag) >= time ? time : null;
}

/** Shows one bar over the surface, its length estimated from the finished points. */
function watchSurface(asking: Asking, points: number, precision: SurfacePrecision) {
  const guess = 'replicates' in precision ? precision.replicates : precision.most / 2;
  let finished = 0;
  let spent = 0;
  asking.progress.begin('timing', guess * points);
  return (replicates: number): void => {
    finished++;
    spent += replicates;
    if (!('replicates' in precision)) asking.progress.expect?.((spent / finished) * points);
  };
}

/** Fills `result` point by point, so that an interruption keeps what is finished. @throws Interrupted */
export async function askTiming(asking: Asking, planned: PlannedSurface, result: TimingResult): Promise<void> {
  const { x, y, trials, precision } = planned;
  const places = y.numbers.flatMap((_, row) => x.numbers.map((__, column) => ({ x: column, y: row })));
  const finished = watchSurface(asking, places.length, precision);
  const done: (TimingPoint | undefined)[] = places.map(() => undefined);
  let next = 0;
  const stopped: unknown[] = [];
  const lane = async (): Promise<void> => {
    while (next < places.length && stopped.length === 0) {
      const mine = next++;
      const at = places[mine];
      try {
        const trial = trials[at.y][at.x];
        const simulated = withoutUnseenStarts(trial);
        const design = planDesign(simulated);
        const tally = await simulatePoint(asking, design, precision);
        const expected = simulated === trial ? design.expected : expectationOf(trial);
        done[mine] = pointOf(planned, result, at, tally, expected);
        finished(tally.replicates);
      } catch (problem) {
        stopped.push(problem);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  result.points = done.filter((point) => point !== undefined);
  const rows = y.numbers.flatMap((_, row) => {
    const own = result.points.filter(({ at }) => at.y === row);
    return own.length === x.numbers.length && own.length > 1 ? [own] : [];
  });
  result.crossings = rows.flatMap((row) => crossings(row, result.reference));
  if (result.hypotheses === 1) result.longest = rows.flatMap((row) => longestWithPower(row, planned.targetPower));
  // A fault is more informative than the interruption of the other lane.
  if (stopped.length > 0) throw stopped.find((problem) => !(problem instanceof Interrupted)) ?? stopped[0];
}
