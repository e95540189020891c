/** Tables as CSV (RFC 4180) through fast-csv, raw values. */
import { writeToString } from 'fast-csv';
import type { Table } from './table.ts';

/** Text that a spreadsheet would run as a formula is written with an apostrophe before it. */
export function harmless(raw: string): string;
export function harmless(raw: string | number | null): string | number;
export function harmless(raw: string | number | null): string | number {
  if (raw === null) return '';
  return typeof raw === 'string' && /^[=+\-@\t\r]/.test(raw) ? `'${raw}` : raw;
}

export async function csvText(table: Table): Promise<string> {
  const rows = table.rows.map((row) => row.map((cell) => harmless(cell.raw)));
  return writeToString([table.columns.map((column) => column.key), ...rows], { includeEndRowDelimiter: true });
}
