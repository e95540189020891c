/** Adverse events of a planned trial, as they stand in the file. */
import * as z from 'zod';
import { number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { count } from './planningValues.ts';
import { planned } from './provenance.ts';

/** The most patients whose events are followed by a bound or counted for a precision. */
export const MOST_HARMED = 2000;

const share = (hint: string) => number({ above: 0, below: 1, hint });
const patients = number({ whole: true, from: 1, to: MOST_HARMED, hint: 'patients, e.g. 60' });

const stopping = record({
  tolerated: planned(share('(a share, e.g. 0.2)'))
    .describe('The rate that is tolerated')
    .register(meanings, { words: 'tolerated rate', is: 'share' }),
  rule: planned(oneOf(['pocock', 'bayesian']))
    .describe('pocock (the default): one nominal level at all looks; bayesian: a posterior probability')
    .register(meanings, { words: 'rule that stops', is: 'choice' })
    .optional(),
  chance: planned(share('(the chance to stop at the tolerated rate, e.g. 0.1)'))
    .describe('The chance to stop at the tolerated rate is at most this; 0.1 by default')
    .register(meanings, { words: 'chance to stop at the tolerated rate', is: 'share' })
    .optional(),
  certainty: planned(share('(a posterior probability, e.g. 0.95)'))
    .describe('In place of chance, with bayesian: stop once P(rate > tolerated) is at least this')
    .register(meanings, { words: 'posterior probability that stops', is: 'share' })
    .optional(),
  prior: record({
    a: planned(number({ above: 0, to: 1000, hint: '(events of the prior), e.g. 0.6' }))
      .describe('Events that the prior is worth')
      .register(meanings, { words: 'events of the prior', is: 'number' }),
    b: planned(number({ above: 0, to: 1000, hint: '(patients without event of the prior), e.g. 2.4' }))
      .describe('Patients without event that the prior is worth')
      .register(meanings, { words: 'patients without event of the prior', is: 'number' }),
  })
    .describe('Beta distribution of the rate, with bayesian; worth one patient with the tolerated rate by default')
    .optional(),
  looks: z
    .array(
      planned(patients).register(meanings, { words: 'patients at a look', is: 'count' }),
      'must be a list of numbers of patients, e.g. [10, 20, 30]',
    )
    .min(1, 'must name at least one look, e.g. [10, 20, 30]')
    .describe('Patients seen at each look; after every patient by default')
    .optional(),
})
  .meta({ id: 'toxicityStopping', description: 'A bound that stops the trial for too many events' })
  .register(meanings, { about: 'looks', decided: true });

const harm = record({
  name: text(80, 'naming the event').describe('The event, e.g. any adverse event'),
  arm: text(80, 'naming the arm').describe('The arm whose patients are described').optional(),
  observed: record({
    events: planned(count('patients with the event, e.g. 15'))
      .describe('Patients who had the event')
      .register(meanings, { words: 'patients with the event', is: 'count' }),
    patients: planned(patients)
      .describe('Patients who were observed')
      .register(meanings, { words: 'patients observed', is: 'count' }),
  })
    .describe('What was observed before')
    .register(meanings, { about: 'rates' })
    .optional(),
  rate: planned(share('(the share with the event, e.g. 0.02)'))
    .describe('Planned share of patients with the event; that observed by default')
    .register(meanings, { words: 'rate of the event', is: 'share', about: 'rates' })
    .optional(),
  patients: planned(patients)
    .describe('Patients planned; those of the trial, or of its arm, by default')
    .register(meanings, { words: 'number of patients', is: 'count', about: 'patients', decided: true })
    .optional(),
  halfWidth: planned(number({ above: 0, below: 0.5, hint: '(half the width of the 95 % interval, e.g. 0.1)' }))
    .describe('Half width of the 95 % interval of the rate for which patients are sought')
    .register(meanings, { words: 'half width wanted', is: 'share', about: 'target power', decided: true })
    .optional(),
  stopping: stopping.optional(),
}).meta({ id: 'harm', description: 'An adverse event' });

export const harmsSchema = z
  .array(harm, 'must be a list, e.g. [{name: any adverse event, rate: 0.2, patients: 60}]')
  .min(1, 'must have at least one event, e.g. [{name: any adverse event, rate: 0.2, patients: 60}]')
  .max(20, 'must have at most 20 events')
  .describe('Adverse events: how precisely their rates will be known, and bounds that stop for them');
