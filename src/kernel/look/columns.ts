/** What a block of replicates gives: for each look, columns with a row per replicate. */
import type { StreamKey } from '../draw/stream.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { createOperationsColumns, type OperationsColumns } from './operations.ts';
import { createStatisticColumns, type StatisticColumns } from './statisticsStage.ts';
/** What a question asks for beyond z, the counts and the analysis time. */
export interface Wants {
  /** Cox's log hazard ratio and its standard error. */
  readonly hazardRatio: boolean;
  /** Kaplan–Meier medians of both arms. */
  readonly medians: boolean;
  /** Compensators of the event counts, and these, for control variates. */
  readonly compensators?: boolean;
  /** The trial's operations, where there are any to report. */
  readonly operations?: boolean;
}

/**
 * Results of a block of replicates at one look, one row per replicate. Times in the scenario's unit; NaN where there is
 * no estimate. A row of a look that did not take place means nothing.
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
  /** What is known of the endpoints beside the driving one, in their order. */
  readonly further: readonly EndpointColumns[];
  readonly logHazardRatio: Float64Array | null;
  readonly standardError: Float64Array | null;
  readonly medians: readonly [Float64Array, Float64Array] | null;
  /** By arm, what compensates the count of `trueEvents`. */
  readonly compensators: readonly Float64Array[] | null;
  /** By arm, events that have happened by the look, whether or not scans have shown them; given with `compensators`. */
  readonly trueEvents: readonly Int32Array[] | null;
  /** In the order of the plan's statistics. */
  readonly statistics: readonly StatisticColumns[];
  /** Given where it is wanted and the plan reports operations. */
  readonly operations: OperationsColumns | null;
}

/** Counts of an endpoint beside the driving one, by arm. */
export interface EndpointColumns {
  readonly events: readonly Int32Array[];
  /** Patients of whom more will not be known: with the event, lost to follow-up, or assessed without response. */
  readonly ended: readonly Int32Array[];
}

const byArm = (arms: number, rows: number) => Array.from({ length: arms }, () => new Int32Array(rows));

/** Empty columns of `rows` rows for each look, as `wants` asks. */
export function createColumns(plan: KernelPlan, rows: number, wants: Wants): Columns[] {
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
    further: plan.endpoints.map(() => ({
      events: byArm(plan.sizes.length, rows),
      ended: byArm(plan.sizes.length, rows),
    })),
    logHazardRatio: wants.hazardRatio ? new Float64Array(rows) : null,
    standardError: wants.hazardRatio ? new Float64Array(rows) : null,
    medians: wants.medians ? [new Float64Array(rows), new Float64Array(rows)] : null,
    compensators: wants.compensators ? plan.sizes.map(() => new Float64Array(rows)) : null,
    trueEvents: wants.compensators ? byArm(plan.sizes.length, rows) : null,
    statistics: createStatisticColumns(plan.statistics, rows),
    operations: wants.operations && plan.reportsOperations ? createOperationsColumns(plan.sizes.length, rows) : null,
  }));
}

/**
 * Simulates one plan. It keeps its arrays, and what it learns about how to be fast, from call to call: there is one per
 * thread and plan.
 */
export interface Simulator {
  /**
   * Simulates replicates `first … first + count − 1` of the streams named by `key`; returns the columns of each look,
   * the final one last.
   */
  simulate(key: StreamKey, first: number, count: number, wants: Wants): readonly Columns[];
}
