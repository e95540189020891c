/** `power` at points of a sweep, one row per point. */
import type { PowerAt } from '../../questions/powerAt.ts';
import type { SweepResult } from '../../questions/sweep.ts';
import { bestFormula } from '../bestFormula.ts';
import { ignoringFutility } from '../bothPowers.ts';
import { fixed } from '../numbers.ts';
import type { PointPresenter } from '../presenter.ts';
import { cell, type Table } from '../table.ts';
import { clipped, shortTest } from '../testWords.ts';
import {
  file,
  formulaColumns,
  type MadeColumn,
  mean,
  number,
  type PointRow,
  pointTables,
  range,
  share,
  times100,
} from './pointTables.ts';

function tables(result: SweepResult<PowerAt>, unit: string): Table[] {
  const rows = result.points.map((point) => ({ point, at: point.result }));
  type R = PointRow<{ at: PowerAt }>;
  const beside = [
    ...new Set(
      rows.flatMap(({ at }) => at.tests?.tests.filter(({ deciding }) => !deciding).map(({ name }) => name) ?? []),
    ),
  ];
  const hypotheses = rows[0]?.at.family?.hypotheses.map(({ name }) => name) ?? [];
  const withNull = rows.some(({ at }) => at.typeOneError !== null);
  const columns: MadeColumn<R>[] = [
    ...share<R>('power', 'power, %', ({ at }) => at.alternative.power),
    ...(rows.some(({ at }) => ignoringFutility(at.alternative, at.family) !== null)
      ? share<R>('powerIgnoringFutility', 'no futility, %', ({ at }) => ignoringFutility(at.alternative, at.family))
      : []),
    ...hypotheses.flatMap((name, h) =>
      share<R>(`power of ${name}`, `${clipped(name, 16)}, %`, ({ at }) => at.family?.hypotheses[h]?.rejected ?? null),
    ),
    ...beside.flatMap((name, t) =>
      share<R>(
        `power: ${name}`,
        `test ${t + 2}, %`,
        ({ at }) => at.tests?.tests.find((test) => test.name === name)?.power ?? null,
      ),
    ),
    ...(withNull ? share<R>('typeOneError', 'type I, %', ({ at }) => at.typeOneError) : []),
    ...mean<R>('events', 'events', ({ at }) => at.alternative.events, 1),
    ...mean<R>('analysisTime', unit, ({ at }) => at.alternative.analysisTime, 1),
    number<R>('patients', 'N', ({ at }) => at.patients, 0),
    number<R>('averageHazardRatio', 'avg HR', ({ at }) => at.averageHazardRatio, 3),
    number<R>('largeSamplePower', 'large s., %', ({ at }) => times100(bestFormula(at.closedForms)?.power ?? null), 1),
    ...formulaColumns<R>(({ at }) => at.closedForms, rows),
    file<R>('replicates', ({ at }) => at.alternative.replicates),
  ];
  // Files have shares, readers per cent.
  const raw = columns.map((made) =>
    made.column.key === 'largeSamplePower'
      ? { ...made, cell: (row: R) => cell(bestFormula(row.at.closedForms)?.power ?? null, made.cell(row).text) }
      : made,
  );
  return pointTables(result, raw, rows, 'Power at each point', [
    `In brackets: Monte Carlo standard error. Large s.: power by the large-sample distribution of the test. The same random numbers at every point: differences between points are known better than their errors say.`,
    ...beside.map((name, t) => `Test ${t + 2}: ${shortTest(name, unit, 60)}.`),
  ]);
}

export const powerAtPoints: PointPresenter<PowerAt> = {
  async kind() {
    return (await import('../saved/savedPoints.ts')).powerAt;
  },
  answer: (result) =>
    range(
      result,
      'Power',
      ({ alternative }) => alternative.power.estimate,
      (x) => `${fixed(100 * x, 1)} %`,
    ),
  tables,
  replicates: ({ alternative }) => alternative.replicates,
};
