/**
 * Who the patients are: factors whose levels have a prevalence and a hazard of their own, and continuous covariates.
 * A patient's hazard of the event is that of the arm × multiplier: the levels' hazard ratios, exp(β (x − mean)) of each
 * covariate, in experimental arms the levels' ratios of treatment effects too, the frailty of the centre, and one factor
 * that all patients share (`scale`), chosen such that the control arm as a whole has the median it was given.
 */

import { exp } from '../elementary/exp.ts';
import { hypot } from '../elementary/hypot.ts';
import { log } from '../elementary/log.ts';
import { lognormalNodes, type Node, productNodes } from '../maths/lognormalNodes.ts';
import { findRoot } from '../maths/roots.ts';
import { cumulativeHazard, median, type SurvivalLaw } from '../survival/law.ts';
import type { Centres } from './centres.ts';
import type { Subgroup } from './comparison.ts';
import { gammaNodes } from './frailty.ts';

export interface Level {
  readonly name: string;
  /** Share of patients, the levels of a factor summing to 1. */
  readonly prevalence: number;
  /** Hazard over that of the factor's first level, in every arm. */
  readonly hazardRatio: number;
  /** Treatment effect here over the planned one (ratio of hazard ratios), 1 for no effect modification. */
  readonly effectRatio: number;
}

export interface Factor {
  readonly name: string;
  readonly levels: readonly Level[];
}

/** Normally distributed; `hazardRatio` for one unit more. */
export interface Covariate {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly hazardRatio: number;
}

export interface Population {
  /** Independent of one another. */
  readonly factors: readonly Factor[];
  readonly covariates: readonly Covariate[];
  /**
   * Whose survival the arms' laws describe: that of all patients together (at their median), or of those with first
   * levels and mean covariates.
   */
  readonly survivalOf: 'everyone' | 'reference';
}

/** Patients who are all alike. */
export const NOBODY: Population = { factors: [], covariates: [], survivalOf: 'reference' };

/** Patients who are alike but for their centres: laws are those of everybody. */
export const ALIKE_IN_CENTRES: Population = { factors: [], covariates: [], survivalOf: 'everyone' };

/** What centres do to the hazard. */
export type HazardsOfCentres = Pick<Centres, 'frailty' | 'effectSd'>;

/** One combination of levels, the last factor running fastest. */
export interface Cell {
  /** Index of the level of each factor. */
  readonly levels: readonly number[];
  readonly prevalence: number;
  /** Hazard over that of the arm's law in the control arm, covariates at their means; `scale` included. */
  readonly multiplier: number;
  /** The same in experimental arms. */
  readonly experimentalMultiplier: number;
}

/** SD of the log multiplier that the covariates make together. */
export function covariateSpread(population: Population): number {
  return hypot(...population.covariates.map(({ sd, hazardRatio }) => sd * log(hazardRatio)));
}

function product(factors: readonly Factor[]): Omit<Cell, 'experimentalMultiplier'>[] {
  return factors.reduce<Omit<Cell, 'experimentalMultiplier'>[]>(
    (cells, { levels }) =>
      cells.flatMap((cell) =>
        levels.map(({ prevalence, hazardRatio }, l) => ({
          levels: [...cell.levels, l],
          prevalence: cell.prevalence * prevalence,
          multiplier: cell.multiplier * hazardRatio,
        })),
      ),
    [{ levels: [], prevalence: 1, multiplier: 1 }],
  );
}

/** Nodes of the log multiplier of covariates and their probabilities. */
export function covariateNodes(population: Population): readonly Node[] {
  return lognormalNodes(covariateSpread(population));
}

/**
 * Nodes of what multiplies the hazard beyond the cell: covariates, the centre's frailty and, in experimental arms, how its
 * treatment effect differs from the mean. Log-normal parts are one log-normal variable.
 */
export function multiplierNodes(
  population: Population,
  centres: HazardsOfCentres | undefined,
  side: 'control' | 'experimental',
): readonly Node[] {
  if (centres === undefined) return covariateNodes(population);
  const { frailty } = centres;
  const spread = hypot(
    covariateSpread(population),
    frailty?.kind === 'lognormal' ? frailty.sd : 0,
    side === 'experimental' ? centres.effectSd : 0,
  );
  return productNodes(gammaNodes(frailty?.kind === 'gamma' ? frailty.variance : 0), lognormalNodes(spread));
}

/** The factor by which all hazards are multiplied so that the control arm as a whole keeps its median. */
function scaleFor(population: Population, control: SurvivalLaw, centres: HazardsOfCentres | undefined): number {
  if (population.survivalOf === 'reference') return 1;
  const half = median(control);
  // A law that never comes down to one half is judged by the level that it does come to.
  const time = Number.isFinite(half) ? half : 1e6;
  const cumulative = cumulativeHazard(control, time);
  const wanted = exp(-cumulative);
  const cells = product(population.factors);
  const nodes = multiplierNodes(population, centres, 'control');
  // A factor of levels that are alike leaves every law as it was, to the bit.
  if (cells.every(({ multiplier }) => multiplier === 1) && nodes.every(({ factor }) => factor === 1)) return 1;
  const alive = (scale: number) =>
    cells.reduce(
      (sum, { prevalence, multiplier }) =>
        sum +
        prevalence *
          nodes.reduce((s, { factor, share }) => s + share * exp(-cumulative * multiplier * factor * scale), 0),
      0,
    );
  return exp(findRoot((log) => wanted - alive(exp(log)), -12, 12, 1e-13));
}

/**
 * All combinations of levels with what they do to the hazard; without factors there is one cell of everybody. The scale
 * is that of all patients together, centres' frailty included.
 */
export function cellsOf(population: Population = NOBODY, control: SurvivalLaw, centres?: HazardsOfCentres): Cell[] {
  const scale = scaleFor(population, control, centres);
  return product(population.factors).map((cell) => ({
    ...cell,
    multiplier: cell.multiplier * scale,
    experimentalMultiplier: cell.levels.reduce(
      (ratio, l, f) => ratio * population.factors[f].levels[l].effectRatio,
      cell.multiplier * scale,
    ),
  }));
}

/** Whether the patients of a cell are in a subgroup; a null subgroup is everybody. */
export function isInside(
  { factors }: Pick<Population, 'factors'>,
  { levels }: Pick<Cell, 'levels'>,
  subgroup: Subgroup | null,
): boolean {
  if (subgroup === null) return true;
  const f = factors.findIndex(({ name }) => name === subgroup.factor);
  return factors[f].levels[levels[f]].name === subgroup.level;
}

/**
 * The stratum of each cell's patients by the factors named (centres are not factors), −1 outside the subgroup; and the
 * number of strata.
 */
export function strataOf(
  { factors }: Pick<Population, 'factors'>,
  cells: readonly Cell[],
  stratifiedBy: readonly string[],
  subgroup: Subgroup | null,
): { readonly of: readonly number[]; readonly count: number } {
  const by = stratifiedBy
    .map((name) => factors.findIndex((factor) => factor.name === name))
    .filter((factor) => factor >= 0);
  const strata = new Map<string, number>();
  const of = cells.map((cell) => {
    if (!isInside({ factors }, cell, subgroup)) return -1;
    const name = by.map((f) => cell.levels[f]).join();
    const stratum = strata.get(name) ?? strata.size;
    strata.set(name, stratum);
    return stratum;
  });
  return { of, count: strata.size };
}
