import { beforeAll, describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/maths/normal.ts';
import type { AssuranceResult } from '../../src/questions/assurance.ts';
import type { AssuranceOptions } from '../../src/questions/assurancePlan.ts';
import { chanceOver } from '../../src/questions/averagedChance.ts';
import { truthValues } from '../../src/questions/truths.ts';
import { UserProblem } from '../../src/questions/userProblem.ts';
import { resolveScenario } from '../../src/scenario/scenario.ts';
import { assuranceOf, plannedOf, sourcesOfText } from './askedAssurance.ts';

interface Written {
  readonly ratio?: string;
  readonly more?: string;
  readonly control?: string;
  readonly sides?: 1 | 2;
  readonly alpha?: number;
  readonly patients?: number;
  readonly analysis?: string;
}

const HAZARD_RATIO = '{ value: 0.7, source: assumed, prior: { estimate: 1.206, ci: [0.599, 2.428] } }';

function written(fields: Written): string {
  const { ratio = HAZARD_RATIO, more = '', control = '9', sides = 1, alpha = 0.025 } = fields;
  const { patients = 348, analysis = '{ events: 261 }' } = fields;
  return `title: assurance
timeUnit: month
seed: assurance tests
trial:
  arms:
    - { name: C, role: control, survival: { model: exponential, median: ${control} } }
    - { name: E, role: experimental, survival: { model: relative, hazardRatio: ${ratio} } }
  patients: ${patients}
  accrual: { duration: 20 }
  analysis: ${analysis}
  test: { alpha: ${alpha}, sides: ${sides} }
${more}`;
}

const asked = async (fields: Written, options: AssuranceOptions = {}): Promise<AssuranceResult> =>
  assuranceOf(await plannedOf(sourcesOfText(written(fields)), options));

/** 4.9 standard errors: a false failure in a million comparisons; beside it what large samples err by at these numbers of events. */
const close = (simulated: { estimate: number; standardError: number }, formula: number, bias = 0.002): void =>
  expect(Math.abs(simulated.estimate - formula)).toBeLessThan(4.9 * simulated.standardError + bias);

describe('the chance of success', () => {
  let one: AssuranceResult;
  beforeAll(async () => {
    one = await asked({}, { replicates: 40_000 });
  });

  it('is that of the formula, for a normal prior of the log hazard ratio', () => {
    expect(one.truths).toBe(40);
    close(one.benefit, one.closed?.claims.benefit ?? Number.NaN);
    close(one.benefit, one.formula?.benefit ?? Number.NaN);
    // One analysis at 261 events, z ≥ 1.96, log HR ~ N(.1873, .357²): Φ((−1.96 √(4/261) − .1873)/√(4/261 + .357²)).
    expect(one.closed?.claims.benefit).toBeCloseTo(0.1276, 3);
    expect(one.closed?.events).toBeCloseTo(261, 6);
  });

  it('stands beside the power at the planned values and the ceiling of the prior', () => {
    expect(one.point.benefit.estimate).toBeGreaterThan(0.8);
    expect(one.ceiling?.benefit).toBeCloseTo(0.3, 3);
    expect(one.harm.count).toBe(0);
    expect(one.powers.points).toHaveLength(40);
    expect(one.powers.shares.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
    expect(one.powers.percentiles[2]).toBeLessThan(0.02);
  });

  it('of either claim is that of benefit and of harm, for a test of two sides', async () => {
    const two = await asked({ sides: 2, alpha: 0.05 }, { replicates: 20_000 });
    expect(two.either.count).toBe(two.benefit.count + two.harm.count);
    close(two.harm, two.closed?.claims.harm ?? Number.NaN);
    expect((two.ceiling?.benefit ?? 0) + (two.ceiling?.harm ?? 0)).toBeCloseTo(1, 12);
  });

  it('is power where the prior has hardly a spread', async () => {
    const certain = await asked(
      { ratio: '{ value: 0.7, source: assumed, prior: { estimate: 0.7, sd: 0.0001 } }' },
      { replicates: 20_000 },
    );
    const error = Math.hypot(certain.benefit.standardError, certain.point.benefit.standardError);
    expect(Math.abs(certain.benefit.estimate - certain.point.benefit.estimate)).toBeLessThan(4.9 * error);
    expect(certain.ceiling?.benefit).toBe(1);
  });

  it('hardly depends on the median of the control where events decide, and much where time does', async () => {
    const uncertain = '{ value: 9, source: assumed, prior: { estimate: 9, sd: 0.5 } }';
    const ratio = '{ value: 0.7, source: assumed, prior: { estimate: 0.7, sd: 0.1 } }';
    const events = await asked({ ratio, control: uncertain }, { replicates: 20_000 });
    expect(events.truths).toBe(128);
    expect(events.benefit.estimate).toBeGreaterThan(0.7);
    // Integrated over both priors: power rises with the events that come by month 30.
    const time = await asked(
      { control: uncertain, ratio: '0.7', analysis: '{ calendarTime: 24 }' },
      { replicates: 20_000 },
    );
    close(time.benefit, time.formula?.benefit ?? Number.NaN, 0.006);
    expect(time.powers.percentiles[4] - time.powers.percentiles[0]).toBeGreaterThan(0.1);
  });

  it('takes the rows of a table of draws together', async () => {
    const drawn = (values: string) => `{ value: 0.7, source: assumed, prior: { draws: ${values}, table: posterior } }`;
    const sources = sourcesOfText(written({ ratio: drawn('[0.5, 0.9, 0.7]'), control: drawn('[5, 9, 7]') }));
    const { values } = truthValues(resolveScenario(sources).priors ?? [], 'seed');
    expect(values.every(([control, ratio]) => Math.abs(control - 10 * ratio) < 1e-9)).toBe(true);
    expect(new Set(values.map(([control]) => control)).size).toBe(3);
  });

  it('is the same from replicate numbers on whatever executor, and another with another seed', async () => {
    const again = await asked({}, { replicates: 40_000 });
    expect(again).toEqual(one);
  });

  it('finds N for a wanted chance, and says where no N has it', async () => {
    const ratio = '{ value: 0.7, source: assumed, prior: { estimate: 0.75, sd: 0.2 } }';
    const { targets, ceiling } = await asked({ ratio }, { replicates: 20_000, target: [0.7, 0.95] });
    const [first, second] = targets;
    expect(ceiling?.benefit).toBeCloseTo(0.925, 2);
    expect(second.found).toBeNull();
    // The search ends within two standard errors of its own replicates; these are fresh ones.
    close(first.found?.benefit ?? { estimate: Number.NaN, standardError: 0 }, 0.7, 0.01);
  });

  it('counts looks, and what the chance is once one is passed', async () => {
    const more = `  sequential:
    looks: [{ informationFraction: 0.6 }]
    efficacy: { spending: obrienFleming }
    futility: { spending: obrienFleming }
`;
    const { looks, benefit } = await asked({ more }, { replicates: 20_000 });
    if (looks === null) throw new Error('no looks');
    const [first, final] = looks.looks;
    expect(first.efficacy.count + final.efficacy.count).toBe(benefit.count);
    expect(first.successIfPassed?.estimate).toBeGreaterThan(benefit.estimate);
    expect(looks.means.events.mean).toBeLessThan(looks.without.means.events.mean);
  });
});

describe('the Monte Carlo error of a chance', () => {
  it('comes from within truths, or from between groups of them', () => {
    const one = { places: [[0.25], [0.75]], groups: 1 };
    const within = chanceOver([10, 90], 100, one);
    expect(within.estimate).toBe(0.5);
    expect(within.standardError).toBeCloseTo(Math.sqrt((2 * 0.09) / 99) / 2, 12);
    // Too few truths for a surface.
    const two = {
      places: [
        [0.2, 0.2],
        [0.4, 0.8],
        [0.6, 0.4],
        [0.8, 0.6],
      ],
      groups: 4,
    };
    const between = chanceOver([10, 20, 30, 40], 100, two);
    expect(between.standardError).toBeCloseTo(Math.sqrt(0.05 / (4 * 3)), 12);
    expect(chanceOver([0, 0], 100, one).low).toBe(0);
  });
});

describe('a surface through the claims at truths', () => {
  /** Claims at the truths of two values: Φ of `probit` of their normal scores. */
  function averaged(probit: (a: number, b: number) => number, each: number, seed: string) {
    const prior = '{ value: 0.7, source: assumed, prior: { estimate: 0.7, sd: 0.2 } }';
    const priors = resolveScenario(sourcesOfText(written({ ratio: prior, control: prior }))).priors ?? [];
    const { places, groups } = truthValues(priors, seed);
    const counts = places.map(([u, v]) => Math.round(each * normalCdf(probit(normalQuantile(u), normalQuantile(v)))));
    return chanceOver(counts, each, { places, groups });
  }

  it('averages what it fits as if it were integrated', () => {
    // E Φ(a + b X + c Y) = Φ(a/√(1 + b² + c²)).
    const exact = normalCdf(-0.4 / Math.sqrt(1 + 4 + 0.25));
    const found = averaged((x, y) => -0.4 + 2 * x - 0.5 * y, 1_000_000, 'plane');
    expect(found.estimate).toBeCloseTo(exact, 3);
    expect(found.standardError).toBeLessThan(0.001);
  });

  it('has an error that tells what a surface that it cannot fit leaves, over 60 seeds', () => {
    const bent = (x: number, y: number) => 1.5 * Math.sin(1.5 * x) + 0.8 * x * y * y - 0.3;
    const found = Array.from({ length: 60 }, (_, seed) => averaged(bent, 1_000_000, `bent ${seed}`));
    const mean = found.reduce((sum, { estimate }) => sum + estimate, 0) / 60;
    const spread = Math.sqrt(found.reduce((sum, { estimate }) => sum + (estimate - mean) ** 2, 0) / 59);
    const said = Math.sqrt(found.reduce((sum, { standardError }) => sum + standardError ** 2, 0) / 60);
    // Ratios of standard deviations of 60: a factor of 1.6 is 5 standard errors away.
    expect(said / spread).toBeGreaterThan(1 / 1.6);
    expect(said / spread).toBeLessThan(1.6);
  });
});

describe('bad input to assurance', () => {
  it('has one clear line each', async () => {
    await expect(asked({}, { sizes: [1] })).rejects.toThrow(UserProblem);
    await expect(asked({}, { sizes: [1] })).rejects.toThrow('--sizes 1: must be from 2 to');
    const more = '  dropout: { hazard: { value: 0, source: assumed, prior: { draws: [-1, 0.1] } } }\n';
    await expect(asked({ ratio: '0.7', more })).rejects.toThrow(
      'case.yaml: the prior reaches trial.dropout.hazard -1, with which the trial cannot be: trial.dropout.hazard.value is -1; must be ≥ 0',
    );
  });
});
