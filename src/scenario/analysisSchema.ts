/** When an analysis happens, as it stands in the file. */
import * as z from 'zod';
import { number, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { count, startTime, time } from './planningValues.ts';
import { planned } from './provenance.ts';

export const analysis = record({
  events: planned(count('events, e.g. 256', 1))
    .describe('At this many events in all arms')
    .register(meanings, { words: 'events at the analysis', is: 'count' })
    .optional(),
  of: text(80, 'naming an endpoint')
    .describe('With events: the endpoint whose events are counted; the first by default')
    .optional(),
  arm: text(80, 'naming an arm').describe('With events: the arm whose patients are counted; all by default').optional(),
  subgroup: record({
    factor: text(80, 'naming a factor').describe('Name of one of trial.population.factors'),
    level: text(80, 'naming a level of the factor').describe('Name of one of its levels'),
  })
    .describe('With events: the patients who are counted; all by default')
    .optional(),
  calendarTime: time
    .describe('At this time since the first possible entry')
    .register(meanings, { words: 'time of the analysis' })
    .optional(),
  followUp: startTime
    .describe('This long after the last patient entered, or after so many patients did; 0 for just then')
    .register(meanings, { words: 'follow-up at the analysis' })
    .optional(),
  medianFollowUp: time
    .describe('When half of the patients entered this long ago or longer')
    .register(meanings, { words: 'median follow-up at the analysis' })
    .optional(),
  patients: planned(count('patients, e.g. 200', 1))
    .describe('With followUp: counted from the entry of this many patients')
    .register(meanings, { words: 'patients whose entry the analysis waits for', is: 'count' })
    .optional(),
  sinceLook: time
    .describe('This long after the look before; not at the first look')
    .register(meanings, { words: 'time since the look before' })
    .optional(),
  informationFraction: planned(number({ above: 0, below: 1, hint: '(a share of the final events), e.g. 0.5' }))
    .describe('At this share of the events of the final analysis, planned or expected; looks before it only')
    .register(meanings, { words: 'information fraction', is: 'share' })
    .optional(),
  get laterOf(): z.ZodOptional<z.ZodArray<typeof analysis>> {
    return parts('later').describe('At the latest of these').optional();
  },
  get earlierOf(): z.ZodOptional<z.ZodArray<typeof analysis>> {
    return parts('earlier').describe('At the earliest of these').optional();
  },
}).meta({ id: 'analysis', description: 'When the analysis happens: exactly one of these keys' });

meanings.add(analysis, { about: 'analysis' });

function parts(which: string): z.ZodArray<typeof analysis> {
  const rule = `must be a list of 2 to 10 rules of which the ${which} counts, e.g. [{events: 256}, {followUp: 12}]`;
  return z.array(analysis, rule).min(2, rule).max(10, rule);
}
