/** A question from the command line: load, plan, ask, print, write, exit code. */
import type { Question } from '../questions/question.ts';
import { requireNeeds } from '../questions/requireNeeds.ts';
import type { Interrupted } from '../run/executor.ts';
import { readSources } from '../scenario/load.ts';
import { type Precision, resolveScenario } from '../scenario/scenario.ts';
import { EXIT } from './exit.ts';
import type { Registries } from './registries.ts';
import { carryOut, type Options, startNow } from './undertaking.ts';

/** What an interrupted simulation had counted. */
async function describeInterruption(problem: Interrupted, stage: string): Promise<string> {
  const { count, proportionText } = await import('../report/numbers.ts');
  const { proportion } = await import('../tally/estimates.ts');
  const { replicates, rejections } = problem.partial;
  const far = `Interrupted in ${stage} after ${count(replicates)} of ${count(problem.asked)} replicates`;
  if (replicates === 0) return `${far}.`;
  return `${far}; significant for experimental in ${proportionText(proportion(rejections.benefit, replicates))} of them, for control in ${proportionText(proportion(rejections.harm, replicates))}.`;
}

/** `results/` and the scenario's name. */
function ownFolder(file: string, question: string): string {
  const name = file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  return `results/${name || question}`;
}

/** Answer `question` for the scenario in `file`; returns the exit code. @throws UserProblem, ScenarioProblem */
export async function answerQuestion(
  question: Question,
  file: string,
  given: Options,
  registries: Registries,
): Promise<number> {
  const started = startNow();
  const sources = await readSources(file);
  const scenario = resolveScenario(sources, given.seed === undefined ? {} : { seed: given.seed });
  requireNeeds(question, scenario);
  const out = given.out ?? (question.ownFolder ? ownFolder(file, question.name) : undefined);
  const options: Options = out === undefined ? given : { ...given, out };
  const usual: Precision = options.replicates === undefined ? scenario.precision : { replicates: options.replicates };
  const { plan, precision = usual } = (await question.plan?.({
    scenario,
    sources,
    options,
    questions: registries.questions,
  })) ?? { plan: scenario };
  return carryOut(
    {
      scenario,
      question: question.name,
      precision,
      short: (await question.isShort?.(plan, precision)) ?? false,
      ask: (asking, keep) => question.ask(asking, plan, keep),
      exitCode: (result) => (question.unreached?.(result, plan) ? EXIT.targetUnreachable : EXIT.answered),
      interruption: (problem, stage, result) =>
        question.interruption?.(result, plan) ?? describeInterruption(problem, stage),
      kept: question.kept ?? 'The questions answered before it',
    },
    options,
    started,
    registries,
  );
}
