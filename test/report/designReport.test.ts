/**
 * What `check` says of starts, centres, randomisation, scans and the names of tests.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { askCheck } from '../../src/questions/check.ts';
import { checkSections } from '../../src/report/checkReport.ts';
import { sentencesOf } from '../../src/report/table.ts';
import { shortTest, testPhrase } from '../../src/report/testWords.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { LOG_RANK } from '../../src/statistics/registry.ts';
import { testName } from '../../src/trial/testName.ts';
import { draft, load } from '../scenario/draft.ts';

const shipped = (name: string) => loadScenario(new URL(`../../scenarios/${name}.yaml`, import.meta.url).pathname);

async function sectionOf(scenario: Awaited<ReturnType<typeof load>>) {
  const section = checkSections(askCheck(scenario), scenario.trial?.unsized ?? null, scenario.timeUnit).at(-1);
  if (!section) throw new Error('no section');
  const table = (name: string) =>
    section.tables.find((each) => each.name === name)?.rows.map((row) => row.map(({ text }) => text));
  return { prose: sentencesOf(section).join('\n'), table };
}

const ACCRUAL = '  accrual: { duration: 24 }\n';
const SURVIVAL = 'survival: { model: relative, hazardRatio: 0.7 }';

describe('starts of the ICI', () => {
  it('have their distribution, and steps at the mean lag', async () => {
    const { table } = await sectionOf(await shipped('timing-camrelizumab'));
    expect(table('treatment-starts')).toEqual([
      ['camrelizumab at 2-3…', '0.575', '0.471', '0.575', '0.678', '0', '1'],
      ['', '', '', '', '', '1.57', '0.783'],
      ['camrelizumab within…', '0.0493', '0.00493', '0.0493', '0.0936', '0', '1'],
      ['', '', '', '', '', '1.05', '0.62'],
      ['camrelizumab a week…', '−0.23', '−0.23', '−0.23', '−0.23', '0', '1.2'],
      ['', '', '', '', '', '0.23', '1'],
      ['', '', '', '', '', '1.23', '0.6'],
    ]);
  });

  it('have the window they share once', async () => {
    const { table } = await sectionOf(await shipped('timing-camrelizumab'));
    const rows = table('priming-window') ?? [];
    expect(rows.map(([arm]) => arm)).toEqual(['every arm that starts it', '', '', '', '']);
    // One half-life halves the log of the ratio over the residual: √(0.6 × 0.95).
    expect(rows.map(([, , ratio]) => ratio)[2]).toBe(String(Number(Math.sqrt(0.6 * 0.95).toPrecision(3))));
  });

  it('are told by the names that the scenario gives, and by plain words without', async () => {
    const early = `${SURVIVAL}\n      treatmentStart: -1 month`;
    const names = '  names: { secondTreatment: camrelizumab, procedure: TACE }\n';
    const named: [string, string] = [ACCRUAL, `${names}${ACCRUAL}`];
    expect((await sectionOf(await load(draft([SURVIVAL, early], named)))).prose).toContain(
      'New starts camrelizumab 1 month before TACE, which waits: the clock starts at randomisation, with camrelizumab.',
    );
    expect((await sectionOf(await load(draft([SURVIVAL, early])))).prose).toContain(
      'New starts the second treatment 1 month before the procedure, which waits',
    );
  });

  it('have the table by lag as it is given', async () => {
    const { table } = await sectionOf(await shipped('timing-sorafenib'));
    expect(table('priming-window')).toEqual([
      ['TACE + sorafenib', '−0.575', '0.536'],
      ['', '2.07', '1'],
    ]);
  });

  it('have neither where the model holds the effect, or without an ICI', async () => {
    const started = await sectionOf(await load(draft([SURVIVAL, `${SURVIVAL}\n      treatmentStart: 2 weeks`])));
    expect(started.table('treatment-starts')).toEqual([['New', '0.46', '0.46', '0.46', '0.46', '–', '–']]);
    expect(started.table('priming-window')).toBeUndefined();
    expect((await sectionOf(await load(draft()))).table('treatment-starts')).toBeUndefined();
  });
});

describe('centres, randomisation and scans', () => {
  it('are told in sentences', async () => {
    const { prose } = await sectionOf(await shipped('multicentre-scans'));
    for (const part of [
      '20 centres (opening at random over 9 months, 1.1 patients a month each, rates varying by 70 % (gamma), at most 60 each); 22 patients a month once all are open, the last of 480 expected about month 27.1.',
      'Centres differ: hazards with an SD of 0.2 on the log scale.',
      'Permuted blocks of 4 and 6 at random within centre.',
      'Progression is seen at scans: every 1.84 ± 0.23 months, every 2.76 months from month 11, 3 % missed. 10 % of the events are deaths, known at once.',
      'Log-rank test stratified by centre',
    ])
      expect(prose).toContain(part);
  });

  it.each([
    ['{ count: 20, rate: 1 }', '20 centres (open from the start, 1 patient a month each); 20 patients a month'],
    ['{ count: 3, rate: 5, opening: { times: [0, 1, 2] } }', '3 centres (opening at times of their own, month 0 to 2,'],
    [
      '{ rate: 1, regions: [{ name: Europe, count: 8, start: 3 }, { name: Asia, count: 12 }] }',
      '20 centres: Europe 8 (open from month 3 on, 1 patient a month each) and Asia 12 (open from the start,',
    ],
  ])('of %s', async (centres, text) => {
    expect((await sectionOf(await load(draft([ACCRUAL, `  centres: ${centres}\n`])))).prose).toContain(text);
  });

  it('are silent where there are none', async () => {
    expect((await sectionOf(await load(draft()))).prose).not.toMatch(/centre|scan|block of|Permuted/);
  });
});

describe('names of tests from other origins', () => {
  const test = {
    statistic: LOG_RANK,
    stratifiedBy: ['centre'],
    adjustedFor: [],
    origin: { kind: 'everTreated' },
  } as const;

  it('say so in a name and in a sentence', () => {
    expect(testName(test, 'month')).toBe('log-rank, by treatment ever received, stratified by centre');
    expect(testPhrase(test, 'month')).toBe('log-rank test by treatment ever received stratified by centre');
    expect(testName({ ...test, origin: { kind: 'randomisation' } }, 'month')).toBe('log-rank, stratified by centre');
  });

  it('keep the origin when shortened', () => {
    const name = testName({ ...test, stratifiedBy: ['centre', 'BCLC stage', 'tumour number'] }, 'month');
    expect(shortTest(name, 'month', 50)).toBe('log-rank, by treatment ever received, stratified');
  });
});
