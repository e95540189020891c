/**
 * How an endpoint comes to the patients of an arm, who differ in what multiplies their hazards. Where the endpoint is the first
 * event, the law of a patient is the arm's with every hazard multiplied. Death after progression has no such law: with
 * multiplier m every hazard of the history is m times as large, and S_m is found from the history (illnessDeath.ts). Where
 * patients have more than a few multipliers, ln S_m and its slope are interpolated between those of NODES multipliers, by a
 * polynomial in ln m.
 */
import { cos } from '../elementary/circle.ts';
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { pieceAt } from '../survival/clock.ts';
import type { DeathShare } from '../survival/diseaseCourse.ts';
import { type IllnessDeath, overallSurvivalLaw } from '../survival/illnessDeath.ts';
import { cumulativeHazard, hazard, type SurvivalLaw } from '../survival/law.ts';
import { mixtureOf } from '../survival/mixtureLaw.ts';
import type { ObservedArm } from '../trial/arm.ts';
import { type Endpoint, observedFor } from '../trial/endpoint.ts';
import type { Component, PatientMix } from './components.ts';
import { EVERYBODY } from './entryPeriods.ts';

/** Patients at a time on study: the share without the event, the rate of the event, and that of what else ends observation. */
export interface FateAt {
  readonly free: number;
  readonly failing: number;
  readonly censoring: number;
}

export interface Fate {
  /** At node i of `times`, of patients of these components. */
  over(times: ArrayLike<number>): (components: readonly Component[], i: number) => FateAt;
}

/** Everybody's law is the arm's, with hazards multiplied; of the events a share may be another one, which ends observation. */
function fateOfLaw(law: SurvivalLaw, others: DeathShare | null): Fate {
  return {
    over(times) {
      const cumulative = Float64Array.from(times, (u) => cumulativeHazard(law, u));
      const rate = Float64Array.from(times, (u) => hazard(law, u));
      return (components, i) => {
        const { free, failing } = mixtureOf(components, cumulative[i], rate[i]);
        const share = others === null ? 0 : others.shares[pieceAt(others.starts, times[i])];
        return { free, failing: (1 - share) * failing, censoring: share * failing };
      };
    },
  };
}

/** Multipliers up to which each has a law of its own, and those between which others are interpolated. */
const FEW = 8;
const NODES = 12;

/** Multipliers at which laws are found, and the weights of a value between them for each multiplier. */
interface Interpolation {
  readonly multipliers: readonly number[];
  weightsAt(multiplier: number): readonly number[];
}

/** One law for each multiplier. */
function ownLaws(multipliers: readonly number[]): Interpolation {
  const weights = new Map(multipliers.map((m, k) => [m, multipliers.map((_, j) => (j === k ? 1 : 0))]));
  return { multipliers, weightsAt: (multiplier) => weights.get(multiplier) as readonly number[] };
}

/** Lagrange's polynomial in ln m at Chebyshev's points between the least and the largest multiplier. */
function chebyshev(least: number, largest: number): Interpolation {
  const middle = (log(least) + log(largest)) / 2;
  const half = (log(largest) - log(least)) / 2;
  const points = Array.from({ length: NODES }, (_, k) => middle + half * cos((Math.PI * (k + 0.5)) / NODES));
  const found = new Map<number, readonly number[]>();
  return {
    multipliers: points.map((x) => exp(x)),
    weightsAt(multiplier) {
      const known = found.get(multiplier);
      if (known !== undefined) return known;
      const x = log(multiplier);
      const weights = points.map((own, k) =>
        points.reduce((product, other, j) => (j === k ? product : (product * (x - other)) / (own - other)), 1),
      );
      found.set(multiplier, weights);
      return weights;
    },
  };
}

/** All multipliers that an expectation may ask for: of cells, covariates, kinds of centres and periods of entry. */
function multipliersOf({ components, inCentre, centres, periods }: PatientMix, arm: number): readonly number[] {
  const side = Math.min(arm, 1);
  const within = inCentre[side].flatMap(({ multiplier }) =>
    centres.map(({ control, experimental }) => multiplier * (side === 0 ? control : experimental)),
  );
  const atFirst = [...components[side].map(({ multiplier }) => multiplier), ...within];
  const everybody = (periods ?? [EVERYBODY]).flatMap((period) => atFirst.map((own) => own * period.multiplier));
  return [...new Set(everybody)].sort((a, b) => a - b);
}

/** Death after whatever comes first, by multiplier. */
function fateOfHistory(history: IllnessDeath, multipliers: readonly number[]): Fate {
  const few = multipliers.length <= FEW;
  const interpolation = few ? ownLaws(multipliers) : chebyshev(multipliers[0], multipliers[multipliers.length - 1]);
  const laws = interpolation.multipliers.map((multiplier) => overallSurvivalLaw(history, multiplier));
  return {
    over(times) {
      const cumulative = laws.map((law) => Float64Array.from(times, (u) => cumulativeHazard(law, u)));
      const rate = laws.map((law) => Float64Array.from(times, (u) => hazard(law, u)));
      return (components, i) => {
        let free = 0;
        let failing = 0;
        for (const { share, multiplier } of components) {
          const weights = interpolation.weightsAt(multiplier);
          let risen = 0;
          let rising = 0;
          for (let k = 0; k < weights.length; k++) {
            risen += weights[k] * cumulative[k][i];
            rising += weights[k] * rate[k][i];
          }
          const alive = share * exp(-risen);
          free += alive;
          failing += alive * rising;
        }
        return { free, failing, censoring: 0 };
      };
    },
  };
}

/** How the endpoint comes to the patients of arm `arm`, 0 the control. */
export function fateOf({ history, law }: ObservedArm, endpoint: Endpoint, mix: PatientMix, arm: number): Fate {
  const { first, course } = history;
  const observed = observedFor(endpoint);
  if (course === null || observed === 'first' || observed === 'response') return fateOfLaw(law, null);
  if (observed === 'progression') return fateOfLaw(first, course.deaths);
  const multipliers = multipliersOf(mix, arm);
  const alike = multipliers.length === 1 && multipliers[0] === 1;
  return alike || course.after.kind !== 'law' ? fateOfLaw(law, null) : fateOfHistory({ first, course }, multipliers);
}
