/** The answer to `check`. */
import type { AssumedCurves } from '../../questions/assumedCurves.ts';
import type {
  ArmSummary,
  CheckResult,
  DriftSummary,
  EndpointAtLooks,
  PlannedEffect,
  TrialSummary,
} from '../../questions/check.ts';
import type { PublicationSummary } from '../../questions/publicationSummary.ts';
import type { Covariate, Factor, Level, Population } from '../../trial/population.ts';
import {
  agreeing,
  flag,
  type Kind,
  list,
  name,
  nonNegative,
  nullable,
  number,
  oneOf,
  optional,
  positiveCount,
  probability,
  probabilityOrNaN,
  ROUNDING,
  record,
  text,
  timeOrNever,
} from './kinds.ts';
import { endpoints } from './savedEndpoints.ts';
import { eValues } from './savedEValues.ts';
import {
  CLOSED_SIZE,
  closedForms,
  expectedCourse,
  missedAllocation,
  plannedFamily,
  publishedEffect,
  sequentialSummary,
  summaries,
} from './savedPlan.ts';

const arm: Kind<ArmSummary> = record<ArmSummary>({
  name,
  role: oneOf('control', 'experimental'),
  patients: nullable(positiveCount),
  model: text,
  median: timeOrNever,
  cureFraction: probability,
  hazards: list(record<ArmSummary['hazards'][number]>({ from: nonNegative, hazard: nonNegative }), 1),
  milestones: list(record<ArmSummary['milestones'][number]>({ time: nonNegative, survival: probability })),
  dropoutHazard: nonNegative,
  dropoutByOneYear: probability,
});

const steps: Kind<PlannedEffect['steps']> = list(
  record<PlannedEffect['steps'][number]>({ from: nonNegative, hazardRatio: nonNegative }),
);

const effect: Kind<PlannedEffect> = record<PlannedEffect>({
  arm: name,
  direction: oneOf('benefit', 'harm', 'none'),
  hazardRatio: nullable(nonNegative),
  steps,
  byLevel: list(record<PlannedEffect['byLevel'][number]>({ factor: name, level: name, hazardRatio: nonNegative })),
});

const curves: Kind<AssumedCurves> = agreeing(
  record<AssumedCurves>({
    until: nonNegative,
    proportional: flag,
    arms: list(
      record<AssumedCurves['arms'][number]>({
        name,
        survival: list(probability, 2),
        hazard: list(nullable(nonNegative), 1),
      }),
      2,
    ),
  }),
  ({ arms }, wrong) => {
    const parts = arms[0].hazard.length;
    arms.forEach(({ survival, hazard }, a) => {
      if (hazard.length !== parts) wrong(['arms', a, 'hazard'], `must be a list of ${parts}, as that of the control`);
      if (survival.length !== parts + 1) wrong(['arms', a, 'survival'], `must be a list of ${parts + 1}, an end more`);
      const up = survival.findIndex((share, i) => share > (i === 0 ? 1 : survival[i - 1]) + ROUNDING);
      if (up >= 0) wrong(['arms', a, 'survival', up], 'must be at most that before it: survival falls from 1');
    });
  },
);

const population: Kind<Population> = record<Population>({
  factors: list(
    record<Factor>({
      name,
      levels: list(
        record<Level>({ name, prevalence: probability, hazardRatio: nonNegative, effectRatio: nonNegative }),
        1,
      ),
    }),
  ),
  covariates: list(record<Covariate>({ name, mean: number, sd: nonNegative, hazardRatio: nonNegative })),
  survivalOf: oneOf('everyone', 'reference'),
});

/** Fields that a sweep of `check` has too. */
const ARMS = { patients: nullable(positiveCount), arms: list(arm, 2), hazardRatio: nullable(nonNegative) } as const;
const COURSE = {
  accrualDuration: nullable(nonNegative),
  expectedAnalysisTime: nullable(nonNegative),
  closedForms: nullable(closedForms),
  closedSizes: list(record<TrialSummary['closedSizes'][number]>({ targetPower: probability, ...CLOSED_SIZE })),
  sequential: nullable(sequentialSummary),
} as const;

export const CHECKED = { ...ARMS, ...COURSE };

const trial: Kind<TrialSummary> = agreeing(
  record<TrialSummary>({
    ...CHECKED,
    sizesVary: oneOf('patients', 'events'),
    missedAllocation: nullable(missedAllocation),
    hazardRatioSteps: steps,
    effects: list(effect, 1),
    allocation: text,
    accrualPattern: text,
    analysis: text,
    test: record<TrialSummary['test']>({
      statistic: text,
      alphaOneSided: probability,
      alphaTwoSided: probability,
      sides: oneOf(1, 2),
      criticalValue: number,
      beside: list(text),
    }),
    population: nullable(population),
    drift: optional(
      record<DriftSummary>({
        medianPerYear: nonNegative,
        sincePublication: nonNegative,
        until: nullable(nonNegative),
        firstMedian: nullable(nonNegative),
        lastMedian: nullable(nonNegative),
      }),
    ),
    family: nullable(plannedFamily),
    familyLooks: expectedCourse,
    endpointLooks: list(
      record<EndpointAtLooks>({
        endpoint: nullable(name),
        looks: list(record<EndpointAtLooks['looks'][number]>({ time: nonNegative, events: nonNegative }), 1),
      }),
    ),
    targetPower: list(probability),
    expected: expectedCourse,
    curves: nullable(curves),
    endpoints: nullable(endpoints),
  }),
  ({ arms, effects, curves: drawn }, wrong) => {
    const experimental = arms.slice(1).map(({ name }) => name);
    if (effects.length !== experimental.length)
      wrong(['effects'], `must have one for each of ${experimental.length} arms`);
    else
      effects.forEach(({ arm: of }, i) => {
        if (of !== experimental[i]) wrong(['effects', i, 'arm'], `must be "${experimental[i]}", as in arms`);
      });
    if (drawn !== null && drawn.arms.length !== arms.length)
      wrong(['curves', 'arms'], `must have one for each of ${arms.length} arms`);
  },
);

const publication: Kind<PublicationSummary> = record<PublicationSummary>({
  endpoint: name,
  experimentalShare: probability,
  standardErrorLogHazardRatio: nullable(nonNegative),
  impliedEvents: nullable(nonNegative),
  hazardRatioZ: nullable(number),
  hazardRatioP: nullable(probability),
  reportedP: nullable(probability),
  reportedHazardRatio: nullable(nonNegative),
  eValues: optional(eValues),
  publishedEffect: nullable(publishedEffect),
  hazardRatioOfMedians: nullable(nonNegative),
  summaries: nullable(summaries),
  medians: list(
    record<PublicationSummary['medians'][number]>({
      arm: name,
      median: nonNegative,
      scale: nullable(text),
      standardError: nullable(nonNegative),
    }),
  ),
  responses: list(
    record<PublicationSummary['responses'][number]>({
      outcome: text,
      control: text,
      experimental: text,
      p: probabilityOrNaN,
      reportedP: nullable(probability),
    }),
  ),
});

export const check: Kind<CheckResult> = record<CheckResult>({
  publication: nullable(publication),
  trial: nullable(trial),
});
