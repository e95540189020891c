/** The test: from the file to its statistic, strata and covariates, and the tests beside it. */
import { definitionOf, LOG_RANK, STATISTICS } from '../statistics/registry.ts';
import { CENTRE } from '../trial/centres.ts';
import { sameTest, type Test } from '../trial/test.ts';
import { type ClonedOrigin, RANDOMISATION, type TimeOrigin } from '../trial/timeOrigin.ts';
import type { TestPlan } from '../trial/trial.ts';
import { type Context, exactlyOne } from './context.ts';
import { inUnit } from './duration.ts';
import { list } from './fields.ts';
import { positionOf } from './names.ts';
import { noCentres, strataNames } from './plannedRandomisation.ts';
import { type Path, shown } from './problems.ts';
import type { TrialFile } from './schema.ts';
import { againstMargin, plannedStatistic, statisticOf } from './statistic.ts';
import type { StatisticBlock, StatisticFile } from './statisticSchema.ts';

/** What tests may be stratified by and adjusted for, and what else in the trial they depend on. */
interface Names {
  readonly factors: readonly string[];
  readonly covariates: readonly string[];
  readonly centres: boolean;
  readonly scans: boolean;
  /** Names of experimental arms that start no second treatment. */
  readonly withoutStart: readonly string[];
}

function namesOf({ population, centres, scans, arms }: TrialFile): Names {
  return {
    factors: (population?.factors ?? []).map(({ name }) => name.trim()),
    covariates: (population?.covariates ?? []).map(({ name }) => name.trim()),
    centres: centres !== undefined,
    scans: scans !== undefined,
    withoutStart: arms
      .filter(({ role, treatmentStart }) => role === 'experimental' && treatmentStart === undefined)
      .map(({ name }) => name.trim()),
  };
}

/** A test of a hypothesis's or a gate's own at `at`, which has the strata of `usual` unless it names its own. */
export function plannedOwnTest(
  spec: ComparedFile,
  usual: Test,
  trial: TrialFile,
  at: Path,
  context: Context,
): Test | null {
  return comparedTest(spec, usual, namesOf(trial), at, context);
}

/** The test at `at` of a trial. Null when something is wrong; every reason found is reported. */
export function plannedTest(trial: TrialFile, at: Path, context: Context): TestPlan | null {
  const { test: spec, sequential } = trial;
  const { alpha, sides } = spec ?? {};
  if ((alpha === undefined) !== (sides === undefined)) {
    const [has, lacks] = alpha === undefined ? ['sides', 'alpha'] : ['alpha', 'sides'];
    context.report(
      at,
      `gives ${has} without ${lacks}; give both, e.g. {alpha: 0.05, sides: 2} or {alpha: 0.025, sides: 1}`,
    );
    return null;
  }
  const level = { alpha: alpha ?? 0.05, sides: sides ?? 2 };
  const plain: Test = { statistic: LOG_RANK, stratifiedBy: [], adjustedFor: [] };
  if (spec === undefined) return { ...plain, ...level, beside: [] };
  const names = namesOf(trial);
  const test = oneTest(spec, plain, names, at, context);
  if (!test) return null;
  if (sequential !== undefined && test.origin !== undefined) {
    const rule = 'decides at looks, whose bounds are about the events as randomised and seen; give it under compare';
    context.report([...at, 'origin'], `is ${originText(test.origin)}, and the test ${rule}`);
    return null;
  }
  const compared = (spec.compare ?? []) as readonly ComparedFile[];
  const found = compared.map((each, i) => comparedTest(each, test, names, [...at, 'compare', i], context));
  const beside = found.filter((each) => each !== null);
  const places = [[...at, 'statistic'], ...beside.map((_, i) => [...at, 'compare', i])];
  const ofResponses = [test, ...beside].findIndex(({ statistic }) => definitionOf(statistic).ofResponses === true);
  if (ofResponses >= 0) {
    const { kind } = [test, ...beside][ofResponses].statistic;
    context.report(
      places[ofResponses],
      `is ${kind}, which compares responses; name it in a hypothesis of a response (trial.comparisons.hypotheses)`,
    );
    return null;
  }
  if (beside.length < found.length || !allDiffer(test, beside, at, context)) return null;
  return { ...test, ...level, beside };
}

/** What a test says for itself. */
interface OwnTest {
  readonly statistic?: unknown;
  readonly margin?: number | undefined;
  readonly stratifiedBy?: readonly string[] | undefined;
  readonly adjustedFor?: readonly string[] | undefined;
  readonly origin?: OriginFile | undefined;
}

/** The origins that a test can be given; clones are compared whatever is tested (trial.estimands.gracePeriod). */
type GivenOrigin = Exclude<TimeOrigin, ClonedOrigin>;

type OriginFile = Exclude<GivenOrigin['kind'], 'landmark'> | { readonly landmark: number | string };

const originText = (origin: TimeOrigin): string => (origin.kind === 'landmark' ? 'a landmark' : origin.kind);

/** A statistic by name, or a block that gives one by the key `statistic` or by its own. */
export type ComparedFile = string | (OwnTest & StatisticBlock);

/** The test of a block with the key `statistic`; what it leaves out is as in `usual`. */
function oneTest(spec: OwnTest, usual: Test, names: Names, at: Path, context: Context): Test | null {
  const given = spec.statistic as StatisticFile | undefined;
  const statistic = given === undefined ? usual.statistic : plannedStatistic(given, [...at, 'statistic'], context);
  return statistic && withAllowances(statistic, spec, usual, names, at, context);
}

function comparedTest(spec: ComparedFile, main: Test, names: Names, at: Path, context: Context): Test | null {
  if (typeof spec === 'string') {
    const statistic = plannedStatistic(spec, at, context);
    return statistic && withAllowances(statistic, {}, main, names, at, context);
  }
  const key = exactlyOne(spec, ['statistic', ...STATISTICS.keys()], at, context);
  if (key === null) return null;
  if (key === 'statistic') return oneTest(spec, main, names, at, context);
  const statistic = statisticOf(key, spec[key], [...at, key], context);
  return statistic && withAllowances(statistic, spec, main, names, at, context);
}

function adjusts(test: Pick<Test, 'statistic'>): boolean {
  return definitionOf(test.statistic).uses.covariates === true;
}

/**
 * The statistic with its margin, strata and covariates: its own, or otherwise those of `usual` (a margin and covariates only
 * where it can have them).
 */
function withAllowances(
  given: Test['statistic'],
  own: OwnTest,
  usual: Test,
  names: Names,
  at: Path,
  context: Context,
): Test | null {
  const statistic = againstMargin(given, own.margin, usual.statistic.margin, [...at, 'margin'], context);
  if (statistic === null) return null;
  const strata = own.stratifiedBy && factorsAt(own.stratifiedBy, names, [...at, 'stratifiedBy'], context);
  const covariates =
    own.adjustedFor && adjustmentAt(own.adjustedFor, { statistic }, names, [...at, 'adjustedFor'], context);
  if (strata === null || covariates === null) return null;
  const stratifiedBy = strata ?? usual.stratifiedBy;
  const adjustedFor = covariates ?? (adjusts({ statistic }) ? usual.adjustedFor : []);
  const both = adjustedFor.find((name) => stratifiedBy.includes(name));
  if (both !== undefined) {
    const place = own.adjustedFor ? 'adjustedFor' : 'stratifiedBy';
    const other = own.adjustedFor ? 'stratifiedBy' : 'adjustedFor';
    const whose = own.stratifiedBy && own.adjustedFor ? '' : ', which is that of the main test here';
    context.report([...at, place], `has ${both}, as has ${other}${whose}; a test does one or the other: remove one`);
    return null;
  }
  const test = { statistic, stratifiedBy, adjustedFor };
  if (!mayAdjust(test, own, at, context)) return null;
  if (!mayStratifyByCentre(test, own.stratifiedBy !== undefined, at, context)) return null;
  const origin = own.origin === undefined ? (usual.origin ?? RANDOMISATION) : originAt(own.origin, context);
  if (origin.kind === 'randomisation') return test;
  return goesWithOrigin(origin, own.origin !== undefined, test, names, at, context) ? { ...test, origin } : null;
}

/** Whether a test against a margin can adjust for its covariates. */
function mayAdjust({ statistic, adjustedFor }: Test, own: OwnTest, at: Path, context: Context): boolean {
  const { margin, parameters } = statistic;
  if (margin === undefined || adjustedFor.length === 0 || parameters.test !== 'score') return true;
  const place = own.margin === undefined ? at : [...at, 'margin'];
  const rule = 'a score test against a margin does not adjust for covariates';
  context.report(place, `has the margin ${margin}, but ${rule}; take {cox: {test: wald}}, or remove adjustedFor`);
  return false;
}

/** `own` says whether the test at `at` names its strata itself; otherwise it has those of the main test. */
function mayStratifyByCentre({ statistic, stratifiedBy }: Test, own: boolean, at: Path, context: Context): boolean {
  if (!stratifiedBy.includes(CENTRE) || !definitionOf(statistic).averagesStrata) return true;
  const state = own ? `has ${CENTRE}` : `is stratified by ${CENTRE}, as the main test is`;
  const rule = `but ${statistic.kind} averages over strata, and centres are too small for it`;
  const remedy = `${own ? 'leave it out' : 'give stratifiedBy: []'}, or take a log-rank, maxCombo or cox`;
  context.report(own ? [...at, 'stratifiedBy'] : at, `${state}, ${rule}; ${remedy}`);
  return false;
}

function originAt(spec: OriginFile, { unit, plainUnit }: Context): TimeOrigin {
  return typeof spec === 'object' ? { kind: 'landmark', at: inUnit(spec.landmark, unit, plainUnit) } : { kind: spec };
}

/** `own` says whether the test at `at` gives its origin itself; otherwise it has that of the main test. */
function goesWithOrigin(
  origin: TimeOrigin,
  own: boolean,
  test: Test,
  names: Names,
  at: Path,
  context: Context,
): boolean {
  const refuse = (reason: string): false => {
    const state = own ? `is ${originText(origin)}` : `has origin ${originText(origin)}, as the main test has`;
    context.report(own ? [...at, 'origin'] : at, `${state}, but ${reason}`);
    return false;
  };
  if (origin.kind === 'exactTimes')
    return names.scans || refuse('there is no trial.scans: progression is known when it happens; remove it');
  const [without] = names.withoutStart;
  if (without !== undefined) {
    const rule = 'has no treatmentStart that it could refer to';
    return refuse(`${shown(without)} ${rule}; give it one, e.g. treatmentStart: 2 weeks, or remove the origin`);
  }
  if (origin.kind === 'timeDependent' && definitionOf(test.statistic).averagesStrata)
    return refuse(`${test.statistic.kind} compares curves of arms, which patients would change; use log-rank or cox`);
  if (origin.kind === 'timeDependent' && test.adjustedFor.length > 0)
    return refuse('goes without adjustedFor; write adjustedFor: []');
  return true;
}

function factorsAt(given: readonly string[], names: Names, at: Path, context: Context): string[] | null {
  const factors = strataNames(names.factors, names.centres);
  const found = given.map((name, i) => {
    if (names.covariates.includes(name.trim())) {
      const state = `is ${shown(name)}, a covariate, which has no levels to make strata of`;
      const remedy = factors.length === 0 ? 'remove it' : `name ${list(factors)}`;
      context.report([...at, i], `${state}; ${remedy}, or write adjustedFor for it`);
      return false;
    }
    if (name.trim() === CENTRE && !factors.includes(CENTRE)) return noCentres([...at, i], context);
    if (factors.length === 0) return notGiven(name, 'factor', [...at, i], context);
    const what = names.centres ? 'centre or a factor of trial.population' : 'a factor of trial.population';
    return positionOf(name, factors, what, [...at, i], context) >= 0;
  });
  return found.every(Boolean) && listedOnce(given, at, context) ? given.map((name) => name.trim()) : null;
}

function adjustmentAt(
  given: readonly string[],
  test: Pick<Test, 'statistic'>,
  names: Names,
  at: Path,
  context: Context,
): string[] | null {
  if (given.length > 0 && !adjusts(test)) {
    const able = [...STATISTICS.values()].filter(({ uses }) => uses.covariates).map(({ kind }) => kind);
    context.report(
      at,
      `goes with ${list(able)} only, not with ${test.statistic.kind}; remove it, or write stratifiedBy`,
    );
    return null;
  }
  const known = [...names.factors, ...names.covariates];
  const found = given.map((name, i) => {
    if (name.trim() === CENTRE && names.centres) {
      context.report([...at, i], `is ${CENTRE}, which tests are stratified by; write stratifiedBy: [${CENTRE}]`);
      return false;
    }
    if (known.length === 0) return notGiven(name, 'factor or covariate', [...at, i], context);
    return positionOf(name, known, 'a factor or covariate of trial.population', [...at, i], context) >= 0;
  });
  return found.every(Boolean) && listedOnce(given, at, context) ? given.map((name) => name.trim()) : null;
}

function notGiven(name: string, what: string, at: Path, context: Context): false {
  context.report(at, `is "${shown(name)}", but trial.population gives no ${what}; give it there`);
  return false;
}

function listedOnce(given: readonly string[], at: Path, context: Context): boolean {
  const names = given.map((name) => name.trim());
  const again = names.findIndex((name, i) => names.indexOf(name) < i);
  if (again >= 0) context.report([...at, again], `is "${shown(names[again])}" once more; name each once`);
  return again < 0;
}

/** Whether no test beside the main one repeats it or another; reports those that do. */
function allDiffer(main: Test, beside: readonly Test[], at: Path, context: Context): boolean {
  let sound = true;
  beside.forEach((test, i) => {
    const earlier = beside.findIndex((other) => sameTest(other, test));
    const text = sameTest(main, test) ? 'the main test' : earlier < i ? `the test at ${earlier}` : null;
    if (text === null) return;
    sound = false;
    context.report([...at, 'compare', i], `is ${text} once more; remove it, or let it differ, e.g. by stratifiedBy`);
  });
  return sound;
}
