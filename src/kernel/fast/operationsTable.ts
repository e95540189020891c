/** A plan's operations as the module finds them (operationsLayout.ts). */
import type { OperationsColumns } from '../look/operations.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { MAX_ROWS } from './layout.ts';
import type { ModuleMemory } from './memory.ts';
import * as at from './operationsLayout.ts';

/** The operations of one plan, while their table is in the module's memory. */
export class OperationsTable {
  private readonly plan: KernelPlan;
  /** Address of the head. */
  head = 0;
  private results = 0;

  constructor(plan: KernelPlan) {
    this.plan = plan;
  }

  /** Writes the table; `openings` is the address of the centres' opening ticks, 0 without centres. */
  write(memory: ModuleMemory, openings: number): void {
    const { cohort, sizes, ticksPerUnit } = this.plan;
    const arms = sizes.length;
    const cells = cohort.cells.length;
    const levels = cohort.levels.reduce((sum, factor) => sum + factor.levels, 0);
    const centres = cohort.centres?.regions.reduce((sum, region) => sum + region.centres, 0) ?? 0;
    this.head = memory.allocate(at.OPERATIONS_BYTES);
    this.results = memory.allocate(8 * MAX_ROWS * (at.COLUMN_ARMS + 2 * arms));
    const bytes = 4 * arms * (1 + cells + levels + Math.max(1, centres));
    const counts = memory.allocate(bytes);
    const levelOf = memory.allocate(4 * cells * cohort.levels.length + 4);
    const open = openings === 0 ? memory.allocate(4) : openings;
    const words: readonly (readonly [field: number, value: number])[] = [
      [at.OPERATIONS_RESULTS, this.results],
      [at.OPERATIONS_COUNTS, counts],
      [at.OPERATIONS_COUNT_BYTES, bytes],
      [at.OPERATIONS_FACTORS, cohort.levels.length],
      [at.OPERATIONS_LEVELS, levels],
      [at.OPERATIONS_LEVEL_OF, levelOf],
      [at.OPERATIONS_CENTRES, centres],
      [at.OPERATIONS_OPENINGS, open],
    ];
    for (const [field, value] of words) memory.setInt(this.head + field, value);
    memory.setDouble(this.head + at.OPERATIONS_UNIT, 1 / ticksPerUnit);
    let first = 0;
    cohort.levels.forEach((factor, f) => {
      factor.levelOf.forEach((level, c) => {
        memory.setInt(levelOf + 4 * (f * cells + c), first + level);
      });
      first += factor.levels;
    });
  }

  /** Copies `rows` results rows from row `from` on to the rows of `columns` from `to` on. */
  copy({ doubles }: ModuleMemory, from: number, rows: number, columns: OperationsColumns, to: number): void {
    const copyColumn = (column: number, into: Float64Array | Int32Array) => {
      const first = (this.results >> 3) + column * MAX_ROWS + from;
      for (let k = 0; k < rows; k++) into[to + k] = doubles[first + k];
    };
    copyColumn(at.COLUMN_LAST_ENTRY, columns.lastEntry);
    copyColumn(at.COLUMN_DEATHS, columns.deaths);
    copyColumn(at.COLUMN_TIED, columns.tied);
    copyColumn(at.COLUMN_DELAY, columns.delay);
    copyColumn(at.COLUMN_IMBALANCE, columns.imbalance);
    copyColumn(at.COLUMN_IMBALANCE_IN_CENTRES, columns.imbalanceInCentres);
    copyColumn(at.COLUMN_IMBALANCE_IN_LEVELS, columns.imbalanceInLevels);
    copyColumn(at.COLUMN_CENTRES_OPEN, columns.centresOpen);
    copyColumn(at.COLUMN_CENTRES_RECRUITING, columns.centresRecruiting);
    copyColumn(at.COLUMN_LARGEST_CENTRE, columns.largestCentre);
    columns.started.forEach((started, arm) => {
      copyColumn(at.COLUMN_ARMS + 2 * arm, started);
      copyColumn(at.COLUMN_ARMS + 2 * arm + 1, columns.neverStarted[arm]);
    });
  }
}
