/** The planned trial: from the file to the design that is simulated. */

import { expectationOf } from '../expectation/expectation.ts';
import { type Accrual, accrualDuration, cumulativeRate } from '../trial/accrual.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import { type Centres, expectedRecruitment } from '../trial/centres.ts';
import type { TestPlan, Trial } from '../trial/trial.ts';
import { analysisRule, checkAnalysis } from './analysisRule.ts';
import { type AllocationBlock, allocationBlock, findArms, MOST_EXPERIMENTAL, plannedArms } from './arms.ts';
import { type Context, figure, watched } from './context.ts';
import { namedParts } from './countedEvents.ts';
import { inUnit } from './duration.ts';
import { interimRules } from './looks.ts';
import { plannedLookTests } from './lookTests.ts';
import { checkMargin } from './marginWithEffect.ts';
import { checkComesDue } from './neverDue.ts';
import { type PlannedAccrual, plannedAccrual, reaches } from './plannedAccrual.ts';
import { capsReach, centresReach, checkCentreName, plannedCentres } from './plannedCentres.ts';
import { plannedDetriment } from './plannedDetriment.ts';
import { armsWithDrift, plannedDrift } from './plannedDrift.ts';
import { checkAssessments, plannedEndpoints } from './plannedEndpoints.ts';
import { plannedEstimands } from './plannedEstimands.ts';
import { looksOfFamily, plannedFamily } from './plannedFamily.ts';
import { plannedNames } from './plannedNames.ts';
import { constantEffect, plannedPopulation } from './plannedPopulation.ts';
import { plannedRandomisation, strataNames } from './plannedRandomisation.ts';
import { plannedScans } from './plannedScans.ts';
import type { Path } from './problems.ts';
import type { TrialFile } from './schema.ts';
import { sequentialDesign } from './sequentialDesign.ts';
import { goesWithFamily, goesWithStatistic } from './sequentialTest.ts';
import { plannedTest } from './testPlan.ts';
import { checkTimes } from './timesWithinFollowUp.ts';
import { checkWithinFollowUp } from './withinFollowUp.ts';

export interface PlannedTrial {
  readonly unsized: Omit<Trial, 'patients'>;
  /** Patients of all arms together, at least one per arm; null when the file leaves their number open. */
  readonly patients: number | null;
  /** True where N follows from the rates and the duration of accrual: there is no N to seek. */
  readonly patientsFollow?: true;
  /** Powers the sample size is sought for, each above alpha; [0.8, 0.9] by default. */
  readonly targetPower: readonly number[];
}

const MOST_PATIENTS = 10_000_000;

/** Resolve the trial at `at`. Null when something is wrong; every reason found is reported. */
export function plannedTrial(spec: TrialFile, at: Path, outer: Context): PlannedTrial | null {
  const { context, sound } = watched(outer);
  const positions = findArms(spec.arms, MOST_EXPERIMENTAL, [...at, 'arms'], context);
  const block = positions && allocationBlock(spec, [...at, 'allocation'], context);
  const drift = plannedDrift(spec, [...at, 'drift'], context);
  const published = plannedArms(spec, positions, block, at, context);
  const arms = published && armsWithDrift(published, drift);
  const endpoints = positions && plannedEndpoints(spec, [positions.control, ...positions.experimental], at, context);
  const names = plannedNames(spec, [...at, 'names'], context);
  const population = spec.population
    ? plannedPopulation(spec.population, constantEffect(spec), [...at, 'population'], context)
    : null;
  const centres = spec.centres
    ? plannedCentres(spec.centres, spec.accrual !== undefined, [...at, 'centres'], context)
    : null;
  if (spec.centres) checkCentreName(spec.population, [...at, 'population'], context);
  const accrual = enrolment(spec, centres, at, context);
  const factors = (spec.population?.factors ?? []).map(({ name }) => name.trim());
  const randomisation =
    spec.randomisation && block
      ? plannedRandomisation(
          spec.randomisation,
          block,
          strataNames(factors, spec.centres !== undefined),
          [...at, 'randomisation'],
          context,
        )
      : null;
  const scans = positions && plannedScans(spec, [positions.control, ...positions.experimental], at, context);
  const analysis = analysisRule(
    spec.analysis,
    [...at, 'analysis'],
    context,
    spec.sequential ? 'final analysis' : 'only analysis',
    namedParts(spec),
  );
  const test = plannedTest(spec, [...at, 'test'], context);
  const targetPower = targetPowers(spec, test, at, context);
  const family =
    arms && endpoints && plannedFamily({ trial: spec, endpoints, usual: test }, [...at, 'comparisons'], context);
  const detriment = spec.detriment ? plannedDetriment(spec.detriment, spec, [...at, 'detriment'], context) : null;
  const estimands = spec.estimands ? plannedEstimands(spec.estimands, arms?.[1], [...at, 'estimands'], context) : null;

  const patients = block && plannedPatients(spec, block, accrual, at, context);
  const follow = spec.patients === undefined && patients !== null ? { patientsFollow: true as const } : {};
  let end: number | null = null;
  const reached =
    accrual !== null &&
    (centres?.recruit
      ? block !== null &&
        reachedByCentres(spec, centres, accrual.accrual, patients, analysis, [...at, 'centres'], context)
      : patients === null || reaches(accrual, patients, [...at, 'accrual'], context, { optional: true }));
  if (centres && !centres.recruit && patients !== null) capsReach(centres, patients, [...at, 'centres'], context);
  if (accrual && reached) {
    end = patients === null ? accrual.accrual.duration : accrualDuration(accrual.accrual, patients);
  }
  if (analysis) checkAnalysis(analysis, patients, end, [...at, 'analysis'], context);

  const { sequential } = spec;
  const looks = [...at, 'sequential', 'looks'];
  const interims = sequential
    ? interimRules(sequential.looks, analysis, patients, looks, context, namedParts(spec))
    : null;
  if (!arms || !endpoints || !accrual || !analysis || !test || !targetPower) return null;
  const unsized = {
    endpoints,
    arms,
    ...(names ? { names } : {}),
    ...(population ? { population } : {}),
    ...(drift ? { drift } : {}),
    accrual: accrual.accrual,
    ...(centres ? { centres } : {}),
    ...(randomisation ? { randomisation } : {}),
    ...(scans ? { scans } : {}),
    ...(spec.followUpOfEach === undefined
      ? {}
      : { followUpOfEach: inUnit(spec.followUpOfEach, context.unit, context.plainUnit) }),
    analysis,
    test,
    ...(family ? { family } : {}),
    ...(detriment ? { detriment } : {}),
    ...(estimands ? { estimands } : {}),
  };
  checkMargin(unsized, [...at, 'test'], context);
  if (endpoints.length > 1 && test.statistic.margin !== undefined) {
    const rule =
      'but the trial has several endpoints, and a margin is of one; remove it, or the endpoints beside the first';
    context.report([...at, 'test', 'margin'], `is ${figure(test.statistic.margin)}, ${rule}`);
    return null;
  }
  if (patients !== null && sound()) checkAssessments({ ...unsized, patients }, at, context);
  if (!sequential) {
    if (sound() && patients !== null)
      checkComesDue(expectationOf({ ...unsized, patients }), [...at, 'analysis'], context);
    if (sound()) checkTimes(unsized, patients, spec, at, context);
    if (sound()) checkWithinFollowUp(unsized, patients, spec, at, context);
    return { unsized, patients, ...follow, targetPower };
  }
  const here = [...at, 'sequential'];
  const suits = [
    goesWithStatistic(sequential, test.statistic, here, context),
    goesWithFamily(sequential, family, test, here, context),
  ];
  const lookTests = plannedLookTests(sequential, test, family, here, context);
  if (!suits.every(Boolean) || lookTests === null) return null;
  const whole = sound() && interims ? { ...unsized, interims, ...(lookTests ? { lookTests } : {}) } : null;
  const drops = looksOfFamily(family, sequential.looks.length);
  const given = {
    unsized: whole,
    patients,
    test,
    analysis,
    power: targetPower[0],
    ownTests: lookTests !== undefined,
    drops,
  };
  const full = sequentialDesign(sequential, given, here, context);
  if (full && sound()) checkTimes(full, patients, spec, at, context);
  if (full && sound()) checkWithinFollowUp(full, patients, spec, at, context);
  return full && { unsized: full, patients, ...follow, targetPower };
}

/** As `centresReach`; true where trial.patients is given but wrong, which has been reported already. */
function reachedByCentres(
  { patients: given }: TrialFile,
  centres: Centres,
  accrual: Accrual,
  patients: number | null,
  analysis: AnalysisRule | null,
  at: Path,
  context: Context,
): boolean {
  return (given !== undefined && patients === null) || centresReach(centres, accrual, patients, analysis, at, context);
}

/** Enrolment by trial.accrual, or as centres that recruit are expected to enrol. */
function enrolment(spec: TrialFile, centres: Centres | null, at: Path, context: Context): PlannedAccrual | null {
  if (spec.accrual !== undefined) return plannedAccrual(spec.accrual, [...at, 'accrual'], context);
  if (centres?.recruit) return { accrual: expectedRecruitment(centres), limit: null };
  const remedy = spec.centres
    ? 'give it, or trial.centres.rate for centres that recruit by themselves'
    : 'give it, e.g. accrual: {duration: 24} or {rate: 10}';
  if (spec.centres === undefined || centres !== null) context.report([...at, 'accrual'], `is missing; ${remedy}`);
  return null;
}

function targetPowers(spec: TrialFile, test: TestPlan | null, at: Path, context: Context): number[] | null {
  const path = [...at, 'targetPower'];
  const listed = Array.isArray(spec.targetPower);
  const powers = spec.targetPower === undefined ? [0.8, 0.9] : [spec.targetPower].flat();
  let sound = true;
  powers.forEach((power, i) => {
    if (test === null || power > test.alpha) return;
    sound = false;
    const rule = `must be > alpha (${figure(test.alpha)}), which a trial reaches without any effect; e.g. 0.8`;
    context.report(listed ? [...path, i] : path, `is ${figure(power)}; ${rule}`);
  });
  return sound ? [...new Set(powers)] : null;
}

function plannedPatients(
  { patients }: TrialFile,
  { weights }: AllocationBlock,
  accrual: PlannedAccrual | null,
  at: Path,
  context: Context,
): number | null {
  const path = [...at, 'patients'];
  if (patients === undefined) return accrual && enrolledBy(accrual, weights.length, at, context);
  if (patients >= weights.length) return patients;
  context.report(path, `is ${patients}; must be ≥ ${weights.length}, one an arm, e.g. 300`);
  return null;
}

/** Patients enrolled by the duration given beside rates; null when there is no such duration. */
function enrolledBy({ accrual, limit }: PlannedAccrual, arms: number, at: Path, context: Context): number | null {
  if (limit === null) {
    // Centres that recruit say for themselves where they stop.
    if (accrual.pattern !== 'centres' && accrual.rates[accrual.rates.length - 1] === 0) {
      context.report(
        [...at, 'accrual', 'rates'],
        'end in 0 while patients is left open; let the last rate be above 0, or give patients',
      );
    }
    return null;
  }
  const patients = Math.floor(cumulativeRate(accrual, limit) + 1e-9);
  if (patients >= arms && patients <= MOST_PATIENTS) return patients;
  const rule = patients < arms ? 'fewer than one an arm' : 'more than 10,000,000';
  context.report(
    [...at, 'accrual'],
    `enrols ${figure(cumulativeRate(accrual, limit))} patients, ${rule}; change its rates or duration`,
  );
  return null;
}
