/** Tables that a scenario or its study keeps in CSV files of their own. */
import type { CsvRow } from './csvRows.ts';

/** A table as it was read, so that a scenario stays complete without its file. */
export interface TableSource {
  /** As the file that uses it names it. */
  readonly named: string;
  /** Where it was read. */
  readonly file: string;
  readonly rows: readonly CsvRow[];
}

/** The tables at hand, and where to note what is wrong with one: `text` reads on from its line. */
export interface Tables {
  find(named: string): TableSource | null;
  report(table: TableSource, line: number, text: string): void;
}

/** The rows of numbers of a table, without its header. */
export function numbersOf(rows: readonly CsvRow[]): number[][] {
  return rows.map(({ cells }) => cells.map(Number)).filter((row) => row.every((x) => !Number.isNaN(x)));
}

const CURVE_PARTS = ['points', 'atRisk'] as const;

/** The tables that a study names, with the paths of the names within it. It may not be sound yet. */
export function tablesNamed(study: unknown): { named: string; at: (string | number)[] }[] {
  const { arms } = (study ?? {}) as { arms?: unknown };
  if (!Array.isArray(arms)) return [];
  return arms.flatMap((arm: unknown, i) => {
    const { curve } = (arm ?? {}) as { curve?: unknown };
    const parts = (curve ?? {}) as Record<string, unknown>;
    return CURVE_PARTS.flatMap((key) => {
      const named = parts[key];
      return typeof named === 'string' && named.trim() !== '' ? [{ named, at: ['arms', i, 'curve', key] }] : [];
    });
  });
}
