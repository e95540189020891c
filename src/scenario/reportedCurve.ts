/** The published curve of an arm: points and numbers at risk, checked one row at a time. */
import { fallingPoints } from '../evidence/curvePoints.ts';
import { type AtRisk, type PublishedCurve, reconstruct } from '../evidence/reconstruct.ts';
import { type Context, figure } from './context.ts';
import { inUnit } from './duration.ts';
import { NUMBER } from './numberText.ts';
import { type Path, shown } from './problems.ts';
import type { CurveFile } from './schema.ts';

/** A rise of survival, or a value beyond 0 or 1, that digitising may leave. */
const NOISE = 0.03;
/** Two points may be out of order by this share of the curve's length. */
const OUT_OF_ORDER = 0.01;

interface Row {
  readonly pair: readonly [number, number];
  /** Note what is wrong with the row; `text` reads on from it. */
  complain(text: string): void;
}

/**
 * The curve at `at` of an arm with so many patients, in the context's unit. Null when something is wrong; every reason
 * found is reported.
 */
export function reportedCurve(spec: CurveFile, patients: number, at: Path, context: Context): PublishedCurve | null {
  const points = rowsOf(spec.points, ['time', 'survival'], [...at, 'points'], context);
  const table = rowsOf(spec.atRisk, ['time', 'patients'], [...at, 'atRisk'], context);
  const soundPoints = points && checkPoints(points, [...at, 'points'], context);
  const soundTable = table && checkAtRisk(table, patients, [...at, 'atRisk'], context);
  if (!points || !table || !soundPoints || !soundTable || !checkTogether(points, table)) return null;
  const toUnit = (time: number) => inUnit(time, context.unit, context.plainUnit);
  const curve: PublishedCurve = {
    points: points.map(({ pair: [time, survival] }) => ({ time: toUnit(time), survival })),
    atRisk: table.map(({ pair: [time, left] }) => ({ time: toUnit(time), patients: left })),
    events: spec.events ?? null,
  };
  return checkEvents(curve, patients, at, context) ? curve : null;
}

/** The rows of a list in place, or of a CSV file. */
function rowsOf(
  given: CurveFile['points'],
  columns: readonly [string, string],
  at: Path,
  context: Context,
): Row[] | null {
  if (typeof given !== 'string')
    return given.map((pair, i) => ({ pair, complain: (text) => context.report([...at, i], text) }));
  const table = context.tables?.find(given) ?? null;
  if (context.tables === undefined || table === null) {
    const rule = `names ${shown(given)}, which cannot be read here; write its rows in its place`;
    context.report(at, `${rule}, e.g. [[0, ${columns[1] === 'survival' ? 1 : 51}], …]`);
    return null;
  }
  const { tables } = context;
  // A first row without numbers is a header.
  const headed = table.rows[0]?.cells.every((cell) => !NUMBER.test(cell)) ?? false;
  let sound = true;
  const rows = table.rows.slice(headed ? 1 : 0).map(({ line, cells }): Row => {
    const complain = (text: string) => {
      sound = false;
      tables.report(table, line, text);
    };
    if (cells.length !== 2) {
      complain(`has ${cells.length} columns; must have two: ${columns.join(' and ')}`);
    } else {
      cells.forEach((cell, i) => {
        if (NUMBER.test(cell)) return;
        const comma = NUMBER.test(cell.replace(',', '.')) ? ` (write ${cell.replace(',', '.')})` : '';
        complain(`has ${shown(cell) || 'nothing'} for ${columns[i]}; must be a number${comma}`);
      });
    }
    const [x, y] = cells.map(Number);
    return { pair: [x, y], complain: (text) => tables.report(table, line, `${x}, ${y}: ${text}`) };
  });
  return sound ? rows : null;
}

const at = (value: number, time: number): string => `${figure(value)} at ${figure(time)}`;

function checkPoints(rows: readonly Row[], path: Path, context: Context): boolean {
  if (rows.length < 2) {
    context.report(path, `has ${rows.length === 0 ? 'no points' : 'one point'}; must have the points of a curve`);
    return false;
  }
  const longest = Math.max(...rows.map(({ pair: [time] }) => time));
  let sound = true;
  const wrong = ({ complain }: Row, text: string) => {
    sound = false;
    complain(text);
  };
  const outside = rows.filter(({ pair: [, s] }) => !(s >= -NOISE && s <= 1 + NOISE));
  if (outside.length > 0) {
    const [, s] = outside[0].pair;
    const perCent = outside.every(({ pair }) => pair[1] > 1 && pair[1] <= 100 * (1 + NOISE));
    const others = outside.length - 1;
    const more = others > 0 ? ` (and ${others} more row${others === 1 ? '' : 's'})` : '';
    const hint = perCent ? `: ${figure(s)} % is ${figure(s / 100)}` : '';
    wrong(outside[0], `survival is ${figure(s)}${more}; must be a share from 0 to 1${hint}`);
    return false;
  }
  let lowest = rows[0];
  for (const [i, row] of rows.entries()) {
    const [time, survival] = row.pair;
    const before = rows[i - 1]?.pair[0] ?? 0;
    if (time < 0) wrong(row, `time is ${figure(time)}; must be ≥ 0`);
    else if (time < before - OUT_OF_ORDER * longest)
      wrong(row, `time is ${figure(time)}, after ${figure(before)}; must not fall: list the points in order of time`);
    else if (survival > lowest.pair[1] + NOISE) {
      const [early, low] = lowest.pair;
      const rule = `must not rise by more than ${NOISE}, which digitising may leave`;
      wrong(row, `survival is ${at(survival, time)}, after ${at(low, early)}; ${rule}: check both points`);
    } else if (time === 0 && i === 0 && survival < 1 - NOISE)
      wrong(row, `survival is ${at(survival, time)}; must be 1 at the start`);
    if (survival < lowest.pair[1]) lowest = row;
  }
  return sound;
}

function checkAtRisk(rows: readonly Row[], patients: number, path: Path, context: Context): boolean {
  if (rows.length === 0) {
    context.report(path, `has no rows; must have the patients at time 0 at least, e.g. [[0, ${patients}]]`);
    return false;
  }
  let sound = true;
  const wrong = ({ complain }: Row, text: string) => {
    sound = false;
    complain(text);
  };
  for (const [i, row] of rows.entries()) {
    const [time, left] = row.pair;
    const before = rows[i - 1]?.pair;
    if (!Number.isInteger(left) || left < 0) wrong(row, `${figure(left)} at risk; must be a whole number ≥ 0`);
    else if (i === 0 && time !== 0)
      wrong(row, `begins at ${figure(time)}; must begin at time 0 with the ${patients} patients of the arm`);
    else if (left > patients) wrong(row, `${left} at risk; must be ≤ ${patients}, the patients of the arm`);
    else if (i === 0 && left !== patients)
      wrong(row, `${left} at risk at time 0; must be ${patients}, the patients of the arm: check either`);
    else if (before && time <= before[0])
      wrong(row, `time is ${figure(time)}, after ${figure(before[0])}; times must rise from row to row`);
    else if (before && left > before[1])
      wrong(row, `${left} at risk at ${figure(time)}, after ${at(before[1], before[0])}; must not grow: check both`);
  }
  return sound;
}

function checkTogether(points: readonly Row[], table: readonly Row[]): boolean {
  const last = points.reduce((latest, row) => (row.pair[0] > latest.pair[0] ? row : latest));
  const [end, left] = table[table.length - 1].pair;
  const gap = Math.max(...table.slice(1).map(({ pair }, i) => pair[0] - table[i].pair[0]));
  const [time] = last.pair;
  if (table.length > 1 && left > 0 && time > end + gap * (1 + 1e-9)) {
    const rule = `must be ≤ ${figure(end + gap)}: the numbers at risk end at ${figure(end)} and are ${figure(gap)} apart`;
    last.complain(`time is ${figure(time)}; ${rule}; give the later rows too`);
    return false;
  }
  if (left > 0) return true;
  const empty = table.find(({ pair }) => pair[1] === 0) as Row;
  const later = points.find(
    ({ pair }, i) => i > 0 && pair[0] > empty.pair[0] && pair[1] < points[i - 1].pair[1] - NOISE,
  );
  if (later === undefined) return true;
  later.complain(
    `survival falls to ${at(later.pair[1], later.pair[0])}; nobody is at risk from ${figure(empty.pair[0])} on: check either`,
  );
  return false;
}

/** The fewest and the most events that lead down the curve with these numbers at risk. */
function eventsBetween({ points, atRisk }: PublishedCurve): { fewest: number; most: number } {
  const curve = fallingPoints(points);
  const before = (time: number) => curve.filter((point) => point.time < time).at(-1)?.survival ?? 1;
  let [fewest, most] = [0, 0];
  atRisk.forEach(({ time, patients }: AtRisk, i) => {
    const next = atRisk[i + 1];
    const from = before(time);
    const to = next ? before(next.time) : curve[curve.length - 1].survival;
    if (from === 0) return;
    // Fewest where all were censored before the first of them, most where all were after the last.
    fewest += to === 0 ? Math.min(1, patients) : ((next?.patients ?? 0) * (from - to)) / to;
    most += (patients * (from - to)) / from;
  });
  return { fewest, most };
}

function checkEvents(curve: PublishedCurve, patients: number, path: Path, context: Context): boolean {
  const { events } = curve;
  const { fewest, most } = eventsBetween(curve);
  const slack = 1 + NOISE * patients;
  const own = [...path, 'events'];
  if (events !== null && events > patients) {
    context.report(own, `is ${events}; must be ≤ ${patients}, the patients of the arm`);
    return false;
  }
  if (events !== null && (events < fewest - slack || events > most + slack)) {
    const [few, many] = [Math.max(1, Math.round(fewest)), Math.round(most)];
    const rule = `the curve falls as with ${few === many ? few : `${few} to ${many}`} events with these numbers at risk`;
    context.report(own, `is ${events}; ${rule}: check the total, the points and the table`);
    return false;
  }
  if (reconstruct(curve).some(({ event, time }) => event && time > 0)) return true;
  context.report([...path, 'points'], 'never fall by as much as one patient; a curve without events tells nothing');
  return false;
}
