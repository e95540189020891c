/** Several hypotheses in one trial, as they stand in the file: which, how alpha is shared, arms given up at looks. */
import * as z from 'zod';
import { number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { perLook } from './planningValues.ts';
import { planned } from './provenance.ts';
import { efficacy } from './sequentialSchema.ts';
import { statistic, statisticOr } from './statisticSchema.ts';

export const PROCEDURES = [
  'none',
  'allNeeded',
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

const FINAL = 'final';
const lookRule = `must be ${FINAL} or a list of looks counted from 1, e.g. [1, 2, ${FINAL}]`;
const lookNumber = number({ whole: true, from: 1, to: 19, hint: '(a look, counted from 1), e.g. 1' });

const endpoint = text(80, 'naming an endpoint')
  .describe('What is compared: the name of an endpoint of the trial; the one that its analyses wait for by default')
  .optional();

const ownTest = (whose: string) =>
  statisticOr({
    statistic: statistic.describe('The statistic').optional(),
    stratifiedBy: z
      .array(text(80, 'naming a factor'), 'must be a list, e.g. [BCLC stage]')
      .describe('What it is stratified by; as trial.test by default')
      .optional(),
  })
    .describe(`The test of ${whose}: a statistic, or one with what it is stratified by; trial.test by default`)
    .optional();

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
  endpoint,
  test: ownTest('the hypothesis'),
  looks: z
    .union(
      [z.literal(FINAL), z.array(z.union([lookNumber, z.literal(FINAL)], lookRule), lookRule).min(1, lookRule)],
      lookRule,
    )
    .describe(
      'Where it is tested: final, or a list of looks; its last one spends its whole share of alpha. Every look that tests efficacy by default',
    )
    .optional(),
  efficacy: efficacy
    .describe('How its share of alpha is spent over its looks; as sequential.efficacy by default')
    .optional(),
  spentBy: planned(oneOf(['information', 'calendarTime']))
    .describe(
      'What its alpha is spent by: its information (the default), or calendar time as a share of that of its last test',
    )
    .register(meanings, { words: 'what alpha is spent by', is: 'choice' })
    .optional(),
  weight: share('(a share of alpha), e.g. 0.5')
    .describe('Share of alpha it begins with, for bonferroni, holm and graph; equal shares by default')
    .register(meanings, { words: 'weight', is: 'share' })
    .optional(),
}).meta({
  id: 'hypothesis',
  description: 'One experimental arm against the control in one endpoint, in all patients or in a subgroup',
});

const transitions = 'must be a block of hypotheses, each with where its weight goes, e.g. {first: {second: 1}}';

const eachLook = (what: string) =>
  `must be a number or a list of one a look, e.g. ${what}; null where a look drops no arm`;

export const comparisons = record({
  procedure: planned(oneOf(PROCEDURES))
    .describe(
      'How the family of hypotheses is kept at alpha: none (each at alpha), allNeeded (each at alpha, and only all of them together are a claim), bonferroni, holm, hochberg, dunnett, stepDownDunnett, fixedSequence (in the order listed) or graph',
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
  gate: record({
    at: planned(lookNumber)
      .describe('The look at which it is asked, counted from 1; one before the final analysis')
      .register(meanings, { words: 'look of the gate', is: 'count' }),
    hypothesis: text(80, 'naming a hypothesis').describe('The hypothesis whose statistic is read').optional(),
    endpoint,
    arm: text(80, 'naming an experimental arm')
      .describe('With endpoint: the experimental arm that is compared; may be left out where there is one only')
      .optional(),
    test: ownTest('the gate, with endpoint'),
    z: planned(number({ from: -20, to: 20, hint: '(z of the test, above 0 for benefit), e.g. 0' }))
      .describe('The trial ends where z is below this')
      .register(meanings, { words: 'z that the gate asks for', is: 'number' })
      .optional(),
    difference: planned(number({ from: -1000, to: 1000, hint: '(experimental minus control), e.g. 0.1' }))
      .describe('The trial ends where the estimated difference is below this')
      .register(meanings, { words: 'difference that the gate asks for', is: 'number' })
      .optional(),
    binding: planned(z.boolean('must be true or false'))
      .describe('Whether the protocol obliges the trial to end there; it lowers no bound either way; false by default')
      .register(meanings, { words: 'binding gate', is: 'choice' })
      .optional(),
  })
    .meta({
      id: 'gate',
      description: 'One look ends the trial for futility where a hypothesis or an endpoint shows too little',
    })
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
