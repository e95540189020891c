/** Patients of an arm who differ: shares and multipliers of the arm's hazard, for the formulas' integrals. */
import { cumulativeHazard, hazard, type SurvivalLaw } from '../survival/law.ts';
import { type Cell, cellsOf, covariateNodes, NOBODY, type Population } from '../trial/population.ts';
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
const known = new WeakMap<object, WeakMap<SurvivalLaw, readonly (readonly Component[])[]>>();

const cellsKnown = new WeakMap<Population, WeakMap<SurvivalLaw, readonly Cell[]>>();

/** Cells of the trial's population, one of everybody where all are alike; found once, as their scale is a root. */
export function trialCells({ population = NOBODY, control }: Pick<Trial, 'population' | 'control'>): readonly Cell[] {
  const ofPopulation = cellsKnown.get(population) ?? new WeakMap<SurvivalLaw, readonly Cell[]>();
  cellsKnown.set(population, ofPopulation);
  const cells = ofPopulation.get(control.law) ?? cellsOf(population, control.law);
  ofPopulation.set(control.law, cells);
  return cells;
}

/** The components of arm `arm` (0 the control). Continuous covariates are integrated by Gauss–Hermite quadrature. */
export function componentsOf(trial: Pick<Trial, 'population' | 'control'>, arm: number): readonly Component[] {
  const { population } = trial;
  if (population === undefined) return ALIKE;
  const ofPopulation = known.get(population) ?? new WeakMap<SurvivalLaw, readonly (readonly Component[])[]>();
  known.set(population, ofPopulation);
  let found = ofPopulation.get(trial.control.law);
  if (found === undefined) {
    const nodes = covariateNodes(population);
    const of = (multiplierOf: (cell: Cell) => number): Component[] =>
      trialCells(trial).flatMap((cell, c) =>
        nodes.map(({ factor, share }) => ({
          share: cell.prevalence * share,
          multiplier: multiplierOf(cell) * factor,
          cell: c,
        })),
      );
    found = [of((cell) => cell.multiplier), of((cell) => cell.experimentalMultiplier)];
    ofPopulation.set(trial.control.law, found);
  }
  return found[Math.min(arm, 1)];
}

/** Of a mixture at time u on study: the share free of the event, and the rate at which it falls. */
export function mixtureAt(
  law: SurvivalLaw,
  components: readonly Component[],
  u: number,
): { readonly free: number; readonly failing: number } {
  const cumulative = cumulativeHazard(law, u);
  let free = 0;
  let weighted = 0;
  for (const { share, multiplier } of components) {
    const s = share * Math.exp(-multiplier * cumulative);
    free += s;
    weighted += multiplier * s;
  }
  return { free, failing: weighted === 0 ? 0 : weighted * hazard(law, u) };
}
