/**
 * Truths drawn from what is believed of planning values: few of them, spread evenly over the priors, each with its own
 * share of the replicates, so that the chance of success costs what power costs. One independent value has the truths
 * (i + ½)/n of its distribution; averaging over them errs far less than the replicates do. Several values have points of an
 * additive recurrence with the generalised golden ratio (M. Roberts 2018), in groups that are shifted at random by
 * themselves, so that the groups tell what the average errs by (R. Cranley & T. N. L. Patterson 1976).
 */
import seedrandom from 'seedrandom';
import { pow } from '../elementary/pow.ts';
import { type Prior, priorQuantile } from '../evidence/prior.ts';
import type { PlannedPrior } from '../scenario/scenario.ts';
import type { UnsizedTrial } from '../trial/trial.ts';

export interface TruthValues {
  /** By truth, a value for each prior. */
  readonly values: readonly (readonly number[])[];
  /** Truths of one group follow one another; groups are independent of each other. One group where truths are not random. */
  readonly groups: number;
}

/** One truth, as it was drawn. */
export interface DrawnTruth {
  /** A value for each prior. */
  readonly values: readonly number[];
  readonly trial: UnsizedTrial;
}

const ALONE = 64;
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

/** The row of a table of draws at place u of it. */
function drawnRow({ values }: Extract<Prior, { kind: 'draws' }>, u: number): number {
  return values[Math.min(values.length - 1, Math.floor(u * values.length))];
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

/** The positive root of x^(d + 1) = x + 1. */
function goldenRatio(dimensions: number): number {
  let x = 2;
  for (let i = 0; i < 60; i++) x = pow(1 + x, 1 / (dimensions + 1));
  return x;
}

/** Places in the unit cube, a row a truth. */
function places(dimensions: number, seed: string, alone: number): { rows: number[][]; groups: number } {
  if (dimensions === 1) {
    return { rows: Array.from({ length: alone }, (_, i) => [(i + 0.5) / alone]), groups: 1 };
  }
  const phi = goldenRatio(dimensions);
  const steps = Array.from({ length: dimensions }, (_, d) => pow(phi, -(d + 1)));
  const uniform = seedrandom(`${seed}\ntruths`);
  const rows: number[][] = [];
  for (let group = 0; group < GROUPS; group++) {
    const shifts = steps.map(() => uniform.quick());
    for (let i = 0; i < IN_GROUP; i++) {
      const row = steps.map((step, d) => (shifts[d] + (i + 1) * step) % 1);
      rows.push(row.map((u) => Math.min(1 - 1e-9, Math.max(1e-9, u))));
    }
  }
  return { rows, groups: GROUPS };
}

/** Truths of the priors; `alone` is the number of truths where one value is uncertain. Precondition: at least one prior. */
export function truthValues(priors: readonly PlannedPrior[], seed: string, alone: number = ALONE): TruthValues {
  const coordinates = coordinatesOf(priors);
  const { rows, groups } = places(Math.max(...coordinates) + 1, seed, alone);
  const values = rows.map((row) =>
    priors.map((planned, i) => {
      const u = row[coordinates[i]];
      const { prior } = planned;
      const joint = prior.kind === 'draws' && prior.table !== null;
      return within(planned, joint ? drawnRow(prior, u) : priorQuantile(prior, u));
    }),
  );
  return { values, groups };
}
