/** A results.json read again: the same scenario, answer and document as when it was written. */
import { resolveScenario, type Scenario, sourcesOf } from '../scenario/scenario.ts';
import { type Answer, FORMAT, type Question, type ResultDocument } from './document.ts';
import { withNotFinite } from './notFinite.ts';

export interface Saved {
  readonly scenario: Scenario;
  readonly answer: Answer;
  readonly document: ResultDocument;
}

/** Why a text is no results.json that can be reported on; reads on from the file's name. */
export class UnreadableResult extends Error {}

const QUESTIONS: Readonly<Record<Question, true>> = {
  check: true,
  replay: true,
  power: true,
  size: true,
  monitor: true,
  sweep: true,
  timing: true,
  run: true,
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const isFileText = (value: unknown): boolean =>
  isObject(value) && typeof value.file === 'string' && typeof value.text === 'string';

/** @throws UnreadableResult, ScenarioProblems */
export function readSaved(text: string): Saved {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadableResult('is not JSON; name the results.json that a command wrote, or its folder');
  }
  if (!isObject(value) || value.format !== FORMAT)
    throw new UnreadableResult(`is not a result of trialwright (format "${FORMAT}")`);
  if (typeof value.question !== 'string' || !Object.hasOwn(QUESTIONS, value.question))
    throw new UnreadableResult('answers a question that this version does not know');
  const { written, result, manifest, notFinite } = value;
  if (!isObject(written) || !isFileText(written.main) || !(written.study === null || isFileText(written.study)))
    throw new UnreadableResult('does not hold its scenario, as an older version wrote it; run the command again');
  if (!isObject(result) || !isObject(manifest) || !isObject(notFinite) || !isObject(manifest.timings))
    throw new UnreadableResult('is incomplete; run the command again');
  const document = value as unknown as ResultDocument;
  withNotFinite(document.result, document.notFinite);
  const scenario = resolveScenario(sourcesOf(document.written), { seed: document.manifest.seed });
  if (scenario.hash !== document.manifest.scenarioHash)
    throw new UnreadableResult(
      `was made of another scenario, or by a version (${document.manifest.trialwright}) that read its scenario otherwise; run the command again`,
    );
  return { scenario, answer: { question: document.question, result: document.result } as Answer, document };
}
