/** Shortens a table to 80 columns and a few rows. */
import type { Table } from './table.ts';
import { WIDTH } from './terminal.ts';

const MOST_ROWS = 60;
const BETWEEN = 2;

/** The table for readers: columns from the left as far as they fit, the first rows, and a note on what is left out. */
export function fitTable(table: Table, mostRows = MOST_ROWS): Table {
  const rows = table.rows.slice(0, mostRows);
  let room = WIDTH - BETWEEN;
  const shown = new Set<number>();
  let full = false;
  let hidden = 0;
  table.columns.forEach((column, i) => {
    if (column.fileOnly) return;
    const wide = Math.max([...column.heading].length, ...rows.map((row) => [...row[i].text].length));
    room -= wide + (shown.size > 0 ? BETWEEN : 0);
    full ||= room < 0 && shown.size > 0;
    if (full) hidden++;
    else shown.add(i);
  });
  const more = [
    ...(hidden > 0 ? [`${hidden} more column${hidden === 1 ? '' : 's'}`] : []),
    ...(rows.length < table.rows.length ? [`${table.rows.length - rows.length} more rows`] : []),
  ];
  return {
    ...table,
    audience: 'readers',
    columns: table.columns.map((column, i) => (shown.has(i) ? column : { ...column, fileOnly: true })),
    rows,
    notes: [...table.notes, ...(more.length > 0 ? [`${more.join(' and ')} in ${table.name}.csv (--out).`] : [])],
  };
}
