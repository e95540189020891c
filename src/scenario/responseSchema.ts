/** A trial of a proportion in two arms, as it stands in the file. */
import * as z from 'zod';
import { PROPORTION_STATISTICS } from '../proportions/proportionTest.ts';
import { number, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { count } from './planningValues.ts';
import { planned } from './provenance.ts';

/** The most patients of both arms together for whom every outcome of the trial is enumerated. */
export const MOST_ENUMERATED = 2000;

const arm = record({
  name: text(80, 'naming the arm').describe('Name of the arm in all outputs'),
  role: oneOf(['control', 'experimental']).describe('One arm is the control, the other experimental'),
  rate: planned(number({ above: 0, below: 1, hint: '(the share with the event, e.g. 0.4)' }))
    .describe('Planned share of patients with the event')
    .register(meanings, { words: 'rate', is: 'share' }),
})
  .meta({ id: 'responseArm' })
  .register(meanings, { about: 'rates' });

const test = record({
  statistic: oneOf(PROPORTION_STATISTICS)
    .describe(
      "The test: Pearson's chi-square (the default), with its continuity correction, Fisher, Boschloo, Farrington–Manning or Miettinen–Nurminen",
    )
    .optional(),
  alpha: planned(number({ above: 0, below: 0.5, hint: '(the significance level, e.g. 0.05 with sides: 2)' }))
    .describe('Significance level, which belongs to sides; 0.05 by default, with sides: 1 0.025')
    .register(meanings, { words: 'alpha', is: 'share' })
    .optional(),
  sides: z
    .literal([1, 2], 'must be 1 (rejects for benefit only) or 2')
    .describe('1 rejects for benefit only, 2 (the default) either way')
    .optional(),
  margin: planned(
    number({ above: -1, below: 1, hint: '(experimental rate − control rate, e.g. -0.1 for non-inferiority)' }),
  )
    .describe(
      'Difference of the rates, experimental − control, that the test refutes: for a wanted event -0.1 is non-inferiority by 10 points and 0.1 superiority by 10 points; 0 by default',
    )
    .register(meanings, { words: 'margin', is: 'number' })
    .optional(),
})
  .describe("The test; Pearson's chi-square at two-sided 0.05 by default")
  .meta({ id: 'proportionTest' })
  .register(meanings, { about: 'test', decided: true });

const allocationRule = 'must be "experimental:control" in quotes, each 1 to 100, e.g. "2:1"';
const power = planned(number({ above: 0, below: 1, hint: '(a share, e.g. 0.9 for 90 %)' })).register(meanings, {
  words: 'target power',
  is: 'share',
  about: 'target power',
  decided: true,
});

export const responseTrialSchema = record({
  endpoint: text(80, 'naming the event that is counted').describe('The event that is counted, e.g. objective response'),
  event: oneOf(['wanted', 'unwanted'])
    .describe('wanted (the default) where more events are better, as of a response; unwanted where fewer are')
    .optional(),
  arms: z
    .array(arm, 'must be a list of two arms, one of them the control')
    .describe('The control and the experimental arm'),
  allocation: planned(z.string(allocationRule).regex(/^([1-9]\d?|100):([1-9]\d?|100)$/, allocationRule))
    .describe('Patients per allocation block, "experimental:control"; "1:1" by default')
    .register(meanings, { words: 'allocation', is: 'choice', about: 'randomisation', decided: true })
    .optional(),
  patients: planned(count('patients, e.g. 280', 2))
    .describe('Patients in both arms together; may be left out when only the sample size is asked for')
    .register(meanings, { words: 'number of patients', is: 'count', about: 'patients', decided: true })
    .optional(),
  test: test.optional(),
  targetPower: z
    .union([
      power,
      z.array(power).min(1, 'must name at least one power, e.g. 0.9').max(10, 'must name at most 10 powers'),
    ])
    .describe('Power(s) the sample size is sought for; [0.8, 0.9] by default')
    .optional(),
}).meta({ id: 'responseTrial', description: 'A trial that compares a proportion in two arms, planned exactly' });
