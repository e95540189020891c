/** A trial without a control, as it stands in the file: of a response, or of the time to an event. */
import * as z from 'zod';
import { accrual } from './accrualSchema.ts';
import { dropout } from './dropoutSchema.ts';
import { number, oneModelOf, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { count, startTime, time } from './planningValues.ts';
import { planned } from './provenance.ts';
import { spendingOfOneLook } from './sequentialSchema.ts';
import { LAW_MODELS, LAW_NAMES, relative } from './survivalSchema.ts';

/** The most patients for whom two-stage designs are searched. */
export const MOST_STAGED = 150;

const rate = number({ above: 0, below: 1, hint: '(the share that responds, e.g. 0.4)' });
const patients = count('patients, e.g. 29', 1);
const responders = count('responders, e.g. 12');

const givenDesign = record({
  n1: planned(patients)
    .describe('Patients of the first stage')
    .register(meanings, { words: 'patients of the first stage', is: 'count' }),
  r1: planned(responders)
    .describe('The trial stops after the first stage with so many responders or fewer')
    .register(meanings, { words: 'responders that stop the first stage', is: 'count' }),
  n: planned(patients)
    .describe('Patients of both stages together')
    .register(meanings, { words: 'patients of both stages', is: 'count' }),
  r: planned(responders)
    .describe('The treatment is promising with more than so many responders')
    .register(meanings, { words: 'responders that are not enough', is: 'count' }),
}).meta({ id: 'twoStageDesign', description: 'A two-stage design: r1/n1, then r/n' });

const DESIGNS = ['optimal', 'minimax', 'single stage'] as const;

const response = record({
  nullRate: planned(rate)
    .describe('Response rate that is not worth pursuing')
    .register(meanings, { words: 'response rate that is not worth pursuing', is: 'share', about: 'rates' }),
  rate: planned(rate)
    .describe('Response rate that is planned')
    .register(meanings, { words: 'planned response rate', is: 'share', about: 'rates' }),
  design: z
    .union([planned(z.enum(DESIGNS, `must be ${DESIGNS.join(', ')} or a block of keys: n1, r1, n, r`)), givenDesign])
    .describe(
      "optimal (the default) or minimax of Simon's two-stage designs, single stage, or a two-stage design as given",
    )
    .register(meanings, { words: 'design', is: 'choice' })
    .optional(),
})
  .describe('The endpoint is a response')
  .meta({ id: 'singleArmResponse' })
  .register(meanings, { about: 'looks', decided: true });

const look = record({
  time: time
    .describe('Calendar time of the look since the first possible entry')
    .register(meanings, { words: 'time of the look' })
    .optional(),
  informationFraction: planned(number({ above: 0, below: 1, hint: '(of the information at the end), e.g. 0.5' }))
    .describe('The look is made when this share of the information of the final analysis is expected')
    .register(meanings, { words: 'information fraction of the look', is: 'share' })
    .optional(),
  efficacy: spendingOfOneLook
    .describe('How alpha is spent at the look; left out where the look claims nothing')
    .register(meanings, { words: 'efficacy stops', is: 'choice' })
    .optional(),
  futility: record({
    z: planned(number({ from: -20, to: 20, hint: '(z of the test, above 0 for benefit), e.g. 0' }))
      .describe('The look stops for futility at this z or below')
      .register(meanings, { words: 'futility z', is: 'number' })
      .optional(),
    spending: spendingOfOneLook
      .describe('How beta is spent at the look')
      .register(meanings, { words: 'futility stops', is: 'choice' })
      .optional(),
    beta: planned(number({ above: 0, below: 1, hint: '(1 − power), e.g. 0.2' }))
      .describe('What spending spends; 1 − targetPower by default')
      .register(meanings, { words: 'beta', is: 'share' })
      .optional(),
    binding: planned(z.boolean('must be true or false'))
      .describe('true: efficacy takes credit for futility stops, which are then compulsory; false by default')
      .register(meanings, { words: 'binding futility', is: 'choice' })
      .optional(),
  })
    .describe('When the look stops for futility: exactly one of z, spending; left out where it does not')
    .register(meanings, { words: 'futility stops', is: 'choice' })
    .optional(),
})
  .meta({ id: 'singleArmLook', description: 'One look before the final analysis, and what it stops for' })
  .register(meanings, { about: 'looks', decided: true });

const ofTime = record({
  historical: oneModelOf(LAW_MODELS, LAW_NAMES)
    .describe('How long patients went without the event in history')
    .register(meanings, { about: 'survival' }),
  planned: oneModelOf([...LAW_MODELS, relative], [...LAW_NAMES, 'relative'])
    .describe(
      'How long patients of the trial are planned to go without it; relative: hazard ratios on the historical law',
    )
    .register(meanings, { about: 'survival' }),
  patients: planned(count('patients, e.g. 60', 2))
    .describe('May be left out when only the sample size is asked for')
    .register(meanings, { words: 'number of patients', is: 'count', about: 'patients', decided: true })
    .optional(),
  accrual: accrual.describe('Enrolment; patients enter independently'),
  followUp: startTime
    .describe('From the last entry to the final analysis')
    .register(meanings, { words: 'follow-up after the last entry', about: 'analysis' }),
  dropout: dropout.optional(),
  look: look.optional(),
  variance: planned(oneOf(['expected', 'average']))
    .describe('Variance of E − O in the test: expected (E, the default) or average ((O + E) / 2)')
    .register(meanings, { words: 'variance of the test', is: 'choice', about: 'test', decided: true })
    .optional(),
})
  .describe('The endpoint is the time to an event, compared with a historical law by the one-sample log-rank test')
  .meta({ id: 'singleArmTime' });

export const singleArmSchema = record({
  name: text(80, 'naming the arm').describe('Name of the arm in all outputs'),
  endpoint: text(80, 'naming the endpoint').describe('Name of the endpoint, e.g. objective response'),
  response: response.optional(),
  time: ofTime.optional(),
  alpha: planned(number({ above: 0, below: 0.5, hint: '(one-sided), e.g. 0.05' }))
    .describe('One-sided significance level; 0.05 by default')
    .register(meanings, { words: 'alpha', is: 'share', about: 'test', decided: true })
    .optional(),
  targetPower: planned(number({ above: 0, below: 1, hint: '(a share, e.g. 0.8 for 80 %)' }))
    .describe('Power that the trial is planned for; 0.8 by default')
    .register(meanings, { words: 'target power', is: 'share', about: 'target power', decided: true })
    .optional(),
}).meta({ id: 'singleArm', description: 'A trial without a control: exactly one of response, time' });
