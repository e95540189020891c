/** Checks, sizes, curves and looks of trials with other tests, several arms and patients who differ. */

import { describe, expect, it } from 'vitest';
import { askCheck } from '../../src/questions/check.ts';
import type { CurveResult } from '../../src/questions/curve.ts';
import { askPower } from '../../src/questions/power.ts';
import type { SimulatedSize } from '../../src/questions/simulatedSize.ts';
import type { SizeResult } from '../../src/questions/size.ts';
import { checkSections } from '../../src/report/checkReport.ts';
import { curveSection } from '../../src/report/curveReport.ts';
import { powerSections } from '../../src/report/powerReport.ts';
import { sizeSection } from '../../src/report/sizeReport.ts';
import { FIRST_COMPARED } from '../../src/trial/comparison.ts';
import type { Population } from '../../src/trial/population.ts';
import type { Trial, UnsizedTrial } from '../../src/trial/trial.ts';
import { delayedTrial, eventDrivenTrial, exponentialLaw } from '../expectation/plannedTrial.ts';
import { asking } from '../questions/asked.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { mean, rowsOf, share, shown, tableOf, unstratified } from './results.ts';

const RMST = { kind: 'rmst', parameters: { until: 12, contrast: 'difference' } };

function checked(unsized: UnsizedTrial, patients: number | null) {
  const trial = { unsized, patients, targetPower: [0.8] };
  const result = askCheck({ reported: null, trial, timeUnit: 'month' });
  const sections = checkSections(result, unsized, 'month');
  return { result, sections, words: shown(sections).replace(/\s+/g, ' ') };
}

/** Three arms, 2:1:1, Holm. */
function threeArms(): Trial & Required<Pick<Trial, 'family'>> {
  const two = eventDrivenTrial();
  const late = exponentialLaw(6, { starts: [0], ratios: [0.85] });
  return {
    ...two,
    arms: armsOfLaws(
      two.arms[0],
      { ...two.arms[1], name: 'early', weight: 2 },
      { ...two.arms[1], name: 'late', law: late },
    ),
    patients: 600,
    family: {
      hypotheses: [
        { ...FIRST_COMPARED, name: 'early v control', arm: 1, subgroup: null },
        { ...FIRST_COMPARED, name: 'late v control', arm: 2, subgroup: null },
      ],
      procedure: { kind: 'holm' },
      dropping: null,
      success: 'all',
      stopsAt: 'nothingLeft',
    },
  };
}

const POPULATION: Population = {
  factors: [
    {
      name: 'stage',
      levels: [
        { name: 'C', prevalence: 0.75, hazardRatio: 1, effectRatio: 0.9 },
        { name: 'B', prevalence: 0.25, hazardRatio: 0.5, effectRatio: 1.2 },
      ],
    },
  ],
  covariates: [{ name: 'NLR', mean: 3.8, sd: 1.6, hazardRatio: 0.8 }],
  survivalOf: 'everyone',
};

describe('check', () => {
  it('names the lowest ratio of many steps, and accrual whose rate changes', () => {
    const plain = eventDrivenTrial();
    const starts = [0, 1, 2, 3, 4, 5, 6, 12];
    const law = exponentialLaw(6, { starts, ratios: [1, 0.8, 0.7, 0.6, 0.55, 0.6, 0.7, 0.9] });
    const { words } = checked(
      {
        ...plain,
        accrual: { pattern: 'uniform', starts: [0, 3], rates: [5, 20], duration: null },
        arms: armsOfLaws(plain.arms[0], { ...plain.arms[1], law }),
      },
      500,
    );
    expect(words).toContain('hazard ratio 1 falling to 0.55 by month 4, then 0.9 by month 12.');
    expect(words).toContain('Accrual at rates that change over');
  });

  it('names the test that decides and those beside it', () => {
    const trial = delayedTrial(3);
    const { words, result } = checked(
      { ...trial, test: { ...trial.test, statistic: RMST, beside: [unstratified({ kind: 'gehan', parameters: {} })] } },
      300,
    );
    expect(words).toContain(
      'Test of RMST difference to 12 months, one-sided 2.5 % (two-sided 5 %), critical value 1.9600',
    );
    expect(words).toContain('deciding nothing: Gehan–Wilcoxon.');
    expect(result.trial?.test.statistic).toBe('RMST difference to 12 months');
    // The formulas are about the log-rank: one line, and no rows without numbers.
    expect(words).toContain('No number of patients by formula: the formula is about the log-rank test.');
    expect(words).not.toContain('Patients and events by formula');
  });

  it('gives every arm its effect, and the hypotheses their bounds', () => {
    const { words, result, sections } = checked(threeArms(), 600);
    expect(words).toContain('allocation 2:1:1 (experimental arms:control)');
    expect(words).toContain('0.7 for early; 0.85 for late');
    expect(result.trial?.effects.map(({ arm, hazardRatio }) => [arm, Number(hazardRatio?.toFixed(9))])).toEqual([
      ['early', 0.7],
      ['late', 0.85],
    ]);
    expect(words).toContain('2 hypotheses (early v control and late v control), Holm');
    expect(words).toContain('success: both hypotheses are rejected');
    expect(rowsOf(tableOf(sections, 'arms')).map(({ patients }) => patients)).toEqual([150, 300, 150]);
    const rows = rowsOf(tableOf(sections, 'planned-hypotheses'));
    expect(rows.map(({ hypothesis }) => hypothesis)).toEqual([
      'early v control',
      'late v control',
      'at least one',
      'both',
    ]);
  });

  it('describes patients who differ, and the survival of all of them together', () => {
    const { words, sections, result } = checked({ ...eventDrivenTrial(), population: POPULATION }, 500);
    expect(words).toContain('that of all its patients together');
    const [c, b] = rowsOf(tableOf(sections, 'factors'));
    expect([c.prevalence, c.hazardRatio, b.hazardRatio]).toEqual([0.75, 1, 0.5]);
    expect(Number(c.treatmentHazardRatio)).toBeCloseTo(0.63, 9);
    expect(Number(b.treatmentHazardRatio)).toBeCloseTo(0.84, 9);
    expect(rowsOf(tableOf(sections, 'covariates'))).toEqual([
      { covariate: 'NLR', mean: 3.8, sd: 1.6, hazardRatio: 0.8 },
    ]);
    const [control, experimental] = result.trial?.arms ?? [];
    expect(control.median).toBeCloseTo(6, 6);
    expect(control.milestones[0].survival).toBeCloseTo(0.5, 6);
    // Frail patients fail first: later survival is above that of an exponential with the same median.
    expect(control.milestones[2].survival).toBeGreaterThan(0.5 ** 4);
    expect(experimental.median).toBeGreaterThan(6);
  });

  it('keeps a median that is never reached', () => {
    const cured = {
      clock: { kind: 'piecewise', starts: [0, 6], hazards: [0.05, 0] },
      steps: { starts: [0], ratios: [1] },
    } as const;
    const trial = eventDrivenTrial();
    const { result } = checked(
      {
        ...trial,
        arms: armsOfLaws({ ...trial.arms[0], law: cured }, trial.arms[1]),
        population: { ...POPULATION, survivalOf: 'reference' },
      },
      null,
    );
    expect(result.trial?.arms[0].median).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('size', () => {
  it('counts patients of every arm, and shows the hypotheses at N', async () => {
    const { patients, ...unsized }: Trial = { ...threeArms(), family: { ...threeArms().family, success: 'any' } };
    const power = await askPower(asking('sizes', { replicates: 300 }), { ...unsized, patients }, 'month');
    const byArm = [152, 304, 152];
    const simulated: SimulatedSize = {
      kind: 'size',
      targetPower: 0.8,
      patientsUnrounded: 605.2,
      standardError: 3,
      low: 599.3,
      high: 611.1,
      modelled: [],
      patients: 608,
      eventsNeeded: null,
      patientsControl: 152,
      patientsExperimental: 304,
      patientsByArm: ['control', 'early', 'late'].map((arm, a) => ({ arm, patients: byArm[a] })),
      missedAllocation: null,
      events: 350,
      accrualDuration: 24,
      searchReplicates: 10_000,
      characteristics: power.alternative,
      sequential: null,
      family: power.family,
    };
    const result: SizeResult = {
      hazardRatio: null,
      holdsFixed: 'accrual duration',
      scalesEvents: true,
      varies: 'patients',
      maturity: 0.7,
      asked: [0.8],
      targets: [
        {
          simulated,
          closed: [
            {
              method: 'schoenfeld',
              name: 'Schoenfeld 1981',
              result: { kind: 'unreachable', reason: 'the formula knows one comparison of two arms' },
            },
          ],
          inflation: 1,
          numerical: { patients: 604, events: 347, power: 0.8003 },
          whyTheyDiffer: 'The formulas do not apply here; the simulation is the answer.',
        },
      ],
    };
    const section = sizeSection(result, unsized, 'month');
    const words = shown([section]).replace(/\s+/g, ' ');
    expect(words).toContain('needs 608 patients (152 control, 304 early and 152 late): the analysis at event 350');
    expect(words).toContain('Power: that at least one of the 2 hypotheses is rejected.');
    expect(words).toContain('large samples – 604');
    expect(words).not.toContain('no answer');
    expect(words).toContain('No formula: the formula knows one comparison of two arms.');
    expect(rowsOf(tableOf([section], 'hypotheses-80'))[2].rejected).toBe(power.family?.any.estimate);
    expect(rowsOf(tableOf([section], 'patients-by-arm-80')).map((row) => row.patients)).toEqual(byArm);
  });
});

describe('curve', () => {
  const curve = (formulas: readonly [string, string][]): CurveResult =>
    ({
      model: { intercept: -1, slope: 0.1 },
      points: [
        {
          patients: 300,
          events: { ...mean(200), p5: 190, p50: 200, p95: 210 },
          analysisTime: { ...mean(36), p5: 35, p50: 36, p95: 37 },
          accrualDuration: 24,
          power: share(0.8),
          fitted: 0.8,
          closed: formulas.map(([formula, name]) => ({ formula, name, power: 0.81, reason: null })),
        },
      ],
    }) as unknown as CurveResult;

  it('has a column for large samples where the test is another', () => {
    const all = [
      'schoenfeld',
      'freedman',
      'rubinstein',
      'lachinFoulkes',
      'lachinFoulkesLog',
      'logRankDrift',
      'testDrift',
    ];
    const section = curveSection(curve(all.map((name) => [name, name])), 'month');
    const text = shown([section]);
    expect(text).toContain('large sample');
    expect(text).not.toContain('Freedman');
    expect(Object.keys(rowsOf(tableOf([section], 'power-curve'))[0])).toEqual(expect.arrayContaining(all));
  });

  it('has none where there is no formula', () => {
    expect(shown([curveSection(curve([]), 'month')])).not.toContain('large sample');
  });
});

describe('looks of a test that is not of the hazard ratio', () => {
  it('have no hazard ratio at their bounds, and other tests go on', async () => {
    const trial = delayedTrial(0);
    const sequential: Trial = {
      ...trial,
      test: { ...trial.test, statistic: RMST, beside: [unstratified({ kind: 'log-rank', parameters: {} })] },
      interims: [{ kind: 'calendarTime', time: 26 }],
      sequential: {
        efficacy: { kind: 'spending', spending: { kind: 'obrienFleming' } },
        tested: [true],
        futility: null,
        chosen: [false],
        binding: false,
        information: 'planned',
        reestimation: null,
      },
    };
    const result = await askPower(asking('looks', { replicates: 400 }), sequential, 'month');
    const sections = powerSections(result, sequential, 'month');
    const text = shown(sections);
    expect(text).not.toContain('HR ≤');
    expect(text.replace(/\s+/g, ' ')).toContain('Each test has bounds of its own at every look');
    expect(text).toContain('at month');
    const rows = rowsOf(tableOf(sections, 'estimands'));
    expect(new Set(rows.map(({ look }) => look))).toEqual(new Set([1, 2]));
  });
});
