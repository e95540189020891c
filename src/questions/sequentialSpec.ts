/**
 * A group-sequential trial made ready for simulation: what its replicates stop at, what is tallied of them, and
 * estimates after a stop.
 */

import type { PlannedLooks } from '../design/plannedLooks.ts';
import type { LookStop } from '../kernel/plan/kernelPlan.ts';
import { logHazardRatioOfZ } from '../sequential/hazardRatioScale.ts';
import { boundariesOf } from '../sequential/plan.ts';
import { reestimationSteps } from '../sequential/reestimation.ts';
import { stagewiseInference } from '../sequential/stagewise.ts';
import { definitionOf } from '../statistics/registry.ts';
import { INFORMATION_PARTS, type SequentialSpec } from '../tally/decisions.ts';
import type { EstimateTable } from '../tally/estimateTable.ts';
import type { Trial } from '../trial/trial.ts';

/** The specification of what decides by test `statistic` of those made, counted from 0. */
export function sequentialSpec(
  { solved, informationEvents, ownInformation }: PlannedLooks,
  statistic = 0,
): SequentialSpec {
  return ownInformation === null
    ? { solved, informationEvents }
    : { solved, informationEvents: INFORMATION_PARTS, ownInformation: { statistic, full: ownInformation } };
}

/**
 * The bounds that end a replicate in the kernel. Bounds that observed information could move do not; nor does futility
 * where it is also asked what would have happened without it.
 */
export function stopsOf(planned: PlannedLooks, futility: 'acted on' | 'ignored'): LookStop[] {
  const { solved, fixedInformation, reestimation } = planned;
  const { plan, sides } = solved;
  const certain = fixedInformation || plan.information === 'planned';
  // A rule on the hazard ratio looks at the observed one, which z does not determine exactly.
  const stopsForFutility = futility === 'acted on' && plan.futility?.kind !== 'hazardRatio';
  return solved.efficacy.map((efficacy, k) => {
    const harm = sides === 2 ? -efficacy : Number.NEGATIVE_INFINITY;
    return {
      above: certain ? efficacy : Number.POSITIVE_INFINITY,
      below: certain ? Math.max(harm, stopsForFutility ? solved.futility[k] : harm) : Number.NEGATIVE_INFINITY,
      ...(certain && plan.futility?.kind !== 'hazardRatio'
        ? { estimates: { above: efficacy, below: Math.max(harm, solved.futility[k]) } }
        : {}),
      ...(reestimation !== null && plan.reestimation?.look === k
        ? { reestimation: reestimationSteps(reestimation.plan, reestimation.zone) }
        : {}),
    };
  });
}

/** z at which a look's estimates are tabulated: wide enough for all but one replicate in millions. */
const GRID_REACH = 5;
const GRID_STEP = 0.2;

/** Whether a log-rank decides every look, whose z tells of the hazard ratio by the increments from look to look. */
export function followsIncrements({ test, lookTests }: Trial): boolean {
  return definitionOf(test.statistic).unweightedScore === true && lookTests === undefined;
}

/**
 * Stagewise estimates of the log hazard ratio at every look as planned, with stops for futility counted in the ordering
 * as replicates act on them. Null after a re-estimation, which the ordering does not know.
 */
export function estimateTables(planned: PlannedLooks): EstimateTable[] | null {
  if (planned.reestimation !== null) return null;
  const { solved, looks } = planned;
  const bounds = boundariesOf(solved, 'acted on');
  const { information, scale } = solved;
  const ratio = (drift: number) => logHazardRatioOfZ(drift, information, scale);
  return looks.map(({ expectedZ }, k) => {
    const z: number[] = [];
    for (let x = Math.min(0, expectedZ) - GRID_REACH; x <= Math.max(0, expectedZ) + GRID_REACH; x += GRID_STEP)
      z.push(x);
    const found = z.map((x) =>
      stagewiseInference(bounds, { look: k + 1, z: x }, { respectFutility: true, resolution: 1 }),
    );
    const [one, other] = [found.map(({ upper }) => ratio(upper)), found.map(({ lower }) => ratio(lower))];
    return {
      z,
      logHazardRatio: found.map(({ medianUnbiased }) => ratio(medianUnbiased)),
      ...(scale?.benefit === 'above' ? { low: other, high: one } : { low: one, high: other }),
    };
  });
}
