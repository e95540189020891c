/**
 * The scenario file. This one schema validates it, gives the TypeScript types of its content, and is published as
 * JSON Schema for editors. What no single field can know (which keys go together, what must be larger than what)
 * is checked where it is resolved.
 */
import * as z from 'zod';
import { accrual } from './accrualSchema.ts';
import { analysis } from './analysisSchema.ts';
import { armScans, centres, randomisation, scans } from './centresSchema.ts';
import { comparisons } from './comparisonsSchema.ts';
import { course, endpoints, responseRates } from './courseSchema.ts';
import { publishedCurve } from './curveSchema.ts';
import { detriment } from './detrimentSchema.ts';
import { drift } from './driftSchema.ts';
import { dropout } from './dropoutSchema.ts';
import { TIME_UNITS } from './duration.ts';
import { endpoint } from './endpointSchema.ts';
import { printedHazardRatio, printedP, printedValue, probability } from './estimateSchema.ts';
import { evidenceSchema, secondTreatment, studyDesign } from './evidenceSchema.ts';
import { exactShape } from './exactSchema.ts';
import { duration, number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { count, MOST_PATIENTS, time } from './planningValues.ts';
import { population } from './populationSchema.ts';
import { prognosticFactors } from './prognosticFactorSchema.ts';
import { type Plain, planned } from './provenance.ts';
import { efficacy, futility, information, reestimation } from './sequentialSchema.ts';
import { statistic } from './statisticSchema.ts';
import { type milestone, shape, survival } from './survivalSchema.ts';
import { test } from './testSchema.ts';
import { type timed, treatmentStart } from './treatmentStartSchema.ts';

const MOST_LOOKS = 19;

const look = record({
  ...analysis.shape,
  efficacy: z
    .boolean('must be true or false; false for a look that does not test efficacy')
    .describe('false: this look does not stop for efficacy')
    .optional(),
  futility: z
    .boolean('must be true or false; false for a look without futility stop')
    .describe('false: this look does not stop for futility')
    .optional(),
  test: statistic
    .describe(
      'The test statistic that decides this look, where it is not that of trial.test, which then decides the end',
    )
    .optional(),
}).meta({
  id: 'look',
  description: 'When a look before the final analysis happens (one rule), and what it leaves out',
});

const sequential = record({
  looks: z
    .array(look, 'must be a list of the looks before the final analysis, e.g. [{informationFraction: 0.5}]')
    .min(1, 'must have at least one look before the final analysis, e.g. [{informationFraction: 0.5}]')
    .max(MOST_LOOKS, `must have at most ${MOST_LOOKS} looks, the final analysis not counted`)
    .describe('The looks before the final analysis, in order'),
  efficacy,
  futility: futility.optional(),
  information: information.optional(),
  reestimation: reestimation(MOST_PATIENTS).optional(),
})
  .meta({ id: 'sequential', description: 'Looks before the final analysis, and what they stop for' })
  .register(meanings, { about: 'looks', decided: true });

const allocationRule =
  'must be "experimental:control" in quotes, each 1 to 1000, e.g. "2:1", or with more arms "1:1:2"';
const allocation = planned(
  z.string(allocationRule).regex(/^(([1-9]\d{0,2}|1000):){1,6}([1-9]\d{0,2}|1000)$/, allocationRule),
)
  .meta({
    id: 'allocation',
    description:
      'Patients per block: "experimental:control", of more arms the experimental ones in their order, then the control',
    examples: ['1:1', '2:1', '1:1:2'],
  })
  .register(meanings, { words: 'allocation', is: 'choice', about: 'randomisation', decided: true });

const role = oneOf(['control', 'experimental']).describe('Exactly one arm is the control');
const name = text(80, 'naming the arm');

const arm = record({
  name: name.describe('Name of the arm in all outputs'),
  role,
  survival,
  treatmentStart: treatmentStart.optional(),
  dropout: dropout.describe("This arm's own loss to follow-up, in place of the trial's").optional(),
  scans: armScans.optional(),
  course: course.describe('What follows the first event, for endpoints beyond it').optional(),
  responses: responseRates.describe('Share of responders for every response of trial.endpoints').optional(),
}).meta({ id: 'arm' });

const estimands = record({
  rmstUntil: time
    .describe('Restricted mean survival time up to this time')
    .register(meanings, { words: 'end of restricted mean survival' })
    .optional(),
  milestones: z
    .array(time, 'must be a list of times, e.g. [12, 24]')
    .min(1, 'must name at least one time, e.g. [12, 24]')
    .max(10, 'must name at most 10 times')
    .describe('Survival at these times')
    .register(meanings, { words: 'time of a milestone' })
    .optional(),
  gracePeriod: time
    .describe(
      'Time since randomisation by which the first experimental arm must have started its second treatment to count as starting it, where patients are compared as clones; by default the time by which 95 % have started',
    )
    .register(meanings, { words: 'grace period' })
    .optional(),
})
  .meta({ id: 'estimands', description: 'What is estimated of every arm and comparison, whatever is tested' })
  .register(meanings, { about: 'estimands', decided: true });

const power = planned(number({ above: 0, below: 1, hint: '(a share, e.g. 0.9 for 90 %)' })).register(meanings, {
  words: 'target power',
  is: 'share',
  about: 'target power',
  decided: true,
});
const names = record({
  secondTreatment: text(80, 'naming the second treatment')
    .describe(
      'The treatment that arms with a treatmentStart start, as in "patients start …"; the second treatment by default',
    )
    .optional(),
  procedure: text(80, 'naming the procedure')
    .describe('What that start is counted from, as in "2 weeks after …"; the procedure by default')
    .optional(),
}).meta({ id: 'names', description: 'What reports call the treatment that arms start and the procedure it goes with' });

const trial = record({
  arms: z
    .array(arm, 'must be a list of arms, one of them the control')
    .describe('The control and one to six experimental arms'),
  names: names.optional(),
  allocation: allocation
    .describe(
      'Patients per allocation block, "experimental:control", of more arms the experimental ones in their order, then the control; all 1 by default',
    )
    .optional(),
  population: population.optional(),
  drift: drift.optional(),
  patients: planned(count('patients, e.g. 300', 2))
    .describe('Patients in all arms together; may be left out when only the sample size is asked for')
    .register(meanings, { words: 'number of patients', is: 'count', about: 'patients', decided: true })
    .optional(),
  accrual: accrual.describe('Enrolment; left out where centres have a rate').optional(),
  centres: centres.optional(),
  randomisation: randomisation.optional(),
  dropout: dropout.optional(),
  scans: scans.optional(),
  endpoint: endpoint.optional(),
  endpoints: endpoints.optional(),
  followUpOfEach: time
    .describe(
      'How long each patient is followed from randomisation, e.g. 12 months and out; to the analysis by default',
    )
    .register(meanings, { words: 'follow-up of each patient', about: 'follow-up of each' })
    .optional(),
  analysis,
  sequential: sequential.optional(),
  test: test.optional(),
  comparisons: comparisons.optional(),
  detriment: detriment.optional(),
  estimands: estimands.optional(),
  targetPower: z
    .union([
      power,
      z.array(power).min(1, 'must name at least one power, e.g. 0.9').max(10, 'must name at most 10 powers'),
    ])
    .describe('Power(s) the sample size is sought for; [0.8, 0.9] by default')
    .optional(),
}).meta({ id: 'trial', description: 'The planned trial' });

const reportedArm = record({
  name: name.describe('Name of the arm in the publication'),
  role,
  patients: planned(count('patients, e.g. 51', 1))
    .describe('Patients analysed in the arm')
    .register(meanings, { words: 'patients reported', is: 'count' }),
  median: printedValue(
    duration(),
    duration().nullable(),
    'Median time to the event, with its CI; null for an upper limit not reached',
  )
    .register(meanings, { words: 'median reported', is: 'median' })
    .optional(),
  milestones: z
    .array(
      record({
        endpoint: text(80, 'naming what is survived')
          .describe("Endpoint; the publication's main one by default")
          .optional(),
        time: duration().describe('Time since the start'),
        survival: number({ from: 0, to: 1, hint: '(a share, e.g. 0.6 for 60 %)' }).describe(
          'Share free of the event then',
        ),
      }),
      'must be a list, e.g. [{endpoint: overall survival, time: 6, survival: 0.95}]',
    )
    .max(200, 'must have at most 200 milestones')
    .describe('Survival at given times')
    .optional(),
  responses: record({
    complete: count('patients').describe('Complete responses').optional(),
    partial: count('patients').describe('Partial responses').optional(),
    stable: count('patients').describe('Stable disease').optional(),
    progressive: count('patients').describe('Progressive disease').optional(),
  })
    .describe('Best or landmark responses, in patients')
    .optional(),
  deaths: count('patients').describe('Deaths by the end of follow-up').optional(),
  followUp: record({
    median: planned(duration())
      .describe('Median follow-up')
      .register(meanings, { words: 'median follow-up', is: 'median' }),
    range: z
      .tuple([duration('zero'), duration('zero')], 'must be [shortest, longest]')
      .describe('Shortest and longest follow-up')
      .optional(),
  })
    .describe('Follow-up of the arm; a replay by arm takes the patients of the arm to be followed so long')
    .optional(),
  curve: publishedCurve.optional(),
}).meta({ id: 'reportedArm' });

const conduct = record({
  followUp: planned(oneOf(['by arm', 'published curve']))
    .describe(
      'by arm: each arm is followed by itself, as long as the median and range of its followUp say; published curve: as its reconstructed censoring says; in place of accrual and analysis',
    )
    .register(meanings, { words: 'way of following', is: 'choice' })
    .optional(),
  accrual: accrual.optional(),
  analysis: analysis.optional(),
  dropout: dropout.optional(),
  survivalShape: shape
    .describe('Weibull shape of the survival that a replay simulates; 1 (exponential) by default')
    .optional(),
})
  .meta({ id: 'conduct', description: 'How the published study enrolled and followed, as far as a replay must know' })
  .register(meanings, { about: 'publication' });

/** What a publication reported. */
export const reportedSchema = record({
  name: text(40, 'naming the study').describe('Short name of the study in tables and figures').optional(),
  citation: text(2000, 'citing the publication').describe('The publication').optional(),
  timeUnit: oneOf(TIME_UNITS)
    .describe("Unit of the times here; required in a file of its own, the scenario's otherwise")
    .optional(),
  endpoint: text(80, 'naming the endpoint')
    .describe('What the medians and the hazard ratio are about; progression-free survival by default')
    .optional(),
  arms: z.array(reportedArm, 'must be a list of two arms, one of them the control').describe('The two arms'),
  design: studyDesign.optional(),
  procedure: text(80, 'naming the procedure').describe('What the second treatment goes with, e.g. surgery').optional(),
  secondTreatment: secondTreatment.optional(),
  hazardRatio: printedHazardRatio.optional(),
  prognosticFactors: prognosticFactors.optional(),
  pValue: printedP.optional(),
  responsePValues: record({
    objectiveResponse: probability.describe('Complete and partial responses').optional(),
    diseaseControl: probability.describe('Complete and partial responses and stable disease').optional(),
  })
    .describe('P values of the comparisons of responses')
    .optional(),
  conduct: conduct.optional(),
})
  .meta({ id: 'reported', description: 'What the publication reported' })
  .register(meanings, { about: 'publication' });

const precision = record({
  replicates: number({ whole: true, from: 1, to: 1e10, hint: '(simulated trials), e.g. 100000' })
    .describe('Simulated trials per answer')
    .optional(),
  standardError: number({ above: 0, to: 0.1, hint: '(of a power), e.g. 0.001' })
    .describe('Simulate until the power has this Monte Carlo standard error')
    .optional(),
  sizeInterval: number({ above: 0, to: 0.5, hint: '(a share of the sample size), e.g. 0.01' })
    .describe('The size search stops when the 95 % interval on N is ± this share of N; 0.01 by default')
    .optional(),
}).describe('How precise the simulation must be; 100,000 replicates by default');

const SETTING = 'must be a number, true or false, or a text such as 8 weeks';

const whatIf = record({
  name: text(60, 'naming the variation').describe('What is varied, in a few words, e.g. HR 0.70'),
  set: z
    .record(
      text(300, 'naming a field'),
      planned(z.union([z.number(SETTING), z.boolean(SETTING), text(200, 'or a number')], SETTING)),
      'must be a block of fields with values, e.g. {"trial.arms[1].survival.hazardRatio": 0.7}',
    )
    .refine(
      (fields) => Object.keys(fields).length > 0,
      'must set a field, e.g. {"trial.arms[1].survival.hazardRatio": 0.7}',
    )
    .describe('Fields of the trial as messages name them, and the values that they take'),
})
  .meta({ id: 'whatIf', description: 'A variation of the planned trial' })
  .register(meanings, { words: 'value of a variation', is: 'choice', about: 'variation' });

/** A whole scenario file. */
export const scenarioSchema = record({
  $schema: z.string().max(2000).describe('For editors only').optional(),
  title: text(300, 'saying what is simulated').describe('What is simulated, in a line'),
  citation: text(2000, 'citing the publication').describe('The publication the scenario rests on').optional(),
  timeUnit: oneOf(TIME_UNITS).describe('Unit of every plain number that is a time or a rate'),
  seed: z
    .union([text(200, 'or a whole number'), z.int('must be a text or a whole number')])
    .describe('Any text; the same seed gives the same results')
    .optional(),
  reported: z
    .union([text(1000, 'naming a file, or a mapping'), reportedSchema])
    .describe('What the publication reported, or the path of a file with just that, relative to this one')
    .optional(),
  conduct: conduct
    .describe('Assumptions about the published study that replace those in reported.conduct, key by key')
    .optional(),
  evidence: evidenceSchema.optional(),
  trial: trial.optional(),
  ...exactShape,
  whatIf: z
    .array(whatIf, 'must be a list, e.g. [{name: HR 0.8, set: {"trial.arms[1].survival.hazardRatio": 0.8}}]')
    .max(20, 'must have at most 20 variations')
    .describe('Variations of the planned trial for which run and size answer the same question')
    .optional(),
  precision: precision.optional(),
});

export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type ReportedFile = Plain<z.infer<typeof reportedSchema>>;
export type TrialFile = Plain<z.infer<typeof trial>>;
export type ArmFile = TrialFile['arms'][number];
export type DetrimentFile = NonNullable<TrialFile['detriment']>;
export type CourseFile = NonNullable<ArmFile['course']>;
export type EndpointFile = NonNullable<TrialFile['endpoints']>[number];
export type WhatIfFile = z.infer<typeof whatIf>;
export type ConductFile = Plain<z.infer<typeof conduct>>;
export type AccrualFile = Plain<z.infer<typeof accrual>>;
export type AnalysisFile = Plain<z.infer<typeof analysis>>;
export type SequentialFile = Plain<z.infer<typeof sequential>>;
export type TestFile = Plain<z.infer<typeof test>>;
export type PopulationFile = Plain<z.infer<typeof population>>;
export type ComparisonsFile = Plain<z.infer<typeof comparisons>>;
export type EstimandsFile = Plain<z.infer<typeof estimands>>;
export type TreatmentStartFile = Plain<z.infer<typeof treatmentStart>>;
export type TimedFile = Plain<z.infer<typeof timed>>;
export type CentresFile = Plain<z.infer<typeof centres>>;
export type RandomisationFile = Plain<z.infer<typeof randomisation>>;
export type ScansFile = Plain<z.infer<typeof scans>>;
export type ArmScansFile = Plain<z.infer<typeof armScans>>;
export type DropoutFile = Plain<z.infer<typeof dropout>>;
export type CurveFile = NonNullable<ReportedFile['arms'][number]['curve']>;
export type SurvivalFile = Plain<z.infer<typeof survival>>;
export type MilestoneFile = Plain<z.infer<typeof milestone>>;

/** The published JSON Schemas, by what they describe: a scenario, or a study in a file of its own. */
export function jsonSchema(what: 'scenario' | 'reported' = 'scenario'): Record<string, unknown> {
  const schema = z.toJSONSchema(what === 'scenario' ? scenarioSchema : reportedSchema, {
    target: 'draft-7',
    io: 'input',
  });
  const title = what === 'scenario' ? 'trialwright scenario' : 'trialwright: a published study';
  return { title, ...schema };
}
