/**
 * What the looks stop for: from the file to the plan, and whether its parts go together. Bounds are checked afterwards.
 */
import type { SequentialPlan } from '../sequential/plan.ts';
import type { Context } from './context.ts';
import { efficacyStops } from './efficacyStops.ts';
import { futilityStops, noFutility } from './futilityStops.ts';
import { reestimationAt } from './plannedReestimation.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';
import { boundsAsPlanned } from './sequentialTest.ts';
import type { Surroundings } from './surroundings.ts';

/** The plan at `at`. Null when something is wrong; every reason found is reported. */
export function sequentialPlan(
  spec: SequentialFile,
  around: Surroundings,
  at: Path,
  context: Context,
): SequentialPlan | null {
  const efficacy = efficacyStops(spec, around, at, context);
  const futility = spec.futility
    ? futilityStops(spec, spec.futility, around, at, context)
    : noFutility(spec, at, context);
  const reestimation = spec.reestimation
    ? reestimationAt(spec.reestimation, spec.looks.length, around, [...at, 'reestimation'], context)
    : null;
  if (!efficacy || !futility || (spec.reestimation && !reestimation)) return null;
  const { rule, tested } = efficacy;
  const plan: SequentialPlan = {
    efficacy: rule,
    tested,
    futility: futility.rule,
    chosen: futility.chosen,
    binding: spec.futility?.binding ?? false,
    information:
      spec.information ?? (boundsAsPlanned(around.test.statistic) || around.ownTests ? 'planned' : 'observed'),
    reestimation,
  };
  return everyLookDecides(plan, spec, around.drops, at, context) ? plan : null;
}

/** Whether every look may stop the trial or change it; reports those that do neither. */
function everyLookDecides(
  plan: SequentialPlan,
  spec: SequentialFile,
  drops: readonly boolean[],
  at: Path,
  context: Context,
): boolean {
  const idle = (k: number) => !plan.tested[k] && !plan.chosen[k] && plan.reestimation?.look !== k && !drops[k];
  if (spec.efficacy === 'none' && plan.futility === null && plan.reestimation === null) {
    const rule =
      'without futility no look would stop the trial; give futility, or efficacy, e.g. {spending: obrienFleming}';
    context.report([...at, 'efficacy'], `is none; ${rule}`);
    return false;
  }
  let sound = true;
  spec.looks.forEach((_, k) => {
    if (!idle(k)) return;
    sound = false;
    context.report(
      [...at, 'looks', k],
      'stops neither for efficacy nor for futility; leave it one of them, or remove the look',
    );
  });
  return sound;
}
