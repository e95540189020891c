/** `size` at points of a sweep, one row per target. */
import type { SizeResult } from '../../questions/size.ts';
import type { SweepResult } from '../../questions/sweep.ts';
import { ignoringFutility } from '../bothPowers.ts';
import { count, fixed, significant } from '../numbers.ts';
import type { PointPresenter } from '../presenter.ts';
import { cell, right, type Table } from '../table.ts';
import { file, type MadeColumn, number, pointTables, range, share } from './pointTables.ts';

function tables(result: SweepResult<SizeResult>, unit: string): Table[] {
  const rows = result.points.flatMap((point) => point.result.targets.map((target) => ({ point, target })));
  type R = (typeof rows)[number];
  const found = ({ target: { simulated } }: R) => (simulated.kind === 'size' ? simulated : null);
  const ignored = (row: R) => {
    const size = found(row);
    return size === null ? null : ignoringFutility(size.characteristics, size.family);
  };
  /** Whether events were sought at the planned patients. */
  const ofEvents = ({ point }: R) => point.result.varies === 'events';
  const ofPatients = (row: R) => (ofEvents(row) ? null : found(row));
  const of = (pick: (size: NonNullable<ReturnType<typeof found>>) => number | null) => (row: R) => {
    const size = found(row);
    return size === null ? null : pick(size);
  };
  const closed = (method: string) => (row: R) => {
    const size = row.target.closed.find((each) => each.method === method)?.result;
    return size?.kind === 'size' && !ofEvents(row) ? size.patientsUnrounded : null;
  };
  const columns: MadeColumn<R>[] = [
    {
      column: right('targetPower', 'target, %'),
      cell: ({ target }) => cell(target.simulated.targetPower, significant(100 * target.simulated.targetPower)),
    },
    number<R>(
      'patientsUnrounded',
      'N exact',
      of((size) => (size.eventsNeeded === null ? size.patientsUnrounded : null)),
      1,
    ),
    file<R>(
      'patientsStandardError',
      of((size) => (size.eventsNeeded === null ? size.standardError : null)),
    ),
    {
      column: right('patientsLow', '95 % CI'),
      cell: (row) => {
        const size = ofPatients(row);
        return cell(size?.low ?? null, size === null ? '–' : `${fixed(size.low, 1)}–${fixed(size.high, 1)}`);
      },
    },
    file<R>(
      'patientsHigh',
      of((size) => (size.eventsNeeded === null ? size.high : null)),
    ),
    ...(['unrounded', 'low', 'high'] as const).map((key) =>
      file<R>(
        `events${key[0].toUpperCase()}${key.slice(1)}`,
        of((size) => size.eventsNeeded?.[key] ?? null),
      ),
    ),
    number<R>(
      'patients',
      'N',
      of((size) => size.patients),
      0,
    ),
    number<R>(
      'events',
      'events',
      of((size) => size.characteristics.events.mean),
      1,
    ),
    number<R>(
      'analysisTime',
      unit,
      of((size) => size.characteristics.analysisTime.mean),
      1,
    ),
    ...share<R>('confirmedPower', 'confirmed, %', (row) => found(row)?.characteristics.power ?? null),
    ...(rows.some((row) => ignored(row) !== null) ? share<R>('powerIgnoringFutility', 'no futility, %', ignored) : []),
    number<R>('schoenfeldPatients', 'Schoenf.', closed('schoenfeld'), 0),
    file<R>('freedmanPatients', closed('freedman')),
    file<R>('lachinFoulkesPatients', closed('lachinFoulkes')),
    file<R>('lachinFoulkesLogPatients', closed('lachinFoulkesLog')),
    file<R>('largeSamplePatients', ({ target }) => target.numerical?.patients ?? null),
    file<R>('unreachable', ({ target }) => (target.simulated.kind === 'unreachable' ? target.simulated.reason : null)),
  ];
  return pointTables(result, columns, rows, 'Patients at each point', [
    'Confirmed: power on fresh replicates, Monte Carlo standard error in brackets. Schoenf.: by Schoenfeld 1981.',
    ...(rows.some(ofEvents)
      ? ['Without N exact: the analysis comes before enrolment ends, so that events were sought at the planned N.']
      : []),
  ]);
}

/** N for the first target at each point. */
function answer(result: SweepResult<SizeResult>): string[] {
  const [target] = result.points.flatMap((point) => point.result.targets.map(({ simulated }) => simulated.targetPower));
  if (target === undefined) return [];
  const size = ({ targets }: SizeResult) => {
    const found = targets.find(({ simulated }) => simulated.targetPower === target)?.simulated;
    return found?.kind === 'size' ? found.patients : null;
  };
  return range(result, `N for ${significant(100 * target)} % power`, size, count);
}

/** The points without a size, with the reason of each; only the first where there are many. */
function withoutSize({ points }: SweepResult<SizeResult>): string[] {
  const lacking = points.flatMap((point) =>
    point.result.targets.flatMap(({ simulated }) =>
      simulated.kind === 'unreachable' ? [`${point.values.join(', ')}: ${simulated.reason}`] : [],
    ),
  );
  return lacking.length > 0 ? [`Without an answer: ${lacking.slice(0, 5).join('; ')}.`] : [];
}

export const sizeAtPoints: PointPresenter<SizeResult> = {
  async kind() {
    return (await import('../saved/savedSize.ts')).size;
  },
  answer,
  tables,
  provisos: withoutSize,
};
