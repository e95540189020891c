/** Planning values that several parts of a scenario file share. */
import * as z from 'zod';
import { duration, number, signedDuration } from './fields.ts';
import { meanings } from './meaning.ts';
import { planned } from './provenance.ts';

export const time = planned(duration())
  .meta({
    id: 'time',
    description: 'A time: a number in timeUnit, or a text such as "8 weeks"',
  })
  .register(meanings, { is: 'time' });

export const startTime = planned(duration('zero'))
  .meta({
    id: 'startTime',
    description: 'A time from 0 on: a number in timeUnit, or a text such as "8 weeks"',
  })
  .register(meanings, { is: 'time' });

export const signedTime = planned(signedDuration())
  .meta({
    id: 'signedTime',
    description: 'A time, negative for before: a number in timeUnit, or a text such as "-1 week"',
  })
  .register(meanings, { is: 'time' });

/** The hazard ratio of the treatment. */
export const ratio = planned(
  number({ from: 0.01, to: 100, hint: '(experimental ÷ control; below 1 favours experimental), e.g. 0.7' }),
)
  .meta({
    id: 'hazardRatio',
    description: 'Hazard ratio, experimental ÷ control; below 1 favours experimental',
  })
  .register(meanings, { words: 'hazard ratio', is: 'hazard ratio' });

export const MOST_PATIENTS = 10_000_000;

/** A number of patients or of events. */
export const count = (hint: string, from = 0) => number({ whole: true, from, to: MOST_PATIENTS, hint });

/** One number for every look, or a list with one per look, null where the rule leaves the look out. */
export function perLook<S extends z.ZodType>(value: S, rule: string) {
  return z.union([value, z.array(value.nullable(), rule)]);
}
