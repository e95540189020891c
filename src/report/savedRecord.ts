/** Reads results.json back: the record as it was when it was written. */
import type * as z from 'zod';
import { shown } from '../scenario/problems.ts';
import { inPointer, withNotFinite } from './notFinite.ts';
import { type Presenter, presenterOf, type ResolvedScenario } from './presenter.ts';
import { hashOf, type ResultRecord, textsHashOf } from './record.ts';
import { envelope } from './saved/envelope.ts';
import { FORMAT } from './saved/format.ts';

/** Why a text is not a results.json that can be reported on; the message reads on from the file's name. */
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

/** The first issue only, as later ones mostly follow from it. */
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

/** No result is nested this deeply; deeper input would break the code that follows. */
const MOST_DEPTH = 40;

function depthOf(value: unknown, least = 0): number {
  if (value === null || typeof value !== 'object' || least > MOST_DEPTH) return least;
  return Object.values(value).reduce<number>((most, part) => Math.max(most, depthOf(part, least + 1)), least);
}

/** Throws the first problem that is reported. */
const thrown =
  (root: unknown, before: Path) =>
  (path: Path, rule: string): never => {
    throw unsound(root, [...before, ...path], rule);
  };

/** The scenario that the result is checked against; throws where it does not have the manifest's hash. */
function scenarioOf(record: ResultRecord): ResolvedScenario {
  const { scenario, resolved, manifest } = record;
  if (hashOf(record) !== manifest.scenarioHash)
    throw unsound(record, ['manifest', 'scenarioHash'], 'must be that of the study and the trial at /resolved');
  const { timeUnit } = scenario;
  if (textsHashOf({ ...record, stated: resolved.stated }) !== resolved.textsHash)
    throw unsound(record, ['resolved', 'textsHash'], 'must be that of scenario, assumptions and what they are about');
  const { reported, evidence, trial, exact, priors } = resolved;
  const whatIf = resolved.whatIf.map((each) => ({ ...each, hash: hashOf(record, each.trial) }));
  return {
    timeUnit,
    reported,
    ...(evidence ? { evidence } : {}),
    trial,
    ...(exact ? { exact } : {}),
    ...(priors ? { priors } : {}),
    whatIf,
  };
}

/** @throws UnreadableResult */
export async function readSaved(text: string, presenters: readonly Presenter[]): Promise<ResultRecord> {
  const value = parsed(text);
  if (depthOf(value) > MOST_DEPTH) throw new UnreadableResult(`is nested too deeply for a result; ${AGAIN}`);
  const { result, ...rest } = value;
  const around = envelope(presenters.map(({ question }) => question)).safeParse(rest);
  if (!around.success) throw explained(around.error, value, []);
  if (!isObject(result)) throw unsound(value, ['result'], 'must be a block of keys');
  const lost = withNotFinite(result, around.data.notFinite);
  if (lost !== null) throw unsound(value, ['notFinite', lost], 'must lead to a null in the result');
  const record = value as unknown as ResultRecord;
  const scenario = scenarioOf(record);
  const missing = withNotFinite(record.resolved, record.resolved.notFinite);
  if (missing !== null)
    throw unsound(value, ['resolved', 'notFinite', missing], 'must lead to a null in what is resolved');
  const { kind, belongs } = await presenterOf(record.question, presenters).saved(presenters);
  const inside = kind.safeParse(result);
  if (!inside.success) throw explained(inside.error, value, ['result']);
  belongs?.(record.result, scenario, thrown(record, ['result']));
  return record;
}
