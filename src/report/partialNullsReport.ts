/** The error of a family where only some of its hypotheses are true. */
import type { PartialNull } from '../questions/partialNulls.ts';
import { shareText } from './numbers.ts';
import { cell, left, type Table } from './table.ts';
import { shareCells, shareColumns } from './testsReport.ts';
import { listed } from './testWords.ts';

/** No table where no partial null was simulated. */
export function partialNullsTables(partial: readonly PartialNull[]): Table[] {
  if (partial.length === 0) return [];
  return [
    {
      name: 'partial-nulls',
      title: 'True hypotheses rejected where only some are true, per cent of trials',
      audience: 'both',
      columns: [left('noEffect', 'no effect on'), ...shareColumns('error', 'any rejected')],
      rows: partial.map(({ nulls, error }) => [
        cell(nulls.join('; '), listed(nulls)),
        ...shareCells(error, shareText(error)),
      ]),
      notes: [
        'The other hypotheses have the planned effect. Where death alone is without effect, patients of the arm die at the control’s times in the order of their first events. In brackets: Monte Carlo standard error.',
      ],
    },
  ];
}
