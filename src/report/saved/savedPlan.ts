/** What is computed from a plan without simulating it: closed forms, bounds, sizes. */

import type { BoundaryRow, NumericalAnswer, SequentialSummary } from '../../questions/boundaryTable.ts';
import type { ClosedForms, FormulaPower } from '../../questions/closedForms.ts';
import type { ExpectedAt } from '../../questions/expectedOverTime.ts';
import type { PlannedFamily, PlannedHypothesis } from '../../questions/familyResult.ts';
import type { PublicationSummary } from '../../questions/publicationSummary.ts';
import type { PublishedEffect } from '../../questions/publishedEffect.ts';
import type { ClosedSize } from '../../questions/size.ts';
import type { AnalysisRule, CountedEvents } from '../../trial/analysis.ts';
import type { Subgroup } from '../../trial/comparison.ts';
import type { MissedAllocation } from '../../trial/missedAllocation.ts';
import { FORMULAS } from '../formulaNames.ts';
import {
  agreeing,
  type FieldKinds,
  flag,
  type Kind,
  lazily,
  list,
  name,
  nonNegative,
  nullable,
  number,
  numberOrInfinite,
  oneOf,
  optional,
  positiveCount,
  probability,
  probabilityOrNaN,
  ROUNDING,
  record,
  text,
  timeOrNever,
  union,
  type Wrong,
} from './kinds.ts';
import { checkInterval } from './savedEstimates.ts';

export const expectedAt: Kind<ExpectedAt> = record<ExpectedAt>({
  calendarTime: nonNegative,
  enrolled: nonNegative,
  events: nonNegative,
  eventsControl: nonNegative,
  eventsExperimental: nonNegative,
  dropouts: nonNegative,
  completed: optional(nonNegative),
  atRisk: nonNegative,
});

/** Over calendar time. */
export const expectedCourse: Kind<readonly ExpectedAt[]> = agreeing<readonly ExpectedAt[]>(
  list(expectedAt),
  (course, wrong) => {
    const back = course.findIndex(({ calendarTime }, i) => i > 0 && calendarTime <= course[i - 1].calendarTime);
    if (back > 0) wrong([back, 'calendarTime'], `must be > ${course[back - 1].calendarTime}, the time before it`);
  },
);

export const analysisRule: Kind<AnalysisRule> = union<AnalysisRule, 'kind'>('kind', {
  events: { events: nonNegative },
  eventsOf: {
    events: nonNegative,
    of: record<CountedEvents>({
      endpoint: nonNegative,
      arm: nullable(nonNegative),
      subgroup: nullable(record<Subgroup>({ factor: name, level: name })),
      words: name,
    }),
  },
  medianFollowUp: { time: nonNegative },
  calendarTime: { time: nonNegative },
  followUp: { time: nonNegative, patients: optional(positiveCount) },
  sinceLook: { time: nonNegative },
  informationFraction: { fraction: probability },
  laterOf: {
    rules: list(
      lazily(() => analysisRule),
      1,
    ),
  },
  earlierOf: {
    rules: list(
      lazily(() => analysisRule),
      1,
    ),
  },
});

const sampleSize: Kind<ClosedSize['result']> = union<ClosedSize['result'], 'kind'>('kind', {
  size: {
    method: oneOf('schoenfeld', 'freedman', 'lachinFoulkes', 'lachinFoulkesLog'),
    patientsUnrounded: nonNegative,
    patients: positiveCount,
    eventsUnrounded: nonNegative,
    events: nonNegative,
    hazardRatioUsed: nonNegative,
    basis: oneOf('constant', 'average'),
    analysis: analysisRule,
    analysisTime: nonNegative,
  },
  unreachable: { reason: text },
});

/** Fields of a size by a formula. */
export const CLOSED_SIZE: FieldKinds<ClosedSize> = {
  method: oneOf('schoenfeld', 'freedman', 'lachinFoulkes', 'lachinFoulkesLog'),
  name: text,
  result: sampleSize,
};

export const closedSize: Kind<ClosedSize> = record<ClosedSize>(CLOSED_SIZE);

export const formulaPower: Kind<FormulaPower> = agreeing(
  record<FormulaPower>({
    formula: oneOf(...FORMULAS),
    name: text,
    power: nullable(probabilityOrNaN),
    reason: nullable(text),
  }),
  ({ power, reason }, wrong) => {
    if ((power === null) !== (reason !== null))
      wrong(['reason'], 'must be given where there is no power, and only there');
  },
);

export const closedForms: Kind<ClosedForms> = record<ClosedForms>({
  analysisTime: nonNegative,
  events: nonNegative,
  eventsControl: nonNegative,
  eventsExperimental: nonNegative,
  hazardRatio: nonNegative,
  basis: oneOf('constant', 'average over the expected events'),
  powers: list(formulaPower, 1),
});

const boundaryRow: Kind<BoundaryRow> = record<BoundaryRow>({
  look: positiveCount,
  informationFraction: nonNegative,
  events: nonNegative,
  time: timeOrNever,
  patients: nonNegative,
  efficacyZ: nullable(number),
  efficacyP: nullable(probability),
  efficacyHazardRatio: nullable(nonNegative),
  alphaSpent: probability,
  futilityZ: nullable(number),
  futilityHazardRatio: nullable(nonNegative),
  efficacyUnderNull: probability,
  efficacyUnderPlanned: probability,
  harmUnderNull: probability,
  harmUnderPlanned: probability,
  futilityUnderNull: probability,
  futilityUnderPlanned: probability,
});

const numerical: Kind<NumericalAnswer> = record<NumericalAnswer>({
  power: probability,
  powerIgnoringFutility: probability,
  typeOneError: probability,
  typeOneErrorIgnoringFutility: probability,
  expectedEventsUnderNull: nonNegative,
  expectedEventsUnderPlanned: nonNegative,
  expectedTimeUnderPlanned: timeOrNever,
  maximumEvents: nonNegative,
  inflation: nullable(nonNegative),
});

export const sequentialSummary: Kind<SequentialSummary> = agreeing(
  record<SequentialSummary>({
    rows: list(boundaryRow, 1),
    numerical,
    binding: flag,
    mostEvents: nonNegative,
    reestimates: flag,
    tests: nullable<readonly string[]>(list(text, 1)),
    method: oneOf('recursive integration', 'joint normal distribution'),
  }),
  ({ rows, tests }, wrong) => {
    if (tests !== null && tests.length !== rows.length)
      wrong(['tests'], `must name a test for each of ${rows.length} looks`);
    rows.forEach(({ look, informationFraction, alphaSpent }, i) => {
      if (look !== i + 1) wrong(['rows', i, 'look'], `must be ${i + 1}, counted from 1`);
      else if (i > 0 && informationFraction < rows[i - 1].informationFraction)
        wrong(['rows', i, 'informationFraction'], 'must be at least that of the look before it');
      else if (i > 0 && alphaSpent < rows[i - 1].alphaSpent - 1e-9)
        wrong(['rows', i, 'alphaSpent'], 'must be at least that of the look before it');
    });
  },
);

/** Fields of a hypothesis as planned. */
export const PLANNED_HYPOTHESIS: FieldKinds<PlannedHypothesis> = {
  name,
  formula: nullable(probabilityOrNaN),
  firstBounds: list(numberOrInfinite, 1),
  lastBounds: list(numberOrInfinite, 1),
};

export const plannedFamily: Kind<PlannedFamily> = agreeing(
  record<PlannedFamily>({
    procedure: text,
    success: name,
    hypotheses: list(record<PlannedHypothesis>(PLANNED_HYPOTHESIS), 1),
    any: nullable(probabilityOrNaN),
    all: nullable(probabilityOrNaN),
  }),
  ({ success, hypotheses }, wrong) => {
    const looks = hypotheses[0].firstBounds.length;
    hypotheses.forEach((hypothesis, h) => {
      for (const key of ['firstBounds', 'lastBounds'] as const)
        if (hypothesis[key].length !== looks)
          wrong(['hypotheses', h, key], `must have a bound for each of ${looks} looks`);
    });
    const names = hypotheses.map(({ name }) => name);
    if (!['any', 'all', ...names].includes(success))
      wrong(['success'], `must be any, all, or a hypothesis: ${names.join(', ')}`);
  },
);

export const missedAllocation: Kind<MissedAllocation> = record<MissedAllocation>({
  sizes: text,
  planned: text,
  ratio: nullable(nonNegative),
  plannedRatio: nullable(nonNegative),
});

type Summaries = NonNullable<PublicationSummary['summaries']>;

/** A published hazard ratio against the one that its medians imply. */
export const summaries: Kind<Summaries> = record<Summaries>({
  reportedHazardRatio: nonNegative,
  impliedHazardRatio: nonNegative,
  logDifference: nonNegative,
  interval: nullable(
    agreeing(
      record<NonNullable<Summaries['interval']>>({ lower: nonNegative, upper: nonNegative }),
      ({ lower, upper }, wrong) => {
        if (upper < lower) wrong(['upper'], `must be ≥ ${lower}, the lower limit`);
      },
    ),
  ),
  withinInterval: nullable(flag),
});

export const publishedEffect: Kind<PublishedEffect> = agreeing(
  record<PublishedEffect>({
    hazardRatio: nonNegative,
    low: nonNegative,
    high: nonNegative,
    afterShrinkage: nonNegative,
  }),
  ({ hazardRatio, low, high, afterShrinkage }, wrong) => {
    checkInterval(low, hazardRatio, high, wrong, 'hazard ratio');
    checkBetween(afterShrinkage, hazardRatio, wrong);
  },
);

/** Checks that a ratio after shrinkage lies between 1 and what was published. */
export function checkBetween(shrunken: number, published: number, wrong: Wrong): void {
  const [low, high] = [Math.min(1, published), Math.max(1, published)];
  if (shrunken < low - ROUNDING || shrunken > high + ROUNDING)
    wrong(['afterShrinkage'], `must be between 1 and ${published}, what was published`);
}
