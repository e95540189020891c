/** Copies results from the module's rows to columns. */
import type { Columns } from '../look/columns.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { copyFurther } from './courseTable.ts';
import * as at from './layout.ts';
import type { ModuleMemory } from './memory.ts';
import type { OperationsTable } from './operationsTable.ts';
import { rowsOf } from './parameters.ts';
import type { StatisticsTable } from './statisticsTable.ts';

/** Copies results rows 0 … rows − 1 of every look to its columns from row `to` on. */
export function copyRows(
  memory: ModuleMemory,
  plan: KernelPlan,
  statistics: StatisticsTable | null,
  operations: OperationsTable | null,
  rows: number,
  looks: readonly Columns[],
  to: number,
): void {
  const { ints, doubles } = memory;
  const unit = 1 / plan.ticksPerUnit;
  looks.forEach((columns, l) => {
    const from = l * rowsOf(plan);
    const whole = (field: number, column: Int32Array | Uint8Array) =>
      column.set(ints.subarray((field >> 2) + from, (field >> 2) + from + rows), to);
    const double = (field: number, column: Float64Array) =>
      column.set(doubles.subarray((field >> 3) + from, (field >> 3) + from + rows), to);
    const cut = (at.ROW_CUT >> 2) + from;
    whole(at.ROW_PERFORMED, columns.performed);
    double(at.ROW_Z, columns.z);
    for (let k = 0; k < rows; k++) columns.analysisTime[to + k] = ints[cut + k] * unit;
    whole(at.ROW_MET, columns.reached);
    for (let arm = 0; arm < plan.sizes.length; arm++) {
      whole(at.ROW_ENROLLED + arm * at.INTEGERS, columns.enrolled[arm]);
      whole(at.ROW_EVENTS + arm * at.INTEGERS, columns.events[arm]);
      whole(at.ROW_DROPOUTS + arm * at.INTEGERS, columns.dropouts[arm]);
      whole(at.ROW_COMPLETED + arm * at.INTEGERS, columns.completed[arm]);
    }
    columns.compensators?.forEach((column, arm) => {
      double(at.ROW_COMPENSATOR + arm * at.DOUBLES, column);
    });
    const happened = plan.cohort.scans === null ? at.ROW_EVENTS : at.ROW_TRUE_EVENTS;
    columns.trueEvents?.forEach((column, arm) => {
      whole(happened + arm * at.INTEGERS, column);
    });
    for (const arm of [0, 1] as const) {
      const medians = columns.medians?.[arm];
      if (!medians) continue;
      double(arm === 0 ? at.ROW_MEDIAN0 : at.ROW_MEDIAN1, medians);
      for (let k = 0; k < rows; k++) medians[to + k] = (ints[cut + k] - medians[to + k]) * unit;
    }
    if (columns.logHazardRatio !== null) double(at.ROW_LOG_HR, columns.logHazardRatio);
    if (columns.standardError !== null) double(at.ROW_SE, columns.standardError);
    copyFurther(memory, from, rows, columns.further, to);
    statistics?.copy(memory, from, rows, columns.statistics, to);
    if (columns.operations !== null) operations?.copy(memory, from, rows, columns.operations, to);
  });
}
