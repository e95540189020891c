/** What readers and files get of a power with several tests, several hypotheses, a strong null, estimands. */

import { describe, expect, it } from 'vitest';
import { askPower, type PowerResult, type StrongNullResult } from '../../src/questions/power.ts';
import { powerSections } from '../../src/report/powerReport.ts';
import { strongNullSection } from '../../src/report/testsReport.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial, eventDrivenTrial, exponentialLaw, publishedShape } from '../expectation/plannedTrial.ts';
import { asking } from '../questions/asked.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { N, rowsOf, share, shown, tableOf, unstratified } from './results.ts';

const FH = { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } };

const ask = (trial: Trial): Promise<PowerResult> => askPower(asking('report', { replicates: 400 }), trial, 'month');

describe('power of one test', () => {
  it('names it, with its alpha', async () => {
    const trial = { ...delayedTrial(3), patients: 300 };
    const fh = { ...trial, test: { ...trial.test, statistic: FH } };
    const sections = powerSections(await ask(fh), fh, 'month');
    const text = shown(sections).replace(/\s+/g, ' ');
    expect(text).toContain(
      'With 300 patients the Fleming–Harrington (0, 1) test at one-sided 2.5 % (two-sided 5 %) has',
    );
    expect(text).not.toMatch(/log-rank test/);
    expect(sections.map(({ title }) => title)).not.toContain('Several tests on the same trials');
  });

  it('says little more of a plain log-rank under proportional hazards', async () => {
    const sections = powerSections(await ask(eventDrivenTrial()), eventDrivenTrial(), 'month');
    expect(sections.length).toBe(1);
    expect(shown(sections)).toContain('Schoenfeld 1981');
  });

  it('says which way a two-sided test rejects', async () => {
    const text = shown(powerSections(await ask(publishedShape()), publishedShape(), 'month'));
    expect(text).toContain('Rejects (either way)');
    expect(text).toContain('for control');
    expect(text).toContain('against the experimental arm');
  });

  it('says which way the plan goes by the plan, whatever the seed', async () => {
    const beyond = { starts: [0, 37], ratios: [1, 0.5] };
    const told = async (trial: Trial, seed: string): Promise<string> => {
      const result = await askPower(asking(seed, { replicates: 32 }), trial, 'month');
      return shown(powerSections(result, trial, 'month')).replace(/\s+/g, ' ');
    };
    const late: Trial = {
      ...delayedTrial(0),
      arms: armsOfLaws(delayedTrial(0).arms[0], { ...delayedTrial(0).arms[1], law: exponentialLaw(9, beyond) }),
    };
    // Of a z about 0 one seed in two is on the other side; a two-sided test counts harm.
    const twoSided = { ...late, test: { ...late.test, alpha: 0.05, sides: 2 as const } };
    for (let seed = 0; seed < 12; seed++) {
      const none = eventDrivenTrial({ starts: [0], ratios: [1] });
      expect(await told({ ...none, patients: 40, analysis: { kind: 'events', events: 20 } }, `${seed}`)).toMatch(
        /The planned hazard ratio is 1: there is no effect to detect, and both rates are the type I error\./,
      );
      for (const trial of [late, twoSided])
        expect(await told({ ...trial, patients: 40 }, `${seed}`)).toMatch(/sets in later than anybody is followed by/);
      const little = eventDrivenTrial({ starts: [0], ratios: [0.98] });
      expect(await told({ ...little, patients: 40, analysis: { kind: 'events', events: 20 } }, `${seed}`)).not.toMatch(
        /against|no effect to detect/,
      );
    }
  });
});

describe('several tests on the same trials', async () => {
  const plain = delayedTrial(3);
  const trial: Trial = {
    ...plain,
    test: {
      ...plain.test,
      beside: [
        unstratified(FH),
        unstratified({ kind: 'rmst', parameters: { until: 24, contrast: 'difference' } }),
        unstratified({ kind: 'cox', parameters: { test: 'wald' } }),
      ],
    },
  };
  const result = await ask(trial);
  const sections = powerSections(result, trial, 'month');
  const text = shown(sections);

  it('are a row each, the deciding one first', () => {
    expect(text.replace(/\s+/g, ' ')).toContain('The log-rank test decides; beside it 3 others were made');
    for (const name of ['1 log-rank', '2 Fleming–Harrington (0, 1)', '3 RMST difference to 24', '4 Cox Wald'])
      expect(text).toContain(name);
    const rows = rowsOf(tableOf(sections, 'tests'));
    expect(rows.map(({ test }) => test)).toEqual(result.tests?.tests.map(({ name }) => name));
    expect(rows[0].minusDeciding).toBeNull();
    rows.slice(1).forEach((row, t) => {
      expect(row.minusDeciding).toBeCloseTo(Number(row.power) - Number(rows[0].power), 12);
      expect(Number(row.minusDecidingStandardError)).toBe(result.tests?.tests[t + 1].minusDeciding?.standardError);
      expect(row.noEffect).toBe(result.nullTests?.tests[t + 1].power.estimate);
    });
  });

  it('agree or not, in shares that add up to 1', () => {
    const rows = rowsOf(tableOf(sections, 'test-agreement'));
    expect(rows.length).toBe(6);
    for (const { both, onlyFirst, onlySecond, neither } of rows)
      expect(Number(both) + Number(onlyFirst) + Number(onlySecond) + Number(neither)).toBeCloseTo(1, 12);
  });

  it('estimate ratios as ratios', () => {
    const rows = rowsOf(tableOf(sections, 'test-estimates'));
    expect(rows.map(({ estimate }) => estimate)).toEqual(['RMST difference', 'hazard ratio']);
    for (const key of ['simulated', 'formula']) {
      expect(Number(rows[1][key])).toBeGreaterThan(0.6);
      expect(Number(rows[1][key])).toBeLessThan(1);
    }
  });

  it('have estimands beside them, ratios as ratios', () => {
    const [ratio, mean] = rowsOf(tableOf(sections, 'estimands'));
    expect(ratio.estimand).toBe('average hazard ratio');
    expect(Math.abs(Number(ratio.simulated) - Number(ratio.integrated))).toBeLessThan(
      5 * Number(ratio.simulatedStandardError) + 0.02,
    );
    expect(Number(mean.integrated)).toBeGreaterThan(0);
  });
});

describe('a strong null', () => {
  const trial = delayedTrial(3);
  const test = (name: string, power: number, harm = 0) => ({
    name,
    deciding: name === 'log-rank',
    power: share(power),
    significantHarm: share(harm),
    minusDeciding: null,
    formula: null,
    estimates: null,
  });
  const result = (weighted: number, harm = 0): StrongNullResult => ({
    early: 1.8,
    late: 0.7,
    until: 1,
    meets: 36,
    replicates: N,
    benefit: share(0.01),
    tests: { tests: [test('log-rank', 0.01 + harm, harm), test('Fleming–Harrington (0, 1)', weighted)], agreement: [] },
  });
  const textOf = (of: StrongNullResult, sides: 1 | 2 = 1) =>
    shown([
      strongNullSection(of, 'log-rank', { ...trial, test: { ...trial.test, alpha: 0.025 * sides, sides } }, 'month'),
    ]).replace(/\s+/g, ' ');

  it('is told in plain words, with a warning where a test claims what is not there', () => {
    const text = textOf(result(0.5));
    expect(text).toContain('hazard ratio 1.8 until month 1 of follow-up, 0.7 until month 36 and 1 from then on');
    expect(text).toContain('every claim of benefit is false');
    expect(text).toContain('Warning:');
    expect(text).toContain('Fleming–Harrington (0, 1) in 50.0 % (20 times as often)');
  });

  it('warns of nothing where alpha holds', () => {
    const text = textOf(result(0.02));
    expect(text).not.toContain('Warning');
    expect(text).toContain('No test claims a benefit more often than its one-sided 2.5 %');
  });

  it('counts no claims of harm', () => {
    const rows = rowsOf(
      strongNullSection(
        result(0.02, 0.3),
        'log-rank',
        { ...trial, test: { ...trial.test, alpha: 0.05, sides: 2 } },
        'month',
      ).tables[0],
    );
    expect(rows[0].benefit).toBeCloseTo(0.01, 12);
    expect(textOf(result(0.02, 0.3), 2)).not.toContain('Warning');
  });
});

describe('several hypotheses', async () => {
  const two = eventDrivenTrial();
  const trial: Trial = {
    ...two,
    arms: armsOfLaws(
      two.arms[0],
      { ...two.arms[1], name: 'early and a name that goes on and on' },
      { ...two.arms[1], name: 'late', law: exponentialLaw(6, { starts: [0], ratios: [0.85] }) },
    ),
    patients: 600,
    family: {
      hypotheses: [
        { name: 'early and a name that goes on and on', arm: 1, subgroup: null },
        { name: 'late', arm: 2, subgroup: null },
      ],
      procedure: { kind: 'holm' },
      dropping: null,
      success: 'any',
      stopsAt: 'nothingLeft',
    },
  };
  const result = await ask(trial);
  const sections = powerSections(result, trial, 'month');
  const text = shown(sections);
  const words = text.replace(/\s+/g, ' ');

  it('say what success is, and the error over the family', () => {
    expect(words).toContain('With 600 patients at least one of the 2 hypotheses is rejected in');
    expect(words).toContain('over all of them (Holm)');
    expect(words).toContain('If no experimental arm does anything, at least one hypothesis is rejected in');
    expect(words).toContain('family-wise error rate');
    expect(words).toContain('Success');
  });

  it('are a row each, then any and all, with the bounds of one analysis', () => {
    const rows = rowsOf(tableOf(sections, 'hypotheses'));
    expect(rows.map(({ hypothesis }) => hypothesis)).toEqual([
      'early and a name that goes on and on',
      'late',
      'at least one',
      'both',
    ]);
    expect(rows[2].rejected).toBe(result.family?.any.estimate);
    expect(rows[2].noEffect).toBe(result.nullFamily?.any.estimate);
    expect(Number(rows[0].firstBound)).toBeCloseTo(2.2414, 3);
    expect(Number(rows[0].lastBound)).toBeCloseTo(1.96, 3);
    expect(text).toContain('early and a name that goes on and on.');
    expect(Number(rows[0].rejected)).toBeGreaterThan(Number(rows[1].rejected));
  });

  it('count events of each arm by its name, and say whose the hazard ratio is', () => {
    expect(text).toContain('in late');
    expect(words).toContain('First comparison: early and a name that goes on and on v control.');
    const rows = rowsOf(
      tableOf(
        sections.map((s) => ({ ...s, tables: s.tables.filter(({ audience }) => audience === 'files') })),
        'operating-characteristics',
      ),
    );
    const planned = rows.filter(({ under }) => under === 'planned effect');
    const of = (quantity: string) => Number(planned.find((row) => row.quantity === quantity)?.estimate);
    expect(of('eventsControl') + of('eventsExperimental') + of('eventsExperimental2')).toBeCloseTo(of('events'), 6);
  });
});
