/** Tests of a look's own: from the file, and whether they go with the rest of the plan. */
import { definitionOf, kindsThat } from '../statistics/registry.ts';
import { CENTRE } from '../trial/centres.ts';
import type { HypothesisFamily } from '../trial/hypothesisFamily.ts';
import { sameTest, type Test } from '../trial/test.ts';
import type { TestPlan } from '../trial/trial.ts';
import { type Context, watched } from './context.ts';
import { list } from './fields.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';
import { againstMargin, plannedStatistic } from './statistic.ts';
import type { StatisticFile } from './statisticSchema.ts';

/**
 * The test of each look of the plan at `at`, null at looks that make the trial's test; undefined where all looks do.
 * Null, with every reason reported, when something is wrong.
 */
export function plannedLookTests(
  { looks, information, reestimation, futility }: SequentialFile,
  test: TestPlan,
  family: HypothesisFamily | null,
  at: Path,
  outer: Context,
): readonly (Test | null)[] | null | undefined {
  const { context, sound } = watched(outer);
  const tests = looks.map((look, k): Test | null => {
    if (look.test === undefined) return null;
    const path = [...at, 'looks', k, 'test'];
    const given = plannedStatistic(look.test as StatisticFile, path, context);
    if (given === null) return null;
    const { margin } = test.statistic;
    const statistic = againstMargin(given, undefined, margin, path, context) ?? given;
    if (statistic.margin !== margin)
      context.report(
        path,
        `is ${statistic.kind}, which tests no hazard ratio, while trial.test.margin is one; take ${list(kindsThat(({ ofHazardRatio }) => ofHazardRatio === true))}`,
      );
    const own: Test = { statistic, stratifiedBy: test.stratifiedBy, adjustedFor: [] };
    if (own.stratifiedBy.includes(CENTRE) && definitionOf(statistic).averagesStrata)
      context.report(
        path,
        `is ${statistic.kind}, which averages over strata, and trial.test is stratified by ${CENTRE}: centres are too small for it; take a log-rank, maxCombo or cox`,
      );
    if (futility?.hazardRatio !== undefined && !definitionOf(statistic).ofHazardRatio)
      context.report(
        path,
        `is ${statistic.kind}, while futility.hazardRatio reads a hazard ratio off it; stop by z, conditionalPower or spending`,
      );
    return sameTest({ ...test, adjustedFor: [] }, own) ? null : own;
  });
  const first = tests.findIndex((each) => each !== null);
  if (!sound()) return null;
  if (first < 0) return undefined;
  const path = [...at, 'looks', first, 'test'];
  const refuse = (reason: string) => context.report(path, reason);
  if (family !== null)
    refuse(
      'is for a trial of one hypothesis, and there are several, which trial.test decides at every look; remove it',
    );
  if (test.adjustedFor.length > 0)
    refuse(
      'goes with a test without adjustedFor only, as its correlation with an adjusted test is not known; remove one',
    );
  if (reestimation !== undefined)
    refuse('goes without reestimation, whose final test adds up the same statistic before and after; remove one');
  if (information === 'observed')
    context.report(
      [...at, 'information'],
      'is observed, but looks with tests of their own are bounded by how these are correlated as planned; write planned, or leave it out',
    );
  return sound() ? tests : null;
}
