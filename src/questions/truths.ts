/**
 * Truths drawn from what is believed of planning values: few of them, spread evenly over the priors, each with its own
 * share of the replicates, so that the chance of success costs what power costs. One independent value has the truths
 * (i + ½)/n of its distribution; averaging over them errs far less than the replicates do. Several values have points of an
 * additive recurrence with the generalised golden ratio (M. Roberts 2018), in groups that are shifted at random by
 * themselves, so that the groups tell what the average errs by (R. Cranley & T. N. L. Patterson 1976).
 */
import seedrandom from 'seedrandom';
import { priorQuantile } from '../evidence/prior.ts';
import type { PlannedPrior } from '../scenario/scenario.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { latticePlaces } from './truthPlaces.ts';

export interface TruthValues {
  /** By truth, a value for each prior. */
  readonly values: readonly (readonly number[])[];
  /** By truth, its place in the unit cube: the shares of the priors below its values. */
  readonly places: readonly (readonly number[])[];
  /** Truths of one group follow one another; groups are independent of each other. One group where truths are not random. */
  readonly groups: number;
}

/** One truth, as it was drawn. */
export interface DrawnTruth {
  /** A value for each prior. */
  readonly values: readonly number[];
  readonly trial: UnsizedTrial;
}

const ALONE = 40;
const GROUPS = 16;
const IN_GROUP = 8;

/** Hazard ratios beyond these no scenario takes: a prior that reaches them has its mass there. */
const HAZARD_RATIOS = [0.01, 100] as const;
/** A positive value is not drawn below this share of what is planned. */
const LEAST_SHARE = 0.01;

/** A drawn value kept within what the field can have. */
function within({ meaning, value: planned }: PlannedPrior, drawn: number): number {
  if (meaning.is === 'hazard ratio') return Math.min(HAZARD_RATIOS[1], Math.max(HAZARD_RATIOS[0], drawn));
  if (meaning.is === 'share') return Math.min(1 - 1e-9, Math.max(1e-9, drawn));
  return planned > 0 ? Math.max(planned * LEAST_SHARE, drawn) : drawn;
}

/** The draws in the order of the table's first value, so that neighbouring places are rows that are alike. */
function rowOrder(priors: readonly PlannedPrior[], table: string): readonly number[] {
  const first = priors.find(({ prior }) => prior.kind === 'draws' && prior.table === table)?.prior;
  const values = first?.kind === 'draws' ? first.values : [];
  return values.map((_, row) => row).sort((a, b) => values[a] - values[b] || a - b);
}

/** What each prior takes its place from: tables of draws are shared, others have their own; numbered from 0. */
function coordinatesOf(priors: readonly PlannedPrior[]): readonly number[] {
  const tables = new Map<string, number>();
  let next = 0;
  return priors.map(({ prior }) => {
    if (prior.kind !== 'draws' || prior.table === null) return next++;
    const known = tables.get(prior.table);
    if (known !== undefined) return known;
    tables.set(prior.table, next);
    return next++;
  });
}

/** Places in the unit cube, a row a truth. */
function placesOf(dimensions: number, seed: string, alone: number): Pick<TruthValues, 'places' | 'groups'> {
  if (dimensions === 1) return { places: Array.from({ length: alone }, (_, i) => [(i + 0.5) / alone]), groups: 1 };
  const uniform = seedrandom(`${seed}\ntruths`);
  const places = Array.from({ length: GROUPS }, () => {
    const shifts = Array.from({ length: dimensions }, () => uniform.quick());
    return latticePlaces(dimensions, IN_GROUP, shifts);
  });
  return { places: places.flat(), groups: GROUPS };
}

/** Truths where one place decides: of few draws each as often as the others, whatever the number is. */
function truthsOfOne(priors: readonly PlannedPrior[]): number {
  const [{ prior }] = priors;
  const few = prior.kind === 'draws' && prior.values.length <= ALONE;
  return few ? prior.values.length * Math.ceil(ALONE / prior.values.length) : ALONE;
}

/** Truths of the priors. Precondition: at least one prior. */
export function truthValues(priors: readonly PlannedPrior[], seed: string): TruthValues {
  const coordinates = coordinatesOf(priors);
  const { places, groups } = placesOf(Math.max(...coordinates) + 1, seed, truthsOfOne(priors));
  const drawnAt = priors.map(({ prior }): ((u: number) => number) => {
    if (prior.kind !== 'draws' || prior.table === null) return (u) => priorQuantile(prior, u);
    const order = rowOrder(priors, prior.table);
    return (u) => prior.values[order[Math.min(order.length - 1, Math.floor(u * order.length))]];
  });
  const values = places.map((place) => priors.map((planned, i) => within(planned, drawnAt[i](place[coordinates[i]]))));
  return { values, places, groups };
}
