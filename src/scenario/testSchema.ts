/** The test as it stands in the file. */
import * as z from 'zod';
import { list, number, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { time } from './planningValues.ts';
import { planned } from './provenance.ts';
import { statistic, statisticOr } from './statisticSchema.ts';

const MOST_COMPARED = 10;

const names = (what: string, example: string) =>
  z.array(text(80, `naming ${what}`), `must be a list, e.g. [${example}]`);

const ORIGINS = ['randomisation', 'exactTimes', 'treatmentStart', 'everTreated', 'timeDependent'] as const;

const origin = z
  .union([
    z.enum(ORIGINS, `must be ${list([...ORIGINS, '{landmark: 3 months}'])}`),
    record({
      landmark: time.describe('Time since randomisation of the landmark').register(meanings, { words: 'landmark' }),
    }),
  ])
  .describe(
    'Whom it compares from when on: as randomised (the default); exactTimes, with scans, as if progression were seen at once; from the start of the second treatment; by second treatment ever received; with the second treatment as a time-dependent treatment; or from a landmark on, by second treatment received by then',
  );

const margin = planned(
  number({ from: 0.01, to: 100, hint: '(the hazard ratio of the null, experimental ÷ control), e.g. 1.3' }),
)
  .describe(
    'Hazard ratio that the test is against, experimental ÷ control, for log-rank and cox: with a later event as the benefit above 1 for non-inferiority, below 1 for superiority by a margin; 1 by default, or that of the main test',
  )
  .register(meanings, { words: 'margin', is: 'hazard ratio' });

const allowances = {
  margin: margin.optional(),
  stratifiedBy: names('a factor', 'BCLC stage')
    .describe('What the test is stratified by: names of trial.population.factors, and centre')
    .optional(),
  adjustedFor: names('a factor or a covariate', 'NLR')
    .describe('Factors or covariates that the test adjusts for, where its statistic can')
    .optional(),
  origin: origin.optional(),
};

export const test = record({
  statistic: statistic.describe('The test statistic; log-rank by default').optional(),
  alpha: planned(number({ above: 0, below: 0.5, hint: '(the significance level, e.g. 0.05 with sides: 2)' }))
    .describe('Significance level; belongs to sides')
    .register(meanings, { words: 'alpha', is: 'share' })
    .optional(),
  sides: z
    .literal([1, 2], 'must be 1 (rejects for benefit only) or 2')
    .describe('1 rejects for benefit only, 2 either way')
    .optional(),
  ...allowances,
  compare: z
    .array(
      statisticOr({
        statistic: statistic.describe('The statistic of a test with its own stratifiedBy or adjustedFor').optional(),
        ...allowances,
      }),
      'must be a list of tests, e.g. [log-rank, {statistic: log-rank, stratifiedBy: []}]',
    )
    .max(MOST_COMPARED, `must have at most ${MOST_COMPARED} tests`)
    .describe('Tests run on the same replicates for comparison; they decide nothing')
    .optional(),
})
  .describe('The final test; two-sided log-rank at 0.05 by default')
  .meta({ id: 'test' })
  .register(meanings, { about: 'test', decided: true });
