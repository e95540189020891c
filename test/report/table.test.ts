/** Tables as CSV that comes back as it went, and as aligned text. */
import { parseString } from 'fast-csv';
import { describe, expect, it } from 'vitest';
import { csvText } from '../../src/report/csv.ts';
import { printable } from '../../src/report/printable.ts';
import { cell, fileOnly, left, right, type Table } from '../../src/report/table.ts';
import { paragraph, tableText, WIDTH } from '../../src/report/terminal.ts';

function tableOf(rows: Table['rows']): Table {
  return {
    name: 'x',
    title: 'A table',
    audience: 'both',
    columns: [left('name', 'name'), right('value', 'value'), fileOnly('hidden')],
    rows,
    notes: ['A note.'],
  };
}

function parsed(csv: string): Promise<Record<string, string>[]> {
  return new Promise((resolve, reject) => {
    const rows: Record<string, string>[] = [];
    parseString(csv, { headers: true })
      .on('error', reject)
      .on('data', (row: Record<string, string>) => rows.push(row))
      .on('end', () => resolve(rows));
  });
}

describe('csv', () => {
  it('gives back every text and every bit of every number', async () => {
    const texts = ['plain', 'with, comma', 'with "quotes"', 'two\nlines', '20 v 51', 'Zürich – ≥', ''];
    const numbers = [0.1 + 0.2, Math.PI, 1e-300, 123456789.123, 0, 5, 1e21];
    const csv = await csvText(tableOf(texts.map((text, i) => [cell(text), cell(numbers[i], 'shown'), cell(null)])));
    const rows = await parsed(csv);
    expect(rows.map(({ name }) => name)).toEqual(texts);
    expect(rows.map(({ value }) => Number(value))).toEqual(numbers);
    expect(rows.every(({ hidden }) => hidden === '')).toBe(true);
  });

  it('lets no text run as a formula, and no number be anything else', async () => {
    const bad = ['=1+1', '+1', '-1', '@x', '\tx'];
    const rows = await parsed(await csvText(tableOf(bad.map((text) => [cell(text), cell(-1.5), cell(null)]))));
    for (const { name, value } of rows) {
      expect(name.startsWith("'")).toBe(true);
      expect(value).toBe('-1.5');
    }
  });

  it('has an empty field where there is no number', async () => {
    const rows = await parsed(await csvText(tableOf([[cell('x'), cell(Number.NaN), cell(Number.POSITIVE_INFINITY)]])));
    expect(rows).toEqual([{ name: 'x', value: '', hidden: '' }]);
  });
});

describe('text', () => {
  it('aligns columns, leaves out those for files, adds the notes', () => {
    const text = tableText(
      tableOf([
        [cell('a'), cell(1, '1.0'), cell(9)],
        [cell('longer'), cell(22, '22.0'), cell(9)],
      ]),
    );
    const lines = text.split('\n');
    expect(lines[0]).toBe('A table');
    expect(text).not.toContain('hidden');
    expect(text).toContain('A note.');
    const rows = lines.filter((line) => /\d\.0$/.test(line));
    expect(rows.length).toBe(2);
    expect(rows[0].length).toBe(rows[1].length);
  });

  it('wraps prose at the width', () => {
    for (const line of paragraph('word '.repeat(100)).split('\n')) expect(line.length).toBeLessThanOrEqual(WIDTH);
  });

  it('lets no control character of a scenario through', () => {
    expect(printable('a\u001b[31mred\u0007\u202eb\n')).not.toMatch(/\p{Cc}|\u202e/u);
  });
});
