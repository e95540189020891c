/** How much power depends on each assumption. */
import type { SensitivityPoint, SensitivityResult, SensitivityRow } from '../questions/sensitivity.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { successText } from './familyReport.ts';
import { count, decimalsFor, fixed, proportionText } from './numbers.ts';
import { cell, fileOnly, left, right, type Section, type Table } from './table.ts';
import { clipped, listed } from './testWords.ts';

/** `+2.3`, in points of power. */
export function changeText({ change, standardError }: SensitivityPoint): string {
  const decimals = Math.max(1, Math.min(2, decimalsFor(100 * standardError, 2)));
  const text = fixed(100 * change, decimals);
  return `${change > 0 && Number(text) !== 0 ? '+' : ''}${text}`;
}

/** A row for each assumption and each value that it takes. */
export function sensitivityTable({ planned, rows, replicates, patients }: SensitivityResult): Table {
  const of = ({ assumption, planned: value }: SensitivityRow, point: SensitivityPoint) => [
    cell(assumption, clipped(assumption, 28)),
    cell(value),
    cell(point.value),
    cell(point.power, fixed(100 * point.power, 1)),
    cell(point.change, `${changeText(point)} (${fixed(100 * point.standardError, 2)})`),
    cell(point.standardError),
    cell(replicates),
  ];
  return {
    name: 'sensitivity',
    title: 'Power when one assumption changes',
    audience: 'both',
    columns: [
      left('assumption', 'assumption'),
      right('planned', 'planned'),
      right('value', 'taken'),
      right('power', 'power'),
      right('change', 'change'),
      fileOnly('changeStandardError'),
      fileOnly('replicates'),
    ],
    rows: rows.flatMap((row) => [of(row, row.low), of(row, row.high)]),
    notes: [
      `Power in per cent at the planned ${count(patients)} patients: ${fixed(100 * planned.estimate, 1)} % as planned, and that with the change. Change: in points (standard error), of pairs of trials on the same random numbers, ${count(replicates)} replicates each. Hazard ratios of 1 stay 1; bounds stay as planned.`,
    ],
  };
}

export function sensitivitySection(result: SensitivityResult, trial: UnsizedTrial | null): Section {
  const { planned, unvaried } = result;
  const left = unvaried.map((path) => path.slice('trial.'.length));
  return {
    title: 'Sensitivity of power to the assumptions',
    prose: [
      `As planned: ${proportionText(planned)}${trial?.family ? `, which is the power that ${successText(trial.family)}` : ''}. Every value that the scenario calls assumed is changed by itself, the planner's own decisions aside (patients, allocation, test, looks).`,
      ...(left.length === 0 ? [] : [`Left as planned, as no other value would do by itself: ${listed(left)}.`]),
    ],
    tables: [sensitivityTable(result)],
  };
}
