/** Tables, prose and headings as aligned text. */
import CliTable from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { printable } from './printable.ts';
import type { Table } from './table.ts';

export const WIDTH = 80;

const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

export function paragraph(text: string, indent = ''): string {
  return wrapAnsi(printable(text), WIDTH - indent.length)
    .split('\n')
    .map((line) => indent + line)
    .join('\n');
}

export function heading(text: string): string {
  const lines = paragraph(text);
  return `${lines}\n${'─'.repeat(Math.max(...lines.split('\n').map((line) => [...line].length)))}`;
}

/** Columns aligned, headings and cells in the order given, no borders. */
function gridText(table: Table): string {
  const shown = table.columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.fileOnly);
  const cells = table.rows.map((row) => shown.map(({ i }) => printable(row[i].text)));
  const grid = new CliTable({
    head: shown.map(({ column }) => column.heading),
    colAligns: shown.map(({ column }) => column.align),
    chars: BARE,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of cells) grid.push(row);
  return grid
    .toString()
    .split('\n')
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n');
}

export function tableText(table: Table): string {
  const notes = table.notes.map((note) => paragraph(note, '  '));
  return [heading(table.title), gridText(table), ...notes].join('\n');
}

/** A table of the answer: its title is a line, and its notes are left to the whole text. */
export function answerTableText(table: Table): string {
  return [...(table.title === '' ? [] : [paragraph(`${table.title}:`)]), gridText(table)].join('\n');
}
