/**
 * Mistakes in who the patients are: what the user reads, in full (without the file name). The block stands on line 19 of
 * the sound scenario, whose one experimental arm has a constant hazard ratio of 0.7.
 */
import { describe, expect, it } from 'vitest';
import { draft, problems } from './draft.ts';

const POPULATION: [block: string, message: string][] = [
  ['{}', '19: trial.population is incomplete; must give factors, covariates or both'],
  ['5', '19: trial.population is 5; must be a block of keys: survivalOf, factors, covariates'],
  ['{ factors: [] }', '19: trial.population is incomplete; must give factors, covariates or both'],
  [
    '{ survivalOf: all, factors: [{name: stage, levels: [{name: C, prevalence: 0.7}, {name: B, prevalence: 0.3, hazardRatio: 0.5}]}] }',
    '19: trial.population.survivalOf is "all"; must be everyone or reference',
  ],
  [
    '{ factors: [{name: stage}] }',
    '19: trial.population.factors[stage].levels is missing; must be a list of levels, e.g. [{name: C, prevalence: 0.76}, {name: B, prevalence: 0.24, hazardRatio: 0.56}]',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 1}]}] }',
    '19: trial.population.factors[stage].levels[C].prevalence is 1; must be > 0 and < 1 (a share of the patients), e.g. 0.24\n19: trial.population.factors[stage].levels is a list of 1; must have at least two levels, e.g. [{name: C, prevalence: 0.76}, {name: B, prevalence: 0.24}]',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.99}]}] }',
    '19: trial.population.factors[stage].levels is a list of 1; must have at least two levels, e.g. [{name: C, prevalence: 0.76}, {name: B, prevalence: 0.24}]',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.76}, {name: B, prevalence: 0.3}]}] }',
    '19: trial.population.factors[stage].levels have prevalences that sum to 1.06 (0.76 + 0.3); must sum to 1',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.333}, {name: B, prevalence: 0.333}, {name: A, prevalence: 0.333}]}] }',
    '19: trial.population.factors[stage].levels have prevalences that sum to 0.999 (0.333 + 0.333 + 0.333); must sum to 1',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.7}, {name: C, prevalence: 0.3}]}] }',
    '19: trial.population.factors[stage].levels[1].name is the name of another level too; give each its own',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 76}, {name: B, prevalence: 0.24}]}] }',
    '19: trial.population.factors[stage].levels[C].prevalence is 76; must be > 0 and < 1 (a share of the patients), e.g. 0.24',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.7, hazardRatio: 0.5}, {name: B, prevalence: 0.3}]}] }',
    '19: trial.population.factors[stage].levels[C].hazardRatio is 0.5; must be 1 or left out at the first level, which the hazard ratios of the others refer to',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.7}, {name: B, prevalence: 0.3, hazardRatio: -0.5}]}] }',
    '19: trial.population.factors[stage].levels[B].hazardRatio is -0.5; must be > 0 (this level ÷ the first), e.g. 0.56',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.7}, {name: B, prevalence: 0.3, effectRatio: 0}]}] }',
    '19: trial.population.factors[stage].levels[B].effectRatio is 0; must be > 0 (treatment hazard ratio here ÷ the planned one), e.g. 1.2',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.7}, {name: B, prevalence: 0.3, effect: 0.6, effectRatio: 2}]}] }',
    '19: trial.population.factors[stage].levels[B] gives effectRatio and effect; must give exactly one of effectRatio, effect',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.7}, {name: 2, prevalence: 0.3}]}] }',
    '19: trial.population.factors[stage].levels[1].name is 2; must be a text of 1 to 80 characters naming the level; put it in quotes',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.7}, {name: B, prevalence: 0.3, hazardRatio: 0.5}]}, {name: stage, levels: [{name: C, prevalence: 0.7}, {name: B, prevalence: 0.3, hazardRatio: 0.5}]}] }',
    '19: trial.population.factors[1].name is the name of another factor too; give each its own',
  ],
  [
    '{ factors: [{name: stage, levels: [{name: C, prevalence: 0.7}, {name: B, prevalence: 0.3, hazardRatio: 0.5}]}], covariates: [{name: stage, mean: 1, sd: 1, hazardRatio: 1}] }',
    '19: trial.population.covariates[stage].name is the name of a factor too; give each its own',
  ],
  [
    '{ covariates: [{name: NLR, mean: 1, sd: 1, hazardRatio: 1}, {name: NLR, mean: 1, sd: 1, hazardRatio: 1}] }',
    '19: trial.population.covariates[1].name is the name of another covariate too; give each its own',
  ],
  [
    '{ covariates: [{name: NLR, mean: 1, sd: 0, hazardRatio: 1}] }',
    '19: trial.population.covariates[NLR].sd is 0; must be > 0 (standard deviation), e.g. 1.6',
  ],
  [
    '{ covariates: [{name: NLR, mean: 1, sd: 1}] }',
    '19: trial.population.covariates[NLR].hazardRatio is missing; must be a number ≥ 0.01 and ≤ 100 (for one unit more), e.g. 0.8',
  ],
  [
    '{ covariates: [{name: AST, mean: 40, sd: 40, hazardRatio: 1.5}] }',
    '19: trial.population.covariates give log hazards a standard deviation of 16.2186 (sd × |ln hazardRatio|); must be ≤ 3: check that hazardRatio is for one unit',
  ],
  [
    '{ factors: [{name: a, levels: [{name: L0, prevalence: 0.125}, {name: L1, prevalence: 0.125}, {name: L2, prevalence: 0.125}, {name: L3, prevalence: 0.125}, {name: L4, prevalence: 0.125}, {name: L5, prevalence: 0.125}, {name: L6, prevalence: 0.125}, {name: L7, prevalence: 0.125}]}, {name: b, levels: [{name: L0, prevalence: 0.07692307692307693}, {name: L1, prevalence: 0.07692307692307693}, {name: L2, prevalence: 0.07692307692307693}, {name: L3, prevalence: 0.07692307692307693}, {name: L4, prevalence: 0.07692307692307693}, {name: L5, prevalence: 0.07692307692307693}, {name: L6, prevalence: 0.07692307692307693}, {name: L7, prevalence: 0.07692307692307693}, {name: L8, prevalence: 0.07692307692307693}, {name: L9, prevalence: 0.07692307692307693}, {name: L10, prevalence: 0.07692307692307693}, {name: L11, prevalence: 0.07692307692307693}, {name: L12, prevalence: 0.07692307692307693}]}] }',
    '19: trial.population.factors have 8 × 13 = 104 combinations of levels; must be ≤ 100: merge levels, or leave a factor out',
  ],
  [
    '{ factors: [{name: a, levels: [{name: x, prevalence: 0.5}, {name: y, prevalence: 0.5, hazardRatio: 50}]}, {name: b, levels: [{name: x, prevalence: 0.5}, {name: y, prevalence: 0.5, hazardRatio: 40}]}] }',
    '19: trial.population.factors give hazards of 1 to 2000 times that of the first levels; must be ≥ 0.001 and ≤ 1000: check the hazard ratios',
  ],
  ['{ factorss: [] }', '19: trial.population.factorss is not a known key; did you mean factors?'],
];

async function read(block: string, ...edits: [from: string, to: string][]): Promise<string> {
  const text = draft(...edits, ['  patients: 300', `  population: ${block}\n  patients: 300`]);
  return (await problems(text)).replaceAll('x.yaml:', '');
}

describe('the population', () => {
  it.each(POPULATION)('%s', async (block, message) => {
    expect(await read(block)).toBe(message);
  });

  it.each([
    '{ model: relative, hazardRatio: 0.7, delay: 2 }',
    '{ model: relative, hazardRatio: 0.7, until: 12 }',
    '{ model: relative, steps: [{from: 0, hazardRatio: 0.7}] }',
    '{ model: exponential, median: 12 }',
  ])('gives an effect where the arm has %s', async (survival) => {
    const levels = '[{name: C, prevalence: 0.7}, {name: B, prevalence: 0.3, effect: 0.6}]';
    expect(
      await read(`{ factors: [{name: stage, levels: ${levels}}] }`, [
        '{ model: relative, hazardRatio: 0.7 }',
        survival,
      ]),
    ).toBe(
      '19: trial.population.factors[stage].levels[B].effect is 0.6, but needs one experimental arm, of model: relative with a constant hazardRatio, to compare with; give effectRatio, e.g. effectRatio: 1.2',
    );
  });
});
