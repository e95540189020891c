/** Patients of an arm who differ: shares and multipliers of the arm's hazard, for the formulas' integrals. */
import { exp } from '../elementary/exp.ts';
import { cumulativeHazard, hazard, type SurvivalLaw } from '../survival/law.ts';
import { frailtyNodes, lognormalNodes, type Node } from '../trial/frailty.ts';
import {
  ALIKE_IN_CENTRES,
  type Cell,
  cellsOf,
  covariateNodes,
  type HazardsOfCentres,
  multiplierNodes,
  NOBODY,
  type Population,
} from '../trial/population.ts';
import type { Trial } from '../trial/trial.ts';

export interface Component {
  /** Of the arm's patients. */
  readonly share: number;
  /** Of the hazard of the arm's law. */
  readonly multiplier: number;
  /** Index of the cell. */
  readonly cell: number;
}

const ALIKE: readonly Component[] = [{ share: 1, multiplier: 1, cell: 0 }];

type Mixed = Pick<Trial, 'population' | 'centres' | 'arms'>;

/** What is found once for a population, centres and a law of the control, as the scale of the hazards is a root. */
interface Found {
  readonly cells: readonly Cell[];
  /** Of the control and of experimental arms. */
  readonly components: readonly [readonly Component[], readonly Component[]];
}

const NO_CENTRES: HazardsOfCentres = { frailty: null, effectSd: 0 };
const known = new WeakMap<Population, WeakMap<HazardsOfCentres, WeakMap<SurvivalLaw, Found>>>();

/** The laws of a trial whose only differences are between centres are those of everybody. */
function populationOf({ population, centres }: Mixed): Population {
  return population ?? (centres?.frailty ? ALIKE_IN_CENTRES : NOBODY);
}

function find(trial: Mixed): Found {
  const population = populationOf(trial);
  const centres = trial.centres ?? NO_CENTRES;
  const ofPopulation = known.get(population) ?? new WeakMap<HazardsOfCentres, WeakMap<SurvivalLaw, Found>>();
  known.set(population, ofPopulation);
  const ofCentres = ofPopulation.get(centres) ?? new WeakMap<SurvivalLaw, Found>();
  ofPopulation.set(centres, ofCentres);
  const [{ law }] = trial.arms;
  const before = ofCentres.get(law);
  if (before) return before;
  const cells = cellsOf(population, law, trial.centres);
  const of = (nodes: readonly Node[], multiplierOf: (cell: Cell) => number): Component[] =>
    cells.flatMap((cell, c) =>
      nodes.map(({ factor, share }) => ({
        share: cell.prevalence * share,
        multiplier: multiplierOf(cell) * factor,
        cell: c,
      })),
    );
  const found: Found = {
    cells,
    components: [
      of(multiplierNodes(population, trial.centres, 'control'), (cell) => cell.multiplier),
      of(multiplierNodes(population, trial.centres, 'experimental'), (cell) => cell.experimentalMultiplier),
    ],
  };
  ofCentres.set(law, found);
  return found;
}

/** Cells of the trial's population, one of everybody where all are alike; their multipliers have the scale of the hazards. */
export function trialCells(trial: Mixed): readonly Cell[] {
  return find(trial).cells;
}

/** Whether patients of an arm differ in hazard, by who they are or where they are treated. */
export function isMixed({ population, centres }: Pick<Trial, 'population' | 'centres'>): boolean {
  return population !== undefined || (centres !== undefined && (centres.frailty !== null || centres.effectSd > 0));
}

/**
 * The components of arm `arm` (0 the control), by quadrature over continuous covariates, the frailty of centres and, in
 * experimental arms, their treatment effects.
 */
export function componentsOf(trial: Mixed, arm: number): readonly Component[] {
  return isMixed(trial) ? find(trial).components[Math.min(arm, 1)] : ALIKE;
}

/** One kind of centre in an integral over centres: what it does to the hazards of its patients in either arm. */
export interface CentreNode {
  readonly share: number;
  readonly control: number;
  readonly experimental: number;
}

/** Points of an integral over the treatment effects of centres where each is compared within itself. */
const EFFECT_POINTS = 7;

/** The kinds of centres: frailty × treatment effect. */
export function centreNodes({ centres }: Pick<Trial, 'centres'>): readonly CentreNode[] {
  const effects = lognormalNodes(centres?.effectSd ?? 0, EFFECT_POINTS);
  return frailtyNodes(centres?.frailty ?? null).flatMap((frailty) =>
    effects.map((effect) => ({
      share: frailty.share * effect.share,
      control: frailty.factor,
      experimental: frailty.factor * effect.factor,
    })),
  );
}

/** The components of arm `arm` within a centre of factor 1. */
export function componentsInCentre(trial: Mixed, arm: number): readonly Component[] {
  const nodes = covariateNodes(populationOf(trial));
  return trialCells(trial).flatMap((cell, c) =>
    nodes.map(({ factor, share }) => ({
      share: cell.prevalence * share,
      multiplier: (arm === 0 ? cell.multiplier : cell.experimentalMultiplier) * factor,
      cell: c,
    })),
  );
}

/** Of a mixture at time u on study: the share free of the event, and the rate at which it falls. */
export function mixtureAt(
  law: SurvivalLaw,
  components: readonly Component[],
  u: number,
): { readonly free: number; readonly failing: number } {
  return mixtureOf(components, cumulativeHazard(law, u), hazard(law, u));
}

/** The same from the law's cumulative hazard and hazard there. */
export function mixtureOf(
  components: readonly Component[],
  cumulative: number,
  rate: number,
): { readonly free: number; readonly failing: number } {
  let free = 0;
  let weighted = 0;
  for (const { share, multiplier } of components) {
    const s = share * exp(-multiplier * cumulative);
    free += s;
    weighted += multiplier * s;
  }
  return { free, failing: weighted === 0 ? 0 : weighted * rate };
}
