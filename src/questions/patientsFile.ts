/** The patients of a look from a CSV file: columns arm, time and event; others are ignored. */
import { type CsvRow, csvRows } from '../scenario/csvRows.ts';
import { nearest } from '../scenario/nearest.ts';
import { NUMBER } from '../scenario/numberText.ts';
import { type Problem, ScenarioProblems, shown } from '../scenario/problems.ts';
import type { ObservedPatient } from './monitorResult.ts';
import { type Remedies, readTextFile, UnreadableText } from './textFile.ts';

const COLUMNS = ['arm', 'time', 'event'] as const;

/** The scenario's names of the arms. */
export interface FileArmNames {
  readonly control: string;
  readonly experimental: string;
}

const REMEDIES: Remedies = {
  missing: 'check the path',
  folder: 'name a CSV file in it',
  format: 'save it as CSV in UTF-8',
};

export const ofWholeFile = (file: string, text: string): ScenarioProblems =>
  new ScenarioProblems([{ file, line: 0, text }]);

const NOTHING = 'is empty; must have a line arm,time,event and one line a patient';

/** @throws ScenarioProblems when the file cannot be read as text */
async function readCsv(file: string): Promise<string> {
  try {
    return await readTextFile(file, REMEDIES);
  } catch (problem) {
    throw problem instanceof UnreadableText ? ofWholeFile(file, problem.message) : problem;
  }
}

/** The rows of a CSV file that hold anything, header included. @throws ScenarioProblems */
export async function readFileRows(file: string): Promise<CsvRow[]> {
  return csvRows(file, await readCsv(file));
}

/** Positions of the columns in the header. @throws ScenarioProblems */
function columnsOf(file: string, { line, cells }: CsvRow): Record<(typeof COLUMNS)[number], number> {
  const names = cells.map((name) => name.toLowerCase());
  const problems: Problem[] = [];
  const position = (column: (typeof COLUMNS)[number]): number => {
    const at = names.indexOf(column);
    const others = names.filter((name) => !COLUMNS.some((known) => known === name));
    if (at < 0) {
      const near = nearest(column, others);
      const remedy =
        near === null ? `has ${shown(cells.join(', '))}` : `did you mean ${shown(near)}? Name it ${column}`;
      problems.push({ file, line, text: `has no column ${column}; must have arm, time and event: ${remedy}` });
    } else if (names.indexOf(column, at + 1) >= 0)
      problems.push({ file, line, text: `has two columns ${column}; must have one: rename the other` });
    return at;
  };
  const found = { arm: position('arm'), time: position('time'), event: position('event') };
  if (problems.length > 0) throw new ScenarioProblems(problems);
  return found;
}

export const EVENT: Readonly<Record<string, boolean>> = { '0': false, '1': true, false: false, true: true };

/**
 * Read the patients of a look. Times are on study, in the scenario's unit.
 * @throws ScenarioProblems with every problem found, each with file, line, value, rule and remedy
 */
export async function readPatients(file: string, arms: FileArmNames): Promise<ObservedPatient[]> {
  const [header, ...rows] = await readFileRows(file);
  if (header === undefined) throw ofWholeFile(file, NOTHING);
  const at = columnsOf(file, header);
  const problems: Problem[] = [];
  const roles = new Map<string, ObservedPatient['arm']>([
    ['control', 'control'],
    ['experimental', 'experimental'],
    [arms.control, 'control'],
    [arms.experimental, 'experimental'],
  ]);
  const patients = rows.flatMap(({ line, cells }): ObservedPatient[] => {
    const value = (column: (typeof COLUMNS)[number]) => cells[at[column]] ?? '';
    const wrong = (column: (typeof COLUMNS)[number], rule: string) => {
      const state = value(column) === '' ? 'is missing' : `is ${shown(value(column))}`;
      problems.push({ file, line, text: `${column} ${state}; ${rule}` });
    };
    const arm = roles.get(value('arm')) ?? roles.get(value('arm').toLowerCase());
    if (arm === undefined) {
      const near = nearest(value('arm'), [...roles.keys()]);
      const meant = near === null ? '' : `; did you mean ${near}?`;
      wrong('arm', `must be ${shown(arms.control)} or ${shown(arms.experimental)} (or control, experimental)${meant}`);
    }
    const time = NUMBER.test(value('time')) ? Number(value('time')) : Number.NaN;
    if (!(time >= 0 && Number.isFinite(time)))
      wrong('time', 'must be a number ≥ 0, the time on study in the unit of the scenario, e.g. 7.5');
    const event = EVENT[value('event').toLowerCase()];
    if (event === undefined) wrong('event', 'must be 1 (or true) for an event, 0 (or false) without one by then');
    return arm === undefined || event === undefined ? [] : [{ arm, time, event }];
  });
  if (problems.length > 0) throw new ScenarioProblems(problems);
  const fail = (text: string) => ofWholeFile(file, text);
  if (patients.length === 0) throw fail('has no patients below its header; must have one line a patient');
  for (const role of ['control', 'experimental'] as const)
    if (!patients.some(({ arm }) => arm === role))
      throw fail(`has no patient of the ${role} arm (${shown(arms[role])}); must have patients of both arms`);
  if (!patients.some(({ event }) => event)) throw fail('has no event; a look needs at least one (event = 1)');
  return patients;
}
