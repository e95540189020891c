/** Mistakes in what tests count from, and in their strata of centres: what the user reads, in full (without the file name). */
import { describe, expect, it } from 'vitest';
import { draft, LATE, POPULATION, problems } from './draft.ts';

const ACCRUAL = '  accrual: { duration: 24 }\n';
const SURVIVAL = 'survival: { model: relative, hazardRatio: 0.7 }';

type Edit = [from: string, to: string];

async function read(...edits: Edit[]): Promise<string> {
  return (await problems(draft(...edits))).replaceAll('x.yaml:', '');
}

const ORIGINS: [block: string, message: string][] = [
  [
    'origin: start',
    '23: trial.test.origin is "start"; must be randomisation, exactTimes, treatmentStart, everTreated, timeDependent or {landmark: 3 months}',
  ],
  [
    'origin: landmark',
    '23: trial.test.origin is "landmark"; must be randomisation, exactTimes, treatmentStart, everTreated, timeDependent or {landmark: 3 months}',
  ],
  ['origin: { landmark: 0 }', '23: trial.test.origin.landmark is 0; must be a time > 0, e.g. 9 or "8 weeks"'],
  [
    'origin: exactTimes',
    '23: trial.test.origin is exactTimes, but there is no trial.scans: progression is known when it happens; remove it',
  ],
  [
    'origin: treatmentStart',
    '23: trial.test.origin is treatmentStart, but New has no treatmentStart that it could refer to; give it one, e.g. treatmentStart: 2 weeks, or remove the origin',
  ],
  [
    'origin: everTreated',
    '23: trial.test.origin is everTreated, but New has no treatmentStart that it could refer to; give it one, e.g. treatmentStart: 2 weeks, or remove the origin',
  ],
  [
    'origin: timeDependent',
    '23: trial.test.origin is timeDependent, but New has no treatmentStart that it could refer to; give it one, e.g. treatmentStart: 2 weeks, or remove the origin',
  ],
  [
    'origin: { landmark: 3 }',
    '23: trial.test.origin is a landmark, but New has no treatmentStart that it could refer to; give it one, e.g. treatmentStart: 2 weeks, or remove the origin',
  ],
  [
    'compare: [{ statistic: cox, origin: treatmentStart }]',
    '23: trial.test.compare[0].origin is treatmentStart, but New has no treatmentStart that it could refer to; give it one, e.g. treatmentStart: 2 weeks, or remove the origin',
  ],
  [
    'stratifiedBy: [centre]',
    '23: trial.test.stratifiedBy[0] is centre, but there is no trial.centres; give it, e.g. centres: {count: 20}',
  ],
];

const OF_STARTS: [block: string, message: string][] = [
  [
    'origin: { landmark: 60 }',
    '24: trial.test.origin has its landmark at 60 months; must be < 31.7 months, the longest follow-up when the final analysis is expected',
  ],
  [
    'compare: [{ statistic: log-rank, origin: { landmark: 60 } }]',
    '24: trial.test.compare[0] has its landmark at 60 months; must be < 31.7 months, the longest follow-up when the final analysis is expected',
  ],
  [
    'statistic: { rmst: { until: 24 } }, origin: timeDependent',
    '24: trial.test.origin is timeDependent, but rmst compares curves of arms, which patients would change; use log-rank or cox',
  ],
  [
    'statistic: { milestone: { at: 24 } }, origin: timeDependent',
    '24: trial.test.origin is timeDependent, but milestone compares curves of arms, which patients would change; use log-rank or cox',
  ],
  [
    'statistic: medianDifference, origin: timeDependent',
    '24: trial.test.origin is timeDependent, but medianDifference compares curves of arms, which patients would change; use log-rank or cox',
  ],
  [
    'origin: timeDependent, compare: [{ rmst: { until: 12 } }]',
    '24: trial.test.compare[0] has origin timeDependent, as the main test has, but rmst compares curves of arms, which patients would change; use log-rank or cox',
  ],
  [
    'statistic: { rmst: { until: 26 } }, origin: { landmark: 6 }',
    '24: trial.test.statistic.rmst.until is 26 months from the landmark at 6 months on; the two together must be < 31.7 months, when the final analysis is expected: nobody has been followed for longer by then',
  ],
  [
    'statistic: { rmst: { until: 24 } }, origin: { landmark: 6 }',
    '24: trial.test.statistic.rmst.until is 24 months; must be ≤ 19.4 months: fewer than 5 patients of an arm are expected to be followed for longer when the final analysis is expected',
  ],
  [
    'compare: [{ statistic: log-rank, origin: randomisation }]',
    '24: trial.test.compare[0] is the main test once more; remove it, or let it differ, e.g. by stratifiedBy',
  ],
];

const ADJUSTED: [block: string, message: string][] = [
  [
    'statistic: cox, adjustedFor: [NLR], origin: timeDependent',
    '25: trial.test.origin is timeDependent, but goes without adjustedFor; write adjustedFor: []',
  ],
  [
    'statistic: cox, adjustedFor: [NLR], compare: [{ statistic: cox, origin: timeDependent }]',
    '25: trial.test.compare[0].origin is timeDependent, but goes without adjustedFor; write adjustedFor: []',
  ],
];

const BY_CENTRE: [block: string, message: string][] = [
  [
    'statistic: { rmst: { until: 12 } }, stratifiedBy: [centre]',
    '24: trial.test.stratifiedBy has centre, but rmst averages over strata, and centres are too small for it; leave it out, or take a log-rank, maxCombo or cox',
  ],
  [
    'statistic: { milestone: { at: 12 } }, stratifiedBy: [centre]',
    '24: trial.test.stratifiedBy has centre, but milestone averages over strata, and centres are too small for it; leave it out, or take a log-rank, maxCombo or cox',
  ],
  [
    'statistic: medianDifference, stratifiedBy: [centre]',
    '24: trial.test.stratifiedBy has centre, but medianDifference averages over strata, and centres are too small for it; leave it out, or take a log-rank, maxCombo or cox',
  ],
  [
    'stratifiedBy: [centre], compare: [{ rmst: { until: 12 } }]',
    '24: trial.test.compare[0] is stratified by centre, as the main test is, but rmst averages over strata, and centres are too small for it; give stratifiedBy: [], or take a log-rank, maxCombo or cox',
  ],
  [
    'statistic: cox, adjustedFor: [centre]',
    '24: trial.test.adjustedFor[0] is centre, which tests are stratified by; write stratifiedBy: [centre]',
  ],
  [
    'stratifiedBy: [center]',
    '24: trial.test.stratifiedBy[0] is "center"; must be centre or a factor of trial.population: centre (did you mean centre?)',
  ],
];

const LEVEL = 'alpha: 0.05, sides: 2';
const test = (more: string): Edit => [LEVEL, `${LEVEL}, ${more}`];
const STARTED: Edit = [SURVIVAL, `${SURVIVAL}\n      treatmentStart: 2 weeks`];
const CENTRES: Edit = [ACCRUAL, `${ACCRUAL}  centres: { count: 20 }\n`];
const LOOK: Edit = [
  '  targetPower',
  '  sequential: { looks: [{ informationFraction: 0.5 }], efficacy: { spending: obrienFleming } }\n  targetPower',
];

describe('an origin', () => {
  it.each(ORIGINS)('%s', async (more, message) => {
    expect(await read(test(more))).toBe(message);
  });

  it.each(OF_STARTS)('%s, with a start', async (more, message) => {
    expect(await read(test(more), STARTED)).toBe(message);
  });

  it.each(ADJUSTED)('%s', async (more, message) => {
    expect(await read(test(more), STARTED, POPULATION)).toBe(message);
  });

  it('needs a start of every arm', async () => {
    const holm: Edit = ['  targetPower', '  comparisons: { procedure: holm }\n  targetPower'];
    expect(await read(test('origin: everTreated'), STARTED, LATE, holm)).toBe(
      '25: trial.test.origin is everTreated, but Late has no treatmentStart that it could refer to; give it one, e.g. treatmentStart: 2 weeks, or remove the origin',
    );
  });

  it('is not that of the test that decides at looks', async () => {
    expect(await read(test('origin: treatmentStart'), STARTED, LOOK)).toBe(
      '24: trial.test.origin is treatmentStart, and the test decides at looks, whose bounds are about the events as randomised and seen; give it under compare',
    );
    expect(await read(test('compare: [{ statistic: log-rank, origin: treatmentStart }]'), STARTED, LOOK)).toBe(
      'no problem',
    );
  });

  it('at a landmark lies within the follow-up of the first look', async () => {
    const late = test('compare: [{ statistic: log-rank, origin: { landmark: 25 } }]');
    expect(await read(late, STARTED)).toBe('no problem');
    expect(await read(late, STARTED, LOOK)).toMatch(
      /^24: trial\.test\.compare\[0\] has its landmark at 25 months; must be < \d+(\.\d)? months, the longest follow-up when look 1 is expected$/,
    );
  });
});

describe('strata of centres', () => {
  it.each(BY_CENTRE)('%s', async (more, message) => {
    expect(await read(test(more), CENTRES)).toBe(message);
  });
});
