/** Several hypotheses in one trial, as they stand in the file: which, how alpha is shared, arms given up at looks. */
import * as z from 'zod';
import { number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { perLook } from './planningValues.ts';
import { planned } from './provenance.ts';

export const PROCEDURES = [
  'none',
  'bonferroni',
  'holm',
  'hochberg',
  'dunnett',
  'stepDownDunnett',
  'fixedSequence',
  'graph',
] as const;

const MOST_HYPOTHESES = 6;
const share = (hint: string) => planned(number({ from: 0, to: 1, hint }));

const hypothesis = record({
  name: text(80, 'naming the hypothesis').describe(
    'Name of the hypothesis in all outputs, and for transitions and success',
  ),
  arm: text(80, 'naming an experimental arm')
    .describe('Experimental arm that is compared with the control; may be left out where there is one only')
    .optional(),
  subgroup: record({
    factor: text(80, 'naming a factor').describe('Name of one of trial.population.factors'),
    level: text(80, 'naming a level of the factor').describe('Name of one of its levels'),
  })
    .describe('Patients it is about; all by default')
    .optional(),
  weight: share('(a share of alpha), e.g. 0.5')
    .describe('Share of alpha it begins with, for bonferroni, holm and graph; equal shares by default')
    .register(meanings, { words: 'weight', is: 'share' })
    .optional(),
}).meta({
  id: 'hypothesis',
  description: 'One experimental arm against the control, in all patients or in a subgroup',
});

const transitions = 'must be a block of hypotheses, each with where its weight goes, e.g. {first: {second: 1}}';

const eachLook = (what: string) =>
  `must be a number or a list of one a look, e.g. ${what}; null where a look drops no arm`;

export const comparisons = record({
  procedure: planned(oneOf(PROCEDURES))
    .describe(
      'How the family of hypotheses is kept at alpha: none (each at alpha), bonferroni, holm, hochberg, dunnett, stepDownDunnett, fixedSequence (in the order listed) or graph',
    )
    .register(meanings, { words: 'procedure', is: 'choice' }),
  hypotheses: z
    .array(
      hypothesis,
      'must be a list, e.g. [{name: early, arm: New}, {name: early in C, arm: New, subgroup: {factor: stage, level: C}}]',
    )
    .min(1, 'must have at least one hypothesis; leave it out for every experimental arm against the control')
    .max(MOST_HYPOTHESES, `must have at most ${MOST_HYPOTHESES} hypotheses`)
    .describe('The hypotheses; every experimental arm against the control, in all patients, by default')
    .optional(),
  transitions: z
    .record(
      z.string(),
      z.record(
        z.string(),
        share('(a share of the weight), e.g. 1'),
        'must be a block of hypotheses with their shares, e.g. {second: 1}',
      ),
      transitions,
    )
    .describe('Of a graph: where the weight of a hypothesis goes once it is rejected, as shares')
    .register(meanings, { words: 'share of the weight passed on', is: 'share' })
    .optional(),
  success: text(80, 'naming a hypothesis, or any, or all')
    .describe('What power and sample size are about: any rejection (the default), all, or that of one hypothesis')
    .optional(),
  stopsAt: planned(oneOf(['nothingLeft', 'firstRejection']))
    .describe('When looks end the trial: once nothing is left to test (the default), or at the first rejection')
    .register(meanings, { words: 'end of testing', is: 'choice' })
    .optional(),
  dropping: record({
    z: perLook(
      planned(number({ from: -20, to: 20, hint: '(z of the arm, above 0 for benefit), e.g. 0' })),
      eachLook('[0, 0.5]'),
    )
      .describe('Give up an arm at this z or below; one number, or one a look with null where none is given up')
      .register(meanings, { words: 'z at which an arm is given up', is: 'number' })
      .optional(),
    keepBest: perLook(
      planned(number({ whole: true, from: 0, to: MOST_HYPOTHESES, hint: 'arms, 0 to keep all, e.g. 1' })),
      eachLook('[2, 1]'),
    )
      .describe('Go on with this many arms, those with the largest z; one number, or one a look with null to keep all')
      .register(meanings, { words: 'arms kept', is: 'count' })
      .optional(),
  })
    .describe('Arms given up at looks before the final analysis: by z, or all but the best')
    .optional(),
})
  .meta({ id: 'comparisons', description: 'Several hypotheses and how their family is kept at one alpha' })
  .register(meanings, { about: 'hypotheses', decided: true });
