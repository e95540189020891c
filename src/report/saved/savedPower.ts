/** The answer to `power`, and the parts of it that other answers have too. */

import type { EstimandsResult } from '../../questions/estimands.ts';
import type { FamilyResult, HypothesisResult } from '../../questions/familyResult.ts';
import type { OperationsResult } from '../../questions/operationsResult.ts';
import type { OriginResult, OriginsResult } from '../../questions/origins.ts';
import type { PartialNull } from '../../questions/partialNulls.ts';
import type { PowerResult, StrongNullResult } from '../../questions/power.ts';
import type { ScansResult, SeenAndExact } from '../../questions/scansResult.ts';
import type { SeenEffect } from '../../questions/sideBySide.ts';
import type { Agreement, TestResult, TestsResult } from '../../questions/testsResult.ts';
import type { TimeOrigin } from '../../trial/timeOrigin.ts';
import {
  agreeing,
  flag,
  type Kind,
  list,
  name,
  nonNegative,
  nonNegativeOrNaN,
  nullable,
  numberOrNaN,
  oneOf,
  optional,
  pair,
  positiveCount,
  probabilityOrNaN,
  record,
  text,
  timeOrNever,
  union,
} from './kinds.ts';
import { characteristics } from './savedCharacteristics.ts';
import { endpointCounts } from './savedEndpoints.ts';
import { meanEstimate, pairedDifference, proportion, spread } from './savedEstimates.ts';
import {
  closedForms,
  expectedCourse,
  PLANNED_HYPOTHESIS,
  plannedFamily,
  publishedEffect,
  sequentialSummary,
} from './savedPlan.ts';
import { detriment, switching } from './savedSurvival.ts';

const testResult: Kind<TestResult> = record<TestResult>({
  name: text,
  deciding: flag,
  power: proportion,
  significantHarm: proportion,
  minusDeciding: nullable(pairedDifference),
  formula: nullable(probabilityOrNaN),
  estimates: nullable(
    record<NonNullable<TestResult['estimates']>>({
      what: text,
      logScale: flag,
      simulated: meanEstimate,
      expected: numberOrNaN,
      notEstimable: proportion,
    }),
  ),
});

const agreement: Kind<Agreement> = agreeing(
  record<Agreement>({
    first: text,
    second: text,
    both: proportion,
    onlyFirst: proportion,
    onlySecond: proportion,
    neither: proportion,
  }),
  ({ both, onlyFirst, onlySecond, neither }, wrong) => {
    if (both.count + onlyFirst.count + onlySecond.count + neither.count !== both.replicates)
      wrong(['neither', 'count'], 'must make up all replicates with the other three');
  },
);

export const testsResult: Kind<TestsResult> = agreeing(
  record<TestsResult>({ tests: list(testResult, 1), agreement: list(agreement) }),
  ({ tests, agreement: agreements }, wrong) => {
    tests.forEach(({ deciding, minusDeciding }, t) => {
      if (deciding !== (t === 0))
        wrong(['tests', t, 'deciding'], 'must be true of the first test, which decides, only');
      else if ((minusDeciding === null) !== deciding)
        wrong(['tests', t, 'minusDeciding'], 'must be null of the deciding test, and only of it');
    });
    const names = tests.map(({ name }) => name);
    agreements.forEach((each, i) => {
      for (const key of ['first', 'second'] as const)
        if (!names.includes(each[key])) wrong(['agreement', i, key], `must be a test: ${names.join('; ')}`);
    });
  },
);

export const familyResult: Kind<FamilyResult> = agreeing(
  record<FamilyResult>({
    planned: plannedFamily,
    gated: nullable(proportion),
    hypotheses: list(
      record<HypothesisResult>({
        ...PLANNED_HYPOTHESIS,
        rejected: proportion,
        rejectedIgnoring: nullable(proportion),
        byLook: list(record<HypothesisResult['byLook'][number]>({ rejected: proportion, dropped: proportion }), 1),
      }),
      1,
    ),
    any: proportion,
    all: proportion,
  }),
  ({ planned, hypotheses, any, all }, wrong) => {
    if (hypotheses.length !== planned.hypotheses.length) {
      wrong(['hypotheses'], `must be ${planned.hypotheses.length}, as planned`);
      return;
    }
    if (all.count > any.count) wrong(['all', 'count'], `must be ≤ ${any.count}, the trials that reject any`);
    hypotheses.forEach(({ name, byLook, firstBounds, lastBounds }, h) => {
      const plan = planned.hypotheses[h];
      if (name !== plan.name) wrong(['hypotheses', h, 'name'], `must be "${plan.name}", as planned`);
      for (const [key, given] of Object.entries({ byLook, firstBounds, lastBounds }))
        if (given.length !== plan.firstBounds.length)
          wrong(['hypotheses', h, key], `must have an entry for each of ${plan.firstBounds.length} looks`);
    });
  },
);

const estimands: Kind<EstimandsResult> = record<EstimandsResult>({
  replicates: positiveCount,
  estimands: list(
    record<EstimandsResult['estimands'][number]>({
      what: text,
      logScale: flag,
      looks: list(
        record<EstimandsResult['estimands'][number]['looks'][number]>({
          time: timeOrNever,
          truth: numberOrNaN,
          simulated: meanEstimate,
        }),
        1,
      ),
    }),
  ),
});

type Part<K extends keyof OperationsResult> = NonNullable<OperationsResult[K]>;

const operations: Kind<OperationsResult> = record<OperationsResult>({
  replicates: positiveCount,
  lastPatientIn: spread,
  looks: list(record<OperationsResult['looks'][number]>({ enrolled: spread, time: spread }), 1),
  centres: nullable(
    record<Part<'centres'>>({
      planned: positiveCount,
      open: meanEstimate,
      recruiting: meanEstimate,
      largest: meanEstimate,
    }),
  ),
  imbalance: nullable(
    record<Part<'imbalance'>>({
      overall: spread,
      inCentres: nullable(meanEstimate),
      inLevels: nullable(meanEstimate),
    }),
  ),
  starts: list(
    record<OperationsResult['starts'][number]>({ arm: name, started: meanEstimate, neverStarted: meanEstimate }),
  ),
  scans: nullable(record<Part<'scans'>>({ deaths: meanEstimate, tied: meanEstimate, delay: meanEstimate })),
});

const seenEffect: Kind<SeenEffect> = record<SeenEffect>({
  benefit: proportion,
  harm: proportion,
  rejects: proportion,
  minusFirst: nullable(pairedDifference),
  estimate: nullable(meanEstimate),
});

const origin: Kind<TimeOrigin> = union<TimeOrigin, 'kind'>('kind', {
  randomisation: {},
  exactTimes: {},
  treatmentStart: {},
  everTreated: {},
  landmark: { at: nonNegative },
  timeDependent: {},
  cloneCensor: { grace: nonNegative },
  cloneCensorWeight: { grace: nonNegative },
});

const origins: Kind<OriginsResult> = record<OriginsResult>({
  arm: name,
  meanLag: nonNegative,
  replicates: positiveCount,
  origins: list(
    record<OriginResult>({
      origin,
      planned: seenEffect,
      none: seenEffect,
      expected: record<OriginResult['expected']>({ planned: numberOrNaN, none: numberOrNaN }),
    }),
    1,
  ),
});

const seenAndExact = record<SeenAndExact>({ seen: seenEffect, exact: seenEffect });
const bothWorlds: Kind<ScansResult['test']> = record<ScansResult['test']>({
  planned: seenAndExact,
  none: seenAndExact,
});

const scans: Kind<ScansResult> = record<ScansResult>({
  replicates: positiveCount,
  sides: oneOf(1, 2),
  test: bothWorlds,
  cox: bothWorlds,
  trueHazardRatio: nonNegativeOrNaN,
  trueMedians: pair(timeOrNever),
  asymmetric: flag,
});

const strongNull: Kind<StrongNullResult> = record<StrongNullResult>({
  early: nonNegative,
  late: nonNegative,
  until: nonNegative,
  meets: timeOrNever,
  replicates: positiveCount,
  benefit: proportion,
  tests: nullable(testsResult),
});

export const power: Kind<PowerResult> = record<PowerResult>({
  patients: positiveCount,
  expected: expectedCourse,
  alternative: characteristics,
  null: characteristics,
  closedForms: nullable(closedForms),
  hazardRatio: nullable(nonNegative),
  effect: record<PowerResult['effect']>({
    direction: oneOf('benefit', 'harm', 'none'),
    averageHazardRatio: nonNegativeOrNaN,
    share: probabilityOrNaN,
    ratioWhereDifferent: nonNegativeOrNaN,
  }),
  sequential: nullable(sequentialSummary),
  tests: nullable(testsResult),
  nullTests: nullable(testsResult),
  strongNull: nullable(strongNull),
  family: nullable(familyResult),
  nullFamily: nullable(familyResult),
  partialNulls: list(record<PartialNull>({ hypotheses: list(name, 1), error: proportion, errorIgnoring: proportion })),
  estimands: nullable(estimands),
  operations: nullable(operations),
  origins: nullable(origins),
  scans: nullable(scans),
  endpoints: nullable(endpointCounts),
  detriment: nullable(detriment),
  switching: nullable(switching),
  publishedEffect: optional(publishedEffect),
});
