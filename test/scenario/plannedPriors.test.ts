import { describe, expect, it } from 'vitest';
import { mixtureMean, mixtureSd } from '../../src/evidence/normalMixture.ts';
import { priorQuantile } from '../../src/evidence/prior.ts';
import { type PlannedPrior, ScenarioProblems, scenarioFromText } from '../../src/scenario/scenario.ts';

interface Written {
  readonly ratio?: string;
  readonly median?: string;
  readonly dropout?: string;
  readonly alpha?: string;
  readonly reported?: string;
}

const REPORTED = `
reported:
  arms:
    - { name: C, role: control, patients: 51, median: { value: 9, ci: [3, 15] } }
    - { name: E, role: experimental, patients: 20, median: { value: 6, ci: [3.5, 8.6] } }
  hazardRatio: { value: 1.206, ci: [0.599, 2.428] }
`;

/** A trial with a planning value written as given. */
function written({
  ratio = '0.7',
  median = '9',
  dropout = '0.01',
  alpha = '0.025',
  reported = REPORTED,
}: Written): string {
  return `title: priors
timeUnit: month
${reported}
trial:
  arms:
    - { name: C, role: control, survival: { model: exponential, median: ${median} } }
    - { name: E, role: experimental, survival: { model: relative, hazardRatio: ${ratio} } }
  patients: 300
  accrual: { duration: 20 }
  dropout: { hazard: ${dropout} }
  analysis: { events: 200 }
  test: { alpha: ${alpha}, sides: 1 }
`;
}

const priorsOf = (fields: Written): readonly PlannedPrior[] =>
  scenarioFromText('case.yaml', written(fields)).priors ?? [];

const believing = (prior: string): string => `{ value: 0.7, source: assumed, prior: ${prior} }`;

function problemsOf(fields: Written): string {
  try {
    scenarioFromText('case.yaml', written(fields));
  } catch (problem) {
    if (problem instanceof ScenarioProblems) return problem.message;
    throw problem;
  }
  throw new Error('no problem was found');
}

function normalOf({ prior }: PlannedPrior): { mean: number; sd: number } {
  if (prior.kind !== 'normal') throw new Error('a prior of draws');
  return { mean: mixtureMean(prior.mixture), sd: mixtureSd(prior.mixture) };
}

const EVIDENCE = `
evidence:
  studies:
    - { name: A, hazardRatio: { value: 0.66, ci: [0.51, 0.84] }, lag: -3 weeks }
    - { name: B, hazardRatio: { value: 0.77, ci: [0.61, 0.98] }, lag: 1 week }
    - { name: C, hazardRatio: { value: 1.206, ci: [0.599, 2.428] }, lag: 2.5 weeks }
`;

describe('priors of planning values', () => {
  it('are absent where none is written', () => {
    expect(scenarioFromText('case.yaml', written({})).priors).toBeUndefined();
  });

  it('are normal on the log scale, from an estimate and its interval', () => {
    const [prior] = priorsOf({ ratio: believing('{ estimate: 1.206, ci: [0.599, 2.428] }') });
    const { mean, sd } = normalOf(prior);
    expect(mean).toBeCloseTo(Math.log(1.206), 12);
    expect(sd).toBeCloseTo(0.357, 4);
    expect(prior).toMatchObject({
      value: 0.7,
      path: 'trial.arms[E].survival.hazardRatio',
      printed: { estimate: 1.206, low: 0.599, high: 2.428, level: 0.95 },
      shrunken: false,
      source: 'assumed',
    });
  });

  it('may be what was published, or that shrunk', () => {
    const [published] = priorsOf({ ratio: believing('published') });
    const [shrunk] = priorsOf({ ratio: believing('shrunken') });
    const [written] = priorsOf({ ratio: believing('{ estimate: 1.206, ci: [0.599, 2.428], shrunken: true }') });
    expect(Math.exp(normalOf(published).mean)).toBeCloseTo(1.206, 12);
    expect(Math.exp(normalOf(shrunk).mean)).toBeCloseTo(1.1048, 4);
    expect(normalOf(written).sd).toBeCloseTo(normalOf(shrunk).sd, 12);
    const [median] = priorsOf({ median: '{ value: 9, source: reported, prior: published }' });
    // The interval 3 to 15 is symmetric on the linear scale.
    expect(normalOf(median)).toMatchObject({ mean: 9 });
    expect(normalOf(median).sd).toBeCloseTo(3.061, 3);
  });

  it('may have intervals of another level, in another unit, and a standard deviation', () => {
    const [ninety] = priorsOf({ ratio: believing('{ estimate: 0.8, ci: [0.64, 1], level: 0.9 }') });
    expect(normalOf(ninety).sd).toBeCloseTo(Math.log(1 / 0.64) / (2 * 1.644854), 6);
    const [weeks] = priorsOf({ median: '{ value: 9, source: assumed, prior: { estimate: 1 year, sd: 0.2 } }' });
    expect(priorQuantile(weeks.prior, 0.5)).toBeCloseTo(12, 12);
    expect(normalOf(weeks).sd).toBe(0.2);
  });

  it('may be mixtures, draws, and updated by later studies', () => {
    const [mixture] = priorsOf({
      ratio: believing('{ mixture: [{ weight: 0.8, estimate: 0.7, sd: 0.2 }, { weight: 0.2, estimate: 1, sd: 1 }] }'),
    });
    expect(normalOf(mixture).mean).toBeCloseTo(0.8 * Math.log(0.7), 12);
    const [draws] = priorsOf({ dropout: '{ value: 0.01, source: assumed, prior: { draws: [0.02, 0.005, 0.01] } }' });
    expect(draws.prior).toEqual({ kind: 'draws', table: null, values: [0.02, 0.005, 0.01] });
    // Prior .85 (sd .11), then a study with .396 (se .837): precision-weighted on the log scale.
    const [later] = priorsOf({
      ratio: believing('{ estimate: 0.85, sd: 0.11, updatedBy: [{ estimate: 0.396, sd: 0.837 }] }'),
    });
    const [a, b] = [1 / 0.11 ** 2, 1 / 0.837 ** 2];
    expect(normalOf(later).mean).toBeCloseTo((a * Math.log(0.85) + b * Math.log(0.396)) / (a + b), 12);
    expect(normalOf(later).sd).toBeCloseTo(1 / Math.sqrt(a + b), 12);
  });

  it('may be what several publications say together, at a lag or whatever the lag', () => {
    const of = (prior: string) => normalOf(priorsOf({ ratio: believing(prior), reported: REPORTED + EVIDENCE })[0]);
    const effects = of('{ evidence: random effects }');
    const map = of('{ evidence: MAP }');
    const early = of('{ evidence: MAP, lag: -2 weeks }');
    const late = of('{ evidence: MAP, lag: 2 weeks }');
    expect(Math.exp(effects.mean)).toBeGreaterThan(0.6);
    expect(Math.exp(effects.mean)).toBeLessThan(0.85);
    // What lies between studies is uncertain too, and the robust prior allows for a study unlike these.
    expect(map.sd).toBeGreaterThan(effects.sd);
    expect(of('{ evidence: robust MAP }').sd).toBeGreaterThan(map.sd);
    expect(early.mean).toBeLessThan(late.mean);
    const message = (prior: string, reported: string) => problemsOf({ ratio: believing(prior), reported });
    expect(message('{ evidence: MAP }', REPORTED)).toContain('is MAP, but the scenario has no evidence');
    expect(message('{ evidence: MAP, scale: linear }', REPORTED + EVIDENCE)).toContain('does not go with evidence');
    expect(message('{ estimate: 0.7, sd: 0.1, lag: 1 week }', REPORTED)).toContain('lag does not go with estimate');
    expect(
      problemsOf({
        dropout: '{ value: 0.01, source: assumed, prior: { evidence: MAP } }',
        reported: REPORTED + EVIDENCE,
      }),
    ).toContain('is MAP, which goes with a hazard ratio');
  });

  it('are part of what a scenario means', () => {
    const hash = (fields: Written) => scenarioFromText('case.yaml', written(fields)).hash;
    expect(hash({ ratio: believing('published') })).not.toBe(hash({}));
    expect(hash({ ratio: '{ value: 0.7, source: assumed }' })).toBe(hash({}));
  });

  it.each([
    [
      'an interval that excludes its estimate',
      '{ estimate: 0.7, ci: [0.8, 0.9] }',
      'ci is 0.8 to 0.9, which excludes the estimate 0.7; must be low < estimate < high',
    ],
    ['no spread', '{ estimate: 0.7 }', 'prior has no spread; give ci or sd'],
    [
      'an interval without width',
      '{ estimate: 0.7, ci: [0.7, 0.7] }',
      'ci is 0.7 to 0.7; must rise: a prior has a spread',
    ],
    ['both spreads', '{ estimate: 0.7, ci: [0.6, 0.9], sd: 0.2 }', 'prior gives ci and sd; must give one'],
    ['a spread of zero', '{ estimate: 0.7, sd: 0 }', 'prior.sd is 0; must be > 0'],
    [
      'weights that do not add up',
      '{ mixture: [{ weight: 0.5, estimate: 0.7, sd: 0.2 }, { weight: 0.4, estimate: 1, sd: 1 }] }',
      'mixture has weights that add up to 0.9; must add up to 1',
    ],
    ['draws that are one value', '{ draws: [0.7, 0.7] }', 'draws are all 0.7; must differ'],
    [
      'two ways at once',
      '{ estimate: 0.7, draws: [1, 2] }',
      'prior gives estimate and draws; must give exactly one of estimate, mixture, evidence, draws',
    ],
    ['nothing', '{ note: none }', 'prior is incomplete; must give exactly one of estimate, mixture, evidence, draws'],
    ['a negative hazard ratio', '{ estimate: -0.7, sd: 0.1 }', 'estimate is -0.7; must be > 0 on the log scale'],
    ['a word of its own', 'publishd', 'prior is "publishd"; must be published or shrunken (did you mean published?)'],
    ['an unknown key', '{ estimat: 0.7, sd: 0.1 }', 'prior.estimat is not a known key; did you mean estimate?'],
  ])('are refused for %s', (_, prior, rule) => {
    const message = problemsOf({ ratio: believing(prior) });
    expect(message).toContain(rule);
    expect(message).toMatch(/^case\.yaml:\d+: trial\.arms\[E\]\.survival\.hazardRatio\.prior/);
    expect(message.split('\n')).toHaveLength(1);
  });

  it('of one table must have as many draws each', () => {
    const drawn = (value: number, draws: string) =>
      `{ value: ${value}, source: assumed, prior: { draws: ${draws}, table: posterior } }`;
    const ratio = drawn(0.7, '[0.7, 0.8]');
    expect(priorsOf({ ratio, dropout: drawn(0.01, '[0.01, 0.02]') })).toHaveLength(2);
    expect(problemsOf({ ratio, dropout: drawn(0.01, '[0.01, 0.02, 0.03]') })).toContain(
      'draws has 3 values, but trial.arms[E].survival.hazardRatio has 2 in the table posterior; must be as many',
    );
  });

  it('are refused where the planner decides, and where nothing is published', () => {
    expect(problemsOf({ alpha: '{ value: 0.025, source: assumed, prior: { estimate: 0.025, sd: 0.1 } }' })).toContain(
      'prior is about what the planner decides',
    );
    expect(problemsOf({ ratio: believing('published'), reported: '' })).toContain(
      'is published, but the scenario has nothing under reported; give estimate and ci',
    );
    expect(problemsOf({ dropout: '{ value: 0.01, source: assumed, prior: published }' })).toContain(
      'reported has no such value with its interval',
    );
  });
});
