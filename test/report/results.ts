/** Results made by hand, and trials small enough to ask about, for the reports of them. */
import { type Section, sentencesOf, type Table } from '../../src/report/table.ts';
import { heading, paragraph, tableText, WIDTH } from '../../src/report/terminal.ts';
import type { Statistic } from '../../src/statistics/definition.ts';
import { type MeanEstimate, type Proportion, proportion } from '../../src/tally/estimates.ts';
import type { Test } from '../../src/trial/test.ts';

export const N = 10_000;

export function share(estimate: number): Proportion {
  return proportion(Math.round(estimate * N), N);
}

export function mean(value: number, standardDeviation = 1, replicates = N): MeanEstimate {
  return { mean: value, standardDeviation, standardError: standardDeviation / Math.sqrt(replicates), replicates };
}

export function unstratified(statistic: Statistic): Test {
  return { statistic, stratifiedBy: [], adjustedFor: [] };
}

/** What a terminal shows of sections; fails where it is wider than one. */
export function shown(sections: readonly Section[]): string {
  const parts = sections.flatMap((section) => [
    heading(section.title.toUpperCase()),
    ...sentencesOf(section).map((text) => paragraph(text)),
    ...section.tables.filter(({ audience }) => audience !== 'files').map(tableText),
  ]);
  const text = parts.join('\n');
  for (const line of text.split('\n')) if ([...line].length > WIDTH) throw new Error(`wider than ${WIDTH}: ${line}`);
  if (/NaN|undefined|Infinity|\[object/.test(text)) throw new Error(`not for readers: ${text}`);
  return text;
}

/** A table by its name. */
export function tableOf(sections: readonly Section[], name: string): Table {
  const found = sections.flatMap(({ tables }) => tables).find((table) => table.name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
}

/** The values that files get of a table, a record a row. */
export function rowsOf({ columns, rows }: Table): Record<string, number | string | null>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ key }, i) => [key, row[i].raw])));
}
