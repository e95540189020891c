/** How often a trial planned as one design claims benefit or harm when another is the truth, by large samples. */
import type { Design } from '../design/planDesign.ts';
import type { Claims } from '../formulas/assuranceFormula.ts';
import { criticalValue } from '../formulas/criticalValue.ts';
import { logRankDrift } from '../formulas/logRankDrift.ts';
import { testDrift, testPower } from '../formulas/testDrift.ts';
import { normalCdf } from '../maths/normal.ts';
import { definitionOf } from '../statistics/registry.ts';
import { LooksProblem } from '../trial/looksProblem.ts';
import { isPlainLogRank } from '../trial/trial.ts';

const sum = (parts: readonly number[]): number => parts.reduce((all, part) => all + part, 0);

/** The looks as they are expected; null where they would not come in their order. */
function looksOf(truth: Design): Design['looks'] {
  try {
    return truth.looks;
  } catch (problem) {
    if (problem instanceof LooksProblem) return null;
    throw problem;
  }
}

/**
 * Claims of one hypothesis: at one analysis, or over the looks with the bounds of the truth's own information, futility
 * acted on. Of several hypotheses benefit is success as the family defines it. Null where no formula applies: the analysis
 * never comes due, looks come in another order, or success depends on how endpoints correlate.
 */
export function claimsByFormula(planned: Design, truth: Design): Claims | null {
  const { trial, expected } = truth;
  const time = expected.analysisTime;
  if (!Number.isFinite(time)) return null;
  if (trial.family !== undefined) {
    const family = trial.family.dropping === null ? planned.familyPower(expected) : null;
    const { success } = trial.family;
    const power = success === 'any' ? family?.any : success === 'all' ? family?.all : family?.each[success];
    return power === undefined || power === null || Number.isNaN(power) ? null : { benefit: power, harm: 0 };
  }
  if (trial.sequential !== undefined) {
    const looks = looksOf(truth);
    return looks && { benefit: sum(looks.planned.efficacy), harm: sum(looks.planned.harm) };
  }
  const critical = criticalValue(trial.test);
  const twoSided = trial.test.sides === 2;
  // A test with a power of its own has no drift to tell its sides apart by.
  if (definitionOf(trial.test.statistic).power !== undefined)
    return twoSided ? null : { benefit: testPower(expected, time), harm: 0 };
  const { z, sd } = isPlainLogRank(trial.test) ? { ...logRankDrift(expected, time), sd: 1 } : testDrift(expected, time);
  return {
    benefit: normalCdf((z - critical) / sd),
    harm: twoSided ? normalCdf((-z - critical) / sd) : 0,
  };
}
