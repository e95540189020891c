/** Mistakes in margins and in the direction of benefit, and what sound ones become. */
import { describe, expect, it } from 'vitest';
import { draft, load, problems } from './draft.ts';

const read = async (text: string) => (await problems(text)).replaceAll('x.yaml:', '');

const TEST = 'test: { alpha: 0.05, sides: 2 }';
const EFFECT = '{ model: relative, hazardRatio: 0.7 }';

const withTest = (test: string): [from: string, to: string] => [TEST, `test: ${test}`];
const ratio = (value: number): [from: string, to: string] => [EFFECT, `{ model: relative, hazardRatio: ${value} }`];
const RECOVERY: [from: string, to: string] = [
  '  patients: 300\n',
  '  endpoint: { name: time to recovery, benefit: sooner }\n  patients: 300\n',
];

describe('a margin that the planned effect is not better than', () => {
  it.each([
    [
      [withTest('{ margin: 0.6, alpha: 0.025, sides: 1 }')],
      '23: trial.test.margin is 0.6, but the planned hazard ratio of New is 0.7; a later event being the benefit, the margin must be > 0.7, e.g. 0.875, or 1 for plain superiority',
    ],
    [
      [withTest('{ margin: 0.7, alpha: 0.05, sides: 2 }')],
      '23: trial.test.margin is 0.7, which is the planned hazard ratio of New; a later event being the benefit, the margin must be > 0.7, e.g. 0.875, or 1 for plain superiority',
    ],
    [
      [ratio(1.2), withTest('{ margin: 1.1, alpha: 0.025, sides: 1 }')],
      '23: trial.test.margin is 1.1, but the planned hazard ratio of New is 1.2; a later event being the benefit, the margin must be > 1.2, e.g. 1.5',
    ],
    [
      [ratio(1), RECOVERY, withTest('{ margin: 1.291, alpha: 0.025, sides: 1 }')],
      '24: trial.test.margin is 1.291, but the planned hazard ratio of New is 1; a sooner event being the benefit, the margin must be < 1, e.g. 0.8',
    ],
  ])('%j', async (edits, message) => {
    expect(await read(draft(...(edits as [string, string][])))).toBe(message);
  });
});

describe('a margin that is none', () => {
  it.each([
    [
      '{ margin: 0, alpha: 0.025, sides: 1 }',
      '23: trial.test.margin is 0; must be > 0 (the hazard ratio of the null, experimental ÷ control), e.g. 1.3',
    ],
    [
      '{ margin: -1.3, alpha: 0.025, sides: 1 }',
      '23: trial.test.margin is -1.3; must be > 0 (the hazard ratio of the null, experimental ÷ control), e.g. 1.3',
    ],
    [
      '{ statistic: gehan, margin: 1.3, alpha: 0.025, sides: 1 }',
      '23: trial.test.margin is a hazard ratio, which gehan does not test; remove it, or let the statistic be log-rank or cox',
    ],
    [
      '{ margin: 1.3, alpha: 0.025, sides: 1, compare: [{ rmst: { until: 12 }, margin: 1.2 }] }',
      '23: trial.test.compare[0].margin is a hazard ratio, which rmst does not test; remove it, or let the statistic be log-rank or cox',
    ],
  ])('%s', async (test, message) => {
    expect(await read(draft(withTest(test)))).toBe(message);
  });

  it('at a look whose test has no hazard ratio', async () => {
    const look =
      'sequential: { looks: [{ informationFraction: 0.5, test: gehan }], efficacy: { spending: obrienFleming }, information: planned }';
    const text = draft(withTest('{ margin: 1.3, alpha: 0.025, sides: 1 }'), [
      '  targetPower',
      `  ${look}\n  targetPower`,
    ]);
    expect(await read(text)).toBe(
      '24: trial.sequential.looks[0].test is gehan, which tests no hazard ratio, while trial.test.margin is one; take log-rank or cox',
    );
  });
});

describe('an endpoint', () => {
  it('is a name, or says where benefit lies', async () => {
    const endpointOf = async (to: string) => {
      const scenario = await load(draft(['  patients: 300\n', `  endpoint: ${to}\n  patients: 300\n`]));
      return scenario.trial?.unsized.endpoints[0];
    };
    expect(await endpointOf('overall survival')).toMatchObject({ name: 'overall survival' });
    expect((await endpointOf('overall survival'))?.favours).toBeUndefined();
    expect(await endpointOf('{ name: recovery, benefit: sooner }')).toMatchObject({
      name: 'recovery',
      favours: 'sooner',
    });
    expect(await read(draft(['  patients: 300\n', '  endpoint: { benefit: more }\n  patients: 300\n']))).toBe(
      '19: trial.endpoint.benefit is "more"; must be later (as of progression or death) or sooner (as of a recovery)',
    );
  });
});

describe('a margin', () => {
  it('is that of the tests beside it, where they test a hazard ratio and give none', async () => {
    const compare = '[cox, gehan, { statistic: cox, margin: 1 }, { cox: { test: score }, margin: 1.5 }]';
    const scenario = await load(draft(withTest(`{ margin: 1.291, alpha: 0.025, sides: 1, compare: ${compare} }`)));
    const test = scenario.trial?.unsized.test;
    expect(test?.statistic.margin).toBe(1.291);
    expect(test?.beside.map(({ statistic }) => statistic.margin)).toEqual([1.291, undefined, undefined, 1.5]);
  });

  it('of 1 is none', async () => {
    const scenario = await load(draft(withTest('{ margin: 1, alpha: 0.025, sides: 1 }')));
    expect(scenario.trial?.unsized.test.statistic).toEqual({ kind: 'log-rank', parameters: {} });
  });
});
