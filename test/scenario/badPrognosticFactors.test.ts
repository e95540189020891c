/** Mistakes in the prognostic factors of a published study: what the user reads, in full (without the file name). */
import { describe, expect, it, test } from 'vitest';
import { draft, load, problems } from './draft.ts';

const within = (factors: string) => draft(['  conduct: {', `  prognosticFactors: ${factors}\n  conduct: {`]);
const factor = (rest: string, name = 'C') => `[{name: ${name}, ${rest}}]`;

const AT = '9: reported.prognosticFactors[C]';
const FORM = 'a text of patients such as "18/20", or {mean: 3.5, sd: 1.1}';

const WRONG: readonly (readonly [factors: string, message: string])[] = [
  [
    factor('control: 37/51, experimental: 21/20, hazardRatio: 1.8'),
    `${AT}.experimental is "21/20"; must be at most 20 of 20: patients with the factor, then all known`,
  ],
  [
    factor('control: 37/51, experimental: 18/25, hazardRatio: 1.8'),
    `${AT}.experimental is "18/25"; must be out of ≤ 20, the patients of the arm`,
  ],
  [factor('control: 37/0, experimental: 18/20, hazardRatio: 1.8'), `${AT}.control is "37/0"; must be a share, ${FORM}`],
  [
    factor('control: 0.73, experimental: 1.4, hazardRatio: 1.8'),
    `${AT}.experimental is 1.4; must be ≥ 0 and ≤ 1 (a share, e.g. 0.9), ${FORM}`,
  ],
  [
    factor('control: {mean: 3.9, sd: 1.8}, experimental: {mean: 3.5, sd: 0}, hazardRatio: 0.8'),
    `${AT}.experimental.sd is 0; must be > 0 (standard deviation), e.g. 1.1`,
  ],
  [
    factor('control: {mean: 3.9, sd: -1}, experimental: {mean: 3.5, sd: 1}, hazardRatio: 0.8'),
    `${AT}.control.sd is -1; must be > 0 (standard deviation), e.g. 1.1`,
  ],
  [
    factor('control: {mean: 3.9}, experimental: {mean: 3.5, sd: 1}, hazardRatio: 0.8'),
    `${AT}.control.sd is missing; must be a number > 0 and ≤ 1,000,000 (standard deviation), e.g. 1.1`,
  ],
  [
    factor('control: 37/51, hazardRatio: 1.8'),
    `${AT}.experimental is missing; must be a number ≥ 0 and ≤ 1 (a share, e.g. 0.9), ${FORM}`,
  ],
  [
    factor('control: {mean: 3.9, sd: 1.8}, experimental: 0.4, hazardRatio: 0.8'),
    `${AT} gives mean and sd of the control arm and a share of the experimental one; must give the same of both`,
  ],
  [factor('control: most, experimental: 18/20, hazardRatio: 1.8'), `${AT}.control is "most"; must be a share, ${FORM}`],
  [
    factor('control: {mean: 3, sd: 1, median: 3}, experimental: {mean: 3, sd: 2}, hazardRatio: 1.8'),
    `${AT}.control.median is not a known key; did you mean mean?`,
  ],
  [
    factor('control: [37, 51], experimental: 18/20, hazardRatio: 1.8'),
    `${AT}.control is a list of 2; must be a number ≥ 0 and ≤ 1 (a share, e.g. 0.9), ${FORM}`,
  ],
  [
    factor('control: 37/51, experimental: 18/20, hazardRatio: 0'),
    `${AT}.hazardRatio is 0; must be > 0 (with the factor ÷ without, or for one unit more), e.g. 1.8`,
  ],
  [
    factor('control: 37/51, experimental: 18/20, hazardRatio: {value: 1.8, ci: [1.9, 3]}'),
    `${AT}.hazardRatio.ci is [1.9, 3]; must be [low, high] around the value 1.8: check the publication`,
  ],
  [
    factor('control: 37/51, experimental: 18/20'),
    `${AT}.hazardRatio is missing; must be a number ≥ 0.01 and ≤ 100 (with the factor ÷ without, or for one unit more), e.g. 1.8`,
  ],
  [
    '[{name: C, control: 0.5, experimental: 0.6, hazardRatio: 2}, {name: C, control: 0.5, experimental: 0.6, hazardRatio: 2}]',
    '9: reported.prognosticFactors[1].name is the name of another factor too; give each its own',
  ],
  [
    '[]',
    '9: reported.prognosticFactors is an empty list; must name a factor, e.g. [{name: BCLC stage C, control: 37/51, experimental: 18/20, hazardRatio: 1.8}]',
  ],
  [
    factor('control: {mean: 3900, sd: 1800}, experimental: {mean: 3500, sd: 1100}, hazardRatio: 0.8'),
    `${AT}.hazardRatio is 0.8, which moves log hazards by 401.658 over a standard deviation or the difference of means; must be ≤ 3: check that it is for one unit`,
  ],
  [
    '[{name: C, control: 0.5, experimental: 0.6, hazardRatio: 50}, {name: D, control: 0.5, experimental: 0.6, hazardRatio: 0.02}]',
    '9: reported.prognosticFactors give hazards that are 2500 times apart; must be ≤ 1000: check the hazard ratios',
  ],
];

test.each(WRONG)('%s', async (factors, message) => {
  expect(await problems(within(factors))).toBe(`x.yaml:${message}`);
});

describe('sound prognostic factors', () => {
  it('are shares, counts or means with standard deviations, with the interval of the hazard ratio', async () => {
    const { reported } = await load(
      within(
        '[{name: C, control: 37/51, experimental: 0.9, hazardRatio: {value: 1.8, ci: [1, 3.3], source: reported, note: Table 2}}, {name: NLR, control: {mean: 3.9, sd: 1.8}, experimental: {mean: 3.5, sd: 1.1}, hazardRatio: 0.8}]',
      ),
    );
    expect(reported?.prognosticFactors).toEqual([
      {
        name: 'C',
        inArms: { kind: 'share', control: 37 / 51, experimental: 0.9 },
        hazardRatio: { value: 1.8, low: 1, high: 3.3 },
      },
      {
        name: 'NLR',
        inArms: { kind: 'continuous', control: { mean: 3.9, sd: 1.8 }, experimental: { mean: 3.5, sd: 1.1 } },
        hazardRatio: { value: 0.8, low: null, high: null },
      },
    ]);
  });

  it('change the hash of the scenario, which is as it was without them', async () => {
    const without = await load(draft());
    const having = await load(within(factor('control: 37/51, experimental: 18/20, hazardRatio: 1.8')));
    expect(having.hash).not.toBe(without.hash);
    expect(without.reported).not.toHaveProperty('prognosticFactors');
  });
});
