/**
 * One pass of replicates for all that asks about the same trial: the first of them make tests beside those of the
 * simulation, which thereby need no replicates of their own, and whose results are of the same trials.
 */
import type { TestTally } from '../tally/collectors/tests.ts';
import { read, type Tally } from '../tally/tally.ts';
import { sameTest, type Test } from '../trial/test.ts';
import { isPlainLogRank, type Trial, testsOf } from '../trial/trial.ts';
import { type Asking, type Simulation, simulateOn, simulateReplicates } from './asking.ts';

/** Tests made of the same replicates. */
export interface MadeTests {
  readonly tests: readonly Test[];
  readonly tally: Tally;
}

/** The most replicates for what is reported beside power: at 2.5 % they have a standard error of 0.11 percentage points. */
const MOST_BESIDE = 20_000;

/** Replicates for what is reported beside power. */
export function replicatesBeside({ precision }: Asking): number {
  return Math.min(MOST_BESIDE, 'replicates' in precision ? precision.replicates : MOST_BESIDE);
}

/** Every test of `lists` once, in the order in which they come. */
export function everyTest(...lists: readonly (readonly Test[])[]): readonly Test[] {
  return lists.flat().filter((test, at, all) => all.findIndex((other) => sameTest(other, test)) === at);
}

/** Position of `test` among those made. Precondition: it is one of them. */
export function positionOf({ tests }: Pick<MadeTests, 'tests'>, test: Test): number {
  return tests.findIndex((other) => sameTest(other, test));
}

/** What was counted of `tests`, as if no others had been made with them. */
export function testTallies(made: MadeTests, tests: readonly Test[]): readonly TestTally[] {
  const at = tests.map((test) => positionOf(made, test));
  const counts = read(made.tally, 'tests');
  return at.map((t) => ({ ...counts[t], both: at.map((u) => counts[t].both[u]) }));
}

/** Whether tests beside those of the trial can be made of the replicates that its power is found with: nothing stops these. */
export function takesMoreTests({ sequential, family, interims }: Trial): boolean {
  return sequential === undefined && family === undefined && interims === undefined;
}

/** The tally as it would be without the tests beside those of the trial. */
function withTestsOf(trial: Trial, made: MadeTests): Tally {
  const tests = testsOf(trial);
  const alone = tests.length === 1 && isPlainLogRank(trial.test);
  return { ...made.tally, tests: alone ? null : [...testTallies(made, tests)], lookEstimates: null };
}

/**
 * Simulates until the scenario's precision is reached; the first replicates make `beside` as well, and keep the estimates
 * of every test. Preconditions: `takesMoreTests`, and the simulation makes the trial's own tests. @throws Interrupted
 */
export async function simulateSharing(
  asking: Asking,
  simulation: Simulation,
  beside: readonly Test[],
  stage: string,
): Promise<{ readonly total: Tally; readonly shared: MadeTests }> {
  const { precision } = asking;
  const { trial } = simulation.truth ?? simulation.design;
  const tests = everyTest(testsOf(trial), beside);
  asking.progress.begin(stage, 'replicates' in precision ? precision.replicates : 0);
  const first = { ...simulation, tests, everyLook: true };
  const tally = await simulateReplicates(asking, first, replicatesBeside(asking));
  const shared = { tests, tally };
  const total = structuredClone(withTestsOf(trial, shared));
  return { total: await simulateOn(asking, simulation, stage, total), shared };
}

/**
 * Simulates a trial for `tests` alone; `stage` names it and its random numbers. Precondition: `takesMoreTests`, but for
 * looks that stop nothing. @throws Interrupted
 */
export async function simulateTests(
  asking: Asking,
  simulation: Simulation,
  tests: readonly Test[],
  stage: string,
): Promise<MadeTests> {
  const replicates = replicatesBeside(asking);
  asking.progress.begin(stage, replicates);
  return { tests, tally: await simulateReplicates(asking, { ...simulation, tests, everyLook: true }, replicates) };
}
