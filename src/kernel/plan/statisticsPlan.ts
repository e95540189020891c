/** The statistics that a trial asks for, compiled: which comparisons, strata and covariates they read. */

import type { Definition, Statistic } from '../../statistics/definition.ts';
import { definitionOf } from '../../statistics/registry.ts';
import { CENTRE } from '../../trial/centres.ts';
import { type Compared, comparisonOf, isFirstAsRandomised } from '../../trial/comparison.ts';
import { endpointOf, favoursSooner } from '../../trial/endpoint.ts';
import { firstHypothesis, type Hypothesis } from '../../trial/hypothesisFamily.ts';
import { type Cell, type Population, strataOf } from '../../trial/population.ts';
import type { Test } from '../../trial/test.ts';
import { type ClonedOrigin, isCloned, RANDOMISATION, type TimeOrigin, timeOfOrigin } from '../../trial/timeOrigin.ts';
import { isPlainLogRank, type Trial } from '../../trial/trial.ts';
import { tickOf } from './ticks.ts';

/** The patients that are compared, how they are divided into strata, and what else is known of them. */
export interface ComparisonTables {
  readonly hypothesis: number;
  /** Place of its endpoint, the driving one 0. */
  readonly endpoint: number;
  /** Experimental arm that is compared with arm 0. */
  readonly arm: number;
  /** Stratum of the patients of each cell, −1 for cells that are not compared; `cellStrata` of them. */
  readonly stratumOf: readonly number[];
  readonly cellStrata: number;
  /** Whether each centre has strata of its own: stratum = centre × cellStrata + stratumOf[cell]. */
  readonly byCentre: boolean;
  readonly strata: number;
  /** Which patients are compared, and from when on; `ticks` is the time of a landmark, or a grace period. */
  readonly origin: {
    readonly kind: Exclude<TimeOrigin['kind'], ClonedOrigin['kind']> | 'clones';
    readonly ticks: number;
  };
  readonly pooledSurvival: boolean;
  readonly armSurvival: boolean;
  /** Covariates of an adjusted model: values by cell, and indices of continuous covariates. */
  readonly adjusts: { readonly byCell: readonly (readonly number[])[]; readonly covariates: readonly number[] } | null;
}

/** A test of a comparison that no hypothesis is about, as of survival that is watched for a detriment. */
export interface WatchedComparison {
  readonly compared: Compared;
  readonly test: Test;
}

/** The hypothesis of a comparison that is watched. */
const NO_HYPOTHESIS = -1;

/** One test of one hypothesis. */
export interface PlannedTest {
  readonly statistic: Statistic;
  readonly hypothesis: number;
  /** Index of its tables; −1 for the log-rank of the first comparison that the kernel makes anyway. */
  readonly tables: number;
  /** Whether a sooner event is the benefit, so that z is turned. */
  readonly turned: boolean;
  /** Whether clones left are weighted for those censored; false where nobody is cloned. */
  readonly weighted: boolean;
}

/**
 * Everything that is computed at a look: tests of a hypothesis one after another, then those of the next, then those of
 * comparisons that are watched.
 */
export interface StatisticsPlan {
  readonly tables: readonly ComparisonTables[];
  readonly statistics: readonly PlannedTest[];
  readonly tests: number;
  readonly sides: 1 | 2;
}

/** The hypotheses of a trial; the first arm against the control where it states none. */
export function hypothesesOf({ family, arms }: Pick<Trial, 'family' | 'arms'>): readonly Hypothesis[] {
  return family?.hypotheses ?? [firstHypothesis(arms[1].name, arms[0].name)];
}

/** @throws RangeError for a test that clones cannot be compared by. */
function checkCloned({ stratifiedBy, adjustedFor }: Test, { kind, uses }: Definition): void {
  if (uses.clones !== true) throw new RangeError(`${kind} does not compare clones`);
  if (stratifiedBy.length + adjustedFor.length > 0) throw new RangeError('clones go without strata and covariates');
}

function planTables(
  test: Test,
  { arm, endpoint, subgroup }: Compared,
  hypothesis: number,
  population: Population,
  cells: readonly Cell[],
  scale: Scale,
): ComparisonTables {
  const { factors, covariates } = population;
  const factorAt = (name: string) => factors.findIndex((factor) => factor.name === name);
  const { of: stratumOf, count: cellStrata } = strataOf(population, cells, test.stratifiedBy, subgroup);
  const byCentre = test.stratifiedBy.includes(CENTRE);
  const { origin = RANDOMISATION } = test;
  const definition = definitionOf(test.statistic);
  if (isCloned(origin)) checkCloned(test, definition);
  const dummies = test.adjustedFor.map(factorAt).filter((f) => f >= 0);
  const continuous = test.adjustedFor
    .map((name) => covariates.findIndex((covariate) => covariate.name === name))
    .filter((c) => c >= 0);
  return {
    hypothesis,
    endpoint,
    arm,
    stratumOf,
    cellStrata,
    byCentre,
    strata: byCentre ? cellStrata * scale.centres : cellStrata,
    origin: {
      kind: isCloned(origin) ? 'clones' : origin.kind,
      ticks: tickOf(timeOfOrigin(origin), scale.ticksPerUnit),
    },
    pooledSurvival: definition.uses.pooledSurvival === true,
    armSurvival: definition.uses.armSurvival === true,
    adjusts:
      test.adjustedFor.length === 0
        ? null
        : {
            byCell: cells.map(({ levels }) =>
              dummies.flatMap((f) => factors[f].levels.slice(1).map((_, l) => (levels[f] === l + 1 ? 1 : 0))),
            ),
            covariates: continuous,
          },
  };
}

/**
 * The tables that the observed hazard ratio is estimated from, in the strata of the deciding test: the tables of the
 * first statistic where it compares everybody of the first comparison as randomised; −1 for unstratified.
 */
export function tablesOfHazardRatio(plan: StatisticsPlan | null): number {
  const at = plan?.statistics[0]?.tables ?? -1;
  if (plan === null || at < 0) return -1;
  const { arm, endpoint, strata, stratumOf, origin } = plan.tables[at];
  const everybody = stratumOf.every((stratum) => stratum >= 0);
  return endpoint === 0 && arm === 1 && strata > 1 && everybody && origin.kind === 'randomisation' ? at : -1;
}

/** What the tables depend on besides the trial's tests. */
export interface Scale {
  readonly ticksPerUnit: number;
  readonly centres: number;
}

/**
 * The tests made of a hypothesis, in the slots of `tests`: its own one decides it, and stands in for those beside that an
 * endpoint which is no time cannot be asked.
 */
export function testsOfHypothesis(
  trial: Trial,
  { endpoint, test }: Hypothesis,
  tests: readonly Test[],
): readonly Test[] {
  if (test === undefined) return tests;
  const isTime = endpointOf(trial, { endpoint }).kind === 'timeToEvent';
  return tests.map((usual, slot) => (slot === 0 || !isTime ? test : usual));
}

/** What a gate compares beside the hypotheses, with its one test. */
function comparedAtGate({ family }: Trial): readonly [Hypothesis, readonly Test[]][] {
  const of = family?.gate?.of;
  return of === undefined || typeof of === 'number' ? [] : [[{ name: 'gate', ...of.compared }, [of.test]]];
}

/**
 * Compile `tests` of every hypothesis, that of a gate on a comparison which is none, and `watched`; null where the plain
 * log-rank of one comparison is all there is, a later event being the benefit.
 */
export function planStatistics(
  trial: Trial,
  tests: readonly Test[],
  population: Population,
  cells: readonly Cell[],
  scale: Scale,
  watched: readonly WatchedComparison[] = [],
): StatisticsPlan | null {
  const hypotheses = hypothesesOf(trial);
  const alone = trial.family === undefined && tests.length === 1 && isPlainLogRank(tests[0]);
  if (alone && watched.length === 0 && !favoursSooner(trial, hypotheses[0])) return null;
  const tables: ComparisonTables[] = [];
  const statistics: PlannedTest[] = [];
  const asked = hypotheses.map((each) => [each, testsOfHypothesis(trial, each, tests)] as const);
  [...asked, ...comparedAtGate(trial)].forEach(([hypothesis, made], h) => {
    const turned = favoursSooner(trial, hypothesis);
    for (const test of made) {
      const plain = h === 0 && isFirstAsRandomised(comparisonOf(hypothesis, test)) && isPlainLogRank(test);
      if (plain) {
        statistics.push({ statistic: test.statistic, hypothesis: h, tables: -1, turned, weighted: false });
        continue;
      }
      const wanted = planTables(test, hypothesis, h, population, cells, scale);
      const same = (other: ComparisonTables) =>
        other.hypothesis === h &&
        other.byCentre === wanted.byCentre &&
        other.origin.kind === wanted.origin.kind &&
        other.origin.ticks === wanted.origin.ticks &&
        other.stratumOf.every((s, c) => s === wanted.stratumOf[c]) &&
        JSON.stringify(other.adjusts) === JSON.stringify(wanted.adjusts);
      const at = tables.findIndex(same);
      if (at < 0) tables.push(wanted);
      else
        tables[at] = {
          ...tables[at],
          pooledSurvival: tables[at].pooledSurvival || wanted.pooledSurvival,
          armSurvival: tables[at].armSurvival || wanted.armSurvival,
        };
      statistics.push({
        statistic: test.statistic,
        hypothesis: h,
        tables: at < 0 ? tables.length - 1 : at,
        turned,
        weighted: test.origin?.kind === 'cloneCensorWeight',
      });
    }
  });
  for (const { compared, test } of watched) {
    tables.push(planTables(test, compared, NO_HYPOTHESIS, population, cells, scale));
    const at = tables.length - 1;
    statistics.push({
      statistic: test.statistic,
      hypothesis: NO_HYPOTHESIS,
      tables: at,
      turned: false,
      weighted: false,
    });
  }
  return { tables, statistics, tests: tests.length, sides: trial.test.sides };
}
