/** Scans and deaths: each field to what it is resolved to. */
import { describe, expect, it } from 'vitest';
import type { Deaths, ScanSchedule, Scans } from '../../src/trial/scans.ts';
import { draft, load } from './draft.ts';

const ACCRUAL = '  accrual: { duration: 24 }\n';
const CONTROL = 'survival: { model: exponential, median: 9 }';
const EXPERIMENTAL = 'survival: { model: relative, hazardRatio: 0.7 }';
const WEEK = 7 / (365.25 / 12);
const EVERY_TWO: ScanSchedule = { starts: [0], intervals: [2], jitter: 0, missed: 0 };

async function scansOf(scans: string, ...edits: [from: string, to: string][]): Promise<Scans | undefined> {
  const { trial } = await load(draft([ACCRUAL, `${ACCRUAL}  scans: ${scans}\n`], ...edits));
  return trial?.unsized.scans;
}

describe('scans', () => {
  it.each<[string, Partial<ScanSchedule>]>([
    ['every: 2', {}],
    ['every: { value: 2, source: assumed }', {}],
    ['every: 8 weeks, jitter: 1 week', { intervals: [8 * WEEK], jitter: WEEK }],
    ['every: 2, jitter: 1', { jitter: 1 }],
    ['every: 2, missed: 0.05', { missed: 0.05 }],
    ['every: 2, later: [{ from: 1 year, every: 3 }]', { starts: [0, 12], intervals: [2, 3] }],
    [
      'every: 2, later: [{ from: 12, every: 3 }, { from: 24, every: 6 }], jitter: 1',
      { starts: [0, 12, 24], intervals: [2, 3, 6], jitter: 1 },
    ],
  ])('{ %s }', async (block, changed) => {
    const schedule = { ...EVERY_TWO, ...changed };
    expect(await scansOf(`{ ${block} }`)).toEqual({ schedules: [schedule, schedule], deaths: null });
  });

  it('of one arm stand in place of the trial’s, of which jitter and missed ones stay', async () => {
    const own = (survival: string, scans: string): [string, string] => [survival, `${survival}\n      scans: ${scans}`];
    const common = '{ every: 2, later: [{ from: 12, every: 3 }], jitter: 0.5, missed: 0.05 }';
    const shared = { starts: [0, 12], intervals: [2, 3], jitter: 0.5, missed: 0.05 };
    expect((await scansOf(common, own(EXPERIMENTAL, '{ every: 1.5 }')))?.schedules).toEqual([
      shared,
      { starts: [0], intervals: [1.5], jitter: 0.5, missed: 0.05 },
    ]);
    expect((await scansOf(common, own(CONTROL, '{ every: 1.5, jitter: 0, missed: 0.1 }')))?.schedules).toEqual([
      { starts: [0], intervals: [1.5], jitter: 0, missed: 0.1 },
      shared,
    ]);
  });

  it.each<[string, Deaths]>([
    ['share: 0.1', { kind: 'share', share: 0.1 }],
    ['hazard: 0.01', { kind: 'hazard', hazard: 0.01 }],
    ['median: 40 months', { kind: 'hazard', hazard: Math.LN2 / 40 }],
  ])('with deaths: { %s }', async (deaths, expected) => {
    expect(await scansOf(`{ every: 2, deaths: { ${deaths} } }`)).toEqual({
      schedules: [EVERY_TWO, EVERY_TWO],
      deaths: expected,
    });
  });
});
