/** Who the patients are: from the file to factors with hazard ratios and covariates. */
import { type Covariate, covariateSpread, type Factor, type Level, type Population } from '../trial/population.ts';
import { type Context, exactlyOne, figure, watched } from './context.ts';
import { list } from './fields.ts';
import { distinct } from './names.ts';
import type { Path } from './problems.ts';
import type { PopulationFile, TrialFile } from './schema.ts';

type FactorFile = NonNullable<PopulationFile['factors']>[number];
type LevelFile = FactorFile['levels'][number];

const MOST_CELLS = 100;
/** Hazards further apart than this, one way or the other, are no population that the scale could be solved for. */
const WIDEST = 1000;
const WIDEST_SPREAD = 3;

/**
 * The population at `at`; `effect` is the treatment's hazard ratio where it has a single one. Null when something is
 * wrong; every reason is reported.
 */
export function plannedPopulation(
  spec: PopulationFile,
  effect: number | null,
  at: Path,
  outer: Context,
): Population | null {
  const { context, sound } = watched(outer);
  const { factors = [], covariates = [], survivalOf = 'everyone' } = spec;
  if (factors.length + covariates.length === 0) {
    context.report(at, 'is incomplete; must give factors, covariates or both');
    return null;
  }
  const population: Population = {
    factors: factors.map((factor, f) => plannedFactor(factor, effect, [...at, 'factors', f], context)),
    covariates: covariates.map(({ name, mean, sd, hazardRatio }): Covariate => {
      return { name: name.trim(), mean, sd, hazardRatio };
    }),
    survivalOf,
  };
  distinct(factors, [...at, 'factors'], 'factor', context);
  distinct(covariates, [...at, 'covariates'], 'covariate', context);
  covariates.forEach(({ name }, c) => {
    if (!factors.some((factor) => factor.name.trim() === name.trim())) return;
    context.report([...at, 'covariates', c, 'name'], 'is the name of a factor too; give each its own');
  });
  if (sound()) checkSize(population, at, context);
  return sound() ? population : null;
}

function plannedFactor({ name, levels }: FactorFile, effect: number | null, at: Path, context: Context): Factor {
  const list = [...at, 'levels'];
  distinct(levels, list, 'level', context);
  const total = levels.reduce((sum, { prevalence }) => sum + prevalence, 0);
  if (Math.abs(total - 1) > 1e-6) {
    const state = levels.map(({ prevalence }) => figure(prevalence)).join(' + ');
    context.report(list, `have prevalences that sum to ${figure(total)} (${state}); must sum to 1`);
  }
  const [{ hazardRatio: first = 1 }] = levels;
  if (first !== 1) {
    const rule = 'must be 1 or left out at the first level, which the hazard ratios of the others refer to';
    context.report([...list, 0, 'hazardRatio'], `is ${figure(first)}; ${rule}`);
  }
  return {
    name: name.trim(),
    levels: levels.map((level, l): Level => {
      const { prevalence, hazardRatio = 1 } = level;
      // Shares are rounded in the file, so that they sum to 1 only nearly; here they are made to sum to 1.
      const share = prevalence / total;
      const effectRatio = effectRatioOf(level, effect, [...list, l], context);
      return { name: level.name.trim(), prevalence: share, hazardRatio, effectRatio };
    }),
  };
}

function effectRatioOf(level: LevelFile, effect: number | null, at: Path, context: Context): number {
  if (level.effect === undefined) return level.effectRatio ?? 1;
  if (exactlyOne(level, ['effectRatio', 'effect'], at, context) === null) return 1;
  if (effect !== null) return level.effect / effect;
  const rule = 'but needs one experimental arm, of model: relative with a constant hazardRatio, to compare with';
  context.report([...at, 'effect'], `is ${figure(level.effect)}, ${rule}; give effectRatio, e.g. effectRatio: 1.2`);
  return 1;
}

/** The hazard ratio of the treatment where there is one experimental arm with one hazard ratio throughout, null otherwise. */
export function constantEffect({ arms }: TrialFile): number | null {
  const experimental = arms.filter(({ role }) => role === 'experimental');
  if (experimental.length !== 1) return null;
  const [{ survival }] = experimental;
  if (survival.model !== 'relative' || survival.delay !== undefined || survival.until !== undefined) return null;
  return survival.hazardRatio ?? null;
}

/** Report more combinations of levels than can be told apart, and hazards that lie too far apart. */
function checkSize(population: Population, at: Path, context: Context): void {
  const sizes = population.factors.map(({ levels }) => levels.length);
  const cells = sizes.reduce((product, size) => product * size, 1);
  if (cells > MOST_CELLS) {
    const state = `have ${sizes.join(' × ')} = ${cells} combinations of levels`;
    context.report([...at, 'factors'], `${state}; must be ≤ ${MOST_CELLS}: merge levels, or leave a factor out`);
  }
  const extreme = (of: (...ratios: number[]) => number) =>
    population.factors.reduce((product, { levels }) => product * of(...levels.map((level) => level.hazardRatio)), 1);
  const [lowest, highest] = [extreme(Math.min), extreme(Math.max)];
  if (lowest < 1 / WIDEST || highest > WIDEST) {
    const state = `give hazards of ${figure(lowest)} to ${figure(highest)} times that of the first levels`;
    const limits = list([`≥ ${1 / WIDEST}`, `≤ ${WIDEST}`]).replace(' or ', ' and ');
    context.report([...at, 'factors'], `${state}; must be ${limits}: check the hazard ratios`);
  }
  const spread = covariateSpread(population);
  if (spread > WIDEST_SPREAD) {
    const state = `give log hazards a standard deviation of ${figure(spread)} (sd × |ln hazardRatio|)`;
    const rule = `must be ≤ ${WIDEST_SPREAD}: check that hazardRatio is for one unit`;
    context.report([...at, 'covariates'], `${state}; ${rule}`);
  }
}
