/** What tests count from, and strata of centres: each field to what it is resolved to, and what such tests are called. */
import { describe, expect, it } from 'vitest';
import { testName } from '../../src/trial/testName.ts';
import type { TimeOrigin } from '../../src/trial/timeOrigin.ts';
import { testsOf } from '../../src/trial/trial.ts';
import { draft, load } from './draft.ts';

const SURVIVAL = 'survival: { model: relative, hazardRatio: 0.7 }';
const ACCRUAL = '  accrual: { duration: 24 }\n';
const LEVEL = 'alpha: 0.05, sides: 2';

async function testOf(more: string) {
  const { trial } = await load(
    draft(
      [SURVIVAL, `${SURVIVAL}\n      treatmentStart: 2 weeks`],
      [ACCRUAL, `${ACCRUAL}  centres: { count: 20 }\n  scans: { every: 2 }\n`],
      [LEVEL, `${LEVEL}, ${more}`],
    ),
  );
  if (!trial) throw new Error('no trial');
  return trial.unsized.test;
}

const namesOf = async (more: string) => testsOf({ test: await testOf(more) }).map((test) => testName(test, 'month'));

describe('origins', () => {
  it.each<[string, TimeOrigin, string]>([
    ['exactTimes', { kind: 'exactTimes' }, 'at the true times'],
    ['treatmentStart', { kind: 'treatmentStart' }, 'from treatment start'],
    ['everTreated', { kind: 'everTreated' }, 'by treatment ever received'],
    ['timeDependent', { kind: 'timeDependent' }, 'with time-dependent treatment'],
    ['{ landmark: 3 months }', { kind: 'landmark', at: 3 }, 'by a landmark at 3 months'],
  ])('%s', async (file, origin, label) => {
    expect((await testOf(`origin: ${file}`)).origin).toEqual(origin);
    expect(await namesOf(`origin: ${file}`)).toEqual([`log-rank, ${label}`]);
    expect((await testOf(`compare: [{ statistic: log-rank, origin: ${file} }]`)).beside[0].origin).toEqual(origin);
  });

  it('are randomisation where nothing is said, or that', async () => {
    for (const more of ['statistic: log-rank', 'origin: randomisation'])
      expect(Object.keys(await testOf(more))).not.toContain('origin');
  });

  it('of the tests beside are that of the main one unless they say otherwise', async () => {
    const { origin, beside } = await testOf(
      'origin: treatmentStart, compare: [cox, { statistic: log-rank, origin: randomisation }, { gehan: {}, origin: everTreated }]',
    );
    expect([origin, ...beside.map((each) => each.origin)].map((each) => each?.kind)).toEqual([
      'treatmentStart',
      'treatmentStart',
      undefined,
      'everTreated',
    ]);
  });

  it('go with averages over the arms, all but the time-dependent one', async () => {
    const rmst = (origin: string) => testOf(`statistic: { rmst: { until: 12 } }, origin: ${origin}`);
    for (const origin of ['exactTimes', 'treatmentStart', 'everTreated', '{ landmark: 3 }'])
      expect((await rmst(origin)).origin).toBeDefined();
  });
});

describe('strata of centres', () => {
  it.each([
    'log-rank',
    'gehan',
    'cox',
    '{ flemingHarrington: { rho: 0, gamma: 1 } }',
    '{ maxCombo: [log-rank, gehan] }',
  ])('go with %s', async (statistic) => {
    expect((await testOf(`statistic: ${statistic}, stratifiedBy: [centre]`)).stratifiedBy).toEqual(['centre']);
  });

  it('are named, after the origin', async () => {
    expect(
      await namesOf(
        'stratifiedBy: [centre], compare: [{ statistic: cox, origin: everTreated }, { statistic: log-rank, stratifiedBy: [] }]',
      ),
    ).toEqual([
      'log-rank, stratified by centre',
      'Cox Wald, by treatment ever received, stratified by centre',
      'log-rank',
    ]);
  });
});
