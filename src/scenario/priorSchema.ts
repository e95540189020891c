/** Schema of what is believed of a planning value before the trial, written beside the value that the plan has. */
import * as z from 'zod';
import { EVIDENCE_PRIORS } from '../evidence/evidencePrior.ts';
import { number, oneOf, record, signedDuration } from './fields.ts';
import { note, source } from './provenanceFields.ts';

const MOST_PARTS = 20;
const MOST_DRAWS = 20_000;

const interval = 'must be [low, high], e.g. [0.6, 2.43]';

const estimated = {
  estimate: signedDuration()
    .describe('The centre of the distribution, in the unit of the value: its median on the log and the logit scale')
    .optional(),
  ci: z
    .tuple([signedDuration(), signedDuration()], interval)
    .describe('Interval about the estimate, of 95 % unless level says otherwise; its width gives the spread')
    .optional(),
  level: number({ from: 0.5, below: 1, hint: '(the coverage of the interval), e.g. 0.9' })
    .describe('Coverage of the interval; 0.95 by default')
    .optional(),
  sd: number({ above: 0, to: 10_000, hint: '(standard deviation on the scale of the prior), e.g. 0.2' })
    .describe('Standard deviation in place of an interval, on the scale of the prior: of the log hazard ratio')
    .optional(),
};

const part = record({
  weight: number({ above: 0, to: 1, hint: '(a share; they sum to 1), e.g. 0.8' }).describe('Share of the mixture'),
  ...estimated,
}).meta({ id: 'priorPart', description: 'One normal distribution of a mixture' });

const study = record(estimated).meta({ id: 'priorStudy', description: 'An estimate with its interval' });

const distribution = record({
  ...estimated,
  scale: oneOf(['linear', 'log', 'logit'])
    .describe(
      'Scale on which the value is normal; by default log, for shares logit, for times that may be negative linear',
    )
    .optional(),
  shrunken: z
    .boolean('must be true or false')
    .describe('true: a published hazard ratio is shrunk for the winner’s curse (van Zwet, Schwab & Senn 2021)')
    .optional(),
  updatedBy: z
    .array(study, 'must be a list of estimates, e.g. [{estimate: 0.8, ci: [0.6, 1.07]}]')
    .min(1, 'must have at least one estimate, e.g. [{estimate: 0.8, ci: [0.6, 1.07]}]')
    .max(MOST_PARTS, `must have at most ${MOST_PARTS} estimates`)
    .describe('Estimates of later studies of the same value, by which the prior is updated (Bayes)')
    .optional(),
  mixture: z
    .array(part, 'must be a list, e.g. [{weight: 0.8, estimate: 0.7, sd: 0.2}, {weight: 0.2, estimate: 1, sd: 0.5}]')
    .min(2, 'must have at least two parts; one part is written without mixture')
    .max(MOST_PARTS, `must have at most ${MOST_PARTS} parts`)
    .describe('Several normal distributions with their weights')
    .optional(),
  evidence: oneOf(EVIDENCE_PRIORS)
    .describe('What the publications under evidence say of the hazard ratio of a new study')
    .optional(),
  lag: signedDuration()
    .describe('With evidence: of a study whose second treatment starts with this lag, by the regression on the lag')
    .optional(),
  draws: z
    .array(signedDuration(), 'must be a list of values, e.g. [0.62, 0.71, 0.85]')
    .min(2, 'must have at least two values')
    .max(MOST_DRAWS, `must have at most ${MOST_DRAWS} values`)
    .describe('Equally likely values, as a posterior sample has them')
    .optional(),
  table: z
    .string('must be a name')
    .regex(/^\S.{0,59}$/, 'must be a name of 1 to 60 characters, e.g. posterior')
    .describe('Draws of the same table are taken together, row by row')
    .optional(),
  source: source.optional(),
  note: note.optional(),
});

const PUBLISHED = ['published', 'shrunken'] as const;

/** The prior of one planning value. */
export const prior = z
  .union([
    oneOf(PUBLISHED).describe(
      'published: the hazard ratio, or the median of the arm, that `reported` has, with its interval; shrunken: that hazard ratio, shrunk',
    ),
    distribution,
  ])
  .meta({
    id: 'prior',
    description: 'What is believed of the value before the trial, for the chance of success (assurance)',
  });

export type PriorFile = z.infer<typeof prior>;
export type PriorEstimateFile = z.infer<typeof study>;
export type DistributionFile = z.infer<typeof distribution>;
