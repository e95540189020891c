/**
 * The patients of the looks of a running trial with several hypotheses, from a CSV file with the columns that `patients`
 * writes: look, arm, the factors that tests need, and those of each endpoint by its name. Others are ignored.
 */
import type { CsvRow } from '../scenario/csvRows.ts';
import { nearest } from '../scenario/nearest.ts';
import { NUMBER } from '../scenario/numberText.ts';
import { type Problem, ScenarioProblems, shown } from '../scenario/problems.ts';
import { CENTRE } from '../trial/centres.ts';
import { endpointOf, observedFor } from '../trial/endpoint.ts';
import { columnsOfResponse, columnsOfTime, nameInColumns } from '../trial/endpointColumns.ts';
import type { Cell } from '../trial/population.ts';
import type { Trial } from '../trial/trial.ts';
import type { FamilyPatient, PatientsOfLook } from './familyObserved.ts';
import { EVENT, ofWholeFile, readFileRows } from './patientsFile.ts';

/** Why a row cannot be used: reads on from file and line. */
type Report = (text: string) => void;

/** Reads one value of a row; undefined, with the reason reported, where it is none. */
interface RowReader {
  text(column: string): string;
  time(column: string): number | undefined;
  bit(column: string): boolean | undefined;
}

function readerOf(cells: readonly string[], at: ReadonlyMap<string, number>, report: Report): RowReader {
  const text = (column: string) => cells[at.get(column) ?? -1] ?? '';
  const wrong = (column: string, rule: string) => {
    report(`${column} ${text(column) === '' ? 'is missing' : `is ${shown(text(column))}`}; ${rule}`);
    return undefined;
  };
  return {
    text,
    time(column) {
      const value = NUMBER.test(text(column)) ? Number(text(column)) : Number.NaN;
      if (value >= 0 && Number.isFinite(value)) return value;
      return wrong(column, 'must be a number ≥ 0, the time on study in the unit of the scenario, e.g. 7.5');
    },
    bit: (column) => EVENT[text(column).toLowerCase()] ?? wrong(column, 'must be 1 (or true) or 0 (or false)'),
  };
}

/** What is known of the patient of a row for each endpoint; undefined with every reason reported. */
function endpointsOf(trial: Trial, read: RowReader, report: Report): FamilyPatient['known'] | undefined {
  const { endpoints } = trial;
  const known = endpoints.map((endpoint) => {
    const name = nameInColumns(endpoint);
    if (endpoint.kind === 'timeToEvent') {
      const columns = columnsOfTime(name);
      const [time, event] = [read.time(columns.time), read.bit(columns.event)];
      return time === undefined || event === undefined ? undefined : { time, event, counts: true };
    }
    const columns = columnsOfResponse(name);
    const assessed = read.bit(columns.assessed);
    if (assessed === undefined) return undefined;
    if (!assessed) {
      if (EVENT[read.text(columns.event).toLowerCase()] === true) {
        report(
          `${columns.event} is 1 while ${columns.assessed} is 0; a response is counted at its assessment, ${endpoint.at} after randomisation: correct one of them`,
        );
        return undefined;
      }
      return { time: 0, event: false, counts: false };
    }
    const event = read.bit(columns.event);
    return event === undefined ? undefined : { time: endpoint.at, event, counts: true };
  });
  const sound = known.filter((each) => each !== undefined);
  if (sound.length < known.length) return undefined;
  const death = endpoints.findIndex((endpoint) => observedFor(endpoint) === 'death');
  if (death < 0) return sound;
  const kindOf = (endpoint: number) => endpointOf(trial, { endpoint }).kind;
  const timesOf = (endpoint: number) => columnsOfTime(nameInColumns(endpointOf(trial, { endpoint })));
  const [dies, lives] = [sound[death], timesOf(death)];
  const late = sound.findIndex(({ time }, e) => kindOf(e) === 'timeToEvent' && time > dies.time);
  if (late < 0) return sound;
  const columns = timesOf(late);
  const what = dies.event ? 'a death' : 'the last time known alive';
  report(
    `${columns.time} is ${sound[late].time}, after ${lives.time} ${dies.time}, ${what}; nothing is seen of a patient after it: correct one of them`,
  );
  return undefined;
}

/** Columns that are needed beside look, with what they hold. */
function columnsNeeded({ endpoints }: Trial, factors: readonly string[], byCentre: boolean): string[] {
  return [
    'arm',
    ...factors,
    ...(byCentre ? [CENTRE] : []),
    ...endpoints.flatMap((endpoint) => {
      const name = nameInColumns(endpoint);
      return Object.values(endpoint.kind === 'response' ? columnsOfResponse(name) : columnsOfTime(name));
    }),
  ];
}

/** Places of the columns in the header. @throws ScenarioProblems with every column that is missing */
function placesOf(file: string, { line, cells }: CsvRow, needed: readonly string[]): ReadonlyMap<string, number> {
  const at = new Map<string, number>();
  cells.forEach((name, i) => {
    if (!at.has(name)) at.set(name, i);
  });
  const problems: Problem[] = needed
    .filter((column) => !at.has(column))
    .map((column) => {
      const near = nearest(
        column,
        cells.filter((name) => !needed.includes(name)),
      );
      const remedy =
        near === null
          ? 'the columns are those that `patients` writes for the scenario'
          : `did you mean ${shown(near)}?`;
      return { file, line, text: `has no column ${shown(column)}; must have ${needed.join(', ')}: ${remedy}` };
    });
  if (problems.length > 0) throw new ScenarioProblems(problems);
  return at;
}

export interface FamilyFile {
  readonly trial: Trial;
  readonly cells: readonly Cell[];
  /** Factors that tests and subgroups need, and whether any test has centres as strata. */
  readonly factors: readonly string[];
  readonly byCentre: boolean;
  /** The look of all patients of a file that has no column look, from 1. */
  readonly look: number;
  /** The latest time on study that the trial's plan allows for. */
  readonly latest: number;
}

/**
 * The patients by look, in the order of the looks. @throws ScenarioProblems with every problem found, each with file, line,
 * value, rule and remedy
 */
export async function readFamilyPatients(file: string, asked: FamilyFile): Promise<PatientsOfLook[]> {
  const { trial, cells, factors, byCentre, latest } = asked;
  const looks = (trial.interims ?? []).length + 1;
  const [header, ...rows] = await readFileRows(file);
  if (header === undefined) throw ofWholeFile(file, 'is empty; must have a header and one line a patient and look');
  const at = placesOf(file, header, columnsNeeded(trial, factors, byCentre));
  const problems: Problem[] = [];
  const arms = trial.arms.map(({ name }) => name);
  const levels = factors.map((name) => {
    const f = (trial.population?.factors ?? []).findIndex((factor) => factor.name === name);
    return { name, f, names: (trial.population?.factors ?? [])[f].levels.map((level) => level.name) };
  });
  const centres = new Map<string, number>();
  const found = new Map<number, FamilyPatient[]>();
  const replicates = new Set<string>();
  for (const { line, cells: values } of rows) {
    const report: Report = (text) => {
      problems.push({ file, line, text });
    };
    const read = readerOf(values, at, report);
    const look = at.has('look') ? Number(read.text('look')) : asked.look;
    if (!(Number.isInteger(look) && look >= 1 && look <= looks))
      report(
        `look is ${shown(read.text('look'))}; must be a planned look, 1 to ${looks} (${looks} is the final analysis)`,
      );
    if (at.has('replicate')) replicates.add(read.text('replicate'));
    const arm = arms.indexOf(read.text('arm'));
    if (arm < 0) report(`arm is ${shown(read.text('arm'))}; must be ${arms.map((name) => shown(name)).join(' or ')}`);
    const own = levels.map(({ name, names }) => {
      const level = names.indexOf(read.text(name));
      if (level < 0)
        report(`${name} is ${shown(read.text(name))}; must be ${names.map((each) => shown(each)).join(' or ')}`);
      return level;
    });
    const known = endpointsOf(trial, read, report);
    const beyond = known?.findIndex(({ time }) => time > latest) ?? -1;
    if (beyond >= 0)
      report(`has a time of ${known?.[beyond].time}; must be ≤ ${latest.toPrecision(4)}, as the plan has it`);
    const cell = cells.findIndex((each) => levels.every(({ f }, i) => each.levels[f] === own[i]));
    if (known === undefined || arm < 0 || cell < 0) continue;
    const centre = byCentre ? read.text(CENTRE) : '';
    if (!centres.has(centre)) centres.set(centre, centres.size);
    const patient = { arm, cell, centre: centres.get(centre) as number, known };
    const those = found.get(look);
    if (those === undefined) found.set(look, [patient]);
    else those.push(patient);
  }
  if (problems.length > 0) throw new ScenarioProblems(problems);
  if (replicates.size > 1)
    throw ofWholeFile(file, `has the patients of ${replicates.size} replicates; must have those of one trial`);
  if (found.size === 0)
    throw ofWholeFile(file, 'has no patients below its header; must have one line a patient and look');
  return [...found].sort(([a], [b]) => a - b).map(([look, patients]) => ({ look, patients }));
}
