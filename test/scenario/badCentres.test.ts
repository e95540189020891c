/** Mistakes in centres and randomisation: what the user reads, in full (without the file name). */
import { describe, expect, it } from 'vitest';
import { draft, POPULATION, problems } from './draft.ts';

const ACCRUAL = '  accrual: { duration: 24 }\n';

type Edit = [from: string, to: string];

async function read(...edits: Edit[]): Promise<string> {
  return (await problems(draft(...edits))).replaceAll('x.yaml:', '');
}

const RECRUITING: [block: string, message: string][] = [
  ['{}', '20: trial.centres is incomplete; must give exactly one of count, regions'],
  [
    '20',
    '20: trial.centres is 20; must be a block of keys: count, rate, variation, opening, cap, regions, outcome, effectSd',
  ],
  [
    '{ count: 20, regions: [{ name: Europe, count: 8 }], rate: 1 }',
    '20: trial.centres gives count and regions; must give exactly one of count, regions',
  ],
  ['{ count: 0, rate: 1 }', '20: trial.centres.count is 0; must be ≥ 1 and ≤ 1,000 centres, e.g. 20'],
  [
    '{ count: 20 }',
    '10: trial.accrual is missing; give it, or trial.centres.rate for centres that recruit by themselves',
  ],
  ['{ count: 20, rate: 0 }', '20: trial.centres.rate is 0; must be > 0 patients a centre and timeUnit, e.g. 0.8'],
  ['{ rat: 1, count: 20 }', '20: trial.centres.rat is not a known key; did you mean rate?'],
  [
    '{ count: 20, rate: 1, variation: 70 }',
    '20: trial.centres.variation is 70; must be ≥ 0 and ≤ 5 (coefficient of variation), e.g. 0.7',
  ],
  [
    '{ count: 3, rate: 4, opening: { times: [0, 1] } }',
    '20: trial.centres.opening.times has 2 times; must have 3, one a centre',
  ],
  [
    '{ count: 3, rate: 4, opening: {} }',
    '20: trial.centres.opening is incomplete; must give exactly one of uniform, ramp, times',
  ],
  [
    '{ count: 3, rate: 4, opening: { ramp: 9, uniform: 9 } }',
    '20: trial.centres.opening gives uniform and ramp; must give exactly one of uniform, ramp, times',
  ],
  [
    '{ count: 3, rate: 4, opening: 9 }',
    '20: trial.centres.opening is 9; must be a block of keys: uniform, ramp, times',
  ],
  ['{ count: 20, rate: 1, cap: 0 }', '20: trial.centres.cap is 0; must be ≥ 1 and ≤ 10,000,000 patients, e.g. 40'],
  [
    '{ count: 20, rate: 1, cap: 10 }',
    '20: trial.centres can enrol 200 of 300 patients, every centre up to its cap; raise cap, add centres, or plan at most 200 patients',
  ],
  [
    '{ count: 1, rate: 0.0001 }',
    '20: trial.centres are expected to enrol 100 of 300 patients by month 1000000 (they need 3000000 months); open earlier, recruit faster, or plan fewer patients',
  ],
  [
    '{ count: 3, rate: 5, opening: { times: [0, 1, 60] } }',
    '20: trial.centres has a centre that opens at 60 months; must open before 30.5 months, when all 300 patients are expected to be enrolled: open earlier, or leave it out',
  ],
  [
    '{ regions: [{ name: Europe, count: 8, rate: 1 }, { name: Asia, count: 8 }] }',
    '20: trial.centres.regions[Asia] has no rate while others have; give every region one, or trial.centres.rate for all',
  ],
  [
    '{ rate: 1, regions: [{ name: Europe, count: 8 }, { name: Europe, count: 8 }] }',
    '20: trial.centres.regions[1].name is the name of another region too; give each its own',
  ],
  [
    '{ rate: 1, regions: [{ name: Europe, count: 20 }, { name: Asia, count: 8, start: 36 }] }',
    '20: trial.centres.regions[Asia] has no centre open before 36 months; must open before 15 months, when all 300 patients are expected to be enrolled: open earlier, or leave it out',
  ],
  [
    '{ rate: 1, opening: { times: [0, 1, 2] }, regions: [{ name: Europe, count: 3 }, { name: Asia, count: 2 }] }',
    '20: trial.centres.opening.times has 3 times; must have 2, one a centre of Asia',
  ],
  [
    '{ rate: 2, regions: [{ name: Europe, count: 3 , opening: { times: [0, 1] } }, { name: Asia, count: 20 }] }',
    '20: trial.centres.regions[Europe].opening.times has 2 times; must have 3, one a centre of Europe',
  ],
  [
    '{ count: 20, rate: 1, outcome: {} }',
    '20: trial.centres.outcome is incomplete; must give exactly one of logSd, gammaVariance',
  ],
  [
    '{ count: 20, rate: 1, outcome: { logSd: 0.3, gammaVariance: 0.1 } }',
    '20: trial.centres.outcome gives logSd and gammaVariance; must give exactly one of logSd, gammaVariance',
  ],
  [
    '{ count: 20, rate: 1, outcome: { logSd: -0.3 } }',
    '20: trial.centres.outcome.logSd is -0.3; must be > 0 (SD of the log hazard), e.g. 0.3',
  ],
  [
    '{ count: 20, rate: 1, effectSd: 3 }',
    '20: trial.centres.effectSd is 3; must be ≥ 0 and ≤ 2 (SD of the log hazard ratio), e.g. 0.1',
  ],
];

const SPREAD: [block: string, message: string][] = [
  [
    '{ count: 20, rate: 1 }',
    '21: trial.centres.rate is given, and trial.accrual too; give one: centres with a rate recruit by themselves, without it trial.accrual says how many come',
  ],
  [
    '{ regions: [{ name: Europe, count: 8, rate: 1 }] }',
    '21: trial.centres.regions[Europe].rate is given, and trial.accrual too; give one: centres with a rate recruit by themselves, without it trial.accrual says how many come',
  ],
  [
    '{ count: 20, opening: { ramp: 9 } }',
    '21: trial.centres.opening goes with rate: where trial.accrual says how many come, all centres take part throughout',
  ],
  [
    '{ regions: [{ name: Europe, count: 8, start: 3 }] }',
    '21: trial.centres.regions[Europe].start goes with rate: where trial.accrual says how many come, all centres take part throughout',
  ],
  [
    '{ regions: [{ name: Europe, count: 8, opening: { ramp: 9 } }] }',
    '21: trial.centres.regions[Europe].opening goes with rate: where trial.accrual says how many come, all centres take part throughout',
  ],
  [
    '{ count: 20, cap: 10 }',
    '21: trial.centres can enrol 200 of 300 patients, every centre up to its cap; raise cap, add centres, or plan at most 200 patients',
  ],
];

const RANDOMISATION: [block: string, message: string][] = [
  ['{}', '21: trial.randomisation.method is missing; must be complete, permuted blocks or minimisation'],
  [
    'blocks',
    '21: trial.randomisation is "blocks"; must be a block of keys: method, blockSize, stratifiedBy, factors, probability',
  ],
  [
    '{ method: blocks }',
    '21: trial.randomisation.method is "blocks"; must be complete, permuted blocks or minimisation',
  ],
  [
    '{ method: complete, blockSize: 4 }',
    '21: trial.randomisation.blockSize goes with method: permuted blocks, not with complete; remove it',
  ],
  [
    '{ method: permuted blocks, factors: [sex] }',
    '21: trial.randomisation.factors goes with method: minimisation, not with permuted blocks; remove it',
  ],
  [
    '{ method: permuted blocks, blockSize: 5 }',
    '21: trial.randomisation.blockSize is 5; must be a multiple of 2, the allocation block of 1:1, e.g. 6',
  ],
  [
    '{ method: permuted blocks, blockSize: [4, 7] }',
    '21: trial.randomisation.blockSize[1] is 7; must be a multiple of 2, the allocation block of 1:1, e.g. 8',
  ],
  [
    '{ method: permuted blocks, blockSize: [] }',
    '21: trial.randomisation.blockSize is an empty list; must be a number or a list, e.g. 4 or [4, 6]',
  ],
  [
    '{ method: permuted blocks, stratifiedBy: [centre] }',
    '21: trial.randomisation.stratifiedBy[0] is centre, but there is no trial.centres; give it, e.g. centres: {count: 20}',
  ],
  [
    '{ method: permuted blocks, stratifiedBy: [stage] }',
    '21: trial.randomisation.stratifiedBy[0] is "stage", but there is neither trial.centres nor trial.population; give it there',
  ],
  [
    '{ method: minimisation }',
    '21: trial.randomisation.factors is missing; minimisation must name what it balances: centre, given trial.centres, or factors of trial.population',
  ],
  [
    '{ method: minimisation, factors: [] }',
    '21: trial.randomisation.factors is missing; minimisation must name what it balances: centre, given trial.centres, or factors of trial.population',
  ],
  [
    '{ method: minimisation, stratifiedBy: [centre] }',
    '21: trial.randomisation.stratifiedBy goes with method: permuted blocks, not with minimisation; remove it',
  ],
];

const BALANCED: [block: string, message: string][] = [
  [
    '{ method: minimisation }',
    '22: trial.randomisation.factors is missing; minimisation must name what it balances: stage or sex',
  ],
  [
    '{ method: minimisation, factors: [stag] }',
    '22: trial.randomisation.factors[0] is "stag"; must be a factor of trial.population: stage or sex (did you mean stage?)',
  ],
  [
    '{ method: minimisation, factors: [centre] }',
    '22: trial.randomisation.factors[0] is centre, but there is no trial.centres; give it, e.g. centres: {count: 20}',
  ],
  [
    '{ method: minimisation, factors: [stage, stage] }',
    '22: trial.randomisation.factors[1] is "stage" once more; name each once',
  ],
  [
    '{ method: minimisation, factors: [stage], probability: 0.5 }',
    '22: trial.randomisation.probability is 0.5; must be > 0.5, which is no preference among 2 arms, e.g. 0.8',
  ],
  [
    '{ method: minimisation, factors: [stage], probability: 80 }',
    '22: trial.randomisation.probability is 80; must be > 0 and ≤ 1 (probability of the preferred arm), e.g. 0.8',
  ],
  [
    '{ method: permuted blocks, stratifiedBy: [NLR] }',
    '22: trial.randomisation.stratifiedBy[0] is "NLR"; must be a factor of trial.population: stage or sex',
  ],
];

describe('centres in place of accrual', () => {
  it.each(RECRUITING)('%s', async (centres, message) => {
    expect(await read([ACCRUAL, `  centres: ${centres}\n`])).toBe(message);
  });

  it.each([
    [
      '{ count: 10, rate: 1 }',
      '20: trial.centres are expected to enrol 240 of 300 patients by month 24, when the analysis is (they need 30 months); open earlier, recruit faster, analyse later, or plan fewer patients',
    ],
    [
      '{ count: 10, rate: 2, opening: { ramp: 20 } }',
      '20: trial.centres are expected to enrol 280 of 300 patients by month 24, when the analysis is (they need 25 months); open earlier, recruit faster, analyse later, or plan fewer patients',
    ],
  ])('%s enrol too few by the analysis', async (centres, message) => {
    const analysis: Edit = ['analysis: { events: 200 }', 'analysis: { calendarTime: 24 }'];
    expect(await read([ACCRUAL, `  centres: ${centres}\n`], analysis)).toBe(message);
  });

  it('must have room for any number of patients that is left open', async () => {
    const open: Edit = ['  patients: 300\n', ''];
    expect(await read([ACCRUAL, '  centres: { count: 20, rate: 1, cap: 10 }\n'], open)).toBe(
      '19: trial.centres all have a cap, while trial.patients is left open; give patients, at most 200, or let some centres have no cap',
    );
  });
});

describe('centres beside accrual', () => {
  it.each(SPREAD)('%s', async (centres, message) => {
    expect(await read([ACCRUAL, `${ACCRUAL}  centres: ${centres}\n`])).toBe(message);
  });

  it.each([
    ['name: stage', 'factors'],
    ['name: NLR', 'covariates'],
  ])('have their name to themselves, not %s', async (named, kind) => {
    const population: Edit = [POPULATION[0], POPULATION[1].replace(named, 'name: centre')];
    expect(await read([ACCRUAL, `${ACCRUAL}  centres: { count: 20 }\n`], population)).toBe(
      `19: trial.population.${kind}[centre].name is centre, which means trial.centres; give another name`,
    );
  });
});

it('accrual is missing without centres', async () => {
  expect(await read([ACCRUAL, ''])).toBe(
    '10: trial.accrual is missing; give it, e.g. accrual: {duration: 24} or {rate: 10}',
  );
});

describe('randomisation', () => {
  it.each(RANDOMISATION)('%s', async (randomisation, message) => {
    expect(await read([ACCRUAL, `${ACCRUAL}  randomisation: ${randomisation}\n`])).toBe(message);
  });

  it.each(BALANCED)('%s, with factors', async (randomisation, message) => {
    expect(await read([ACCRUAL, `${ACCRUAL}  randomisation: ${randomisation}\n`], POPULATION)).toBe(message);
  });
});
