/** A group-sequential trial made ready for simulation: its bounds as planned, what a replicate stops at, estimates after a stop. */

import { familyPlan } from '../design/familyPlan.ts';
import { LooksProblem, type PlannedLooks, plannedLooks } from '../design/plannedLooks.ts';
import type { LookStop } from '../kernel/plan/kernelPlan.ts';
import { boundariesOf } from '../sequential/plan.ts';
import { reestimationSteps } from '../sequential/reestimation.ts';
import { stagewiseInference } from '../sequential/stagewise.ts';
import { definitionOf } from '../statistics/registry.ts';
import { INFORMATION_PARTS, type SequentialSpec } from '../tally/decisions.ts';
import type { EstimateTable } from '../tally/estimateTable.ts';
import type { Test } from '../trial/comparisons.ts';
import { type Family, fewestPatients, member, nextMember, roundUp } from '../trial/family.ts';
import { type Trial, testsByLook } from '../trial/trial.ts';

export interface SequentialDesign {
  /** The tests that decide, one a look; null where one test decides every look. */
  readonly tests: readonly Test[] | null;
  readonly planned: PlannedLooks;
  readonly spec: SequentialSpec;
}

export { LooksProblem };

/** Patients of a member that stands for a family without a planned size: in fewer, whole events make fractions coarse. */
const REPRESENTATIVE = 1000;

/** The design of a family of trials at its planned size, or where that is open at a usual one; null for fixed designs. */
export function representativeDesign(family: Family): SequentialDesign | null {
  const patients = family.open ? roundUp(family.design, REPRESENTATIVE) : family.plannedPatients;
  return sequentialDesign(member(family, Math.min(family.mostPatients, patients)));
}

/** How far below a size its search may go: what is smaller by more is not looked at. */
const REACH = 16;

/**
 * The smallest member from `patients` down, by halving, whose looks can be planned like those of all above it. `patients`
 * itself where its own cannot, or where the designs are fixed ones the fewest there can be.
 */
export function leastPlannable(family: Family, patients: number): number {
  if (family.design.sequential === undefined) return fewestPatients(family.design);
  const plannable = (size: number): boolean => {
    try {
      const trial = member(family, size);
      if (trial.family === undefined) sequentialDesign(trial);
      else familyPlan(trial);
      return true;
    } catch (problem) {
      if (problem instanceof LooksProblem) return false;
      throw problem;
    }
  };
  let high = patients;
  let low = patients;
  do {
    high = low;
    low = nextMember(family, low / 2);
    if (low >= high || high * REACH <= patients) return high;
  } while (plannable(low));
  while (high - low > 1) {
    const middle = nextMember(family, (low + high) / 2);
    if (middle >= high) break;
    if (plannable(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Null for a trial that runs to its final analysis. @throws LooksProblem, RangeError as plannedLooks does */
export function sequentialDesign(trial: Trial): SequentialDesign | null {
  if (trial.sequential === undefined || trial.family !== undefined) return null;
  const planned = plannedLooks(trial);
  const { solved, informationEvents, ownInformation } = planned;
  const spec: SequentialSpec =
    ownInformation === null
      ? { solved, informationEvents }
      : { solved, informationEvents: INFORMATION_PARTS, ownInformation: { statistic: 0, full: ownInformation } };
  const tests = trial.lookTests === undefined ? null : testsByLook(trial);
  return { tests, planned, spec };
}

/**
 * What ends a replicate in the kernel. Bounds that its information could move end nothing there; nor does futility
 * where what would have happened without it is wanted too.
 */
export function stopsOf({ planned }: SequentialDesign, futility: 'acted on' | 'ignored'): LookStop[] {
  const { solved, fixedInformation, reestimation } = planned;
  const { plan, sides } = solved;
  const certain = fixedInformation || plan.information === 'planned';
  // A rule on the hazard ratio looks at the one observed, which z does not tell exactly.
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
 * Stagewise estimates of the log hazard ratio at every look as planned, stops for futility counted in the ordering as the
 * replicates act on them. Null after a re-estimation, which the ordering does not know.
 */
export function estimateTables({ planned }: SequentialDesign): EstimateTable[] | null {
  if (planned.reestimation !== null) return null;
  const { solved, looks } = planned;
  const bounds = boundariesOf(solved, 'acted on');
  const root = Math.sqrt(solved.information);
  return looks.map(({ expectedZ }, k) => {
    const z: number[] = [];
    for (let x = Math.min(0, expectedZ) - GRID_REACH; x <= Math.max(0, expectedZ) + GRID_REACH; x += GRID_STEP)
      z.push(x);
    const found = z.map((x) =>
      stagewiseInference(bounds, { look: k + 1, z: x }, { respectFutility: true, resolution: 1 }),
    );
    return {
      z,
      logHazardRatio: found.map(({ medianUnbiased }) => -medianUnbiased / root),
      low: found.map(({ upper }) => -upper / root),
      high: found.map(({ lower }) => -lower / root),
    };
  });
}
