/** What the shipped publications say together, against base R (test/reference/metaAnalysis.R). */
import { describe, expect, it } from 'vitest';
import { evidencePrior, evidencePriorProblem } from '../../src/evidence/evidencePrior.ts';
import { hazardRatiosByLag } from '../../src/evidence/lagCurve.ts';
import { mixtureMean, mixtureSd } from '../../src/evidence/normalMixture.ts';
import { priorCdf, priorQuantile } from '../../src/evidence/prior.ts';
import { askEvidence } from '../../src/questions/combinedEvidence.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { type PlannedEvidence, scenarioFromText } from '../../src/scenario/scenario.ts';

const { evidence: shipped, trial } = await loadScenario(
  new URL('../../scenarios/evidence-by-lag.yaml', import.meta.url).pathname,
);
const six = shipped as PlannedEvidence;

/** Studies in place, in weeks. */
function inPlace(studies: readonly string[], rest = ''): PlannedEvidence {
  const lines = studies.map((study) => `    - ${study}`).join('\n');
  const { evidence } = scenarioFromText('x.yaml', `title: a\ntimeUnit: week\nevidence:\n  studies:\n${lines}\n${rest}`);
  if (evidence === undefined) throw new Error('no evidence');
  return evidence;
}

const near = (values: readonly number[]) => values.map((x) => expect.closeTo(x, 5));

describe('the six publications', () => {
  const result = askEvidence(six, trial);

  it('have the mean and the prediction of R', () => {
    const { hazardRatio, low, high, predictionLow, predictionHigh } = result.combined;
    expect([hazardRatio, low, high, predictionLow, predictionHigh]).toEqual(
      near([0.635075553, 0.427211256, 0.944078492, 0.266371325, 1.51413054]),
    );
    expect(result.heterogeneity.tau).toBeCloseTo(0.300758242, 6);
  });

  it('have the effect by lag of R, at the lag that is planned', () => {
    const { byLag } = result;
    expect(byLag?.tau).toBeCloseTo(0.355600109, 6);
    expect(Object.values(byLag?.change ?? {})).toEqual(near([1.044330427, 0.820703159, 1.328892217]));
    const [{ lag, beyond, hazardRatio, low, high, predictionLow, predictionHigh, prior }] = byLag?.planned ?? [];
    expect([lag, beyond]).toEqual([expect.closeTo(-2, 12), false]);
    expect([hazardRatio, low, high, predictionLow, predictionHigh]).toEqual(
      near([0.587582775, 0.305815654, 1.128959598, 0.179878952, 1.919365851]),
    );
    expect([prior.belowOne, prior.low, prior.median, prior.high]).toEqual(
      near([0.801738878, 0.089377818, 0.607896025, 10.0723024]),
    );
  });

  it('have the priors of R', () => {
    const [, map, robust] = result.priors;
    expect([map.belowOne, map.low, map.median, map.high]).toEqual(
      near([0.885751784, 0.266552429, 0.637766383, 1.545687118]),
    );
    expect([robust.belowOne, robust.low, robust.median, robust.high]).toEqual(
      near([0.808601427, 0.096649858, 0.648255528, 10.0137931]),
    );
  });

  it('have shrunken effects nearer to none, Guo 2022 the known one', () => {
    expect(result.studies[0]).toMatchObject({ name: 'Guo 2022', shrunken: expect.closeTo(1.1048, 4) });
    for (const { hazardRatio, shrunken } of result.studies)
      expect(Math.abs(Math.log(shrunken))).toBeLessThan(Math.abs(Math.log(hazardRatio)));
    expect(result.studies.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('are left out one by one and by design', () => {
    expect(result.without.map(({ name }) => name)).toEqual(result.studies.map(({ name }) => name));
    const [guo] = result.without;
    expect(result.subsets).toEqual([{ design: 'randomised', studies: 5, combined: guo.combined }]);
  });

  it('make a table that a planned effect may have: it is the scenario’s own, to two decimals', () => {
    const effect = trial?.unsized.arms[1].effect;
    const table = hazardRatiosByLag(six);
    const ends = [table[0], table[table.length - 1]];
    expect(effect?.kind === 'timed' && effect.timing.priming).toMatchObject({
      kind: 'table',
      lags: ends.map(({ lag }) => expect.closeTo(lag, 12)),
      hazardRatios: ends.map(({ hazardRatio }) => expect.closeTo(hazardRatio, 2)),
    });
  });

  it('say the same in any order, to far beyond what is printed', () => {
    const turned = askEvidence({ ...six, studies: [...six.studies].reverse() }, trial);
    const numbers = ({ combined, priors, byLag }: typeof result) =>
      [combined, ...priors, ...(byLag?.atStudies ?? [])].flatMap((each) =>
        Object.values(each).filter((x) => typeof x === 'number'),
      );
    for (const [i, x] of numbers(turned).entries()) expect(x).toBeCloseTo(numbers(result)[i], 5);
  });
});

describe('studies that say the same', () => {
  const same = ['A', 'B', 'C', 'D'].map((name) => `{ name: ${name}, hazardRatio: { value: 0.7, ci: [0.49, 1] } }`);
  const se = Math.log(1 / 0.49) / (2 * 1.959963985);

  it('have no spread between them; the prior by random effects is the pooled estimate', () => {
    const evidence = inPlace(same);
    expect(askEvidence(evidence, null).heterogeneity).toMatchObject({ iSquared: 0, tau: 0, tauByMoments: 0 });
    const prior = evidencePrior(evidence, { kind: 'random effects', lag: null });
    if (prior.kind !== 'normal') throw new Error('no mixture');
    expect(mixtureMean(prior.mixture)).toBeCloseTo(Math.log(0.7), 9);
    expect(mixtureSd(prior.mixture)).toBeCloseTo(se / 2, 6);
    expect(askEvidence(evidence, null).byLag).toBeNull();
  });

  it('tell nothing by lag where none is known, which a prior by lag is told', () => {
    const evidence = inPlace(same);
    expect(evidencePriorProblem(evidence, { kind: 'MAP', lag: null })).toBeNull();
    expect(evidencePriorProblem(evidence, { kind: 'MAP', lag: 1 })).toBe(
      'have a known lag in 0; must have it in at least 3',
    );
  });
});

describe('a study without an interval', () => {
  it('has the standard error of its P value, and says so', () => {
    const evidence = inPlace([
      '{ name: A, hazardRatio: 0.59, pValue: 0.006 }',
      '{ name: B, hazardRatio: 0.59, pValue: { value: 0.003, sides: 1 } }',
    ]);
    const [two, one] = evidence.studies;
    // R: -log(.59)/qnorm(1-.003) = .1920213685.
    expect(two).toMatchObject({ precision: 'P value', standardError: expect.closeTo(0.1920213685, 8) });
    expect(one.standardError).toBeCloseTo(two.standardError, 12);
    expect(askEvidence(evidence, null).studies[0]).toMatchObject({
      precision: 'P value',
      low: expect.closeTo(0.405, 3),
    });
  });
});

describe('one effect before the procedure and one from it on', () => {
  const lags = [-3, -2, 0, 1, 4];
  const evidence = inPlace(
    lags.map(
      (lag, i) =>
        `{ name: S${i}, hazardRatio: { value: ${lag < 0 ? 0.5 : 0.8}, ci: [0.3, ${lag < 0 ? 0.8333333 : 2.1333333}] }, lag: ${lag} }`,
    ),
    '  byLag: before or after\n',
  );

  it('are those of either', () => {
    const { byLag } = askEvidence(evidence, null);
    expect(byLag?.atStudies.map(({ hazardRatio }) => hazardRatio)).toEqual(near([0.5, 0.5, 0.8, 0.8, 0.8]));
    expect(byLag?.change.ratio).toBeCloseTo(1.6, 9);
    const before = evidencePrior(evidence, { kind: 'random effects', lag: -0.1 });
    const after = evidencePrior(evidence, { kind: 'random effects', lag: 0 });
    expect([before, after].map((prior) => priorQuantile(prior, 0.5))).toEqual(near([0.5, 0.8]));
    expect(priorCdf(before, 1)).toBeGreaterThan(priorCdf(after, 1));
  });
});
