/**
 * Stages of a trial of two arms whose patients are all alike, as pipeline.ts runs them:
 *
 *   1 entry, 2 exit (draw) ─▶ 3 cut (due) ─▶ 4 code ─▶ 5 sort ─▶ 6 log-rank ┬▶ compensators
 *                                                                           └▶ risk table ─▶ Cox, Kaplan–Meier medians
 *
 * Statistics that are chosen by name stand in ../statistics, one file each, and are run by look/statisticsStage.ts.
 * This is the definition: fast/fastKernel.ts runs the same stages faster and is held to it.
 */
import { fitCox } from '../statistics/cox.ts';
import { medianKey } from '../statistics/kaplanMeier.ts';
import { createRiskTable, fillRiskTable } from '../statistics/riskTable.ts';
import { drawArm } from './draw/drawArm.ts';
import { drawSpan } from './draw/entry.ts';
import type { Columns, Simulator } from './look/columns.ts';
import { compensator } from './look/compensator.ts';
import { findCut } from './look/cut.ts';
import { type LogRank, logRank, logRankZ } from './look/logRankOfCodes.ts';
import { encodeArm, type Snapshot } from './look/patientCode.ts';
import { sortAscending } from './look/sort.ts';
import { StatisticsStage } from './look/statisticsStage.ts';
import { runReplicates, type Stages } from './pipeline.ts';
import type { KernelPlan } from './plan/kernelPlan.ts';

/** The reference simulator of a plan of two arms; keeps its arrays from call to call. */
export function createReference(plan: KernelPlan): Simulator {
  const [n0, n1] = plan.sizes;
  const n = n0 + n1;
  const entry = new Int32Array(n);
  const exit = new Int32Array(n);
  const codes = new Int32Array(n);
  const scratch = new Int32Array(n);
  const counts = new Int32Array(n + 1);
  const table = createRiskTable(n);
  const unit = 1 / plan.ticksPerUnit;
  const final = plan.looks.length - 1;
  const stage = plan.statistics && new StatisticsStage(plan.statistics, unit, n);
  const snapshot: Snapshot = { enrolled: [0, 0], events: [0, 0], dropouts: [0, 0], completed: [0, 0] };
  const test: LogRank = { u: 0, v: 0 };
  const fit = { logHazardRatio: 0, standardError: 0 };

  /** Estimates everything beyond z at a look, or NaN where the look does not estimate. */
  function estimate(enrolled: number, cut: number, estimates: boolean, columns: Columns, row: number): void {
    const { logHazardRatio, standardError, medians } = columns;
    if (estimates && (logHazardRatio !== null || medians !== null)) fillRiskTable(codes, enrolled, table);
    if (logHazardRatio !== null && standardError !== null) {
      if (estimates && test.v > 0) fitCox(table, test.u / test.v, fit);
      else fit.logHazardRatio = fit.standardError = Number.NaN;
      logHazardRatio[row] = fit.logHazardRatio;
      standardError[row] = fit.standardError;
    }
    if (medians !== null) {
      medians[0][row] = estimates ? (cut - medianKey(table, 0)) * unit : Number.NaN;
      medians[1][row] = estimates ? (cut - medianKey(table, 1)) * unit : Number.NaN;
    }
  }

  const stages: Stages = {
    draw(key, replicate) {
      const span = drawSpan(plan, key, replicate);
      drawArm(plan, 0, 0, span, key, replicate, entry, exit);
      drawArm(plan, 1, n0, span, key, replicate, entry, exit);
    },
    due: (rule, previous) => findCut(rule, n, entry, exit, scratch, previous),
    test(look, cut, columns, row) {
      const enrolled0 = encodeArm(0, 0, n0, cut, entry, exit, codes, 0, snapshot, plan.followUpTicks);
      const enrolled = encodeArm(1, n0, n, cut, entry, exit, codes, enrolled0, snapshot, plan.followUpTicks);
      sortAscending(codes, enrolled, scratch, counts);
      logRank(codes, enrolled, test);
      let z = logRankZ(test);
      if (stage !== null) {
        stage.ofTwoArms(codes, enrolled, cut, z, snapshot.events[0] + snapshot.events[1], columns.statistics, row);
        z = columns.statistics[0].z[row];
      }
      for (const arm of [0, 1] as const) {
        columns.enrolled[arm][row] = snapshot.enrolled[arm];
        columns.events[arm][row] = snapshot.events[arm];
        columns.dropouts[arm][row] = snapshot.dropouts[arm];
        columns.completed[arm][row] = snapshot.completed[arm];
      }
      if (columns.compensators !== null && plan.compensators !== null) {
        columns.compensators[0][row] = compensator(plan.compensators[0], 0, codes, enrolled, cut);
        columns.compensators[1][row] = compensator(plan.compensators[1], 1, codes, enrolled, cut);
      }
      const { estimateAbove, estimateBelow } = plan.looks[look];
      estimate(enrolled, cut, look === final || z >= estimateAbove || z <= estimateBelow, columns, row);
      return z;
    },
    stops(look, _cut, z) {
      // Before the first event z is 0 for want of anything to compare.
      const compared = snapshot.events[0] + snapshot.events[1] > 0;
      const { stopAbove, stopBelow } = plan.looks[look];
      return compared && (z >= stopAbove || z <= stopBelow);
    },
  };
  return { simulate: (key, first, count, wants) => runReplicates(plan, stages, key, first, count, wants) };
}
