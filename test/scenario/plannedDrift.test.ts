/** Care that improves, as a scenario says it: what is planned, what is refused, and what is told. */
import { describe, expect, it } from 'vitest';
import { assumptionsOf } from '../../src/questions/assumptions.ts';
import { askCheck } from '../../src/questions/check.ts';
import { driftAnswer } from '../../src/report/driftReport.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { median } from '../../src/survival/law.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';
import { draft, load, problems } from './draft.ts';

const CASE = new URL('../cases/care-improves.yaml', import.meta.url).pathname;
const drift = (given: string, ...more: [string, string][]) =>
  draft(['  patients: 300\n', `  patients: 300\n  drift: ${given}\n`], ...more);
const read = async (text: string) => (await problems(text)).replaceAll('x.yaml:', '');

describe('drift of care in a scenario', () => {
  it('is planned by date of entry, and since the publication in the laws', async () => {
    const { trial } = await load(drift('{ medianPerYear: 1.1, sincePublication: 2 years, until: 18 }'));
    expect(trial?.unsized.drift).toEqual({ logPerUnit: Math.log(1.1) / 12, sincePublication: 24, until: 18 });
    const medians = trial?.unsized.arms.map((arm) => median(lawOfArm(arm))) ?? [];
    expect(medians[0]).toBeCloseTo(9 * 1.21, 10);
    expect(medians[1]).toBeCloseTo((9 * 1.21) / 0.7, 10);
  });

  it('has plain numbers in the unit of the scenario', async () => {
    const { trial } = await load(drift('{ medianPerYear: 1.1, sincePublication: 24, until: 0 }'));
    expect(trial?.unsized.drift).toMatchObject({ sincePublication: 24, until: 0 });
  });

  it('of factor 1 leaves the laws to the bit', async () => {
    const { trial } = await load(drift('{ medianPerYear: 1, sincePublication: 5 years }'));
    const { trial: without } = await load(draft());
    expect(trial?.unsized.arms).toEqual(without?.unsized.arms);
  });

  it.each([
    ['{ medianPerYear: 0 }', /trial\.drift\.medianPerYear is 0; must be .*factor by which medians grow a year.*1\.05/],
    ['{ medianPerYear: -1.05 }', /medianPerYear is -1\.05; must be/],
    ['{ medianPerYear: 40 }', /medianPerYear is 40; must be/],
    ['{ sincePublication: 5 years }', /trial\.drift\.medianPerYear is missing/],
    ['{ medianPerYear: 1.05, until: -3 }', /trial\.drift\.until is -3; must be/],
    ['{ medianPerYear: 1.05, until: "-2 years" }', /trial\.drift\.until is "-2 years"; must be/],
    ['{ medianPerYear: 1.05, sincePublication: -1 }', /trial\.drift\.sincePublication is -1; must be/],
    ['{ medianPerYear: 1.05, during: false }', /trial\.drift\.during is not a known key/],
    ['{ medianPerYear: 1.05, until: 0 }', /trial\.drift\.until is 0, and sincePublication too/],
    [
      '{ medianPerYear: 1.5, sincePublication: 20 years }',
      /sincePublication is 240 months, over which medians change 3325\.26-fold; must be at most 20-fold/,
    ],
  ])('refuses %s in a line', async (given, message) => {
    const found = await read(drift(given));
    expect(found).toMatch(message);
    expect(found.split('\n')).toHaveLength(1);
  });

  it('refuses parts of a trial for which it is not defined', async () => {
    const factor = '{ medianPerYear: 1.05 }';
    const scans: [string, string] = ['  patients: 300\n', '  scans: { every: 8 weeks }\n  patients: 300\n'];
    expect(await read(drift(factor, scans))).toMatch(/trial\.drift is given, but trial\.scans show events late/);
    const timed: [string, string] = [
      'survival: { model: relative, hazardRatio: 0.7 }',
      'treatmentStart: 2 weeks\n      survival: { model: relative, hazardRatio: 0.7 }',
    ];
    expect(await read(drift(factor, timed))).toMatch(/trial\.drift is given, but an arm has a treatmentStart/);
  });

  it('is told, with the medians of the first and the last to enter', async () => {
    const { trial } = askCheck(await loadScenario(CASE));
    expect(trial?.drift && driftAnswer(trial.drift, 'Standard', 'month')).toBe(
      'Care changes with the date of entry: medians grow by 6.0 % a year of entry, 1.26-fold since the publication (planned median of Standard: 12.6 months at the first entry, 14.6 at the last).',
    );
    expect(askCheck(await load(draft())).trial).not.toHaveProperty('drift');
  });

  it('is one of the assumptions that sensitivity varies, to none and to twice as much', async () => {
    const scenario = await loadScenario(CASE);
    const { trial } = scenario;
    if (trial?.patients == null) throw new Error('no trial');
    const { varied } = assumptionsOf(scenario, { ...trial.unsized, patients: trial.patients });
    const rows = varied.filter(({ name }) => name === 'drift of care');
    expect(rows.map((row) => [row.planned, row.low.value, row.high.value])).toEqual([
      ['medians +6 % a year', 'medians +0 % a year', 'medians +12.4 % a year'],
    ]);
    expect(varied.map(({ name }) => name)).not.toContain('growth of medians a year of entry');
  });
});
