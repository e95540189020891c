/**
 * Answers a scenario's power in growing precision, and its chance of success beside it: after every stage, what the command
 * line gives for as many trials.
 */
import { planDesign } from '../design/planDesign.ts';
import { type Account, simulateReplicates } from '../questions/asking.ts';
import { benefits } from '../questions/chanceOfSuccess.ts';
import { familyResult } from '../questions/familyResult.ts';
import { operatingCharacteristics } from '../questions/operatingCharacteristics.ts';
import { type Executor, Interrupted } from '../run/executor.ts';
import { ScenarioProblems, scenarioFromText } from '../scenario/scenario.ts';
import type { Tally } from '../tally/tally.ts';
import { drivingNameAmongOthers } from '../trial/endpoint.ts';
import { LooksProblem } from '../trial/looksProblem.ts';
import { answerChance } from './chanceAnswering.ts';
import type { Course, ShownEstimate, WorkerAnswer, WorkerQuestion } from './messages.ts';

/** The first stage, and how much more each next one holds. */
const FIRST_STAGE = 1000;
const GROWTH = 2;

const course = ({ mean, p5, p95 }: { mean: number; p5: number; p95: number }): Course => ({ mean, p5, p95 });

/** Once power is known to so much either way, with 95 % confidence, the chance of success is begun with. */
const PRECISE = 0.005;

/** What stops a scenario from being simulated, in words for its reader. */
function problemText(problem: unknown): string {
  if (problem instanceof ScenarioProblems) return problem.problems.map(({ text }) => text).join('\n');
  if (problem instanceof LooksProblem) return `trial.sequential.looks[${problem.look}] ${problem.message}`;
  return problem instanceof Error ? problem.message : String(problem);
}

/** Tells `hear` of each stage; ends early when `signal` is aborted. Problems are told, not thrown. */
export async function answer(
  { question, text, replicates }: WorkerQuestion,
  executor: Executor,
  signal: AbortSignal,
  hear: (answer: WorkerAnswer) => void,
): Promise<void> {
  try {
    const scenario = scenarioFromText('scenario', text);
    const { trial: planned, timeUnit, seed } = scenario;
    if (planned === null) throw new Error('There is no planned trial to simulate; give the scenario a trial.');
    const { unsized, patients } = planned;
    if (patients === null) throw new Error('trial.patients is missing; give the number of patients.');
    const trial = { ...unsized, patients };
    const design = planDesign(trial);
    const estimate = (tally: Tally, finished: boolean): ShownEstimate => {
      const { power, events, analysisTime } = operatingCharacteristics(tally, trial.test.sides, false);
      return {
        replicates: tally.replicates,
        power: power.estimate,
        benefit: benefits(tally) / tally.replicates,
        standardError: power.standardError,
        interval: [power.low, power.high],
        hypotheses: (familyResult(tally, design)?.hypotheses ?? []).map(({ name, rejected }) => ({
          name,
          power: rejected.estimate,
        })),
        endpoint: drivingNameAmongOthers(trial),
        events: course(events),
        time: course(analysisTime),
        patients,
        unit: timeUnit,
        seed,
        finished,
      };
    };
    const account: Account = { replicates: 0, blocks: 0, kernels: new Set() };
    const progress = { begin: () => {}, advance: () => {} };
    const asking = { seed, precision: { replicates }, executor, progress, account, signal };
    let chance: Promise<void> | null = null;
    const beginChance = (): void => {
      chance ??= answerChance(scenario, asking, (found) => hear({ question, chance: found })).catch((problem) => {
        if (!signal.aborted) hear({ question, chanceProblem: problemText(problem) });
      });
    };
    const tell = (shown: ShownEstimate): void => {
      hear({ question, estimate: shown });
      const [low, high] = shown.interval;
      if (shown.finished || high - low <= 2 * PRECISE) beginChance();
    };
    let stage = FIRST_STAGE;
    const watched: Executor = {
      ...executor,
      run: (job, watch) =>
        executor.run(job, {
          ...watch,
          onMerged: (total) => {
            if (total.replicates < stage || total.replicates >= replicates) return;
            while (stage <= total.replicates) stage *= GROWTH;
            tell(estimate(total, false));
          },
        }),
    };
    const tally = await simulateReplicates({ ...asking, executor: watched }, { design, purpose: 'power' }, replicates);
    tell(estimate(tally, true));
    await chance;
  } catch (problem) {
    if (problem instanceof Interrupted || signal.aborted) return;
    hear({ question, problem: problemText(problem) });
  }
}
