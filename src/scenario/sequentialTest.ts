/** Whether what the looks stop for goes with the statistic of the test and with the family of hypotheses. */

import type { Statistic } from '../statistics/definition.ts';
import { definitionOf, kindsThat } from '../statistics/registry.ts';
import type { HypothesisFamily } from '../trial/hypothesisFamily.ts';
import type { TestPlan } from '../trial/trial.ts';
import { type Context, watched } from './context.ts';
import { list } from './fields.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';

/**
 * Whether a statistic lacks information that grows from look to look as bounds need it, so that bounds stay as planned.
 */
export function boundsAsPlanned(statistic: Statistic): boolean {
  return definitionOf(statistic).combines === true;
}

/** Whether the plan at `at` goes with the test; reports what does not. */
export function goesWithStatistic(spec: SequentialFile, statistic: Statistic, at: Path, outer: Context): boolean {
  const { context, sound } = watched(outer);
  const { kind } = statistic;
  if (spec.information === 'observed' && boundsAsPlanned(statistic)) {
    const rule = `but the information of ${kind}, several tests at once, cannot be observed`;
    context.report([...at, 'information'], `is observed, ${rule}; write planned, or leave it out`);
  }
  if (!definitionOf(statistic).ofHazardRatio) {
    const owners = list(kindsThat(({ ofHazardRatio }) => ofHazardRatio === true));
    if (spec.reestimation) {
      const rule = `plans events from the hazard ratio, which ${kind} does not test`;
      context.report([...at, 'reestimation'], `${rule}; remove it, or let test.statistic be ${owners}`);
    }
    // A look with a test of its own is reported by plannedLookTests.
    if (spec.futility?.hazardRatio !== undefined && spec.looks.some((look) => look.test === undefined)) {
      const rule = `goes with test.statistic ${owners} only, not with ${kind}`;
      context.report([...at, 'futility', 'hazardRatio'], `${rule}; stop by z, conditionalPower or spending`);
    }
  }
  return sound();
}

/** Whether the plan at `at` goes with a family of hypotheses; reports what does not. */
export function goesWithFamily(
  spec: SequentialFile,
  family: HypothesisFamily | null,
  { sides }: TestPlan,
  at: Path,
  outer: Context,
): boolean {
  if (family === null) return true;
  const { context, sound } = watched(outer);
  const remedy = 'e.g. {spending: obrienFleming}';
  if (spec.efficacy === 'none') {
    const rule = 'but looks at several hypotheses spend alpha';
    context.report(
      [...at, 'efficacy'],
      `is none, ${rule}; give spending, and efficacy: false at looks that only drop arms`,
    );
  } else if (spec.efficacy.bounds !== undefined) {
    const rule = 'are for one hypothesis, and there are several, whose alpha changes as others are rejected';
    context.report([...at, 'efficacy', 'bounds'], `${rule}; give spending, ${remedy}`);
  } else if (
    typeof spec.efficacy.spending === 'object' &&
    spec.efficacy.spending.cumulative !== undefined &&
    sides === 2
  ) {
    const rule = 'is of both sides together, but of several hypotheses each is tested for benefit only';
    context.report([...at, 'efficacy', 'spending', 'cumulative'], `${rule}; let sides be 1 with half of alpha`);
  }
  if (spec.futility) {
    const rule = 'stops a trial of one hypothesis, and there are several';
    context.report([...at, 'futility'], `${rule}; give up arms by comparisons.dropping, e.g. dropping: {z: 0}`);
  }
  if (spec.reestimation) {
    const rule = 'is for a trial of one hypothesis, and there are several';
    context.report([...at, 'reestimation'], `${rule}; remove it`);
  }
  return sound();
}
