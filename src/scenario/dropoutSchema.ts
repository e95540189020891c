/** Loss to follow-up as it stands in the file. */
import { number, record } from './fields.ts';
import { meanings } from './meaning.ts';
import { time } from './planningValues.ts';
import { planned } from './provenance.ts';
import { anyHazard } from './survivalSchema.ts';

export const dropout = record({
  hazard: anyHazard.describe('Dropouts per patient and timeUnit').register(meanings, { words: 'dropout' }).optional(),
  probability: planned(number({ from: 0, below: 1, hint: '(a share, e.g. 0.05 for 5 %)' }))
    .describe('Share that would have dropped out by the time `by`, were there no events')
    .register(meanings, { words: 'dropout', is: 'share' })
    .optional(),
  by: time
    .describe('The time the probability refers to')
    .register(meanings, { words: 'time of the dropout' })
    .optional(),
})
  .meta({
    id: 'dropout',
    description: 'Loss to follow-up, independent of the event: a hazard, or a probability by a time',
  })
  .register(meanings, { about: 'dropout', common: 'dropout' });
