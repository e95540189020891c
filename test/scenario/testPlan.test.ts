/** What is tested: every form of the file, and what it is resolved to. */
import { describe, expect, it } from 'vitest';
import type { PlannedTrial } from '../../src/scenario/scenario.ts';
import type { Definition, Parameter } from '../../src/statistics/definition.ts';
import { STATISTICS } from '../../src/statistics/registry.ts';
import { draft, load, POPULATION, problems } from './draft.ts';

const TEST = 'alpha: 0.05, sides: 2';

async function unsizedOf(...edits: [from: string, to: string][]): Promise<PlannedTrial['unsized']> {
  const { trial } = await load(draft(...edits));
  if (!trial) throw new Error('no trial');
  return trial.unsized;
}

const testOf = async (addition: string, ...edits: [string, string][]) =>
  (await unsizedOf([TEST, `${TEST}, ${addition}`], ...edits)).test;

const logRank = { kind: 'log-rank', parameters: {} };
const late = { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } };

describe('the statistic', () => {
  it.each([
    ['log-rank', logRank],
    ['{ log-rank: {} }', logRank],
    ['gehan', { kind: 'gehan', parameters: {} }],
    ['cox', { kind: 'cox', parameters: { test: 'wald' } }],
    ['{ cox: {} }', { kind: 'cox', parameters: { test: 'wald' } }],
    ['{ cox: { test: score } }', { kind: 'cox', parameters: { test: 'score' } }],
    ['{ flemingHarrington: { gamma: 1, rho: 0 } }', late],
    ['{ flemingHarrington: { rho: { value: 0, source: assumed, note: none }, gamma: 1 } }', late],
    ['{ modestlyWeighted: { until: 6 } }', { kind: 'modestlyWeighted', parameters: { until: 6 } }],
    ['{ modestlyWeighted: { survival: 0.5 } }', { kind: 'modestlyWeighted', parameters: { survival: 0.5 } }],
    ['{ rmst: { until: 2 years } }', { kind: 'rmst', parameters: { until: 24, contrast: 'difference' } }],
    ['{ rmst: { until: 24, contrast: ratio } }', { kind: 'rmst', parameters: { until: 24, contrast: 'ratio' } }],
    ['{ milestone: { at: 12 } }', { kind: 'milestone', parameters: { at: 12, scale: 'cloglog' } }],
    [
      '{ maxCombo: [log-rank, { flemingHarrington: { rho: 0, gamma: 1 } }] }',
      { kind: 'maxCombo', parameters: {}, of: [logRank, late] },
    ],
  ])('may be %s', async (statistic, expected) => {
    expect((await testOf(`statistic: ${statistic}`)).statistic).toEqual(expected);
  });

  it('has times in the unit of the scenario, whatever the file writes them in', async () => {
    const { statistic } = await testOf('statistic: { rmst: { until: 30 weeks } }');
    expect(statistic.parameters.until).toBeCloseTo(210 / (365.25 / 12), 12);
  });

  it('says where its parameters come from', async () => {
    const text = draft([
      TEST,
      `${TEST}, statistic: { rmst: { until: { value: 24, source: assumed, note: two years } } }`,
    ]);
    expect((await load(text)).provenance).toMatchObject([
      { path: 'trial.test.statistic.rmst.until', value: '24', source: 'assumed', note: 'two years' },
    ]);
  });

  // The test of a trial compares times to an event.
  const ofTimes = [...STATISTICS.values()].filter(({ ofResponses }) => ofResponses !== true);
  const parameters = ofTimes.flatMap((definition) =>
    definition.parameters.map((parameter): [string, string, Definition, Parameter] => [
      definition.kind,
      parameter.name,
      definition,
      parameter,
    ]),
  );

  /** The block of a statistic with one parameter at a value, others as in their examples. */
  function block({ kind, parameters: all, oneOf = [] }: Definition, name: string, value: string | number): string {
    const others = all.filter(
      (each) => each.name !== name && each.standard === undefined && !oneOf.includes(each.name),
    );
    return `{ ${kind}: { ${[`${name}: ${value}`, ...others.map((each) => `${each.name}: ${each.example}`)].join(', ')} } }`;
  }

  it.each(parameters)('%s takes the example of its %s', async (_kind, name, definition, parameter) => {
    const { statistic } = await testOf(`statistic: ${block(definition, name, parameter.example)}`);
    expect(statistic.parameters[name]).toBeDefined();
  });

  const limited = parameters.filter(([, , , { is }]) => is === 'number');
  it.each(limited)('%s has limits of its %s from the registry', async (kind, name, definition, parameter) => {
    const { from, to, above, below } = parameter;
    const outside = [from === undefined ? above : from - 1, to === undefined ? below : to + 1];
    for (const value of outside.filter((x) => x !== undefined)) {
      const text = draft([TEST, `${TEST}, statistic: ${block(definition, name, value)}`]);
      expect(await problems(text)).toContain(`trial.test.statistic.${kind}.${name} is ${value}; must be `);
    }
  });
});

describe('strata and covariates', () => {
  it('are none by default', async () => {
    expect(await testOf('statistic: gehan', POPULATION)).toMatchObject({
      stratifiedBy: [],
      adjustedFor: [],
      beside: [],
    });
  });

  it('are names of the population', async () => {
    expect(await testOf('statistic: cox, stratifiedBy: [sex], adjustedFor: [NLR, stage]', POPULATION)).toMatchObject({
      stratifiedBy: ['sex'],
      adjustedFor: ['NLR', 'stage'],
    });
  });
});

describe('tests beside the main one', () => {
  it('have its strata, and its covariates where they can adjust', async () => {
    const { beside } = await testOf(
      'statistic: cox, stratifiedBy: [sex], adjustedFor: [NLR], compare: [gehan, { rmst: { until: 12 } }, { cox: { test: score } }]',
      POPULATION,
    );
    expect(beside).toEqual([
      { statistic: { kind: 'gehan', parameters: {} }, stratifiedBy: ['sex'], adjustedFor: [] },
      {
        statistic: { kind: 'rmst', parameters: { until: 12, contrast: 'difference' } },
        stratifiedBy: ['sex'],
        adjustedFor: [],
      },
      { statistic: { kind: 'cox', parameters: { test: 'score' } }, stratifiedBy: ['sex'], adjustedFor: ['NLR'] },
    ]);
  });

  it('may have their own', async () => {
    const { beside } = await testOf(
      'stratifiedBy: [sex], compare: [{ statistic: log-rank, stratifiedBy: [] }, { statistic: cox, adjustedFor: [NLR] }, { cox: { test: score }, stratifiedBy: [stage, sex] }]',
      POPULATION,
    );
    expect(
      beside.map(({ statistic, stratifiedBy, adjustedFor }) => [statistic.kind, stratifiedBy, adjustedFor]),
    ).toEqual([
      ['log-rank', [], []],
      ['cox', ['sex'], ['NLR']],
      ['cox', ['stage', 'sex'], []],
    ]);
  });

  it('are the main one with other parameters, too', async () => {
    const { beside } = await testOf(
      'statistic: { rmst: { until: 12 } }, compare: [{ rmst: { until: 24 } }, { rmst: { until: 12, contrast: ratio } }]',
    );
    expect(beside).toHaveLength(2);
  });
});

describe('looks', () => {
  const looks = (statistic: string, more = ''): [string, string][] => [
    [TEST, `${TEST}, statistic: ${statistic}`],
    [
      '  test: {',
      `  sequential: { looks: [{ events: 100 }], efficacy: { spending: obrienFleming }${more} }\n  test: {`,
    ],
  ];

  it.each([
    ['gehan', '', 'observed'],
    ['{ maxCombo: [log-rank, gehan] }', '', 'planned'],
    ['{ maxCombo: [log-rank, gehan] }', ', information: planned', 'planned'],
    ['log-rank', ', information: planned', 'planned'],
  ])('of %s%s keep to information %s', async (statistic, more, information) => {
    expect((await unsizedOf(...looks(statistic, more))).sequential?.information).toBe(information);
  });

  it('may have times before the first of them', async () => {
    expect((await unsizedOf(...looks('{ rmst: { until: 16 } }'))).test.statistic.kind).toBe('rmst');
  });
});

describe('estimands', () => {
  const estimandsOf = async (block: string) =>
    (await unsizedOf(['  targetPower', `  estimands: ${block}\n  targetPower`])).estimands;

  it.each([
    ['{ rmstUntil: 24 }', { rmstUntil: 24, milestones: [] }],
    ['{ milestones: [6, 1 year] }', { rmstUntil: null, milestones: [6, 12] }],
    [
      '{ rmstUntil: { value: 24, source: assumed }, milestones: [{ value: 12, source: assumed }, 24] }',
      { rmstUntil: 24, milestones: [12, 24] },
    ],
  ])('may be %s', async (block, expected) => {
    expect(await estimandsOf(block)).toEqual(expected);
  });

  it('may be a grace period alone', async () => {
    const survival = 'survival: { model: relative, hazardRatio: 0.7 }';
    const { estimands } = await unsizedOf(
      [survival, `${survival}\n      treatmentStart: 2 weeks`],
      ['  targetPower', '  estimands: { gracePeriod: 3 }\n  targetPower'],
    );
    expect(estimands).toEqual({ rmstUntil: null, milestones: [], gracePeriod: 3 });
  });
});
