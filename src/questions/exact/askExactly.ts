/** Asks the parts of a scenario that are planned exactly, and makes of a question about a trial one about them as well. */
import { ASKED_EXACTLY, type AskedExactly, exactPlanOf } from '../../scenario/exactParts.ts';
import type { ExactKey } from '../../scenario/exactSchema.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Asking } from '../asking.ts';
import type { Question, SweptQuestion } from '../question.ts';
import type { ExactAnswering, ExactAnswers, ExactQuestion, ExactRun, WithExact } from './exactAnswering.ts';
import { EXACT_ANSWERING } from './registry.ts';

/** A part of a scenario with what it is asked; `problem` says why it cannot be. */
interface Part {
  readonly key: ExactAnswering['key'];
  readonly plan: unknown;
  readonly question: ExactQuestion;
  readonly problem: string | null;
}

function partsOf(scenario: Pick<Scenario, 'exact'>, asked: AskedExactly): Part[] {
  return EXACT_ANSWERING.flatMap((answering) => {
    const [plan, question] = [exactPlanOf(scenario, answering.key), answering[asked]];
    if (plan === undefined || question === undefined) return [];
    return [{ key: answering.key, plan, question, problem: question.needs?.(plan) ?? null }];
  });
}

/** The answers about all parts that can be asked; undefined where none can. @throws Interrupted */
async function answersAbout(
  asking: Asking,
  scenario: Scenario,
  asked: AskedExactly,
): Promise<ExactAnswers | undefined> {
  const answers: Record<string, unknown> = {};
  for (const { key, plan, question, problem } of partsOf(scenario, asked))
    if (problem === null) answers[key] = await question.ask(asking, plan);
  return Object.keys(answers).length === 0 ? undefined : (answers as ExactAnswers);
}

/** Everything that can be asked; undefined where nothing is planned exactly. @throws Interrupted */
export async function exactRun(asking: Asking, scenario: Scenario): Promise<ExactRun | undefined> {
  const run: Record<string, Record<string, unknown>> = {};
  for (const asked of ASKED_EXACTLY)
    for (const [key, answer] of Object.entries((await answersAbout(asking, scenario, asked)) ?? {}))
      run[key] = { ...run[key], [asked]: answer };
  return Object.keys(run).length === 0 ? undefined : (run as ExactRun);
}

/** Whether a target is out of reach; `answerOf` gives the answer about a part, undefined for none. */
function isUnreached(answerOf: (key: ExactKey) => unknown, asked: AskedExactly): boolean {
  return EXACT_ANSWERING.some((answering) => {
    const answer = answerOf(answering.key);
    return answer !== undefined && (answering[asked]?.unreached?.(answer) ?? false);
  });
}

/** Whether a target of one of the answers of a run is out of reach. */
export function runUnreached(run: ExactRun | undefined): boolean {
  return ASKED_EXACTLY.some((asked) => isUnreached((key) => run?.[key]?.[asked], asked));
}

/** Whether an answer holds one about the trial. */
function answersTrial<R extends object>(result: WithExact<R>): result is R & { exact?: ExactAnswers } {
  return Object.keys(result).some((key) => key !== 'exact');
}

/**
 * The question, asked of what a scenario plans exactly too: before the trial, as it takes no time. A scenario of either
 * is enough; a trial that is there must meet the needs of the question. Sweeps, and the parts of a run, are about the
 * trial alone.
 */
export function alsoExactly<R extends object, O extends object>(
  question: Question<R, Scenario, O>,
  asked: AskedExactly,
): Question<WithExact<R>, Scenario, O> {
  const { needs, ask, isShort, unreached, interruption, swept, inRun, ...rest } = question;
  const ofTrial = (scenario: Scenario): boolean => needs(scenario) === null;
  const sweptTrial: SweptQuestion | undefined = swept && { ...swept, needs: swept.needs ?? needs };
  return {
    ...(rest as Question<WithExact<R>, Scenario, O>),
    needs(scenario) {
      const problem = needs(scenario);
      if (problem === null || scenario.trial !== null) return problem;
      const parts = partsOf(scenario, asked);
      if (parts.length === 0) return problem;
      return parts.some((part) => part.problem === null) ? null : parts[0].problem;
    },
    async isShort(scenario, precision) {
      return !ofTrial(scenario) || ((await isShort?.(scenario, precision)) ?? false);
    },
    async ask(asking, scenario, keep) {
      const exact = await answersAbout(asking, scenario, asked);
      const own = exact && { exact };
      if (ofTrial(scenario)) await ask(asking, scenario, (found) => keep(own ? Object.assign(found, own) : found));
      else if (own) keep(own);
    },
    unreached: (result, scenario) =>
      isUnreached((key) => result.exact?.[key], asked) ||
      (answersTrial(result) && (unreached?.(result, scenario) ?? false)),
    ...(interruption
      ? {
          interruption: (result: WithExact<R> | null, scenario: Scenario) =>
            interruption(result !== null && answersTrial(result) ? result : null, scenario),
        }
      : {}),
    ...(sweptTrial ? { swept: sweptTrial } : {}),
    ...(inRun
      ? {
          async inRun(asking: Asking, scenario: Scenario, keep: (result: unknown) => void) {
            if (ofTrial(scenario)) await inRun(asking, scenario, keep);
          },
        }
      : {}),
  };
}
