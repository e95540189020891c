/**
 * `timing` in words and tables: for each quantity a heat table, with y down and x across, and the lines across the
 * tables.
 */
import type { TimingResult } from '../questions/timing.ts';
import type { TimingPoint } from '../questions/timingPoint.ts';
import { isAdjusted } from '../tally/estimates.ts';
import type { TreatmentNames } from '../trial/treatmentNames.ts';
import { headingsOf } from './axisWords.ts';
import { fitTable } from './fitColumns.ts';
import { count, estimateText, fixed, percent, significant, units } from './numbers.ts';
import { cell, fileOnly, right, type Section, type Table, type TableCell } from './table.ts';
import { WIDTH } from './terminal.ts';
import { capital, listed, shortTest } from './testWords.ts';

/** Every k-th column, beginning with the first, with the least k for which they fit. */
function columnsThatFit(widths: readonly number[], label: number): number[] {
  for (let step = 1; ; step++) {
    const kept = widths.map((_, i) => i).filter((i) => i % step === 0);
    const total = kept.reduce((sum, i) => sum + 2 + widths[i], 2 + label);
    if (total <= WIDTH || kept.length === 1) return kept;
  }
}

/** What is shown at a point, null where there is nothing. */
type Shown = (point: TimingPoint) => string | null;

function heatTable(
  result: TimingResult,
  name: string,
  title: string,
  of: Shown,
  unit: string,
  notes: readonly string[],
): Table {
  const { x, y, points } = result;
  const across = headingsOf(x, unit);
  const down = headingsOf(y, unit);
  const at = new Map(points.map((point) => [`${point.at.y} ${point.at.x}`, point]));
  const text = (row: number, column: number) => {
    const point = at.get(`${row} ${column}`);
    return (point && of(point)) ?? '–';
  };
  const rows = y.values.map((_, row) => x.values.map((__, column) => text(row, column)));
  const widths = across.headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column].length)),
  );
  const kept = columnsThatFit(widths, Math.max(...down.headings.map((heading) => heading.length)));
  const hidden = x.values.length - kept.length;
  return {
    name,
    title,
    audience: 'readers',
    columns: [right(y.key, ''), ...kept.map((i) => right(String(i), across.headings[i]))],
    rows: rows.map((row, i) => [cell(down.headings[i]), ...kept.map((column) => cell(row[column]))]),
    notes: [...notes, ...(hidden > 0 ? [`${hidden} more columns in timing-surface.csv (--out).`] : [])],
  };
}

function axesText({ x, y }: TimingResult, unit: string): string {
  return `Across: ${x.words}${headingsOf(x, unit).unit}. Down: ${y.words}${headingsOf(y, unit).unit}.`;
}

/** One row per point and test. */
function surfaceTable({ x, y, points, tests, reference }: TimingResult): Table {
  const number = (value: number | null): TableCell => cell(value);
  return {
    name: 'timing-surface',
    title: 'Response surface',
    audience: 'files',
    columns: [
      y.key,
      x.key,
      'test',
      'power',
      'powerStandardError',
      'powerLow',
      'powerHigh',
      `minus ${tests[reference].name}`,
      'minusStandardError',
      'largeSamplePower',
      'requiredPatients',
      'requiredPatientsLow',
      'requiredPatientsHigh',
      'largeSampleRequiredPatients',
      'patients',
      'events',
      'eventsStandardError',
      'analysisTime',
      'analysisTimeStandardError',
      'averageHazardRatio',
      'neverStarted',
      'replicates',
    ].map(fileOnly),
    rows: points.flatMap((point) =>
      point.tests.map((test, t) => [
        number(point.y),
        number(point.x),
        cell(tests[t].name),
        number(test.power.estimate),
        number(test.power.standardError),
        number(test.power.low),
        number(test.power.high),
        number(test.minusReference?.estimate ?? null),
        number(test.minusReference?.standardError ?? null),
        number(test.formula),
        number(test.required?.patientsUnrounded ?? null),
        number(test.required?.low ?? null),
        number(test.required?.high ?? null),
        number(test.formulaRequired),
        number(point.patients),
        number(point.events.mean),
        number(point.events.standardError),
        number(point.analysisTime.mean),
        number(point.analysisTime.standardError),
        number(point.averageHazardRatio),
        number(point.neverStarted),
        number(point.replicates),
      ]),
    ),
    notes: [],
  };
}

/** A place on the x axis in the unit of its headings, with its error. */
function placeText({ x }: TimingResult, place: number, error: number): string {
  const { factor } = headingsOf(x, '');
  return estimateText(place * factor, error * factor, 3);
}

function crossingText(result: TimingResult, kind: string, place: number | null, error: number | null): string {
  if (place === null || error === null) return kind;
  return `${kind === 'overtakes' ? '' : `${kind} `}${placeText(result, place, error)}`;
}

/** Where each other test overtakes the reference, one row per y. */
function crossingTables(result: TimingResult, unit: string): Table[] {
  const { crossings, tests, reference, x, y } = result;
  if (tests.length < 2 || crossings.length === 0) return [];
  const others = tests.flatMap(({ name }, t) => (t === reference ? [] : [{ name, t }]));
  const down = headingsOf(y, unit).headings;
  const rows = y.numbers.flatMap((number, i) => {
    const own = crossings.filter((each) => each.y === number);
    return own.length === 0 ? [] : [{ own, heading: down[i], number }];
  });
  const readers: Table = {
    name: 'timing-crossings',
    title: `Where a test overtakes the ${tests[reference].name}: ${x.words}${headingsOf(x, unit).unit}`,
    audience: 'readers',
    columns: [right(y.key, ''), ...others.map(({ name, t }) => right(String(t), shortTest(name, unit, 30)))],
    rows: rows.map(({ own, heading, number }) => [
      cell(number, heading),
      ...others.map(({ t }) =>
        cell(
          own
            .filter(({ test }) => test === t)
            .map(({ kind, x: place, standardError }) => crossingText(result, kind, place, standardError))
            .join(', '),
        ),
      ),
    ]),
    notes: [
      'The paired difference of power changes sign there, by linear interpolation; in brackets: Monte Carlo standard error. A difference counts from two standard errors on. Ahead, behind: wherever the two differ beyond chance; no difference: nowhere.',
    ],
  };
  const files: Table = {
    ...readers,
    audience: 'files',
    columns: [y.key, 'test', 'reference', 'kind', x.key, 'standardError', 'from', 'to'].map(fileOnly),
    rows: crossings.map(({ y: at, test, kind, x: place, standardError, from, to }) => [
      cell(at),
      cell(tests[test].name),
      cell(tests[reference].name),
      cell(kind),
      cell(place),
      cell(standardError),
      cell(from),
      cell(to),
    ]),
    notes: [],
  };
  return [fitTable(readers, 200), files];
}

function longestTables(result: TimingResult, unit: string): Table[] {
  const { longest, tests, targetPower, x, y } = result;
  if (longest.length === 0) return [];
  const down = headingsOf(y, unit).headings;
  const most = headingsOf(x, unit).headings.at(-1);
  const text = (kind: string, place: number | null, error: number | null) =>
    kind === 'beyond' ? `≥ ${most}` : place === null || error === null ? 'none' : placeText(result, place, error);
  const rows = y.numbers.flatMap((number, i) => {
    const own = longest.filter((each) => each.y === number);
    return own.length === 0 ? [] : [{ own, heading: down[i], number }];
  });
  const readers: Table = {
    name: 'timing-longest',
    answers: true,
    title: `Largest ${x.words}${headingsOf(x, unit).unit} at which the planned N keeps ${percent(targetPower, 0)} power`,
    audience: 'readers',
    columns: [right(y.key, ''), ...tests.map(({ name }, t) => right(String(t), shortTest(name, unit, 30)))],
    rows: rows.map(({ own, heading, number }) => [
      cell(number, heading),
      ...tests.map((_, t) => {
        const found = own.find(({ test }) => test === t);
        return cell(found ? text(found.kind, found.x, found.standardError) : null);
      }),
    ]),
    notes: [
      'By linear interpolation of Φ⁻¹(power) between points; in brackets: Monte Carlo standard error. None: below the target from the first point on.',
    ],
  };
  const files: Table = {
    ...readers,
    audience: 'files',
    columns: [y.key, 'test', 'targetPower', 'kind', x.key, 'standardError'].map(fileOnly),
    rows: longest.map(({ y: at, test, kind, x: place, standardError }) => [
      cell(at),
      cell(tests[test].name),
      cell(targetPower),
      cell(kind),
      cell(place),
      cell(standardError),
    ]),
    notes: [],
  };
  return [fitTable(readers, 200), files];
}

/** Whether any power is adjusted by control variates. */
function controlled(points: readonly TimingPoint[]): boolean {
  return points.some(({ tests }) => tests.some(({ power }) => isAdjusted(power)));
}

function prose(result: TimingResult, unit: string): string[] {
  const { x, y, points, asked, precision, tests } = result;
  const replicates = points.map((point) => point.replicates);
  const [least, most] = [Math.min(...replicates), Math.max(...replicates)];
  const how =
    'replicates' in precision
      ? `${count(precision.replicates)} replicates at each`
      : `${least === most ? count(most) : `${count(least)} to ${count(most)}`} replicates at each, for 95 % intervals of ± ${percent(precision.halfWidth)}`;
  return [
    `${units(count(asked), 'point')}: ${units(x.values.length, 'value')} of ${x.label} by ${y.values.length} of ${y.label}; ${how}, the same random numbers throughout.${controlled(points) ? ' Control variates, counts of events less what their hazards let expect, narrow powers and differences.' : ''}`,
    ...(result.hypotheses > 1
      ? [
          `The trial has ${result.hypotheses} hypotheses: power is that of success as the trial defines it, to which all of them contribute, not of ${result.arm} alone. N for a target and the longest lag, which are about one comparison, are left out; plan the arm in a trial of its own for them.`,
        ]
      : []),
    `${tests.length === 1 ? 'Test' : 'Tests'} on the same replicates: ${listed(tests.map(({ name }) => shortTest(name, unit, 60)))}.`,
  ];
}

/**
 * The value that all points of a column share, such as the share never treated where only x moves it; null where they
 * differ.
 */
function alongX({ points, x }: TimingResult, of: (point: TimingPoint) => number | null): (number | null)[] | null {
  const columns = x.numbers.map((_, i) => points.filter(({ at }) => at.x === i).map(of));
  const alike = columns.every((column) =>
    column.every((value) => value !== null && Math.abs(value - (column[0] ?? 0)) < 1e-4),
  );
  return alike ? columns.map(([first]) => first ?? null) : null;
}

function neverTables(result: TimingResult, { secondTreatment }: TreatmentNames, unit: string): Table[] {
  const { points, x, arm } = result;
  if (points.every(({ neverStarted }) => neverStarted === null)) return [];
  const of: Shown = ({ neverStarted }) => fixed(neverStarted === null ? null : 100 * neverStarted, 1);
  const title = `Patients of ${arm} who never start ${secondTreatment}, %`;
  const row = alongX(result, ({ neverStarted }) => neverStarted);
  if (row === null) return [heatTable(result, 'timing-never', title, of, unit, [axesText(result, unit)])];
  const one = {
    ...result,
    y: { ...result.y, values: [''], numbers: [0] },
    points: points.filter(({ at }) => at.y === 0),
  };
  return [heatTable(one, 'timing-never', title, of, unit, [`Across: ${x.words}${headingsOf(x, unit).unit}.`])];
}

/** N that the reference test would need; empty for several hypotheses. */
function requiredTables(result: TimingResult, unit: string, axes: string): Table[] {
  const { tests, reference, targetPower, hypotheses } = result;
  if (hypotheses > 1) return [];
  const thousand = (n: number) => (n < 9999.5 ? String(Math.round(n)) : `${significant(n / 1000, 2)}k`);
  const name = capital(shortTest(tests[reference].name, unit, 50));
  return [
    heatTable(
      result,
      'timing-required',

      `${name}: N for ${percent(targetPower, 0)} power`,
      (point) => {
        const required = point.tests[reference].required;
        return required && `${required.low === 0 ? '≤' : ''}${thousand(required.patients)}`;
      },
      unit,
      [
        axes,
        'The planned N × ((z_α + z_β) / (z_α + Φ⁻¹(power)))² from the simulated power, follow-up and events per patient as planned; its interval is in timing-surface.csv. –: no benefit beyond chance' +
          (result.points.length < result.asked ? ', or not answered before the interruption' : '') +
          '; ≤: every trial claimed a benefit.',
      ],
    ),
  ];
}

function interruption({ points, asked }: TimingResult): string[] {
  if (points.length === asked) return [];
  const some = `${count(points.length)} of ${count(asked)} points`;
  return [`Only ${some} ${points.length === 1 ? 'was' : 'were'} answered before the interruption.`];
}

/** How far power reaches over the surface. */
function powerRange(result: TimingResult, unit: string): string {
  const { points, tests, reference, x, y } = result;
  const by = [...points].sort((a, b) => a.tests[reference].power.estimate - b.tests[reference].power.estimate);
  const [across, down] = [headingsOf(x, unit), headingsOf(y, unit)];
  const place = ({ at }: TimingPoint) =>
    `${x.words}${across.unit} ${across.headings[at.x]}, ${y.words}${down.unit} ${down.headings[at.y]}`;
  const power = (point: TimingPoint) => percent(point.tests[reference].power.estimate);
  const [least, most] = [by[0], by[by.length - 1]];
  return `The ${shortTest(tests[reference].name, unit, 60)} has power from ${power(least)} (${place(least)}) to ${power(most)} (${place(most)}).`;
}

export function timingSection(result: TimingResult, names: TreatmentNames, unit: string): Section {
  const { tests } = result;
  const axes = axesText(result, unit);
  const title = (name: string) => capital(shortTest(name, unit, 50));
  return {
    title: 'Response surface',
    answer: result.points.length === 0 ? [] : [powerRange(result, unit)],
    provisos: interruption(result),
    prose: prose(result, unit),
    tables: [
      ...tests.map(({ name }, t) =>
        heatTable(
          result,
          `timing-power-${t}`,
          `${title(name)}: power, %`,
          (point) => fixed(100 * point.tests[t].power.estimate, 0),
          unit,
          [axes],
        ),
      ),
      ...crossingTables(result, unit),
      ...longestTables(result, unit),
      ...requiredTables(result, unit, axes),
      heatTable(
        result,
        'timing-average',
        'Average hazard ratio',
        ({ averageHazardRatio }) => fixed(averageHazardRatio, 2),
        unit,
        [axes],
      ),
      ...neverTables(result, names, unit),
      surfaceTable(result),
    ],
  };
}
