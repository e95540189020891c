/** Patients of an arm who differ: shares and multipliers of the arm's hazard, for the formulas' integrals. */
import { exp } from '../elementary/exp.ts';
import { lognormalNodes, type Node } from '../maths/lognormalNodes.ts';
import { cumulativeHazard, hazard, type SurvivalLaw } from '../survival/law.ts';
import { mixtureOf, type PartOfMixture } from '../survival/mixtureLaw.ts';
import { drifts } from '../trial/careDrift.ts';
import { frailtyNodes } from '../trial/frailty.ts';
import {
  ALIKE_IN_CENTRES,
  type Cell,
  cellsOf,
  covariateNodes,
  multiplierNodes,
  NOBODY,
  type Population,
} from '../trial/population.ts';
import type { Trial } from '../trial/trial.ts';
import { coarser, type EntryPeriod, EVERYBODY } from './entryPeriods.ts';

/** Some of an arm's patients, their hazard over that of the arm's law. */
export interface Component extends PartOfMixture {
  /** Index of the cell. */
  readonly cell: number;
}

const ALIKE: readonly Component[] = [{ share: 1, multiplier: 1, cell: 0 }];

type Mixed = Pick<Trial, 'population' | 'centres' | 'arms' | 'drift'>;

/** Who the patients of a trial are: the scale of the hazards in it is a root. */
export interface PatientMix {
  /** One cell of everybody where all are alike; the multipliers include the scale of the hazards. */
  readonly cells: readonly Cell[];
  /**
   * Components of the control and of experimental arms; multipliers within a centre are those of a centre of factor 1.
   */
  readonly components: ByArm;
  readonly inCentre: ByArm;
  /** The kinds of centres: frailty × treatment effect. */
  readonly centres: readonly CentreNode[];
  /** Periods of entry whose patients have hazards of their own; null where the time of entry changes none. */
  readonly periods: readonly EntryPeriod[] | null;
}

/** Of the control and of every experimental arm. */
type ByArm = readonly [readonly Component[], readonly Component[]];

/** One kind of centre in an integral over centres: what it does to the hazards of its patients in either arm. */
export interface CentreNode {
  readonly share: number;
  readonly control: number;
  readonly experimental: number;
}

/** The laws of a trial whose only differences are between centres are those of everybody. */
function populationOf({ population, centres }: Mixed): Population {
  return population ?? (centres?.frailty ? ALIKE_IN_CENTRES : NOBODY);
}

/**
 * The mix of a trial's patients, by quadrature over continuous covariates, the frailty of centres and, in experimental arms,
 * their treatment effects. `control`: the law of the control arm. Entries follow from the size and are not known to it.
 */
export function patientMix(trial: Mixed, control: SurvivalLaw): PatientMix {
  const population = populationOf(trial);
  const cells = cellsOf(population, control, trial.centres);
  const of = (nodes: readonly Node[], multiplierOf: (cell: Cell) => number): Component[] =>
    cells.flatMap((cell, c) =>
      nodes.map(({ factor, share }) => ({
        share: cell.prevalence * share,
        multiplier: multiplierOf(cell) * factor,
        cell: c,
      })),
    );
  const byArm = (control: readonly Node[], experimental: readonly Node[]): ByArm => [
    of(control, (cell) => cell.multiplier),
    of(experimental, (cell) => cell.experimentalMultiplier),
  ];
  const covariates = covariateNodes(population);
  return {
    cells,
    components: isMixed(trial)
      ? byArm(
          multiplierNodes(population, trial.centres, 'control'),
          multiplierNodes(population, trial.centres, 'experimental'),
        )
      : [ALIKE, ALIKE],
    inCentre: byArm(covariates, covariates),
    centres: centreNodes(trial),
    periods: null,
  };
}

/** Whether patients of an arm differ in hazard, by who they are, where they are treated or when they enter. */
export function isMixed({ population, centres, drift }: Pick<Trial, 'population' | 'centres' | 'drift'>): boolean {
  return (
    population !== undefined ||
    (centres !== undefined && (centres.frailty !== null || centres.effectSd > 0)) ||
    (drift !== undefined && drifts(drift))
  );
}

/** The components of arm `arm`, 0 the control. */
export function componentsOf({ components }: Pick<PatientMix, 'components'>, arm: number): readonly Component[] {
  return components[Math.min(arm, 1)];
}

/** The same patients with all hazards × `factor`. */
export function scaledBy(components: readonly Component[], factor: number): readonly Component[] {
  if (factor === 1) return components;
  return components.map((component) => ({ ...component, multiplier: component.multiplier * factor }));
}

/** Periods that stand for the entries of all patients where three digits are enough. */
const FEW_PERIODS = 5;

/** The components of arm `arm` whenever they enter, once all have; to three digits. */
export function componentsOverEntries(mix: Pick<PatientMix, 'components' | 'periods'>, arm: number): Component[] {
  return coarser(mix.periods ?? [EVERYBODY], FEW_PERIODS).flatMap((period) =>
    scaledBy(componentsOf(mix, arm), period.multiplier).map((component) => ({
      ...component,
      share: component.share * period.share,
    })),
  );
}

/** Points of an integral over the treatment effects of centres where each is compared within itself. */
const EFFECT_POINTS = 7;

/** The kinds of centres: frailty × treatment effect. */
function centreNodes({ centres }: Pick<Trial, 'centres'>): readonly CentreNode[] {
  const effects = lognormalNodes(centres?.effectSd ?? 0, EFFECT_POINTS);
  return frailtyNodes(centres?.frailty ?? null).flatMap((frailty) =>
    effects.map((effect) => ({
      share: frailty.share * effect.share,
      control: frailty.factor,
      experimental: frailty.factor * effect.factor,
    })),
  );
}

/** The share of a mixture that is free of the event at time u on study, and the rate at which it falls. */
export function mixtureAt(
  law: SurvivalLaw,
  components: readonly Component[],
  u: number,
): { readonly free: number; readonly failing: number } {
  return mixtureOf(components, cumulativeHazard(law, u), hazard(law, u));
}

/** The share of a mixture that is free of the event at time u on study. */
export function shareFree(law: SurvivalLaw, components: readonly Component[], u: number): number {
  const cumulative = cumulativeHazard(law, u);
  let free = 0;
  for (const { share, multiplier } of components) free += share * exp(-multiplier * cumulative);
  return free;
}
