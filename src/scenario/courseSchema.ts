/** Schema of what follows the first event of an arm's patients, and of the endpoints beside the first. */
import * as z from 'zod';
import { number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { ratio, startTime, time } from './planningValues.ts';
import { planned } from './provenance.ts';
import { afterProgression } from './survivalSchema.ts';

const shareOfAll = (hint: string) => planned(number({ from: 0, to: 1, hint }));

const deathShare = shareOfAll('(a share, e.g. 0.1 for 10 %)').register(meanings, {
  words: 'share of first events that are deaths',
  is: 'share',
});

const switching = record({
  share: shareOfAll('(a share, e.g. 0.4 for 40 %)')
    .describe('Share of those who progress that starts another treatment')
    .register(meanings, { words: 'share that switches at progression', is: 'share' }),
  delay: startTime
    .describe('From progression to the switch; 0 by default')
    .register(meanings, { words: 'time from progression to the switch' })
    .optional(),
  hazardRatio: ratio
    .describe('Hazard of death from the switch on, over that of patients who do not switch')
    .register(meanings, { words: 'hazard ratio of death after the switch', is: 'hazard ratio' }),
})
  .meta({ id: 'switching', description: 'Patients of the arm who start another treatment after progression' })
  .register(meanings, { about: 'course after the first event' });

export const course = record({
  deaths: z
    .union([
      deathShare,
      z
        .array(
          record({
            from: startTime
              .describe('Time since randomisation')
              .register(meanings, { words: 'start of a share of deaths' }),
            share: deathShare.describe('Share of first events from then on'),
          }),
          'must be a share, or a list, e.g. [{from: 0, share: 0.2}, {from: 6, share: 0.05}]',
        )
        .min(1, 'must have at least one share, e.g. [{from: 0, share: 0.1}]')
        .max(50, 'must have at most 50 shares'),
    ])
    .describe("Share of first events that are deaths, or shares by time; the control's by default")
    .optional(),
  afterProgression: afterProgression
    .describe(
      "Time from progression to death; relative to the control's for an experimental arm; the control's by default",
    )
    .register(meanings, { about: 'course after the first event', of: 'after progression' })
    .optional(),
  overallSurvival: record({
    median: time
      .describe('Median time from randomisation to death')
      .register(meanings, { words: 'median overall survival', is: 'median' }),
  })
    .describe(
      'In place of afterProgression: the median from which a constant hazard of death after progression follows',
    )
    .optional(),
  kendallTau: planned(number({ from: 0, below: 0.95, hint: '(Kendall’s τ, 0 for independence), e.g. 0.5' }))
    .describe(
      'With overallSurvival, in place of deaths: times to progression and to death are exponential and joined by a Gumbel copula',
    )
    .register(meanings, { words: "Kendall's τ of progression and death", is: 'number' })
    .optional(),
  switching: switching.optional(),
})
  .meta({
    id: 'course',
    description: 'What follows the first event: deaths among first events, and death after progression',
  })
  .register(meanings, { about: 'course after the first event' });

const name = text(80, 'naming the endpoint');

export const endpoints = z
  .array(
    record({
      name: name.describe('Name of the endpoint in all outputs, and for hypotheses and looks'),
      event: oneOf(['death', 'progression', 'response']).describe(
        'death: the time to death; progression: the time to progression, which death ends; response: yes or no at one time',
      ),
      at: time
        .describe('Of a response: time since randomisation at which it is assessed')
        .register(meanings, { words: 'time of the response assessment', decided: true })
        .optional(),
      wanted: z
        .boolean('must be true or false; false for a harm')
        .describe('Of a response: whether it is a benefit (the default) or a harm')
        .optional(),
      correlation: planned(number({ above: -1, below: 1, hint: '(a correlation), e.g. 0.5' }))
        .describe(
          'Of a response: correlation with the time to the first event (normal copula), above 0 where responders have it late; 0 by default',
        )
        .register(meanings, { words: 'correlation of response and first event', is: 'number' })
        .optional(),
    }),
    'must be a list, e.g. [{name: overall survival, event: death}]',
  )
  .min(1, 'must have at least one endpoint, e.g. [{name: overall survival, event: death}]')
  .max(5, 'must have at most 5 endpoints beside the first')
  .describe('Endpoints beside the first, which trial.endpoint names')
  .register(meanings, { about: 'endpoints' });

export const responseRates = z
  .record(
    z.string(),
    planned(number({ above: 0, below: 1, hint: '(a share, e.g. 0.4 for 40 %)' })).register(meanings, {
      words: 'share of responders',
      is: 'share',
    }),
    'must be a block of endpoints with the share of responders, e.g. {objective response: 0.4}',
  )
  .register(meanings, { about: 'endpoints' });
