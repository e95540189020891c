/** Columns and tables of points of a sweep: values of the varied fields first, then what the question answers. */
import type { ClosedForms } from '../../questions/closedForms.ts';
import type { SweepPoint, SweepResult, SweptField } from '../../questions/sweep.ts';
import type { Proportion } from '../../tally/estimates.ts';
import { formulaPower } from '../bestFormula.ts';
import { fitTable } from '../fitColumns.ts';
import { FORMULAS } from '../formulaNames.ts';
import { fixed, shareText } from '../numbers.ts';
import { type Column, cell, fileOnly, right, type Table, type TableCell } from '../table.ts';

/** A column, and how its cells are made from a row's record. */
export interface MadeColumn<T> {
  readonly column: Column;
  cell(record: T): TableCell;
}

export function number<T>(
  key: string,
  heading: string,
  of: (record: T) => number | null,
  decimals: number,
): MadeColumn<T> {
  return {
    column: right(key, heading),
    cell: (record) => {
      const x = of(record);
      return cell(x, fixed(x, decimals));
    },
  };
}

export function file<T>(key: string, of: (record: T) => number | string | null): MadeColumn<T> {
  return { column: fileOnly(key), cell: (record) => cell(of(record)) };
}

/** A proportion in per cent with its error in brackets; for files the share, its error and its interval. */
export function share<T>(key: string, heading: string, of: (record: T) => Proportion | null): MadeColumn<T>[] {
  return [
    {
      column: right(key, heading),
      cell: (record) => {
        const p = of(record);
        return cell(p?.estimate ?? null, shareText(p, 1));
      },
    },
    file(`${key}StandardError`, (record) => of(record)?.standardError ?? null),
    file(`${key}Low`, (record) => of(record)?.low ?? null),
    file(`${key}High`, (record) => of(record)?.high ?? null),
  ];
}

/** A mean with its Monte Carlo error, for files; rounded for readers. */
export function mean<T>(
  key: string,
  heading: string,
  of: (record: T) => { mean: number; standardError: number },
  decimals: number,
): MadeColumn<T>[] {
  return [
    number(key, heading, (record) => of(record).mean, decimals),
    file(`${key}StandardError`, (record) => of(record).standardError),
  ];
}

/** Headings of the varied fields, numbered where two are the same. */
function headingsOf(varied: readonly SweptField[]): string[] {
  const last = varied.map(({ heading }) => heading);
  return last.map((word, i) =>
    last.indexOf(word) === last.lastIndexOf(word)
      ? word
      : `${word} ${last.slice(0, i + 1).filter((other) => other === word).length}`,
  );
}

/** The most rows that a table may have to be an answer at a glance. */
const MOST_ANSWERED = 12;

/** A row of a table: the point, and what else the row is about. */
export type PointRow<T> = { readonly point: SweepPoint } & T;

function valueColumns<T>({ varied }: SweepResult): MadeColumn<PointRow<T>>[] {
  return headingsOf(varied).map((heading, i) => ({
    column: right(varied[i].path, heading),
    cell: ({ point }) => {
      const value = point.values[i];
      return cell(typeof value === 'boolean' ? String(value) : value, String(value).replace(/^-/, '−'));
    },
  }));
}

export function pointTables<T>(
  result: SweepResult,
  columns: readonly MadeColumn<PointRow<T>>[],
  rows: readonly PointRow<T>[],
  title: string,
  notes: readonly string[],
): Table[] {
  const all = [...valueColumns<T>(result), ...columns];
  const table: Table = {
    name: `sweep-${result.question}`,
    title,
    audience: 'files',
    columns: all.map(({ column }) => column),
    rows: rows.map((row) => all.map((made) => made.cell(row))),
    notes,
  };
  return [{ ...fitTable(table), answers: rows.length <= MOST_ANSWERED }, table];
}

export function formulaColumns<T>(of: (record: T) => ClosedForms | null, rows: readonly T[]): MadeColumn<T>[] {
  return FORMULAS.filter((formula) => rows.some((row) => formulaPower(of(row), formula) !== null)).map((formula) =>
    file(`${formula}Power`, (row: T) => formulaPower(of(row), formula)),
  );
}

/** In per cent. */
export function times100(p: number | null): number | null {
  return p === null ? null : 100 * p;
}

/** The points with the least and the greatest of a number; points that have none are ignored. */
export function range<At>(
  result: SweepResult<At>,
  what: string,
  of: (at: At) => number | null,
  text: (x: number) => string,
): string[] {
  const known = result.points.flatMap((point) => {
    const x = of(point.result);
    return x === null || !Number.isFinite(x) ? [] : [{ point, x }];
  });
  if (known.length < 2) return [];
  const by = [...known].sort((a, b) => a.x - b.x);
  const headings = headingsOf(result.varied);
  const at = ({ point }: (typeof known)[number]) =>
    headings.map((heading, i) => `${heading} ${String(point.values[i]).replace(/^-/, '−')}`).join(', ');
  const [least, most] = [by[0], by[by.length - 1]];
  return [`${what} goes from ${text(least.x)} (${at(least)}) to ${text(most.x)} (${at(most)}).`];
}
