/** Who the patients are, as it stands in the file: factors with their levels, and continuous covariates. */
import * as z from 'zod';
import { number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { ratio } from './planningValues.ts';
import { planned } from './provenance.ts';

const MOST_FACTORS = 10;
const MOST_LEVELS = 20;
const LARGEST = 1e6;

const level = record({
  name: text(80, 'naming the level').describe('Name of the level in all outputs'),
  prevalence: planned(number({ above: 0, below: 1, hint: '(a share of the patients), e.g. 0.24' }))
    .describe('Share of the patients at this level; those of a factor sum to 1')
    .register(meanings, { words: 'prevalence', is: 'share' }),
  hazardRatio: planned(number({ from: 0.01, to: 100, hint: '(this level ÷ the first), e.g. 0.56' }))
    .describe('Hazard of the event over that at the first level, in every arm; 1 by default')
    .register(meanings, { words: 'hazard ratio', is: 'hazard ratio' })
    .optional(),
  effectRatio: planned(
    number({ from: 0.01, to: 100, hint: '(treatment hazard ratio here ÷ the planned one), e.g. 1.2' }),
  )
    .describe('Hazard ratio of the treatment at this level over the one planned for the arm; 1 by default')
    .register(meanings, { words: 'effect ratio', is: 'hazard ratio' })
    .optional(),
  effect: ratio
    .describe(
      'In place of effectRatio: the hazard ratio of the treatment at this level, where the only experimental arm is relative with one constant hazardRatio',
    )
    .register(meanings, { words: 'effect' })
    .optional(),
}).meta({ id: 'level' });

const levels =
  'must be a list of levels, e.g. [{name: C, prevalence: 0.76}, {name: B, prevalence: 0.24, hazardRatio: 0.56}]';
const factor = record({
  name: text(80, 'naming the factor').describe(
    'Name of the factor in all outputs, and for stratifiedBy and adjustedFor',
  ),
  levels: z
    .array(level, levels)
    .min(2, 'must have at least two levels, e.g. [{name: C, prevalence: 0.76}, {name: B, prevalence: 0.24}]')
    .max(MOST_LEVELS, `must have at most ${MOST_LEVELS} levels`)
    .describe('The levels; hazard ratios refer to the first'),
}).meta({ id: 'factor', description: 'What divides the patients into groups, independently of other factors' });

const covariate = record({
  name: text(80, 'naming the covariate').describe('Name of the covariate in all outputs, and for adjustedFor'),
  mean: planned(number({ from: -LARGEST, to: LARGEST, hint: '(of all patients), e.g. 3.8' }))
    .describe('Mean of all patients')
    .register(meanings, { words: 'mean', is: 'number' }),
  sd: planned(number({ above: 0, to: LARGEST, hint: '(standard deviation), e.g. 1.6' }))
    .describe('Standard deviation; the covariate is normally distributed')
    .register(meanings, { words: 'standard deviation', is: 'number' }),
  hazardRatio: planned(number({ from: 0.01, to: 100, hint: '(for one unit more), e.g. 0.8' }))
    .describe('Hazard ratio of the event for one unit more, in every arm')
    .register(meanings, { words: 'hazard ratio', is: 'hazard ratio' }),
}).meta({ id: 'covariate', description: 'A normally distributed covariate that acts on the hazard of the event' });

export const population = record({
  survivalOf: planned(oneOf(['everyone', 'reference']))
    .describe(
      'Whose survival the arms give: that of everyone together, exact at the median (the default), or that of reference patients: first levels, mean covariates',
    )
    .register(meanings, { words: 'patients whose survival the arms give', is: 'choice' })
    .optional(),
  factors: z
    .array(factor, 'must be a list of factors, e.g. [{name: BCLC stage, levels: […]}]')
    .max(MOST_FACTORS, `must have at most ${MOST_FACTORS} factors`)
    .describe('Factors, for strata, subgroups and adjustment')
    .optional(),
  covariates: z
    .array(covariate, 'must be a list of covariates, e.g. [{name: NLR, mean: 3.8, sd: 1.6, hazardRatio: 0.8}]')
    .max(MOST_FACTORS, `must have at most ${MOST_FACTORS} covariates`)
    .describe('Continuous covariates, for adjustment')
    .optional(),
})
  .meta({ id: 'population', description: 'How patients differ before any treatment' })
  .register(meanings, { about: 'population' });
