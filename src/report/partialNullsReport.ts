/** The error of a family where only some of its hypotheses are true. */
import type { PartialNull } from '../questions/partialNulls.ts';
import { observedFor } from '../trial/endpoint.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { shareText } from './numbers.ts';
import { cell, left, type Table } from './table.ts';
import { shareCells, shareColumns } from './testsReport.ts';
import { clipped, listed } from './testWords.ts';

/** Room for the names of hypotheses. */
const NAMES = 44;

/** No table where no partial null was simulated. */
export function partialNullsTables(partial: readonly PartialNull[], { family, endpoints }: UnsizedTrial): Table[] {
  if (partial.length === 0) return [];
  const gated = family?.gate !== undefined;
  const together = family?.procedure.kind === 'allNeeded';
  const notes = [
    `Columns: trials that claim ${together ? 'all hypotheses' : 'any hypothesis that is true'}; the other hypotheses have the planned effect.${gated ? ' Ignored: as if there were no gate.' : ''} In brackets: Monte Carlo standard error.`,
  ];
  if (endpoints.some((endpoint) => observedFor(endpoint) === 'death'))
    notes.push(
      'Where death alone is without effect, patients of the arm die at the control’s times in the order of their first events.',
    );
  return [
    {
      name: 'partial-nulls',
      title: 'False claims where only some hypotheses are true, per cent of trials',
      audience: 'both',
      columns: [
        left('noEffect', 'no effect on'),
        ...shareColumns('error', gated ? 'gate acted on' : 'false claims'),
        ...(gated ? shareColumns('errorIgnoring', 'ignored') : []),
      ],
      rows: partial.map(({ hypotheses, error, errorIgnoring }) => [
        cell(hypotheses.join('; '), clipped(listed(hypotheses), NAMES)),
        ...shareCells(error, shareText(error)),
        ...(gated ? shareCells(errorIgnoring, shareText(errorIgnoring)) : []),
      ]),
      notes,
    },
  ];
}
