/** How much power hangs on each assumption. */
import type { SensitivityPoint, SensitivityResult, SensitivityRow } from '../questions/sensitivity.ts';
import { count, percent, proportionText, shareText, significant } from './numbers.ts';
import { cell, fileOnly, left, right, type Section, type Table } from './table.ts';

const WORDS: Record<SensitivityRow['assumption'], string> = {
  'median survival': 'median survival, all arms',
  'hazard ratio': 'hazard ratio',
  dropout: 'dropout hazard',
  'accrual rate': 'enrolment rate',
};

export function assumptionText(assumption: SensitivityRow['assumption']): string {
  return WORDS[assumption];
}

/** `× 0.8`, `none`. */
export function factorText(factor: number): string {
  return factor === 0 ? 'none' : `× ${significant(factor, 3)}`;
}

/** A row for each assumption and each way it is changed. */
export function sensitivityTable({ planned, rows, replicates, patients }: SensitivityResult): Table {
  const of = ({ assumption }: SensitivityRow, { factor, power }: SensitivityPoint) => [
    cell(assumption, assumptionText(assumption)),
    cell(factor, factorText(factor)),
    cell(power.estimate, shareText(power)),
    cell(power.standardError),
    cell(power.low),
    cell(power.high),
    cell(power.estimate - planned.estimate, change(power.estimate - planned.estimate)),
    cell(power.replicates),
  ];
  return {
    name: 'sensitivity',
    title: 'Power when one assumption changes',
    audience: 'both',
    columns: [
      left('assumption', 'assumption'),
      right('factor', 'changed'),
      right('power', 'power'),
      fileOnly('powerStandardError'),
      fileOnly('powerLow'),
      fileOnly('powerHigh'),
      right('change', 'against planned'),
      fileOnly('replicates'),
    ],
    rows: rows.flatMap((row) => [of(row, row.low), of(row, row.high)]),
    notes: [
      `Power in per cent (Monte Carlo standard error) at the planned ${count(patients)} patients, ${count(replicates)} replicates each on the same random numbers. Hazard ratios of 1 stay 1; bounds stay as planned.`,
    ],
  };
}

function change(difference: number): string {
  return `${difference > 0 ? '+' : ''}${percent(difference).replace(' %', '')}`;
}

export function sensitivitySection(result: SensitivityResult): Section {
  return {
    title: 'Sensitivity of power to the assumptions',
    prose: [`As planned, on the same random numbers: ${proportionText(result.planned)}.`],
    tables: [sensitivityTable(result)],
  };
}
