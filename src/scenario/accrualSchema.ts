/** Enrolment as it stands in the file. */
import * as z from 'zod';
import { number, oneOf, record } from './fields.ts';
import { meanings } from './meaning.ts';
import { MOST_PATIENTS, startTime } from './planningValues.ts';
import { planned } from './provenance.ts';

const patientsPerUnit = number({ above: 0, to: MOST_PATIENTS, hint: 'patients per timeUnit, e.g. 10' });
export const accrual = record({
  pattern: planned(oneOf(['uniform', 'even', 'poisson']))
    .describe(
      'How entries scatter: uniform (independent, the default), even (equally spaced) or poisson (random in number)',
    )
    .register(meanings, { words: 'pattern of entries', is: 'choice' })
    .optional(),
  duration: startTime
    .describe('How long enrolment lasts; all patients enter over it, at once where it is 0')
    .register(meanings, { words: 'duration of enrolment', is: 'duration' })
    .optional(),
  rate: planned(patientsPerUnit)
    .describe('Patients per timeUnit')
    .register(meanings, { words: 'enrolment rate', is: 'rate' })
    .optional(),
  rates: z
    .array(
      record({
        from: startTime
          .describe('Calendar time since the first possible entry')
          .register(meanings, { words: 'start of an enrolment rate' }),
        rate: planned(number({ from: 0, to: MOST_PATIENTS, hint: 'patients per timeUnit, e.g. 10' }))
          .describe('Patients per timeUnit from then on')
          .register(meanings, { words: 'enrolment rate', is: 'rate' }),
      }),
      'must be a list, e.g. [{from: 0, rate: 2}, {from: 6, rate: 10}]',
    )
    .min(1, 'must have at least one rate, e.g. [{from: 0, rate: 10}]')
    .max(200, 'must have at most 200 rates')
    .describe('Enrolment rates by period (a ramp-up); the first from 0, the last goes on; duration grows with N')
    .optional(),
  relativeRates: z
    .array(
      record({
        from: startTime
          .describe('Calendar time since the first possible entry')
          .register(meanings, { words: 'start of an enrolment rate' }),
        rate: planned(number({ from: 0, to: MOST_PATIENTS, hint: 'relative to each other, e.g. 2' }))
          .describe('Rate from then on, relative to the others')
          .register(meanings, { words: 'relative enrolment rate', is: 'rate' }),
      }),
      'must be a list, e.g. [{from: 0, rate: 1}, {from: 3, rate: 2}]',
    )
    .min(1, 'must have at least one rate, e.g. [{from: 0, rate: 1}]')
    .max(200, 'must have at most 200 rates')
    .describe('With duration: proportions by period, scaled so that N enters over the duration; rates grow with N')
    .optional(),
})
  .meta({
    id: 'accrual',
    description: 'Enrolment: a duration (with relativeRates if not even), a rate, or rates by period',
  })
  .register(meanings, { about: 'enrolment', common: 'duration of enrolment' });
