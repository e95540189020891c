/** `check` at points of a sweep, one row per point. */
import type { CheckAt } from '../../questions/checkAt.ts';
import type { SweepResult } from '../../questions/sweep.ts';
import { bestFormula } from '../bestFormula.ts';
import { fixed, significant } from '../numbers.ts';
import type { PointPresenter } from '../presenter.ts';
import { cell, right, type Table } from '../table.ts';
import {
  file,
  formulaColumns,
  type MadeColumn,
  number,
  type PointRow,
  pointTables,
  range,
  times100,
} from './pointTables.ts';

function tables(result: SweepResult<CheckAt>, unit: string): Table[] {
  const rows = result.points.map((point) => ({ point, at: point.result }));
  type R = PointRow<{ at: CheckAt }>;
  const targets = [...new Set(rows.flatMap(({ at }) => at.closedSizes.map(({ targetPower }) => targetPower)))].sort();
  const sizeBy =
    (method: string, target: number) =>
    ({ at }: R) => {
      const size = at.closedSizes.find((row) => row.method === method && row.targetPower === target)?.result;
      return size?.kind === 'size' ? size.patientsUnrounded : null;
    };
  const methods = ['schoenfeld', 'freedman', 'lachinFoulkes', 'lachinFoulkesLog'];
  const names = [...new Set(rows.flatMap(({ at }) => at.arms.map(({ name }) => name)))];
  const columns: MadeColumn<R>[] = [
    number<R>('patients', 'N', ({ at }) => at.patients, 0),
    number<R>('events', 'events', ({ at }) => at.closedForms?.events ?? null, 1),
    number<R>('analysisTime', unit, ({ at }) => at.expectedAnalysisTime, 1),
    number<R>('hazardRatio', 'HR', ({ at }) => at.closedForms?.hazardRatio ?? at.hazardRatio, 3),
    {
      column: right('largeSamplePower', 'power, %'),
      cell: ({ at }) =>
        cell(
          bestFormula(at.closedForms)?.power ?? null,
          fixed(times100(bestFormula(at.closedForms)?.power ?? null), 1),
        ),
    },
    ...targets.map((target) =>
      number<R>(
        `schoenfeldPatients ${target}`,
        `N for ${significant(100 * target)} %`,
        sizeBy('schoenfeld', target),
        0,
      ),
    ),
    ...targets.flatMap((target) =>
      methods.slice(1).map((method) => file<R>(`${method}Patients ${target}`, sizeBy(method, target))),
    ),
    ...formulaColumns<R>(({ at }) => at.closedForms, rows),
    file<R>('accrualDuration', ({ at }) => at.accrualDuration),
    ...names.map((name) =>
      file<R>(`median: ${name}`, ({ at }) => at.arms.find((arm) => arm.name === name)?.median ?? null),
    ),
  ];
  return pointTables(result, columns, rows, 'Formulas at each point', [
    'Nothing is simulated. HR: the constant ratio, or the average one. Power: by the large-sample distribution of the test. N: by Schoenfeld 1981.',
  ]);
}

export const checkAtPoints: PointPresenter<CheckAt> = {
  async kind() {
    return (await import('../saved/savedPoints.ts')).checkAt;
  },
  answer: (result) =>
    range(
      result,
      'Power by large samples',
      ({ closedForms }) => bestFormula(closedForms)?.power ?? null,
      (x) => `${fixed(100 * x, 1)} %`,
    ),
  tables,
};
