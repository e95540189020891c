/** Centres, randomisation and scans as they stand in the file. */
import * as z from 'zod';
import { number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { startTime, time } from './planningValues.ts';
import { planned } from './provenance.ts';

const MOST_CENTRES = 1000;
const MOST_REGIONS = 50;

const openingTimes = 'must be a list of times, one a centre, e.g. [0, 1, 1, 2]';
const opening = record({
  uniform: time.describe('Each at a uniform time from the start to this').optional(),
  ramp: time.describe('Evenly spaced, the first at the start, the last at this time').optional(),
  times: z
    .array(startTime, openingTimes)
    .min(1, openingTimes)
    .max(MOST_CENTRES, `must have at most ${MOST_CENTRES} times`)
    .describe('The time of each')
    .optional(),
})
  .meta({ id: 'opening', description: 'When centres open, counted from the start of their region: one of these keys' })
  .register(meanings, { words: 'opening of centres' });

const centreCount = planned(number({ whole: true, from: 1, to: MOST_CENTRES, hint: 'centres, e.g. 20' })).register(
  meanings,
  { words: 'number of centres', is: 'count', about: 'number of centres' },
);
const recruitment = {
  rate: planned(number({ above: 0, to: 1e6, hint: 'patients a centre and timeUnit, e.g. 0.8' }))
    .describe('Patients a centre enrols per timeUnit, on average')
    .register(meanings, { words: 'recruitment of a centre', is: 'rate', common: 'duration of enrolment' })
    .optional(),
  variation: planned(number({ from: 0, to: 5, hint: '(coefficient of variation), e.g. 0.7' }))
    .describe('Coefficient of variation of the rates between centres (gamma); 0 by default')
    .register(meanings, { words: 'variation of recruitment', is: 'number', noneOrTwice: true })
    .optional(),
  opening: opening.optional(),
  cap: planned(number({ whole: true, from: 1, to: 1e7, hint: 'patients, e.g. 40' }))
    .describe('Patients a centre may enrol; no limit by default')
    .register(meanings, { words: 'cap of a centre', is: 'count' })
    .optional(),
};

const regions = 'must be a list of regions, e.g. [{name: Europe, count: 8, start: 3 months}]';

export const centres = record({
  count: centreCount.describe('How many centres; or give regions').optional(),
  ...recruitment,
  regions: z
    .array(
      record({
        name: text(80, 'naming the region').describe('Name of the region'),
        count: centreCount.describe('Its centres'),
        start: startTime
          .describe('Calendar time before which none of its centres opens; 0 by default')
          .register(meanings, { words: 'start of recruitment' })
          .optional(),
        ...recruitment,
      }),
      regions,
    )
    .min(1, regions)
    .max(MOST_REGIONS, `must have at most ${MOST_REGIONS} regions`)
    .describe('Regions, each with what differs from the rest')
    .optional(),
  outcome: record({
    logSd: planned(number({ above: 0, to: 3, hint: '(SD of the log hazard), e.g. 0.3' }))
      .describe('Log-normal: SD of the log hazard between centres')
      .register(meanings, { is: 'number', noneOrTwice: true })
      .optional(),
    gammaVariance: planned(number({ above: 0, to: 4, hint: '(variance of the hazard about 1), e.g. 0.1' }))
      .describe('Gamma: variance of the hazard about 1')
      .register(meanings, { is: 'number', noneOrTwice: true })
      .optional(),
  })
    .describe('How the hazard of the event differs between centres (frailty)')
    .register(meanings, { words: 'frailty of centres' })
    .optional(),
  effectSd: planned(number({ from: 0, to: 2, hint: '(SD of the log hazard ratio), e.g. 0.1' }))
    .describe('SD of the log hazard ratio of the treatment between centres; 0 by default')
    .register(meanings, { words: 'effect between centres', is: 'number', noneOrTwice: true })
    .optional(),
})
  .meta({
    id: 'centres',
    description: 'Centres: with a rate they recruit by themselves (Poisson–gamma) in place of trial.accrual',
  })
  .register(meanings, { about: 'centres' });

const names = (what: string) => z.array(text(80, 'naming a factor'), `must be a list, e.g. [centre, ${what}]`);
const blockSize = planned(
  number({ whole: true, from: 2, to: 10_000, hint: 'patients, a multiple of the allocation block, e.g. 4' }),
).register(meanings, { words: 'size of permuted blocks', is: 'count' });
const sizes = 'must be a number or a list, e.g. 4 or [4, 6]';

export const METHODS = ['complete', 'permuted blocks', 'minimisation'] as const;

export const randomisation = record({
  method: planned(oneOf(METHODS))
    .describe('complete (each patient by itself), permuted blocks, or minimisation (Pocock & Simon)')
    .register(meanings, { words: 'method of randomisation', is: 'choice' }),
  blockSize: z
    .union([blockSize, z.array(blockSize, sizes).min(1, sizes).max(20, 'must have at most 20 sizes')])
    .describe('Of permuted blocks: their size, or sizes drawn at random; twice the allocation block by default')
    .optional(),
  stratifiedBy: names('BCLC stage')
    .describe('Of permuted blocks: centre and factors within which blocks are filled')
    .optional(),
  factors: names('BCLC stage').describe('Of minimisation: centre and factors that are balanced').optional(),
  probability: planned(number({ above: 0, to: 1, hint: '(probability of the preferred arm), e.g. 0.8' }))
    .describe('Of minimisation: probability of the arm that balances best; 0.8 by default')
    .register(meanings, { words: 'probability of the preferred arm', is: 'share' })
    .optional(),
})
  .meta({ id: 'randomisation', description: 'How patients are allocated to arms as they come' })
  .register(meanings, { about: 'randomisation', decided: true });

const later = 'must be a list, e.g. [{from: 12 months, every: 12 weeks}]';
const schedule = {
  every: time
    .describe('Interval between scans, from randomisation on')
    .register(meanings, { words: 'interval of scans', is: 'interval' }),
  later: z
    .array(
      record({
        from: time
          .describe('From this time on study, when there is a scan')
          .register(meanings, { words: 'later interval from' }),
        every: time
          .describe('Interval between scans from then on')
          .register(meanings, { words: 'later interval of scans' }),
      }),
      later,
    )
    .min(1, later)
    .max(20, 'must have at most 20 changes')
    .describe('Other intervals later')
    .optional(),
  jitter: startTime
    .describe('Each scan is up to this much early or late; 0 by default')
    .register(meanings, { words: 'jitter of scans', noneOrTwice: true })
    .optional(),
  missed: planned(number({ from: 0, to: 0.9, hint: '(a share of the scans), e.g. 0.05' }))
    .describe('Probability that a scan is missed; 0 by default')
    .register(meanings, { words: 'scans missed', is: 'share', noneOrTwice: true })
    .optional(),
};

export const armScans = record(schedule)
  .meta({
    id: 'armScans',
    description: "This arm's own schedule, in place of the trial's; jitter and missed are the trial's where left out",
  })
  .register(meanings, { about: 'scans' });

export const scans = record({
  ...schedule,
  deaths: record({
    share: planned(number({ above: 0, below: 1, hint: '(a share of the events), e.g. 0.1' }))
      .describe('Share of the events that are deaths')
      .register(meanings, { is: 'share' })
      .optional(),
    hazard: planned(number({ above: 0, to: 1000, hint: 'per timeUnit, e.g. 0.01' }))
      .describe('Or their constant hazard, the same in every arm')
      .register(meanings, { is: 'hazard' })
      .optional(),
    median: time
      .describe('Or the median time to death that this hazard makes')
      .register(meanings, { is: 'median' })
      .optional(),
  })
    .describe('Events that are deaths, which are known at once; none by default')
    .register(meanings, { words: 'deaths among events' })
    .optional(),
})
  .meta({ id: 'scans', description: 'Progression is seen at scans only; without, when it happens' })
  .register(meanings, { about: 'scans' });
