/** What is answered about a trial without a control, through the questions that a file is asked. */
import { describe, expect, test } from 'vitest';
import type { OneSampleFound } from '../../../src/questions/exact/oneSampleFound.ts';
import type { SingleArmAnswer } from '../../../src/questions/exact/singleArmAnswer.ts';
import type { StagesFound } from '../../../src/questions/exact/stagesFound.ts';
import { powerQuestion } from '../../../src/questions/powerQuestion.ts';
import { sizeQuestion } from '../../../src/questions/sizeQuestion.ts';
import { scenarioFromText } from '../../../src/scenario/scenario.ts';
import { asking } from '../asked.ts';

const HEAD = 'title: a\ntimeUnit: month\nsingleArm:\n  name: New\n  endpoint: a response\n';
const TIME =
  'historical: {model: exponential, median: 6}, planned: {model: exponential, median: 9}, accrual: {rate: 4}, followUp: 6, dropout: {hazard: 0.01}';

async function asked(
  question: typeof powerQuestion | typeof sizeQuestion,
  rest: string,
  replicates = 1000,
): Promise<SingleArmAnswer> {
  const scenario = scenarioFromText('x.yaml', HEAD + rest);
  expect(question.needs(scenario)).toBeNull();
  let found: SingleArmAnswer | undefined;
  await question.ask(asking('single arm', { replicates }), scenario, (result) => {
    found = result.exact?.singleArm as SingleArmAnswer;
  });
  return found as SingleArmAnswer;
}

describe('of a response', () => {
  const rates = (design: string) =>
    `  response: { nullRate: 0.2, rate: 0.4, design: ${design} }\n  alpha: 0.1\n  targetPower: 0.9\n`;

  test('the optimal design is found by name, and the same as given', async () => {
    const optimal = (await asked(powerQuestion, rates('optimal'))) as StagesFound;
    expect(optimal.design).toEqual({ first: { patients: 17, atMost: 3 }, patients: 37, atMost: 10 });
    expect(optimal.underNull?.stop).toBeCloseTo(0.548876, 6);
    expect(optimal.underNull?.patients).toBeCloseTo(26.0225, 4);
    const given = (await asked(powerQuestion, rates('{ n1: 17, r1: 3, n: 37, r: 10 }'))) as StagesFound;
    expect(given).toEqual(optimal);
    expect(optimal.choices.map(({ name }) => name)).toEqual(['minimax', 'optimal']);
  });

  test('one stage never stops early', async () => {
    const single = (await asked(sizeQuestion, rates('single stage'))) as StagesFound;
    expect(single.design).toEqual({ first: null, patients: 36, atMost: 10 });
    expect(single.asPlanned?.claim).toBeCloseTo(0.909636830413609, 12);
    expect(single.underNull).toMatchObject({ stop: 0, patients: 36 });
  });

  test('targets that nothing meets are out of reach', async () => {
    const text = '  response: { nullRate: 0.4, rate: 0.45 }\n';
    const found = (await asked(sizeQuestion, text)) as StagesFound;
    expect(found).toMatchObject({ design: null, underNull: null, course: [], choices: [] });
    const scenario = scenarioFromText('x.yaml', HEAD + text);
    expect(sizeQuestion.unreached?.({ exact: { singleArm: found } }, scenario)).toBe(true);
  });
});

describe('of a time', () => {
  const LOOK = 'look: { informationFraction: 0.5, efficacy: obrienFleming, futility: { z: 0 } }';

  test('power is simulated beside large samples', async () => {
    // 20,000 replicates: five standard errors of a power are 1.4 %, and large samples of 60 patients err by up to 2 %.
    const found = (await asked(
      powerQuestion,
      `  time: { ${TIME}, patients: 60, ${LOOK} }\n`,
      20_000,
    )) as OneSampleFound;
    expect(found.looks).toHaveLength(2);
    expect(found.looks[0].fraction).toBeCloseTo(0.5, 6);
    expect(found.simulated?.asPlanned.power.replicates).toBe(20_000);
    for (const law of ['underNull', 'asPlanned'] as const) {
      const [formula, simulated] = [found.formula?.[law], found.simulated?.[law]];
      expect(Math.abs((simulated?.power.estimate ?? 0) - (formula?.power ?? 1))).toBeLessThan(0.034);
      expect(simulated?.powerIgnoring.count).toBeGreaterThanOrEqual(simulated?.power.count ?? 0);
      expect(simulated?.time).toBeCloseTo(formula?.time ?? 0, 0);
    }
    expect(found.formula?.underNull.powerIgnoring).toBeCloseTo(0.05, 8);
  });

  test('it needs its patients, which size finds', async () => {
    const open = scenarioFromText('x.yaml', `${HEAD}  time: { ${TIME}, ${LOOK} }\n`);
    expect(powerQuestion.needs(open)).toBe(
      'singleArm.time.patients is missing; power needs N: give patients, or ask size for them',
    );
    const found = (await asked(sizeQuestion, `  time: { ${TIME}, ${LOOK} }\n`)) as OneSampleFound;
    const { patients, withoutLook } = found.needed ?? { patients: 0, withoutLook: 0 };
    expect(found.patients).toBe(patients);
    expect(found.formula?.asPlanned.power).toBeGreaterThanOrEqual(0.8);
    expect(patients ?? 0).toBeGreaterThan(withoutLook ?? 1e9);
  });

  test("size without a look is Wu's (2015): 88 patients", async () => {
    const wu =
      '  time: { historical: {model: weibull, shape: 1.22, median: 9}, planned: {model: relative, hazardRatio: 0.5714285714285714}, accrual: {duration: 5}, followUp: 3 }\n';
    const found = (await asked(sizeQuestion, wu)) as OneSampleFound;
    expect(found.needed).toEqual({ patients: 88, withoutLook: 88 });
  });
});
