/** `trialwright patients`: the patients of chosen replicates, as CSV. */
import { grouped } from '../elementary/grouped.ts';
import { askPatients, WORLDS, type World } from '../questions/patientsOfReplicates.ts';
import { UserProblem } from '../questions/userProblem.ts';
import { checkScript } from '../report/checkScript.ts';
import { csvText } from '../report/csv.ts';
import { patientsTables } from '../report/patientsReport.ts';
import { listed } from '../report/testWords.ts';
import { loadScenario } from '../scenario/load.ts';
import { furtherEndpoints } from '../trial/endpoint.ts';
import { EXIT } from './exit.ts';
import { openOutput } from './outputFolder.ts';

export interface PatientsOptions {
  readonly which: string;
  readonly world: string;
  readonly seed?: string;
  readonly out?: string;
  readonly quiet?: boolean;
}

/** Rows beyond which a file of patients is of no use to anybody. */
const MOST_ROWS = 2_000_000;
const LAST_REPLICATE = 2 ** 53 - 1;

/** `0,3,10-12` as numbers. @throws UserProblem */
export function replicatesNamed(text: string): number[] {
  const rule = 'must be replicates from 0 and ranges of them, e.g. 0,3,10-12';
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part);
    if (!match) throw new UserProblem(`--which is ${JSON.stringify(text)}; ${rule}`);
    const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (to < from || to > LAST_REPLICATE) throw new UserProblem(`--which has ${part.trim()}; ${rule}`);
    if (to - from + found.size >= MOST_ROWS)
      throw new UserProblem(`--which names more than ${grouped(MOST_ROWS)} replicates; name fewer`);
    for (let replicate = from; replicate <= to; replicate++) found.add(replicate);
  }
  return [...found].sort((a, b) => a - b);
}

function worldNamed(text: string): World {
  const world = WORLDS.find((name) => name === text);
  if (world === undefined) throw new UserProblem(`--world is ${JSON.stringify(text)}; must be ${WORLDS.join(' or ')}`);
  return world;
}

/** Export from the scenario in `file`; returns the exit code. @throws UserProblem, ScenarioProblem */
export async function exportPatients(file: string, options: PatientsOptions): Promise<number> {
  const replicates = replicatesNamed(options.which);
  const world = worldNamed(options.world);
  const { trial, timeUnit, seed } = await loadScenario(file, options.seed === undefined ? {} : { seed: options.seed });
  if (trial === null || trial.patients === null)
    throw new UserProblem(
      `${file}: ${trial === null ? 'trial' : 'trial.patients'} is missing; patients are exported of a planned trial with N`,
    );
  const looks = (trial.unsized.interims ?? []).length + 1;
  const rows = replicates.length * trial.patients * looks;
  if (rows > MOST_ROWS)
    throw new UserProblem(
      `--which asks for ${grouped(rows)} rows of patients; must be ≤ ${grouped(MOST_ROWS)}: name fewer replicates`,
    );
  const output = options.out === undefined ? null : await openOutput(options.out);
  try {
    const planned = { ...trial.unsized, patients: trial.patients };
    const result = askPatients(planned, seed, world, replicates, timeUnit);
    const tables = patientsTables(result, planned, timeUnit);
    if (output === null) {
      process.stdout.write(await csvText(tables[0]));
      return EXIT.answered;
    }
    const files = await Promise.all(
      tables.map(async (table) => ({ name: `${table.name}.csv`, text: await csvText(table) })),
    );
    // Of one endpoint any analysis reads `time` and `event`; of several a script shows how.
    if (furtherEndpoints(planned).length > 0) files.push({ name: 'check.R', text: checkScript(result, planned) });
    await output.write(files);
    if (!options.quiet) process.stdout.write(`Written to ${options.out}: ${listed(files.map(({ name }) => name))}.\n`);
  } catch (problem) {
    await output?.discard();
    throw problem;
  }
  return EXIT.answered;
}
