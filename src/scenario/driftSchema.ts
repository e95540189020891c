/** Care that improves from year to year as it stands in the file. */
import { number, record } from './fields.ts';
import { meanings } from './meaning.ts';
import { startTime } from './planningValues.ts';
import { planned } from './provenance.ts';

export const drift = record({
  medianPerYear: planned(number({ from: 0.5, to: 2, hint: '(the factor by which medians grow a year), e.g. 1.05' }))
    .describe(
      'Factor by which median times to the event grow, in every arm, for patients who enter a year later; where the control is neither exponential nor Weibull, it divides all hazards',
    )
    .register(meanings, { words: 'growth of medians a year of entry', is: 'number' }),
  sincePublication: startTime
    .describe(
      "Time from the entry of the patients whose survival the arms are given by to this trial's first patient, over which medians grew as fast; 0 by default",
    )
    .register(meanings, { words: 'time since the entry of the patients published' })
    .optional(),
  until: startTime
    .describe(
      'Calendar time of the trial from which on care stands still; 0 for an improvement before the trial alone; never by default',
    )
    .register(meanings, { words: 'end of the improvement of care' })
    .optional(),
})
  .meta({
    id: 'drift',
    description:
      'Care that improves: it is that of the date of entry, by which all hazards of the event are multiplied, alike in every arm; dropout is not',
  })
  .register(meanings, { about: 'drift of care', common: 'drift of care' });
