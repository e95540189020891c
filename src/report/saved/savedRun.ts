/**
 * The answer to `run`: for each of its parts the kind that its presenter has, then what follows from several of them.
 */
import type { RunResult } from '../../questions/run.ts';
import type { Presenter, SavedResult } from '../presenter.ts';
import { at, whatIfBelongs } from './belongs.ts';
import { agreeing, type FieldKinds, type Kind, nullable, optional, record } from './kinds.ts';
import { exactRunBelongs, exactRunKind } from './savedExact.ts';
import { curve, sensitivity, whatIf } from './savedSize.ts';

export async function savedRun(presenters: readonly Presenter[]): Promise<SavedResult<RunResult>> {
  const asked = presenters.filter(({ inRun }) => inRun !== undefined);
  const parts = await Promise.all(
    asked.map(async ({ question, leftOut = false, saved }) => ({ question, leftOut, saved: await saved(presenters) })),
  );
  const kinds: Record<string, Kind<unknown>> = Object.fromEntries(
    parts.map(({ question, leftOut, saved }) => {
      const part = nullable(saved.kind as Kind<unknown>);
      return [question, leftOut ? optional(part) : part];
    }),
  );
  const shape = {
    ...kinds,
    curve: nullable(curve),
    sensitivity: nullable(sensitivity),
    whatIf: optional(whatIf),
    exact: optional(await exactRunKind()),
  };
  const kind = agreeing(record<RunResult>(shape as unknown as FieldKinds<RunResult>), (given, wrong) => {
    if (given.check === null) wrong(['check'], 'must be a block of keys');
    if (given.curve !== null && given.size === null) wrong(['curve'], 'must be null where size is');
  });
  return {
    kind,
    belongs(result, scenario, wrong) {
      const answers = result as unknown as Readonly<Record<string, unknown>>;
      for (const { question, saved } of parts)
        if ((answers[question] ?? null) !== null) saved.belongs?.(answers[question], scenario, at(wrong, question));
      for (const key of ['sensitivity', 'curve'] as const)
        if (result[key] !== null && scenario.trial === null) wrong([key], 'must be null: the scenario has no trial');
      exactRunBelongs(result.exact, scenario, at(wrong, 'exact'));
      whatIfBelongs(result.whatIf, scenario, at(wrong, 'whatIf'));
    },
  };
}
