/**
 * What an analysis from another origin would find in a trial of any size: the limits of Cox's hazard ratio and of the ratio
 * of rates (events ÷ person-time) of its two groups, for the first comparison. On the clock s of the analysis, with y_g the
 * share at risk in group g and dN_g that of its events, Cox's estimate tends to the β that solves
 *
 *   ∫ dN₁ − (dN₀ + dN₁) y₁e^β / (y₁e^β + y₀) = 0
 *
 * (C. A. Struthers & J. D. Kalbfleisch, Biometrika 73 (1986) 363–369; D. Y. Lin & L. J. Wei, JASA 84 (1989) 1074–1078). The
 * groups of each origin integrate over lags, accrual, dropout and the hazards of each lag. Where groups are made by what
 * happens later (ever treated) or time before the start is left out, β is not the effect of treatment: its difference from
 * what the randomised comparison has is the bias (S. Suissa, Am. J. Epidemiol. 167 (2008) 492–499, on immortal time).
 * Clones count by their weights. Times of events are the true ones, as if scans saw them at once.
 */

import { exp } from '../elementary/exp.ts';
import { findRoot } from '../maths/roots.ts';
import { cumulativeHazard, hazard, hazardBreaks, type SurvivalLaw } from '../survival/law.ts';
import { mixtureOf } from '../survival/mixtureLaw.ts';
import { accrualDuration, expectedEnrolled } from '../trial/accrual.ts';
import { lawOfLag } from '../trial/arm.ts';
import { followUpOfEach } from '../trial/followUpOfEach.ts';
import { lagNodes } from '../trial/lag.ts';
import { isCloned, type TimeOrigin, timeOfOrigin } from '../trial/timeOrigin.ts';
import { allocationBlock, experimentalShare, type Trial } from '../trial/trial.ts';
import { type Component, componentsOf } from './components.ts';
import type { ExpectedPatients } from './expectedPatients.ts';
import { entryKinks, followUpGrid, followUpPanels } from './followUpGrid.ts';

/** Lags that stand for a continuous distribution: each has panels of its own in the integral. */
const LAGS = 32;

/** Kinks up to which all get panels of their own; beyond, those that are this share of the clock apart (a ratio then has four digits). */
const MOST_KINKS = 100;

/**
 * A group of the comparison: its expected number of events, and its person-time on the clock of the analysis.
 */
export interface OriginGroup {
  readonly events: number;
  readonly personTime: number;
}

export interface OriginLimit {
  /** Cox's log hazard ratio, treated over comparison group; NaN where no event has both groups at risk. */
  readonly logHazardRatio: number;
  readonly rateRatio: number;
  readonly treated: OriginGroup;
  readonly comparison: OriginGroup;
}

/** Patients of one arm and lag: the share still there at time u on study, and their hazard. */
interface Sort {
  readonly share: number;
  /** Start of the second treatment on study; Infinity for the control. */
  readonly start: number;
  readonly law: SurvivalLaw;
  readonly components: readonly Component[];
  readonly dropoutHazard: number;
}

/** The chance that a patient of the sort is free of event and dropout at u, and the rate of events there. */
function at({ law, components, dropoutHazard }: Sort, u: number): { readonly alive: number; readonly failing: number } {
  const { free, failing } = mixtureOf(components, cumulativeHazard(law, u), hazard(law, u));
  const there = exp(-dropoutHazard * u);
  return { alive: free * there, failing: failing * there };
}

function sortsOf({ trial, arms, mix }: ExpectedPatients): Sort[] {
  const [control, experimental] = arms;
  const share = experimentalShare(trial);
  const lags = experimental.start
    ? lagNodes(experimental.start.lag, LAGS)
    : [{ lag: Number.POSITIVE_INFINITY, share: 1 }];
  return [
    {
      share: 1 - share,
      start: Number.POSITIVE_INFINITY,
      law: control.law,
      components: componentsOf(mix, 0),
      dropoutHazard: control.dropoutHazard,
    },
    ...lags.map((node) => ({
      share: share * node.share,
      start: Math.max(0, node.lag),
      law: Number.isFinite(node.lag) ? lawOfLag(experimental, node.lag) : experimental.law,
      components: componentsOf(mix, 1),
      dropoutHazard: experimental.dropoutHazard,
    })),
  ];
}

/** What is at risk and what fails in either group at one time of the clock. */
interface Risk {
  y0: number;
  y1: number;
  n0: number;
  n1: number;
}

type Entered = (time: number) => number;

/** Adds the patients of one sort at time s of the clock of the analysis at calendar time t. */
type Adds = (into: Risk, sort: Sort, arm: 0 | 1, s: number, t: number, entered: Entered) => void;

const put = (into: Risk, treated: boolean, y: number, n: number): void => {
  if (treated) {
    into.y1 += y;
    into.n1 += n;
  } else {
    into.y0 += y;
    into.n0 += n;
  }
};

/** The weights of clones at time s: of starters, and of non-starters. */
type CloneWeights = (s: number) => readonly [starters: number, others: number];

/**
 * What the weights of statistics/clones.ts tend to at calendar time t: 1/K, K falling by the share that starts of those who are
 * there and have not started, at each start within the grace period; and for starters the inverse share who have started at
 * its end, of those there.
 */
function cloneWeights(sorts: readonly Sort[], grace: number, entered: Entered, t: number): CloneWeights {
  const there = (sort: Sort, u: number) => sort.share * entered(t - u) * at(sort, u).alive;
  const sum = (of: readonly Sort[], u: number) => of.reduce((all, sort) => all + there(sort, u), 0);
  const within = sorts.filter(({ start }) => start <= grace);
  const starts = [...new Set(within.map(({ start }) => start))].sort((a, b) => a - b);
  let uncensored = 1;
  const steps = starts.map((start) => {
    const left = sum(
      sorts.filter((sort) => sort.start >= start),
      start,
    );
    const starting = sum(
      sorts.filter((sort) => sort.start === start),
      start,
    );
    if (left > 0) uncensored *= 1 - starting / left;
    return { start, weight: uncensored > 0 ? 1 / uncensored : 0 };
  });
  const started = sum(within, grace);
  const afterGrace = started > 0 ? sum(sorts, grace) / started : 0;
  return (s) => {
    let others = 1;
    for (const { start, weight } of steps) if (start < s) others = weight;
    return [s > grace ? afterGrace : 1, others];
  };
}

/** Every patient as a starter and as not. */
function addClones(grace: number, weights: CloneWeights): Adds {
  return (into, sort, _arm, s, t, entered) => {
    const { alive, failing } = at(sort, s);
    const present = sort.share * entered(t - s);
    const [w1, w0] = weights(s);
    const starts = sort.start <= grace;
    if (s <= grace || starts) put(into, true, w1 * present * alive, w1 * present * failing);
    if (!starts || s <= sort.start) put(into, false, w0 * present * alive, w0 * present * failing);
  };
}

/** Which patients are in which group, by origin; of clones, as they are weighted at calendar time t. */
function adds(origin: TimeOrigin, sorts: readonly Sort[], entered: Entered, t: number): Adds {
  switch (origin.kind) {
    case 'randomisation':
    case 'exactTimes':
      return (into, sort, arm, s, t, entered) => {
        const { alive, failing } = at(sort, s);
        const present = sort.share * entered(t - s);
        put(into, arm === 1, present * alive, present * failing);
      };
    case 'treatmentStart':
      return (into, sort, arm, s, t, entered) => {
        // Experimental patients are there from their start on; a patient who never starts is left out.
        const u = arm === 1 ? sort.start + s : s;
        if (!Number.isFinite(u)) return;
        const { alive, failing } = at(sort, u);
        const present = sort.share * entered(t - u);
        put(into, arm === 1, present * alive, present * failing);
      };
    case 'everTreated':
      return (into, sort, arm, s, t, entered) => {
        const { alive, failing } = at(sort, s);
        const present = sort.share * entered(t - s);
        if (arm === 0 || !Number.isFinite(sort.start)) put(into, false, present * alive, present * failing);
        else if (s >= sort.start) put(into, true, present * alive, present * failing);
        else {
          // Before the start, patients who will live to see it by the analysis cannot fail: all failures are of the
          // others.
          const willStart = sort.share * entered(t - sort.start) * at(sort, sort.start).alive;
          put(into, true, willStart, 0);
          put(into, false, Math.max(0, present * alive - willStart), present * failing);
        }
      };
    case 'landmark':
      return (into, sort, _arm, s, t, entered) => {
        const u = origin.at + s;
        const { alive, failing } = at(sort, u);
        const present = sort.share * entered(t - u);
        put(into, sort.start <= origin.at, present * alive, present * failing);
      };
    case 'timeDependent':
      return (into, sort, _arm, s, t, entered) => {
        const { alive, failing } = at(sort, s);
        const present = sort.share * entered(t - s);
        put(into, s >= sort.start, present * alive, present * failing);
      };
    case 'cloneCensor':
      return addClones(origin.grace, () => [1, 1]);
    case 'cloneCensorWeight':
      return addClones(origin.grace, cloneWeights(sorts, origin.grace, entered, t));
  }
}

/** Times of the analysis' clock at which an integrand of `origin` has a kink or a jump. */
function breaksOf(trial: Trial, sorts: readonly Sort[], origin: TimeOrigin, t: number): number[] {
  const { accrual, patients } = trial;
  const kinks = entryKinks(accrual.starts, accrualDuration(accrual, patients), t);
  const onStudy = (sort: Sort) => [
    ...kinks,
    ...hazardBreaks(sort.law),
    ...(Number.isFinite(followUpOfEach(trial)) ? [followUpOfEach(trial)] : []),
    ...(Number.isFinite(sort.start) ? [sort.start] : []),
    ...(isCloned(origin) ? [timeOfOrigin(origin)] : []),
  ];
  const all = sorts.flatMap((sort, k) => {
    const shift = origin.kind === 'landmark' ? origin.at : origin.kind === 'treatmentStart' && k > 0 ? sort.start : 0;
    return onStudy(sort).map((u) => u - shift);
  });
  const inside = [...new Set(all.filter((u) => u > 0 && u < t))].sort((a, b) => a - b);
  if (inside.length <= MOST_KINKS) return inside;
  let last = 0;
  return inside.filter((u) => {
    if (u - last < t / MOST_KINKS) return false;
    last = u;
    return true;
  });
}

/** The limits of an analysis from `origin` at calendar time t, its clock and groups as in trial/timeOrigin.ts. */
export function originLimit(expected: ExpectedPatients, t: number, origin: TimeOrigin): OriginLimit {
  const {
    trial,
    arms: [control, experimental],
  } = expected;
  const { accrual, patients } = trial;
  const sorts = sortsOf(expected);
  const most = followUpOfEach(trial);
  const entered = (time: number) =>
    time < 0 || t - time > most ? 0 : expectedEnrolled(accrual, patients, time) / patients;
  const end = origin.kind === 'landmark' ? t - origin.at : t;
  const { times, weights } = followUpGrid(
    followUpPanels([control, experimental]),
    end,
    breaksOf(trial, sorts, origin, t),
  );
  const add = adds(origin, sorts, entered, t);
  const risks = Array.from(times, (s) => {
    const risk: Risk = { y0: 0, y1: 0, n0: 0, n1: 0 };
    sorts.forEach((sort, k) => {
      add(risk, sort, k === 0 ? 0 : 1, s, t, entered);
    });
    return risk;
  });
  const n = patients * compared(trial);
  const total = (of: (risk: Risk) => number) => risks.reduce((sum, risk, i) => sum + weights[i] * of(risk), 0) * n;
  const treated = { events: total(({ n1 }) => n1), personTime: total(({ y1 }) => y1) };
  const comparison = { events: total(({ n0 }) => n0), personTime: total(({ y0 }) => y0) };
  return {
    logHazardRatio: coxLimit(risks, weights),
    rateRatio: treated.events / treated.personTime / (comparison.events / comparison.personTime),
    treated,
    comparison,
  };
}

/** Share of all the trial's patients that is in the first comparison. */
function compared(trial: Trial): number {
  const [control, experimental] = trial.arms;
  return (control.weight + experimental.weight) / allocationBlock(trial);
}

function coxLimit(risks: readonly Risk[], weights: Float64Array): number {
  const score = (beta: number) => {
    const ratio = exp(beta);
    let sum = 0;
    risks.forEach(({ y0, y1, n0, n1 }, i) => {
      if (!(y0 > 0 && y1 > 0)) return;
      sum += weights[i] * ((n1 * y0 - n0 * y1 * ratio) / (y1 * ratio + y0));
    });
    return sum;
  };
  const most = 30;
  return score(-most) > 0 && score(most) < 0 ? findRoot(score, -most, most, 1e-12) : Number.NaN;
}
