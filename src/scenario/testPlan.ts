/** The test: from the file to its statistic, strata and covariates, and the tests beside it. */
import { definitionOf, LOG_RANK, STATISTICS } from '../statistics/registry.ts';
import type { Test } from '../trial/comparisons.ts';
import type { TestPlan } from '../trial/trial.ts';
import { type Context, exactlyOne } from './check.ts';
import { list } from './fields.ts';
import { positionOf } from './names.ts';
import { type Path, shown } from './problems.ts';
import type { PopulationFile, TestFile } from './schema.ts';
import { plannedStatistic, sameStatistic, statisticOf } from './statistic.ts';
import type { StatisticBlock, StatisticFile } from './statisticSchema.ts';

/** What tests may be stratified by and adjusted for. */
interface Names {
  readonly factors: readonly string[];
  readonly covariates: readonly string[];
}

/** The test at `at` of a trial with this population. Null when something is wrong; every reason found is reported. */
export function plannedTest(
  spec: TestFile | undefined,
  population: PopulationFile | undefined,
  at: Path,
  context: Context,
): TestPlan | null {
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
  const names = {
    factors: (population?.factors ?? []).map(({ name }) => name.trim()),
    covariates: (population?.covariates ?? []).map(({ name }) => name.trim()),
  };
  const test = oneTest(spec, plain, names, at, context);
  if (!test) return null;
  const compared = (spec.compare ?? []) as readonly ComparedFile[];
  const found = compared.map((each, i) => comparedTest(each, test, names, [...at, 'compare', i], context));
  const beside = found.filter((each) => each !== null);
  if (beside.length < found.length || !allDiffer(test, beside, at, context)) return null;
  return { ...test, ...level, beside };
}

/** What a test says for itself. */
interface OwnTest {
  readonly statistic?: unknown;
  readonly stratifiedBy?: readonly string[] | undefined;
  readonly adjustedFor?: readonly string[] | undefined;
}

/** A statistic by name, or a block that gives one by the key `statistic` or by its own. */
type ComparedFile = string | (OwnTest & StatisticBlock);

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

/** The statistic with its strata and covariates: its own, or else those of `usual` (covariates only where it can adjust). */
function withAllowances(
  statistic: Test['statistic'],
  own: OwnTest,
  usual: Test,
  names: Names,
  at: Path,
  context: Context,
): Test | null {
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
  return { statistic, stratifiedBy, adjustedFor };
}

function factorsAt(given: readonly string[], names: Names, at: Path, context: Context): string[] | null {
  const found = given.map((name, i) => {
    if (names.covariates.includes(name.trim())) {
      const state = `is ${shown(name)}, a covariate, which has no levels to make strata of`;
      const remedy = names.factors.length === 0 ? 'remove it' : `name ${list(names.factors)}`;
      context.report([...at, i], `${state}; ${remedy}, or write adjustedFor for it`);
      return false;
    }
    if (names.factors.length === 0) return notGiven(name, 'factor', [...at, i], context);
    return positionOf(name, names.factors, 'a factor of trial.population', [...at, i], context) >= 0;
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

function sameTest(a: Test, b: Test): boolean {
  const named = (names: readonly string[]) => JSON.stringify([...names].sort());
  return (
    sameStatistic(a.statistic, b.statistic) &&
    named(a.stratifiedBy) === named(b.stratifiedBy) &&
    named(a.adjustedFor) === named(b.adjustedFor)
  );
}
