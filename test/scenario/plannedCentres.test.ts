/** Centres and randomisation: each field to what it is resolved to. */
import { describe, expect, it } from 'vitest';
import { type Centres, expectedRecruitment } from '../../src/trial/centres.ts';
import type { Randomisation } from '../../src/trial/randomisation.ts';
import type { Region } from '../../src/trial/region.ts';
import { draft, LATE, load, POPULATION } from './draft.ts';

const ACCRUAL = '  accrual: { duration: 24 }\n';

async function designOf(...edits: [from: string, to: string][]) {
  const { trial } = await load(draft(...edits));
  if (!trial) throw new Error('no trial');
  return trial.unsized;
}

const REGION: Region = {
  name: 'all centres',
  centres: 20,
  start: 0,
  opening: { kind: 'ramp', over: 0 },
  rate: 1.5,
  variation: 0,
  cap: Number.POSITIVE_INFINITY,
};
const ALIKE: Centres = { regions: [REGION], recruit: true, frailty: null, effectSd: 0 };
const one = (changed: Partial<Region>): Partial<Centres> => ({ regions: [{ ...REGION, ...changed }] });

describe('centres that recruit', () => {
  it.each<[string, Partial<Centres>]>([
    ['count: 20, rate: 1.5', {}],
    ['count: { value: 20, source: assumed }, rate: { value: 1.5, source: assumed }', {}],
    ['count: 20, rate: 1.5, variation: 0.7', one({ variation: 0.7 })],
    ['count: 20, rate: 1.5, cap: 40', one({ cap: 40 })],
    ['count: 20, rate: 1.5, opening: { uniform: 9 months }', one({ opening: { kind: 'uniform', over: 9 } })],
    ['count: 20, rate: 1.5, opening: { ramp: 9 }', one({ opening: { kind: 'ramp', over: 9 } })],
    [
      'count: 3, rate: 5, opening: { times: [0, 1, 2 months] }',
      one({ centres: 3, rate: 5, opening: { kind: 'list', times: [0, 1, 2] } }),
    ],
    ['count: 20, rate: 1.5, outcome: { logSd: 0.3 }', { frailty: { kind: 'lognormal', sd: 0.3 } }],
    ['count: 20, rate: 1.5, outcome: { gammaVariance: 0.1 }', { frailty: { kind: 'gamma', variance: 0.1 } }],
    ['count: 20, rate: 1.5, effectSd: 0.1', { effectSd: 0.1 }],
    [
      'rate: 1.5, variation: 0.5, cap: 40, opening: { ramp: 9 }, regions: [{ name: Europe, count: 8, start: 3 months, rate: 0.8, cap: 30 }, { name: Asia, count: 12, variation: 0.2, opening: { uniform: 6 } }]',
      {
        regions: [
          {
            name: 'Europe',
            centres: 8,
            start: 3,
            opening: { kind: 'ramp', over: 9 },
            rate: 0.8,
            variation: 0.5,
            cap: 30,
          },
          {
            name: 'Asia',
            centres: 12,
            start: 0,
            opening: { kind: 'uniform', over: 6 },
            rate: 1.5,
            variation: 0.2,
            cap: 40,
          },
        ],
      },
    ],
  ])('{ %s }', async (block, changed) => {
    const unsized = await designOf([ACCRUAL, `  centres: { ${block} }\n`]);
    expect(unsized.centres).toEqual({ ...ALIKE, ...changed });
    expect(unsized.accrual).toEqual(expectedRecruitment({ ...ALIKE, ...changed }));
  });

  it('have rates in the unit of the scenario', async () => {
    const yearly = draft(
      [ACCRUAL, '  centres: { count: 20, rate: 18 }\n'],
      ['timeUnit: month', 'timeUnit: year'],
      ['{ events: 200 }', '{ events: 150 }'],
    );
    const { trial } = await load(yearly);
    expect(trial?.unsized.centres?.regions[0].rate).toBe(18);
  });

  it('may leave the number of patients open', async () => {
    const open: [string, string] = ['  patients: 300\n', ''];
    expect((await designOf([ACCRUAL, '  centres: { count: 20, rate: 1.5 }\n'], open)).centres).toEqual(ALIKE);
  });
});

describe('centres beside accrual', () => {
  it('share its patients', async () => {
    const block = '{ count: 20, variation: 0.7, cap: 40, outcome: { logSd: 0.3 } }';
    const { centres, accrual } = await designOf([ACCRUAL, `${ACCRUAL}  centres: ${block}\n`]);
    expect(centres).toEqual({
      regions: [{ ...REGION, rate: 1, variation: 0.7, cap: 40 }],
      recruit: false,
      frailty: { kind: 'lognormal', sd: 0.3 },
      effectSd: 0,
    });
    expect(accrual).toEqual({ pattern: 'uniform', starts: [0], rates: [1], duration: 24 });
  });

  it('are no part of a trial that has none', async () => {
    expect(Object.keys(await designOf())).not.toContain('centres');
  });
});

describe('randomisation', () => {
  it.each<[string, Randomisation]>([
    ['method: complete', { kind: 'complete' }],
    ['method: { value: complete, source: assumed }', { kind: 'complete' }],
    ['method: permuted blocks', { kind: 'permutedBlocks', sizes: [4], stratifiedBy: [] }],
    ['method: permuted blocks, blockSize: 6', { kind: 'permutedBlocks', sizes: [6], stratifiedBy: [] }],
    [
      'method: permuted blocks, blockSize: [4, 6], stratifiedBy: [centre, stage]',
      { kind: 'permutedBlocks', sizes: [4, 6], stratifiedBy: ['centre', 'stage'] },
    ],
    [
      'method: minimisation, factors: [sex, centre]',
      { kind: 'minimisation', factors: ['sex', 'centre'], probability: 0.8 },
    ],
    [
      'method: minimisation, factors: [stage], probability: 1',
      { kind: 'minimisation', factors: ['stage'], probability: 1 },
    ],
  ])('{ %s }', async (block, expected) => {
    const conduct = `${ACCRUAL}  centres: { count: 20 }\n  randomisation: { ${block} }\n`;
    expect((await designOf([ACCRUAL, conduct], POPULATION)).randomisation).toEqual(expected);
  });

  it('has blocks of twice the allocation, and probabilities above chance, of three arms', async () => {
    const holm: [string, string] = ['  targetPower', '  comparisons: { procedure: holm }\n  targetPower'];
    const of = async (block: string) =>
      (await designOf([ACCRUAL, `${ACCRUAL}  centres: { count: 9 }\n  randomisation: { ${block} }\n`], LATE, holm))
        .randomisation;
    expect(await of('method: permuted blocks')).toEqual({ kind: 'permutedBlocks', sizes: [6], stratifiedBy: [] });
    expect(await of('method: minimisation, factors: [centre], probability: 0.4')).toMatchObject({ probability: 0.4 });
  });
});
