/** When an arm starts the second treatment and what its timing does, as they stand in the file. */
import * as z from 'zod';
import { number, record } from './fields.ts';
import { meanings } from './meaning.ts';
import { ratio, signedTime, startTime, time } from './planningValues.ts';
import { planned } from './provenance.ts';

const MOST_LAGS = 50;
const MOST_REPEATS = 50;

const pair = 'must be [from, to], e.g. [2 weeks, 3 weeks]';
const discrete = 'must be a list, e.g. [{lag: 1 week, share: 0.3}, {lag: 3 weeks, share: 0.7}]';

const after = signedTime
  .describe('No patient starts before; 0 by default')
  .register(meanings, { words: 'earliest start of the second treatment' })
  .optional();

const drawn = record({
  uniform: z
    .tuple(
      [
        signedTime
          .describe('No patient starts before')
          .register(meanings, { words: 'earliest start of the second treatment' }),
        signedTime
          .describe('No patient starts after')
          .register(meanings, { words: 'latest start of the second treatment' }),
      ],
      pair,
    )
    .describe('Uniform between two lags')
    .optional(),
  lognormal: record({
    median: time
      .describe('Median, counted from `after`')
      .register(meanings, { words: 'median start of the second treatment', is: 'median' }),
    spread: planned(number({ above: 0, to: 3, hint: '(SD of the log lag), e.g. 0.4' }))
      .describe('SD of the log lag')
      .register(meanings, { words: 'spread of the start of the second treatment', is: 'number' }),
    after,
  })
    .describe('Log-normal')
    .optional(),
  exponential: record({
    mean: time
      .describe('Mean, counted from `after`')
      .register(meanings, { words: 'mean start of the second treatment' }),
    after,
  })
    .describe('Exponential')
    .optional(),
  discrete: z
    .array(
      record({
        lag: signedTime
          .describe('Time from randomisation to the second treatment; negative for before the procedure')
          .register(meanings, { words: 'start of the second treatment' }),
        share: planned(number({ above: 0, to: 1, hint: '(a share of the patients), e.g. 0.3' }))
          .describe('Share of the patients; they sum to 1')
          .register(meanings, { words: 'share of patients at a start of the second treatment', is: 'share' }),
      }),
      discrete,
    )
    .min(1, discrete)
    .max(MOST_LAGS, `must have at most ${MOST_LAGS} lags`)
    .describe('A few lags with their shares')
    .optional(),
}).meta({ id: 'drawnLag', description: 'A lag that varies between patients: one distribution' });

/** Time from randomisation, which is the first procedure, to the second treatment. */
export const treatmentStart = z
  .union([signedTime, drawn])
  .meta({
    id: 'treatmentStart',
    description:
      'When patients start the second treatment, counted from randomisation, which is the first procedure: a time, or a distribution; negative for before the procedure, which then waits',
  })
  .register(meanings, { words: 'start of the second treatment', about: 'treatment start' });

const repeats = 'must be a list of times, e.g. [2, 4], or {every: 8 weeks, times: 3}';
const table =
  'must be a list of at least two lags, e.g. [{lag: 0, hazardRatio: 0.6}, {lag: 3 weeks, hazardRatio: 0.95}]';

export const timed = record({
  model: z
    .literal('timed')
    .describe(
      "The control arm with a hazard ratio that depends on each patient's own treatmentStart; give hazardRatio, synchronous with halfLife, or byLag",
    ),
  hazardRatio: ratio
    .describe('Hazard ratio once the second treatment works, whenever it starts')
    .register(meanings, { words: 'hazard ratio', about: 'effect', common: 'hazard ratio' })
    .optional(),
  synchronous: ratio
    .describe('Hazard ratio of a second treatment that starts with the procedure')
    .register(meanings, {
      words: 'hazard ratio of the second treatment started with the procedure',
      about: 'effect by lag',
      common: 'hazard ratio',
    })
    .optional(),
  residual: ratio
    .describe('Hazard ratio of one that starts long after; 1 by default')
    .register(meanings, { words: 'hazard ratio of the second treatment started late', about: 'course of the effect' })
    .optional(),
  halfLife: time
    .describe('Lag at which half of the log hazard ratio between the two is lost')
    .register(meanings, { words: 'half-life of priming', about: 'course of the effect' })
    .optional(),
  plateau: startTime
    .describe('Lag up to which nothing is lost; 0 by default')
    .register(meanings, { words: 'plateau of priming', about: 'course of the effect' })
    .optional(),
  byLag: z
    .array(
      record({
        lag: signedTime.describe('Lag').register(meanings, { words: 'lag', about: 'effect by lag' }),
        hazardRatio: ratio
          .describe('Hazard ratio of a second treatment that starts then')
          .register(meanings, { words: 'hazard ratio at a lag', about: 'effect by lag' }),
      }),
      table,
    )
    .min(2, table)
    .max(MOST_LAGS, `must have at most ${MOST_LAGS} lags`)
    .describe('Hazard ratios by lag, on the log scale linear in between and constant beyond')
    .optional(),
  onset: startTime
    .describe('From the day both have been given to the effect; 0 by default')
    .register(meanings, { words: 'onset of the effect', about: 'course of the effect', noneOrTwice: true })
    .optional(),
  duration: time
    .describe('How long the effect of one procedure lasts; for good by default')
    .register(meanings, { words: 'duration of the effect', about: 'course of the effect' })
    .optional(),
  waned: ratio
    .describe('Hazard ratio after that; 1 by default')
    .register(meanings, { words: 'hazard ratio of a waned effect', about: 'course of the effect' })
    .optional(),
  repeatProcedure: z
    .union(
      [
        z.array(time, repeats).min(1, repeats).max(MOST_REPEATS, `must have at most ${MOST_REPEATS} times`),
        record({
          every: time.describe('Interval').register(meanings, { words: 'interval of procedures', is: 'interval' }),
          times: planned(number({ whole: true, from: 1, to: MOST_REPEATS, hint: 'times, e.g. 3' }))
            .describe('How many after the first')
            .register(meanings, { words: 'number of further procedures', is: 'count' }),
        }),
      ],
      repeats,
    )
    .describe('Further procedures, counted from the first: each opens the window anew')
    .register(meanings, { words: 'time of a further procedure', about: 'course of the effect' })
    .optional(),
  waitingForProcedure: ratio
    .describe('Hazard ratio while the procedure waits for a second treatment that comes first; 1 by default')
    .register(meanings, { words: 'hazard ratio while the procedure waits', about: 'course of the effect' })
    .optional(),
}).meta({ id: 'timed' });
