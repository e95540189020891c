/** The answer to `timing`: power at every point of a grid. */
import type { Axis, SurfacePrecision, TimingResult } from '../../questions/timing.ts';
import type { ContourCrossing, Longest } from '../../questions/timingContours.ts';
import type { RequiredSize, TestAt, TimingPoint } from '../../questions/timingPoint.ts';
import type { FieldValue } from '../../scenario/field.ts';
import {
  agreeing,
  count,
  either,
  fieldValue,
  flag,
  type Kind,
  list,
  name,
  nonNegative,
  nullable,
  number,
  oneOf,
  positiveCount,
  probability,
  probabilityOrNaN,
  record,
  text,
} from './kinds.ts';
import { adjustedProportion, checkInterval, meanEstimate, pairedDifference } from './savedEstimates.ts';

const values: Kind<readonly FieldValue[]> = list(fieldValue, 1);

const axis: Kind<Axis> = agreeing(
  record<Axis>({
    key: name,
    words: name,
    label: name,
    planned: nullable(number),
    isTime: flag,
    values,
    numbers: list(number, 1),
  }),
  ({ values: asked, numbers }, wrong) => {
    if (numbers.length !== asked.length) wrong(['numbers'], `must be a list of ${asked.length}, as the values`);
    const back = numbers.findIndex((x, i) => i > 0 && x <= numbers[i - 1]);
    if (back > 0) wrong(['numbers', back], `must be > ${numbers[back - 1]}, that before it`);
  },
);

const precision: Kind<SurfacePrecision> = either(
  record<Extract<SurfacePrecision, { replicates: number }>>({ replicates: positiveCount }),
  record<Extract<SurfacePrecision, { halfWidth: number }>>({ halfWidth: probability, most: positiveCount }),
);

const required: Kind<RequiredSize> = agreeing(
  record<RequiredSize>({
    patientsUnrounded: nonNegative,
    low: nonNegative,
    high: nonNegative,
    patients: positiveCount,
  }),
  ({ low, patientsUnrounded, high }, wrong) => checkInterval(low, patientsUnrounded, high, wrong, 'N before rounding'),
);

const testAt: Kind<TestAt> = record<TestAt>({
  power: adjustedProportion,
  minusReference: nullable(pairedDifference),
  required: nullable(required),
  formula: nullable(probabilityOrNaN),
  formulaRequired: nullable(nonNegative),
});

const point: Kind<TimingPoint> = record<TimingPoint>({
  at: record<TimingPoint['at']>({ x: count, y: count }),
  x: number,
  y: number,
  patients: positiveCount,
  replicates: positiveCount,
  tests: list(testAt, 1),
  events: meanEstimate,
  analysisTime: meanEstimate,
  averageHazardRatio: nullable(nonNegative),
  neverStarted: nullable(probability),
});

const crossing: Kind<ContourCrossing> = record<ContourCrossing>({
  y: number,
  test: count,
  kind: oneOf('overtakes', 'falls behind', 'ahead', 'behind', 'no difference'),
  x: nullable(number),
  standardError: nullable(nonNegative),
  from: nullable(number),
  to: nullable(number),
});

const longest: Kind<Longest> = record<Longest>({
  y: number,
  test: count,
  kind: oneOf('within', 'beyond', 'never'),
  x: nullable(number),
  standardError: nullable(nonNegative),
});

export const timing: Kind<TimingResult> = agreeing(
  record<TimingResult>({
    arm: name,
    hypotheses: positiveCount,
    x: axis,
    y: axis,
    targetPower: probability,
    precision,
    tests: list(record<TimingResult['tests'][number]>({ name: text, deciding: flag }), 1),
    reference: count,
    asked: positiveCount,
    points: list(point, 1),
    crossings: list(crossing),
    longest: list(longest),
  }),
  (given, wrong) => {
    const { x, y, tests, points } = given;
    const [columns, rows] = [x.numbers.length, y.numbers.length];
    if (given.reference >= tests.length) {
      wrong(['reference'], `must be < ${tests.length}, the tests`);
      return;
    }
    if (given.asked !== columns * rows) {
      wrong(['asked'], `must be ${columns * rows}, the points of the grid`);
      return;
    }
    if (points.length > given.asked) {
      wrong(['points'], `must be a list of at most ${given.asked}`);
      return;
    }
    points.forEach(({ at, x: here, y: there, tests: tried }, i) => {
      // Row by row.
      const [column, row] = [i % columns, Math.floor(i / columns)];
      if (at.x !== column || at.y !== row)
        wrong(['points', i, 'at'], `must be x ${column}, y ${row}: points come row by row`);
      else if (here !== x.numbers[column]) wrong(['points', i, 'x'], `must be ${x.numbers[column]}, as on its axis`);
      else if (there !== y.numbers[row]) wrong(['points', i, 'y'], `must be ${y.numbers[row]}, as on its axis`);
      else if (tried.length !== tests.length) wrong(['points', i, 'tests'], `must be a list of ${tests.length}`);
    });
    for (const key of ['crossings', 'longest'] as const)
      given[key].forEach(({ test, y: row }, i) => {
        if (!y.numbers.includes(row)) wrong([key, i, 'y'], 'must be a number on the axis y');
        if (test >= tests.length) wrong([key, i, 'test'], `must be < ${tests.length}, the tests`);
      });
  },
);
