/** Schema of the watch over survival: the hazard ratios it is about, its thresholds and its looks. */
import * as z from 'zod';
import { number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { ratio } from './planningValues.ts';
import { planned } from './provenance.ts';
import { spendingFunction } from './sequentialSchema.ts';

const chance = (hint: string) => planned(number({ above: 0, below: 1, hint }));

const thresholds = z.union([
  z
    .array(ratio, 'must be a list of hazard ratios, one a look at survival, e.g. [1.11, 1.02, 0.97]')
    .describe('Thresholds of the observed hazard ratio, one a look at survival')
    .register(meanings, { words: 'threshold of the hazard ratio of death', is: 'hazard ratio' }),
  record({
    passing: chance('(a chance), e.g. 0.9')
      .describe('Chance to pass a look before the last if the planned hazard ratio is true; 0.9 by default')
      .register(meanings, { words: 'chance to pass a look as planned', is: 'share' })
      .optional(),
    missing: chance('(a chance), e.g. 0.025')
      .describe('Chance to pass the last look if the harmful hazard ratio is true; 0.025 by default')
      .register(meanings, { words: 'chance to miss a harm at the last look', is: 'share' })
      .optional(),
    spending: spendingFunction('chance')
      .describe('How one chance is spent over all looks, in place of passing and missing')
      .optional(),
    of: planned(oneOf(['missedHarm', 'stoppedNeutral']))
      .describe(
        'What is spent: the chance that a harmful treatment passes some look, or that a neutral one fails some look',
      )
      .register(meanings, { words: 'chance that is spent', is: 'choice' })
      .optional(),
    chance: chance('(a chance), e.g. 0.1')
      .describe('What spending spends in all')
      .register(meanings, { words: 'chance spent in all', is: 'share' })
      .optional(),
  }),
]);

export const detriment = record({
  endpoint: text(80, 'naming an endpoint').describe('The endpoint of trial.endpoints whose events are deaths'),
  harmful: ratio
    .describe('Hazard ratio of death that is to be ruled out, above planned')
    .register(meanings, { words: 'hazard ratio of death to rule out', is: 'hazard ratio' }),
  planned: ratio
    .describe('Hazard ratio of death that should pass')
    .register(meanings, { words: 'hazard ratio of death that should pass', is: 'hazard ratio' }),
  thresholds: thresholds
    .describe('By the chances to pass one look, by spending one chance over all, or as given; by chances by default')
    .optional(),
  looks: z
    .array(
      planned(number({ whole: true, from: 1, to: 20, hint: '(a look, counted from 1), e.g. 1' })),
      'must be a list of looks counted from 1, e.g. [1, 2]',
    )
    .min(1, 'must name at least one look, e.g. [1, 2]')
    .describe('Looks at survival, counted from 1, the final analysis the last; all by default')
    .register(meanings, { words: 'look at survival', is: 'count' })
    .optional(),
  binding: planned(z.boolean('must be true or false'))
    .describe('true: nothing is claimed once a detriment was seen; false (the default): a recommendation')
    .register(meanings, { words: 'binding looks at survival', is: 'choice' })
    .optional(),
  prior: record({
    hazardRatio: ratio
      .describe('Median of the prior')
      .register(meanings, { words: 'prior median of the hazard ratio of death', is: 'hazard ratio' }),
    sd: planned(number({ above: 0, to: 10, hint: '(standard deviation of the log hazard ratio), e.g. 0.3' }))
      .describe('Standard deviation of the log hazard ratio')
      .register(meanings, { words: 'prior standard deviation of the log hazard ratio', is: 'number' }),
  })
    .describe('Normal prior of the log hazard ratio of death, for the chance of harm; flat by default')
    .optional(),
})
  .meta({ id: 'detriment', description: 'Looks at survival for a detriment, beside what is tested' })
  .register(meanings, { about: 'looks', decided: true });
