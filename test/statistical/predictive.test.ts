/**
 * The MAP prior foretells new studies: with a flat prior of the mean, the chance that the effect of a new study lies below
 * its p-quantile is p exactly, averaged over the prior of τ, whatever the mean is. 2,000 sets of six studies; tolerances are
 * 5.5 standard errors (3.8e-8 a comparison, ten comparisons: 4e-7 in all).
 *
 * @module-tag long
 */
import seedrandom from 'seedrandom';
import { describe, it } from 'vitest';
import { lagRow } from '../../src/evidence/evidence.ts';
import { mixtureCdf } from '../../src/evidence/normalMixture.ts';
import { predictive, tauPosterior } from '../../src/evidence/predictive.ts';
import { normalQuantile } from '../../src/maths/normal.ts';
import { expectNear, proportionError } from './monteCarlo.ts';

const SETS = 2000;
const SCALE = 0.5;
const ERRORS = [0.36, 0.13, 0.12, 0.13, 0.19, 0.19];
const LAGS = [2.5, -3, 1, 1, -2.5, 1];
const TRUE_MEAN = -0.4;
const TRUE_SLOPE = 0.07;

/** Where the effects of new studies with covariates `row` lie in their MAP priors, as probabilities. */
function places(
  covariates: readonly (readonly number[])[],
  row: readonly number[],
  mean: (row: readonly number[]) => number,
) {
  const random = seedrandom(`predictive ${row.length}`);
  const normal = () => normalQuantile(random() * (1 - 1e-12) + 5e-13);
  return Array.from({ length: SETS }, () => {
    const tau = Math.abs(normal()) * SCALE;
    const studies = ERRORS.map((standardError, i) => ({
      standardError,
      estimate: mean(covariates[i]) + tau * normal() + standardError * normal(),
    }));
    const map = predictive(tauPosterior(studies, covariates, SCALE), row);
    return mixtureCdf(map, mean(row) + tau * normal());
  });
}

function uniform(found: readonly number[]): void {
  const average = found.reduce((sum, p) => sum + p, 0) / SETS;
  expectNear(average, 0.5, 1 / Math.sqrt(12 * SETS));
  for (const p of [0.025, 0.2, 0.5, 0.975])
    expectNear(found.filter((place) => place < p).length / SETS, p, proportionError(p, SETS));
}

describe('the MAP prior', () => {
  it('is calibrated for studies like those there were', () => {
    uniform(
      places(
        ERRORS.map(() => [1]),
        [1],
        () => TRUE_MEAN,
      ),
    );
  });

  it('is calibrated at a lag', () => {
    const covariates = LAGS.map((lag) => lagRow('linear', lag));
    uniform(places(covariates, lagRow('linear', -2), ([a, lag]) => TRUE_MEAN * a + TRUE_SLOPE * lag));
  });
});
