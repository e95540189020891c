/** Rates, durations and patients: of three values two decide the third, and rates are absolute or proportions. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { sampleSize } from '../../src/formulas/sampleSize.ts';
import { powerQuestion } from '../../src/questions/powerQuestion.ts';
import { sizeQuestion } from '../../src/questions/sizeQuestion.ts';
import { expectedEnrolled } from '../../src/trial/accrual.ts';
import { member, seriesOf } from '../../src/trial/series.ts';
import { draft, load, problems } from './draft.ts';

const caseText = (name: string) => readFileSync(new URL(`../cases/${name}.yaml`, import.meta.url), 'utf8');
const read = async (text: string) => (await problems(text)).replaceAll('x.yaml:', '');
const accrual = (given: string, ...more: [string, string][]) =>
  draft(['accrual: { duration: 24 }', `accrual: ${given}`], ...more);

describe('a rate and a duration', () => {
  it('that do not enrol the patients are refused with the values that would', async () => {
    expect(await read(caseText('rate-and-duration'))).toBe(
      '9: trial.accrual.duration is 24 months, in which the rate enrols 1200 patients, not 500; give two of the three: leave out duration (then 10 months), patients (then 1200) or rate (then 20.8333 a month)',
    );
    expect(await read(accrual('{ rates: [{from: 0, rate: 5}, {from: 10, rate: 10}], duration: 20 }'))).toBe(
      '20: trial.accrual.duration is 20 months, in which the rates enrol 150 patients, not 300; give two of the three: leave out duration (then 35 months) or patients (then 150), or write relativeRates, which are scaled to the duration',
    );
  });

  it('are taken where they enrol them to within a patient', async () => {
    for (const rate of [12.5, 12.5 - 0.04, 12.5 + 0.04])
      expect((await load(accrual(`{ rate: ${rate}, duration: 24 }`))).trial?.patients).toBe(300);
    expect(await read(accrual('{ rate: 12.45, duration: 24 }'))).toMatch(/enrols 298 patients, not 300/);
  });

  it('say how many patients there are where nothing else does, whom no size can then be sought', async () => {
    const open: [string, string] = ['  patients: 300\n', ''];
    const scenario = await load(accrual('{ rate: 12.55, duration: 24 }', open));
    expect(scenario.trial).toMatchObject({ patients: 301, patientsFollow: true });
    expect(powerQuestion.needs(scenario)).toBeNull();
    expect(sizeQuestion.needs(scenario)).toBe(
      'trial.accrual gives rates and a duration, which fix N at 301, so that there is no N to seek; leave out duration (rates stay, enrolment lasts as long as N needs), or write relativeRates (the duration stays, rates grow with N)',
    );
    expect((await load(draft())).trial).not.toHaveProperty('patientsFollow');
  });

  it('of the published study are held to its patients', async () => {
    expect(
      await read(draft(['conduct: { accrual: { duration: 10 }', 'conduct: { accrual: { duration: 10, rate: 5 }'])),
    ).toMatch(
      /enrols 50 patients, not 71; give two of the three: leave out duration \(then 14.2 months\) or rate \(then 7.1 a month\)$/,
    );
  });
});

describe('relative rates', () => {
  it('bring N patients in the duration, whatever N is', async () => {
    expect(sizeQuestion.needs(await load(caseText('relative-rates')))).toMatch(/fix N at 2/);
    const { trial } = await load(caseText('relative-rates').replace(' rates:', ' relativeRates:'));
    if (!trial) throw new Error('no trial');
    expect(trial.patients).toBeNull();
    const family = seriesOf(trial.unsized, null);
    expect(family.holdsFixed).toBe('accrual duration');
    // Schoenfeld's 330.378 events at HR 0.7, over 0.510065, the share of patients with an event by R's integrate.
    const found = sampleSize(expectationOf(member(family, 2)), 0.9, 'schoenfeld');
    if (found.kind !== 'size') throw new Error(found.reason);
    expect(found.patientsUnrounded).toBeCloseTo(647.716650509, 5);
    expect(found.analysisTime).toBe(18);
    // 0.3 of 2.1 in the first three months.
    expect(expectedEnrolled(trial.unsized.accrual, 648, 3)).toBeCloseTo((648 * 0.3) / 2.1, 9);
  });

  it.each([
    [
      '{ relativeRates: [{from: 0, rate: 1}] }',
      '20: trial.accrual.relativeRates are given without the duration over which N enters; give it, e.g. duration: 12',
    ],
    [
      '{ duration: 12, relativeRates: [{from: 0, rate: 1}, {from: 12, rate: 2}] }',
      '20: trial.accrual.relativeRates[1].from is 12 months; must be < 12 months, the duration',
    ],
    [
      '{ duration: 12, relativeRates: [{from: 0, rate: 0}] }',
      '20: trial.accrual.relativeRates are all 0, so that nobody ever enters; give at least one above 0',
    ],
    [
      '{ duration: 12, rate: 3, relativeRates: [{from: 0, rate: 1}] }',
      '20: trial.accrual gives rate and relativeRates; must give a duration, a rate, rates, or a duration with relativeRates, e.g. {duration: 24} or {rate: 10}',
    ],
    [
      '{ duration: 0, rate: 3 }',
      '20: trial.accrual.rate is given with duration 0, when everybody enters at once; leave it out, or enrol longer',
    ],
  ])('%s', async (given, message) => {
    expect(await read(accrual(given))).toBe(message);
  });
});

describe('values given twice', () => {
  it.each([
    [['median: 9 }', 'median: 9, hazard: 0.1 }'], /gives median and hazard; must give exactly one/],
    [
      ['probability: 0.05, by: 1 year', 'probability: 0.05, by: 1 year, hazard: 0.01'],
      /gives hazard and probability and by/,
    ],
    [['{ events: 200 }', '{ events: 200, calendarTime: 40 }'], /gives events and calendarTime/],
    [
      ['accrual: { duration: 24 }', 'accrual: { duration: 24 }\n  centres: { count: 5, rate: 1 }'],
      /centres.rate is given, and trial.accrual too/,
    ],
    [
      [
        'model: exponential, median: 9',
        'model: piecewise exponential, median: 9, milestones: [{time: 12, survival: 0.5}]',
      ],
      /median is 9, but a milestone is 0.5 at 12; give one of them/,
    ],
  ] as [[string, string], RegExp][])('%j', async (edit, message) => {
    expect(await read(draft(edit))).toMatch(message);
  });
});
