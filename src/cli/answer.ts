/** A question from the command line: load, ask, print, write, exit code. */
import { square } from '../elementary/square.ts';
import type { Asking } from '../questions/asking.ts';
import type { Answer, Question, SizeAnswer } from '../report/document.ts';
import type { Interrupted } from '../run/executor.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Precision, Scenario } from '../scenario/scenario.ts';
import { hasCohort } from '../trial/trial.ts';
import { carryOut, type Options, startNow } from './answering.ts';
import { EXIT, UserProblem } from './exit.ts';

function missing(scenario: Scenario, what: string): UserProblem {
  return new UserProblem(`${scenario.file}: ${what}`);
}

/** What the question needs of the scenario, checked before any work. */
export async function requireParts(question: Question, scenario: Scenario): Promise<void> {
  if (question === 'check') return;
  const { replayProblem } = await import('../questions/replay.ts');
  const { reported, trial } = scenario;
  if (question === 'replay') {
    const problem = replayProblem(reported);
    if (problem !== null) throw missing(scenario, problem);
  }
  if (question === 'run' && trial === null && replayProblem(reported) !== null) {
    throw missing(scenario, `trial is missing and the study cannot be replayed: ${replayProblem(reported)}`);
  }
  if ((question === 'power' || question === 'size') && trial === null) {
    throw missing(scenario, `trial is missing; ${question} needs a planned trial with arms, accrual and analysis`);
  }
  if (question === 'size' && trial?.patientsFollow) {
    const given = `trial.accrual gives rates and a duration, which fix N at ${trial.patients}, so that there is no N to seek`;
    throw missing(
      scenario,
      `${given}; leave out duration (rates stay, enrolment lasts as long as N needs), or write relativeRates (the duration stays, rates grow with N)`,
    );
  }
  if (question === 'power' && trial?.patients === null) {
    throw missing(scenario, 'trial.patients is missing; power needs N: give patients, or ask size for them');
  }
}

/** Fills `answer` as far as it gets. @throws Interrupted */
async function ask(
  answer: { current: Answer | null },
  question: Question,
  scenario: Scenario,
  asking: Asking,
): Promise<void> {
  const { reported, trial } = scenario;
  switch (question) {
    case 'check': {
      const { askCheck } = await import('../questions/check.ts');
      answer.current = { question, result: askCheck(scenario) };
      return;
    }
    case 'replay': {
      const { askReplay } = await import('../questions/replay.ts');
      if (reported) answer.current = { question, result: await askReplay(asking, reported) };
      return;
    }
    case 'power': {
      const { askPower } = await import('../questions/power.ts');
      if (trial && trial.patients !== null) {
        answer.current = {
          question,
          result: await askPower(asking, { ...trial.design, patients: trial.patients }, scenario.timeUnit),
        };
      }
      return;
    }
    case 'size': {
      const { askSize, emptySize } = await import('../questions/size.ts');
      const { familyOf } = await import('../trial/family.ts');
      if (trial) {
        const family = familyOf(trial.design, trial.patients);
        const result: SizeAnswer = emptySize(family, trial.targetPower);
        try {
          await askSize(asking, family, trial.targetPower, scenario.sizeInterval, result);
        } finally {
          if (result.targets.length > 0) answer.current = { question, result };
        }
        if (scenario.whatIf.length > 0) {
          const { askWhatIf } = await import('../questions/whatIf.ts');
          result.whatIf = [];
          await askWhatIf(asking, scenario.whatIf, result.whatIf);
        }
      }
      return;
    }
    case 'run': {
      const { askRun, emptyRun } = await import('../questions/run.ts');
      const result = emptyRun(scenario);
      answer.current = { question, result };
      await askRun(asking, scenario, result);
    }
  }
}

function exitCode(answer: Answer): number {
  const size = answer.question === 'size' ? answer.result : answer.question === 'run' ? answer.result.size : null;
  return size?.targets.some(({ simulated }) => simulated.kind === 'unreachable')
    ? EXIT.targetUnreachable
    : EXIT.answered;
}

/** What an interrupted simulation had found. */
async function describeInterruption(problem: Interrupted, stage: string): Promise<string> {
  const { count, proportionText } = await import('../report/numbers.ts');
  const { proportion } = await import('../tally/estimates.ts');
  const { replicates, rejections } = problem.partial;
  const far = `Interrupted in ${stage} after ${count(replicates)} of ${count(problem.asked)} replicates`;
  if (replicates === 0) return `${far}.`;
  return `${far}; significant for experimental in ${proportionText(proportion(rejections.benefit, replicates))} of them, for control in ${proportionText(proportion(rejections.harm, replicates))}.`;
}

/** Patients simulated below which starting worker threads takes longer than they save (about a tenth of a second). */
const SHORT_WORK = 2e7;

/** How much longer a patient takes where patients differ. */
const COHORT = 30;

/** Whether the answer comes soonest on the calling thread. Searches and runs are never short. */
function isShort(question: Question, scenario: Scenario, precision: Precision): boolean {
  if (question === 'check') return true;
  if (question !== 'power') return false;
  const replicates = 'replicates' in precision ? precision.replicates : 0.25 / square(precision.standardError);
  const { trial } = scenario;
  const slower = trial !== null && hasCohort(trial.design) ? COHORT : 1;
  return replicates * (trial?.patients ?? 0) * slower < SHORT_WORK;
}

/** Answer `question` for the scenario in `file`; returns the exit code. @throws UserProblem, ScenarioProblem */
export async function answerQuestion(question: Question, file: string, options: Options): Promise<number> {
  const started = startNow();
  const scenario = await loadScenario(file, options.seed === undefined ? {} : { seed: options.seed });
  await requireParts(question, scenario);
  const precision: Precision =
    options.replicates === undefined ? scenario.precision : { replicates: options.replicates };
  return carryOut(
    {
      scenario,
      precision,
      short: isShort(question, scenario, precision),
      ask: (asking, answer) => ask(answer, question, scenario, asking),
      exitCode,
      interruption: describeInterruption,
      kept: question === 'size' ? 'The targets answered before it' : 'The questions answered before it',
    },
    options,
    started,
  );
}
