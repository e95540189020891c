/** Answers about adverse events. */
import type {
  HarmFound,
  HarmNeeded,
  HarmObserved,
  HarmPlanned,
  HarmStopping,
  HarmsFound,
  StoppingCourse,
} from '../../questions/exact/harmsFound.ts';
import {
  agreeing,
  count,
  type Kind,
  list,
  name,
  nonNegative,
  nullable,
  positiveCount,
  probability,
  record,
} from './kinds.ts';

const interval: Kind<HarmObserved['exact']> = agreeing(
  record<HarmObserved['exact']>({ low: probability, high: probability }),
  ({ low, high }, wrong) => {
    if (low > high) wrong(['low'], `must be ≤ ${high}, the upper limit`);
  },
);

const observed: Kind<HarmObserved> = agreeing(
  record<HarmObserved>({
    events: count,
    patients: positiveCount,
    exact: interval,
    wilson: interval,
    oneSidedUpper: probability,
  }),
  ({ events, patients }, wrong) => {
    if (events > patients) wrong(['events'], `must be ≤ ${patients}, the patients`);
  },
);

const planned: Kind<HarmPlanned> = record<HarmPlanned>({
  patients: positiveCount,
  chanceOfAny: nullable(probability),
  halfWidth: nullable(probability),
  upperIfNone: probability,
  ruleOfThree: probability,
});

const needed: Kind<HarmNeeded> = record<HarmNeeded>({
  toSeeAny: list(record<HarmNeeded['toSeeAny'][number]>({ chance: probability, patients: positiveCount }), 1),
  halfWidth: nullable(
    record<NonNullable<HarmNeeded['halfWidth']>>({
      wanted: probability,
      patients: nullable(positiveCount),
      most: positiveCount,
    }),
  ),
});

const course: Kind<StoppingCourse> = record<StoppingCourse>({
  rate: probability,
  stop: probability,
  patients: nonNegative,
  events: nonNegative,
});

const stopping: Kind<HarmStopping> = record<HarmStopping>({
  threshold: probability,
  bound: list(record<HarmStopping['bound'][number]>({ patients: positiveCount, events: positiveCount })),
  atTolerated: course,
  courses: list(course, 1),
});

export const harmsFound: Kind<HarmsFound> = record<HarmsFound>({
  events: list(
    record<HarmFound>({
      name,
      arm: nullable(name),
      rate: nullable(probability),
      observed: nullable(observed),
      planned: nullable(planned),
      needed: nullable(needed),
      stopping: nullable(stopping),
    }),
  ),
});
