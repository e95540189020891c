/** Answers about a trial without a control. */
import type {
  OneSampleFormula,
  OneSampleFound,
  OneSampleLook,
  OneSampleSimulated,
} from '../../questions/exact/oneSampleFound.ts';
import type { SingleArmAnswer } from '../../questions/exact/singleArmAnswer.ts';
import type { StagedChoice, StagedDesign, StagesFound } from '../../questions/exact/stagesFound.ts';
import {
  agreeing,
  count,
  type FieldKinds,
  type Kind,
  list,
  nonNegative,
  nullable,
  number,
  oneOf,
  positiveCount,
  probability,
  record,
  union,
  type Wrong,
} from './kinds.ts';
import { proportion } from './savedEstimates.ts';

type Course = StagesFound['course'][number];
type SingleStage = NonNullable<StagesFound['singleStage']['smallest']>;

const first: Kind<StagedDesign['first']> = nullable(
  record<NonNullable<StagedDesign['first']>>({ patients: positiveCount, atMost: count }),
);

const staged: FieldKinds<StagedDesign> = { first, patients: positiveCount, atMost: count };

function stagesFit({ first: stage, patients, atMost }: StagedDesign, wrong: Wrong): void {
  if (atMost >= patients) wrong(['atMost'], `must be < ${patients}, the patients`);
  else if (stage !== null && stage.patients >= patients)
    wrong(['first', 'patients'], `must be < ${patients}, the patients of both stages`);
  else if (stage !== null && stage.atMost >= stage.patients)
    wrong(['first', 'atMost'], `must be < ${stage.patients}, the patients of the first stage`);
}

const course: Kind<Course> = record<Course>({
  rate: probability,
  stop: probability,
  claim: probability,
  patients: nonNegative,
});

const choice: Kind<StagedChoice> = agreeing(
  record<StagedChoice>({
    ...staged,
    name: oneOf('minimax', 'admissible', 'optimal', 'minimax and optimal'),
    expectedUnderNull: nonNegative,
    stopUnderNull: probability,
    typeOneError: probability,
    power: probability,
    weightFrom: probability,
    weightTo: probability,
  }),
  stagesFit,
);

const singleStage: Kind<SingleStage | null> = nullable(
  record<SingleStage>({ n: positiveCount, r: count, typeOneError: probability, power: probability }),
);

const formula: Kind<OneSampleFormula> = record<OneSampleFormula>({
  claimAt: list(probability, 1, 2),
  futilityAt: list(probability, 1, 2),
  power: probability,
  powerIgnoring: probability,
  patients: nonNegative,
  time: nonNegative,
});

const simulated: Kind<OneSampleSimulated> = record<OneSampleSimulated>({
  power: proportion,
  powerIgnoring: proportion,
  claimAt: list(proportion, 1, 2),
  futilityAt: list(proportion, 1, 2),
  patients: nonNegative,
  events: nonNegative,
  time: nonNegative,
});

const look: Kind<OneSampleLook> = record<OneSampleLook>({
  time: nonNegative,
  fraction: probability,
  efficacy: nullable(number),
  futility: nullable(number),
  eventsUnderNull: nonNegative,
  eventsAsPlanned: nonNegative,
  expectedAsPlanned: nonNegative,
});

/** Both laws of the same kind of answer. */
const ofBoth = <T>(kind: Kind<T>) =>
  record<{ readonly underNull: T; readonly asPlanned: T }>({ underNull: kind, asPlanned: kind } as never);

export const singleArmAnswer: Kind<SingleArmAnswer> = union<SingleArmAnswer, 'kind'>('kind', {
  response: {
    design: nullable(agreeing(record<StagedDesign>(staged), stagesFit)),
    underNull: nullable(course),
    asPlanned: nullable(course),
    course: list(course, 0, 1000),
    choices: list(choice, 0, 1000),
    singleStage: record<StagesFound['singleStage']>({ smallest: singleStage, stable: singleStage }),
    most: positiveCount,
  },
  time: {
    medians: record<OneSampleFound['medians']>({
      historical: nullable(nonNegative),
      planned: nullable(nonNegative),
    }),
    patients: nullable(positiveCount),
    looks: list(look, 0, 2),
    formula: nullable(ofBoth(formula)),
    simulated: nullable(ofBoth(simulated)),
    needed: nullable(
      record<NonNullable<OneSampleFound['needed']>>({
        patients: nullable(positiveCount),
        withoutLook: nullable(positiveCount),
      }),
    ),
  },
});
