/** Whether a result belongs to its scenario: as many arms, looks, tests and hypotheses, by the same names. */
import type { CheckResult } from '../../questions/check.ts';
import type { FamilyResult } from '../../questions/familyResult.ts';
import type { FamilyMonitorResult } from '../../questions/monitorFamilyResult.ts';
import type { MonitorResult } from '../../questions/monitorResult.ts';
import type { OperatingCharacteristics } from '../../questions/operatingCharacteristics.ts';
import type { PowerResult } from '../../questions/power.ts';
import type { ReplayResult } from '../../questions/replay.ts';
import type { SizeResult } from '../../questions/size.ts';
import type { SizeAnswer } from '../../questions/sizeQuestion.ts';
import type { TestsResult } from '../../questions/testsResult.ts';
import type { TimingResult } from '../../questions/timing.ts';
import type { WhatIf } from '../../questions/whatIf.ts';
import type { PlannedTrial } from '../../scenario/scenario.ts';
import { testName } from '../../trial/testName.ts';
import { testsOf } from '../../trial/trial.ts';
import type { ResolvedScenario } from '../presenter.ts';
import type { Wrong } from './kinds.ts';

type Path = readonly (string | number)[];

/** What the results of a planned trial are about. */
export interface Plan {
  readonly arms: readonly string[];
  readonly looks: number;
  readonly tests: readonly string[];
  /** Names of the hypotheses; null for one comparison. */
  readonly hypotheses: readonly string[] | null;
  readonly sequential: boolean;
  readonly patients: number | null;
}

function planOf({ unsized, patients }: PlannedTrial, unit: string): Plan {
  return {
    arms: unsized.arms.map(({ name }) => name),
    looks: (unsized.interims?.length ?? 0) + 1,
    tests: testsOf(unsized).map((test) => testName(test, unit)),
    hypotheses: unsized.family?.hypotheses.map(({ name }) => name) ?? null,
    sequential: unsized.sequential !== undefined,
    patients,
  };
}

/** Calls `wrong` with `before` in front of its paths. */
export const at =
  (wrong: Wrong, ...before: Path): Wrong =>
  (path, rule) =>
    wrong([...before, ...path], rule);

/** Checks that a list of names is that of the scenario. */
function sameNames(given: readonly string[], meant: readonly string[], what: string, key: string, wrong: Wrong): void {
  if (given.length !== meant.length) {
    wrong([], `must be a list of ${meant.length}, the ${what} of the scenario`);
    return;
  }
  given.forEach((name, i) => {
    if (name !== meant[i]) wrong([i, key], `must be "${meant[i]}", as in the scenario`);
  });
}

/** Checks that a part is there if the scenario has what it is about, and otherwise not. */
export function present(part: unknown, wanted: boolean, wrong: Wrong): boolean {
  if (wanted === (part !== null)) return wanted;
  wrong(
    [],
    wanted ? 'must be given: the scenario has what it is about' : 'must be null: the scenario has no such thing',
  );
  return false;
}

export function ofCharacteristics(
  given: OperatingCharacteristics,
  { arms, looks, sequential, hypotheses }: Plan,
  wrong: Wrong,
) {
  if (given.eventsByArm.length !== arms.length)
    wrong(['eventsByArm'], `must be a list of ${arms.length}, the arms of the scenario`);
  if (present(given.sequential, (sequential || hypotheses !== null) && looks > 1, at(wrong, 'sequential')))
    if (given.sequential?.looks.length !== looks)
      wrong(['sequential', 'looks'], `must be a list of ${looks}, the looks of the scenario`);
}

function ofTests(given: TestsResult | null, { tests }: Plan, wrong: Wrong): void {
  if (given !== null)
    sameNames(
      given.tests.map(({ name }) => name),
      tests,
      'tests',
      'name',
      at(wrong, 'tests'),
    );
}

export function ofFamily(given: FamilyResult | null, { hypotheses, looks }: Plan, wrong: Wrong): void {
  if (!present(given, hypotheses !== null, wrong)) return;
  const names = given?.hypotheses.map(({ name }) => name) ?? [];
  sameNames(names, hypotheses ?? [], 'hypotheses', 'name', at(wrong, 'hypotheses'));
  if (given?.hypotheses[0]?.byLook.length !== looks)
    wrong(['hypotheses', 0, 'byLook'], `must be a list of ${looks}, the looks of the scenario`);
}

function ofPower(given: PowerResult, plan: Plan, wrong: Wrong): void {
  if (given.patients !== plan.patients) wrong(['patients'], `must be ${plan.patients}, as in the scenario`);
  for (const key of ['alternative', 'null'] as const) ofCharacteristics(given[key], plan, at(wrong, key));
  for (const key of ['tests', 'nullTests'] as const) ofTests(given[key], plan, at(wrong, key));
  for (const key of ['family', 'nullFamily'] as const) ofFamily(given[key], plan, at(wrong, key));
  if ((given.nullTests === null) !== (given.tests === null)) wrong(['nullTests'], 'must be null where tests is, only');
  if (present(given.sequential, plan.sequential && plan.hypotheses === null, at(wrong, 'sequential')))
    if (given.sequential?.rows.length !== plan.looks)
      wrong(['sequential', 'rows'], `must be a list of ${plan.looks}, the looks of the scenario`);
  given.estimands?.estimands.forEach(({ looks }, i) => {
    if (looks.length !== plan.looks)
      wrong(['estimands', 'estimands', i, 'looks'], `must be a list of ${plan.looks}, the looks of the scenario`);
  });
  if (given.operations !== null && given.operations.looks.length !== plan.looks)
    wrong(['operations', 'looks'], `must be a list of ${plan.looks}, the looks of the scenario`);
  given.operations?.starts.forEach(({ arm }, i) => {
    if (!plan.arms.includes(arm)) wrong(['operations', 'starts', i, 'arm'], `must be an arm: ${plan.arms.join(', ')}`);
  });
  given.detriment?.looks.forEach(({ look }, i) => {
    if (look >= plan.looks)
      wrong(['detriment', 'looks', i, 'look'], `must be < ${plan.looks}, the looks of the scenario`);
  });
  if (given.origins !== null && !plan.arms.includes(given.origins.arm))
    wrong(['origins', 'arm'], `must be an arm: ${plan.arms.join(', ')}`);
}

function ofSize(given: SizeResult, plan: Plan, targetPower: readonly number[], wrong: Wrong): void {
  given.targets.forEach(({ simulated }, i) => {
    const here = at(wrong, 'targets', i, 'simulated');
    if (simulated.targetPower !== targetPower[i]) {
      here(['targetPower'], `must be ${targetPower[i] ?? 'left out'}, as in the scenario`);
      return;
    }
    if (simulated.kind !== 'size') return;
    const names = simulated.patientsByArm.map(({ arm }) => arm);
    sameNames(names, plan.arms, 'arms', 'arm', at(here, 'patientsByArm'));
    ofCharacteristics(simulated.characteristics, plan, at(here, 'characteristics'));
    ofFamily(simulated.family, plan, at(here, 'family'));
    if (simulated.sequential !== null && simulated.sequential.rows.length !== plan.looks)
      here(['sequential', 'rows'], `must be a list of ${plan.looks}, the looks of the scenario`);
  });
}

/** Checks that variations are the scenario's first ones, and all of them where nothing was interrupted. */
export function whatIfBelongs(
  given: readonly WhatIf[] | undefined,
  { whatIf, timeUnit }: Pick<ResolvedScenario, 'whatIf' | 'timeUnit'>,
  wrong: Wrong,
): void {
  (given ?? []).forEach((answer, i) => {
    const here = at(wrong, i);
    const { name, trial, hash } = whatIf[i] ?? { name: null, trial: null, hash: null };
    if (answer.name !== name || trial === null) {
      here([], name === null ? 'must be left out: the scenario asks for no such variation' : `must be of "${name}"`);
      return;
    }
    if (answer.scenarioHash !== hash) here(['scenarioHash'], `must be ${hash}, as of the scenario`);
    if (answer.size !== null) ofSize(answer.size, planOf(trial, timeUnit), trial.targetPower, at(here, 'size'));
    if (present(answer.planned, trial.patients !== null, at(here, 'planned')))
      if (answer.planned?.patients !== trial.patients)
        here(['planned', 'patients'], `must be ${trial.patients}, as in the scenario`);
  });
}

function ofCheck(
  { publication, trial }: CheckResult,
  scenario: ResolvedScenario,
  plan: Plan | null,
  wrong: Wrong,
): void {
  present(publication, scenario.reported !== null, at(wrong, 'publication'));
  if (!present(trial, plan !== null, at(wrong, 'trial')) || trial === null || plan === null) return;
  const here = at(wrong, 'trial');
  if (trial.patients !== plan.patients) here(['patients'], `must be ${plan.patients}, as in the scenario`);
  const names = trial.arms.map(({ name }) => name);
  sameNames(names, plan.arms, 'arms', 'name', at(here, 'arms'));
  if (trial.sequential !== null && trial.sequential.rows.length !== plan.looks)
    here(['sequential', 'rows'], `must be a list of ${plan.looks}, the looks of the scenario`);
  if (present(trial.family, plan.hypotheses !== null && plan.patients !== null, at(here, 'family')))
    sameNames(
      trial.family?.hypotheses.map(({ name }) => name) ?? [],
      plan.hypotheses ?? [],
      'hypotheses',
      'name',
      at(here, 'family', 'hypotheses'),
    );
}

function ofReplay(given: ReplayResult, { reported }: ResolvedScenario, wrong: Wrong): void {
  if (reported === null) {
    wrong([], 'must be null: the scenario reports no study');
    return;
  }
  if (given.patientsControl !== reported.control.patients)
    wrong(['patientsControl'], `must be ${reported.control.patients}, as in the scenario`);
  if (given.patientsExperimental !== reported.experimental.patients)
    wrong(['patientsExperimental'], `must be ${reported.experimental.patients}, as in the scenario`);
  const named = (reported.prognosticFactors ?? []).map(({ name }) => name);
  if (given.unlike !== undefined && given.unlike.factors.length !== named.length)
    wrong(['unlike', 'factors'], `must be a list of ${named.length}, the prognostic factors of the scenario`);
  else
    given.unlike?.factors.forEach(({ factor }, i) => {
      const path = ['unlike', 'factors', i, 'factor', 'name'];
      if (factor.name !== named[i]) wrong(path, `must be "${named[i]}", as in the scenario`);
    });
  given.truths.forEach(({ characteristics }, i) => {
    const { length } = characteristics.eventsByArm;
    if (length !== 2)
      wrong(['truths', i, 'characteristics', 'eventsByArm'], 'must be a list of 2, the arms of the study');
    present(characteristics.sequential, false, at(wrong, 'truths', i, 'characteristics', 'sequential'));
  });
}

function ofMonitor(given: MonitorResult | FamilyMonitorResult, plan: Plan, wrong: Wrong): void {
  if (given.plannedLooks !== plan.looks) wrong(['plannedLooks'], `must be ${plan.looks}, as in the scenario`);
  const hypotheses = 'kind' in given ? given.hypotheses.length : 1;
  if (hypotheses !== (plan.hypotheses?.length ?? 1))
    wrong(['hypotheses'], `must be of ${plan.hypotheses?.length ?? 1}, as in the scenario`);
}

function ofTiming(given: TimingResult, { tests, arms, hypotheses }: Plan, wrong: Wrong): void {
  // Tests that the scenario does not have may stand beside the one that decides.
  const deciding = given.tests.filter((test) => test.deciding).map(({ name }) => name);
  if (deciding.length !== 1 || deciding[0] !== tests[0])
    wrong(['tests'], `must have one that decides, ${tests[0]}, as in the scenario`);
  if (!arms.includes(given.arm)) wrong(['arm'], `must be an arm: ${arms.join(', ')}`);
  if (given.hypotheses !== (hypotheses?.length ?? 1))
    wrong(['hypotheses'], `must be ${hypotheses?.length ?? 1}, as in the scenario`);
}

/** The trial of a scenario; calls `wrong` where it has none. */
export function planIn({ trial, timeUnit }: ResolvedScenario, wrong: Wrong): Plan | null {
  if (trial === null) wrong([], 'must be the answer to a question that needs no trial: the scenario has none');
  return trial === null ? null : planOf(trial, timeUnit);
}

export function checkBelongs(given: CheckResult, scenario: ResolvedScenario, wrong: Wrong): void {
  ofCheck(given, scenario, scenario.trial === null ? null : planOf(scenario.trial, scenario.timeUnit), wrong);
}

export function replayBelongs(given: ReplayResult, scenario: ResolvedScenario, wrong: Wrong): void {
  ofReplay(given, scenario, wrong);
}

export function powerBelongs(given: PowerResult, scenario: ResolvedScenario, wrong: Wrong): void {
  const plan = planIn(scenario, wrong);
  if (plan !== null) ofPower(given, plan, wrong);
}

export function sizeBelongs(given: SizeAnswer, scenario: ResolvedScenario, wrong: Wrong): void {
  const plan = planIn(scenario, wrong);
  if (plan === null) return;
  ofSize(given, plan, scenario.trial?.targetPower ?? [], wrong);
  whatIfBelongs(given.whatIf, scenario, at(wrong, 'whatIf'));
}

export function monitorBelongs(
  given: MonitorResult | FamilyMonitorResult,
  scenario: ResolvedScenario,
  wrong: Wrong,
): void {
  const plan = planIn(scenario, wrong);
  if (plan !== null) ofMonitor(given, plan, wrong);
}

export function timingBelongs(given: TimingResult, scenario: ResolvedScenario, wrong: Wrong): void {
  const plan = planIn(scenario, wrong);
  if (plan !== null) ofTiming(given, plan, wrong);
}
