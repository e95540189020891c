/** Mistakes in a trial of a proportion: what the user reads, in full (without the file name). */
import { describe, expect, it } from 'vitest';
import { ScenarioProblems, scenarioFromText } from '../../src/scenario/scenario.ts';

const SOUND = `title: Responses
timeUnit: month
responseTrial:
  endpoint: objective response
  arms:
    - { name: Old, role: control, rate: 0.4 }
    - { name: New, role: experimental, rate: 0.6 }
  allocation: "1:1"
  patients: 200
  test: { statistic: pearson }
  targetPower: 0.8
`;

function problemOf(from: string, to: string): string {
  expect(SOUND).toContain(from);
  try {
    scenarioFromText('x.yaml', SOUND.replace(from, to));
  } catch (problem) {
    if (problem instanceof ScenarioProblems) return problem.message.replace('x.yaml:', '');
    throw problem;
  }
  throw new Error('nothing was wrong');
}

const CASES: [from: string, to: string, message: string][] = [
  ['rate: 0.4', 'rate: 0', '6: responseTrial.arms[Old].rate is 0; must be > 0 (the share with the event, e.g. 0.4)'],
  [
    'rate: 0.6',
    'rate: 1',
    '7: responseTrial.arms[New].rate is 1; must be > 0 and < 1 (the share with the event, e.g. 0.4)',
  ],
  [
    'statistic: pearson',
    'statistic: farrington-manning, margin: 0.25',
    '10: responseTrial.test.margin is 0.25; must be below 0.2, the planned difference of the rates (experimental − control), as more events are better: no trial could show what is not planned',
  ],
  [
    'statistic: pearson',
    'statistic: fisher, margin: -0.1',
    '10: responseTrial.test.margin is -0.1, but fisher tests that the rates are equal; take statistic: farrington-manning or miettinen-nurminen, or leave margin out',
  ],
  [
    'patients: 200',
    'patients: 3',
    '9: responseTrial.patients is 3; must be ≥ 4, so that each arm has two patients at 1:1',
  ],
  [
    'patients: 200',
    'patients: 4000',
    '9: responseTrial.patients is 4000; must be ≤ 2000, for whom every outcome can be enumerated; leave it out and ask size, which says N by formula too',
  ],
  [
    'targetPower: 0.8',
    'targetPower: 0.04',
    '11: responseTrial.targetPower is 0.04; must be > 0.05, the alpha of the test, e.g. 0.8',
  ],
  [
    'role: experimental',
    'role: control',
    '5: responseTrial.arms has 2 arms (2 control and 0 experimental); must be two: one with role: control, one with role: experimental',
  ],
  [
    '"1:1"',
    '"1:1:1"',
    '8: responseTrial.allocation is "1:1:1"; must be "experimental:control" in quotes, each 1 to 100, e.g. "2:1"',
  ],
];

describe('a trial of a proportion', () => {
  it.each(CASES)('with %s → %s says what is wrong', (from, to, message) => {
    expect(problemOf(from, to)).toBe(message);
  });

  it('of an unwanted event has its margin above the planned difference', () => {
    const harms = (margin: number) =>
      SOUND.replace('objective response', 'toxicity\n  event: unwanted').replace(
        'statistic: pearson',
        `statistic: miettinen-nurminen, margin: ${margin}`,
      );
    expect(() => scenarioFromText('x.yaml', harms(0.1))).toThrow(/must be above 0.2, .*as fewer events are better/);
    expect(scenarioFromText('x.yaml', harms(0.3)).exact?.responseTrial?.wanted).toBe(false);
  });

  it('stands alone or beside a trial, and what it says moves the hash', () => {
    const scenario = scenarioFromText('x.yaml', SOUND);
    expect(scenario.trial).toBeNull();
    expect(scenario.exact?.responseTrial).toMatchObject({ patients: 200, wanted: true, targetPower: [0.8] });
    expect(scenario.exact?.responseTrial?.test).toEqual({ statistic: 'pearson', alpha: 0.05, sides: 2, margin: 0 });
    expect(scenarioFromText('x.yaml', SOUND.replace('200', '202')).hash).not.toBe(scenario.hash);
  });
});
