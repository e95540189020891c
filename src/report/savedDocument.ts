/** A results.json read again: the same scenario, answer and document as when it was written. */
import type * as z from 'zod';
import { shown } from '../scenario/problems.ts';
import { resolveScenario, type Scenario, ScenarioProblem, sourcesOf } from '../scenario/scenario.ts';
import { type Answer, type ResultDocument, scenarioNamed } from './document.ts';
import { inPointer, withNotFinite } from './notFinite.ts';
import { belongs } from './saved/belongs.ts';
import { FORMAT } from './saved/format.ts';
import { ENVELOPE, RESULTS } from './saved/record.ts';

export interface Saved {
  readonly scenario: Scenario;
  readonly answer: Answer;
  readonly document: ResultDocument;
}

/** Why a text is no results.json that can be reported on; reads on from the file's name. */
export class UnreadableResult extends Error {}

type Path = readonly PropertyKey[];

const AGAIN = 'run the command that wrote it again';

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** `/result/power/alternative is null; must be …`. */
function unsound(root: unknown, path: Path, rule: string): UnreadableResult {
  const pointer = path.map((step) => `/${inPointer(String(step))}`).join('');
  let value = root;
  for (const step of path)
    value = isObject(value) || Array.isArray(value) ? (value as Record<PropertyKey, unknown>)[step] : undefined;
  return new UnreadableResult(`at ${shownPointer(pointer)} ${state(value)}; ${rule}: ${AGAIN}`);
}

const MOST_POINTER = 200;

function shownPointer(pointer: string): string {
  const parts = pointer
    .split('/')
    .map((step) => shown(step))
    .join('/');
  return parts === '' ? 'the top' : parts.length > MOST_POINTER ? `${parts.slice(0, MOST_POINTER - 1)}…` : parts;
}

function state(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is null';
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty list' : `is a list of ${value.length}`;
  if (typeof value === 'object') return 'is a block of keys';
  return typeof value === 'string' ? `is "${shown(value)}"` : `is ${String(value)}`;
}

/** The first issue: those behind it mostly follow from it. */
function explained({ issues: [issue] }: z.ZodError, root: unknown, before: Path): UnreadableResult {
  const path = [...before, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return unsound(root, [...path, issue.keys[0]], 'must be left out: this version knows no such field');
  return unsound(root, path, issue.message);
}

function parsed(text: string): Record<string, unknown> {
  if (text.trim() === '') throw new UnreadableResult('is empty; name the results.json that a command wrote');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const cut = text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}');
    throw new UnreadableResult(
      cut
        ? `is not complete: its end is missing; ${AGAIN}`
        : 'is not JSON; name the results.json that a command wrote, or its folder',
    );
  }
  if (!isObject(value) || typeof value.format !== 'string')
    throw new UnreadableResult(
      `is not a result of trialwright (format "${FORMAT}"); name the results.json that a command wrote`,
    );
  if (value.format !== FORMAT)
    throw new UnreadableResult(
      `has the format "${shown(value.format)}"; this version of trialwright reads "${FORMAT}": ${AGAIN}, or report with the version that wrote it`,
    );
  return value;
}

/** As deep as no result is: what goes deeper would bring down what follows it. */
const MOST_DEPTH = 40;

function depthOf(value: unknown, least = 0): number {
  if (value === null || typeof value !== 'object' || least > MOST_DEPTH) return least;
  return Object.values(value).reduce<number>((most, part) => Math.max(most, depthOf(part, least + 1)), least);
}

/** Throws what is said first. */
const thrown =
  (root: unknown, before: Path) =>
  (path: Path, rule: string): never => {
    throw unsound(root, [...before, ...path], rule);
  };

/** The block about the scenario, and where its values come from, are those of the scenario as written. */
function checkDescribed(document: ResultDocument, scenario: Scenario): void {
  const wrong = thrown(document, []);
  for (const [key, meant] of Object.entries(scenarioNamed(scenario)))
    if (document.scenario[key as keyof ResultDocument['scenario']] !== meant)
      wrong(
        ['scenario', key],
        `must be ${meant === null ? 'null' : `"${shown(meant)}"`}, as the scenario written has it`,
      );
  if (document.assumptions.length !== scenario.provenance.length)
    wrong(['assumptions'], `must be a list of ${scenario.provenance.length}, as the scenario written has it`);
  scenario.provenance.forEach((meant, i) => {
    for (const key of ['path', 'value', 'source', 'note'] as const)
      if (document.assumptions[i][key] !== meant[key])
        wrong(['assumptions', i, key], `must be as the scenario written has it`);
  });
}

function scenarioOf({ written, manifest }: ResultDocument): Scenario {
  try {
    return resolveScenario(sourcesOf(written), { seed: manifest.seed });
  } catch (problem) {
    if (!(problem instanceof ScenarioProblem)) throw problem;
    const [first] = problem.message.split('\n');
    throw new UnreadableResult(`holds a scenario at /written that is not valid (${first}); ${AGAIN}`);
  }
}

/** @throws UnreadableResult */
export function readSaved(text: string): Saved {
  const value = parsed(text);
  if (depthOf(value) > MOST_DEPTH) throw new UnreadableResult(`is nested too deeply for a result; ${AGAIN}`);
  const { result, ...envelope } = value;
  const around = ENVELOPE.safeParse(envelope);
  if (!around.success) throw explained(around.error, value, []);
  if (!isObject(result)) throw unsound(value, ['result'], 'must be a block of keys');
  const lost = withNotFinite(result, around.data.notFinite);
  if (lost !== null) throw unsound(value, ['notFinite', lost], 'must lead to a null in the result');
  const document = value as unknown as ResultDocument;
  const inside = RESULTS[document.question].safeParse(result);
  if (!inside.success) throw explained(inside.error, value, ['result']);
  const scenario = scenarioOf(document);
  if (scenario.hash !== document.manifest.scenarioHash)
    throw new UnreadableResult(
      `was made of another scenario, or by a version (${document.manifest.trialwright}) that read its scenario otherwise; ${AGAIN}`,
    );
  checkDescribed(document, scenario);
  const answer = { question: document.question, result: document.result } as Answer;
  belongs(answer, scenario, thrown(document, ['result']));
  return { scenario, answer, document };
}
