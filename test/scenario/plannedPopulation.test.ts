/** Who the patients are: every form of the file, and what it is resolved to. */

import { describe, expect, it } from 'vitest';
import { survival } from '../../src/survival/law.ts';
import { cellsOf, type Population } from '../../src/trial/population.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';
import { draft, load, POPULATION } from './draft.ts';

async function designOf(block: string, ...edits: [from: string, to: string][]) {
  const { trial } = await load(draft(['  patients: 300', `  population: ${block}\n  patients: 300`], ...edits));
  if (!trial) throw new Error('no trial');
  return trial.unsized;
}

const populationOf = async (block: string, ...edits: [string, string][]): Promise<Population> =>
  (await designOf(block, ...edits)).population as Population;

const stage = (b: string) =>
  `{ factors: [{name: stage, levels: [{name: C, prevalence: 0.75}, {name: B, prevalence: 0.25${b}}]}] }`;

describe('the population', () => {
  it('is everybody alike without', async () => {
    expect('population' in ((await load(draft())).trial?.unsized ?? {})).toBe(false);
  });

  it('fills in what is left out', async () => {
    expect(await populationOf(stage(''))).toEqual({
      survivalOf: 'everyone',
      covariates: [],
      factors: [
        {
          name: 'stage',
          levels: [
            { name: 'C', prevalence: 0.75, hazardRatio: 1, effectRatio: 1 },
            { name: 'B', prevalence: 0.25, hazardRatio: 1, effectRatio: 1 },
          ],
        },
      ],
    });
  });

  it('has factors and covariates, with provenance', async () => {
    const population = await populationOf(
      '{ survivalOf: reference, covariates: [{name: NLR, mean: {value: 3.8, source: reported}, sd: 1.6, hazardRatio: 0.8}] }',
    );
    expect(population).toEqual({
      survivalOf: 'reference',
      factors: [],
      covariates: [{ name: 'NLR', mean: 3.8, sd: 1.6, hazardRatio: 0.8 }],
    });
    const { provenance } = await load(
      draft([
        '  patients: 300',
        `  population: ${stage(', hazardRatio: {value: 0.5, source: reported, note: Table 2}')}\n  patients: 300`,
      ]),
    );
    expect(provenance).toMatchObject([
      {
        path: 'trial.population.factors[stage].levels[B].hazardRatio',
        value: '0.5',
        source: 'reported',
        note: 'Table 2',
      },
    ]);
  });

  it.each([
    [', effectRatio: 1.2', 1.2],
    [', effect: 0.84', 1.2],
    [', effect: 0.7', 1],
    [', effect: {value: 1.4, source: assumed}', 2],
  ])('with %s has an effect of %d times the planned', async (b, expected) => {
    const [{ levels }] = (await populationOf(stage(b))).factors;
    expect(levels.map(({ effectRatio }) => effectRatio)).toEqual([1, expect.closeTo(expected, 12)]);
  });

  it('sums prevalences of a few decimals to 1', async () => {
    const third = (name: string, prevalence: number) => `{name: ${name}, prevalence: ${prevalence}}`;
    const levels = [third('a', 0.3333333), third('b', 0.3333333), third('c', 0.3333333)].join(', ');
    const [factor] = (await populationOf(`{ factors: [{name: f, levels: [${levels}]}] }`)).factors;
    expect(factor.levels.reduce((sum, { prevalence }) => sum + prevalence, 0)).toBeCloseTo(1, 15);
  });

  it('keeps the median of the control at the limits of what it takes', async () => {
    const wide = (name: string, ratio: number) =>
      `{name: ${name}, levels: [{name: x, prevalence: 0.5}, {name: y, prevalence: 0.5, hazardRatio: ${ratio}}]}`;
    for (const ratio of [0.1, 10]) {
      const factors = `[${[wide('a', ratio), wide('b', ratio), wide('c', ratio)].join(', ')}]`;
      const covariates = '[{name: x, mean: 0, sd: 3, hazardRatio: 2.7}]';
      const {
        population,
        arms: [control],
      } = await designOf(`{ factors: ${factors}, covariates: ${covariates} }`);
      const cells = cellsOf(population, lawOfArm(control));
      expect(cells).toHaveLength(8);
      for (const { multiplier } of cells) expect(multiplier).toBeGreaterThan(0);
      expect(survival(lawOfArm(control), 9)).toBeCloseTo(0.5, 12);
    }
  });

  it('may be that of a trial whose size is sought', async () => {
    const { trial } = await load(draft(POPULATION, ['  patients: 300\n', '']));
    expect(trial?.patients).toBeNull();
    expect(trial?.unsized.population?.factors.map(({ name }) => name)).toEqual(['stage', 'sex']);
  });
});
