/** The tests beside the log-rank on a surface over the timing of treatment, where the scenario names none. */
import { LATE_DIFFERENCES, maxComboOf } from '../statistics/registry.ts';
import type { Test } from '../trial/test.ts';
import { isPlainLogRank, type Trial, testsOf } from '../trial/trial.ts';

/**
 * Where a trial is tested by the log-rank alone, two tests of late differences beside it. Looks and several hypotheses
 * have bounds of their own for every test, which only the scenario can choose.
 */
export function withUsualTests(trial: Trial): Trial {
  const { test } = trial;
  if (testsOf(trial).length > 1 || !isPlainLogRank({ ...test, stratifiedBy: [] })) return trial;
  if (trial.sequential !== undefined || trial.family !== undefined || test.adjustedFor.length > 0) return trial;
  const { alpha: _, sides: __, beside: ___, ...logRank } = test;
  const late: Test = { ...logRank, statistic: LATE_DIFFERENCES };
  const combined: Test = {
    ...logRank,
    statistic: maxComboOf([logRank.statistic, late.statistic]),
  };
  return { ...trial, test: { ...test, beside: [late, combined] } };
}
