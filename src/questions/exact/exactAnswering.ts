/**
 * What the questions check, power and size answer about a part of a scenario that is planned exactly, as a value. One file
 * declares one part and imports what is heavy where it is needed; registry.ts lists them. What the answers look like is in
 * report/exact/.
 */
import type { AskedExactly } from '../../scenario/exactParts.ts';
import type { ExactKey } from '../../scenario/exactSchema.ts';
import type { Asking } from '../asking.ts';

/** P is the plan, R the answer as results.json holds it. */
export interface ExactQuestion<P = unknown, R = unknown> {
  /** Why it cannot be asked of a plan, in one line with its remedy, which reads on from the file's name; null where it can. */
  needs?(plan: P): string | null;
  /** Precondition: its needs are met. @throws Interrupted */
  ask(asking: Asking, plan: P): Promise<R>;
  /** Whether a target of the answer is out of reach. */
  unreached?(result: R): boolean;
}

/** A question that is left out cannot be asked of the part. */
export interface ExactAnswering<P = unknown, C = unknown, W = unknown, S = unknown> {
  readonly key: ExactKey;
  readonly check?: ExactQuestion<P, C>;
  readonly power?: ExactQuestion<P, W>;
  readonly size?: ExactQuestion<P, S>;
}

/** The answers to one question, by the key of the part in the file. */
export type ExactAnswers = Partial<Readonly<Record<ExactKey, unknown>>>;

/** The answers of `run`; a question that was not asked of a part is left out. */
export type ExactRun = Partial<Readonly<Record<ExactKey, Partial<Readonly<Record<AskedExactly, unknown>>>>>>;

/**
 * The answer to a question about the trial, about what is planned exactly, or about both. Nothing stands beside `exact`
 * where the question could be asked of no trial.
 */
export type WithExact<R extends object> = (R & { exact?: ExactAnswers }) | { exact: ExactAnswers };
