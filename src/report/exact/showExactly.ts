/** Makes of the presenter of a question about a trial one that shows what is planned exactly as well. */

import type { ExactAnswers, ExactRun, WithExact } from '../../questions/exact/exactAnswering.ts';
import type { RunResult } from '../../questions/run.ts';
import { type AskedExactly, exactPlanOf } from '../../scenario/exactParts.ts';
import { ASSUMPTIONS, assumptionsSection } from '../assumptionsReport.ts';
import type { Figure } from '../figures/figure.ts';
import type { Presenter } from '../presenter.ts';
import type { ScenarioRead } from '../record.ts';
import { EMPTY_RUN } from '../runAnswer.ts';
import type { Made } from '../statement/beside.ts';
import type { Section } from '../table.ts';
import { type ExactPresented, type ExactPresenter, type ExactWords, presentedBy } from './exactPresenter.ts';
import { EXACT_PRESENTERS } from './registry.ts';

/** An answer with its plan and what shows it. */
interface Shown {
  readonly presenter: ExactPresenter;
  readonly presented: ExactPresented;
  readonly result: unknown;
  readonly plan: unknown;
}

/** Whether an answer holds one about the trial. */
function answersTrial<R extends object>(result: WithExact<R>): result is R & { exact?: ExactAnswers } {
  return Object.keys(result).some((key) => key !== 'exact');
}

/** The answers to one question of a run. */
export function answersIn(run: ExactRun | undefined, asked: AskedExactly): ExactAnswers {
  return Object.fromEntries(
    Object.entries(run ?? {}).flatMap(([key, answers]) =>
      answers[asked] === undefined ? [] : [[key, answers[asked]]],
    ),
  );
}

function shownOf(
  answers: ExactAnswers | undefined,
  asked: AskedExactly,
  scenario: Pick<ScenarioRead, 'exact'>,
): Shown[] {
  return EXACT_PRESENTERS.flatMap((presenter) => {
    const [result, plan] = [answers?.[presenter.key], exactPlanOf(scenario, presenter.key)];
    const presented = presentedBy(presenter, asked);
    return result === undefined || plan === undefined || presented === undefined
      ? []
      : [{ presenter, presented, result, plan }];
  });
}

/** The sections of the answers to one question. */
export function exactSections(
  answers: ExactAnswers | undefined,
  asked: AskedExactly,
  scenario: Pick<ScenarioRead, 'exact'>,
): Section[] {
  return shownOf(answers, asked, scenario).flatMap(({ presented, result, plan }) => presented.sections(result, plan));
}

export async function exactFigures(
  answers: ExactAnswers | undefined,
  asked: AskedExactly,
  scenario: Pick<ScenarioRead, 'exact'>,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { presented, result, plan } of shownOf(answers, asked, scenario))
    figures.push(...((await presented.figures?.(result, plan)) ?? []));
  return figures;
}

export function exactKeyFigures(answers: ExactAnswers | undefined, asked: AskedExactly) {
  return EXACT_PRESENTERS.flatMap((presenter) => {
    const result = answers?.[presenter.key];
    return result === undefined ? [] : (presentedBy(presenter, asked)?.keyFigures?.(result) ?? []);
  });
}

/** The answers of a run, in sentences. */
export function exactAnswer(run: ExactRun | undefined, scenario: Pick<ScenarioRead, 'exact'>): string[] {
  return EXACT_PRESENTERS.flatMap((presenter) => {
    const [found, plan] = [run?.[presenter.key], exactPlanOf(scenario, presenter.key)];
    return found === undefined || plan === undefined ? [] : presenter.answer(found, plan);
  });
}

/** The words about all parts of which power or a size was found. */
export function exactWords(
  run: ExactRun | undefined,
  scenario: Pick<ScenarioRead, 'exact'>,
  made: Made | null,
): ExactWords[] {
  return EXACT_PRESENTERS.flatMap((presenter) => {
    const [found, plan] = [run?.[presenter.key], exactPlanOf(scenario, presenter.key)];
    const words = found === undefined || plan === undefined ? null : (presenter.words?.(found, plan, made) ?? null);
    return words === null ? [] : [words];
  });
}

/** The run that an answer to one question is, for words. */
function asRun(answers: ExactAnswers | undefined, asked: AskedExactly): Pick<RunResult, 'exact'> {
  if (answers === undefined) return {};
  return { exact: Object.fromEntries(Object.entries(answers).map(([key, answer]) => [key, { [asked]: answer }])) };
}

/** The presenter, for answers that may be about a trial, about what is planned exactly, or about both. */
export function alsoShowingExactly<R extends object>(
  presenter: Presenter<R>,
  asked: AskedExactly,
): Presenter<WithExact<R>> {
  const { sections, figures, keyFigures, words, saved, inRun, ...rest } = presenter;
  return {
    ...rest,
    sections(result, scenario, presenters) {
      const own = answersTrial(result) ? sections(result, scenario, presenters) : [];
      if (result.exact === undefined) return own;
      // Where the planning values come from stands at the end.
      const told = own.filter(({ tables }) => !tables.some(({ name }) => name === ASSUMPTIONS));
      return [
        ...told,
        ...exactSections(result.exact, asked, scenario),
        ...(asked === 'size' ? [] : assumptionsSection(scenario.provenance)),
      ];
    },
    async figures(result, scenario) {
      const own = answersTrial(result) ? ((await figures?.(result, scenario)) ?? []) : [];
      return [...own, ...(await exactFigures(result.exact, asked, scenario))];
    },
    keyFigures: (result, unit) => [
      ...(answersTrial(result) ? (keyFigures?.(result, unit) ?? []) : []),
      ...exactKeyFigures(result.exact, asked),
    ],
    ...(words
      ? {
          words: (result: WithExact<R>) => ({
            ...(answersTrial(result) ? words(result) : EMPTY_RUN),
            ...asRun(result.exact, asked),
          }),
        }
      : {}),
    async saved(presenters) {
      const { savedWithExact } = await import('../saved/savedExact.ts');
      return savedWithExact(await saved(presenters), asked);
    },
    // The parts of a run are about the trial alone.
    ...(inRun
      ? {
          inRun: (result: WithExact<R>, scenario: ScenarioRead) =>
            answersTrial(result) ? inRun(result, scenario) : [],
        }
      : {}),
  };
}
