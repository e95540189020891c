/**
 * The pipeline: one replicate after another through the stages, into columns with a row a replicate for each look.
 *
 *   entry, exit (draw) ─▶ cut ─▶ key ─▶ sort ─▶ log-rank ┬▶ risk table ─▶ Cox
 *                          ▲                             │             └▶ Kaplan–Meier medians
 *                          └───────── next look ─────────┴▶ compensators
 *
 * A new statistic is a file that reads the sorted words or the risk table, a flag in `Wants`, and a column here.
 * Stages share nothing but the arrays of a workspace. Statistics that are chosen by name stand in ../statistics, one file
 * each, and are run by look/statisticsStage.ts; patients who differ by more than one of two arms go through cohort.ts.
 *
 * This is the definition. fast/fastKernel.ts runs the same stages faster and is held to it; choose.ts picks.
 */

import { fitCox } from '../statistics/cox.ts';
import { medianKey } from '../statistics/kaplanMeier.ts';
import { createRiskTable, fillRiskTable, type RiskTable } from '../statistics/riskTable.ts';
import { drawArm } from './draw/drawArm.ts';
import { drawSpan } from './draw/entry.ts';
import type { StreamKey } from './draw/stream.ts';
import { type Columns, createColumns, type Wants } from './look/columns.ts';
import { compensator } from './look/compensator.ts';
import { findCut } from './look/cut.ts';
import { keyArm, type Snapshot } from './look/key.ts';
import { type LogRank, logRank, logRankZ } from './look/logRank.ts';
import { sortWords } from './look/sort.ts';
import { StatisticsStage } from './look/statisticsStage.ts';
import { type CutPlan, eventsAfter, withEvents } from './plan/cutRule.ts';
import type { KernelPlan } from './plan/kernelPlan.ts';

interface Workspace {
  capacity: number;
  entry: Int32Array;
  exit: Int32Array;
  words: Int32Array;
  scratch: Int32Array;
  counts: Int32Array;
  table: RiskTable;
}

let workspace: Workspace | null = null;

/** The thread's arrays, grown when a larger trial comes. */
function workspaceFor(n: number): Workspace {
  if (workspace === null || workspace.capacity < n) {
    workspace = {
      capacity: n,
      entry: new Int32Array(n),
      exit: new Int32Array(n),
      words: new Int32Array(n),
      scratch: new Int32Array(n),
      counts: new Int32Array(n + 1),
      table: createRiskTable(n),
    };
  }
  return workspace;
}

/**
 * Simulate replicates `first … first + count − 1` of the streams named by `key`; columns of each look, the final one last.
 * A look before the final one takes place where it is due before that and after the one that took place last; the first
 * look whose z passes a stop is the replicate's last.
 */
export function simulate(
  plan: KernelPlan,
  key: StreamKey,
  first: number,
  count: number,
  wants: Wants,
): readonly Columns[] {
  const [n0, n1] = plan.sizes;
  const n = n0 + n1;
  const { entry, exit, words, scratch, counts, table } = workspaceFor(n);
  const looks = createColumns(plan, count, wants);
  const stage = plan.statistics && new StatisticsStage(plan.statistics, 1 / plan.ticksPerUnit, n);
  const snapshot: Snapshot = { enrolled: [0, 0], events: [0, 0], dropouts: [0, 0], completed: [0, 0] };
  const test: LogRank = { u: 0, v: 0 };
  const fit = { logHazardRatio: 0, standardError: 0 };
  const unit = 1 / plan.ticksPerUnit;
  const final = plan.looks.length - 1;
  const due = (rule: CutPlan, previous: number) => findCut(rule, n, entry, exit, scratch, previous);

  for (let row = 0; row < count; row++) {
    const replicate = first + row;
    const span = drawSpan(plan, key, replicate);
    drawArm(plan, 0, 0, span, key, replicate, entry, exit);
    drawArm(plan, 1, n0, span, key, replicate, entry, exit);
    let finalRule = plan.looks[final].cut;
    let previous = 0;
    for (let look = 0; look <= final; look++) {
      const met = due(look === final ? finalRule : plan.looks[look].cut, previous);
      const cut = Math.min(met, plan.horizonTicks);
      if (look < final && (cut <= previous || cut >= Math.min(due(finalRule, previous), plan.horizonTicks))) continue;
      previous = cut;
      const enrolled0 = keyArm(0, 0, n0, cut, entry, exit, words, 0, snapshot, plan.followUpTicks);
      const enrolled = keyArm(1, n0, n, cut, entry, exit, words, enrolled0, snapshot, plan.followUpTicks);
      sortWords(words, enrolled, scratch, counts);
      logRank(words, enrolled, test);

      const columns = looks[look];
      let z = logRankZ(test);
      if (stage !== null) {
        stage.ofTwoArms(words, enrolled, cut, z, snapshot.events[0] + snapshot.events[1], columns.statistics, row);
        z = columns.statistics[0].z[row];
      }
      columns.performed[row] = 1;
      columns.z[row] = z;
      columns.analysisTime[row] = cut * unit;
      columns.reached[row] = met <= plan.horizonTicks ? 1 : 0;
      for (const arm of [0, 1] as const) {
        columns.enrolled[arm][row] = snapshot.enrolled[arm];
        columns.events[arm][row] = snapshot.events[arm];
        columns.dropouts[arm][row] = snapshot.dropouts[arm];
        columns.completed[arm][row] = snapshot.completed[arm];
      }
      if (columns.compensators !== null && plan.compensators !== null) {
        columns.compensators[0][row] = compensator(plan.compensators[0], 0, words, enrolled, cut);
        columns.compensators[1][row] = compensator(plan.compensators[1], 1, words, enrolled, cut);
      }
      const { stopAbove, stopBelow, estimateAbove, estimateBelow, reestimation } = plan.looks[look];
      const estimates = look === final || z >= estimateAbove || z <= estimateBelow;
      if (estimates && (wants.hazardRatio || wants.medians)) fillRiskTable(words, enrolled, table);
      if (columns.logHazardRatio !== null && columns.standardError !== null) {
        if (estimates && test.v > 0) fitCox(table, test.u / test.v, fit);
        else fit.logHazardRatio = fit.standardError = Number.NaN;
        columns.logHazardRatio[row] = fit.logHazardRatio;
        columns.standardError[row] = fit.standardError;
      }
      if (columns.medians !== null) {
        columns.medians[0][row] = estimates ? (cut - medianKey(table, 0)) * unit : Number.NaN;
        columns.medians[1][row] = estimates ? (cut - medianKey(table, 1)) * unit : Number.NaN;
      }
      // Before the first event z is 0 for want of anything to compare.
      const compared = snapshot.events[0] + snapshot.events[1] > 0;
      if (compared && (z >= stopAbove || z <= stopBelow)) break;
      if (reestimation !== null) finalRule = withEvents(finalRule, eventsAfter(reestimation, z));
    }
  }
  return looks;
}
