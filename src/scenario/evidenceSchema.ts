/** Several publications about one effect, as they stand in the file, and what a study file says for their sake. */
import * as z from 'zod';
import { LAG_MODELS } from '../evidence/evidence.ts';
import { printedHazardRatio, printedP } from './estimateSchema.ts';
import { number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { signedTime } from './planningValues.ts';
import { planned } from './provenance.ts';

const MOST_STUDIES = 100;

export const STUDY_DESIGNS = ['randomised', 'prospective', 'retrospective'] as const;

/** How a study came to its arms. */
export const studyDesign = planned(oneOf(STUDY_DESIGNS))
  .meta({
    id: 'studyDesign',
    description: 'How the study came to its arms: randomised, or a cohort followed on or looked back at',
  })
  .register(meanings, { words: 'design of the study', is: 'choice' });

const lag = signedTime
  .describe('Planned time from the procedure to the second treatment, negative for before')
  .register(meanings, { words: 'lag of the second treatment' });

export const secondTreatment = record({
  name: text(80, 'naming the second treatment').describe('What the experimental arm had beside the procedure'),
  lag: lag.optional(),
  inBothArms: z
    .boolean('must be true or false')
    .describe('true: the control arm had it too, so that the hazard ratio is that of the procedure')
    .optional(),
}).meta({ id: 'secondTreatment', description: 'The treatment that is given beside the procedure' });

const study = record({
  name: text(40, 'naming the study').describe('Short name of the study in tables and figures'),
  hazardRatio: printedHazardRatio,
  pValue: printedP
    .describe('P value of the comparison, from which the precision follows where no CI is given')
    .optional(),
  endpoint: text(80, 'naming the endpoint').describe('What the hazard ratio is about').optional(),
  design: studyDesign.optional(),
  lag: lag.optional(),
}).meta({ id: 'evidenceStudy', description: 'A published hazard ratio' });

const studies = 'must be a list, e.g. [studies/leap-012.yaml, studies/emerald-1.yaml]';

export const evidenceSchema = record({
  studies: z
    .array(z.union([text(1000, 'naming a file, or a mapping'), study]), studies)
    .min(2, 'must have at least two studies, as what lies between them is asked')
    .max(MOST_STUDIES, `must have at most ${MOST_STUDIES} studies`)
    .describe('Published hazard ratios of the effect: study files, relative to this one, or in place'),
  betweenStudies: planned(number({ above: 0, to: 5, hint: '(on the log hazard ratio), e.g. 0.5' }))
    .describe('Scale of the half-normal prior of the standard deviation between studies; 0.5 by default')
    .register(meanings, { words: 'scale of the prior of the spread between studies', is: 'number' })
    .optional(),
  vague: planned(number({ from: 0, to: 1, hint: '(a weight), e.g. 0.2' }))
    .describe('Weight of the vague part of the robust MAP prior, worth one event about no effect; 0.2 by default')
    .register(meanings, { words: 'weight of the vague part of the prior', is: 'share' })
    .optional(),
  byLag: oneOf(LAG_MODELS)
    .describe(
      'How the effect depends on the lag: the log hazard ratio along a line (the default where all studies have a lag), or one before the procedure and one from it on',
    )
    .optional(),
})
  .meta({ id: 'evidence', description: 'Several publications about one effect, to be combined' })
  .register(meanings, { about: 'publication' });
