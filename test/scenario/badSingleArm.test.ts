/** Mistakes in the plan of a trial without a control: what the user reads, in full (without the file name). */
import { expect, test } from 'vitest';
import { problems } from './draft.ts';

const HEAD = 'title: a\ntimeUnit: month\nsingleArm:\n  name: New\n  endpoint: response\n';

const WRONG: readonly (readonly [rest: string, message: string])[] = [
  [
    '  response: { nullRate: 0.4, rate: 0.4 }\n',
    '6: singleArm.response.rate is 0.4; must be > 0.4, the nullRate: plan a response that is more frequent than the one not worth pursuing, e.g. 0.6',
  ],
  [
    '  response: { nullRate: 0.4, rate: 0.2 }\n',
    '6: singleArm.response.rate is 0.2; must be > 0.4, the nullRate: plan a response that is more frequent than the one not worth pursuing, e.g. 0.6',
  ],
  [
    '  response: { nullRate: 40, rate: 0.2 }\n',
    '6: singleArm.response.nullRate is 40; must be > 0 and < 1 (the share that responds, e.g. 0.4)',
  ],
  [
    '  response: { nullRate: 0.4, rate: 0.6, design: best }\n',
    '6: singleArm.response.design is "best"; must be optimal, minimax, single stage or a block of keys: n1, r1, n, r',
  ],
  [
    '  response: { nullRate: 0.2, rate: 0.4, design: {n1: 17, r1: 17, n: 37, r: 20} }\n',
    '6: singleArm.response.design.r1 is 17; must be < 17, the patients of the first stage: with 17 responders of 17 no trial should stop',
  ],
  [
    '  response: { nullRate: 0.2, rate: 0.4, design: {n1: 37, r1: 3, n: 37, r: 10} }\n',
    '6: singleArm.response.design.n1 is 37; must be < 37, the patients of both stages, e.g. 18',
  ],
  [
    '  response: { nullRate: 0.2, rate: 0.4, design: {n1: 17, r1: 3, n: 37, r: 37} }\n',
    '6: singleArm.response.design.r is 37; must be < 37, the patients of both stages',
  ],
  [
    '  response: { nullRate: 0.2, rate: 0.4, design: {n1: 17, r1: 3, n: 37, r: 2} }\n',
    '6: singleArm.response.design.r is 2; must be ≥ 3, the responders that stop the first stage',
  ],
  [
    '  response: { nullRate: 0.2, rate: 0.4, design: {n1: 17, r1: 3, n: 37} }\n',
    '6: singleArm.response.design.r is missing; must be a whole number ≥ 0 and ≤ 10,000,000 responders, e.g. 12',
  ],
  [
    '  response: { nullRate: 0.2, rate: 0.4 }\n  targetPower: 0.04\n',
    '7: singleArm.targetPower is 0.04; must be > 0.05, the alpha of the test, e.g. 0.8',
  ],
  ['', '3: singleArm is incomplete; must give exactly one of response, time'],
  [
    '  response: { nullRate: 0.2, rate: 0.4 }\n  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6 }\n',
    '3: singleArm gives response and time; must give exactly one of response, time',
  ],
  [
    '  time: { planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6 }\n',
    '6: singleArm.time.historical is missing; must be a block of keys that names its model, e.g. {model: exponential, median: 9}',
  ],
  [
    '  time: { historical: {model: exponential}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6 }\n',
    '6: singleArm.time.historical is incomplete; must give exactly one of median, hazard, milestone',
  ],
  [
    '  time: { historical: {model: relative, hazardRatio: 1}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6 }\n',
    '6: singleArm.time.historical.model is "relative"; must be exponential, weibull, piecewise exponential or cure',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 1.2}, accrual: {rate: 4}, followUp: 6 }\n',
    '6: singleArm.time.planned has a median of 5 months; must be better than the historical one of 6 months: plan a longer median, or a hazard ratio below 1',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: exponential, median: 5}, accrual: {rate: 4}, followUp: 6 }\n',
    '6: singleArm.time.planned has a median of 5 months; must be better than the historical one of 6 months: plan a longer median, or a hazard ratio below 1',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6, patients: 60, look: {time: 30, futility: {z: 0}} }\n',
    '6: singleArm.time.look.time is 30 months; must be < 21 months, when the final analysis is made: look earlier, or follow patients longer',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6, patients: 60, look: {time: 10} }\n',
    '6: singleArm.time.look stops for nothing; give efficacy, futility or both, e.g. futility: {z: 0}',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6, patients: 60, look: {time: 10, informationFraction: 0.5, futility: {z: 0}} }\n',
    '6: singleArm.time.look gives time and informationFraction; must give exactly one of time, informationFraction',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6, patients: 60, look: {informationFraction: 0.5, futility: {z: 0, beta: 0.1}} }\n',
    '6: singleArm.time.look.futility.beta goes with spending only, not with z; remove it',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6, patients: 60, look: {informationFraction: 0.5, futility: {}} }\n',
    '6: singleArm.time.look.futility is incomplete; must give exactly one of z, spending',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4}, followUp: 6, patients: 60, look: {informationFraction: 1.5, futility: {z: 0}} }\n',
    '6: singleArm.time.look.informationFraction is 1.5; must be > 0 and < 1 (of the information at the end), e.g. 0.5',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 0.65}, accrual: {rate: 4, pattern: poisson}, followUp: 6, patients: 60 }\n',
    '6: singleArm.time.accrual.pattern is poisson; must be uniform in a trial without a control: patients enter independently',
  ],
  [
    '  time: { historical: {model: exponential, median: 6}, planned: {model: relative, hazardRatio: 0.65}, accrual: {duration: 0}, followUp: 0 }\n',
    '6: singleArm.time.followUp is 0, and all patients enter at once, so that nothing is observed; follow them, e.g. followUp: 12',
  ],
];

test.each(WRONG)('%s', async (rest, message) => {
  expect(await problems(HEAD + rest)).toBe(message.replace(/^/gm, 'x.yaml:'));
});
