/**
 * The pipeline: one replicate after another through the stages, into columns with a row a replicate for each look.
 *
 *   entry, exit (draw) ─▶ cut ─▶ key ─▶ sort ─▶ log-rank ┬▶ risk table ─▶ Cox
 *                          ▲                             │             └▶ Kaplan–Meier medians
 *                          └───────── next look ─────────┴▶ compensators
 *
 * A new statistic is a file that reads the sorted words or the risk table, a flag in `Wants`, and a column here.
 * Stages share nothing but the arrays of a workspace. Statistics that are chosen by name stand in ../statistics, one file
 * each, and are run by statistics.ts; patients who differ by more than one of two arms go through cohort.ts.
 *
 * This is the definition. wasm/simulateFast.ts runs the same stages faster and is held to it; choose.ts picks.
 */

import { fitCox } from '../statistics/cox.ts';
import { medianKey } from '../statistics/kaplanMeier.ts';
import { createRiskTable, fillRiskTable, type RiskTable } from '../statistics/riskTable.ts';
import { compensator } from './compensator.ts';
import { type ConductColumns, createConductColumns } from './conduct.ts';
import { findCut } from './cut.ts';
import { drawSpan } from './entry.ts';
import { drawArm } from './exit.ts';
import { keyArm, type Snapshot } from './key.ts';
import { type LogRank, logRank, logRankZ } from './logRank.ts';
import { type CutPlan, type EventSteps, type KernelPlan, withEvents } from './plan.ts';
import { sortWords } from './sort.ts';
import { createStatisticColumns, type StatisticColumns, StatisticsStage } from './statistics.ts';
import type { StreamKey } from './stream.ts';

/** What beyond z, the counts and the analysis time a question asks for. */
export interface Wants {
  /** Cox's log hazard ratio and its standard error. */
  readonly hazardRatio: boolean;
  /** Kaplan–Meier medians of both arms. */
  readonly medians: boolean;
  /** Compensators of the event counts, for control variates; only of plans that have them. */
  readonly compensators?: boolean;
  /** How the trial was conducted, where patients differ (cohort.ts). */
  readonly conduct?: boolean;
}

/**
 * Results of a block of replicates at one look, one row each. Times in the scenario's unit; NaN where there is no estimate.
 * A row of a look that did not take place means nothing.
 */
export interface Columns {
  readonly rows: number;
  /** 1 where the look took place: not after a stop, nor where the final analysis was due first. */
  readonly performed: Uint8Array;
  /** z of the deciding test of the first hypothesis, > 0 in favour of experimental; the log-rank's unless the plan says otherwise. */
  readonly z: Float64Array;
  /** Calendar time of the analysis. */
  readonly analysisTime: Float64Array;
  /** 1 where the analysis rule was met before the horizon. */
  readonly reached: Uint8Array;
  /** By arm, the control first. */
  readonly enrolled: readonly Int32Array[];
  readonly events: readonly Int32Array[];
  readonly dropouts: readonly Int32Array[];
  /** Followed to the end of a fixed follow-up, without event or dropout. */
  readonly completed: readonly Int32Array[];
  readonly logHazardRatio: Float64Array | null;
  readonly standardError: Float64Array | null;
  readonly medians: readonly [Float64Array, Float64Array] | null;
  readonly compensators: readonly [Float64Array, Float64Array] | null;
  /** In the order of the plan's statistics. */
  readonly statistics: readonly StatisticColumns[];
  /** Where it is wanted of a plan with a cohort. */
  readonly conduct: ConductColumns | null;
}

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

const byArm = (arms: number, rows: number) => Array.from({ length: arms }, () => new Int32Array(rows));

/** Empty columns of `rows` rows for each look of what `wants` asks. */
export function createColumns(plan: KernelPlan, rows: number, wants: Wants): Columns[] {
  if (wants.compensators && plan.compensators === null)
    throw new RangeError('compensators are wanted of a trial whose hazards are not piecewise constant');
  return plan.looks.map(() => ({
    rows,
    performed: new Uint8Array(rows),
    z: new Float64Array(rows),
    analysisTime: new Float64Array(rows),
    reached: new Uint8Array(rows),
    enrolled: byArm(plan.sizes.length, rows),
    events: byArm(plan.sizes.length, rows),
    dropouts: byArm(plan.sizes.length, rows),
    completed: byArm(plan.sizes.length, rows),
    logHazardRatio: wants.hazardRatio ? new Float64Array(rows) : null,
    standardError: wants.hazardRatio ? new Float64Array(rows) : null,
    medians: wants.medians ? [new Float64Array(rows), new Float64Array(rows)] : null,
    compensators: wants.compensators ? [new Float64Array(rows), new Float64Array(rows)] : null,
    statistics: createStatisticColumns(plan.statistics, rows),
    conduct: wants.conduct && plan.cohort !== null ? createConductColumns(plan.sizes.length, rows) : null,
  }));
}

/** Events that the final analysis waits for after z at the look of `steps`. */
export function eventsAfter(steps: EventSteps, z: number): number {
  let i = 0;
  while (i < steps.z.length && steps.z[i] <= z) i++;
  return steps.events[i];
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
