/**
 * The tests of all looks together, by large samples: what each look tests is one statistic or the components of one, its
 * parts. Under no effect part i at look a and part j at a later look b have the covariance
 *   ∫ k_i(a) k_j(b) (1/y₁(b) + 1/y₀(b)) λ du,   summed over the strata,
 * k the scores of the statistics (Definition.score) and y the shares at risk, as the martingales of the later look add to
 * those of the earlier one increments that are independent of them. For weights that settle it is V_ij(a) of
 * A. A. Tsiatis, JASA 77 (1982) 855–861; for MaxCombo P. Roychoudhury et al., Stat. Biopharm. Res. 15 (2023) 121–134.
 */

import { expectedLook, lookBreaks } from '../expectation/expectedAtLook.ts';
import { followUpAt } from '../expectation/expectedEvents.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { entryKinks } from '../expectation/followUpGrid.ts';
import { testDrift } from '../formulas/testDrift.ts';
import type { Statistic } from '../statistics/definition.ts';
import { type PooledFollowUp, pooledFollowUp } from '../statistics/pooledFollowUp.ts';
import { definitionOf } from '../statistics/registry.ts';
import { enrolledShare } from '../statistics/weightedLogRank.ts';
import { accrualDuration } from '../trial/accrual.ts';
import { FIRST_COMPARED } from '../trial/comparison.ts';
import type { Test } from '../trial/test.ts';
import { testsByLook } from '../trial/trial.ts';

/** One statistic at one look. */
export interface Part {
  /** Counted from 0, the final analysis last. */
  readonly look: number;
  readonly statistic: Statistic;
}

export interface JointLooks {
  readonly parts: readonly Part[];
  /** Correlation of the parts under no effect. */
  readonly correlation: readonly (readonly number[])[];
  /** Mean of each z under the effect planned. */
  readonly mean: readonly number[];
}

const partsOf = ({ statistic }: Test): readonly Statistic[] => statistic.of ?? [statistic];

/** Σ over the strata of ∫ k_i k_j (1/y₁ + 1/y₀) λ du, y and λ as at the later look. */
function covariance(
  earlier: readonly Float64Array[],
  later: readonly Float64Array[],
  strata: readonly PooledFollowUp[],
): number {
  let sum = 0;
  strata.forEach(({ weights, atRisk, experimental, hazard }, s) => {
    for (let i = 0; i < weights.length; i++) {
      const spread = atRisk[i] * experimental[i] * (1 - experimental[i]);
      if (spread > 0) sum += (weights[i] * earlier[s][i] * later[s][i] * hazard[i]) / spread;
    }
  });
  return sum;
}

/** The parts of all looks of a trial with one comparison, at the looks' expected `times`. */
export function jointLooks(patients: ExpectedPatients, times: readonly number[]): JointLooks {
  const { trial } = patients;
  const tests = testsByLook(trial);
  const parts = tests.flatMap((test, look) => partsOf(test).map((statistic) => ({ look, statistic })));
  const breaks = parts.flatMap(({ look, statistic }) =>
    lookBreaks(patients, times[look], { ...tests[look], statistic }),
  );
  // All looks are integrated at the nodes of the last one.
  const { accrual } = trial;
  const duration = accrualDuration(accrual, trial.patients);
  const kinks = times.flatMap((t) => [t, ...entryKinks(accrual.starts, duration, t)]);
  const grid = followUpAt(patients, times[times.length - 1], [...kinks, ...breaks]);
  const seen = times.map((t, look) => {
    const expected = expectedLook(patients, t, tests[look], FIRST_COMPARED, grid);
    const enrolled = enrolledShare(expected);
    return expected.strata.map((stratum) => pooledFollowUp(stratum, enrolled));
  });
  const scores = parts.map(({ look, statistic }) => {
    const { score } = definitionOf(statistic);
    if (score === undefined) throw new RangeError(`jointLooks: ${statistic.kind} has no score`);
    return seen[look].map((stratum) => score(stratum, statistic));
  });
  const of = (i: number, j: number) => {
    const [a, b] = parts[i].look <= parts[j].look ? [i, j] : [j, i];
    return covariance(scores[a], scores[b], seen[parts[b].look]);
  };
  const sd = parts.map((_, i) => Math.sqrt(of(i, i)));
  return {
    parts,
    correlation: parts.map((_, i) => parts.map((__, j) => (i === j ? 1 : of(i, j) / (sd[i] * sd[j])))),
    mean: parts.map(({ look, statistic }) => {
      return testDrift(patients, times[look], { ...tests[look], statistic }).z;
    }),
  };
}
