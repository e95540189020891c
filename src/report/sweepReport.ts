/** `sweep` in words and tables: a row a point, of sizes a row a target, of a replay a row a truth. */
import type { ClosedForms } from '../questions/closedForms.ts';
import type { CheckAt, PowerAt, SweepPoint, SweepResult, Varied } from '../questions/sweep.ts';
import type { Proportion } from '../tally/estimates.ts';
import { bestFormula, formulaPower } from './bestFormula.ts';
import { ignoringFutility } from './bothPowers.ts';
import { fitTable } from './fitColumns.ts';
import { FORMULAS } from './formulaNames.ts';
import { count, fixed, shareText, significant, units } from './numbers.ts';
import { type Cell, type Column, cell, fileOnly, left, right, type Section, type Table } from './table.ts';
import { listed, shortTest } from './testWords.ts';

/** A column with how its cells come of a row's record. */
interface Made<T> {
  readonly column: Column;
  cell(record: T): Cell;
}

function number<T>(key: string, heading: string, of: (record: T) => number | null, decimals: number): Made<T> {
  return {
    column: right(key, heading),
    cell: (record) => {
      const x = of(record);
      return cell(x, fixed(x, decimals));
    },
  };
}

function file<T>(key: string, of: (record: T) => number | string | null): Made<T> {
  return { column: fileOnly(key), cell: (record) => cell(of(record)) };
}

/** A proportion in per cent with its error in brackets; for files the share, its error and its interval. */
function share<T>(key: string, heading: string, of: (record: T) => Proportion | null): Made<T>[] {
  return [
    {
      column: right(key, heading),
      cell: (record) => {
        const p = of(record);
        return cell(p?.estimate ?? null, shareText(p, 1));
      },
    },
    file(`${key}StandardError`, (record) => of(record)?.standardError ?? null),
    file(`${key}Low`, (record) => of(record)?.low ?? null),
    file(`${key}High`, (record) => of(record)?.high ?? null),
  ];
}

/** A mean with its Monte Carlo error, for files; rounded for readers. */
function mean<T>(
  key: string,
  heading: string,
  of: (record: T) => { mean: number; standardError: number },
  decimals: number,
): Made<T>[] {
  return [
    number(key, heading, (record) => of(record).mean, decimals),
    file(`${key}StandardError`, (record) => of(record).standardError),
  ];
}

/** Headings of the varied fields, numbered where two are the same. */
function headingsOf(varied: readonly Varied[]): string[] {
  const last = varied.map(({ heading }) => heading);
  return last.map((word, i) =>
    last.indexOf(word) === last.lastIndexOf(word)
      ? word
      : `${word} ${last.slice(0, i + 1).filter((other) => other === word).length}`,
  );
}

/** Rows of a table that are an answer at a glance. */
const MOST_ANSWERED = 12;

type Row<T> = { readonly point: SweepPoint } & T;

function valueColumns<T>({ varied }: SweepResult): Made<Row<T>>[] {
  return headingsOf(varied).map((heading, i) => ({
    column: right(varied[i].path, heading),
    cell: ({ point }) => {
      const value = point.values[i];
      return cell(typeof value === 'boolean' ? String(value) : value, String(value).replace(/^-/, '−'));
    },
  }));
}

function tables<T>(
  result: SweepResult,
  columns: readonly Made<Row<T>>[],
  rows: readonly Row<T>[],
  title: string,
  notes: readonly string[],
): Table[] {
  const all = [...valueColumns<T>(result), ...columns];
  const table: Table = {
    name: `sweep-${result.question}`,
    title,
    audience: 'files',
    columns: all.map(({ column }) => column),
    rows: rows.map((row) => all.map((made) => made.cell(row))),
    notes,
  };
  return [{ ...fitTable(table), answers: rows.length <= MOST_ANSWERED }, table];
}

function formulaColumns<T>(of: (record: T) => ClosedForms | null, rows: readonly T[]): Made<T>[] {
  return FORMULAS.filter((formula) => rows.some((row) => formulaPower(of(row), formula) !== null)).map((formula) =>
    file(`${formula}Power`, (row: T) => formulaPower(of(row), formula)),
  );
}

function powerTables(result: SweepResult, unit: string): Table[] {
  const rows = result.points.flatMap((point) => (point.question === 'power' ? [{ point, at: point.result }] : []));
  type R = Row<{ at: PowerAt }>;
  const beside = [
    ...new Set(
      rows.flatMap(({ at }) => at.tests?.tests.filter(({ deciding }) => !deciding).map(({ name }) => name) ?? []),
    ),
  ];
  const withNull = rows.some(({ at }) => at.typeOneError !== null);
  const columns: Made<R>[] = [
    ...share<R>('power', 'power, %', ({ at }) => at.alternative.power),
    ...(rows.some(({ at }) => ignoringFutility(at.alternative) !== null)
      ? share<R>('powerIgnoringFutility', 'no futility, %', ({ at }) => ignoringFutility(at.alternative))
      : []),
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
  return tables(result, raw, rows, 'Power at each point', [
    `In brackets: Monte Carlo standard error. Large s.: power by the large-sample distribution of the test. The same random numbers at every point: differences between points are known better than their errors say.`,
    ...beside.map((name, t) => `Test ${t + 2}: ${shortTest(name, unit, 60)}.`),
  ]);
}

function times100(p: number | null): number | null {
  return p === null ? null : 100 * p;
}

function sizeTables(result: SweepResult, unit: string): Table[] {
  const rows = result.points.flatMap((point) =>
    point.question === 'size' ? point.result.targets.map((target) => ({ point, target })) : [],
  );
  type R = (typeof rows)[number];
  const found = ({ target: { simulated } }: R) => (simulated.kind === 'size' ? simulated : null);
  const ignored = (row: R) => {
    const size = found(row);
    return size === null ? null : ignoringFutility(size.characteristics);
  };
  /** Whether events were sought at the planned patients. */
  const ofEvents = ({ point }: R) => point.question === 'size' && point.result.varies === 'events';
  const ofPatients = (row: R) => (ofEvents(row) ? null : found(row));
  const of = (pick: (size: NonNullable<ReturnType<typeof found>>) => number | null) => (row: R) => {
    const size = found(row);
    return size === null ? null : pick(size);
  };
  const closed = (method: string) => (row: R) => {
    const size = row.target.closed.find((each) => each.method === method)?.result;
    return size?.kind === 'size' && !ofEvents(row) ? size.patientsUnrounded : null;
  };
  const columns: Made<R>[] = [
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
  return tables(result, columns, rows, 'Patients at each point', [
    'Confirmed: power on fresh replicates, Monte Carlo standard error in brackets. Schoenf.: by Schoenfeld 1981.',
    ...(rows.some(ofEvents)
      ? ['Without N exact: the analysis comes before enrolment ends, so that events were sought at the planned N.']
      : []),
  ]);
}

function checkTables(result: SweepResult, unit: string): Table[] {
  const rows = result.points.flatMap((point) => (point.question === 'check' ? [{ point, at: point.result }] : []));
  type R = Row<{ at: CheckAt }>;
  const targets = [...new Set(rows.flatMap(({ at }) => at.closedSizes.map(({ targetPower }) => targetPower)))].sort();
  const sizeBy =
    (method: string, target: number) =>
    ({ at }: R) => {
      const size = at.closedSizes.find((row) => row.method === method && row.targetPower === target)?.result;
      return size?.kind === 'size' ? size.patientsUnrounded : null;
    };
  const methods = ['schoenfeld', 'freedman', 'lachinFoulkes', 'lachinFoulkesLog'];
  const names = [...new Set(rows.flatMap(({ at }) => at.arms.map(({ name }) => name)))];
  const columns: Made<R>[] = [
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
  return tables(result, columns, rows, 'Formulas at each point', [
    'Nothing is simulated. HR: the constant ratio, or the average one. Power: by the large-sample distribution of the test. N: by Schoenfeld 1981.',
  ]);
}

function replayTables(result: SweepResult): Table[] {
  const rows = result.points.flatMap((point) =>
    point.question === 'replay' ? point.result.truths.map((under) => ({ point, under })) : [],
  );
  type R = (typeof rows)[number];
  const columns: Made<R>[] = [
    { column: left('truth', 'truth'), cell: ({ under }) => cell(under.truth) },
    number<R>('hazardRatio', 'HR', ({ under }) => under.hazardRatio, 3),
    ...share<R>('significantBenefit', 'benefit, %', ({ under }) => under.characteristics.significantBenefit),
    ...share<R>('significantHarm', 'harm, %', ({ under }) => under.characteristics.significantHarm),
    ...share<R>('pAtMost', 'P ≤ paper, %', ({ under }) => under.published.pAtMost),
    ...share<R>('hazardRatioEitherWay', 'HR as far, %', ({ under }) => under.published.hazardRatioEitherWay),
    ...share<R>('mediansEitherWay', 'medians as far, %', ({ under }) => under.published.mediansEitherWay),
    ...share<R>('disagreement', 'HR v medians, %', ({ under }) => under.published.disagreement),
    number<R>('events', 'events', ({ under }) => under.characteristics.events.mean, 1),
    file<R>('replicates', ({ under }) => under.characteristics.replicates),
  ];
  return tables(result, columns, rows, 'The published study at each point', [
    'Share of simulated studies that are significant for either arm, and that are as extreme as the paper. In brackets: Monte Carlo standard error.',
  ]);
}

function valuesText(values: readonly (number | string | boolean)[]): string {
  const shown = values.length > 8 ? [...values.slice(0, 3), '…', values[values.length - 1]] : values;
  return shown.join(', ');
}

/** The points with the least and the greatest of a number; nothing of points that have none. */
function range(
  result: SweepResult,
  what: string,
  of: (point: SweepPoint) => number | null,
  text: (x: number) => string,
): string[] {
  const known = result.points.flatMap((point) => {
    const x = of(point);
    return x === null || !Number.isFinite(x) ? [] : [{ point, x }];
  });
  if (known.length < 2) return [];
  const by = [...known].sort((a, b) => a.x - b.x);
  const headings = headingsOf(result.varied);
  const at = ({ point }: (typeof known)[number]) =>
    headings.map((heading, i) => `${heading} ${String(point.values[i]).replace(/^-/, '−')}`).join(', ');
  const [least, most] = [by[0], by[by.length - 1]];
  return [`${what} goes from ${text(least.x)} (${at(least)}) to ${text(most.x)} (${at(most)}).`];
}

/** Points without a size, with the reason of each; of many the first. */
function withoutSize({ points }: SweepResult): string[] {
  const lacking = points.flatMap((point) =>
    point.question === 'size'
      ? point.result.targets.flatMap(({ simulated }) =>
          simulated.kind === 'unreachable' ? [`${point.values.join(', ')}: ${simulated.reason}`] : [],
        )
      : [],
  );
  return lacking.length > 0 ? [`Without an answer: ${lacking.slice(0, 5).join('; ')}.`] : [];
}

/** What a sweep answers, in a sentence: its lowest and its highest point. */
function sweepAnswer(result: SweepResult): string[] {
  const percentage = (x: number) => `${fixed(100 * x, 1)} %`;
  switch (result.question) {
    case 'power':
      return range(
        result,
        'Power',
        (p) => (p.question === 'power' ? p.result.alternative.power.estimate : null),
        percentage,
      );
    case 'check':
      return range(
        result,
        'Power by large samples',
        (p) => (p.question === 'check' ? (bestFormula(p.result.closedForms)?.power ?? null) : null),
        percentage,
      );
    case 'size': {
      const targets = result.points.flatMap((p) => (p.question === 'size' ? p.result.targets : []));
      const [target] = targets.map(({ simulated }) => simulated.targetPower);
      if (target === undefined) return [];
      const size = (p: SweepPoint) => {
        if (p.question !== 'size') return null;
        const found = p.result.targets.find(({ simulated }) => simulated.targetPower === target)?.simulated;
        return found?.kind === 'size' ? found.patients : null;
      };
      return range(result, `N for ${significant(100 * target)} % power`, size, count);
    }
    case 'replay':
      return [];
  }
}

export function sweepSection(result: SweepResult, unit: string): Section {
  const { question, varied, asked, points } = result;
  const replicates = points.flatMap((point) =>
    point.question === 'power' ? [point.result.alternative.replicates] : [],
  );
  const each =
    replicates.length === 0
      ? ''
      : `, ${count(Math.min(...replicates))}${Math.max(...replicates) > Math.min(...replicates) ? ` to ${count(Math.max(...replicates))}` : ''} replicates at each`;
  const made = {
    power: () => powerTables(result, unit),
    size: () => sizeTables(result, unit),
    check: () => checkTables(result, unit),
    replay: () => replayTables(result),
  };
  const best =
    points.length < asked
      ? `; ${count(points.length)} of them ${points.length === 1 ? 'was' : 'were'} answered before the interruption`
      : '';
  return {
    title: `Sweep of ${question}`,
    answer: sweepAnswer(result),
    provisos: [
      `${units(count(asked), 'point')}: ${listed(varied.map(({ values }) => units(values.length, 'value')))}${varied.length > 1 ? ', crossed' : ''}${each}${best}.${result.scalesEvents ? ' Events move with patients, events ÷ patients being kept.' : ''}`,
      ...withoutSize(result),
    ],
    prose: [],
    items: varied.map(({ path, values }) => `${path}: ${valuesText(values)}`),
    tables: points.length === 0 ? [] : made[question](),
  };
}
