/** The adjusted comparisons of a plan as the module reads them (adjustedLayout.ts). */
import type { ComparisonTables } from '../plan/statisticsPlan.ts';
import * as at from './adjustedLayout.ts';
import type { ModuleMemory } from './memory.ts';

type Adjusts = NonNullable<ComparisonTables['adjusts']>;

/** The number of dummies of an adjusted model, and of all its columns beside that of the arm. */
function columnsOf({ byCell, covariates }: Adjusts): { dummies: number; count: number } {
  const dummies = byCell[0]?.length ?? 0;
  return { dummies, count: dummies + covariates.length };
}

/** Bytes of a row of sums over `count` columns: pairs of all and of the arm for 1 and for each column, and products of columns. */
const rowBytes = (count: number) => 16 * (1 + count) + 4 * count * (count + 1);

/** Bytes for each patient that adjusted comparisons take. */
export function adjustedBytes(tables: readonly ComparisonTables[]): number {
  const counts = tables.flatMap(({ adjusts }) => (adjusts === null ? [] : [columnsOf(adjusts).count]));
  return counts.length === 0 ? 0 : Math.max(...counts.map((count) => rowBytes(count) + 8 * (count + 1) + 44));
}

/** Writes the adjusted comparisons among `tables`, none of more than `patients`; their addresses, 0 for the others. */
export function writeAdjusted(memory: ModuleMemory, tables: readonly ComparisonTables[], patients: number): number[] {
  const most = Math.max(-1, ...tables.map(({ adjusts }) => (adjusts === null ? -1 : columnsOf(adjusts).count)));
  if (most < 0) return tables.map(() => 0);
  const stride = (8 * (patients + 2) + 63) & ~63;
  const columns = memory.allocate(stride * (most + 1));
  const weights = memory.allocate(2 * stride);
  const steps = memory.allocate(stride);
  const rows = memory.allocate(rowBytes(most) * (patients + 2));
  const ties = memory.allocate(at.TIE_BYTES * (2 + (patients >> 1)));
  const places = memory.allocate(16 * patients);
  const q = most + 1;
  const vectors = memory.allocate(8 * q * (at.VECTORS + q) + 2 * rowBytes(most));
  return tables.map(({ adjusts }) => {
    if (adjusts === null) return 0;
    const { dummies, count } = columnsOf(adjusts);
    const base = memory.allocate(at.ADJUSTED_BYTES);
    const byCell = memory.allocate(8 * dummies * adjusts.byCell.length);
    const traits = memory.allocate(4 * adjusts.covariates.length);
    memory.setInt(base + at.ADJUSTED_COVARIATES, count);
    memory.setInt(base + at.ADJUSTED_DUMMIES, dummies);
    memory.setInt(base + at.ADJUSTED_BY_CELL, byCell);
    memory.setInt(base + at.ADJUSTED_TRAITS, traits);
    memory.setInt(base + at.ADJUSTED_COLUMNS, columns);
    memory.setInt(base + at.ADJUSTED_STRIDE, stride);
    memory.setInt(base + at.ADJUSTED_WEIGHTS, weights);
    memory.setInt(base + at.ADJUSTED_STEPS, steps);
    memory.setInt(base + at.ADJUSTED_ROWS, rows);
    memory.setInt(base + at.ADJUSTED_TIES, ties);
    memory.setInt(base + at.ADJUSTED_VECTORS, vectors);
    memory.setInt(base + at.ADJUSTED_PLACES, places);
    adjusts.byCell.flat().forEach((value, k) => {
      memory.setDouble(byCell + 8 * k, value);
    });
    adjusts.covariates.forEach((covariate, k) => {
      memory.setInt(traits + 4 * k, covariate);
    });
    return base;
  });
}
