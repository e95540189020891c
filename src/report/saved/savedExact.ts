/** Answers about what is planned exactly, beside an answer about the trial or alone. */
import * as z from 'zod';
import type { ExactAnswers, ExactRun, WithExact } from '../../questions/exact/exactAnswering.ts';
import { ASKED_EXACTLY, type AskedExactly, exactPlanOf } from '../../scenario/exactParts.ts';
import { type ExactPresenter, presentedBy } from '../exact/exactPresenter.ts';
import { EXACT_PRESENTERS } from '../exact/registry.ts';
import type { ResolvedScenario, SavedResult } from '../presenter.ts';
import { at } from './belongs.ts';
import { type FieldKinds, type Kind, optional, record, type Wrong } from './kinds.ts';

/** A block with a key for every part that has such answers; each may be left out. */
async function blockOf<T>(kindOf: (presenter: ExactPresenter) => Promise<Kind<unknown> | null>): Promise<Kind<T>> {
  const shape: Record<string, Kind<unknown>> = {};
  for (const presenter of EXACT_PRESENTERS) {
    const kind = await kindOf(presenter);
    if (kind !== null) shape[presenter.key] = optional(kind);
  }
  return record<T>(shape as unknown as FieldKinds<T>);
}

const answersKind = (asked: AskedExactly): Promise<Kind<ExactAnswers>> =>
  blockOf(async (presenter) => (await presentedBy(presenter, asked)?.kind()) as Kind<unknown> | null);

/** The answers of a run. */
export const exactRunKind = (): Promise<Kind<ExactRun>> =>
  blockOf(async (presenter) => {
    const shape: Record<string, Kind<unknown>> = {};
    for (const asked of ASKED_EXACTLY) {
      const kind = await presentedBy(presenter, asked)?.kind();
      if (kind !== undefined) shape[asked] = optional(kind as Kind<unknown>);
    }
    return record(shape as unknown as FieldKinds<object>) as Kind<unknown>;
  });

function answerBelongs(
  presenter: ExactPresenter,
  asked: AskedExactly,
  answer: unknown,
  scenario: ResolvedScenario,
  wrong: Wrong,
): void {
  if (answer === undefined) return;
  const plan = exactPlanOf(scenario, presenter.key);
  if (plan === undefined) wrong([], `must be left out: the scenario has no ${presenter.key}`);
  else presentedBy(presenter, asked)?.belongs?.(answer, plan, wrong);
}

export function exactRunBelongs(run: ExactRun | undefined, scenario: ResolvedScenario, wrong: Wrong): void {
  for (const presenter of EXACT_PRESENTERS)
    for (const asked of ASKED_EXACTLY)
      answerBelongs(presenter, asked, run?.[presenter.key]?.[asked], scenario, at(wrong, presenter.key, asked));
}

const isBlock = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** How an answer is validated that may hold `exact` beside its own fields, or nothing else. */
export async function savedWithExact<R extends object>(
  own: SavedResult<R>,
  asked: AskedExactly,
): Promise<SavedResult<WithExact<R>>> {
  const exactKind = await answersKind(asked);
  const kind = z.unknown().superRefine((value, context) => {
    const { exact, ...rest } = isBlock(value) ? value : {};
    const found = (schema: z.ZodType, part: unknown, before: readonly string[]) => {
      const parsed = schema.safeParse(part);
      for (const issue of parsed.error?.issues ?? [])
        context.issues.push({ ...issue, path: [...before, ...issue.path], input: part } as z.core.$ZodRawIssue);
    };
    if (exact !== undefined) found(exactKind, exact, ['exact']);
    if (exact === undefined || Object.keys(rest).length > 0) found(own.kind, isBlock(value) ? rest : value, []);
  });
  return {
    kind: kind as unknown as z.ZodType<WithExact<R>>,
    belongs(result, scenario, wrong) {
      for (const presenter of EXACT_PRESENTERS)
        answerBelongs(presenter, asked, result.exact?.[presenter.key], scenario, at(wrong, 'exact', presenter.key));
      const { exact: _, ...rest } = result;
      if (Object.keys(rest).length > 0) own.belongs?.(rest as R, scenario, wrong);
    },
  };
}
